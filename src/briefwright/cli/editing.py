"""Verbs for editors: they read sources and answer at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from briefwright.cli import fixing
from briefwright.cli.common import Output, app, chosen_briefs, print_problems
from briefwright.cli.common import load_resolved as resolved_brief
from briefwright.errors import BriefwrightError, InvalidSources, Problem
from briefwright.output import as_json, write


@app.command()
def check(
    folders: Annotated[
        list[Path] | None, typer.Argument(help="Briefs to check; all of sources/ where left out.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Count warnings as errors.")] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Propose mends for quotations, write those you agree to, hold the rest.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --fix: agree to every proposal.")] = False,
) -> None:
    """Check sources.

    It shows all problems at once, each with file, line and column.
    """
    if yes and not fix:
        raise BriefwrightError("--yes agrees to what --fix proposes; give both")
    problems: list[Problem] = []
    for folder in chosen_briefs(folders):
        if fix:
            fixing.fix(folder, yes=yes)
        try:
            load_resolved = resolved_brief(folder)
        except InvalidSources as error:
            problems += error.problems
            continue
        warnings = [remark for remark in load_resolved.problems if remark.severity == "warning"]
        if strict and warnings:
            problems += [replace(warning, severity="error") for warning in warnings]
            continue
        count = len(load_resolved.anchors)
        print_problems(load_resolved.problems)
        found = f"{len(warnings)} warning{'s' * (len(warnings) > 1)}" if warnings else "no problem"
        typer.echo(f"{folder.as_posix()}: {found}; {count} quotations stand in the essay")
    if problems:
        raise InvalidSources(problems)


@app.command()
def schemas(output: Output = Path("schemas")) -> None:
    """Write the JSON Schemas.

    They describe the source files, the settings and what is published.
    """
    from briefwright.config import Config
    from briefwright.model import SOURCE_FILES
    from briefwright.site.fragment_record import SCHEMAS, schema

    for name, model in SOURCE_FILES.items():
        write(output / f"{name}.schema.json", as_json(model.model_json_schema()))
    write(output / "config.schema.json", as_json(Config.model_json_schema()))
    for name in SCHEMAS:
        write(output / name, as_json(schema(name)))
