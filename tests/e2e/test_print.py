"""The published PDFs print well: on A4 and US Letter, with a margin for binding, without colour, at any resolution."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import zxingcpp

from tests.tools.project import BRIEF, DOCUMENTS, REPORT, SHEET
from tests.tools.publication import Publication, by_class, overlaps, squeezed, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.project import Once, Project
    from tests.tools.publication import Page

pytestmark = [pytest.mark.slow, pytest.mark.poppler]

BINDING = 6
MILLIMETRE = 72 / 25.4
UNPRINTABLE = 5 * MILLIMETRE


@pytest.fixture(scope="module")
def letter(original: Project, once: Once) -> Publication:
    """The publication on US Letter, with a margin for binding."""

    def make(target: Path) -> Project:
        project = original.copy_to(target)
        project.append("sources/publisher.yaml", f"print:\n  page_size: Letter\n  binding: {BINDING}")
        project.build()
        return project

    return Publication(once("letter", make))


def scan_qr_codes(path: Path, resolution: int) -> list[str]:
    """Return the texts of a PDF's QR codes, printed without colour at a resolution in dots per inch."""
    document = pypdfium2.PdfDocument(path)
    try:
        pictures = [page.render(scale=resolution / 72, grayscale=True).to_pil() for page in document]
    finally:
        document.close()
    return [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("resolution", [150, 600])
@pytest.mark.parametrize("document", [BRIEF, SHEET])
def test_qr_code_has_address_of_page(publication: Publication, document: str, resolution: int) -> None:
    canonical = publication.html(document).xpath("string(//link[@rel='canonical']/@href)")
    assert str(canonical).endswith(f"/{document}.html")
    assert scan_qr_codes(publication.path(document, "pdf"), resolution) == [canonical]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_pdf_has_no_raster_images_but_the_essays_pictures(publication: Publication, document: str) -> None:
    path = str(publication.path(document, "pdf"))
    done = subprocess.run(["pdfimages", "-list", path], check=True, capture_output=True, encoding="utf-8", timeout=60)
    shown = [tuple(map(int, line.split()[3:5])) for line in done.stdout.splitlines()[2:]]
    assert shown == ([(640, 260)] if document == REPORT else [])


@pytest.mark.parametrize("document", DOCUMENTS)
def test_prints_addresses_of_external_links(publication: Publication, document: str) -> None:
    printed = squeezed(" ".join(page.text for page in publication.pdf(document)))
    fragment = publication.fragment(document)
    links = [link for link in fragment.iter("a") if link.get("href", "").startswith("http")]
    assert links
    for link in links:
        words, address = squeezed(text_of(link)), squeezed(link.get("href", ""))
        assert (words if words == address else f"{words}({address})") in printed


PART = "record_of_the_extraordinary_session-" + "0123456789abcdef" * 3
BARE = f"https://example.org/bare/{PART}"
"""In a field of plain text, in a narrow column."""
LINKED = [f"https://example.org/{place}/internationalisation/{PART}/12-ab/3-c.aspx?id={PART}" for place in ("a", "b")]


def test_addresses_break_without_hyphens_in_text_notes_and_tables(built: Project) -> None:
    built.edit(
        "sources/sample/essay.md",
        "(https://example.org/plan) a plan.",
        f"(https://example.org/plan) a plan: <{LINKED[0]}>.",
    )
    # Between two lines of an address on two pages are the numbers of the pages.
    built.append("templates/print/print.css", ".paragraph { break-inside: avoid }")
    built.edit("sources/sample/annotations.yaml", "Nobody knows.", f"Nobody knows. See <{LINKED[1]}>.")
    built.edit("sources/sample/brief.yaml", "checked: It lasted three days.", f"checked: See {BARE}")
    built.edit(
        "sources/sample/brief.yaml", "quote: The council published a plan.", "quote: The council published a plan"
    )
    built.build()
    path = str(Publication(built).path(REPORT, "pdf"))
    command = ["pdftotext", "-raw", path, "-"]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", timeout=60)
    printed = "".join(done.stdout.split())
    assert [address for address in (*LINKED, BARE) if address not in printed] == []


def test_licence_is_a_link_with_text(publication: Publication) -> None:
    """Make sure that the test above has a link to check."""
    hrefs = {link.get("href"): text_of(link) for link in publication.fragment(BRIEF).iter("a")}
    licence = publication.record["publisher"]["licence"]
    assert hrefs[licence["url"]] == licence["name"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_letter_edition_keeps_page_limits(letter: Publication, document: str) -> None:
    for number, page in enumerate(letter.pdf(document), 1):
        assert (page.width, page.height) == (612, 792)
        assert overlaps(page.words) == [], f"page {number}"
        for word in page.words:
            assert word.left >= UNPRINTABLE, f"page {number}: “{word.text}”"
            assert word.right <= page.width - UNPRINTABLE, f"page {number}: “{word.text}”"


def edges(page: Page) -> tuple[float, float]:
    """Return the margins of the running footer in millimetres: left of its text, right of its marking."""
    marking = max(page.words, key=lambda word: word.bottom)
    foot = [word for word in page.words if abs(word.bottom - marking.bottom) < 12]
    return min(word.left for word in foot) / MILLIMETRE, (page.width - marking.right) / MILLIMETRE


def test_binding_moves_text_away_from_bound_edge(letter: Publication, publication: Publication) -> None:
    for document, start in ((BRIEF, 1), (REPORT, 2), (SHEET, 1)):
        plain, bound = (made.pdf(document)[start - 1 :] for made in (publication, letter))
        for number, (before, after) in enumerate(zip(plain, bound, strict=False), start):
            moved = BINDING if number % 2 else -BINDING
            left, right = (there - here for here, there in zip(edges(before), edges(after), strict=True))
            assert (left, right) == pytest.approx((moved, -moved), abs=0.1), f"{document}, page {number}"


def test_letter_edition_has_same_text_and_type_sizes(letter: Publication, publication: Publication) -> None:
    for document in (BRIEF, REPORT):
        assert type_sizes(letter.path(document, "pdf")) == type_sizes(publication.path(document, "pdf"))
    digests = re.compile(r"\b[0-9a-f]{64}\b")
    for document in DOCUMENTS:
        mine, others = (digests.sub("", text_of(made.fragment(document))) for made in (letter, publication))
        assert mine == others


def type_sizes(path: Path) -> set[float]:
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [page.get_textpage() for page in document]
        return {
            round(pypdfium2.raw.FPDFText_GetFontSize(page, index), 1)
            for page in pages
            for index in range(page.count_chars())
            if chr(pypdfium2.raw.FPDFText_GetUnicode(page, index)).isalnum()
        }
    finally:
        document.close()


def test_note_types_and_scale_steps_are_also_text(publication: Publication) -> None:
    report = publication.html(REPORT)
    for note in by_class(report, "note"):
        name = next(name for name in note.get("class", "").split() if name.startswith("annotation-"))
        assert text_of(by_class(note, "annotation-type")[0]) == name.removeprefix("annotation-").title()
    for level in by_class(report, "level"):
        assert f"level-{text_of(level)}" in level.get("class", "").split()
