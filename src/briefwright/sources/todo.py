"""To-do marks: ``TODO`` in a field or in front matter, ``TODO:`` at the start of a line or picture of the essay.

A draft may contain them. In a published brief each is an error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from briefwright.sources.walk import BRIEF_FILES, all_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefwright.errors import Problem
    from briefwright.sources.files import SourceFile

TODO_MARK = "to-do mark"
"""The message of a to-do mark."""
_IN_FIELD = re.compile(r"\bTODO\b")
# Comments are not published.
_IN_FRONT_MATTER = re.compile(r"^(?![ \t]*#).*?\b(TODO)\b", re.MULTILINE)
# The words of an essay are its author's, and may contain TODO.
_IN_ESSAY = re.compile(r"^[ \t>*_#-]*(?:!\[)?(TODO:)", re.MULTILINE)
_HINT = "write the text, or set `status: draft` in brief.yaml"


def todo_marks(
    files: Mapping[str, SourceFile], data: Mapping[str, Any], front_matter: str, *, is_draft: bool
) -> Iterator[Problem]:
    """Yield a problem for each to-do mark: a note in a draft, else an error. ``front_matter`` is that of the essay."""
    extra: dict[str, Any] = {"severity": "note"} if is_draft else {"hint": _HINT}
    for file in BRIEF_FILES:
        for location, text in all_texts(data.get(file)):
            for match in _IN_FIELD.finditer(text):
                yield files[file].problem_within(location, *match.span(), TODO_MARK, **extra)
    if essay := files.get("essay"):
        yield from _in_essay(essay, front_matter, extra)


def _in_essay(essay: SourceFile, front_matter: str, extra: dict[str, Any]) -> Iterator[Problem]:
    # Lines of dashes are above and below front matter.
    for match in _IN_FRONT_MATTER.finditer(front_matter):
        line = front_matter.count("\n", 0, match.start(1)) + 1
        yield essay.problem_at(line, match.start(1) - match.start(), TODO_MARK, width=len(match[1]), **extra)
    first_line = front_matter.count("\n") + 3 if front_matter else 0
    for match in _IN_ESSAY.finditer(essay.text):
        line, column = essay.position(match.start(1))
        if line >= first_line:
            yield essay.problem_at(line, column, TODO_MARK, width=len(match[1]), **extra)
