"""The publication of ``sources/``: its files, links, statements with their passages, essay and PDFs.

These tests read all that they compare from the sources and from the record, so they hold for any brief.
An editorial change of ``sources/`` may fail tests of this file only.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
import subprocess
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pypdfium2
import pytest
from PIL import Image, ImageChops
from ruamel.yaml import YAML

from briefwright.content import resolution
from briefwright.output import as_json
from briefwright.sources import loading
from briefwright.sources.brief_quotes import locate_quotes
from briefwright.sources.document_types import load_document_types
from briefwright.sources.quotes.lock import LOCK_FILE, dump
from tests import briefs
from tests.e2e.test_golden import GOLDEN, UPDATE
from tests.tools import browser as browsers
from tests.tools import probes, verapdf
from tests.tools.project import BRIEF, DOCUMENTS, REPORT, ROOT, SHEET
from tests.tools.publication import (
    Publication,
    by_class,
    child,
    find,
    fold,
    overlaps,
    page_texts,
    parent,
    squeezed,
    text_of,
    tree,
)
from tests.unit.test_relocation import check_deletions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.html import HtmlElement
    from playwright.sync_api import Browser

    from tests.tools.publication import Bookmark, Page, Word

pytestmark = [pytest.mark.slow, pytest.mark.poppler]

# Browsers load only the font subsets that a page needs.
FACES = [
    "plex-arabic-arabic.woff2",
    *(
        f"plex-{face}-{part}.woff2"
        for face in ("sans", "serif-italic", "serif-regular", "serif-semibold")
        for part in ("base", "latin", "other")
    ),
]
# The proposals of an essay, by paragraph and quote, in a file with the name of the brief.
PROPOSALS = ROOT / "tests/data/proposals"
# The numbers of its figures, by figure, row and column, in a file with the name of the brief.
NUMBERS = ROOT / "tests/data/figures"


@pytest.fixture(scope="session")
def publication(published: Publication) -> Publication:
    """A brief of ``sources/``, as it is published."""
    return published


def sources(publication: Publication) -> Path:
    return publication.project.root / "sources" / publication.slug


# --- sources --------------------------------------------------------------------------------------------------------


def test_sources_have_no_warning(publication: Publication) -> None:
    assert briefs.warnings(sources(publication)) == []


def test_lock_file_is_current(publication: Publication) -> None:
    reading = loading.load(sources(publication))
    assert resolution.resolve(reading).problems == ()
    text = (sources(publication) / LOCK_FILE).read_text("utf-8")
    assert text == as_json(dump(locate_quotes(reading).lock)), "run `briefwright check --fix`"


def test_never_reports_a_deleted_sentence_as_changed_to_another(publication: Publication) -> None:
    check_deletions(sources(publication))


# --- files and references -------------------------------------------------------------------------------------------


def test_publishes_exactly_these_files(publication: Publication) -> None:
    slug, brief = publication.slug, publication.record["brief"]
    figures = ("coverage", *(figure["id"] for figure in brief["figures"]))
    names = {path.relative_to(publication.site).as_posix() for path in publication.site.rglob("*") if path.is_file()}
    index = {name for name in names if name.startswith("pagefind/")}
    assert {"pagefind/pagefind-entry.json", "pagefind/wasm.en.pagefind"} <= index
    names -= index
    hashed = {name for name in names if name.startswith("assets/")}
    expected = {f"{name}.html" for name in ("index", "404", "glossary", "recommendations", "search")}
    expected |= {f"{slug}/{name}" for name in ("index.html", "citation.bib", "citation.json", "citation.ris")}
    expected |= {"manifest.json", "_headers"}
    expected |= {f"schemas/{path.name}" for path in (ROOT / "schemas").glob("*-[0-9].schema.json")}
    expected |= {f"{slug}/fragments/{name}" for name in ("fragment.json", *(f"{name}.html" for name in DOCUMENTS))}
    expected |= {"feed.xml", "sitemap.xml", "robots.txt", ".well-known/security.txt", "card.png"}
    expected |= {f"{slug}/{name}" for name in ("feed.xml", "card.png")}
    expected |= {f"{slug}/{name}" for name in ("brief.json", "annotations.jsonld", "essay.txt")}
    expected |= {f"{slug}/{name}" for name in ("trace.html", "trace.json")}
    expected |= {f"{slug}/{document}.{ending}" for document in DOCUMENTS for ending in ("html", "pdf")}
    pictures = {f"{slug}/figures/{name}.svg" for name in (*figures, *(f"qr-{document}" for document in DOCUMENTS))}
    pictures |= {f"{slug}/figures/{name}.csv" for name in figures}
    # test_archived_editions.py checks these.
    editions = {name for name in names if name.startswith(f"{slug}/editions/")}
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


@pytest.mark.lychee
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
        *(row for table in by_class(page, "decisions") for row in child(table, "tbody")),
    ]


def links_of(element: HtmlElement) -> list[str]:
    return [str(link.get("href")) for link in element.iter("a")]


@pytest.mark.parametrize("document", [SHEET, BRIEF])
def test_recommends_proposals_of_the_essay(publication: Publication, document: str) -> None:
    essay, items = publication.essay(), statements(publication.html(document))
    proposals = YAML(typ="safe").load((PROPOSALS / f"{publication.slug}.yaml").read_text("utf-8"))
    assert proposals
    for proposal in proposals:
        paragraph, words = proposal["paragraph"], proposal["quote"]
        assert words in essay.paragraphs[paragraph - 1]
        shown = [
            [text_of(label) for label in by_class(item, "passage-link")]
            for item in items
            if recommends(publication, item, paragraph, words)
        ]
        assert shown, f"no recommendation of the {document} rests on “{words}”"
        # In a long paragraph, a locator has the sentence too: ¶1.5. The decision table of the brief has none.
        located = [{label.partition(".")[0] for label in labels} for labels in shown]
        assert document == BRIEF or all(f"¶{paragraph}" in labels for labels in located), words


def recommends(publication: Publication, item: HtmlElement, paragraph: int, words: str) -> bool:
    """Return whether a recommendation, by its link to the report, rests on words of a paragraph."""
    # Quotes within a quote have single quotation marks.
    within = words.translate(str.maketrans("“”", "‘’"))
    names = [link.partition("#")[2] for link in links_of(item)]
    return any(
        within in quoted and publication.essay().starts[passage][0] == paragraph
        for name in names
        if name.startswith("recommendation-")
        for passage, quoted in quoted_in(publication.html(REPORT), name)
    )


# --- what the editors add -------------------------------------------------------------------------------------------


def numbers_of(publication: Publication) -> dict[str, dict[str, dict[str, int]]]:
    found: dict[str, dict[str, dict[str, int]]] = YAML(typ="safe").load(
        (NUMBERS / f"{publication.slug}.yaml").read_text("utf-8")
    )
    return found


def test_figures_have_the_numbers_that_were_read(publication: Publication) -> None:
    figures = {figure["id"]: figure for figure in publication.record["brief"]["figures"]}
    for name, expected in numbers_of(publication).items():
        with (publication.site / publication.slug / "figures" / f"{name}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        first, columns = next(iter(rows[0])), {column for row in expected.values() for column in row}
        found = {row[first]: {column: int(row[column]) for column in columns if row[column]} for row in rows}
        assert found == expected
        alternative = figures[name]["alt"]
        for row, numbers in expected.items():
            assert all(re.search(rf"{row} {number}\b", alternative) for number in numbers.values()), row


def test_headlines_are_short(publication: Publication) -> None:
    brief = publication.record["brief"]
    for finding in brief["findings"]:
        for words in (finding["short"], finding["verdict"]):
            assert 0 < len(words.split()) <= 12, words
            assert not words.endswith("."), words
        assert finding["support"]
        assert finding["basis"]
    for recommendation in brief["recommendations"]:
        assert len(recommendation["short"].split()) <= 14, recommendation["id"]


def test_recommendations_rest_on_all_proposals(publication: Publication) -> None:
    exact = {passage["id"]: passage for passage in publication.record["passages"]}
    quoted = [
        (exact[name]["paragraph"], exact[name]["exact"])
        for recommendation in publication.record["brief"]["recommendations"]
        for name in recommendation["passages"]
    ]
    for proposal in YAML(typ="safe").load((PROPOSALS / f"{publication.slug}.yaml").read_text("utf-8")):
        assert any(
            paragraph == proposal["paragraph"] and fold(proposal["quote"]) in fold(words) for paragraph, words in quoted
        ), proposal["quote"]


def test_recommendations_with_a_risk_to_rights_have_safeguards(publication: Publication) -> None:
    for recommendation in publication.record["brief"]["recommendations"]:
        assert recommendation["risk"], recommendation["id"]
        if recommendation["risk"]["level"] != "none":
            assert recommendation["safeguards"], recommendation["id"]
            assert all(safeguard["short"] for safeguard in recommendation["safeguards"]), recommendation["id"]
        assert recommendation["standing"], recommendation["id"]


def test_documents_have_one_word_for_one_scale(publication: Publication) -> None:
    for document in DOCUMENTS:
        text = text_of(publication.fragment(document)).casefold()
        assert "confidence" not in text, document
        assert "references read" not in text, document


def test_numbers_stay_from_edition_to_edition(publication: Publication) -> None:
    kept = {
        key: {item["id"]: item["number"] for item in publication.record["brief"][key]}
        for key in ("findings", "recommendations")
    }
    records = sorted((sources(publication) / "editions").glob("*/brief.json"))
    assert records
    for path in records:
        archived = json.loads(path.read_text("utf-8"))["brief"]
        for key, numbers in kept.items():
            earlier = {item["id"]: item["number"] for item in archived[key]}
            assert {name: numbers.get(name) for name in earlier} == earlier, path


def test_works_with_an_address_have_a_date_of_access(publication: Publication) -> None:
    works = publication.record["references"]
    assert works
    assert [work["id"] for work in works if work.get("URL") and not work.get("accessed")] == []


# --- statements and their passages ----------------------------------------------------------------------------------


@pytest.mark.parametrize("document", [BRIEF, SHEET])
def test_statements_link_to_their_passages(publication: Publication, document: str) -> None:
    exact = {passage["id"]: passage for passage in publication.record["passages"]}
    essay = publication.essay()
    report = publication.html(REPORT)
    found = statements(publication.html(document))
    brief = publication.record["brief"]
    assert len(found) == len(brief["recommendations"]) + (len(brief["in_brief"]) if document == BRIEF else 0)
    for item in found:
        labels = by_class(item, "passage-link")
        assert labels or item.tag == "tr", f"“{text_of(item)}” shows no passage"
        for label in labels:
            page, _, fragment = str(label.get("href")).partition("#")
            assert page == f"{REPORT}.html"
            name = anchor_of(fragment)
            assert find(report, name).tag == "mark" or parent(find(report, name)).tag == "mark"
            paragraph, start = essay.starts[name]
            number, _, sentence = text_of(label).partition(".")
            assert number == f"¶{paragraph}"
            assert sentence == str(exact[name]["sentence"] or "")
            assert fold(essay.paragraphs[paragraph - 1][start:]).startswith(fold(exact[name]["exact"]))


def test_statements_link_to_passages_of_their_sources(publication: Publication) -> None:
    record = publication.record
    for document, name, key in (
        (BRIEF, "finding", "findings"),
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
    source = (sources(publication) / "essay.md").read_text("utf-8")
    assert not re.search(r"[*_`\[\]<>\\]", source), "the essay contains Markdown, which this test does not read"
    expected = [fold(paragraph) for paragraph in re.split(r"\n\s*\n", source) if paragraph.strip()]
    assert [fold(paragraph) for paragraph in publication.essay().paragraphs] == expected


def test_numbers_paragraphs(publication: Publication) -> None:
    numbers = [text_of(label) for label in by_class(publication.html(REPORT), "paragraph-number")]
    assert numbers == [str(paragraph["number"]) for paragraph in publication.record["essay"]]


def test_highlights_every_passage_with_a_note_or_a_label(publication: Publication) -> None:
    essay, labelled = publication.essay(), publication.labelled_passages()
    passages = publication.record["passages"]
    assert passages
    for passage in passages:
        paragraph, start = essay.starts[passage["id"]]
        assert paragraph == passage["paragraph"]
        text = essay.paragraphs[paragraph - 1]
        assert text[start:].startswith(passage["exact"]), passage["id"]
        if passage["id"] in labelled:
            assert all(essay.marked[paragraph - 1][start : start + len(passage["exact"])]), passage["id"]
        assert (start, start + len(passage["exact"])) == (passage["start"], passage["end"])


def test_highlights_nothing_else(publication: Publication) -> None:
    essay, labelled = publication.essay(), publication.labelled_passages()
    for number, (text, marked) in enumerate(zip(essay.paragraphs, essay.marked, strict=True), 1):
        expected = [False] * len(text)
        for passage in publication.record["passages"]:
            if passage["paragraph"] == number and passage["id"] in labelled:
                expected[passage["start"] : passage["end"]] = [True] * (passage["end"] - passage["start"])
        assert list(marked) == expected


def test_annotations_have_note_references(publication: Publication) -> None:
    report, essay, record = publication.html(REPORT), publication.essay(), publication.record
    passages = {passage["id"]: passage for passage in record["passages"]}
    notes = {note.get("id"): note for note in by_class(report, "note")}
    annotations = record["annotations"]
    assert annotations
    assert len(notes) == len(annotations)
    assert set(essay.calls) == set(range(1, len(annotations) + 1))
    words = {squeezed(text_of(note)): name for name, note in notes.items()}
    for annotation in annotations:
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", annotation["note"]).replace("*", "")
        # The full stop before a citation moves behind it.
        plain = plain.removesuffix(".")
        found = [name for text, name in words.items() if squeezed(plain) in text]
        assert len(found) == 1, annotation["id"]
        assert found[0] == f"note-{annotation['id']}"
        note = notes[found[0]]
        number = int(text_of(by_class(note, "backlink")[0]))
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
        limit = load_document_types(publication.project.root / "templates")[document].pages
        assert limit is None or limit[0] <= len(pdf) <= limit[1]
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
    assert entries
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
    assert tables
    for table in tables:
        head = squeezed(text_of(child(table, "thead")))
        heads = [child(row, "th") for row in child(table, "tbody")]
        # The number of a recommendation is drawn beside its words.
        rows = [squeezed(text_of(next(iter(by_class(cell, "short")), cell))) for cell in heads]
        on = [index for index, page in enumerate(pages) if head in page]
        assert on, f"the head of {table.get('class')} is not printed"
        first = on[0]
        for row in rows:
            assert any(row in pages[index] for index in on), f"{table.get('class')}: no head above “{row}”"
        assert on == list(range(first, first + len(on)))


def test_long_table_repeats_its_head(publication: Publication, tmp_path: Path) -> None:
    """Typeset the report in larger type, so that its longest table takes several pages."""
    project = publication.project.copy_to(tmp_path / "project")
    project.append(f"sources/{publication.slug}/brief.yaml", f"page_limits: {{{REPORT}: [1, 99]}}")
    project.append("templates/print/print.css", ".claim-matrix :is(td, th) { padding-bottom: 60pt !important; }")
    large = f"build/work/{publication.slug}/pdf/{REPORT}"
    project.build(large)
    table = by_class(publication.fragment(REPORT), "claim-matrix")[0]
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


@pytest.mark.conformance
def test_pdfs_conform_to_pdf_ua_and_pdf_a(publication: Publication) -> None:
    paths = [publication.path(document, "pdf") for document in DOCUMENTS]
    assert [str(report) for report in verapdf.validate(paths, ("ua1", "3a")) if not report.compliant] == []


def test_it_fits_us_letter(publication: Publication, tmp_path: Path) -> None:
    project = publication.project.copy_to(tmp_path / "project")
    project.append("sources/publisher.yaml", "print: {page_size: Letter}")
    # The build refuses a document that has too few pages or too many.
    project.build()
    for document in DOCUMENTS:
        for page in Publication(project, publication.slug).pdf(document):
            assert (page.width, page.height) == (612, 792)
            assert overlaps(page.words) == []


# --- verification and pictures --------------------------------------------------------------------------------------


def test_verification_compared_all_of_it(publication: Publication) -> None:
    reports = {
        document: json.loads((publication.work / "verified" / document / "report.json").read_text("utf-8"))
        for document in DOCUMENTS
    }
    assert all(count > 0 for report in reports.values() for count in report["compared"].values())
    record = publication.record
    items = [*record["brief"]["findings"], *record["brief"]["recommendations"], *record["annotations"]]
    assert reports[REPORT]["compared"]["statements"] > len(items)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_first_page_looks_like_its_picture(publication: Publication, document: str, *, update: bool) -> None:
    """Compare loosely, with a picture that is small enough to show other words of the same length alike."""
    path = GOLDEN / "pictures" / f"{publication.slug}-{document}.png"
    with pypdfium2.PdfDocument(publication.path(document, "pdf")) as pdf:
        now = pdf[0].render(scale=0.5, grayscale=True).to_pil()
    if update:
        now.save(path, optimize=True)
    assert path.is_file(), f"there is no picture; write it with: {UPDATE}"
    with Image.open(path) as kept:
        assert kept.size == now.size
        small = (kept.width // 8, kept.height // 8)
        difference = ImageChops.difference(kept.convert("L").resize(small), now.resize(small))
    counts = difference.histogram()
    assert sum(counts[48:]) / sum(counts) < 0.1, f"the page looks different; if that is meant: {UPDATE}"


# --- in a browser ---------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("document", DOCUMENTS)
def test_pages_fit_a_telephone_without_barriers(chromium: Browser, publication: Publication, document: str) -> None:
    with browsers.page(chromium, 320) as page:
        page.goto(publication.path(document, "html").as_uri())
        probes.set_details(page, shown=True)
        assert browsers.axe(page, strict=True) == []
        for probe in (probes.REFLOW, probes.LOSS, probes.SMALL):
            assert probes.run_probe(page, probe) == []
