"""The problems of an essay: what its Markdown has and the documents cannot show, with line and column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefwright.errors import Problem
    from briefwright.faults import Fault
    from briefwright.sources.files import SourceFile

_MAX_WIDTH = 60


def essay_problems(faults: Iterable[Fault], source: SourceFile) -> list[Problem]:
    """Return a problem for each fault: an error, or a note about text that is left out."""
    lines = re.split(r"\r\n|\r|\n", source.text)
    problems = []
    for fault in faults:
        first = fault.text.split("\n")[0].strip()
        line, column = _place(lines, fault.line, first)
        width = min(_MAX_WIDTH, max(1, len(first)))
        problem = source.problem_at(line, column, fault.message, hint=fault.hint, width=width, severity=fault.severity)
        problems.append(problem)
    return problems


def _place(lines: list[str], first: int, text: str) -> tuple[int, int]:
    """Return the line and column of a text at or after a line; the beginning of the line if it is not there."""
    for line in range(first, len(lines)) if text else ():
        if (column := lines[line].find(text)) >= 0:
            return line, column
    return first, 0
