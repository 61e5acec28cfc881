"""What was published says what the sources say, and a document's PDF says what its HTML says.

Pure: expected statements and what was read back in, differences out.  ``compare`` runs these checks:

- a statement that the sources hold for the document stands in its HTML, under its item (``missing``, ``differs``);
- what a PDF prints is what its HTML says, block for block and in the same order (``missing``, ``differs``, ``extra``,
  ``out of place``);
- dates are written one way.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from briefwright.sources.similarity import whole_words
from briefwright.verify.comparison import ALIKE, SHORT, Difference, compare_blocks, pair
from briefwright.verify.html_blocks import letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefwright.verify.comparison import Pairing
    from briefwright.verify.expected import ExpectedText
    from briefwright.verify.html_blocks import Block, WebPage


def compare(
    name: str, statements: Sequence[ExpectedText], web: WebPage, printed: Sequence[Block], dates: Mapping[str, str]
) -> Iterator[Difference]:
    """Yield where a document's HTML differs from the sources, and its PDF from its HTML.

    ``dates`` are all ways of writing a date that are not the publication's, each with the one that is.
    """
    regions = _Regions(web.blocks, statements)
    pairing = pair(web.blocks, printed)
    failed = [
        statement for statement in statements if not any(says(block, statement) for block in regions.shown(statement))
    ]
    wrong = {index: statement for statement in failed for index in regions.of(statement.item)}

    def is_right(index: int, block: Block) -> bool:
        return index in wrong and _prints([block], wrong[index])

    yield from _against_sources(name, regions, pairing, printed, failed)
    yield from compare_blocks(name, web.blocks, printed, pairing, is_right)
    yield from _dates(f"{name}.html", web, statements, dates)


class _Regions:
    """Where in a page's blocks the statements of an item must stand."""

    def __init__(self, blocks: Sequence[Block], statements: Iterable[ExpectedText]) -> None:
        self._blocks = blocks
        self._under: dict[str, list[int]] = defaultdict(list)
        for index, block in enumerate(blocks):
            for name in {*block.items, *block.links}:
                self._under[name].append(index)
        self._texts: dict[str, list[ExpectedText]] = defaultdict(list)
        for statement in statements:
            self._texts[statement.item].append(statement)

    def of(self, item: str) -> list[int]:
        """Return the indices of an item's blocks."""
        if item not in self._under:
            self._under[item] = self._named(item)
        return self._under[item]

    def _named(self, item: str) -> list[int]:
        """Return the blocks of an item without an address: those of its longer texts, or of most of its short ones."""
        texts = self._texts[item]
        long = [text for text in texts if _is_long(text)]
        if found := [index for index, block in enumerate(self._blocks) if any(says(block, text) for text in long)]:
            return found
        counts = [sum(says(block, text) for text in texts) for block in self._blocks]
        most = max(counts, default=0)
        return [index for index, count in enumerate(counts) if count == most]

    def shown(self, statement: ExpectedText) -> Iterator[Block]:
        """Yield the blocks of a statement's item, without its longer texts, in which a short one could be by chance."""
        for index in self.of(statement.item):
            block = self._blocks[index]
            if not (_is_long(statement) or block.is_figure):
                said = _without(block.said, self._texts[statement.item])
                block = block if said == block.said else replace(block, said=said)
            yield block


def _is_long(statement: ExpectedText) -> bool:
    """Say whether a statement can be told by its letters alone."""
    return len(letters(statement.text)) >= SHORT


def _without(text: str, statements: Iterable[ExpectedText]) -> str:
    """Return a text without the longer ones of some statements."""
    for statement in statements:
        if _is_long(statement) and not statement.forms:
            words = " ".join(statement.text.split())
            text = "" if letters(words) == letters(text) else text.replace(words, " … ")
    return text


def says(block: Block, statement: ExpectedText) -> bool:
    """Return whether a block has a statement: its words in their order, with their numbers and punctuation."""
    if block.is_figure != (statement.kind == "alt"):
        return False
    sought = letters(statement.text)
    if statement.kind == "alt":
        return letters(block.text) == sought
    if statement.kind == "whole":
        return letters(block.said) == sought
    if len(sought) >= SHORT:
        return sought in letters(block.said)
    return bool(_pattern(statement.text).search(block.said))


@lru_cache(maxsize=1 << 12)
def _pattern(text: str) -> re.Pattern[str]:
    """Return what finds a short text whole: “1” is in neither “11” nor “1.5”, and “low” not in “allow”."""
    words = r"\s*".join(re.escape(word) for word in text.split())
    before = r"(?<![^\W_])(?<!\d[.,])" if text[:1].isalnum() else ""
    digit, letter = r"(?!\d|[.,]\d)", r"(?![^\W_])"
    after = digit if text[-1:].isdigit() else letter if text[-1:].isalnum() else ""
    return re.compile(f"{before}{words}{after}", re.IGNORECASE)


def _against_sources(
    name: str, regions: _Regions, pairing: Pairing, printed: Sequence[Block], failed: Iterable[ExpectedText]
) -> Iterator[Difference]:
    """Yield what the HTML, and beside it the PDF, should say of the sources and does not."""
    missing: dict[tuple[str, str], list[ExpectedText]] = defaultdict(list)
    for statement in failed:
        pairs = (pairing.printed[index] for index in regions.of(statement.item))
        places = sorted({*pairing.left, *(place for place in pairs if place is not None)})
        beside = [printed[place] for place in places]
        wrong = {f"{name}.html": list(regions.shown(statement))}
        if not _prints(beside, statement):
            wrong[f"{name}.pdf"] = beside
        for file, blocks in wrong.items():
            page, found = _nearest(statement, blocks)
            if found:
                yield Difference("differs", file, f"{statement.item}, {statement.field}", statement.text, found, page)
            else:
                missing[file, statement.item].append(statement)
    for (file, item), texts in missing.items():
        more = f" (and {len(texts) - 1} more of its texts)" if len(texts) > 1 else ""
        yield Difference("missing", file, f"{item}, {texts[0].field}{more}", texts[0].text)


def _prints(blocks: Sequence[Block], statement: ExpectedText) -> bool:
    """Say whether a PDF's blocks hold a statement; a whole one with its note calls, and in parts."""
    if statement.kind != "whole":
        return any(says(block, statement) for block in blocks)
    sought, printed = letters(statement.text), "".join(letters(block.text) for block in blocks)
    return LCSseq.similarity(sought, printed) == len(sought)


def _nearest(statement: ExpectedText, blocks: Iterable[Block]) -> tuple[int, str]:
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


def _dates(
    file: str, web: WebPage, statements: Sequence[ExpectedText], dates: Mapping[str, str]
) -> Iterator[Difference]:
    """Yield the dates that are written another way than in the other documents, but for what the sources quote."""
    for block in web.blocks:
        if block.is_figure or any(name.startswith("ref-") for name in block.items) or not _written(block.said, dates):
            continue
        if other := _written(_without(block.said, statements), dates):
            yield Difference("differs", file, f"{block.name}, date", dates[other], other)
    for machine, printed in web.dates:
        if machine in dates and dates[machine] != printed:
            yield Difference("differs", file, f"the date {machine}", dates[machine], printed)


def _written(text: str, forms: Iterable[str]) -> str:
    """Return the first of these forms of dates that stands in a text, or nothing."""
    return next((form for form in forms if _pattern(form).search(text)), "")
