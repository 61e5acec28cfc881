from __future__ import annotations

import shutil
import subprocess
import tempfile
from typing import TYPE_CHECKING, Any

import pytest

from briefwright.errors import BriefwrightError
from briefwright.html.convert import convert, sanitise
from tests.briefs import TEMPLATES
from tests.tools.outline import by_id, elements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.pandoc

PANDOC = TEMPLATES / "pandoc"
LEDGER = {"id": "ledger", "type": "book", "title": "The Town Ledger", "author": [{"family": "Clerk", "given": "Ada"}]}


def html(markdown: str, references: Sequence[dict[str, Any]] = ()) -> str:
    return convert(markdown, references, "en-GB", PANDOC)


def test_spans_become_elements() -> None:
    text = '[a]{.emphasis} [b]{.strong} [c]{.code} [d]{.passage .depth-1 ids="p1 p2"} [1]{.note-ref #call-1}'
    assert html(text).strip() == (
        "<p><em>a</em> <strong>b</strong> <code>c</code> "
        '<mark id="p1" class="passage depth-1"><span id="p2">d</span></mark> '
        '<sup><span id="call-1" class="note-ref">1</span></sup></p>'
    )


def test_passage_without_note_and_label_is_not_marked() -> None:
    found = html('[a]{.passage .depth-0 ids="p1 p2"}').strip()
    assert found == '<p><span id="p1" class="passage depth-0"><span id="p2">a</span></span></p>'


def test_keeps_white_space_at_the_edges_of_a_passage() -> None:
    assert "<mark" in html("a[[]{.space}b]{.passage}c")
    assert " b" in html("a[[]{.space}b]{.passage}c")


def test_divs_become_allowed_elements_only() -> None:
    found = html('::: {.a tag=aside #b aria-label="c &quot; <"}\nd\n:::\n\n::: {tag=script}\ne\n:::\n')
    (aside,) = [element for element in elements(found) if element.name == "aside"]
    assert aside.attributes == {"id": "b", "class": "a", "aria-label": 'c " <'}
    assert "script" not in found


def test_table_headers_have_a_scope_and_cells_a_label() -> None:
    found = elements(html("{.rows}\n| a | b |\n|---|---|\n| c | d |\n"))
    heads = [(element.words, element.attributes.get("scope")) for element in found if element.name == "th"]
    assert heads == [("a", "col"), ("b", "col"), ("c", "row")]
    assert [element.attributes.get("data-label") for element in found if element.name == "td"] == ["b"]


def test_cells_have_the_alignment_of_their_column() -> None:
    text = html("| a | b | c |\n|---|--:|:-:|\n| 1 | 2 | 3 |\n")
    assert '<td class="align-right"' in text
    assert '<th class="align-center"' in text
    assert text.count("align-") == 4


def test_figures_have_captions() -> None:
    found = elements(html("::: {.figure #f}\n![alt](figures/a.svg)\n\n[Title]{.t}\n:::\n"))
    assert [element.name for element in found[:2]] == ["figure", "img"]
    assert found[1].attributes == {"src": "figures/a.svg", "alt": "alt"}
    assert next(element for element in found if element.name == "figcaption").words.strip() == "Title"


def test_contents_list_all_headings_but_unlisted_ones() -> None:
    text = "::: {.toc}\n:::\n\n## One {#one}\n\n### Two {#two}\n\n## Three {#three .unlisted}\n\n## Four {#four}\n"
    found = elements(html(text))
    assert [element.attributes["href"] for element in found if element.name == "a"] == ["#one", "#two", "#four"]


def test_formats_citations_and_lists_references() -> None:
    found = by_id(html('a []{.cite keys="ledger"}\n\n::: {#refs}\n:::\n', [LEDGER]))
    assert "Town Ledger" in found["refs"].words


def test_citations_of_a_document_without_a_list_link_to_another_page() -> None:
    page = convert('a []{.cite keys="ledger"}', [LEDGER], "en-GB", PANDOC, references_page="report.html")
    assert '<a href="report.html#ref-ledger">Clerk, n.d.</a>' in page
    assert "Town Ledger" not in page
    assert "(Clerk, n.d.)" in html('a []{.cite keys="ledger"}', [LEDGER])


def test_list_has_works_that_the_document_does_not_cite() -> None:
    roman = {**LEDGER, "id": "roman", "title": "Roman Bridges"}
    assert "Roman Bridges" in by_id(html("::: {#refs}\n:::\n", [LEDGER, roman]))["refs"].words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Built of stone.", "Built of stone (Clerk, n.d.)."),
        ("Built of stone", "Built of stone (Clerk, n.d.)"),
        ("Built of stone, oak etc.", "Built of stone, oak etc (Clerk, n.d.)."),
        ("Built c.1300 A.D.", "Built c.1300 A.D. (Clerk, n.d.)"),
        ("Built of stone?", "Built of stone? (Clerk, n.d.)"),
    ],
)
def test_full_stop_follows_the_citation_of_its_sentence(text: str, expected: str) -> None:
    (paragraph,) = (one for one in elements(html(f'{text} []{{.cite keys="ledger"}}', [LEDGER])) if one.name == "p")
    assert paragraph.words == expected


def test_addresses_in_notes_are_links() -> None:
    work = {**LEDGER, "annote": "Read at https://example.org/a, a copy of https://example.org/b."}
    found = elements(html('a []{.cite keys="ledger"}\n\n::: {.with-notes}\n::: {#refs}\n:::\n:::\n', [work]))
    assert [one.words for one in found if one.attributes.get("class") == "reference-note"] == [work["annote"]]
    links = [one.attributes["href"] for one in found if one.name == "a"]
    assert links[1:] == ["https://example.org/a", "https://example.org/b"]


