"""Files of each format as essays: their structure, facts and pictures, and what is left out."""

from __future__ import annotations

import base64
import io
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pikepdf
import pypandoc
import pytest
from PIL import Image

from briefwright.errors import BriefwrightError
from briefwright.intake import reading
from briefwright.intake.changes import Changes
from briefwright.intake.essay import WrittenEssay, write_essay
from briefwright.intake.original import Facts, iso_date
from briefwright.intake.starter import guess_language
from briefwright.sources.essay.blocks import read_blocks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.pandoc

MARKDOWN = """\
---
title: On Bridges
author: [Ada Clerk, Ben Scribe]
date: 13 November 2015
lang: fr
---

# The plan

The town had *one* bridge and **no** plan.[^1] It paid [a price](https://example.org/price), and a debt.[^2]

- boats
- floods
    - of spring
    - of autumn

1. Count.
2. Build.

> We asked for a second bridge.

## The cost

| item  | price |
|-------|------:|
| stone |   300 |
| wood  |    20 |

![A bridge of stone](bridge.png "The old bridge")

Last words.

[^1]: The minutes of 1902.

[^2]: A letter.

    It has a second paragraph.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Image.new("RGB", (40, 30), "navy").save(tmp_path / "bridge.png")
    (tmp_path / "essay.md").write_text(MARKDOWN, "utf-8")
    return tmp_path


def write(path: Path) -> tuple[WrittenEssay, str]:
    """Return the essay of a file, and the changes."""
    changes = Changes()
    return write_essay(reading.read(path, changes), changes), "\n".join(changes.lines())


def text_file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def made_by_pandoc(folder: Path, ending: str) -> Path:
    path = folder / f"essay{ending}"
    command = [pypandoc.get_pandoc_path(), "-s", "essay.md", "-o", path.name]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return path


def types(markdown: str) -> list[str]:
    """Return the types of all blocks of an essay."""
    tree = read_blocks(markdown)
    assert not [fault for fault in tree.faults if fault.severity == "error"], markdown
    return [block.type for top in (*tree.blocks, *tree.footnotes) for block in top.walk()]


@pytest.mark.parametrize("ending", [".md", ".docx", ".odt", ".epub", ".html", ".tex"])
def test_structure_survives(ending: str, folder: Path) -> None:
    essay, _ = write(folder / "essay.md" if ending == ".md" else made_by_pandoc(folder, ending))
    found = types(essay.markdown)
    assert (found.count("heading"), found.count("item"), found.count("row"), found.count("footnote")) == (2, 6, 2, 2)
    assert {"bullets", "numbers", "quotation", "table", "paragraph"} <= set(found)
    for words in ("*one* bridge and **no** plan.[^1]", "[a price](https://example.org/price)", "The minutes of 1902.",
                  "It has a second paragraph.", "Last words."):  # fmt: skip
        assert words in essay.markdown
    assert found.count("picture") == len(essay.pictures) == 1
    if ending != ".odt":
        assert "![A bridge of stone](" in essay.markdown
    assert "On Bridges" not in essay.markdown
    assert essay.facts.title == "On Bridges"


@pytest.mark.parametrize("ending", [".md", ".docx", ".odt", ".epub", ".html"])
def test_facts_are_read(ending: str, folder: Path) -> None:
    essay, _ = write(folder / "essay.md" if ending == ".md" else made_by_pandoc(folder, ending))
    assert sorted(essay.facts.authors) == ["Ada Clerk", "Ben Scribe"]
    assert (essay.facts.date, essay.facts.language) == ("2015-11-13", "fr")
    assert "13 November" not in essay.markdown


def test_plain_text_has_title_paragraphs_and_lists(tmp_path: Path) -> None:
    text = "On Bridges\n\nBy Ada Clerk\n\nThe town had\none bridge.\n\n- boats\n- floods of\n  spring\n\n"
    text += "***\n\nThe *end*.\n"
    essay, changes = write(text_file(tmp_path, "essay.txt", text))
    assert essay.markdown == "The town had one bridge.\n\n- boats\n- floods of spring\n\n* * *\n\nThe \\*end\\*.\n"
    assert (essay.facts.title, essay.facts.authors) == ("On Bridges", ("Ada Clerk",))
    assert "first line taken as the title" in changes


@pytest.mark.parametrize(("encoding", "note"), [("utf-8-sig", False), ("utf-16", False), ("cp1252", True)])
def test_encodings_of_text(encoding: str, note: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter
    path = tmp_path / "essay.txt"
    path.write_bytes("Élan et café, à Genève.\n".encode(encoding))
    essay, changes = write(path)
    assert essay.markdown == "Élan et café, à Genève.\n"
    assert ("Windows-1252" in changes) is note


def test_links_that_lead_back_are_footnotes(tmp_path: Path) -> None:
    page = """<body><p>One<sup id=r1><a href='#n1'>[1]</a></sup> and two<a id=r2 href='#n2'><sup>2</sup></a>.</p>
        <h2>Notes</h2><ol><li id=n1>The <em>first</em>. <a href='#r1'>↩</a>
        <li id=n2><p>The second. <a href='#r2'>^</a></ol>"""
    essay, _ = write(text_file(tmp_path, "essay.html", page))
    assert essay.markdown == "One[^1] and two[^2].\n\n[^1]: The *first*.\n\n[^2]: The second.\n"


def test_web_page_is_reduced_to_its_article(tmp_path: Path) -> None:
    page = """<html lang=fr><head><title>On Bridges | The Paper</title><meta name=author content="Ada Clerk">
    <meta property="og:site_name" content="The Paper">
    <meta property="article:published_time" content="2015-11-13T10:00">
    <link rel=canonical href="https://example.org/bridges"></head><body><nav>Menu of the page</nav>
    <article><h1>On Bridges</h1><p>Words of the essay.<p hidden>Unseen.<p style="display:none">Unseen.
    <form><button>Buy</button></form><!-- a remark --></article><footer>Rights</footer></body></html>"""
    essay, changes = write(text_file(tmp_path, "essay.html", page))
    assert essay.markdown == "Words of the essay.\n"
    facts = essay.facts
    assert (facts.title, facts.published_in, facts.url) == ("On Bridges", "The Paper", "https://example.org/bridges")
    assert (facts.authors, facts.date, facts.language) == (("Ada Clerk",), "2015-11-13", "fr")
    for words in ("text outside <article> left out", "hidden text left out (2 times)", "<button> left out", "a remark"):
        assert words in changes


def test_page_within_a_form_keeps_its_text(tmp_path: Path) -> None:
    page = """<form><input type=hidden value=x><label for=q>Find</label><input id=q><h2>The plan</h2><fieldset>
    <legend>Search</legend><p>Words of the <em>essay</em>.</fieldset><select><option>All</select></form>"""
    essay, changes = write(text_file(tmp_path, "essay.html", page))
    assert essay.markdown == "## The plan\n\nWords of the *essay*.\n"
    for words in ("<label> left out: “Find”", "<legend> left out: “Search”", "<input> left out\n", "<select> left out"):
        assert words in f"{changes}\n"


@pytest.mark.parametrize(
    ("page", "kept", "change"),
    [
        ("<p>Words.<ol type=a></ol>", "Words.\n", ""),
        ("<ol start=3><li>three<li>four</ol>", "3. three\n4. four\n", ""),
        ("<ol><li value=7>seven<li>eight</ol>", "7. seven\n8. eight\n", ""),
        ("<ol reversed><li>two<li>one</ol>", "1. two\n2. one\n", "numbers of its own, now 1, 2, 3 …: “2, 1”"),
        ("<ol><li>one<li value=4>four</ol>", "1. one\n2. four\n", "numbers of its own, now 1, 2, 3 …: “1, 4”"),
        ("<ol start=-1><li>minus one</ol>", "1. minus one\n", "numbers of its own, now 1, 2, 3 …: “-1”"),
        ("<ol><li><li>two<li>three</ol>", "2. two\n3. three\n", ""),
        ("<ol><li>one<li><li>three</ol>", "1. one\n2. three\n", "empty item of a numbered list left out: “2.”"),
    ],
)
def test_numbers_of_a_list_are_kept_or_reported(page: str, kept: str, change: str, tmp_path: Path) -> None:
    essay, changes = write(text_file(tmp_path, "essay.html", page))
    assert essay.markdown == kept
    assert change in changes
    assert bool(change) == bool(changes)


def test_lists_in_a_table_are_lines_with_their_numbers(tmp_path: Path) -> None:
    page = "<table><tr><th>plan<th>boats<tr><td><ol start=2><li>count<li>build</ol><td><ul><li>oak<li>elm</ul></table>"
    essay, changes = write(text_file(tmp_path, "essay.html", page))
    assert "| 2. count<br>3. build | – oak<br>– elm |" in essay.markdown
    assert "list in a table, now lines (2 times): “countbuild”, “oakelm”" in changes


def test_damaged_part_of_a_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "essay.odt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/manifest.xml", "<a>" + "words " * 99 + "</a>")
    content = bytearray(path.read_bytes())
    start = content.index(b"manifest.xml") + len("manifest.xml")
    content[start : start + 8] = b"\xff" * 8
    path.write_bytes(content)
    with pytest.raises(BriefwrightError, match="the file is damaged"):
        write(path)


@pytest.mark.parametrize("date", ["2015-13-01", "31 February 2020", "2020-02-30"])
def test_date_that_does_not_exist_is_no_date(date: str) -> None:
    assert iso_date(date) == ""


def test_markdown_that_can_be_the_essay_stays_as_it_is(tmp_path: Path) -> None:
    body = "# One\n\nIt cost $5, then $6;\nm^2^ and x^2 a\\_b [see][1].[^n]\n\n(a) no list\n\n* * *\n\n[^n]: Note.\n"
    front = "---\ntitle: On Bridges\nauthors: [Ada Clerk, {name: Ben Scribe}]\ndate: 2015-11-13\ndraft: yes\n---\n\n"
    essay, changes = write(text_file(tmp_path, "essay.md", front + body))
    assert essay.markdown == body
    assert essay.facts == Facts("On Bridges", ("Ada Clerk", "Ben Scribe"), "2015-11-13")
    assert changes == "front matter left out; `essay:` in brief.yaml may have a field for it: “draft”"


def test_title_of_markdown_goes_to_the_facts(tmp_path: Path) -> None:
    essay, _ = write(text_file(tmp_path, "essay.md", "# On Bridges\n\n13 May 2015\n\n## One\n\nIt cost $5 or $6.\n"))
    assert essay.markdown == "## One\n\nIt cost $5 or $6.\n"
    assert (essay.facts.title, essay.facts.date) == ("On Bridges", "2015-05-13")


def test_definitions_that_are_not_shown_are_reported(tmp_path: Path) -> None:
    text = "Text,[^1] [one] and `[^3]`.\n\n[^1]: First.\n\n[^1]: Second.\n\n[^2]: Unused.\n\n"
    text += "[one]: https://example.org/1\n[One]: https://example.org/2\n[1]: see\n\n```\n[^1]: code\n```\n"
    essay, changes = write(text_file(tmp_path, "essay.md", text))
    assert "[^1]: First." in essay.markdown
    assert "[one](https://example.org/1)" in essay.markdown
    assert changes.splitlines() == [
        "footnote without a mark, or with the name of another, left out (2 times): “[^1]: Second.”, “[^2]: Unused.”",
        "address that no link names left out (2 times): “[One]: https://example.org/2”, “[1]: see”",
    ]


def test_summary_names_what_was_changed(tmp_path: Path) -> None:
    text = "[inner](#there), [file](other.html), <u>under</u>, $x^2$\n\na. one\n\n<!-- remark -->\n\n> # Deep\n"
    essay, changes = write(text_file(tmp_path, "essay.md", text))
    assert essay.markdown.startswith("inner, file, under, `x^2`\n\n")
    for words in ("link within the document", "without a web address, now plain words: “other.html”",
                  "formula written as code", "comment left out: “<!-- remark -->”", "heading now in bold"):  # fmt: skip
        assert words in changes


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("a.html", "<p>Words.</p><script>steal()</script><iframe src='file:///etc/passwd'></iframe>", "Words.\n"),
        ("a.html", "<p>Words.</p><p onclick='run()'>More.</p><object data='/etc/passwd'></object>",
         "Words.\n\nMore.\n"),
        ("a.html", "<p>Words <a href='javascript:run()'>here</a>.</p>", "Words here.\n"),
        ("a.tex", "Words.\\input{secret}\\include{secret}\\verbatiminput{secret.txt}\\write18{touch ran}", "Words.\n"),
        ("a.tex", "Words.\\lstinputlisting{secret.txt}", "Words.\n"),
    ],
)  # fmt: skip
def test_other_files_are_not_read_and_nothing_is_run(name: str, text: str, kept: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET", "utf-8")
    (tmp_path / "secret.tex").write_text("SECRET", "utf-8")
    essay, changes = write(text_file(tmp_path, name, text))
    assert essay.markdown == kept
    assert "SECRET" not in changes
    assert "left out" in changes or "not read" in changes or "plain words" in changes
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "address", ["https://127.0.0.1:9/x.png", "//127.0.0.1:9/x.png", "../outside.png", "/etc/hostname", "missing.png"]
)
@pytest.mark.parametrize("name", ["sub/a.md", "sub/a.html"])
def test_picture_elsewhere_is_a_todo_mark(name: str, address: str, folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "outside.png").write_bytes((folder / "bridge.png").read_bytes())
    text = (
        f"Words.\n\n![A bridge]({address})\n"
        if name.endswith("md")
        else f"<p>Words.<p><img src='{address}' alt='A bridge'>"
    )
    essay, changes = write(text_file(folder, name, text))
    assert not essay.pictures
    assert "\nTODO: the picture" in essay.markdown
    assert "A bridge" in essay.markdown
    assert "picture left out, and replaced by a to-do mark" in changes


def test_linked_picture_outside_is_not_followed(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub/link.png").symlink_to(folder / "bridge.png")
    essay, changes = write(text_file(folder, "sub/a.md", "Words.\n\n![A bridge](link.png)\n"))
    assert not essay.pictures
    assert "outside the folder" in changes


def test_picture_in_a_page_is_written_to_a_file(folder: Path) -> None:
    data = base64.b64encode((folder / "bridge.png").read_bytes()).decode()
    essay, changes = write(text_file(folder, "a.html", f"<p>Words.<p><img src='data:image/png;base64,{data}'>"))
    assert list(essay.pictures.values()) == [(folder / "bridge.png").read_bytes()]
    assert "![TODO: describe this picture" in essay.markdown
    assert "picture without a description" in changes


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Change a part of a ZIP file."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


def test_picture_outside_a_docx_is_not_fetched(folder: Path) -> None:
    path = made_by_pandoc(folder, ".docx")
    part = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(path) as archive:
        inside = next(name for name in archive.namelist() if name.startswith("word/media/")).removeprefix("word/")
    linked = rewritten(
        path,
        part,
        lambda xml: xml.replace(
            f'Target="{inside}"'.encode(), b'TargetMode="External" Target="http://127.0.0.1:9/x.png"'
        ),
    )
    essay, changes = write(linked)
    assert not essay.pictures
    assert "picture" in changes or "A bridge of stone" in essay.markdown


def test_left_out_parts_of_a_docx_are_reported(folder: Path) -> None:
    path = made_by_pandoc(folder, ".docx")
    rewritten(path, "word/comments.xml", lambda _: b'<w:comments><w:comment w:id="0"/></w:comments>')
    rewritten(path, "word/header1.xml", lambda _: b"<w:hdr><w:t>Secret</w:t></w:hdr>")
    changes = write(path)[1]
    assert "comments left out: 1" in changes
    assert "header or footer of the pages left out" in changes


def test_numbers_that_pandoc_does_not_read_in_an_epub_are_reported(folder: Path) -> None:
    path = made_by_pandoc(folder, ".epub")
    part = next(name for name in zipfile.ZipFile(path).namelist() if name.endswith("ch001.xhtml"))
    rewritten(
        path, part, lambda page: page.replace(b'<ol type="1"', b'<ol reversed=""').replace(b"<ol>", b"<ol reversed=''>")
    )
    assert "list with numbers of its own, now 1, 2, 3 …: “EPUB/text/ch001.xhtml”" in write(path)[1]


def pdf(*pages: str, encrypt: bool = False) -> bytes:
    """Return a PDF whose pages have these content streams."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for content in pages:
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.Contents = document.make_stream(content.encode())
    document.docinfo["/Title"] = "On Bridges"
    output = io.BytesIO()
    document.save(output, encryption=pikepdf.Encryption(owner="a", user="b") if encrypt else False)
    return output.getvalue()


