"""What differs between two outputs, or between an output and the sources, and how an editor reads it.

Pure.  The blocks of a web page and those of its PDF must have the same words, as the same elements, in the same order.
`parity` compares both with the sources besides; `published` tells the reader of a PDF where it departs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

from rapidfuzz import fuzz

from briefwright.pdf.page_content import MIRRORED
from briefwright.verify.html_blocks import letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from briefwright.verify.html_blocks import Block

SHORT = 20
"""Letters; a shorter text could be in a longer one by chance."""
ALIKE = 75
"""Per cent; below it a text was replaced, not changed."""
_NOT_PRINTED = "identifiers"
"""The table whose head print leaves out: “Item” and “Value” say nothing above rows that name themselves."""
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


@dataclass(frozen=True, slots=True)
class Pairing:
    """For each block of a page the index of the PDF's block with the same words, or ``None``.

    ``moved`` are the indices of the page's blocks that the PDF has elsewhere in its order; ``left`` those of the PDF's
    blocks without a pair.
    """

    printed: tuple[int | None, ...]
    moved: frozenset[int]
    left: tuple[int, ...]


def pair(page: Sequence[Block], pdf: Sequence[Block]) -> Pairing:
    """Pair the blocks of a page with those of a PDF: first in order, then wherever the same words are."""
    keys, others = ([tuple(cell.translate(MIRRORED) for cell in block.key) for block in one] for one in (page, pdf))
    printed: list[int | None] = [None] * len(keys)
    for start, other, size in SequenceMatcher(None, keys, others, autojunk=False).get_matching_blocks():
        printed[start : start + size] = range(other, other + size)
    free: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place in sorted(set(range(len(others))) - set(printed)):
        free[others[place]].append(place)
    moved = []
    for index, key in enumerate(keys):
        if printed[index] is None and free[key]:
            printed[index] = free[key].pop(0)
            moved.append(index)
    return Pairing(tuple(printed), frozenset(moved), tuple(sorted(place for one in free.values() for place in one)))


def compare_blocks(
    name: str,
    page: Sequence[Block],
    pdf: Sequence[Block],
    pairing: Pairing,
    is_right: Callable[[int, Block], bool] = lambda _index, _block: False,
) -> Iterator[Difference]:
    """Yield where a PDF departs from its web page.

    ``is_right`` returns whether the PDF's block is right where it differs from a block of the page, by its index.
    """
    file = f"{name}.pdf"
    left = list(pairing.left)
    lost: list[list[int]] = []
    for index, block in enumerate(page):
        place = pairing.printed[index]
        if place is not None:
            yield from _compare(file, block, pdf[place], is_moved=index in pairing.moved)
        elif _NOT_PRINTED in block.head.split():
            continue
        elif (place := _find_alike(block, pdf, left)) is not None:
            left.remove(place)
            if not is_right(index, pdf[place]):
                yield _differs(file, block, pdf[place], block.text, pdf[place].text)
        elif lost and lost[-1][-1] == index - 1:
            lost[-1].append(index)
        else:
            lost.append([index])
    for run in lost:
        more = f" (and {len(run) - 1} more behind it)" if len(run) > 1 else ""
        yield Difference("missing", file, page[run[0]].name + more, page[run[0]].text)
    for place in left:
        yield Difference("extra", file, "not in the HTML", "", pdf[place].text, pdf[place].page)


def _compare(file: str, block: Block, other: Block, *, is_moved: bool) -> Iterator[Difference]:
    """Yield how two blocks with the same words differ all the same."""
    if block.key != other.key and not other.is_turned:
        yield _differs(file, block, other, block.text, other.text)
    if is_moved:
        yield Difference("out of place", file, block.name, "", other.text, other.page)
    if block.kind != other.kind:
        yield _differs(file, block, other, f"{block.kind} “{block.text}”", f"{other.kind} “{other.text}”")


def _differs(file: str, block: Block, other: Block, expected: str, found: str) -> Difference:
    return Difference("differs", file, block.name, expected, found, other.page)


def _find_alike(block: Block, pdf: Sequence[Block], left: Iterable[int]) -> int | None:
    """Return which of the blocks left over is most like a block, if one is."""
    text = letters(block.text)
    scores = {
        place: _score(text, letters(pdf[place].text)) for place in left if block.is_figure == pdf[place].is_figure
    }
    best = max(scores, key=lambda place: scores[place], default=None)
    return None if best is None or scores[best] < ALIKE else best


def _score(whole: str, part: str) -> float:
    """Return how much a text is like another, or like a part of it, in per cent."""
    is_part = SHORT <= len(part) < len(whole)
    return max(fuzz.ratio(whole, part), fuzz.partial_ratio(whole, part) if is_part else 0.0)


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
    expected, found = _shorten(difference.expected), _shorten(difference.found)
    if expected and found:
        expected, found = contrast(difference.expected, difference.found)
    lines += [f"      expected: {expected}"] * bool(expected) + [f"      found:    {found}"] * bool(found)
    return "\n".join(lines)


def contrast(expected: str, found: str) -> tuple[str, str]:
    """Return the words of two texts where they differ, with a few around them."""
    one, other = expected.split(), found.split()
    opcodes = [code for code in SequenceMatcher(None, one, other, autojunk=False).get_opcodes() if code[0] != "equal"]
    if not opcodes:
        return _shorten(expected), _shorten(found)
    first, last = opcodes[0], opcodes[-1]
    return _excerpt(one, first[1], last[2]), _excerpt(other, first[3], last[4])


def _excerpt(words: list[str], start: int, end: int) -> str:
    begin, stop = max(0, start - _AROUND), min(len(words), end + _AROUND)
    return "… " * (begin > 0) + _shorten(" ".join(words[begin:stop])) + " …" * (stop < len(words))


def _shorten(text: str) -> str:
    """Return a text without the middle of its words where it is long."""
    words, half = text.split(), _LONGEST // 2
    return " ".join(words if len(words) <= _LONGEST else [*words[:half], "[…]", *words[-half:]])


def describe(difference: Difference) -> str:
    """Return a sentence on where a PDF departs from its web page."""
    where = f"on page {difference.page}"
    expected, found = _shorten(difference.expected), _shorten(difference.found)
    match difference.check:
        case "missing":
            return f"the web page has “{expected}” in {difference.item}, which the PDF does not have"
        case "extra":
            return f"the PDF has “{found}” {where}, which the web page does not have"
        case "differs":
            expected, found = contrast(difference.expected, difference.found)
            return f"the web page has “{expected}”, the PDF has “{found}” {where}"
        case _:
            return f"the PDF has “{found}” {where}, which the web page has in another place"
