"""Finding words in the essay: white space and quotation marks do not matter, words do."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import islice
from math import inf
from typing import TYPE_CHECKING

from briefwright import prose
from briefwright.sources.essay import Folded, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefwright.model import Passage

OMISSION = "[…]"
"""What marks, inside a quotation, that words of the essay are left out there."""
_OMISSION = re.compile(r"\s*\[\s*(?:…|\.\.\.)\s*\]\s*")
_MOST = 100
"""Pieces of a quotation, and ways in which they can follow each other in a paragraph; no sane quotation has more."""
Way = tuple[tuple[int, int], ...]
"""Start and end of each piece, in folded text."""


@dataclass(frozen=True, slots=True, order=True)
class QuoteMatch:
    """Where words stand: paragraph (from 1), first character and the one after the last (from 0).

    ``omitted`` bounds, in the same way, what the quotation leaves out between them.
    """

    paragraph: int
    start: int
    end: int
    omitted: tuple[tuple[int, int], ...] = ()

    @property
    def pieces(self) -> tuple[tuple[int, int], ...]:
        """The stretches that are quoted: one, and one more for each omission."""
        edges = [self.start, *(edge for gap in self.omitted for edge in gap), self.end]
        return tuple(zip(edges[::2], edges[1::2], strict=True))


def find(folded: Mapping[int, Folded], passage: Passage) -> tuple[QuoteMatch, ...]:
    """Return every place where a quotation stands, whole words only, its prefix and suffix around it.

    A quotation with omissions stands where its pieces follow each other in one paragraph.  One that was copied with its
    Markdown (``*one* [bridge](https://…)``) stands where its words do.
    """
    return _find(folded, passage) or _find(folded, _undressed(passage))


def _undressed(passage: Passage) -> Passage:
    """Return a quotation without emphasis and addresses of links."""
    try:
        paragraphs = prose.parse(passage.quote)
    except prose.ProseError:
        return passage
    return passage.model_copy(update={"quote": " ".join(map(prose.plain_text, paragraphs))})


def _find(folded: Mapping[int, Folded], passage: Passage) -> tuple[QuoteMatch, ...]:
    quote, prefix, suffix = (fold(part or "").text for part in (passage.quote, passage.prefix, passage.suffix))
    places = {number: paragraph for number, paragraph in folded.items() if passage.paragraph in {None, number}}
    for pieces in filter(None, ([quote], split(quote))):
        found = [
            match_of(number, paragraph, spans)
            for number, paragraph in places.items()
            for spans in _ways(paragraph.text, pieces, prefix, suffix)
        ]
        if found:
            return tuple(found)
    return ()


def split(quote: str) -> list[str]:
    """Return what a quotation quotes, between its omissions; where these are absurdly many, they are none."""
    pieces = [piece for piece in _OMISSION.split(quote) if piece]
    return pieces if len(pieces) <= _MOST else [quote]


def match_of(number: int, paragraph: Folded, spans: Way) -> QuoteMatch:
    """Return the place of some pieces of a folded paragraph."""
    edges = [edge for first, last in spans for edge in (paragraph.starts[first], paragraph.ends[last - 1])]
    return QuoteMatch(number, edges[0], edges[-1], tuple(zip(edges[1:-1:2], edges[2:-1:2], strict=True)))


def _ways(text: str, pieces: Sequence[str], prefix: str, suffix: str) -> Iterator[Way]:
    """Yield the ways in which pieces follow each other in a text, the first of ``_MOST`` where there are omissions."""
    places = [list(_occurrences(text, piece)) for piece in pieces]
    if not all(places):
        return
    lengths = [len(piece) for piece in pieces]
    places[0] = [start for start in places[0] if _ends_with(text, start, prefix)]
    places[-1] = [start for start in places[-1] if _goes_on_with(text, start + lengths[-1], suffix)]
    if len(pieces) == 1:
        yield from (((start, start + lengths[0]),) for start in places[0])
    else:
        yield from islice(_sequences(places, lengths), _MOST)


def _sequences(places: Sequence[Sequence[int]], lengths: Sequence[int]) -> Iterator[Way]:
    """Yield one place for each piece, each behind the one before, in order."""
    possible: list[Sequence[int]] = []
    latest = inf
    for starts, length in zip(reversed(places), reversed(lengths), strict=True):
        possible.append(starts[: bisect_right(starts, latest - length)])
        if not possible[-1]:
            return
        latest = possible[-1][-1]
    possible.reverse()
    # Each place that is left leads to the end, so the first few at each step are enough.
    open_ways: list[Way] = [()]
    while open_ways:
        way = open_ways.pop()
        if len(way) == len(places):
            yield way
            continue
        starts, length = possible[len(way)], lengths[len(way)]
        first = bisect_left(starts, way[-1][1]) if way else 0
        open_ways += [(*way, (start, start + length)) for start in reversed(starts[first : first + _MOST])]


def _ends_with(text: str, end: int, words: str) -> bool:
    """Whether the text before a place ends with words, a space between or none."""
    end -= text.endswith(" ", 0, end)
    return text.endswith(words, 0, end)


def _goes_on_with(text: str, start: int, words: str) -> bool:
    return text.startswith(words, start + text.startswith(" ", start))


def _occurrences(text: str, quote: str) -> Iterator[int]:
    """Yield where words begin that are the quotation, in time that grows with the text alone."""
    period = 0
    start = text.find(quote) if quote else -1
    while start >= 0:
        end = start + len(quote)
        if not (_inside_word(text, start) or _inside_word(text, end)):
            yield start
        if period and text.startswith(quote[-period:], end):
            start += period
            continue
        following = text.find(quote, start + 1)
        if not period and start < following < end:
            period = _period(quote)
        start = following


def _period(text: str) -> int:
    """Return the least distance at which a text can overlap itself (Knuth, Morris and Pratt 1977)."""
    borders = [0] * len(text)
    length = 0
    for index in range(1, len(text)):
        while length and text[index] != text[length]:
            length = borders[length - 1]
        length += text[index] == text[length]
        borders[index] = length
    return len(text) - length


def _inside_word(text: str, index: int) -> bool:
    return 0 < index < len(text) and in_word(text[index - 1]) and in_word(text[index])


def in_word(sign: str) -> bool:
    """Whether a sign belongs to a word: vowel signs of Arabic or Hindi do, though Python counts no letters there."""
    return sign.isalnum() or unicodedata.category(sign).startswith("M")
