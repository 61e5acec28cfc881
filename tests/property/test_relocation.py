"""A held passage is found where it went, or reported; whatever one edit does, it never attaches to a lookalike."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, groupby
from operator import eq
from typing import TYPE_CHECKING

from hypothesis import assume, event, example, given, settings
from hypothesis import strategies as st

from briefwright.model import Passage
from briefwright.prose import Run
from briefwright.sources import quote_errors
from briefwright.sources.essay import Essay, Paragraph, fold
from briefwright.sources.lock import CONTEXT, lock_quotes, text_around
from briefwright.sources.matching import QuoteMatch, find_quote
from briefwright.sources.relocation import EssayChanges, compare_with_lock, relocate

if TYPE_CHECKING:
    from collections.abc import Sequence

BREAK = "\n\n"
"""Between two paragraphs."""
WORDS = [
    # Few, so that the same words come again; accents of their own, a ligature, a soft hyphen, French, Arabic.
    *("a", "a", "a", "plan", "plan,", "plan.", "no", "café", "cafe\u0301", "oﬃcer", "re\u00adcruit", "l’eau"),
    *("«\N{NO-BREAK SPACE}mot\N{NO-BREAK SPACE}»", "كِتَاب", "قال"),
]
LONG = ["one", "sentence", "that", "is", "longer", "than", "the", "32", "characters", "held", "around", "it"]


@dataclass(frozen=True)
class Held:
    """An essay as words and paragraph breaks, and the words of it that are quoted."""

    tokens: tuple[str, ...]
    first: int
    last: int

    @property
    def quote(self) -> str:
        return " ".join(self.tokens[self.first : self.last])

    @property
    def match(self) -> QuoteMatch:
        return place(self.tokens, self.first, self.last)


def essay_of(tokens: Sequence[str]) -> Essay:
    texts = [" ".join(words) for is_break, words in groupby(tokens, lambda token: token == BREAK) if not is_break]
    return Essay(tuple(Paragraph(number, (Run(text),)) for number, text in enumerate(texts, 1)))


def paragraph_of(was: Held) -> str:
    return essay_of(was.tokens).paragraphs[was.match.paragraph - 1].text


def place(tokens: Sequence[str], first: int, last: int) -> QuoteMatch:
    """Return where words stand, by counting."""
    number = len(essay_of(tokens[: first + 1]).paragraphs)
    before = tokens[:first]
    line = before[max((index + 1 for index, token in enumerate(before) if token == BREAK), default=0) :]
    start = sum(len(word) + 1 for word in line)
    return QuoteMatch(number, start, start + len(" ".join(tokens[first:last])))


def clean(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return an essay's tokens without empty paragraphs."""
    paragraphs = [list(words) for is_break, words in groupby(tokens, lambda token: token == BREAK) if not is_break]
    return tuple(token for index, words in enumerate(paragraphs) for token in ([BREAK] * bool(index) + words))


@st.composite
def held(draw: st.DrawFn) -> Held:
    word = st.sampled_from(WORDS)
    paragraph = st.one_of(
        st.lists(word, min_size=1, max_size=8),
        # The same sentences again and again, some long enough to fill all the context that is held.
        st.lists(st.sampled_from([LONG, ["the", *LONG], ["a", "plan."], ["no"]]), min_size=1, max_size=5).map(
            lambda sentences: [one for sentence in sentences for one in sentence]
        ),
    )
    some = draw(st.lists(paragraph, min_size=1, max_size=3))
    paragraphs = draw(st.lists(st.sampled_from(some), min_size=1, max_size=5))
    tokens = clean([token for words in paragraphs for token in (*words, BREAK)])
    first = draw(st.sampled_from([index for index, token in enumerate(tokens) if token != BREAK]))
    end = next((index for index in range(first, len(tokens)) if tokens[index] == BREAK), len(tokens))
    last = draw(st.integers(first + 1, min(end, first + 6)))
    return Held(tokens, first, last)


def stretch(was: Held) -> st.SearchStrategy[list[str]]:
    """Return what an edit may put in: words, paragraph breaks, copies of some of the essay, the passage itself."""
    copies = st.tuples(st.integers(0, len(was.tokens)), st.integers(0, 12)).map(
        lambda cut: list(was.tokens[cut[0] : cut[0] + cut[1]])
    )
    itself = st.just(list(was.tokens[was.first : was.last]))
    words = st.lists(st.sampled_from([*WORDS, *LONG[:2], BREAK]), max_size=4)
    return st.lists(st.one_of(words, copies, itself), max_size=3).map(lambda parts: list(chain.from_iterable(parts)))


def beside(essay: Essay, match: QuoteMatch) -> tuple[str, str]:
    """Return the whole essay before a place in it, and behind."""
    texts = [paragraph.text for paragraph in essay.paragraphs]
    text, index = texts[match.paragraph - 1], match.paragraph
    before = BREAK.join([*texts[: index - 1], text[: match.start]])
    return fold(before).text, fold(BREAK.join([text[match.end :], *texts[index:]])).text


