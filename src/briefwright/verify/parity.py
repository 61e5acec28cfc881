"""What was published says what the sources say, and a document's PDF says what its HTML says.

Pure: expected statements and what was read back in, differences out.  ``compare`` runs every check:

- a statement that the sources hold for the document stands in its HTML, under its item (``missing``, ``differs``);
- what a PDF prints is what its HTML says, block for block and in the same order (``missing``, ``differs``, ``extra``,
  ``out of place``);
- dates are written one way; and what `inspection` says of pages, running heads and figures.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from briefwright.sources.nearest import whole_words
from briefwright.verify.comparison import ALIKE, SHORT, compare_blocks, pair
from briefwright.verify.differences import Difference
from briefwright.verify.readback import letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from briefwright.pdf.drawn import Page
    from briefwright.verify.comparison import Pairing
    from briefwright.verify.readback import Block, Web
    from briefwright.verify.statements import Statement

__all__ = ["Made", "compare", "is_long", "says"]


@dataclass(frozen=True, slots=True)
class Made:
    """A document as it was made, with all that must stand in it.

    ``dates`` are all ways of writing a date that are not the publication's, each with the one that is; ``running`` is
    what the head and foot of each page say, on the web and in print, and among it the handling ``marking``.  Print
    says the ``short_title`` besides.
    """

    name: str
    statements: tuple[Statement, ...]
    web: Web
    pages: tuple[Page, ...]
    printed: tuple[Block, ...]
    dates: Mapping[str, str]
    running: tuple[str, ...]
    marking: str
    short_title: str


def compare(made: Made) -> Iterator[Difference]:
    """Yield where a document's HTML differs from the sources, and its PDF from its HTML."""
    regions = _Regions(made)
    pairing = pair(made.web.blocks, made.printed)
    failed = [statement for statement in made.statements if not regions.hold(statement)]
    wrong = {index: statement for statement in failed for index in regions.of(statement.item)}

    def is_right(index: int, printed: Block) -> bool:
        return index in wrong and _prints([printed], wrong[index])

    yield from _against_sources(made, regions, pairing, failed)
    yield from compare_blocks(made.name, made.web.blocks, made.printed, pairing, is_right)
    yield from _dates(made)


class _Regions:
    """Where in a page's blocks the statements of an item must stand."""

    def __init__(self, made: Made) -> None:
        self._blocks = made.web.blocks
        self._under: dict[str, list[int]] = defaultdict(list)
        for index, block in enumerate(self._blocks):
            for name in {*block.items, *block.links}:
                self._under[name].append(index)
        self._texts: dict[str, list[Statement]] = defaultdict(list)
        for statement in made.statements:
            self._texts[statement.item].append(statement)

    def of(self, item: str) -> list[int]:
        """Return the indices of an item's blocks."""
        if item not in self._under:
            self._under[item] = self._named(item)
        return self._under[item]

    def hold(self, statement: Statement) -> list[int]:
        """Return the indices of the blocks that say a statement under its item."""
        return [index for index in self.of(statement.item) if says(self.beside(index, statement), statement)]

    def beside(self, index: int, statement: Statement) -> Block:
        """Return a block without the item's longer texts, in which a short one could stand by chance."""
        block = self._blocks[index]
        if is_long(statement) or block.is_figure:
            return block
        said = _without(block.said, self._texts[statement.item])
        return block if said == block.said else replace(block, said=said)

    def _named(self, item: str) -> list[int]:
        """Return the blocks of an item without an address: those of its longer texts, or of most of its short ones."""
        texts = self._texts[item]
        long = [_finder(text) for text in texts if is_long(text)]
        if found := [index for index, block in enumerate(self._blocks) if any(find(block) for find in long)]:
            return found
        finders = [_finder(text) for text in texts]
        counts = [sum(find(block) for find in finders) for block in self._blocks]
        most = max(counts)
        return [index for index, count in enumerate(counts) if count == most]


def is_long(statement: Statement) -> bool:
    """Say whether a statement can be told by its letters alone."""
    return len(letters(statement.text)) >= SHORT


def _without(text: str, statements: Iterable[Statement]) -> str:
    """Return a text without the longer ones of some statements."""
    for statement in statements:
        if is_long(statement) and not statement.forms:
            words = " ".join(statement.text.split())
            text = "" if letters(words) == letters(text) else text.replace(words, " … ")
    return text


def says(block: Block, statement: Statement) -> bool:
    """Return whether a block has a statement: its words in their order, with their numbers and punctuation."""
    return _finder(statement)(block)


