"""Verify one document: its web page against the sources, and its PDF against its page and by itself."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefwright.errors import BriefwrightError
from briefwright.verify import appearance
from briefwright.verify.conformance import examine
from briefwright.verify.expected import Held, other_dates, running
from briefwright.verify.expected_parts import statements
from briefwright.verify.html_blocks import read_drawing, read_web
from briefwright.verify.parity import compare
from briefwright.verify.pdf_blocks import read_print

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefwright.language import Catalogue
    from briefwright.verify.comparison import Difference
    from briefwright.verify.expected import Json


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
    record: Json,
    view: Json,
    catalogue: Catalogue,
    drawings: Mapping[str, str],
    data: Mapping[str, str],
) -> Report:
    """Compare a document's page and PDF with the sources and each other; the PDF is read once.

    ``record`` is ``brief.json``, ``view`` the document's own.  ``drawings`` are the SVGs of the brief's figures and
    ``data`` their CSV, by the address that the page has for them.  Raise ``BriefwrightError`` where the PDF
    cannot be read or has no structure.
    """
    examined = examine(pdf)
    if examined.document is None or examined.document.root is None:
        raise BriefwrightError(examined.complaints[-1])
    pages, printed, web = examined.document.pages, read_print(examined.document.root), read_web(page.decode("utf-8"))
    drawn = {src: read_drawing(svg) for src, svg in drawings.items()}
    rows = {src: [row for row in csv.reader(io.StringIO(text)) if row] for src, text in data.items()}
    held = Held(record, name, view["kind"]["needs"], catalogue)
    texts = statements(held)
    heads = running(held, catalogue.text(view["kind"]["title"]))
    found: list[Difference] = []
    for src, (head, *cells) in rows.items():
        found += appearance.plotted(src, drawn[src], [dict(zip(head, row, strict=True)) for row in cells])
    found += compare(name, texts, web, printed, other_dates(held))
    found += appearance.drawings(name, web, printed, drawn)
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
