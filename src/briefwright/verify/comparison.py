"""Compare the blocks of a PDF with those of its web page, and print the differences.

The blocks must have the same texts and types, in the same order. Pure.
`parity` also compares both with the sources; `verdicts` describes the differences to readers of a PDF.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

from rapidfuzz import fuzz

from briefwright.pdf.page_content import UNMIRRORED
from briefwright.verify.html_blocks import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from briefwright.verify.html_blocks import Block

SHORT_TEXT = 20
"""Characters; a shorter text may occur in a longer text by chance."""
SIMILAR = 75
"""Per cent; a less similar text counts as a different text, not as a changed text."""
_HEAD_NOT_PRINTED = "identifiers"
"""The class of the table that has no head in print, because its rows name themselves."""
_MAX_SHOWN = 10
"""Maximum differences printed for one check of one file; an error in a style sheet could cause thousands."""
_CONTEXT = 4
"""Words printed before and after a difference."""
_MAX_WORDS = 24
"""A longer text is shortened to this number of words."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference between a document and its sources or its other format; ``page`` counts from 1, 0 in HTML."""

    check: Literal["missing", "differs", "extra", "cut off", "overlaps", "small", "out of order", "figure"]
    file: str
    item: str
    expected: str = ""
    found: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Pairing:
    """Pairs of blocks with the same text.

    ``matches`` has the index of the PDF's block for each block of the page, or ``None``. ``moved`` are the indices of
    the page's blocks with another position in the PDF. ``unmatched`` are the indices of other blocks of the PDF.
    """

    matches: tuple[int | None, ...]
    moved: frozenset[int]
    unmatched: tuple[int, ...]


def pair_blocks(page: Sequence[Block], pdf: Sequence[Block]) -> Pairing:
    """Pair the blocks of a page with those of a PDF: first in order, then in any position."""
    page_keys, pdf_keys = (
        [tuple(cell.translate(UNMIRRORED) for cell in block.key) for block in blocks] for blocks in (page, pdf)
    )
    matches: list[int | None] = [None] * len(page_keys)
    for start, other, size in SequenceMatcher(None, page_keys, pdf_keys, autojunk=False).get_matching_blocks():
        matches[start : start + size] = range(other, other + size)
    free: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for other in sorted(set(range(len(pdf_keys))) - set(matches)):
        free[pdf_keys[other]].append(other)
    moved = []
    for index, key in enumerate(page_keys):
        if matches[index] is None and free[key]:
            matches[index] = free[key].pop(0)
            moved.append(index)
    return Pairing(tuple(matches), frozenset(moved), tuple(sorted(other for left in free.values() for other in left)))


def compare_blocks(
    name: str,
    page: Sequence[Block],
    pdf: Sequence[Block],
    pairing: Pairing,
    matches_sources: Callable[[int, Block], bool] = lambda _index, _block: False,
) -> Iterator[Difference]:
    """Yield the differences between a PDF and its web page.

    ``matches_sources`` returns whether the PDF has the text of the sources where it differs from a block of the page,
    which is given by its index.
    """
    file = f"{name}.pdf"
    unmatched = list(pairing.unmatched)
    missing: list[list[int]] = []
    for index, block in enumerate(page):
        other = pairing.matches[index]
        if other is not None:
            yield from _compare(file, block, pdf[other], is_moved=index in pairing.moved)
        elif _HEAD_NOT_PRINTED in block.head.split():
            continue
        elif (other := _find_similar(block, pdf, unmatched)) is not None:
            unmatched.remove(other)
            if not matches_sources(index, pdf[other]):
                yield _differs(file, block, pdf[other], block.text, pdf[other].text)
        elif missing and missing[-1][-1] == index - 1:
            missing[-1].append(index)
        else:
            missing.append([index])
    for run in missing:
        more = f" (and {len(run) - 1} more after it)" if len(run) > 1 else ""
        yield Difference("missing", file, page[run[0]].name + more, page[run[0]].text)
    for other in unmatched:
        yield Difference("extra", file, "not in the HTML", "", pdf[other].text, pdf[other].page)


