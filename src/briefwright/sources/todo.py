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
        for match in _IN_FRONT_MATTER.finditer(front_matter):
            # A line of dashes is above.
            line = front_matter.count("\n", 0, match.start(1)) + 1
            yield essay.problem_at(line, match.start(1) - match.start(), TODO_MARK, width=len(match[1]), **extra)
        for match in _IN_ESSAY.finditer(essay.text):
            yield essay.problem_at(*essay.position(match.start(1)), TODO_MARK, width=len(match[1]), **extra)
