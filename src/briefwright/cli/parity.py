"""The verb that reads back what was made, before it is published."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads annotations while the program runs
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cli.shared import TEMPLATES, Output, Templates, app, catalogue_of, naming, read_json
from briefwright.output import as_json, write

if TYPE_CHECKING:
    from briefwright.verify.differences import Difference


@app.command()
def parity(
    work: Annotated[Path, typer.Argument(help="What was made of a brief on the way, as in build/work/<brief>.")],
    stage: Annotated[Path, typer.Argument(help="Its pages, PDFs and figures, as in build/work/site/<brief>.")],
    output: Output,
    templates: Templates = TEMPLATES,
) -> None:
    """Read a brief's documents back, and fail where they do not say what the sources hold, or not the same."""
    from briefwright.verify.differences import NoParity
    from briefwright.verify.document import verify_document

    charts = {f"figures/{path.stem}.svg": read_json(path)["data"] for path in sorted((work / "figures").glob("*.json"))}
    drawings = {src: (stage / src).read_text("utf-8") for src in charts}
    documents, record = read_json(work / "site.json")["documents"], read_json(work / "brief.json")
    found: list[Difference] = []
    report: dict[str, Any] = {"figures": {}, "documents": {}}
    for name in (entry["name"] for entry in documents):
        view, pdf = read_json(work / f"{name}.json"), stage / f"{name}.pdf"
        with naming(pdf):
            result = verify_document(
                name,
                (stage / f"{name}.html").read_bytes(),
                pdf.read_bytes(),
                record=record,
                view=view,
                catalogue=catalogue_of(templates, view["head"]),
                drawings=drawings,
                data=charts,
            )
        found += result.differences
        report["documents"][name] = result.counts
        report["figures"] |= result.figures
    if found:
        raise NoParity(found)
    write(output, as_json(report))
