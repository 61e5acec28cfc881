"""Verify one document: its web page against the sources, and its PDF against its page and by itself."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefwright.errors import BriefwrightError
from briefwright.verify.conformance import examine
from briefwright.verify.holdings import statements
from briefwright.verify.inspection import drawings as compare_drawings
from briefwright.verify.inspection import edges, plotted, running_heads, shell, tables
from briefwright.verify.parity import Made, compare
from briefwright.verify.printed import read_print
from briefwright.verify.readback import read_drawing, read_web
from briefwright.verify.statements import Held, other_dates, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefwright.language import Catalogue
    from briefwright.verify.differences import Difference
    from briefwright.verify.readback import Drawing
    from briefwright.verify.statements import Json

__all__ = ["Report", "verify_document"]


@dataclass(frozen=True, slots=True)
class Report:
    """The result for one document; without differences and complaints nothing is wrong.

    ``complaints`` are of the PDF by itself: its structure, its metadata, the marking of its pages.  ``counts`` are how
    many statements, blocks, pages and runs of text were compared, ``figures`` how many texts each drawing has.
    """

    name: str
    differences: tuple[Difference, ...]
    complaints: tuple[str, ...]
    marking: str | None
    counts: Mapping[str, int]
    figures: Mapping[str, int]


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
    document = examined.document
    if document is None or document.root is None:
        raise BriefwrightError(examined.complaints[-1])
    drawn = {src: read_drawing(svg) for src, svg in drawings.items()}
    rows = {src: [row for row in csv.reader(io.StringIO(text)) if row] for src, text in data.items()}
    held = Held(record, name, view["kind"]["needs"], catalogue)
    made = Made(
        name,
        statements(held),
        read_web(page.decode("utf-8")),
        document.pages,
        read_print(document.root),
        other_dates(held),
        running(held, catalogue.text(view["kind"]["title"])),
        held.marking,
        held.brief["short_title"],
    )
    counts = {
        "statements": len(made.statements),
        "blocks": len(made.web.blocks),
        "pages": len(made.pages),
        "runs": sum(len(sheet.runs) for sheet in made.pages),
    }
    figures = {src: len(drawing.texts) for src, drawing in drawn.items()}
    other = [] if examined.marking in {None, held.marking} else [f"it is not marked {held.marking}, as the brief is"]
    found = tuple(dict.fromkeys(_compare(made, drawn, rows)))
    complaints = (*examined.complaints, *examined.unmarked, *other)
    return Report(name, found, complaints, examined.marking, counts, figures)


def _compare(made: Made, drawn: Mapping[str, Drawing], data: Mapping[str, list[list[str]]]) -> Iterator[Difference]:
    for src, (head, *rows) in data.items():
        yield from plotted(src, drawn[src], [dict(zip(head, row, strict=True)) for row in rows])
    yield from compare(made)
    yield from compare_drawings(made.name, made.web, made.printed, drawn)
    yield from tables(made.name, made.web, data)
    yield from shell(made.name, made.web, made.running)
    yield from edges(made.name, made.pages)
    yield from running_heads(made.name, made.pages, made.printed, (*made.running, made.short_title), made.marking)
