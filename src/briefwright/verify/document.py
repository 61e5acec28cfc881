"""Verify one document: its web page against the sources, its PDF against the page, and the PDF on its own."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefwright.errors import BriefwrightError
from briefwright.model import TIMELINE
from briefwright.verify import appearance
from briefwright.verify.conformance import check_pdf
from briefwright.verify.expected import DocumentRecord, page_labels, running_texts, wrong_date_forms
from briefwright.verify.expected_parts import expected_texts
from briefwright.verify.html_blocks import read_page, read_svg
from briefwright.verify.parity import compare
from briefwright.verify.pdf_blocks import read_pdf
from briefwright.verify.type_sizes import small_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefwright.language import Catalogue
    from briefwright.output import JsonObject
    from briefwright.verify.comparison import Difference


@dataclass(frozen=True, slots=True)
class Report:
    """The result for one document.

    ``problems`` concern only the PDF: its structure, its metadata, the marking of its pages. ``counts`` are the numbers
    of expected texts, blocks, pages and runs of text that were compared.
    """

    differences: tuple[Difference, ...]
    problems: tuple[str, ...]
    counts: Mapping[str, int]


def verify_document(  # noqa: PLR0913 - one parameter for each file
    name: str,
    page: bytes,
    pdf: bytes,
    *,
    record: JsonObject,
    view: JsonObject,
    catalogue: Catalogue,
    drawings: Mapping[str, str],
    data: Mapping[str, str],
    unprinted: Iterable[tuple[str, str]] = (),
) -> Report:
    """Compare a document's page and PDF with the sources and each other; the PDF is read once.

    ``record`` is the brief record, ``view`` the view of the document. ``drawings`` are the SVGs of the brief's figures
    and ``data`` their CSV, by the picture's address on the page. ``unprinted``: see
    ``DocumentRecord``. Raises ``BriefwrightError`` if the PDF cannot be read
    or has no structure.
    """
    checked = check_pdf(pdf)
    if checked.document is None or checked.document.root is None:
        raise BriefwrightError(checked.problems[-1])
    pages, pdf_blocks, web = checked.document.pages, read_pdf(checked.document.root), read_page(page.decode("utf-8"))
    svg_texts = {src: read_svg(svg) for src, svg in drawings.items()}
    rows = {src: [row for row in csv.reader(io.StringIO(text)) if row] for src, text in data.items()}
    document = DocumentRecord(record, name, view["document_type"]["needs"], catalogue, frozenset(unprinted))
    texts = expected_texts(document)
    running = running_texts(document, catalogue.text(view["document_type"]["title"]))
    differences: list[Difference] = []
    for src, (head, *cells) in rows.items():
        table = [dict(zip(head, row, strict=True)) for row in cells]
        if src == f"figures/{TIMELINE}.svg":
            differences += appearance.timeline_labels(src, svg_texts[src], table, catalogue.date)
        else:
            differences += appearance.plotted_numbers(src, svg_texts[src], table)
    differences += compare(name, texts, web, pdf_blocks, wrong_date_forms(document))
    differences += appearance.figure_texts(name, web, pdf_blocks, svg_texts)
    differences += appearance.data_tables(name, web, rows, catalogue.text("figure.no-value"))
    differences += appearance.shell_texts(name, web, running)
    differences += appearance.cut_off_text(name, pages)
    differences += appearance.overlapping_text(name, pages)
    differences += small_text(name, pages, checked.document.root)
    # Only running headers in print have the short title.
    running = (*running, document.brief["short_title"])
    differences += appearance.running_headers(name, pages, pdf_blocks, running, page_labels(document))
    wrong = []
    if checked.marking not in {None, document.marking}:
        wrong = [f"marking in the metadata is {checked.marking}, but the brief is {document.marking}"]
    counts = {
        "statements": len(texts),
        "blocks": len(web.blocks),
        "pages": len(pages),
        "runs": sum(len(sheet.runs) for sheet in pages),
    }
    return Report(tuple(dict.fromkeys(differences)), (*checked.problems, *checked.marking_problems, *wrong), counts)
