"""However passages lie on a paragraph, what is counted of it is all of it, once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefwright.content.coverage import Coverage, Usage, measure, percentages
from briefwright.prose import Run
from briefwright.sources.essay import Paragraph

TEXTS = st.text(st.sampled_from("ab .?!“”’\u0301\u200bé文ك😀1\n"), max_size=60) | st.text(max_size=40)
USED = [reach for reach in Usage if reach != Usage.UNUSED]


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, dict[Usage, list[tuple[int, int]]]]:
    text = draw(TEXTS)
    edges = st.integers(0, len(text))
    spans = st.lists(st.tuples(edges, edges).map(lambda pair: (min(pair), max(pair))), max_size=3)
    return text, {reach: draw(spans) for reach in USED}


def measured(case: tuple[str, dict[Usage, list[tuple[int, int]]]]) -> Coverage:
    text, spans = case
    return measure(Paragraph(1, (Run(text),)), spans, "en-GB")


@given(cases())
def test_shares_add_up_to_the_paragraph(case: tuple[str, dict[Usage, list[tuple[int, int]]]]) -> None:
    found = measured(case)
    assert sum(size.characters for size in found.shares.values()) == found.size.characters == len(case[0])
    assert sum(size.words for size in found.shares.values()) == found.size.words


@given(cases())
def test_no_kind_covers_more_than_there_is(case: tuple[str, dict[Usage, list[tuple[int, int]]]]) -> None:
    found = measured(case)
    text, spans = case
    for reach, size in found.covered.items():
        covered = {at for start, end in spans[reach] for at in range(start, end)}
        assert size.characters == len(covered) <= len(text)
        assert found.shares[reach].characters <= size.characters
        assert found.shares[reach].words <= size.words <= found.size.words


@given(cases())
def test_stretches_and_sentences_joined_are_the_paragraph(case: tuple[str, dict[Usage, list[tuple[int, int]]]]) -> None:
    found = measured(case)
    for parts in (found.stretches, found.sentences):
        assert "".join(case[0][part.start : part.end] for part in parts) == case[0]
    assert [sentence.text for sentence in found.sentences] == [case[0][s.start : s.end] for s in found.sentences]
    assert sum(sentence.words for sentence in found.sentences) == found.size.words
    assert all(one.reach != other.reach for one, other in zip(found.stretches, found.stretches[1:], strict=False))


@given(cases())
def test_a_character_is_of_the_first_kind_that_covers_it(case: tuple[str, dict[Usage, list[tuple[int, int]]]]) -> None:
    text, spans = case
    reached = [stretch.reach for stretch in measured(case).stretches for _ in range(stretch.start, stretch.end)]
    assert reached == [
        next((reach for reach in USED if any(start <= at < end for start, end in spans[reach])), Usage.UNUSED)
        for at in range(len(text))
    ]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6))
def test_percentages_add_up_and_are_near(counts: list[int]) -> None:
    shown = percentages(counts)
    assert sum(shown) == (100 if sum(counts) else 0)
    assert all(abs(share - 100 * count / max(1, sum(counts))) < 1 for share, count in zip(shown, counts, strict=True))
