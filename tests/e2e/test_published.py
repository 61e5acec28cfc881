"""The real publication: its files, links, statements with their passages, essay and PDFs."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pypdfium2
import pytest

from tests.tools.project import BRIEF, DOCUMENTS, REPORT, SHEET, SLUG
from tests.tools.publication import by_class, child, find, fold, overlaps, page_texts, parent, squeezed, text_of, tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.html import HtmlElement

    from tests.tools.publication import Bookmark, Page, Publication, Word

pytestmark = pytest.mark.slow

SOURCES = f"sources/{SLUG}"
# Browsers load only the font subsets that a page needs.
FACES = [
    "plex-arabic-arabic.woff2",
    *(
        f"plex-{face}-{part}.woff2"
        for face in ("sans", "serif-italic", "serif-regular", "serif-semibold")
        for part in ("base", "latin", "other")
    ),
]
PAGE_COUNTS = {BRIEF: range(2, 3), REPORT: range(10, 17), SHEET: range(1, 2)}
# Proposals of the essay: paragraph and quote.
MEASURES = {
    "M1": (1, "strengthen the level of coordination on all levels"),
    "M2": (3, "share information and lay out common strategies"),
    "M3": (6, "improve information and expertise sharing"),
    "M4": (6, "create dedicated cyber departments that analyze narratives and messages, including coded signals"),
    "M5": (6, "strengthen the ties between the European and Arab countries"),
    "M6": (
        6,
        "adoption of a realistic concept towards the spread of the extremist armed groups in Asia and Africa",
    ),
    "M7": (8, "drying up the sources of funding"),
    "M8": (8, "dismantling of training camps abroad"),
    "M9": (8, "taking down of the “soft power” of online violent videos and other similar materials"),
    "M10": (8, "scrutinize the personal files of those who had fallen prey to such terrorist groups"),
    "M11": (
        8,
        (
            "standardize the measures of confronting any group that call for violence and hate, irrespective of its"
            " religious, ideological and racial backgrounds"
        ),
    ),
    "M12": (8, "track and analyze the movements of terrorists"),
    "M13": (
        8,
        (
            "educating the general public on the danger of online terrorism in coordination with civil society"
            " organizations"
        ),
    ),
    "M14": (8, "approval of legislations that ban online activities that run counter to coexistence and tolerance"),
    "M15": (8, "exert pressure on tech companies that manage the various apps to apply more stringent controls"),
}


# --- files and references -------------------------------------------------------------------------------------------


def test_publishes_exactly_these_files(publication: Publication) -> None:
    names = {path.relative_to(publication.site).as_posix() for path in publication.site.rglob("*") if path.is_file()}
    index = {name for name in names if name.startswith("pagefind/")}
    assert {"pagefind/pagefind-entry.json", "pagefind/wasm.en.pagefind"} <= index
    names -= index
    hashed = {name for name in names if name.startswith("assets/")}
    expected = {f"{name}.html" for name in ("index", "404", "glossary", "recommendations", "search")}
    expected |= {f"{SLUG}/{name}" for name in ("index.html", "citation.bib", "citation.json", "citation.ris")}
    expected |= {"manifest.json", "_headers"}
    schemas = ("brief-record-1", "brief-record-2", "brief-record-3", "fragment-1", "fragment-2")
    expected |= {f"schemas/{name}.schema.json" for name in schemas}
    expected |= {f"{SLUG}/fragments/{name}" for name in ("fragment.json", *(f"{name}.html" for name in DOCUMENTS))}
    expected |= {"feed.xml", "sitemap.xml", "robots.txt", ".well-known/security.txt", "card.png"}
    expected |= {f"{SLUG}/{name}" for name in ("feed.xml", "card.png")}
    expected |= {f"{SLUG}/{name}" for name in ("brief.json", "annotations.jsonld", "essay.txt")}
    expected |= {f"{SLUG}/{document}.{ending}" for document in DOCUMENTS for ending in ("html", "pdf")}
    pictures = {
        f"{SLUG}/figures/{name}.svg" for name in ("coverage", "deaths", "timeline", f"qr-{BRIEF}", f"qr-{SHEET}")
    }
    pictures |= {f"{SLUG}/figures/{name}.csv" for name in ("coverage", "deaths", "timeline")}
    # test_archived_editions.py checks these.
    editions = {name for name in names if name.startswith(f"{SLUG}/editions/1.0/")}
    pictures |= {name for name in editions if "/figures/" in name}
    expected |= editions
    assert names - hashed == expected | pictures
    plain = {re.sub(r"\.[0-9a-f]{10}(?=\.\w+$)", "", name) for name in hashed}
    assert len(plain) == len(hashed)
    loaded = {f"assets/{name.replace('/figures/', '/')}" for name in pictures if name.endswith(".svg")}
    assert plain - loaded == {
        "assets/icon.svg",
        "assets/search.js",
        "assets/web.css",
        *(f"assets/fonts/{name}" for name in FACES),
    }


def test_asset_names_have_hash_of_content(publication: Publication) -> None:
    for path in (path for path in (publication.site / "assets").rglob("*.*") if path.is_file()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert path.name.split(".")[-2] == digest[:10], path.name


def test_only_search_page_has_a_script_with_integrity(publication: Publication) -> None:
    (script,) = (one for one in tree(publication.site / "search.html").iter("script") if one.get("src"))
    content = (publication.site / str(script.get("src"))).read_bytes()
    assert script.get("integrity") == f"sha384-{base64.b64encode(hashlib.sha384(content).digest()).decode()}"
    others = [page for page in publication.pages if page.name != "search.html"]
    for page in others:
        assert [one for one in tree(page).iter("script") if one.get("type") != "application/ld+json"] == [], page.name


def anchor_of(fragment: str) -> str:
    """Return the identifier in a URL fragment, without text directives."""
    return fragment.partition(":~:")[0]


def references(page: Path) -> Iterator[str]:
    for element in tree(page).iter():
        if element.tag == "link" and element.get("rel") in {"canonical", "license"}:
            continue
        yield from (str(value) for name in ("href", "src") if (value := element.get(name)))


def test_all_links_have_targets(publication: Publication) -> None:
    lost = []
    for page in publication.pages:
        for reference in references(page):
            url = urlsplit(reference)
            if url.scheme:
                assert url.scheme in {"https", "http", "mailto"}, reference
                continue
            # A server shows 404.html at any address, so its links begin with a slash.
            above = publication.site if url.path.startswith("/") else page.parent
            target = (above / unquote(url.path).lstrip("/")).resolve() if url.path else page
            identifiers = {element.get("id") for element in tree(target).iter()} if target.suffix == ".html" else set()
            if not target.is_file() or (url.fragment and unquote(anchor_of(url.fragment)) not in identifiers):
                lost.append(f"{page.name}: {reference}")
    assert lost == []


def test_lychee_finds_no_broken_links(publication: Publication, tmp_path: Path) -> None:
    command = ["lychee", "--offline", "--include-fragments", "--no-progress", "--format", "detailed"]
    command += ["--root-dir", str(publication.site)]
    done = subprocess.run(
        [*command, *map(str, publication.pages)],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Successful\.+[1-9]", done.stdout), done.stdout
    broken = tmp_path / "broken.html"
    broken.write_text('<!DOCTYPE html><a href="#nowhere">x</a>', "utf-8")
    assert (
        subprocess.run([*command, broken], cwd=tmp_path, capture_output=True, timeout=60, check=False).returncode != 0
    )


def test_fonts_of_style_sheet_exist(publication: Publication) -> None:
    (sheet,) = publication.site.glob("assets/web.*.css")
    style = sheet.read_text("utf-8")
    urls = re.findall(r"url\(\"?([^)\"]+)\"?\)", style)
    assert urls
    for url in urls:
        assert (publication.site / "assets" / url).is_file(), url


def test_identifiers_are_unique(publication: Publication) -> None:
    for page in publication.pages:
        counted = Counter(element.get("id") for element in tree(page).iter() if element.get("id"))
        assert [name for name, count in counted.items() if count > 1] == [], page.name


def test_pages_have_no_inline_code_and_no_external_resources(publication: Publication) -> None:
    for page in publication.pages:
        for element in tree(page).iter():
            assert element.tag not in {"style", "iframe", "object", "embed", "base"}, page.name
            # Only the search page has a form and a script.
            assert page.name == "search.html" or element.tag != "form", page.name
            if element.tag == "script" and page.name != "search.html":
                assert dict(element.attrib) == {"type": "application/ld+json"}, page.name
            assert [name for name in element.attrib if name == "style" or str(name).startswith("on")] == [], page.name
            if element.tag in {"img", "source"} or (element.tag == "link" and element.get("rel") == "stylesheet"):
                address = str(element.get("src") or element.get("href"))
                assert not urlsplit(address).scheme, address
                assert not address.startswith("//"), address


def test_svgs_have_titles_and_no_external_resources(publication: Publication) -> None:
    for path in publication.site.rglob("*.svg"):
        text = path.read_text("utf-8")
        assert not re.search(r"<script|<image|<foreignObject|\son\w+=|href=\"(?!#)", text), path.name
        assert "<title>" in text or path.name.startswith("icon."), path.name


# --- M1 to M15 ------------------------------------------------------------------------------------------------------


def quoted_in(report: HtmlElement, recommendation: str) -> list[tuple[str, str]]:
    """Return the quotes of a recommendation in the report: identifier of the passage and text."""
    section = find(report, recommendation)
    while section.tag != "section":
        section = parent(section)
    return [
        (str(child(entry, ".//a").get("href")).removeprefix("#"), text_of(by_class(entry, "quoted")[0]))
        for entry in by_class(section, "quotation")
    ]


def statements(page: HtmlElement) -> list[HtmlElement]:
    """Return the findings and recommendations of a brief or a sheet."""
    return [
        *by_class(page, "finding"),
        *(element for element in by_class(page, "recommendation") if element.tag == "section"),
        *(row for table in by_class(page, "recommendations") if table.tag == "table" for row in child(table, "tbody")),
    ]


def links_of(element: HtmlElement) -> list[str]:
    return [str(link.get("href")) for link in element.iter("a")]


@pytest.mark.parametrize("document", [SHEET, BRIEF])
@pytest.mark.parametrize("measure", MEASURES)
def test_recommends_measures_of_the_essay(publication: Publication, document: str, measure: str) -> None:
    paragraph, words = MEASURES[measure]
    # Quotes within a quote have single quotation marks.
    within = words.translate(str.maketrans("“”", "‘’"))
    report = publication.html(REPORT)
    essay = publication.essay()
    for item in statements(publication.html(document)):
        for link in links_of(item):
            name = link.partition("#")[2]
            if not name.startswith("recommendation-"):
                continue
            for passage, quoted in quoted_in(report, name):
                if within in quoted and essay.starts[passage][0] == paragraph:
                    assert words in essay.paragraphs[paragraph - 1]
                    shown = [text_of(label) for label in by_class(item, "passage-link")]
                    assert f"¶{paragraph}" in shown, f"{name} does not show ¶{paragraph}"
                    return
    pytest.fail(f"no recommendation of the {document} rests on “{words}”")


# --- statements and their passages ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("document", "least"), [(BRIEF, 6 + 6), (SHEET, 6)])
def test_statements_link_to_their_passages(publication: Publication, document: str, least: int) -> None:
    exact = {passage["id"]: passage for passage in publication.record["passages"]}
    essay = publication.essay()
    report = publication.html(REPORT)
    found = statements(publication.html(document))
    assert len(found) >= least
    for item in found:
        labels = by_class(item, "passage-link")
        assert labels, f"“{text_of(item)}” shows no passage"
        for label in labels:
            page, _, fragment = str(label.get("href")).partition("#")
            assert page == f"{REPORT}.html"
            name = anchor_of(fragment)
            assert find(report, name).tag == "mark" or parent(find(report, name)).tag == "mark"
            paragraph, start = essay.starts[name]
            assert text_of(label) == f"¶{paragraph}"
            assert fold(essay.paragraphs[paragraph - 1][start:]).startswith(fold(exact[name]["exact"]))


def test_statements_link_to_passages_of_their_sources(publication: Publication) -> None:
    record = publication.record
    for document, name, key in (
        (BRIEF, "finding", "findings"),
        (BRIEF, "recommendation", "recommendations"),
        (SHEET, "recommendation", "recommendations"),
    ):
        passages = {item["id"]: item["passages"] for item in record["brief"][key]}
        for item in statements(publication.html(document)):
            ids = [link.partition(f"#{name}-")[2] for link in links_of(item) if f"#{name}-" in link]
            if not ids:
                continue
            shown = {anchor_of(link.partition("#")[2]) for link in links_of(item)} - {f"{name}-{ids[0]}"}
            assert shown
            assert shown <= set(passages[ids[0]]), ids[0]
            paragraphs = {passage.partition("-")[0] for passage in passages[ids[0]]}
            assert {passage.partition("-")[0] for passage in shown} == paragraphs, ids[0]


# --- the essay in the report ----------------------------------------------------------------------------------------


def test_report_contains_essay_word_for_word(publication: Publication) -> None:
    source = (publication.project.root / SOURCES / "essay.md").read_text("utf-8")
    assert not re.search(r"[*_`\[\]<>\\]", source), "the essay contains Markdown, which this test does not read"
    expected = [fold(paragraph) for paragraph in re.split(r"\n\s*\n", source) if paragraph.strip()]
    assert len(expected) == 8
    assert [fold(paragraph) for paragraph in publication.essay().paragraphs] == expected


def test_numbers_paragraphs(publication: Publication) -> None:
    numbers = [text_of(label) for label in by_class(publication.html(REPORT), "paragraph-number")]
    assert numbers == [str(number) for number in range(1, 9)]


def test_highlights_every_passage(publication: Publication) -> None:
    essay = publication.essay()
    passages = publication.record["passages"]
    assert len(passages) > 30
    for passage in passages:
        paragraph, start = essay.starts[passage["id"]]
        assert paragraph == passage["paragraph"]
        text = essay.paragraphs[paragraph - 1]
        assert text[start:].startswith(passage["exact"]), passage["id"]
        assert all(essay.marked[paragraph - 1][start : start + len(passage["exact"])]), passage["id"]
        assert (start, start + len(passage["exact"])) == (passage["start"], passage["end"])


def test_highlights_only_passages(publication: Publication) -> None:
    essay = publication.essay()
    for number, (text, marked) in enumerate(zip(essay.paragraphs, essay.marked, strict=True), 1):
        expected = [False] * len(text)
        for passage in publication.record["passages"]:
            if passage["paragraph"] == number:
                expected[passage["start"] : passage["end"]] = [True] * (passage["end"] - passage["start"])
        assert list(marked) == expected


def test_annotations_have_note_references(publication: Publication) -> None:
    report, essay, record = publication.html(REPORT), publication.essay(), publication.record
    passages = {passage["id"]: passage for passage in record["passages"]}
    notes = {child(note, "div").get("id"): note for note in by_class(report, "note")}
    annotations = record["annotations"]
    assert len(annotations) >= 20
    assert {passages[annotation["passage"]]["paragraph"] for annotation in annotations} == set(range(1, 9))
    assert len(notes) == len(annotations)
    assert set(essay.calls) == set(range(1, len(annotations) + 1))
    words = {squeezed(text_of(note)): name for name, note in notes.items()}
    for annotation in annotations:
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", annotation["note"]).replace("*", "")
        found = [name for text, name in words.items() if squeezed(plain) in text]
        assert len(found) == 1, annotation["id"]
        assert found[0] == f"note-{annotation['id']}"
        note = notes[found[0]]
        number = int(text_of(by_class(note, "number")[0]))
        assert annotation["type"].title() in text_of(by_class(note, "annotation-type")[0])
        assert f"annotation-{annotation['type']}" in note.get("class", "").split()
        passage = passages[annotation["passage"]]
        assert essay.calls[number] == (passage["paragraph"], passage["end"]), annotation["id"]
        assert child(find(report, f"call-{annotation['id']}"), ".//a").get("href") == f"#{found[0]}"
        assert child(note, ".//a").get("href") == f"#call-{annotation['id']}"


# --- the PDFs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS)
def test_page_counts_and_sizes(publication: Publication, document: str) -> None:
    pdf = pypdfium2.PdfDocument(publication.path(document, "pdf"))
    try:
        assert len(pdf) in PAGE_COUNTS[document]
        for index in range(len(pdf)):
            assert pdf.get_page_size(index) == pytest.approx((595.28, 841.89), abs=0.1)
    finally:
        pdf.close()


def flow(publication: Publication, document: str) -> str:
    """Return the characters of a PDF's pages without the running headers and footers, which are drawn last."""
    foot = squeezed(f"{publication.record['brief']['short_title']} ·")
    pages = [squeezed(text) for text in page_texts(publication.path(document, "pdf"))]
    letters = "".join(page[: page.rindex(foot)] if foot in page else page for page in pages)
    # Print shows the address of a link after its text.
    return re.sub(r"\((?:https?:|[\w.]+@)[^()]*\)", "", letters)


