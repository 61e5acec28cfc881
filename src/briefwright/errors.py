"""Problems in sources, and how an editor reads them.  A leaf: it imports nothing of the project."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_EXCERPT = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or that an editor should know, and where.

    ``line`` and ``column`` count from 1; ``excerpt`` is the source line, ``width``
    how many of its characters the caret underlines.  ``detail`` holds further lines, a
    diff for example.
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
    """An error whose text is all that a user needs to see."""


class InvalidSources(BriefwrightError):  # noqa: N818 - what it names is the state of the sources
    """The sources hold one or more problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of the files."""
        self.problems = in_order(problems)
        super().__init__(render_all(self.problems))


def message_of(error: BriefwrightError) -> str:
    """Return an error as a user reads it.  Each problem of ``InvalidSources`` already begins with its place."""
    return f"{error}\n" if isinstance(error, InvalidSources) else f"error: {error}\n"


@contextmanager
def collecting(problems: list[Problem]) -> Iterator[None]:
    """Add the problems of an ``InvalidSources`` to a list instead of raising it, so that the caller can go on."""
    try:
        yield
    except InvalidSources as error:
        problems += error.problems


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems in the order of the files, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda one: (one.path, one.line, one.column, one.message)))


def did_you_mean(name: str, known: Iterable[str], likeness: float = 0.5) -> str | None:
    """Return a hint at the known name closest to ``name``; None if none has this likeness (0 to 1, 1 is equal)."""
    close = get_close_matches(name, list(known), 1, likeness)
    return f"did you mean “{close[0]}”?" if close else None


def render(problem: Problem) -> str:
    """Return a problem as a compiler would print it: place, message, source line, caret, hint."""
    lines = [f"{problem.path}:{problem.line}:{problem.column}: {problem.severity}: {problem.message}"]
    if problem.excerpt is not None and problem.excerpt.strip():
        lines += _excerpt(problem)
    lines += [f"      {line}" for line in problem.detail]
    if problem.hint:
        lines.append(f"  hint: {problem.hint}")
    return "\n".join(lines)


def _excerpt(problem: Problem) -> list[str]:
    text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", (problem.excerpt or "").replace("\t", " "))
    start = max(0, problem.column - 1 - _EXCERPT // 2) if len(text) > _EXCERPT else 0
    shown = text[start : start + _EXCERPT]
    column = problem.column - 1 - start
    width = max(1, min(problem.width, len(shown) - column))
    gutter = f"{problem.line:5} | "
    return [gutter + shown, " " * (len(gutter) - 2) + "| " + " " * column + "^" * width]


def render_all(problems: Iterable[Problem]) -> str:
    """Return all problems, a blank line between them, and a closing count."""
    found = tuple(problems)
    count = sum(problem.severity == "error" for problem in found)
    blocks = [render(problem) for problem in found]
    if count:
        blocks.append(f"{count} error{'s' if count > 1 else ''}; nothing was written.")
    return "\n\n".join(blocks)


def unforeseen(error: Exception) -> str:
    """Return what a user sees of an error in this program."""
    hint = "Set BRIEFWRIGHT_DEBUG=1 for the details, and report them."
    return f"internal error: {type(error).__name__}: {error}\n{hint}\n"
