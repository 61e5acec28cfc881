"""Explain why a quote has no match in the essay, or several, and propose a fix."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from briefwright.model import Passage
from briefwright.sources.essay import fold
from briefwright.sources.lock import CONTEXT
from briefwright.sources.matching import OMISSION, QuoteMatch, find_quote, split_at_omissions
from briefwright.sources.relocation import requote
from briefwright.sources.similarity import most_similar, shared_words, similarity, word_diff

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefwright.sources.relocation import EssayChanges, LockedPosition

_MAX_PLACES = 5
_MAX_LINE = 600
_MAX_MATCHES_TO_DISTINGUISH = 50
_MAX_CONTEXT_WORDS = 8
_MORE_WORDS = "quote more words until the quote is unique"
# Similarity, 0 to 100. Words below the first are not shown. Without further evidence, words below the second are not
# proposed.
_SIMILAR, _VERY_SIMILAR = 50, 75
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
        return Explanation(message, _hint_to_distinguish(changes, passage, matches), _places(changes, matches))
    if locked:
        return _explain_lost(changes, passage, locked)
    if elsewhere := find_quote(changes.folded, Passage(quote=passage.quote)):
        numbers = ", ".join(dict.fromkeys(f"¶{match.paragraph}" for match in elsewhere))
        message = f"the quote is in {numbers}, but `paragraph`, `prefix` or `suffix` does not match"
        hint = f"set `paragraph: {elsewhere[0].paragraph}`, and correct or delete `prefix` and `suffix`"
        return Explanation(message, hint)
    return _explain_not_found(changes, passage)


def _explain_not_found(changes: EssayChanges, passage: Passage) -> Explanation:
    message, pieces = "the quote is not in the essay", split_at_omissions(fold(passage.quote).text)
    similar = _similar(changes, pieces, changes.folded)
    if similar is None:
        return Explanation(message, "copy the words exactly from the essay; it has no similar words")
    match, score = similar
    words = changes.matched_text(match)
    proposal = requote(changes, passage, match, words) if score >= _VERY_SIMILAR else None
    hint = f"if you mean ¶{match.paragraph}, copy its words exactly"
    if proposal:
        hint += ", or run `briefwright check --fix`"
    return Explanation(message, hint, _diff_lines(passage.quote, match.paragraph, words), proposal)


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
        place = _describe_gap(quote.prefix, quote.suffix)
        message = f"the quoted words were deleted from ¶{wider_gap.paragraph}, {place}"
        return Explanation(message, _OTHER_QUOTE + other_hint, other_places)
    if gap and len(pieces) == 1:
        match, is_certain = gap, similarity(quote.exact, changes.matched_text(gap)) >= _SIMILAR
    elif reworded := _reworded(changes, quote.exact, pieces, [gap.paragraph] if gap else changes.changed):
        match, is_certain = reworded[0], reworded[1] >= (_SIMILAR if gap else _VERY_SIMILAR)
    else:
        message = f"the quoted words are no longer in ¶{locked.paragraph}, and no similar words replace them"
        before = f"before: {_place(locked.paragraph, quote.prefix, quote.suffix, quote.exact)}"
        return Explanation(message, _OTHER_QUOTE + other_hint, (before, *other_places))
    words = changes.matched_text(match)
    proposal = requote(changes, passage, match, words) if is_certain else None
    hint = "check that the new words still support the statement, then "
    hint += "run `briefwright check --fix` to quote them" if proposal else f"quote them; or {_OTHER_QUOTE}"
    message = f"the quoted words were changed in ¶{match.paragraph}"
    detail = _diff_lines(quote.exact, match.paragraph, words)
    return Explanation(message, hint + other_hint, (*detail, *other_places), proposal)


def _other_places(changes: EssayChanges, passage: Passage) -> tuple[tuple[str, ...], str]:
    """Return lines with other matches of the same words, and the end of a hint to use one of them."""
    matches = find_quote(changes.folded, Passage(quote=passage.quote))
    if not matches:
        return (), ""
    return (
        ("other places with the same words:", *_places(changes, matches)),
        f"; if you mean a place below, {_hint_to_distinguish(changes, passage, matches)}",
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


def _similar(changes: EssayChanges, pieces: Sequence[str], numbers: Iterable[int]) -> tuple[QuoteMatch, float] | None:
    """Return the most similar words in some paragraphs, and their similarity, if it is high enough."""
    best = most_similar({number: changes.folded[number] for number in numbers}, pieces)
    return best if best and best[1] >= _SIMILAR else None


def _reworded(
    changes: EssayChanges, old: str, pieces: Sequence[str], numbers: Iterable[int]
) -> tuple[QuoteMatch, float] | None:
    """Return the most similar words in some paragraphs, and their similarity, if they share most words."""
    similar = _similar(changes, pieces, numbers)
    if similar is None:
        return None
    match, score = similar
    new = changes.matched_text(match)
    return similar if score >= _VERY_SIMILAR or shared_words(fold(old).text, fold(new).text) >= _SHARED else None


def _diff_lines(old: str, number: int, new: str) -> tuple[str, ...]:
    # Folded, because differences that matching ignores are not changes.
    diff = word_diff(fold(old).text, fold(new).text).replace("[...]", OMISSION)
    return f"quoted:   {_one_line(old)}", f"essay ¶{number}: {_one_line(new)}", f"change:   {_one_line(diff)}"


def _one_line(text: str) -> str:
    """Return a text on one line; shorten a long text to its beginning and end."""
    line = " ".join(text.split())
    return line if len(line) <= _MAX_LINE else f"{line[: _MAX_LINE // 2]} … {line[-_MAX_LINE // 2 :]}"


def _describe_gap(prefix: str, suffix: str) -> str:
    before, after = prefix.strip(), suffix.strip()
    if not re.search(r"\w", before):
        return f"at its start, before “{after}…”"
    if not re.search(r"\w", after):
        return f"at its end, after “…{before}”"
    return f"between “…{before}” and “{after}…”"


def _places(changes: EssayChanges, matches: Sequence[QuoteMatch]) -> tuple[str, ...]:
    """Return lines that show the first matches in their context."""
    lines = [
        _place(match.paragraph, *changes.text_around(match), changes.matched_text(match))
        for match in matches[:_MAX_PLACES]
    ]
    return (*lines, *([f"… and {len(matches) - _MAX_PLACES} more"] if len(matches) > _MAX_PLACES else []))


def _place(number: int, prefix: str, suffix: str, words: str) -> str:
    return f"¶{number}: …{prefix}[{_one_line(words)}]{suffix}…"


def _hint_to_distinguish(changes: EssayChanges, passage: Passage, matches: Sequence[QuoteMatch]) -> str:
    """Return a hint: the keys that select only the first match, or the advice to quote more words."""
    if len(matches) > _MAX_MATCHES_TO_DISTINGUISH:
        return _MORE_WORDS
    first = matches[0]
    text = changes.texts[first.paragraph]
    before = text[: first.start].split()[-_MAX_CONTEXT_WORDS:]
    after = text[first.end :].split(None, _MAX_CONTEXT_WORDS)[:_MAX_CONTEXT_WORDS]
    contexts: list[dict[str, str]] = [{}]
    for count in range(1, _MAX_CONTEXT_WORDS + 1):
        contexts += [{"prefix": " ".join(before[-count:])}, {"suffix": " ".join(after[:count])}]
    for context in contexts:
        candidate = Passage.model_validate({"quote": passage.quote, "paragraph": first.paragraph, **context})
        if candidate != passage and find_quote(changes.folded, candidate) == (first,):
            return _instruction(passage, candidate, several=len(matches) > 1)
    return _MORE_WORDS


def _instruction(passage: Passage, candidate: Passage, *, several: bool) -> str:
    new = candidate.model_dump(exclude={"quote"}, exclude_none=True)
    old = passage.model_dump(exclude={"quote"}, exclude_none=True)
    keys = " and ".join(f"`{key}: {value}`" for key, value in new.items())
    instruction = f"{'write' if old else 'add'} {keys}"
    if extra := [f"`{key}`" for key in old if key not in new]:
        instruction += f" and delete {' and '.join(extra)}"
    if several and len(new) == 1:
        return f"{instruction}, or the number of the paragraph that you mean"
    return f"for the first place, {instruction}" if several else instruction