def print_fragment(publication: Publication, document: str) -> HtmlElement:
    """Return the fragment without the head of the cover's table, which is not printed."""
    fragment = publication.fragment(document)
    for table in by_class(fragment, "identifiers"):
        table.remove(child(table, "thead"))
    return fragment


@pytest.mark.parametrize("document", DOCUMENTS)
def test_prints_every_character(publication: Publication, document: str) -> None:
    printed = Counter(flow(publication, document))
    written = Counter(squeezed(text_of(print_fragment(publication, document))))
    assert written
    assert written - printed == Counter()


# Classes of elements that are drawn beside their block.
SEPARATE = ("numeral", "paragraph-number", "term-name")


SHORTEST_PART = 4
"""Smallest number of characters in a part of a sentence."""


def is_printed(sentence: str, letters: str) -> bool:
    """Return whether a sentence is printed, in one part or in two with a page break and side notes between them.

    A minimum length prevents that a part is found by chance, so a missing edge is noticed.
    """
    cuts = range(SHORTEST_PART, len(sentence) - SHORTEST_PART + 1)
    return sentence in letters or any(sentence[:cut] in letters and sentence[cut:] in letters for cut in cuts)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_prints_every_sentence(publication: Publication, document: str) -> None:
    letters = flow(publication, document)
    fragment = print_fragment(publication, document)
    for element in [found for name in SEPARATE for found in by_class(fragment, name)]:
        element.drop_tree()
    sentences = [
        sentence
        for block in fragment.iter("p", "li", "h1", "h2", "h3", "th", "td", "figcaption")
        for sentence in re.split(r"(?<=[.;:!?”]) ", text_of(block))
    ]
    assert len(sentences) > 20
    assert [sentence for sentence in sentences if not is_printed(squeezed(sentence), letters)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_text_is_on_the_page_without_overlaps(publication: Publication, document: str) -> None:
    for number, page in enumerate(publication.pdf(document), 1):
        for word in page.words:
            inside = word.left >= 28 and word.right <= page.width - 28
            assert inside, f"page {number}: “{word.text}” is too near the edge"
            assert 20 <= word.top <= word.bottom <= page.height - 20, (
                f"page {number}: “{word.text}” is too near the edge"
            )
        assert overlaps(page.words) == [], f"page {number}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_bookmarks_are_the_headings(publication: Publication, document: str) -> None:
    headings = [
        (int(str(heading.tag)[1]), text_of(heading))
        for heading in publication.fragment(document).iter("h1", "h2", "h3", "h4", "h5", "h6")
    ]
    bookmarks = publication.bookmarks(document)
    assert [title for _, title in headings] == [bookmark.title for bookmark in bookmarks]
    assert [level - 1 for level, _ in headings] == [bookmark.level for bookmark in bookmarks]


def test_contents_have_page_numbers(publication: Publication) -> None:
    entries = by_class(publication.fragment(REPORT), "contents")[0].findall(".//li")
    starts = {bookmark.title: bookmark.page for bookmark in reversed(publication.bookmarks(REPORT))}
    printed = squeezed(publication.pdf(REPORT)[starts["Contents"]].text)
    assert len(entries) >= 8
    for entry in entries:
        title = text_of(entry)
        assert re.search(rf"{re.escape(squeezed(title))}{starts[title] + 1}(?!\d)", printed), title


@pytest.mark.parametrize("document", DOCUMENTS)
def test_embeds_only_fonts_of_publication(publication: Publication, document: str) -> None:
    path = str(publication.path(document, "pdf"))
    done = subprocess.run(["pdffonts", path], check=True, capture_output=True, encoding="utf-8", timeout=60)
    rows = [line.split() for line in done.stdout.splitlines()[2:]]
    assert rows
    for row in rows:
        name, embedded, subset, unicode = row[0], *row[-5:-2]
        assert (embedded, subset, unicode) == ("yes", "yes", "yes"), name
        # Fonts of the system differ between machines.
        assert re.match(r"[A-Z]{6}\+(IBM-)?Plex-(Sans|Serif)", name), name


@pytest.mark.parametrize("document", DOCUMENTS)
def test_running_headers_and_footers(publication: Publication, document: str) -> None:
    record = publication.record
    short = record["brief"]["short_title"]
    edition = f"edition {record['brief']['editions'][0]['number']}"
    marking = record["publisher"]["marking"]
    pages = publication.pdf(document)
    for number, page in enumerate(pages, 1):
        head = " ".join(word.text for word in page.words if word.bottom < 62)
        foot = " ".join(word.text for word in page.words if word.top > page.height - 62)
        assert marking in head, f"page {number}: {head}"
        assert marking in foot, f"page {number}: {foot}"
        if document == REPORT and number == 1:
            assert "page 1 of" not in page.text
            continue
        assert short in head, f"page {number}: {head}"
        assert edition in foot, f"page {number}: {foot}"
        assert f"page {number} of {len(pages)}" in foot, f"page {number}: {foot}"


def below(page: Page, bookmark: Bookmark) -> list[Word]:
    """Return a heading and the words after it in a page's body, in reading order."""
    words = [word for word in page.between(bookmark.top - 4, 55) if word.top >= bookmark.top - 4]
    return sorted(words, key=lambda word: (round(word.top / 3), word.left))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_text_follows_headings_on_the_same_page(publication: Publication, document: str) -> None:
    pages = publication.pdf(document)
    for bookmark in publication.bookmarks(document):
        page = pages[bookmark.page]
        rest = below(page, bookmark)
        needed = len(bookmark.title.split()) + 8
        assert len(rest) >= needed, f"“{bookmark.title}” is alone at the foot of page {bookmark.page + 1}"


def test_tables_repeat_their_heads(publication: Publication) -> None:
    pages = [squeezed(text) for text in page_texts(publication.path(REPORT, "pdf"))]
    tables = [
        table for table in publication.fragment(REPORT).iter("table") if "identifiers" not in table.get("class", "")
    ]
    assert len(tables) >= 5
    for table in tables:
        head = squeezed(text_of(child(table, "thead")))
        rows = [squeezed(text_of(child(row, "th"))) for row in child(table, "tbody")]
        on = [index for index, page in enumerate(pages) if head in page]
        assert on, f"the head of {table.get('class')} is not printed"
        first = on[0]
        for row in rows:
            assert any(row in pages[index] for index in on), f"{table.get('class')}: no head above “{row}”"
        assert on == list(range(first, first + len(on)))


def test_long_table_repeats_its_head(publication: Publication, tmp_path: Path) -> None:
    """Typeset the report in larger type, so that its longest table takes several pages."""
    project = publication.project.copy_to(tmp_path / "project")
    project.edit(f"templates/{REPORT}/document.yaml", "[10, 16]", "[10, 60]")
    project.append("templates/print/print.css", ".matrix { font-size: 12pt !important; line-height: 1.6 !important; }")
    large = f"build/work/{SLUG}/pdf/{REPORT}"
    project.build(large)
    table = by_class(publication.fragment(REPORT), "matrix")[0]
    head = squeezed(text_of(child(table, "thead")))
    rows = [squeezed(text_of(child(row, "th"))) for row in child(table, "tbody")]
    pages = [squeezed(text) for text in page_texts(project.root / large / f"{REPORT}.pdf")]
    start = next(index for index, page in enumerate(pages) if head in page)
    used = {index for index in range(start, len(pages)) for row in rows if len(row) > 16 and row in pages[index]}
    assert len(used) >= 2, "the table is not long enough for this test"
    for index in used:
        assert head in pages[index], f"page {index + 1} has rows without a head"


def test_type_of_sheet_is_large_enough(publication: Publication) -> None:
    """No text between the running header and footer of the sheet is smaller than 8.5 pt."""
    smallest: dict[float, str] = {}
    pdf = pypdfium2.PdfDocument(publication.path(SHEET, "pdf"))
    try:
        page = pdf[0]
        textpage = page.get_textpage()
        for index in range(textpage.count_chars()):
            _, bottom, _, top = textpage.get_charbox(index)
            if bottom < 55 or top > page.get_height() - 60:
                continue
            size = pypdfium2.raw.FPDFText_GetFontSize(textpage, index)
            character = chr(pypdfium2.raw.FPDFText_GetUnicode(textpage, index))
            if character.strip():
                smallest.setdefault(round(size, 1), "")
                smallest[round(size, 1)] += character
        textpage.close()
        page.close()
    finally:
        pdf.close()
    assert smallest
    assert min(smallest) >= 8.5, smallest
