"""Relocate locked quotes after the essay changed, and never match other passages with the same words.

A quote in an unchanged paragraph moves with the paragraph. In changed paragraphs, a match counts if it is the only one
with the same distance to the start or end of the essay, or with the same context.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby, product, takewhile
from typing import TYPE_CHECKING

from briefwright.model import Passage
from briefwright.sources.quotes.folding import fold
from briefwright.sources.quotes.lock import CONTEXT, PassageLock, digest, matched_text, text_around
from briefwright.sources.quotes.matching import QuoteMatch, find_quote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from briefwright.sources.essay.paragraphs import Essay
    from briefwright.sources.quotes.folding import Folded
    from briefwright.sources.quotes.lock import LockedQuote

_CERTAIN = 3
_MAX_COPIES = 100
"""Copies of one paragraph that are compared."""


@dataclass(frozen=True, slots=True)
class LockedPosition:
    """A locked quote, its paragraph, and how many paragraphs and characters came after it."""

    paragraph: int
    paragraphs_after: int
    characters_after: int
    quote: LockedQuote


@dataclass(frozen=True, slots=True)
class EssayChanges:
    """The current essay, compared with the lock file.

    ``head`` and ``tail`` count the unchanged paragraphs at the beginning and end. ``unchanged`` maps the old number of
    an unchanged paragraph to its new number, or to several if copies make it ambiguous. ``changed`` has the texts of
    all other current paragraphs.
    """

    texts: Mapping[int, str]
    folded: Mapping[int, Folded]
    lock: PassageLock | None = None
    head: int = 0
    tail: int = 0
    unchanged: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    changed: Mapping[int, str] = field(default_factory=dict)
    locked: Mapping[Passage, LockedPosition] = field(default_factory=dict)

    def matched_text(self, match: QuoteMatch) -> str:
        """Return the words of the essay at a match."""
        return matched_text(self.texts[match.paragraph], match)

    def text_around(self, match: QuoteMatch) -> tuple[str, str]:
        """Return the characters before and after a match."""
        return text_around(self.texts[match.paragraph], match)


def compare_with_lock(essay: Essay, lock: PassageLock | None) -> EssayChanges:
    """Compare an essay with the lock file."""
    texts = {paragraph.number: paragraph.text for paragraph in essay.paragraphs}
    folded = {number: fold(text) for number, text in texts.items()}
    if lock is None:
        return EssayChanges(texts, folded)
    old, new = [paragraph.sha256 for paragraph in lock.paragraphs], [digest(text) for text in texts.values()]
    head, tail = _common(old, new), _common(old[::-1], new[::-1])
    unchanged = _unchanged(old, new, head, tail)
    locked = {
        quote.written: LockedPosition(number, len(old) - number, paragraph.characters - quote.end, quote)
        for number, paragraph in enumerate(lock.paragraphs, 1)
        for quote in paragraph.passages
    }
    unchanged_numbers = {number for numbers in unchanged.values() for number in numbers}
    changed = {number: texts[number] for number in sorted(set(texts) - unchanged_numbers)}
    return EssayChanges(texts, folded, lock, head, tail, unchanged, changed, locked)


def relocate(changes: EssayChanges, passage: Passage) -> tuple[QuoteMatch, ...]:
    """Return the matches of a quote: according to the lock file, or all matches if it is not locked."""
    locked = changes.locked.get(passage)
    if locked is None:
        return find_quote(changes.folded, passage)
    matches = find_quote(changes.folded, Passage(quote=passage.quote))
    quote = locked.quote
    numbers = changes.unchanged.get(locked.paragraph, ())
    same = {QuoteMatch(number, quote.start, quote.end, quote.omitted) for number in numbers}.intersection(matches)
    if locked.paragraph <= changes.head or locked.paragraphs_after < changes.tail:
        return tuple(sorted(same))
    # Matches in other unchanged paragraphs existed before, so they are other passages with the same words.
    evidence = {match: _evidence(changes, locked, match) for match in matches if match.paragraph in changes.changed}
    best = max(evidence.values(), default=0)
    if same and best < _CERTAIN:
        return tuple(sorted(same))
    if best or quote.places.words == 1:
        return tuple(sorted(same | {match for match, score in evidence.items() if score == best}))
    return ()


def requote(changes: EssayChanges, passage: Passage, match: QuoteMatch, quote: str | None = None) -> Passage | None:
    """Return the passage with updated values, so that ``match`` is its only match; ``None`` if that is impossible.

    ``quote`` replaces the quoted words.
    """
    text = changes.texts[match.paragraph]
    before, after = text[: match.start].split(), text[match.end :].split()
    updated = {
        "quote": quote or passage.quote,
        "paragraph": passage.paragraph and match.paragraph,
        "prefix": passage.prefix and " ".join(before[-len(passage.prefix.split()) :]),
        "suffix": passage.suffix and " ".join(after[: len(passage.suffix.split())]),
    }
    same_context = {**updated, "prefix": passage.prefix, "suffix": passage.suffix}
    candidates = (passage.model_copy(update=values) for values in (same_context, updated))
    return next((candidate for candidate in candidates if find_quote(changes.folded, candidate) == (match,)), None)


def _evidence(changes: EssayChanges, locked: LockedPosition, match: QuoteMatch) -> int:
    """Return the evidence that a match is the locked passage: 0 to 3.

    One edit leaves everything on one side of a passage unchanged, up to the start or end of the essay. That is certain.
    After several edits, an unchanged prefix and suffix count 1 each, if they were unique and have full length: at the
    edge of a paragraph, contexts are short, and other words may move there.
    """
    quote = locked.quote
    prefix, suffix = changes.text_around(match)
    same_prefix, same_suffix = prefix == quote.prefix, suffix == quote.suffix
    characters_after = len(changes.texts[match.paragraph]) - match.end
    paragraphs_after = len(changes.texts) - match.paragraph
    if same_prefix and match.start == quote.start and match.paragraph == locked.paragraph <= changes.head + 1:
        return _CERTAIN
    same_distance = characters_after == locked.characters_after
    if same_suffix and same_distance and paragraphs_after == locked.paragraphs_after <= changes.tail:
        return _CERTAIN
    return (same_prefix and quote.places.prefix == 1 and len(prefix) == CONTEXT) + (
        same_suffix and quote.places.suffix == 1 and len(suffix) == CONTEXT
    )


def _unchanged(old: Sequence[str], new: Sequence[str], head: int, tail: int) -> dict[int, tuple[int, ...]]:
    """Map old numbers of paragraphs to new ones by their digests.

    Paragraphs of head and tail keep their order. Other paragraphs match if both essays have them equally often.
    """
    pairs = {(number, number) for number in range(1, head + 1)}
    pairs |= {(number, number + len(new) - len(old)) for number in range(len(old) - tail + 1, len(old) + 1)}
    before = _numbers_by_digest(old, {number for number, _ in pairs})
    after = _numbers_by_digest(new, {number for _, number in pairs})
    for sha256, old_numbers in before.items():
        new_numbers = after.get(sha256, [])
        if len(old_numbers) == len(new_numbers):
            pairs |= set(zip(old_numbers, new_numbers, strict=True))
        elif len(new_numbers) > 1:
            pairs |= set(product(old_numbers[:_MAX_COPIES], new_numbers[:_MAX_COPIES]))
    groups = groupby(sorted(pairs), lambda pair: pair[0])
    return {old_number: tuple(new_number for _, new_number in group) for old_number, group in groups}


def _numbers_by_digest(digests: Sequence[str], excluded: AbstractSet[int]) -> dict[str, list[int]]:
    """Return the numbers of the paragraphs with each digest, in order."""
    numbers: dict[str, list[int]] = {}
    for number, sha256 in enumerate(digests, 1):
        if number not in excluded:
            numbers.setdefault(sha256, []).append(number)
    return numbers


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    """Return the length of the common beginning of two sequences."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))
