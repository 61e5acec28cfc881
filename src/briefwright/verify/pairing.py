"""Which blocks of a PDF are which of its HTML: the same words, whole or in the parts that page breaks make of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from briefwright.verify.readback import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefwright.verify.readback import Block

__all__ = ["Pairing", "pair"]

Key = tuple[str, ...]
_MIRRORED = str.maketrans(")]}>»›", "([{<«‹")
"""What is drawn the other way round between signs that run from right to left (Unicode, Bidi_Mirrored)."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """For each block of the HTML the indices of the PDF's blocks that print it, none where it is not printed.

    ``left`` are the indices of the PDF's blocks that print nothing of the HTML.
    """

    printed: tuple[tuple[int, ...], ...]
    left: tuple[int, ...]


def pair(web: Sequence[Block], pdf: Sequence[Block]) -> Pairing:
    """Pair the blocks of a page with those of a PDF, in order where the same words stand more than once.

    On pages with Arabic or Hebrew, where pdfium gives the signs of a line in an order of its own, they are counted.
    """
    pairs = _Pairs(web, pdf)
    pairs.align()
    pairs.divided()
    pairs.whole(_read, range(len(pdf)))
    pairs.parts(_read, range(len(pdf)))
    turned = {block.page for block in pdf if is_right_to_left(block.text)}
    places = [place for place, block in enumerate(pdf) if block.page in turned]
    pairs.whole(_counted, places)
    pairs.parts(_counted, places)
    heads = {block.key for block in web if block.head}
    repeated = {place for place, block in enumerate(pdf) if block.head and block.key in heads}
    printed = tuple(pairs.printed.get(index, ()) for index in range(len(web)))
    return Pairing(printed, tuple(place for place in pairs.free(range(len(pdf))) if place not in repeated))


def _read(block: Block) -> Key:
    return block.key


def _counted(block: Block) -> Key:
    return ("".join(sorted("".join(block.key).translate(_MIRRORED))),)


@dataclass(slots=True)
class _Pairs:
    """A pairing in the making."""

    web: Sequence[Block]
    pdf: Sequence[Block]
    printed: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def free(self, places: Sequence[int]) -> list[int]:
        """Return which of the PDF's blocks print nothing yet."""
        used = {place for found in self.printed.values() for place in found}
        return [place for place in places if place not in used]

    def align(self) -> None:
        """Pair what stands in the same order in both."""
        keys = [block.key for block in self.web], [block.key for block in self.pdf]
        for start, other, size in SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks():
            self.printed |= {start + step: (other + step,) for step in range(size)}

    def divided(self) -> None:
        """Pair what a page's end divides where it stands: the same words may stand whole elsewhere."""
        for index, block in enumerate(self.web):
            if index in self.printed:
                continue
            leads = (other for other in range(index - 1, -1, -1) if other in self.printed)
            above = max(self.printed.get(next(leads, -1), (-1,)))
            follows = (other for other in range(index + 1, len(self.web)) if other in self.printed)
            below = min(self.printed.get(next(follows, -1), (len(self.pdf),)))
            free = self.free(range(above + 1, len(self.pdf)))
            if (found := self._follow(_read, block.key, free)) and found[0] < below:
                self.printed[index] = found

    def whole(self, key: Callable[[Block], Key], places: Sequence[int]) -> None:
        """Pair what stands elsewhere: notes go before their paragraph in print."""
        by_key: dict[Key, list[int]] = defaultdict(list)
        for place in self.free(places):
            by_key[key(self.pdf[place])].append(place)
        for index, block in enumerate(self.web):
            if index not in self.printed and (found := by_key[key(block)]):
                self.printed[index] = (found.pop(0),)

    def parts(self, key: Callable[[Block], Key], places: Sequence[int]) -> None:
        """Pair what goes on from page to page."""
        for index, block in enumerate(self.web):
            if index not in self.printed and (found := self._follow(key, key(block), self.free(places))):
                self.printed[index] = found

    def _follow(
        self, key: Callable[[Block], Key], whole: Key, places: Sequence[int], page: int | None = None
    ) -> tuple[int, ...]:
        """Return the blocks of successive pages that are a block in parts, or none."""
        after = _without_signs if key is _counted else _after
        for place in places:
            block = self.pdf[place]
            if page is not None and block.page != page:
                continue
            rest = after(whole, key(block))
            if rest == () and page is not None:
                return (place,)
            if rest and (others := self._follow(key, rest, places, block.page + 1)):
                return (place, *others)
        return ()


def _after(whole: Key, part: Key) -> Key | None:
    """Return what is left of a row's cells after the parts of them that stand on a page, or None.

    A page may end within a word, with a hyphen.
    """
    rest = list(whole)
    start = 0
    for cell in part:
        for index in range(start, len(rest)):
            begun = next((form for form in (cell, cell.removesuffix("-")) if rest[index].startswith(form)), None)
            if begun:
                rest[index] = rest[index][len(begun) :]
                start = index + 1
                break
        else:
            return None
    return tuple(cell for cell in rest if cell)


def _without_signs(whole: Key, part: Key) -> Key | None:
    """Return what is left of counted signs without some of them, or None where they are not among them."""
    left = Counter(whole[0])
    left.subtract(part[0])
    return None if min(left.values(), default=0) < 0 else tuple(filter(None, ["".join(sorted(left.elements()))]))
