"""Explain why a quote has no match in the essay, or several, and propose a fix."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from briefwright.model import Passage
from briefwright.sources.quotes.folding import fold
from briefwright.sources.quotes.lock import CONTEXT
from briefwright.sources.quotes.matching import OMISSION, QuoteMatch, find_quote, split_at_omissions
from briefwright.sources.quotes.misquotes import find_across, loose_pieces, pieces_apart, rewritten_quotes
from briefwright.sources.quotes.places import (
    describe_gap,
    diff_lines,
    hint_to_distinguish,
    one_line,
    place_in_context,
    places_in_context,
)
from briefwright.sources.quotes.relocation import requote
from briefwright.sources.quotes.similarity import is_alike, most_similar, sentences_are_alike, shared_words
from briefwright.sources.quotes.suggestions import separate_quotes, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefwright.sources.quotes.relocation import EssayChanges, LockedPosition

FIX = "`briefwright check --fix`"
# Similarity, 0 to 100. Without further evidence, less similar words are shown, but not proposed.
_VERY_SIMILAR = 75
# Share of common words, 0 to 100, for a rewording in another context. A remaining sentence may be similar to a deleted
# one.
_SHARED = 60
_LEADING_PUNCTUATION, _TRAILING_PUNCTUATION = re.compile(r"\A\W+"), re.compile(r"(?<!\W)\W+\Z")
_OTHER_QUOTE = "choose another quote for the statement, or delete this one"


class Explanation(NamedTuple):
    """A message for editors; ``proposal`` is the fixed passage, if there is a fix."""

    message: str
    hint: str
    detail: tuple[str, ...] = ()
    proposal: Passage | None = None


def explain_quote(changes: EssayChanges, passage: Passage, matches: Sequence[QuoteMatch]) -> Explanation:
    """Explain a quote that does not have exactly one match."""
    locked = changes.locked.get(passage)
    if matches:
        message = f"the quote occurs {len(matches)} times in the essay"
        if locked:
            message = f"the quote now occurs {len(matches)} times in the essay, and the lock file does not identify one"
        return Explanation(message, hint_to_distinguish(changes, passage, matches), places_in_context(changes, matches))
    if locked:
        return _explain_lost(changes, passage, locked)
    if elsewhere := find_quote(changes.folded, Passage(quote=passage.quote)):
        numbers = ", ".join(dict.fromkeys(f"¶{match.paragraph}" for match in elsewhere))
        message = f"the quote is in {numbers}, but `paragraph`, `prefix` or `suffix` does not match"
        hint = f"set `paragraph: {elsewhere[0].paragraph}`, and correct or delete `prefix` and `suffix`"
        return Explanation(message, hint)
    return _explain_not_found(changes, passage)


def _explain_not_found(changes: EssayChanges, passage: Passage) -> Explanation:
    message = "the quote is not in the essay"
    advice = ""
    for quote, hint in rewritten_quotes(passage.quote):
        advice = advice or hint
        rewritten = passage.model_copy(update={"quote": quote})
        if found := find_quote(changes.folded, rewritten):
            proposal = requote(changes, rewritten, found[0], words_of(changes, found[0]))
            return Explanation(message, hint + (f", or run {FIX}" if proposal else ""), (), proposal)
    if divided := _explain_divided(changes, passage.quote):
        return divided
    pieces = loose_pieces(passage.quote)
    similar = most_similar(changes.folded, pieces)
    if similar is None:
        hint = "copy the words exactly from the essay; it has no similar words"
        return Explanation(message, f"{advice}; {hint}" if advice else hint)
    match, score = similar
    words = words_of(changes, match)
    is_certain = score >= _VERY_SIMILAR and _all_alike(changes, pieces, match)
    proposal = requote(changes, passage, match, words) if is_certain else None
    hint = f"if you mean ¶{match.paragraph}, copy its words exactly"
    if proposal:
        hint += f", or run {FIX}"
    hint = f"{advice}; {hint}" if advice else hint
    return Explanation(message, hint, diff_lines(passage.quote, match.paragraph, words), proposal)


def _explain_divided(changes: EssayChanges, quote: str) -> Explanation | None:
    """Explain a quote whose words are in the essay, but not in one paragraph or not in this order."""
    if parts := find_across(changes.folded, quote):
        message = f"the quote runs from ¶{parts[0].paragraph} into ¶{parts[-1].paragraph}"
    elif parts := pieces_apart(changes.folded, quote):
        numbers = list(dict.fromkeys(f"¶{match.paragraph}" for match in parts))
        message = f"the pieces of the quote are in different paragraphs: {' and '.join(numbers)}"
        if len(numbers) == 1:
            message = f"the pieces of the quote are in another order in {numbers[0]}"
    else:
        return None
    hint = "a quote is within one paragraph, in its order; quote each piece separately, as shown, or only one of them"
    return Explanation(message, hint, separate_quotes(changes, parts))


def _all_alike(changes: EssayChanges, pieces: Sequence[str], match: QuoteMatch) -> bool:
    """Return whether every sentence of every piece is like the words at a match, and the other way round."""
    text = changes.texts[match.paragraph]
    words = [fold(text[start:end]).text for start, end in match.pieces]
    return len(words) == len(pieces) and all(map(sentences_are_alike, pieces, words))


def _explain_lost(changes: EssayChanges, passage: Passage, locked: LockedPosition) -> Explanation:
    """Explain a locked quote that was deleted or changed."""
    quote = locked.quote
    gap = _gap(changes, quote.prefix, quote.suffix)
    # Punctuation beside the quote may have changed too.
    wider_gap = gap or _gap(
        changes, _TRAILING_PUNCTUATION.sub("", quote.prefix), _LEADING_PUNCTUATION.sub("", quote.suffix)
    )
    pieces = split_at_omissions(fold(quote.exact).text)
    other_places, other_hint = _other_places(changes, passage)
    if wider_gap and not re.search(r"\w", changes.matched_text(wider_gap)):
        place = describe_gap(quote.prefix, quote.suffix)
        message = f"the quoted words were deleted from ¶{wider_gap.paragraph}, {place}"
        return Explanation(message, _OTHER_QUOTE + other_hint, other_places)
    if not other_places and (divided := _explain_divided(changes, passage.quote)):
        return divided
    if gap and len(pieces) == 1:
        match, is_certain = gap, is_alike(fold(quote.exact).text, fold(changes.matched_text(gap)).text)
    elif reworded := _reworded(changes, quote.exact, pieces, [gap.paragraph] if gap else changes.changed):
        match, is_certain = reworded[0], bool(gap) or reworded[1] >= _VERY_SIMILAR
    else:
        pieces_gone = [
            piece
            for piece in quote.exact.split(f" {OMISSION} ")
            if not find_quote(changes.folded, Passage(quote=piece))
        ]
        gone = "the quoted words are"
        if 0 < len(pieces_gone) < len(pieces):
            gone = f"“{'” and “'.join(map(one_line, pieces_gone))}” {'is' if len(pieces_gone) == 1 else 'are'}"
        message = f"{gone} no longer in ¶{locked.paragraph}, and no similar words replace them"
        before = f"before: {place_in_context(locked.paragraph, quote.prefix, quote.suffix, quote.exact)}"
        return Explanation(message, _OTHER_QUOTE + other_hint, (before, *other_places))
    words = words_of(changes, match)
    is_certain = is_certain and _all_alike(changes, pieces, match)
    proposal = requote(changes, passage, match, words) if is_certain else None
    hint = "check that the new words still support the statement, then "
    hint += f"run {FIX} to quote them" if proposal else f"quote them; or {_OTHER_QUOTE}"
    message = f"the quoted words were changed in ¶{match.paragraph}"
    detail = diff_lines(quote.exact, match.paragraph, words)
    return Explanation(message, hint + other_hint, (*detail, *other_places), proposal)


def _other_places(changes: EssayChanges, passage: Passage) -> tuple[tuple[str, ...], str]:
    """Return lines with other matches of the same words, and the end of a hint to use one of them."""
    matches = find_quote(changes.folded, Passage(quote=passage.quote))
    if not matches:
        return (), ""
    return (
        ("other places with the same words:", *places_in_context(changes, matches)),
        f"; if you mean a place below, {hint_to_distinguish(changes, passage, matches)}",
    )


def _gap(changes: EssayChanges, prefix: str, suffix: str) -> QuoteMatch | None:
    """Return the span between prefix and suffix in the changed paragraphs, if there is exactly one."""
    gaps = [gap for number, text in changes.changed.items() if (gap := _gap_in(number, text, prefix, suffix))]
    return gaps[0] if len(gaps) == 1 else None


def _gap_in(number: int, text: str, prefix: str, suffix: str) -> QuoteMatch | None:
    """Return the span between prefix and suffix in a paragraph, if each occurs once.

    A short prefix or suffix was at the edge of its paragraph.
    """
    before, after = prefix.rstrip(), suffix.lstrip()
    starts = [match.end() for match in islice(re.finditer(re.escape(before), text), 2)]
    ends = [match.start() for match in islice(re.finditer(re.escape(after), text), 2)]
    if len(prefix) < CONTEXT and text.startswith(before):
        starts = [len(before)]
    if len(suffix) < CONTEXT and text.endswith(after):
        ends = [len(text) - len(after)]
    if not len(starts) == len(ends) == 1 or starts[0] > ends[0]:
        return None
    words = text[starts[0] : ends[0]]
    first = starts[0] + len(words) - len(words.lstrip())
    return QuoteMatch(number, first, max(first, starts[0] + len(words.rstrip())))


def _reworded(
    changes: EssayChanges, old: str, pieces: Sequence[str], numbers: Iterable[int]
) -> tuple[QuoteMatch, float] | None:
    """Return the most similar words in some paragraphs, and their similarity, if they share most words."""
    similar = most_similar({number: changes.folded[number] for number in numbers}, pieces)
    if similar is None:
        return None
    match, score = similar
    new = changes.matched_text(match)
    return similar if score >= _VERY_SIMILAR or shared_words(fold(old).text, fold(new).text) >= _SHARED else None
