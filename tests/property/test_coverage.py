"""Coverage counts each word and character of a paragraph once, for any passages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefwright.content.coverage import Coverage, Usage, measure_paragraph, percentages
from briefwright.prose import Run
from briefwright.sources.essay.paragraphs import Paragraph

TEXTS = st.text(st.sampled_from("ab .?!“”’\u0301\u200bé文ك😀1\n"), max_size=60) | st.text(max_size=40)
USED_USAGES = [usage for usage in Usage if usage != Usage.UNUSED]


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, dict[Usage, list[tuple[int, int]]]]:
    text = draw(TEXTS)
    edges = st.integers(0, len(text))
    spans = st.lists(st.tuples(edges, edges).map(lambda pair: (min(pair), max(pair))), max_size=3)
    return text, {usage: draw(spans) for usage in USED_USAGES}


def measured(case: tuple[str, dict[Usage, list[tuple[int, int]]]]) -> Coverage:
    text, spans = case
    return measure_paragraph(Paragraph(1, (Run(text),)), spans, "en-GB")


@given(cases())
def test_shares_add_up_to_the_paragraph(case: tuple[str, dict[Usage, list[tuple[int, int]]]]) -> None:
    found = measured(case)
    assert sum(size.characters for size in found.shares.values()) == found.size.characters == len(case[0])
    assert sum(size.words for size in found.shares.values()) == found.size.words


@given(cases())
def test_no_usage_covers_more_than_its_spans(case: tuple[str, dict[Usage, list[tuple[int, int]]]]) -> None:
    found = measured(case)
    text, spans = case
    for usage, size in found.covered.items():
        covered = {index for start, end in spans[usage] for index in range(start, end)}
        assert size.characters == len(covered) <= len(text)
        assert found.shares[usage].characters <= size.characters
        assert found.shares[usage].words <= size.words <= found.size.words


@given(cases())
def test_joined_spans_and_sentences_are_the_paragraph(case: tuple[str, dict[Usage, list[tuple[int, int]]]]) -> None:
    found = measured(case)
    for parts in (found.spans, found.sentences):
        assert "".join(case[0][part.start : part.end] for part in parts) == case[0]
    assert [sentence.text for sentence in found.sentences] == [case[0][s.start : s.end] for s in found.sentences]
    assert sum(sentence.words for sentence in found.sentences) == found.size.words
    assert all(one.usage != other.usage for one, other in zip(found.spans, found.spans[1:], strict=False))


@given(cases())
def test_first_usage_of_a_character_counts(case: tuple[str, dict[Usage, list[tuple[int, int]]]]) -> None:
    text, spans = case
    usages = [span.usage for span in measured(case).spans for _ in range(span.start, span.end)]
    assert usages == [
        next((usage for usage in USED_USAGES if any(start <= index < end for start, end in spans[usage])), Usage.UNUSED)
        for index in range(len(text))
    ]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6))
def test_percentages_add_up_and_differ_by_less_than_one(counts: list[int]) -> None:
    shown = percentages(counts)
    assert sum(shown) == (100 if sum(counts) else 0)
    assert all(abs(share - 100 * count / max(1, sum(counts))) < 1 for share, count in zip(shown, counts, strict=True))
