"""How much of the essay is used, by what, and which of its sentences are not: words and sentences by UAX #29."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from icu4py.breakers import SentenceBreaker, WordBreaker

from briefwright.content import usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.prose import Span
    from briefwright.sources.essay import Paragraph


class Usage(StrEnum):
    """What becomes of words of the essay; where passages overlap, the first of these counts."""

    STATED = "stated"
    """A finding or a recommendation rests on them."""
    NOTED = "noted"
    """An annotation is made at them."""
    ELSEWHERE = "elsewhere"
    """Something else rests on them: the summary, a section of the analysis, an event, …"""
    LEFT_OUT = "left-out"
    """The editors leave them out on purpose, and say why."""
    UNUSED = "unused"
    """None of these."""


@dataclass(frozen=True, slots=True)
class TextSize:
    """A number of words and of characters."""

    words: int
    characters: int

    def __add__(self, other: TextSize) -> TextSize:
        return TextSize(self.words + other.words, self.characters + other.characters)


@dataclass(frozen=True, slots=True)
class UsageSpan:
    """Characters of a paragraph, from ``start`` to before ``end``, of which the same becomes."""

    start: int
    end: int
    reach: Usage


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, with the white space behind it, and what becomes of it: one word that is used makes it used."""

    start: int
    end: int
    text: str
    words: int
    reach: Usage


@dataclass(frozen=True, slots=True)
class Coverage:
    """What becomes of a paragraph.

    ``covered`` counts each reach for itself, so that words may count twice; ``shares`` counts each word and each
    character once, under the first reach that it has.  ``stretches`` and ``sentences``, joined, are the paragraph.
    """

    paragraph: Paragraph
    size: TextSize
    covered: Mapping[Usage, TextSize]
    shares: Mapping[Usage, TextSize]
    stretches: tuple[UsageSpan, ...]
    sentences: tuple[Sentence, ...]

    def sentences_of(self, reach: Usage) -> tuple[Sentence, ...]:
        """Return the sentences of which one thing becomes; what has no word is none."""
        return tuple(sentence for sentence in self.sentences if sentence.words and sentence.reach == reach)


def coverage(resolved: ResolvedBrief) -> tuple[Coverage, ...]:
    """Return what becomes of each paragraph of the essay."""
    spans: dict[int, dict[Usage, list[Span]]] = {
        paragraph.number: {reach: [] for reach in Usage} for paragraph in resolved.sources.essay.paragraphs
    }
    uses = usage.uses(resolved)
    for anchor in usage.anchors(resolved):
        for reach in {_reach(use) for use in uses[anchor.id]}:
            spans[anchor.match.paragraph][reach] += anchor.match.pieces
    for omission in resolved.left_out:
        spans[omission.match.paragraph][Usage.LEFT_OUT] += omission.match.pieces
    language = resolved.sources.publisher.language
    return tuple(
        measure(paragraph, spans[paragraph.number], language) for paragraph in resolved.sources.essay.paragraphs
    )


def _reach(use: usage.Use) -> Usage:
    if use.part in usage.STATEMENTS:
        return Usage.STATED
    return Usage.NOTED if use.part == "annotations" else Usage.ELSEWHERE


def measure(paragraph: Paragraph, spans: Mapping[Usage, Iterable[Span]], language: str) -> Coverage:
    """Measure a paragraph of which each reach has some spans, which may overlap.

    ``language`` is a BCP 47 tag.  Words and sentences are those of Unicode Standard Annex #29, sections 4 and 5, as
    CLDR tailors them; a word holds a letter or a digit.
    """
    text = paragraph.text
    used: dict[Usage, set[int]] = {
        reach: {index for span in spans.get(reach, ()) for index in range(*span)}
        for reach in Usage
        if reach != Usage.UNUSED
    }
    first = [Usage.UNUSED] * len(text)
    for reach, own in reversed(used.items()):
        for index in own:
            first[index] = reach
    words = [span for span in WordBreaker(text, language).segments() if any(map(str.isalnum, text[slice(*span)]))]
    reached = [_first(first[slice(*span)]) for span in words]
    return Coverage(
        paragraph,
        TextSize(len(words), len(text)),
        {
            reach: TextSize(sum(not own.isdisjoint(range(*span)) for span in words), len(own))
            for reach, own in used.items()
        },
        {reach: TextSize(reached.count(reach), first.count(reach)) for reach in Usage},
        tuple(_stretches(first)),
        tuple(_sentences(text, words, reached, language)),
    )


def _first(reaches: Sequence[Usage]) -> Usage:
    return next((reach for reach in Usage if reach in reaches), Usage.UNUSED)


def _stretches(reaches: Sequence[Usage]) -> Iterator[UsageSpan]:
    start = 0
    for reach, signs in groupby(reaches):
        end = start + len(list(signs))
        yield UsageSpan(start, end, reach)
        start = end


def _sentences(text: str, words: Sequence[Span], reached: Sequence[Usage], language: str) -> Iterator[Sentence]:
    starts = [start for start, _ in words]
    for start, end in SentenceBreaker(text, language).segments():
        own = reached[bisect_left(starts, start) : bisect_left(starts, end)]
        yield Sentence(start, end, text[start:end], len(own), _first(own))


def total(paragraphs: Iterable[Coverage]) -> tuple[TextSize, dict[Usage, TextSize]]:
    """Return the size of the whole essay, and how it is shared out."""
    whole, shares = TextSize(0, 0), {reach: TextSize(0, 0) for reach in Usage}
    for paragraph in paragraphs:
        whole += paragraph.size
        for reach, size in paragraph.shares.items():
            shares[reach] += size
    return whole, shares


def percent_accounted_for(paragraphs: Iterable[Coverage]) -> float:
    """Return the per cent of the sentences that are used or left out on purpose; those without a word do not count."""
    found = [sentence for paragraph in paragraphs for reach in Usage for sentence in paragraph.sentences_of(reach)]
    unused = sum(sentence.reach == Usage.UNUSED for sentence in found)
    return 100 * (1 - unused / len(found)) if found else 100.0


def percentages(counts: Sequence[int]) -> list[int]:
    """Return shares in whole per cent that add up to 100: what rounding leaves over goes to the largest remainders."""
    whole = sum(counts)
    if not whole:
        return [0] * len(counts)
    rounded = [100 * count // whole for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda index: (-(100 * counts[index] % whole), index))
    for index in by_remainder[: 100 - sum(rounded)]:
        rounded[index] += 1
    return rounded