def explicable(was: Held, now: Sequence[str]) -> set[QuoteMatch]:
    """Return where the passage may be if one edit outside of it made this essay: all of one side is as it was."""
    then, essay = beside(essay_of(was.tokens), was.match), essay_of(now)
    found = find_quote(compare_with_lock(essay, None).folded, Passage(quote=was.quote))
    return {match for match in found if any(map(eq, then, beside(essay, match)))}


def after(was: Held, now: Sequence[str]) -> tuple[EssayChanges, tuple[QuoteMatch, ...]]:
    """Return the ground after an edit, and where what was held before stands in it."""
    then = compare_with_lock(essay_of(was.tokens), None)
    passage = Passage(quote=was.quote)
    ground = compare_with_lock(essay_of(now), lock_quotes(then.texts, then.folded, {passage: was.match}))
    return ground, relocate(ground, passage)


def sides(was: Held, ground: EssayChanges, match: QuoteMatch, len_at_least: int = 0) -> bool:
    """Whether a place has all that is held on one side of the passage."""
    then = text_around(paragraph_of(was), was.match)
    now = text_around(ground.texts[match.paragraph], match)
    return any(one == other and len(one) >= len_at_least for one, other in zip(then, now, strict=True))


@settings(max_examples=150)
@given(held(), st.data())
def test_an_edit_outside_a_passage_leaves_it_found(was: Held, data: st.DataObject) -> None:
    left = data.draw(st.booleans())
    low, high = (0, was.first) if left else (was.last, len(was.tokens))
    start = data.draw(st.integers(low, high))
    end = data.draw(st.integers(start, high))
    put_in = data.draw(stretch(was))
    edited = [*was.tokens[:start], *put_in, *was.tokens[end:]]
    first = was.first + (len(put_in) - (end - start) if left else 0)
    above = clean(edited[:first])
    words = len(above) + (above != () and edited[first - 1] == BREAK)
    now = clean(edited)
    true = place(now, words, words + was.last - was.first)
    assert tuple(now[words : words + was.last - was.first]) == was.tokens[was.first : was.last]
    ground, standing = after(was, now)
    event(f"{len(standing)} found")
    if len(standing) == 1:
        assert standing[0] in explicable(was, now)
    others = [match for match in find_quote(ground.folded, Passage(quote=was.quote)) if match != true]
    if not any(sides(was, ground, match) for match in others):
        assert standing == (true,)


@settings(max_examples=150)
@given(held(), st.data())
def test_an_edit_inside_a_passage_is_reported(was: Held, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, was.last - 1))
    end = data.draw(st.integers(max(start, was.first), len(was.tokens)))
    assume(end > was.first or was.first < start)
    now = clean([*was.tokens[:start], *data.draw(stretch(was)), *was.tokens[end:]])
    ground, standing = after(was, now)
    event(f"{len(standing)} found")
    if len(standing) == 1 and standing[0] not in explicable(was, now):
        # What one edit outside the passage makes as well, no reader could call an edit inside.  Otherwise the words
        # moved: they were in the essay once and are once, or what is held of one side went with them, or the paragraph.
        then = find_quote(compare_with_lock(essay_of(was.tokens), None).folded, Passage(quote=was.quote))
        alone = len(then) == 1 and set(find_quote(ground.folded, Passage(quote=was.quote))) == set(standing)
        whole = ground.texts[standing[0].paragraph] == paragraph_of(was)
        assert alone or whole or sides(was, ground, standing[0], len_at_least=CONTEXT)
    if len(standing) != 1:
        message, hint, _, proposal = quote_errors.explain_quote(ground, Passage(quote=was.quote), standing)
        assert message
        assert hint
        if proposal:
            assert len(find_quote(ground.folded, proposal)) == 1


@given(held(), st.randoms())
def test_a_paragraph_that_moves_takes_its_passages_along(was: Held, random: object) -> None:
    texts = [paragraph.text for paragraph in essay_of(was.tokens).paragraphs]
    order = list(range(len(texts)))
    random.shuffle(order)  # type: ignore[attr-defined]
    now = clean([token for index in order for token in (*texts[index].split(" "), BREAK)])
    _, standing = after(was, now)
    (found,) = standing
    old = texts[was.match.paragraph - 1]
    assert [paragraph.text for paragraph in essay_of(now).paragraphs][found.paragraph - 1] == old
    assert (found.start, found.end) == (was.match.start, was.match.end)
    if texts.count(old) == 1:
        assert found.paragraph == order.index(was.match.paragraph - 1) + 1


@given(held())
@example(Held(("a", "plan", BREAK, "a", "plan"), 3, 5))
def test_without_an_edit_a_passage_is_where_it_was(was: Held) -> None:
    _, standing = after(was, was.tokens)
    assert standing == (was.match,)
