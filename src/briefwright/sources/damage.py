"""What befalls a text file: another encoding, another name, a merge that was not finished."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["KEEP_ONE_SIDE", "UNFINISHED", "encoding_of", "marks", "misnamed"]

UNFINISHED = "a merge was not finished here"
KEEP_ONE_SIDE = "keep one side, and delete the lines with the marks"
# What Git writes around the two sides and before their common ancestor.  The line between the sides is left out: seven
# equals signs underline a heading as well.
_MARK = re.compile(r"(<{7}|>{7}|\|{7}) ")
_NAMES = {
    *("house.yaml", "scales.yaml", "brief.yaml", "annotations.yaml", "glossary.yaml", "references.yaml", "essay.md"),
    "passages.lock.json",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def marks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where a merge left its marks: a line, from 0, and how many characters the mark has."""
    for number, line in enumerate(lines):
        if _MARK.match(line):
            yield number, len(line)


def encoding_of(raw: bytes) -> str:
    """Return which encoding bytes look like that are not UTF-8.

    UTF-16 is known by its byte-order mark (Unicode Standard, 23.8).
    """
    return "UTF-16" if raw.startswith(_UTF16) else "Latin-1 or Windows-1252"


def misnamed(path: Path) -> str | None:
    """Return a hint at the file that a missing one may be; one that has a name of its own is no misspelling."""
    siblings = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
    others = [name for name in siblings if name not in {*_NAMES, path.name}]
    close = get_close_matches(path.name, others, 1)
    return f"did you mean {close[0]}?" if close else None