PROSE = "The town had one bridge, and nobody counted the boats below it."


def line(text: str, top: int, size: int = 11, left: int = 72) -> str:
    return f"BT /F {size} Tf {left} {842 - top} Td ({text}) Tj ET\n"


def test_pdf_has_paragraphs_and_headings_by_layout(tmp_path: Path) -> None:
    first = line("The Town Paper", 30) + line("The plan", 80, 18) + line(f"{PROSE} Every spring the", 120)
    first += line("flood returned, and the council asked for a sec-", 134) + line("ond bridge.", 148)
    first += line("The plan named no date, no price and no place, so that the council could not", 176)
    first += line("page 1", 800)
    second = line("The Town Paper", 30) + line("decide. It did not.", 80) + line("page 2", 800)
    (tmp_path / "essay.pdf").write_bytes(pdf(first, second))
    essay, changes = write(tmp_path / "essay.pdf")
    assert essay.markdown.split("\n\n") == [
        "# The plan",
        f"{PROSE} Every spring the flood returned, and the council asked for a second bridge.",
        "The plan named no date, no price and no place, so that the council could not decide. It did not.\n",
    ]
    assert essay.facts.title == "On Bridges"
    assert "header, footer or page number left out (4 times)" in changes


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.doc", OLE, "save it as .docx"), ("a.docx", OLE, "has a password"), ("a.docx", b"words", "damaged"),
        ("a.xyz", b"words", "use a file that ends with"), ("a.txt", b"", "empty"),
        ("a.txt", b"\0\1\2", "not a text file"), ("a.md", b"<!-- only a remark -->", "no text"),
        ("a.pdf", b"words", "damaged, or not a PDF"),
        ("a.pdf", pdf("", encrypt=True), "encrypted"), ("a.pdf", pdf(""), "has no text"),
        ("a.md", b"x" * 20_000_001, "more than 20 MB"), ("a.html", b"<p></p>", "no text"),
    ],
)  # fmt: skip
def test_unusable_file_is_refused(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BriefwrightError, match=message):
        write(tmp_path / name)


def test_encrypted_and_bloated_archives_are_refused(folder: Path) -> None:
    protected = rewritten(
        made_by_pandoc(folder, ".epub"),
        "META-INF/encryption.xml",
        lambda _: b"<e xmlns='urn:x'><CipherReference URI='EPUB/text/ch001.xhtml'/></e>",
    )
    with pytest.raises(BriefwrightError, match="encrypted"):
        write(protected)
    with zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"word/{number}.xml", bytes(80_000_000))
    with pytest.raises(BriefwrightError, match="unpacks to more than"):
        write(folder / "bomb.docx")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The town had one bridge, and it was for the boats of the council that this plan is made.", "en"),
        ("La ville n’a pas de pont, et le conseil ne veut pas que les bateaux passent dans la rue.", "fr"),
        ("Die Stadt hat nicht mehr als eine Brücke, und das ist für den Rat auch ein Problem.", "de"),
        ("城里只有一座桥。", ""),
    ],
)
def test_language_is_guessed(text: str, language: str) -> None:
    assert guess_language(text) == language
