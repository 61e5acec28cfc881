"""What differs between the sources and what was made of them, and how an editor reads it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Difference", "contrast", "render", "shorten"]

_SHOWN = 10
"""Of one kind in one file: an overturned style sheet would fill screens."""
_AROUND = 4
_LONGEST = 24
"""Words."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the sources, or another output, say; ``page`` counts from 1 and is 0 in HTML."""

    check: Literal["missing", "differs", "extra", "lost at an edge", "out of place", "figure"]
    file: str
    item: str
    expected: str = ""
    found: str = ""
    page: int = 0


def render(differences: Iterable[Difference]) -> str:
    """Return all differences: a count, then each with its file, page, item, and what stands where it should not."""
    groups: dict[tuple[str, str], list[Difference]] = defaultdict(list)
    for difference in differences:
        groups[difference.file, difference.check].append(difference)
    count = sum(map(len, groups.values()))
    blocks = [f"{count} difference{'s' if count > 1 else ''} between what the sources hold and what was made"]
    for (file, check), found in groups.items():
        blocks += [_render(difference) for difference in found[:_SHOWN]]
        if len(found) > _SHOWN:
            blocks.append(f"{file}: {check}: {len(found) - _SHOWN} more")
    return "\n\n".join(blocks)


def _render(difference: Difference) -> str:
    place = f"{difference.file}, page {difference.page}" if difference.page else difference.file
    lines = [f"{place}: {difference.check}: {difference.item}"]
    expected, found = shorten(difference.expected), shorten(difference.found)
    if expected and found:
        expected, found = contrast(difference.expected, difference.found)
    lines += [f"      expected: {expected}"] * bool(expected) + [f"      found:    {found}"] * bool(found)
    return "\n".join(lines)


def contrast(expected: str, found: str) -> tuple[str, str]:
    """Return the words of two texts where they differ, with a few around them."""
    one, other = expected.split(), found.split()
    opcodes = [code for code in SequenceMatcher(None, one, other, autojunk=False).get_opcodes() if code[0] != "equal"]
    if not opcodes:
        return shorten(expected), shorten(found)
    first, last = opcodes[0], opcodes[-1]
    return _excerpt(one, first[1], last[2]), _excerpt(other, first[3], last[4])


def _excerpt(words: list[str], start: int, end: int) -> str:
    begin, stop = max(0, start - _AROUND), min(len(words), end + _AROUND)
    return "… " * (begin > 0) + shorten(" ".join(words[begin:stop])) + " …" * (stop < len(words))


def shorten(text: str) -> str:
    """Return a text without the middle of its words where it is long."""
    words, half = text.split(), _LONGEST // 2
    return " ".join(words if len(words) <= _LONGEST else [*words[:half], "[…]", *words[-half:]])
