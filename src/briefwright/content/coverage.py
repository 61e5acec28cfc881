"""Coverage of the essay: how much of it is used, how it is used, and which sentences are unused."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from icu4py.breakers import WordBreaker

from briefwright.content.essay_work import essay_language
from briefwright.content.uses import MAIN_STATEMENTS, passage_anchors, uses_by_passage
from briefwright.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.content.uses import Use
    from briefwright.prose import Span
    from briefwright.sources.essay.paragraphs import Paragraph


class Usage(StrEnum):
    """How words of the essay are used. Where passages overlap, the first of these usages counts."""

    STATED = "stated"
    """A finding or a recommendation rests on them."""
    NOTED = "noted"
    """An annotation quotes them."""
    ELSEWHERE = "elsewhere"
    """Another statement rests on them: the summary, a section of the analysis, an event, …"""
    LEFT_OUT = "left-out"
    """The editors leave them out on purpose, with a reason."""
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
    """Characters of a paragraph with the same usage, from ``start`` to before ``end``."""

    start: int
    end: int
    usage: Usage


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the white space after it, and its usage. A sentence is used if one of its words is."""

    start: int
    end: int
    text: str
    words: int
    usage: Usage


@dataclass(frozen=True, slots=True)
class Coverage:
    """The usage of a paragraph.

    ``covered`` counts each usage separately, so a word may count twice. ``shares`` counts each word and character
    once, under its first usage. Both ``spans`` and ``sentences`` cover the whole paragraph.
    """

    paragraph: Paragraph
    size: TextSize
    covered: Mapping[Usage, TextSize]
    shares: Mapping[Usage, TextSize]
    spans: tuple[UsageSpan, ...]
    sentences: tuple[Sentence, ...]

    def sentences_of(self, usage: Usage) -> tuple[Sentence, ...]:
        """Return the sentences with a usage that contain words."""
        return tuple(sentence for sentence in self.sentences if sentence.words and sentence.usage == usage)


def coverage(resolved: ResolvedBrief) -> tuple[Coverage, ...]:
    """Return the coverage of each paragraph of the essay."""
    spans: dict[int, dict[Usage, list[Span]]] = {
        paragraph.number: {usage: [] for usage in Usage} for paragraph in resolved.sources.essay.paragraphs
    }
    uses = uses_by_passage(resolved)
    for anchor in passage_anchors(resolved):
        for usage in {_usage_of(use) for use in uses[anchor.id]}:
            spans[anchor.match.paragraph][usage] += anchor.match.pieces
    for quote in resolved.left_out:
        spans[quote.match.paragraph][Usage.LEFT_OUT] += quote.match.pieces
    language = essay_language(resolved.sources.brief, resolved.sources.publisher)
    return tuple(
        measure_paragraph(paragraph, spans[paragraph.number], language)
        for paragraph in resolved.sources.essay.paragraphs
    )


def _usage_of(use: Use) -> Usage:
    if use.part in MAIN_STATEMENTS:
        return Usage.STATED
    return Usage.NOTED if use.part == "annotations" else Usage.ELSEWHERE


def measure_paragraph(paragraph: Paragraph, spans: Mapping[Usage, Iterable[Span]], language: str) -> Coverage:
    """Return the coverage of a paragraph by spans, which may overlap.

    ``language`` is a BCP 47 tag. Words and sentences follow Unicode Standard Annex #29, sections 4 and 5, as tailored
    by CLDR. A word contains a letter or a digit.
    """
    text = paragraph.text
    covered: dict[Usage, set[int]] = {
        usage: {index for span in spans.get(usage, ()) for index in range(*span)}
        for usage in Usage
        if usage != Usage.UNUSED
    }
    by_character = [Usage.UNUSED] * len(text)
    for usage, indexes in reversed(covered.items()):
        for index in indexes:
            by_character[index] = usage
    words = [span for span in WordBreaker(text, language).segments() if any(map(str.isalnum, text[slice(*span)]))]
    by_word = [_first_usage(by_character[slice(*span)]) for span in words]
    return Coverage(
        paragraph,
        TextSize(len(words), len(text)),
        {
            usage: TextSize(sum(not indexes.isdisjoint(range(*span)) for span in words), len(indexes))
            for usage, indexes in covered.items()
        },
        {usage: TextSize(by_word.count(usage), by_character.count(usage)) for usage in Usage},
        tuple(_spans(by_character)),
        tuple(_sentences(text, words, by_word, language)),
    )


def _first_usage(usages: Sequence[Usage]) -> Usage:
    return next((usage for usage in Usage if usage in usages), Usage.UNUSED)


def _spans(by_character: Sequence[Usage]) -> Iterator[UsageSpan]:
    start = 0
    for usage, characters in groupby(by_character):
        end = start + len(list(characters))
        yield UsageSpan(start, end, usage)
        start = end


def _sentences(text: str, words: Sequence[Span], by_word: Sequence[Usage], language: str) -> Iterator[Sentence]:
    starts = [start for start, _ in words]
    for start, end in sentences(text, language):
        usages = by_word[bisect_left(starts, start) : bisect_left(starts, end)]
        yield Sentence(start, end, text[start:end], len(usages), _first_usage(usages))


def total(paragraphs: Iterable[Coverage]) -> tuple[TextSize, dict[Usage, TextSize]]:
    """Return the size of the essay and the share of each usage."""
    size, shares = TextSize(0, 0), {usage: TextSize(0, 0) for usage in Usage}
    for paragraph in paragraphs:
        size += paragraph.size
        for usage, share in paragraph.shares.items():
            shares[usage] += share
    return size, shares


def percent_accounted_for(paragraphs: Iterable[Coverage]) -> float:
    """Return the percentage of sentences that are used or left out on purpose. Sentences without words do not count."""
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph.sentences if sentence.words]
    unused = sum(sentence.usage == Usage.UNUSED for sentence in sentences)
    return 100 * (1 - unused / len(sentences)) if sentences else 100.0


def percentages(counts: Sequence[int]) -> list[int]:
    """Return whole percentages that add up to 100. The largest remainders are rounded up."""
    whole = sum(counts)
    if not whole:
        return [0] * len(counts)
    rounded = [100 * count // whole for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda index: (-(100 * counts[index] % whole), index))
    for index in by_remainder[: 100 - sum(rounded)]:
        rounded[index] += 1
    return rounded
