"""`briefwright check`: check the sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from briefwright.cli.common import Briefs, chosen_briefs, load_resolved, print_problems
from briefwright.cli.fix_quotes import fix_quotes
from briefwright.errors import BriefwrightError, InvalidSources, Problem, sorted_problems
from briefwright.layout import SOURCES, briefs, is_draft
from briefwright.sources.numbers import duplicate_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable


def check(
    folders: Briefs = None,
    strict: Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Propose fixes for quotes, write those you accept, and write the lock file.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --fix: accept all fixes.")] = False,
) -> None:
    """Check the sources.

    Lists all problems at once, each with file, line and column. Errors in a draft count only if you name it.
    """
    if yes and not fix:
        raise BriefwrightError("--yes needs --fix; give both")
    problems: list[Problem] = []
    chosen = chosen_briefs(folders)
    numbers = list(duplicate_numbers(chosen, [SOURCES / name for name in briefs()]))
    for folder in chosen:
        if fix:
            fix_quotes(folder, accept_all=yes)
        try:
            resolved = load_resolved(folder)
        except InvalidSources as error:
            if folders or not is_draft(folder):
                problems += error.problems
            else:
                print_problems(replace(problem, severity="note") for problem in error.problems)
                count = len(error.problems)
                typer.echo(f"{folder.as_posix()}: draft; {_count(count, 'error')}, shown as notes")
            continue
        found = (*resolved.problems, *(one for one in numbers if one.path == (folder / "brief.yaml").as_posix()))
        warnings = [problem for problem in found if problem.severity == "warning"]
        if strict and warnings:
            problems += [replace(warning, severity="error") for warning in warnings]
            continue
        print_problems(sorted_problems(found))
        summary = _count(len(warnings), "warning") if warnings else "no problems"
        draft = f"draft with {_count(_todo_marks(resolved.problems), 'to-do mark')}; " if is_draft(folder) else ""
        typer.echo(f"{folder.as_posix()}: {draft}{summary}; {len(resolved.anchors)} quotes found in the essay")
    if problems:
        raise InvalidSources(problems)


def _todo_marks(problems: Iterable[Problem]) -> int:
    from briefwright.sources.todo import TODO_MARK

    return sum(problem.message == TODO_MARK for problem in problems)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
