"""What to tell an editor whose quotation is not in the essay, no longer is, or is in it more than once."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from briefwright.model import Passage
from briefwright.sources.essay import fold
from briefwright.sources.lock import CONTEXT
from briefwright.sources.matching import OMISSION, QuoteMatch, find, split
from briefwright.sources.relocation import requote
from briefwright.sources.similarity import changes, likeness, nearest, shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefwright.sources.relocation import EssayChanges, LockedPosition

_SHOWN = 5
_LONGEST = 600
_MANY = 50
_HINT_WORDS = 8
_MORE_WORDS = "quote more words, until they stand in one place only"
# From 0 to 100.  Words less like the quotation are not worth showing; where nothing but their likeness speaks for them,
# they must be very like it before they are proposed.
_LIKE, _VERY_LIKE = 50, 75
# Where other words than these stood around it, a sentence that was deleted is no rewording of one that is left.
_SHARED = 60
_NO_WORD_START, _NO_WORD_END = re.compile(r"\A\W+"), re.compile(r"(?<!\W)\W+\Z")
_ANYWHERE = "if ¶{} is meant, quote its words as they stand"
_PROPOSED = "{}; `briefwright check --fix` writes them here"
_STILL_TRUE = "see whether the statement still rests on the new words"
_TAKE_OFF = "rest the statement on other words of the essay, or take this quotation away"


class Explanation(NamedTuple):
    """What an editor reads; ``proposal`` is how the quotation could be written instead, if there is a way."""

    message: str
    hint: str
    detail: tuple[str, ...] = ()
    proposal: Passage | None = None


def explain_quote(ground: EssayChanges, passage: Passage, found: Sequence[QuoteMatch]) -> Explanation:
    """Say why a quotation does not name one place, and how it would; ``found`` are the places that it names."""
    record = ground.records.get(passage)
    if found:
        count = len(found)
        message = f"the quote stands in {count} places of the essay"
        if record:
            message = f"the quoted words stand in {count} places now, and nothing tells which of them was meant"
        return Explanation(message, _how_unique(ground, passage, found), _places(ground, found))
    if record:
        return _lost(ground, passage, record)
    if elsewhere := find(ground.folded, Passage(quote=passage.quote)):
        numbers = ", ".join(dict.fromkeys(f"¶{match.paragraph}" for match in elsewhere))
        message = f"the quote does not stand where `paragraph`, `prefix` and `suffix` say; it stands in {numbers}"
        hint = f"set `paragraph: {elsewhere[0].paragraph}`, and take out or correct prefix and suffix"
        return Explanation(message, hint)
    return _misquoted(ground, passage)


def _misquoted(ground: EssayChanges, passage: Passage) -> Explanation:
    message, pieces = "the quote is not in the essay", split(fold(passage.quote).text)
    found = _nearest(ground, pieces, ground.folded)
    if found is None:
        return Explanation(message, "no words of the essay are much like it; quote words as they stand")
    match, like = found
    words = ground.words(match)
    hint, detail = _ANYWHERE.format(match.paragraph), _side_by_side(passage.quote, match.paragraph, words)
    proposal = requote(ground, passage, match, words) if like >= _VERY_LIKE else None
    return Explanation(message, _PROPOSED.format(hint) if proposal else hint, detail, proposal)


def _lost(ground: EssayChanges, passage: Passage, record: LockedPosition) -> Explanation:
    """Say what became of words that an editor had confirmed."""
    held, gap = record.passage, _gap(ground, record.passage.prefix, record.passage.suffix)
    # A comma may have gone with the words, or come.
    closed = gap or _gap(ground, _NO_WORD_END.sub("", held.prefix), _NO_WORD_START.sub("", held.suffix))
    pieces = split(fold(held.exact).text)
    others, or_this = _others(ground, passage)
    if closed and not re.search(r"\w", ground.words(closed)):
        message = f"the quoted words were taken out of ¶{closed.paragraph}, {_between(held.prefix, held.suffix)}"
        return Explanation(message, _TAKE_OFF + or_this, others)
    if gap and len(pieces) == 1:
        match, proposed = gap, likeness(held.exact, ground.words(gap)) >= _LIKE
    elif found := _reworded(ground, held.exact, pieces, [gap.paragraph] if gap else ground.changed):
        match, proposed = found[0], found[1] >= (_LIKE if gap else _VERY_LIKE)
    else:
        message = f"the quoted words no longer stand in ¶{record.paragraph}, and nothing like them took their place"
        stood = f"stood: {_surroundings(record.paragraph, held.prefix, held.suffix, held.exact)}"
        return Explanation(message, _TAKE_OFF + or_this, (stood, *others))
    words = ground.words(match)
    proposal = requote(ground, passage, match, words) if proposed else None
    hint = _PROPOSED.format(_STILL_TRUE) if proposal else f"{_STILL_TRUE}, and quote them; or {_TAKE_OFF}"
    message = f"the quoted words were changed in ¶{match.paragraph}"
    detail = _side_by_side(held.exact, match.paragraph, words)
    return Explanation(message, hint + or_this, (*detail, *others), proposal)


def _others(ground: EssayChanges, passage: Passage) -> tuple[tuple[str, ...], str]:
    """Return lines on the same words in other places, and the end of a hint how to take one of these."""
    lookalikes = find(ground.folded, Passage(quote=passage.quote))
    if not lookalikes:
        return (), ""
    return (
        ("the same words stand elsewhere, as they did or new:", *_places(ground, lookalikes)),
        f"; if a place below is meant, {_how_unique(ground, passage, lookalikes)}",
    )


def _gap(ground: EssayChanges, prefix: str, suffix: str) -> QuoteMatch | None:
    """Return what stands between a held prefix and suffix in a changed paragraph, if both stand in one place."""
    found = [gap for number, text in ground.changed.items() if (gap := _gap_in(number, text, prefix, suffix))]
    return found[0] if len(found) == 1 else None


def _gap_in(number: int, text: str, prefix: str, suffix: str) -> QuoteMatch | None:
    """Return the stretch between two contexts, if each stands in one place.

    A context that is short stood at the edge of its paragraph.
    """
    before, after = prefix.rstrip(), suffix.lstrip()
    starts = [match.end() for match in islice(re.finditer(re.escape(before), text), _SHOWN)]
    ends = [match.start() for match in islice(re.finditer(re.escape(after), text), _SHOWN)]
    if len(prefix) < CONTEXT and text.startswith(before):
        starts = [len(before)]
    if len(suffix) < CONTEXT and text.endswith(after):
        ends = [len(text) - len(after)]
    if not len(starts) == len(ends) == 1 or starts[0] > ends[0]:
        return None
    words = text[starts[0] : ends[0]]
    first = starts[0] + len(words) - len(words.lstrip())
    return QuoteMatch(number, first, max(first, starts[0] + len(words.rstrip())))


def _nearest(ground: EssayChanges, pieces: Sequence[str], numbers: Iterable[int]) -> tuple[QuoteMatch, float] | None:
    """Return the place in some paragraphs that is most like a quotation, and how like it is, if at all."""
    found = nearest({number: ground.folded[number] for number in numbers}, pieces)
    return found if found and found[1] >= _LIKE else None


def _reworded(
    ground: EssayChanges, old: str, pieces: Sequence[str], numbers: Iterable[int]
) -> tuple[QuoteMatch, float] | None:
    """Return the place that is most like words that are gone, if most of their words are there, and how like it is."""
    found = _nearest(ground, pieces, numbers)
    if found is None:
        return None
    match, like = found
    new = ground.words(match)
    return found if like >= _VERY_LIKE or shared(fold(old).text, fold(new).text) >= _SHARED else None


def _side_by_side(old: str, number: int, new: str) -> tuple[str, ...]:
    # What makes no difference to finding words is no change.
    changed = changes(fold(old).text, fold(new).text).replace("[...]", OMISSION)
    return f"quoted:   {_shown(old)}", f"essay ¶{number}: {_shown(new)}", f"change:   {_shown(changed)}"


def _shown(text: str) -> str:
    """Return a text on one line, of a very long one its beginning and end."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} … {line[-_LONGEST // 2 :]}"


