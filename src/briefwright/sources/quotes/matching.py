"""Find quotes in the essay by their visible text, as `folding` defines it.

Style guides ask for two marks of the editor in a quote: ``[…]`` for omitted words, and brackets around a first letter
whose case is changed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import islice
from math import inf
from typing import TYPE_CHECKING

from briefwright import prose
from briefwright.sources.quotes.folding import Folded, fold, is_inside_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefwright.model import Passage

OMISSION = "[…]"
"""Marks words of the essay that a quote leaves out."""
DOTS = r"(?:…+|\.(?:\s?\.){2,5})"
"""Three dots, or more with a full stop or in Chinese, with or without spaces between, for a regular expression."""
_OMISSION = re.compile(rf"\s*\[\s*{DOTS}\s*\]\s*")
_BRACKETED_LETTER = re.compile(r"(?<!\w)\[([^\W\d_])\](?!$)")
_LIMIT = 100
"""The maximum number of pieces of a quote, and of their alignments with a paragraph."""
Alignment = tuple[tuple[int, int], ...]
"""Start and end of each piece of a quote, in folded text."""


@dataclass(frozen=True, slots=True, order=True)
class QuoteMatch:
    """The place of a quote: its paragraph (from 1), and its start and exclusive end (characters from 0).

    ``omitted`` has the start and exclusive end of each omission.
    """

    paragraph: int
    start: int
    end: int
    omitted: tuple[tuple[int, int], ...] = ()

    @property
    def pieces(self) -> tuple[tuple[int, int], ...]:
        """The spans of the quoted words: one, and one more for each omission."""
        edges = [self.start, *(edge for gap in self.omitted for edge in gap), self.end]
        return tuple(zip(edges[::2], edges[1::2], strict=True))


def find_quote(folded: Mapping[int, Folded], passage: Passage) -> tuple[QuoteMatch, ...]:
    """Return every match of a quote with its prefix and suffix, whole words only.

    The pieces of a quote with omissions match if they follow each other in one paragraph. “[T]he” matches “the”. A
    quote that was copied with its Markdown (``*one* [bridge](https://…)``) matches by its plain words.
    """
    number = passage.paragraph
    paragraphs = folded if number is None else {number: folded[number]} if number in folded else {}
    prefix, suffix = fold(passage.prefix or "").text, fold(passage.suffix or "").text
    for quote in _spellings(passage.quote):
        for pieces in filter(None, ([quote], split_at_omissions(quote))):
            if matches := _find(paragraphs, pieces, prefix, suffix):
                return matches
    return ()


def _spellings(quote: str) -> Iterator[str]:
    """Yield a folded quote, and then without the editor's brackets and without Markdown."""
    plain = fold(quote)
    spellings = [plain, *filter(None, [plain.hyphenated])]
    yield from (spelling.text for spelling in spellings)
    unbracketed = _BRACKETED_LETTER.sub(lambda letter: letter[1].swapcase(), plain.text)
    if unbracketed != plain.text:
        yield unbracketed
    try:
        without_markdown = " ".join(map(prose.plain_text, prose.parse(quote)))
    except prose.ProseError:
        return
    if (folded := fold(without_markdown).text) != plain.text:
        yield folded


def _find(folded: Mapping[int, Folded], pieces: Sequence[str], prefix: str, suffix: str) -> tuple[QuoteMatch, ...]:
    """Return the matches of folded pieces; if there are none, also those in which a soft hyphen counts as a hyphen."""
    matches = tuple(_matches(folded, pieces, prefix, suffix))
    if matches or not any("-" in piece for piece in pieces):
        return matches
    hyphenated = {number: text.hyphenated for number, text in folded.items() if text.hyphenated}
    return tuple(_matches(hyphenated, pieces, prefix, suffix))


def _matches(folded: Mapping[int, Folded], pieces: Sequence[str], prefix: str, suffix: str) -> Iterator[QuoteMatch]:
    for number, paragraph in folded.items():
        if pieces[0] in paragraph.text:
            for spans in _alignments(paragraph.text, pieces, prefix, suffix):
                yield match_of(number, paragraph, spans)


def split_at_omissions(quote: str) -> list[str]:
    """Return the pieces of a quote between its omissions; the whole quote if there are more than 100 pieces."""
    pieces = [piece for piece in _OMISSION.split(quote) if piece]
    return pieces if len(pieces) <= _LIMIT else [quote]


def omissions_in_brackets(quote: str) -> str:
    """Return a quote with its omissions in one form: ``[…]``."""
    return _OMISSION.sub(f" {OMISSION} ", quote).strip()


def match_of(number: int, paragraph: Folded, spans: Alignment) -> QuoteMatch:
    """Return the match for spans of a folded paragraph."""
    edges = [edge for first, last in spans for edge in (paragraph.starts[first], paragraph.ends[last - 1])]
    return QuoteMatch(number, edges[0], edges[-1], tuple(zip(edges[1:-1:2], edges[2:-1:2], strict=True)))


def _alignments(text: str, pieces: Sequence[str], prefix: str, suffix: str) -> Iterator[Alignment]:
    """Yield the alignments of pieces with a text, at most ``_LIMIT`` if there are omissions."""
    places = [list(occurrences(text, piece)) for piece in pieces]
    if not all(places):
        return
    lengths = [len(piece) for piece in pieces]
    places[0] = [start for start in places[0] if _ends_with(text, start, prefix)]
    places[-1] = [start for start in places[-1] if _continues_with(text, start + lengths[-1], suffix)]
    if len(pieces) == 1:
        yield from (((start, start + lengths[0]),) for start in places[0])
    else:
        yield from islice(_sequences(places, lengths), _LIMIT)


def _sequences(places: Sequence[Sequence[int]], lengths: Sequence[int]) -> Iterator[Alignment]:
    """Yield, in order, all choices of one place for each piece in which the places follow each other."""
    possible: list[Sequence[int]] = []
    latest = inf
    for starts, length in zip(reversed(places), reversed(lengths), strict=True):
        possible.append(starts[: bisect_right(starts, latest - length)])
        if not possible[-1]:
            return
        latest = possible[-1][-1]
    possible.reverse()
    # Every remaining place can be completed, so the first places of each piece are enough.
    incomplete: list[Alignment] = [()]
    while incomplete:
        alignment = incomplete.pop()
        if len(alignment) == len(places):
            yield alignment
            continue
        starts, length = possible[len(alignment)], lengths[len(alignment)]
        first = bisect_left(starts, alignment[-1][1]) if alignment else 0
        incomplete += [(*alignment, (start, start + length)) for start in reversed(starts[first : first + _LIMIT])]


def _ends_with(text: str, end: int, words: str) -> bool:
    """Return whether the text before a place ends with words, with or without a space between."""
    end -= text.endswith(" ", 0, end)
    return text.endswith(words, 0, end)


def _continues_with(text: str, start: int, words: str) -> bool:
    return text.startswith(words, start + text.startswith(" ", start))


def occurrences(text: str, quote: str) -> Iterator[int]:
    """Yield the starts of a quote in a text, whole words only, in time linear in the length of the text."""
    period = 0
    start = text.find(quote) if quote else -1
    while start >= 0:
        end = start + len(quote)
        if not (is_inside_word(text, start) or is_inside_word(text, end)):
            yield start
        if period and text.startswith(quote[-period:], end):
            start += period
            continue
        following = text.find(quote, start + 1)
        if not period and start < following < end:
            period = _period(quote)
        start = following


def _period(text: str) -> int:
    """Return the shortest distance at which a text overlaps itself (Knuth, Morris and Pratt 1977)."""
    borders = [0] * len(text)
    length = 0
    for index in range(1, len(text)):
        while length and text[index] != text[length]:
            length = borders[length - 1]
        length += text[index] == text[length]
        borders[index] = length
    return len(text) - length
