"""Where a held passage stands after the essay changed; never at a lookalike.

Paragraphs that are still there tell where their passages are, wherever they went.  In the others a passage is where it
has kept the place from its paragraph's start or end, or what stood around it, if these point at one place only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby, product, takewhile
from typing import TYPE_CHECKING

from briefwright.model import Passage
from briefwright.sources.essay import fold
from briefwright.sources.lock import CONTEXT, PassageLock, around, digest, exact
from briefwright.sources.matching import QuoteMatch, find

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from briefwright.sources.essay import Essay, Folded
    from briefwright.sources.lock import LockedQuote

_SETTLED = 3
_MOST = 100
"""Copies of one paragraph that are looked at."""


@dataclass(frozen=True, slots=True)
class LockedPosition:
    """A held passage: its paragraph, how many came below that, how many characters came behind it in its paragraph."""

    paragraph: int
    below: int
    rest: int
    passage: LockedQuote


@dataclass(frozen=True, slots=True)
class EssayChanges:
    """The essay as it is, and what is known of the one before.

    ``head`` and ``tail`` are how many paragraphs at its beginning and its end are as they were.  ``kept`` maps the
    number of a paragraph of then to its number now, to several where copies of it leave a doubt; ``changed`` are the
    texts of all others of now.
    """

    texts: Mapping[int, str]
    folded: Mapping[int, Folded]
    held: PassageLock | None = None
    head: int = 0
    tail: int = 0
    kept: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    changed: Mapping[int, str] = field(default_factory=dict)
    records: Mapping[Passage, LockedPosition] = field(default_factory=dict)

    def words(self, match: QuoteMatch) -> str:
        """Return the essay's own words at a place."""
        return exact(self.texts[match.paragraph], match)

    def around(self, match: QuoteMatch) -> tuple[str, str]:
        """Return the characters before and after a place."""
        return around(self.texts[match.paragraph], match)


def compare_with_lock(essay: Essay, held: PassageLock | None) -> EssayChanges:
    """Compare an essay with what is held of it."""
    texts = {paragraph.number: paragraph.text for paragraph in essay.paragraphs}
    folded = {number: fold(text) for number, text in texts.items()}
    if held is None:
        return EssayChanges(texts, folded)
    then, now = [paragraph.sha256 for paragraph in held.paragraphs], [digest(text) for text in texts.values()]
    head, tail = _common(then, now), _common(then[::-1], now[::-1])
    kept = _kept(then, now, head, tail)
    records = {
        passage.written: LockedPosition(number, len(then) - number, paragraph.characters - passage.end, passage)
        for number, paragraph in enumerate(held.paragraphs, 1)
        for passage in paragraph.passages
    }
    changed = {number: texts[number] for number in sorted(set(texts) - {new for news in kept.values() for new in news})}
    return EssayChanges(texts, folded, held, head, tail, kept, changed, records)


def relocate(ground: EssayChanges, passage: Passage) -> tuple[QuoteMatch, ...]:
    """Return where a quotation stands; what is held of it decides, and the YAML alone where nothing is held."""
    record = ground.records.get(passage)
    if record is None:
        return find(ground.folded, passage)
    everywhere = find(ground.folded, Passage(quote=passage.quote))
    held = record.passage
    numbers = ground.kept.get(record.paragraph, ())
    kept = {QuoteMatch(number, held.start, held.end, held.omitted) for number in numbers}.intersection(everywhere)
    if record.paragraph <= ground.head or record.below < ground.tail:
        return tuple(sorted(kept))
    # In other paragraphs that are as they were, the words stood before: they are a lookalike.
    evidence = {match: _evidence(ground, record, match) for match in everywhere if match.paragraph in ground.changed}
    best = max(evidence.values(), default=0)
    if kept and best < _SETTLED:
        return tuple(sorted(kept))
    if best or held.places.words == 1:
        return tuple(sorted(kept | {match for match, how in evidence.items() if how == best}))
    return ()


def requote(ground: EssayChanges, passage: Passage, match: QuoteMatch, quote: str | None = None) -> Passage | None:
    """Return how the YAML names a place by itself, with the keys that it has; ``None`` where these cannot do it.

    ``quote`` are the words to quote, if other ones than now.
    """
    text = ground.texts[match.paragraph]
    before, after = text[: match.start].split(), text[match.end :].split()
    ways = {
        "quote": quote or passage.quote,
        "paragraph": passage.paragraph and match.paragraph,
        "prefix": passage.prefix and " ".join(before[-len(passage.prefix.split()) :]),
        "suffix": passage.suffix and " ".join(after[: len(passage.suffix.split())]),
    }
    kept = {**ways, "prefix": passage.prefix, "suffix": passage.suffix}
    written = (passage.model_copy(update=changed) for changed in (kept, ways))
    return next((one for one in written if find(ground.folded, one) == (match,)), None)


def _evidence(ground: EssayChanges, record: LockedPosition, match: QuoteMatch) -> int:
    """Return how much speaks for a place.

    One edit leaves everything on one side of a passage as it was, to the end of the essay: that settles it.  After
    several edits, what stood just before and after counts, if no other place had that, and no paragraph's edge cut it
    short: any words may come to stand at an edge.
    """
    held = record.passage
    prefix, suffix = ground.around(match)
    before, after = prefix == held.prefix, suffix == held.suffix
    rest, below = len(ground.texts[match.paragraph]) - match.end, len(ground.texts) - match.paragraph
    if before and match.start == held.start and match.paragraph == record.paragraph <= ground.head + 1:
        return _SETTLED
    if after and rest == record.rest and below == record.below <= ground.tail:
        return _SETTLED
    return (before and held.places.prefix == 1 and len(prefix) == CONTEXT) + (
        after and held.places.suffix == 1 and len(suffix) == CONTEXT
    )


def _kept(then: Sequence[str], now: Sequence[str], head: int, tail: int) -> dict[int, tuple[int, ...]]:
    """Return which paragraph of then may be which ones of now, by their digests.

    What the essay begins and ends with is where it was; of the rest, a paragraph moved if both have it equally often.
    """
    pairs = {(number, number) for number in range(1, head + 1)}
    pairs |= {(number, number + len(now) - len(then)) for number in range(len(then) - tail + 1, len(then) + 1)}
    before, after = _numbers(then, {old for old, _ in pairs}), _numbers(now, {new for _, new in pairs})
    for sha256, olds in before.items():
        news = after.get(sha256, [])
        if len(olds) == len(news):
            pairs |= set(zip(olds, news, strict=True))
        elif len(news) > 1:
            pairs |= set(product(olds[:_MOST], news[:_MOST]))
    return {old: tuple(new for _, new in group) for old, group in groupby(sorted(pairs), lambda pair: pair[0])}


def _numbers(digests: Sequence[str], apart_from: AbstractSet[int]) -> dict[str, list[int]]:
    """Return the numbers of the paragraphs that have each digest, in order."""
    numbers: dict[str, list[int]] = {}
    for number, sha256 in enumerate(digests, 1):
        if number not in apart_from:
            numbers.setdefault(sha256, []).append(number)
    return numbers


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many items two sequences begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