def _between(prefix: str, suffix: str) -> str:
    before, after = prefix.strip(), suffix.strip()
    if not re.search(r"\w", before):
        return f"at its start, before “{after}…”"
    if not re.search(r"\w", after):
        return f"at its end, after “…{before}”"
    return f"between “…{before}” and “{after}…”"


def _places(ground: EssayChanges, found: Sequence[QuoteMatch]) -> tuple[str, ...]:
    """Return lines that show places with what stands around them, the first few."""
    shown = [_surroundings(match.paragraph, *ground.around(match), ground.words(match)) for match in found[:_SHOWN]]
    return (*shown, *([f"… and in {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []))


def _surroundings(number: int, prefix: str, suffix: str, words: str) -> str:
    return f"¶{number}: …{prefix}[{_shown(words)}]{suffix}…"


def _how_unique(ground: EssayChanges, passage: Passage, found: Sequence[QuoteMatch]) -> str:
    """Say how the YAML would name the first of some places by itself, in another way than it does."""
    if len(found) > _MANY:
        return _MORE_WORDS
    first = found[0]
    text = ground.texts[first.paragraph]
    before, after = text[: first.start].split()[-_HINT_WORDS:], text[first.end :].split(None, _HINT_WORDS)[:_HINT_WORDS]
    ways: list[dict[str, str]] = [{}]
    for count in range(1, _HINT_WORDS + 1):
        ways += [{"prefix": " ".join(before[-count:])}, {"suffix": " ".join(after[:count])}]
    for way in ways:
        candidate = Passage.model_validate({"quote": passage.quote, "paragraph": first.paragraph, **way})
        if candidate != passage and find(ground.folded, candidate) == (first,):
            return _instruction(passage, candidate, several=len(found) > 1)
    return _MORE_WORDS


def _instruction(passage: Passage, candidate: Passage, *, several: bool) -> str:
    wanted = candidate.model_dump(exclude={"quote"}, exclude_none=True)
    there = passage.model_dump(exclude={"quote"}, exclude_none=True)
    said = " and ".join(f"`{key}: {value}`" for key, value in wanted.items())
    said = f"{'write' if there else 'add'} {said}"
    if stray := [f"`{key}`" for key in there if key not in wanted]:
        said += f" and take out {' and '.join(stray)}"
    if several and len(wanted) == 1:
        return f"{said}, or the number of the other one that is meant"
    return f"for the first one, {said}" if several else said