def test_rejects_unknown_citations() -> None:
    with pytest.raises(BriefwrightError, match=r"Pandoc: .*gone"):
        html('a []{.cite keys="gone"}')


def test_html_and_pandoc_syntax_stay_text() -> None:
    found = html('<b onclick="x()">a</b>\n\n`<i>c</i>`{=html}\n\n---\ntitle: x\n---\n\n$x$ [^1] @ledger\n')
    assert "&lt;b onclick" in found
    assert not {"b", "i", "math"} & {element.name for element in elements(found)}


def test_unclosed_brackets_are_fast() -> None:
    assert "[" * 500 in html("[" * 500)


def test_stops_a_slow_conversion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefwright.pandoc.TIME_LIMIT", 0.0001)
    with pytest.raises(BriefwrightError, match=r"Pandoc took more than 0\.0001 seconds and was stopped"):
        html("a")


def test_fails_on_warnings_of_pandoc(tmp_path: Path) -> None:
    shutil.copy(PANDOC / "defaults.yaml", tmp_path)
    broken = tmp_path / "filter.lua"
    broken.write_text("io.stderr:write('careful')")
    with pytest.raises(BriefwrightError, match="Pandoc: careful"):
        convert("a", [], "en-GB", tmp_path)


def test_reports_an_exit_code_without_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 3, "", ""))
    with pytest.raises(BriefwrightError, match="Pandoc: exit code 3"):
        html("a")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ('<p onclick="x()" style="y" class="z">a</p>', '<p class="z">a</p>'),
        ("<script>x()</script><style>y</style>a", "a"),
        ('<a href="javascript:x()">a</a>', "<a>a</a>"),
        ('<a href=" JAVA&#9;SCRIPT:x()">a</a>', "<a>a</a>"),
        ('<a href="https://a.b" target="_blank" rel="x">a</a>', '<a href="https://a.b">a</a>'),
        ('<a href="annotated-report.html#p1">a</a>', '<a href="annotated-report.html#p1">a</a>'),
        ('<img src="data:image/png,x" alt="a" onerror="x()">', '<img alt="a">'),
        ('<iframe src="https://a.b"></iframe><svg><title>a</title></svg>b', "b"),
        ("<!-- a -->b", "b"),
        ('<mark id="a" class="passage">b</mark>', '<mark id="a" class="passage">b</mark>'),
        ('<th scope="col">', ""),
    ],
)
def test_sanitise_removes_everything_not_allowed(text: str, clean: str) -> None:
    assert sanitise(text) == clean


def test_ignores_the_users_pandoc_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = tmp_path / "pandoc"
    mine.mkdir()
    (mine / "init.lua").write_text(f"io.open('{tmp_path}/ran', 'w'):close()", "utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    html("words")
    assert not (tmp_path / "ran").exists()


def test_foreign_titles_have_a_language() -> None:
    works: list[dict[str, Any]] = [
        {"id": "a", "type": "article-newspaper", "title": "Die Brücke", "language": "de", "container-title": "Bote"},
        {"id": "b", "type": "book", "title": "Le Pont", "language": "fr-BE"},
        {"id": "c", "type": "book", "title": "The Ledger", "language": "en"},
        {"id": "d", "type": "book", "title": "Der Steg", "language": "German"},
        LEDGER,
    ]
    cited = " ".join(f"[]{{.cite keys={work['id']}}}" for work in works)
    found = elements(html(f"{cited}\n\n::: {{.references #refs}}\n:::\n", works))
    titles = [
        (element.words.strip("‘’"), element.attributes["lang"]) for element in found if "lang" in element.attributes
    ]
    assert sorted(titles) == [("Die Brücke", "de"), ("Le Pont", "fr-BE")]


def test_accepts_any_folder_name_in_any_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "d’été مجلد"
    shutil.copytree(PANDOC, folder)
    (folder / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "temporary"))
    monkeypatch.setenv("LC_ALL", "C")
    made = convert("[]{.cite keys=ledger}", [LEDGER], "en-GB", folder)
    assert "Clerk" in made


def test_cites_works_with_the_identifiers_of_managers() -> None:
    works = [{**LEDGER, "id": name} for name in ("Clerk2001", "smith_2001", "doe:2003", "DBLP:conf/x", "müller.2001")]
    keys = " ".join(str(work["id"]) for work in works)
    found = elements(html(f'[]{{.cite keys="{keys}"}}\n\n::: {{#refs}}\n:::\n', works))
    links = [element.attributes["href"] for element in found if element.name == "a"]
    assert links == [f"#ref-{work['id']}" for work in works]


@pytest.mark.parametrize("work_type", ["interview", "personal_communication", "classic"])
def test_lists_works_that_the_style_only_cites(work_type: str) -> None:
    found = by_id(html('a []{.cite keys="ledger"}\n\n::: {#refs}\n:::\n', [{**LEDGER, "type": work_type}]))
    assert "Town Ledger" in found["refs"].words


def test_foreign_titles_with_quotation_marks_have_a_language() -> None:
    work = {"id": "a", "type": "book", "title": "Le “pont” d'hier", "language": "fr"}
    found = elements(html("[]{.cite keys=a}\n\n::: {.references #refs}\n:::\n", [work]))
    assert [element.attributes["lang"] for element in found if "lang" in element.attributes] == ["fr"]