def _compare(file: str, block: Block, other: Block, *, is_moved: bool) -> Iterator[Difference]:
    """Yield the differences between two blocks with the same text: punctuation, order, type."""
    if block.key != other.key and not other.may_be_mirrored:
        yield _differs(file, block, other, block.text, other.text)
    if is_moved:
        yield Difference("out of order", file, block.name, "", other.text, other.page)
    if block.type != other.type:
        yield _differs(file, block, other, f"{block.type} “{block.text}”", f"{other.type} “{other.text}”")


def _differs(file: str, block: Block, other: Block, expected: str, found: str) -> Difference:
    return Difference("differs", file, block.name, expected, found, other.page)


def _find_similar(block: Block, pdf: Sequence[Block], unmatched: Iterable[int]) -> int | None:
    """Return the index of the unmatched block that is most similar, or ``None`` if none is similar enough."""
    text = normalise(block.text)
    scores = {
        index: _similarity(text, normalise(pdf[index].text))
        for index in unmatched
        if block.is_figure == pdf[index].is_figure
    }
    best = max(scores, key=lambda index: scores[index], default=None)
    return None if best is None or scores[best] < SIMILAR else best


def _similarity(whole: str, part: str) -> float:
    """Return the similarity of a text to another, or to a part of it, in per cent."""
    is_part = SHORT_TEXT <= len(part) < len(whole)
    return max(fuzz.ratio(whole, part), fuzz.partial_ratio(whole, part) if is_part else 0.0)


def render_differences(differences: Iterable[Difference]) -> str:
    """Return the text of differences: their number, then the file, page, check, item and both texts of each."""
    groups: dict[tuple[str, str], list[Difference]] = defaultdict(list)
    for difference in differences:
        groups[difference.file, difference.check].append(difference)
    count = sum(map(len, groups.values()))
    blocks = [f"{count} difference{'s' if count > 1 else ''} between the sources and the documents"]
    for (file, check), group in groups.items():
        blocks += [_render(difference) for difference in group[:_MAX_SHOWN]]
        if len(group) > _MAX_SHOWN:
            blocks.append(f"{file}: {check}: {len(group) - _MAX_SHOWN} more")
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
    """Return excerpts of two texts: the words that differ, with some context."""
    left, right = expected.split(), found.split()
    opcodes = [code for code in SequenceMatcher(None, left, right, autojunk=False).get_opcodes() if code[0] != "equal"]
    if not opcodes:
        return _shorten(expected), _shorten(found)
    first, last = opcodes[0], opcodes[-1]
    return _excerpt(left, first[1], last[2]), _excerpt(right, first[3], last[4])


def _excerpt(words: list[str], start: int, end: int) -> str:
    begin, stop = max(0, start - _CONTEXT), min(len(words), end + _CONTEXT)
    return "… " * (begin > 0) + _shorten(" ".join(words[begin:stop])) + " …" * (stop < len(words))


def _shorten(text: str) -> str:
    """Remove the middle of a long text."""
    words, half = text.split(), _MAX_WORDS // 2
    return " ".join(words if len(words) <= _MAX_WORDS else [*words[:half], "[…]", *words[-half:]])


def describe_difference(difference: Difference) -> str:
    """Return a sentence about a difference between a PDF and its web page."""
    page, expected, found = difference.page, _shorten(difference.expected), _shorten(difference.found)
    match difference.check:
        case "missing":
            return f"text of the web page is missing from the PDF: “{expected}” ({difference.item})"
        case "extra":
            return f"text of the PDF is not on the web page: “{found}” (page {page})"
        case "differs":
            expected, found = contrast(difference.expected, difference.found)
            return f"text differs: “{expected}” on the web page, “{found}” in the PDF (page {page})"
        case _:
            return f"text is in another position than on the web page: “{found}” (page {page})"
