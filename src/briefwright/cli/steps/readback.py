"""A document read back: its page and PDF against the sources and each other, and the PDF against its standards."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from briefwright.errors import BriefwrightError
from briefwright.output import as_json
from briefwright.verify.differences import NoParity
from briefwright.verify.holdings import statements
from briefwright.verify.inspection import drawings, edges, plotted, running_heads, shell, tables
from briefwright.verify.parity import Made, compare
from briefwright.verify.published import of_pdf
from briefwright.verify.readback import read_drawing, read_web
from briefwright.verify.readpdf import read_pdf
from briefwright.verify.statements import Held, other_dates, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from briefwright.cli.steps.folders import ResolvedBrief
    from briefwright.language import Catalogue
    from briefwright.verify.differences import Difference
    from briefwright.verify.readback import Drawing

__all__ = ["report"]

_HASHED = re.compile(r"\.\./assets/[a-z0-9-]+/([a-z0-9-]+)\.[0-9a-f]{10}\.svg")


def report(brief: ResolvedBrief, document: str, page: bytes, pdf: bytes, figures: Path, catalogue: Catalogue) -> bytes:
    """Return what was compared, as JSON; raise ``BriefwrightError`` with all differences and faults."""
    plain = _HASHED.sub(r"figures/\1.svg", page.decode())
    drawn: dict[str, Drawing] = {}
    data: dict[str, list[list[str]]] = {}
    found: list[Difference] = []
    for name in brief.facts["figures"]:
        src = f"figures/{name}.svg"
        drawn[src] = read_drawing((figures / f"{name}.svg").read_text("utf-8"))
        data[src] = [row for row in csv.reader(io.StringIO((figures / f"{name}.csv").read_text("utf-8"))) if row]
        head, *rows = data[src]
        found += plotted(src, drawn[src], [dict(zip(head, row, strict=True)) for row in rows])
    made = _made(brief, document, plain, pdf, catalogue)
    found += _differences(made, drawn, data)
    if found:
        raise NoParity(found)
    verdict = of_pdf(f"{brief.slug}/{document}.pdf", pdf, page)
    if verdict.problems:
        raise BriefwrightError("\n".join(f"{verdict.path}: {problem}" for problem in verdict.problems))
    counts = {
        "statements": len(made.statements),
        "blocks": len(made.web.blocks),
        "pages": len(made.pdf.pages),
        "runs": sum(len(one.runs) for one in made.pdf.pages),
    }
    return as_json({"document": document, **counts, "facts": verdict.facts}).encode()


def _made(brief: ResolvedBrief, document: str, page: str, pdf: bytes, catalogue: Catalogue) -> Made:
    view: dict[str, Any] = brief.view(document)
    held = Held(brief.record, document, view["kind"]["needs"], catalogue)
    title = catalogue.text(view["kind"]["title"])
    return Made(
        document,
        statements(held),
        read_web(page),
        read_pdf(pdf),
        other_dates(held),
        running(held, title),
        held.marking,
        held.brief["short_title"],
    )


def _differences(made: Made, drawn: Mapping[str, Drawing], data: Mapping[str, list[list[str]]]) -> Iterator[Difference]:
    yield from compare(made)
    yield from drawings(made.name, made.web, made.pdf, drawn)
    yield from tables(made.name, made.web, data)
    yield from shell(made.name, made.web, made.running)
    yield from edges(made.name, made.pdf)
    yield from running_heads(made.name, made.pdf, (*made.running, made.short_title), made.marking)
