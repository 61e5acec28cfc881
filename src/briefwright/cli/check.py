"""`briefwright check`: check the sources."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from briefwright.cli.common import Briefs, chosen_briefs, load_resolved, print_problems
from briefwright.cli.fix_quotes import fix_quotes
from briefwright.errors import BriefwrightError, InvalidSources, Problem


def check(
    folders: Briefs = None,
    strict: Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Propose fixes for quotes, write those you accept, and write the lock file.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --fix: accept all fixes.")] = False,
) -> None:
    """Check the sources.

    Lists all problems at once, each with file, line and column.
    """
    if yes and not fix:
        raise BriefwrightError("--yes needs --fix; give both")
    problems: list[Problem] = []
    for folder in chosen_briefs(folders):
        if fix:
            fix_quotes(folder, accept_all=yes)
        try:
            resolved = load_resolved(folder)
        except InvalidSources as error:
            problems += error.problems
            continue
        warnings = [problem for problem in resolved.problems if problem.severity == "warning"]
        if strict and warnings:
            problems += [replace(warning, severity="error") for warning in warnings]
            continue
        print_problems(resolved.problems)
        summary = f"{len(warnings)} warning{'s' * (len(warnings) > 1)}" if warnings else "no problems"
        typer.echo(f"{folder.as_posix()}: {summary}; {len(resolved.anchors)} quotes found in the essay")
    if problems:
        raise InvalidSources(problems)
