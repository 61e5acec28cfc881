"""Compare a document's HTML with the expected texts of the sources, and its PDF with its HTML.

Pure. ``compare`` runs these checks:

- the HTML contains each expected text, in the element of its item (``missing``, ``differs``);
- the PDF has the same blocks as the HTML, in the same order (``missing``, ``differs``, ``extra``, ``out of order``);
- all dates have the same form (``differs``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from briefwright.sources.quotes.similarity import whole_words
from briefwright.verify.comparison import SHORT_TEXT, SIMILAR, Difference, compare_blocks, pair_blocks
from briefwright.verify.html_blocks import normalise
from briefwright.verify.titles import contains_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefwright.verify.comparison import Pairing
    from briefwright.verify.expected import ExpectedText
    from briefwright.verify.html_blocks import Block, WebPage

_SEPARATOR = "\0"


def compare(
    name: str, texts: Sequence[ExpectedText], web: WebPage, pdf: Sequence[Block], dates: Mapping[str, str]
) -> Iterator[Difference]:
    """Yield the differences between the sources and a document's HTML, and between its HTML and its PDF.

    ``texts`` are the expected texts. ``dates`` has the correct form of each date, by each of its wrong forms.
    """
    items = _ItemBlocks(web.blocks, texts)
    pairing = pair_blocks(web.blocks, pdf)
    failed = items.without_block()
    failed_by_block = {index: text for text in failed for index in items.indices(text.item)}

    def matches_sources(index: int, block: Block) -> bool:
        return index in failed_by_block and _pdf_contains([block], failed_by_block[index])

    yield from _compare_with_sources(name, items, pairing, pdf, failed)
    yield from compare_blocks(name, web.blocks, pdf, pairing, matches_sources)
    yield from _check_dates(f"{name}.html", web, texts, dates)


def without_block(texts: Sequence[ExpectedText], blocks: Sequence[Block]) -> list[ExpectedText]:
    """Return the expected texts that no block of their item contains."""
    return _ItemBlocks(blocks, texts).without_block()


class _JoinedTexts:
    """Texts joined by a character that no text contains; ``starts`` are their positions."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._text = _SEPARATOR.join(texts)
        self.starts = list(accumulate((len(text) + 1 for text in texts), initial=0))[: len(texts)]

    def find(self, words: str) -> Iterator[int]:
        """Yield the positions of words."""
        position = self._text.find(words)
        while position >= 0:
            yield position
            position = self._text.find(words, position + 1)

    def matches(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """Yield the positions of matches of a pattern."""
        yield from (match.start() for match in pattern.finditer(self._text))


class _ItemBlocks:
    """The blocks of a page that must contain the expected texts of each item."""

    def __init__(self, blocks: Sequence[Block], texts: Sequence[ExpectedText]) -> None:
        self._blocks = blocks
        self._all_texts = texts
        self._plain = _JoinedTexts([block.plain_text for block in blocks])
        self._normalised = _JoinedTexts([normalise(block.plain_text) for block in blocks])
        self._indices: dict[str, list[int]] = defaultdict(list)
        for index, block in enumerate(blocks):
            for name in {*block.items, *block.links}:
                self._indices[name].append(index)
        self._texts: dict[str, list[ExpectedText]] = defaultdict(list)
        for text in texts:
            self._texts[text.item].append(text)

    def indices(self, item: str) -> list[int]:
        """Return the indices of an item's blocks."""
        if item not in self._indices:
            self._indices[item] = self._find_by_text(item)
        return self._indices[item]

    def without_block(self) -> list[ExpectedText]:
        """Return the texts that no block of their item contains."""
        return [text for text in self._all_texts if not any(contains(block, text) for block in self.candidates(text))]

    def _find_by_text(self, item: str) -> list[int]:
        """Return the blocks of an item without an identifier: those with a long text, or with most short texts."""
        texts = self._texts[item]
        if with_long := {index for text in texts if _is_long(text) for index in self._containing(text)}:
            return sorted(with_long)
        counts = Counter(index for text in texts for index in self._containing(text))
        most = max(counts.values(), default=0)
        return [index for index in range(len(self._blocks)) if counts[index] == most]

    def _containing(self, text: ExpectedText) -> list[int]:
        """Return the indices of the blocks that contain a text, as `contains` does; one search instead of many."""
        if text.match != "words":
            return [index for index, block in enumerate(self._blocks) if contains(block, text)]
        expected = normalise(text.text)
        if len(expected) >= SHORT_TEXT:
            starts, found = self._normalised.starts, self._normalised.find(expected)
        else:
            starts, found = self._plain.starts, self._plain.matches(_pattern(text.text))
        indices = dict.fromkeys(bisect_right(starts, position) - 1 for position in found)
        return [index for index in indices if not self._blocks[index].is_figure]

    def candidates(self, text: ExpectedText) -> Iterator[Block]:
        """Yield the blocks of a text's item; for a short text, remove long texts that may contain it by chance."""
        for index in self.indices(text.item):
            block = self._blocks[index]
            if not (_is_long(text) or block.is_figure):
                rest = _remove_long_texts(block.plain_text, self._texts[text.item])
                block = block if rest == block.plain_text else replace(block, plain_text=rest)
            yield block


def _is_long(text: ExpectedText) -> bool:
    return len(normalise(text.text)) >= SHORT_TEXT


def _remove_long_texts(words: str, texts: Iterable[ExpectedText]) -> str:
    """Replace long expected texts by an ellipsis."""
    for text in texts:
        if _is_long(text) and not text.forms:
            long = " ".join(text.text.split())
            words = "" if normalise(long) == normalise(words) else words.replace(long, " … ")
    return words


def contains(block: Block, text: ExpectedText) -> bool:
    """Return whether a block contains an expected text, with its punctuation and numbers."""
    if block.is_figure != (text.match == "alt"):
        return False
    if text.match == "title":
        return contains_title(block.text, text.text)
    expected = normalise(text.text)
    if text.match == "alt":
        return normalise(block.text) == expected
    if text.match == "whole":
        return normalise(block.plain_text) == expected
    if len(expected) >= SHORT_TEXT:
        return expected in normalise(block.plain_text)
    return bool(_pattern(text.text).search(block.plain_text))


@lru_cache(maxsize=1 << 12)
def _pattern(text: str) -> re.Pattern[str]:
    """Return a pattern that finds a short text as whole words and numbers: not “1” in “1.5”, not “low” in “allow”."""
    words = r"\s*".join(re.escape(word) for word in text.split())
    before = r"(?<![^\W_])(?<!\d[.,])" if text[:1].isalnum() else ""
    digit, letter = r"(?!\d|[.,]\d)", r"(?![^\W_])"
    after = digit if text[-1:].isdigit() else letter if text[-1:].isalnum() else ""
    return re.compile(f"{before}{words}{after}", re.IGNORECASE)


def _compare_with_sources(
    name: str, items: _ItemBlocks, pairing: Pairing, pdf: Sequence[Block], failed: Iterable[ExpectedText]
) -> Iterator[Difference]:
    """Yield the expected texts that are missing from the HTML, and again for the PDF if they are missing there."""
    missing: dict[tuple[str, str], list[ExpectedText]] = defaultdict(list)
    for text in failed:
        matches = (pairing.matches[index] for index in items.indices(text.item))
        indices = sorted({*pairing.unmatched, *(index for index in matches if index is not None)})
        candidates = [pdf[index] for index in indices]
        wrong = {f"{name}.html": list(items.candidates(text))}
        if not _pdf_contains(candidates, text):
            wrong[f"{name}.pdf"] = candidates
        for file, blocks in wrong.items():
            page, found = _find_similar_text(text, blocks)
            if found:
                yield Difference("differs", file, f"{text.item}, {text.field}", text.text, found, page)
            else:
                missing[file, text.item].append(text)
    for (file, item), texts in missing.items():
        more = f" (and {len(texts) - 1} more of its texts)" if len(texts) > 1 else ""
        yield Difference("missing", file, f"{item}, {texts[0].field}{more}", texts[0].text)


def _pdf_contains(blocks: Sequence[Block], text: ExpectedText) -> bool:
    """Return whether blocks of a PDF contain an expected text; a ``whole`` text may be split, with note references."""
    if text.match != "whole":
        return any(contains(block, text) for block in blocks)
    expected, pdf_text = normalise(text.text), "".join(normalise(block.text) for block in blocks)
    return LCSseq.similarity(expected, pdf_text) == len(expected)


def _find_similar_text(text: ExpectedText, blocks: Iterable[Block]) -> tuple[int, str]:
    """Return the page and the words of the most similar text in blocks, or an empty string."""
    best = (0.0, 0, "")
    for block in blocks:
        if date := _find_date(block.plain_text, text.forms):
            return block.page, date
        if (text.match == "alt") != block.is_figure or len(text.text) < len("2016"):
            continue
        words = block.text if text.match == "alt" else block.plain_text
        if len(words) <= len(text.text):
            # An alignment would search the expected text for the block, and match any short block.
            score = fuzz.ratio(text.text, words, score_cutoff=SIMILAR)
        elif alignment := fuzz.partial_ratio_alignment(text.text, words, score_cutoff=SIMILAR):
            span = whole_words(words, text.text, (alignment.dest_start, alignment.dest_end))
            score, words = alignment.score, words[slice(*span)]
        else:
            continue
        if score > best[0]:
            best = (score, block.page, words)
    return best[1:]


def _check_dates(
    file: str, web: WebPage, texts: Sequence[ExpectedText], dates: Mapping[str, str]
) -> Iterator[Difference]:
    """Yield dates in a wrong form, except in references and in texts of the sources.

    A document also shows parts of those texts: a table of the essay's sentences has their dates as they are.
    """
    with_dates = [text.text for text in texts if not text.forms and _find_date(text.text, dates)]
    for block in web.blocks:
        if block.is_figure or any(name.startswith("ref-") for name in block.items):
            continue
        # Removing texts is slow, and few blocks have such a date.
        if _find_date(block.plain_text, dates):
            rest = _remove_long_texts(block.plain_text, texts)
            for form in dates:
                if any(not _is_quoted(rest, match, with_dates) for match in _pattern(form).finditer(rest)):
                    yield Difference("differs", file, f"{block.name}, date", dates[form], form)
                    break
    for iso, date_text in web.dates:
        if iso in dates and dates[iso] != date_text:
            yield Difference("differs", file, f"the date {iso}", dates[iso], date_text)


def _is_quoted(words: str, date: re.Match[str], sources: Iterable[str]) -> bool:
    """Return whether a date in some words is from a source: with the word before or after it, or as a sentence.

    A date after the number of a paragraph is a passage.
    """
    shown = r"\s+".join(map(re.escape, date[0].split()))
    if re.search(r"¶[\d.]+\W*\Z", words[: date.start()]):
        return any(re.search(shown, source, re.IGNORECASE) for source in sources)
    patterns = [rf"(?:\A|[.!?…]\W*\s)\W*{shown}\W*(?:\Z|[.!?…])"]
    if before := re.search(r"(\w+)\W*\Z", words[: date.start()]):
        patterns.append(rf"\b{before[1]}\W+{shown}")
    if after := re.match(r"\W*(\w+)", words[date.end() :]):
        patterns.append(rf"{shown}\W+{after[1]}\b")
    return any(re.search(pattern, source, re.IGNORECASE) for pattern in patterns for source in sources)


def _find_date(text: str, forms: Iterable[str]) -> str:
    """Return the first form of a date that a text contains, or an empty string."""
    return next((form for form in forms if _pattern(form).search(text)), "")
