"""Errors and problems, and their text. Imports no other module of the project."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MAX_EXCERPT = 100
"""Characters of a source line that are shown."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Problem:
    """An error, warning or note about a place in a file.

    ``line`` and ``column`` count from 1. ``excerpt`` is the source line; the caret underlines ``width`` characters of
    it. ``detail`` contains further lines, such as a diff.
    """

    path: str
    line: int
    column: int
    message: str
    hint: str | None = None
    excerpt: str | None = None
    width: int = 1
    detail: tuple[str, ...] = ()
    severity: Literal["error", "warning", "note"] = "error"


class BriefwrightError(Exception):
    """An error that is shown to the user as its message, without a traceback."""


class InvalidSources(BriefwrightError):  # noqa: N818 - names the state of the sources
    """The sources contain errors."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Sort the problems by file and position."""
        self.problems = sorted_problems(problems)
        super().__init__(render_problems(self.problems))


def message_of(error: BriefwrightError) -> str:
    """Return the text of an error for the user; the problems of ``InvalidSources`` need no prefix."""
    return f"{error}\n" if isinstance(error, InvalidSources) else f"error: {error}\n"


@contextmanager
def collect_problems(problems: list[Problem]) -> Iterator[None]:
    """Catch ``InvalidSources``, and add its problems to a list."""
    try:
        yield
    except InvalidSources as error:
        problems += error.problems


def sorted_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems sorted by file and position, without duplicates."""
    return tuple(
        sorted(
            dict.fromkeys(problems), key=lambda problem: (problem.path, problem.line, problem.column, problem.message)
        )
    )


def did_you_mean(name: str, known: Iterable[str], similarity: float = 0.5) -> str | None:
    """Return a hint with the most similar known name; ``None`` if all are below ``similarity`` (1: equal)."""
    close = get_close_matches(name, list(known), 1, similarity)
    return f"did you mean “{close[0]}”?" if close else None


def render_problem(problem: Problem) -> str:
    """Return the text of a problem: place, message, source line, caret, detail, hint."""
    lines = [f"{problem.path}:{problem.line}:{problem.column}: {problem.severity}: {problem.message}"]
    if problem.excerpt is not None and problem.excerpt.strip():
        lines += _excerpt(problem)
    lines += [f"      {line}" for line in problem.detail]
    if problem.hint:
        lines.append(f"  hint: {problem.hint}")
    return "\n".join(lines)


def _excerpt(problem: Problem) -> list[str]:
    text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", (problem.excerpt or "").replace("\t", " "))
    start = max(0, problem.column - 1 - _MAX_EXCERPT // 2) if len(text) > _MAX_EXCERPT else 0
    excerpt = text[start : start + _MAX_EXCERPT]
    column = problem.column - 1 - start
    width = max(1, min(problem.width, len(excerpt) - column))
    gutter = f"{problem.line:5} | "
    return [gutter + excerpt, " " * (len(gutter) - 2) + "| " + " " * column + "^" * width]


def render_problems(problems: Iterable[Problem]) -> str:
    """Return the text of problems, with blank lines between them, and the number of errors."""
    all_problems = tuple(problems)
    blocks = [render_problem(problem) for problem in all_problems]
    if errors := sum(problem.severity == "error" for problem in all_problems):
        blocks.append(f"{errors} error{'s' if errors > 1 else ''}; nothing was written.")
    return "\n\n".join(blocks)


def internal_error(error: Exception) -> str:
    """Return the message for an error in this program."""
    hint = "run it again with BRIEFWRIGHT_DEBUG=1, and report the traceback"
    return f"internal error: {type(error).__name__}: {error}\n  hint: {hint}\n"
