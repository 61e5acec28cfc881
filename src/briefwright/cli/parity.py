"""The verb that reads back what was made, before it is published."""

from __future__ import annotations

import csv
import io
from pathlib import Path  # noqa: TC003 - typer reads annotations while the program runs
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cli.shared import TEMPLATES, Output, Templates, app, catalogue_of, read_json
from briefwright.errors import BriefwrightError
from briefwright.output import as_json, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefwright.verify.differences import Difference
    from briefwright.verify.parity import Made
    from briefwright.verify.readback import Drawing


@app.command()
def parity(
    work: Annotated[Path, typer.Argument(help="What was made of a brief on the way, as in build/work/<brief>.")],
    stage: Annotated[Path, typer.Argument(help="Its pages, PDFs and figures, as in build/work/site/<brief>.")],
    output: Output,
    templates: Templates = TEMPLATES,
) -> None:
    """Read a brief's documents back, and fail where they do not say what the sources hold, or not the same."""
    from briefwright.verify.differences import NoParity
    from briefwright.verify.inspection import plotted
    from briefwright.verify.readback import read_drawing

    drawn: dict[str, Drawing] = {}
    data: dict[str, list[list[str]]] = {}
    found: list[Difference] = []
    for path in sorted((work / "figures").glob("*.json")):
        src = f"figures/{path.stem}.svg"
        drawn[src] = read_drawing((stage / src).read_text("utf-8"))
        data[src] = [row for row in csv.reader(io.StringIO(read_json(path)["data"])) if row]
        head, *rows = data[src]
        found += plotted(src, drawn[src], [dict(zip(head, row, strict=True)) for row in rows])
    report: dict[str, Any] = {"figures": {src: len(drawing.texts) for src, drawing in drawn.items()}, "documents": {}}
    for entry in read_json(work / "site.json")["documents"]:
        made = _made(work, stage, entry["name"], templates)
        found += _differences(made, drawn, data)
        report["documents"][made.name] = _counts(made)
    if found:
        raise NoParity(found)
    write(output, as_json(report))


def _made(work: Path, stage: Path, name: str, templates: Path) -> Made:
    """Read one document back, with all that must stand in it."""
    from briefwright.verify.holdings import statements
    from briefwright.verify.parity import Made
    from briefwright.verify.readback import read_web
    from briefwright.verify.readpdf import read_pdf
    from briefwright.verify.statements import Held, other_dates, running

    view, record = read_json(work / f"{name}.json"), read_json(work / "brief.json")
    catalogue = catalogue_of(templates, view["head"])
    held = Held(record, name, view["kind"]["needs"], catalogue)
    web, pdf = stage / f"{name}.html", stage / f"{name}.pdf"
    try:
        printed = read_pdf(pdf.read_bytes())
    except BriefwrightError as error:
        message = f"{pdf.as_posix()}: {error}"
        raise BriefwrightError(message) from None
    title = catalogue.text(view["kind"]["title"])
    return Made(
        name,
        statements(held),
        read_web(web.read_text("utf-8")),
        printed,
        other_dates(held),
        running(held, title),
        held.marking,
        held.brief["short_title"],
    )


def _differences(made: Made, drawn: Mapping[str, Drawing], data: Mapping[str, list[list[str]]]) -> Iterator[Difference]:
    """Run every check on a document."""
    from briefwright.verify.inspection import drawings, edges, running_heads, shell, tables
    from briefwright.verify.parity import compare

    yield from compare(made)
    yield from drawings(made.name, made.web, made.pdf, drawn)
    yield from tables(made.name, made.web, data)
    yield from shell(made.name, made.web, made.running)
    yield from edges(made.name, made.pdf)
    yield from running_heads(made.name, made.pdf, (*made.running, made.short_title), made.marking)


def _counts(made: Made) -> dict[str, int]:
    """Say what was compared."""
    return {
        "statements": len(made.statements),
        "blocks": len(made.web.blocks),
        "pages": len(made.pdf.pages),
        "runs": sum(len(page.runs) for page in made.pdf.pages),
    }