def _finder(statement: Statement) -> Callable[[Block], bool]:
    """Return what finds a statement in a block."""
    sought = letters(statement.text)
    if statement.kind == "alt":
        return lambda block: block.is_figure and letters(block.text) == sought
    if statement.kind == "whole":
        return lambda block: not block.is_figure and letters(block.said) == sought
    if len(sought) >= SHORT:
        return lambda block: not block.is_figure and sought in letters(block.said)
    search = _pattern(statement.text).search
    return lambda block: not block.is_figure and bool(search(block.said))


@lru_cache(maxsize=1 << 12)
def _pattern(text: str) -> re.Pattern[str]:
    """Return what finds a short text whole: “1” is in neither “11” nor “1.5”, and “low” not in “allow”."""
    words = r"\s*".join(re.escape(word) for word in text.split())
    before = r"(?<![^\W_])(?<!\d[.,])" if text[:1].isalnum() else ""
    digit, letter = r"(?!\d|[.,]\d)", r"(?![^\W_])"
    after = digit if text[-1:].isdigit() else letter if text[-1:].isalnum() else ""
    return re.compile(f"{before}{words}{after}", re.IGNORECASE)


def _against_sources(
    made: Made, regions: _Regions, pairing: Pairing, failed: Sequence[Statement]
) -> Iterator[Difference]:
    """Yield what the HTML, and beside it the PDF, should say of the sources and does not."""
    web, pdf = made.web.blocks, made.printed
    missing: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in failed:
        region = regions.of(statement.item) or range(len(web))
        pairs = (pairing.printed[index] for index in region)
        places = sorted({*pairing.left, *(place for place in pairs if place is not None)})
        shown = [regions.beside(index, statement) for index in region]
        for ending, blocks in (("html", shown), ("pdf", [pdf[place] for place in places])):
            file = f"{made.name}.{ending}"
            if ending == "pdf" and _prints(blocks, statement):
                continue
            page, found = _nearest(statement, blocks)
            if found:
                name = f"{statement.item}, {statement.field}"
                yield Difference("differs", file, name, statement.text, found, page)
            else:
                missing[file, statement.item].append(statement)
    for (file, item), texts in missing.items():
        more = f" (and {len(texts) - 1} more of its texts)" if len(texts) > 1 else ""
        yield Difference("missing", file, f"{item}, {texts[0].field}{more}", texts[0].text)


def _prints(blocks: Sequence[Block], statement: Statement) -> bool:
    """Say whether a PDF's blocks hold a statement; a whole one with its note calls, and in parts."""
    if statement.kind != "whole":
        return any(says(block, statement) for block in blocks)
    sought, printed = letters(statement.text), "".join(letters(block.text) for block in blocks)
    return LCSseq.similarity(sought, printed) == len(sought)


def _nearest(statement: Statement, blocks: Iterable[Block]) -> tuple[int, str]:
    """Return the page and the words that stand where a statement should, or nothing."""
    best = (0.0, 0, "")
    for block in blocks:
        if other := _written(block.said, statement.forms):
            return block.page, other
        if (statement.kind == "alt") != block.is_figure or len(statement.text) < len("2016"):
            continue
        text = block.text if statement.kind == "alt" else block.said
        if len(text) <= len(statement.text):
            # Alignment would seek the block in the statement, and find any short one.
            score, words = fuzz.ratio(statement.text, text, score_cutoff=ALIKE), text
        elif found := fuzz.partial_ratio_alignment(statement.text, text, score_cutoff=ALIKE):
            span = whole_words(text, statement.text, (found.dest_start, found.dest_end))
            score, words = found.score, text[slice(*span)]
        else:
            continue
        if score > best[0]:
            best = (score, block.page, words)
    return best[1:]


def _dates(made: Made) -> Iterator[Difference]:
    """Yield the dates that are written another way than in the other documents, but for what the sources quote."""
    for block in made.web.blocks:
        if block.is_figure or any(name.startswith("ref-") for name in block.items):
            continue
        if not _written(block.said, made.dates):
            continue
        if other := _written(_without(block.said, made.statements), made.dates):
            yield Difference("differs", f"{made.name}.html", f"{block.name}, date", made.dates[other], other)
    for machine, printed in made.web.dates:
        if machine in made.dates and made.dates[machine] != printed:
            yield Difference("differs", f"{made.name}.html", f"the date {machine}", made.dates[machine], printed)


def _written(text: str, forms: Iterable[str]) -> str:
    """Return the first of these forms of dates that stands in a text, or nothing."""
    return next((form for form in forms if _pattern(form).search(text)), "")
