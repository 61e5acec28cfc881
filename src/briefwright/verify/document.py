"""Verify one document: its web page against the sources, and its PDF against its page and by itself."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefwright.errors import BriefwrightError
from briefwright.verify import appearance
from briefwright.verify.conformance import check_pdf
from briefwright.verify.expected import DocumentRecord, other_dates, running
from briefwright.verify.expected_parts import expected_texts
from briefwright.verify.html_blocks import read_page, read_svg
from briefwright.verify.parity import compare
from briefwright.verify.pdf_blocks import read_pdf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefwright.language import Catalogue
    from briefwright.output import JsonObject
    from briefwright.verify.comparison import Difference


@dataclass(frozen=True, slots=True)
class Report:
    """The result for one document; without differences and complaints nothing is wrong.

    ``complaints`` are of the PDF by itself: its structure, its metadata, the marking of its pages.  ``counts`` are how
    many statements, blocks, pages and runs of text were compared.
    """

    differences: tuple[Difference, ...]
    complaints: tuple[str, ...]
    counts: Mapping[str, int]


def verify_document(  # noqa: PLR0913 - one value for each file that a document is made from
    name: str,
    page: bytes,
    pdf: bytes,
    *,
    record: JsonObject,
    view: JsonObject,
    catalogue: Catalogue,
    drawings: Mapping[str, str],
    data: Mapping[str, str],
) -> Report:
    """Compare a document's page and PDF with the sources and each other; the PDF is read once.

    ``record`` is ``brief.json``, ``view`` the document's own.  ``figure_texts`` are the SVGs of the brief's figures and
    ``data`` their CSV, by the address that the page has for them.  Raise ``BriefwrightError`` where the PDF
    cannot be read or has no structure.
    """
    examined = check_pdf(pdf)
    if examined.document is None or examined.document.root is None:
        raise BriefwrightError(examined.complaints[-1])
    pages, printed, web = examined.document.pages, read_pdf(examined.document.root), read_page(page.decode("utf-8"))
    drawn = {src: read_svg(svg) for src, svg in drawings.items()}
    rows = {src: [row for row in csv.reader(io.StringIO(text)) if row] for src, text in data.items()}
    held = DocumentRecord(record, name, view["document_type"]["needs"], catalogue)
    texts = expected_texts(held)
    heads = running(held, catalogue.text(view["document_type"]["title"]))
    found: list[Difference] = []
    for src, (head, *cells) in rows.items():
        found += appearance.plotted_numbers(src, drawn[src], [dict(zip(head, row, strict=True)) for row in cells])
    found += compare(name, texts, web, printed, other_dates(held))
    found += appearance.figure_texts(name, web, printed, drawn)
    found += appearance.tables(name, web, rows)
    found += appearance.shell(name, web, heads)
    found += appearance.edges(name, pages)
    # Print says the short title besides.
    found += appearance.running_heads(name, pages, printed, (*heads, held.brief["short_title"]), held.marking)
    other = [] if examined.marking in {None, held.marking} else [f"it is not marked {held.marking}, as the brief is"]
    counts = {
        "statements": len(texts),
        "blocks": len(web.blocks),
        "pages": len(pages),
        "runs": sum(len(sheet.runs) for sheet in pages),
    }
    return Report(tuple(dict.fromkeys(found)), (*examined.complaints, *examined.unmarked, *other), counts)
