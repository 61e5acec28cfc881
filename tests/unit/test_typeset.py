from __future__ import annotations

import gc
import io
import re
import tempfile
from typing import TYPE_CHECKING

import pikepdf
import pytest

from briefwright.errors import BriefwrightError
from briefwright.model import DocumentType
from briefwright.model.settings import Fit
from briefwright.pdf.typeset import body_sizes, print_style, typeset
from tests.tools.press import BASE, print_files

if TYPE_CHECKING:
    from pathlib import Path

    from briefwright.pdf.fetch import PublishedFiles

STYLE = """
@font-face { font-family: Plex; src: url("fonts/sans-regular.ttf") }
@page { size: 100mm 100mm; margin: 10mm }
html { font: 12pt/1.5 Plex }
body, p { margin: 0 }
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PublishedFiles:
    return print_files(tmp_path, monkeypatch)


def document_type(fewest: int = 1, most: int = 1, fit: Fit | None = None) -> DocumentType:
    return DocumentType(title="document.poster", order=1, page_limit=(fewest, most), fit=fit, needs=())


def page(body: str) -> str:
    return f'<!DOCTYPE html><html lang="en-GB"><head><title>Poster</title></head><body>{body}</body></html>'


def lines(count: int) -> str:
    return page("<p>word</p>" * count)


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


@pytest.mark.parametrize(
    ("largest", "smallest", "step", "expected"),
    [
        (10, 9, 0.5, [10, 9.5, 9]),
        (10, 9, 0.4, [10, 9.6, 9.2, 9]),
        (10.8, 8.5, 0.1, [round(10.8 - 0.1 * step, 1) for step in range(24)]),
        (9, 9, 0.1, [9]),
        (9, 8.5, 2, [9, 8.5]),
    ],
)
def test_lists_sizes_from_largest_to_smallest(
    largest: float, smallest: float, step: float, expected: list[float]
) -> None:
    assert body_sizes(document_type(fit=Fit(largest=largest, smallest=smallest, step=step))) == expected


def test_uses_style_sheet_size_without_fit() -> None:
    assert body_sizes(document_type()) == [None]


# 80 mm are 226.8 pt: 12 lines of 12 pt with a line height of 1.5, 14 of 10.5 pt, 17 of 8.5 pt.
@pytest.mark.parametrize(("count", "size"), [(12, 12), (13, 11.5), (14, 10.5), (17, 8.5)])
def test_uses_largest_size_that_fits(files: PublishedFiles, count: int, size: float) -> None:
    fit = Fit(largest=12, smallest=8.5, step=0.5)
    fitted = typeset(lines(count), STYLE, BASE, files, document_type(fit=fit))
    assert pages(fitted) == 1
    assert fitted == typeset(lines(count), f"{STYLE} html {{ font-size: {size}pt }}", BASE, files, document_type())


def test_overflow_names_size_lines_and_longest_item(files: PublishedFiles) -> None:
    long = " ".join(f"word{number}" for number in range(1, 13))
    body = f"<p data-item>short</p><p data-item>{long}</p>" + "<p>word</p>" * 16
    with pytest.raises(BriefwrightError) as error:
        typeset(page(body), STYLE, BASE, files, document_type(fit=Fit(largest=12, smallest=8.5, step=0.5)))
    assert str(error.value) == (
        "the text does not fit on 1 page, even at 8.5 pt, the smallest size in document.yaml; "
        "shorten it by about 2 lines; "
        "the longest item has 12 words: “word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 …”"
    )


def test_counts_lines_of_all_excess_pages_without_headers(files: PublishedFiles) -> None:
    style = STYLE + '@page { @top-left { content: "head" } }'
    with pytest.raises(BriefwrightError, match=r"fit on 2 pages; shorten it by about 13 lines$"):
        typeset(lines(37), style, BASE, files, document_type(most=2))


@pytest.mark.parametrize(
    ("body", "count"),
    [
        # Three lines of the first part overflow, independent of the second part.
        (f"<div>{'<p>word</p>' * 15}</div><div class=new>{'<p>word</p>' * 9}</div>", 3),
        (f"<div class=end>{'<p>word</p>' * 15}</div><div>{'<p>word</p>' * 9}</div>", 3),
        # The second part is too long.
        (f"<div>{'<p>word</p>' * 9}</div><div class=new>{'<p>word</p>' * 14}</div>", 2),
        # The first part is short and has its own page.
        (f"<p>word</p><div class=new>{'<p>word</p>' * 20}</div>", 8),
    ],
)
def test_counts_lines_that_overflow_before_forced_break(files: PublishedFiles, body: str, count: int) -> None:
    style = STYLE + ".new { break-before: page } .end { break-after: page }"
    with pytest.raises(BriefwrightError, match=rf"fit on 2 pages; shorten it by about {count} lines$"):
        typeset(page(body), style, BASE, files, document_type(most=2))


def test_overflow_of_one_line_is_singular(files: PublishedFiles) -> None:
    with pytest.raises(BriefwrightError, match=r"about 1 line$"):
        typeset(lines(13), STYLE, BASE, files, document_type())


def test_rejects_too_few_pages(files: PublishedFiles) -> None:
    with pytest.raises(
        BriefwrightError, match=r"^the PDF has 2 pages, fewer than the 3 to 4 required; change `page_limits`"
    ):
        typeset(lines(13), STYLE, BASE, files, document_type(3, 4))


@pytest.mark.parametrize(
    ("body", "style", "refused"),
    [
        ('<img src="figures/gone.svg" alt="">', "", f"{BASE}figures/gone.svg"),
        ('<img src="https://evil.example/a.svg" alt="">', "", "https://evil.example/a.svg"),
        ('<img src="file:///etc/hostname" alt="">', "", "file:///etc/hostname"),
        ("", 'p { background: url("../a.svg") }', "https://briefs.example.org/a.svg"),
        ("", '@import "https://evil.example/a.css";', "https://evil.example/a.css"),
        ("", '@font-face { font-family: A; src: url("fonts/a.ttf") }', f"{BASE}fonts/a.ttf"),
        ('<link rel="attachment" href="https://evil.example/b.svg">', "", "https://evil.example/b.svg"),
    ],
)
def test_rejects_addresses_outside_publication(files: PublishedFiles, body: str, style: str, refused: str) -> None:
    with pytest.raises(
        BriefwrightError, match=f"^WeasyPrint: “{re.escape(refused)}” is not a file of this publication"
    ):
        typeset(page(f"<p>word</p>{body}"), style + STYLE, BASE, files, document_type(1, 9))


@pytest.mark.parametrize("address", ["https://evil.example/a.svg", "file:///etc/hostname", "../fonts/gone.ttf"])
def test_rejects_addresses_in_figures(files: PublishedFiles, tmp_path: Path, address: str) -> None:
    figure = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{address}" width="9"/></svg>'
    (tmp_path / "figures/a.svg").write_text(figure)
    with pytest.raises(BriefwrightError, match=r"^WeasyPrint: “.*” is not a file of this publication"):
        typeset(page('<img src="figures/a.svg" alt="">'), STYLE, BASE, files, document_type())


def test_draws_figure_of_publication(files: PublishedFiles, tmp_path: Path) -> None:
    (tmp_path / "figures/a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M1 2h5" stroke="#123456"/></svg>'
    )
    pdf = typeset(page('<img src="figures/a.svg" alt="A line">'), STYLE, BASE, files, document_type())
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        drawn = b"".join(item.read_bytes() for item in opened.objects if isinstance(item, pikepdf.Stream))
    assert b"0.070588 0.203922 0.337255 RG" in drawn
    assert files.refused == []


def test_turns_weasyprint_warning_into_error(files: PublishedFiles) -> None:
    with pytest.raises(BriefwrightError, match=r"^WeasyPrint: Ignored `colour: red ` at .*unknown property"):
        typeset(lines(1), f"{STYLE} p {{ colour: red }}", BASE, files, document_type())


def test_writes_tagged_archival_pdf(files: PublishedFiles) -> None:
    with pikepdf.open(io.BytesIO(typeset(lines(1), STYLE, BASE, files, document_type()))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "3"


def test_same_page_gives_same_bytes(files: PublishedFiles) -> None:
    assert typeset(lines(3), STYLE, BASE, files, document_type()) == typeset(
        lines(3), STYLE, BASE, files, document_type()
    )


def test_resolves_relative_links_at_address_of_publication(files: PublishedFiles) -> None:
    pdf = typeset(page('<p><a href="report.html#a">word</a></p>'), STYLE, BASE, files, document_type())
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (link,) = opened.pages[0].Annots.as_list()
        assert str(link.A.URI) == f"{BASE}report.html#a"


def test_removes_temporary_files(files: PublishedFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step ends without finalisers, so they cannot remove temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    gc.disable()
    try:
        typeset(lines(1), STYLE, BASE, files, document_type())
        assert list(folder.iterdir()) == []
    finally:
        gc.enable()


STARTS = "p { margin: 0 } .page-start { break-before: page }"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # A page has 12 lines.
        (2, 2, [4]),
        (3, 6, [9]),
        (3, 11, [12, 2]),
        (7, 9, [7, 9]),
        (11, 3, [11, 3]),
    ],
)
def test_page_starts_leave_no_page_nearly_empty(
    files: PublishedFiles, before: int, after: int, expected: list[int]
) -> None:
    texts = ["<p>word</p>" * count for count in (before, after)]
    body = f'<section>{texts[0]}</section><section class="page-start">{texts[1]}</section>'
    unlimited = DocumentType(title="document.poster", order=1, needs=())
    with pikepdf.open(io.BytesIO(typeset(page(body), STYLE + STARTS, BASE, files, unlimited))) as pdf:
        words = [
            sheet.Contents.read_bytes().count(b" Tj") + sheet.Contents.read_bytes().count(b"TJ") for sheet in pdf.pages
        ]
    assert words == expected


def test_document_without_a_page_limit_has_as_many_pages_as_it_needs(files: PublishedFiles) -> None:
    unlimited = DocumentType(title="document.poster", order=1, needs=())
    assert pages(typeset(lines(200), STYLE, BASE, files, unlimited)) > 10


@pytest.mark.parametrize(("binding", "notes"), [(0, "71mm - 0mm"), (6, "71mm - 0mm"), (12, "71mm - 6mm")])
def test_style_has_values_in_place_of_custom_properties(binding: float, notes: str) -> None:
    rules = ":root { --notes: calc(71mm - var(--narrower)); } p { width: var(--notes); color: var(--annotation); }"
    style = print_style(":root { --ink: #000; }", rules, "A4", binding)
    assert f"p {{ width: calc({notes}); color: var(--annotation); }}" in style
