"""A locked quote is relocated or reported after any edit, and never matches other passages with the same words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, groupby
from operator import eq
from typing import TYPE_CHECKING

from hypothesis import assume, event, example, given, settings
from hypothesis import strategies as st

from briefwright.model import Passage
from briefwright.prose import Run
from briefwright.sources.essay.paragraphs import Essay, Paragraph
from briefwright.sources.quotes import errors as quote_errors
from briefwright.sources.quotes.folding import fold
from briefwright.sources.quotes.lock import CONTEXT, lock_quotes, text_around
from briefwright.sources.quotes.matching import QuoteMatch, find_quote
from briefwright.sources.quotes.relocation import EssayChanges, compare_with_lock, relocate
from tests.examples import examples

if TYPE_CHECKING:
    from collections.abc import Sequence

BREAK = "\n\n"
WORDS = [
    # Few words, so that they repeat; decomposed accents, a ligature, a soft hyphen, French, Arabic.
    *("a", "a", "a", "plan", "plan,", "plan.", "no", "café", "cafe\u0301", "oﬃcer", "re\u00adcruit", "l’eau"),
    *("«\N{NO-BREAK SPACE}mot\N{NO-BREAK SPACE}»", "كِتَاب", "قال"),
]
LONG = ["one", "sentence", "that", "is", "longer", "than", "the", "32", "characters", "of", "its", "context"]


@dataclass(frozen=True)
class QuotedEssay:
    """An essay as words and paragraph breaks, and the indexes of the quoted words."""

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


def paragraph_of(old: QuotedEssay) -> str:
    return essay_of(old.tokens).paragraphs[old.match.paragraph - 1].text


def place(tokens: Sequence[str], first: int, last: int) -> QuoteMatch:
    """Return the match of words by counting characters."""
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
def quoted_essays(draw: st.DrawFn) -> QuotedEssay:
    word = st.sampled_from(WORDS)
    paragraph = st.one_of(
        st.lists(word, min_size=1, max_size=8),
        # The same sentences repeatedly, some longer than the stored context.
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
    return QuotedEssay(tokens, first, last)


def insertions(old: QuotedEssay) -> st.SearchStrategy[list[str]]:
    """Return insertions: words, paragraph breaks, copies of parts of the essay, the passage itself."""
    copies = st.tuples(st.integers(0, len(old.tokens)), st.integers(0, 12)).map(
        lambda cut: list(old.tokens[cut[0] : cut[0] + cut[1]])
    )
    itself = st.just(list(old.tokens[old.first : old.last]))
    words = st.lists(st.sampled_from([*WORDS, *LONG[:2], BREAK]), max_size=4)
    return st.lists(st.one_of(words, copies, itself), max_size=3).map(lambda parts: list(chain.from_iterable(parts)))


def around(essay: Essay, match: QuoteMatch) -> tuple[str, str]:
    """Return the folded essay before and after a match."""
    texts = [paragraph.text for paragraph in essay.paragraphs]
    text, index = texts[match.paragraph - 1], match.paragraph
    before = BREAK.join([*texts[: index - 1], text[: match.start]])
    return fold(before).text, fold(BREAK.join([text[match.end :], *texts[index:]])).text


def explicable(old: QuotedEssay, new: Sequence[str]) -> set[QuoteMatch]:
    """Return the matches that one edit outside the passage explains: everything on one side is unchanged."""
    before, essay = around(essay_of(old.tokens), old.match), essay_of(new)
    found = find_quote(compare_with_lock(essay, None).folded, Passage(quote=old.quote))
    return {match for match in found if any(map(eq, before, around(essay, match)))}


def relocated(old: QuotedEssay, new: Sequence[str]) -> tuple[EssayChanges, tuple[QuoteMatch, ...]]:
    """Return the changes after an edit, and the matches of the locked quote."""
    before = compare_with_lock(essay_of(old.tokens), None)
    passage = Passage(quote=old.quote)
    changes = compare_with_lock(essay_of(new), lock_quotes(before.texts, before.folded, {passage: old.match}))
    return changes, relocate(changes, passage)


def keeps_context(old: QuotedEssay, changes: EssayChanges, match: QuoteMatch, len_at_least: int = 0) -> bool:
    """Whether a match has the stored context on one side."""
    before = text_around(paragraph_of(old), old.match)
    new = text_around(changes.texts[match.paragraph], match)
    return any(one == other and len(one) >= len_at_least for one, other in zip(before, new, strict=True))


@settings(max_examples=examples(150))
@given(quoted_essays(), st.data())
def test_finds_a_passage_after_an_edit_outside_it(old: QuotedEssay, data: st.DataObject) -> None:
    left = data.draw(st.booleans())
    low, high = (0, old.first) if left else (old.last, len(old.tokens))
    start = data.draw(st.integers(low, high))
    end = data.draw(st.integers(start, high))
    inserted = data.draw(insertions(old))
    edited = [*old.tokens[:start], *inserted, *old.tokens[end:]]
    first = old.first + (len(inserted) - (end - start) if left else 0)
    above = clean(edited[:first])
    words = len(above) + (above != () and edited[first - 1] == BREAK)
    new = clean(edited)
    true = place(new, words, words + old.last - old.first)
    assert tuple(new[words : words + old.last - old.first]) == old.tokens[old.first : old.last]
    changes, matches = relocated(old, new)
    event(f"{len(matches)} found")
    if len(matches) == 1:
        assert matches[0] in explicable(old, new)
    others = [match for match in find_quote(changes.folded, Passage(quote=old.quote)) if match != true]
    if not any(keeps_context(old, changes, match) for match in others):
        assert matches == (true,)


@settings(max_examples=examples(150))
@given(quoted_essays(), st.data())
def test_reports_an_edit_inside_a_passage(old: QuotedEssay, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, old.last - 1))
    end = data.draw(st.integers(max(start, old.first), len(old.tokens)))
    assume(end > old.first or old.first < start)
    new = clean([*old.tokens[:start], *data.draw(insertions(old)), *old.tokens[end:]])
    changes, matches = relocated(old, new)
    event(f"{len(matches)} found")
    if len(matches) == 1 and matches[0] not in explicable(old, new):
        # An edit outside the passage could give the same essay. Otherwise the words moved: they are unique in both
        # essays, or the context on one side or the paragraph moved with them.
        before = find_quote(compare_with_lock(essay_of(old.tokens), None).folded, Passage(quote=old.quote))
        alone = len(before) == 1 and set(find_quote(changes.folded, Passage(quote=old.quote))) == set(matches)
        whole = changes.texts[matches[0].paragraph] == paragraph_of(old)
        assert alone or whole or keeps_context(old, changes, matches[0], len_at_least=CONTEXT)
    if len(matches) != 1:
        message, hint, _, proposal = quote_errors.explain_quote(changes, Passage(quote=old.quote), matches)
        assert message
        assert hint
        if proposal:
            assert len(find_quote(changes.folded, proposal)) == 1


@given(quoted_essays(), st.randoms())
def test_finds_a_passage_in_a_moved_paragraph(old: QuotedEssay, random: object) -> None:
    texts = [paragraph.text for paragraph in essay_of(old.tokens).paragraphs]
    order = list(range(len(texts)))
    random.shuffle(order)  # type: ignore[attr-defined]
    new = clean([token for index in order for token in (*texts[index].split(" "), BREAK)])
    _, matches = relocated(old, new)
    (found,) = matches
    text = texts[old.match.paragraph - 1]
    assert [paragraph.text for paragraph in essay_of(new).paragraphs][found.paragraph - 1] == text
    assert (found.start, found.end) == (old.match.start, old.match.end)
    if texts.count(text) == 1:
        assert found.paragraph == order.index(old.match.paragraph - 1) + 1


@given(quoted_essays())
@example(QuotedEssay(("a", "plan", BREAK, "a", "plan"), 3, 5))
def test_finds_a_passage_without_an_edit(old: QuotedEssay) -> None:
    _, matches = relocated(old, old.tokens)
    assert matches == (old.match,)
