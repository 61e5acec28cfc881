from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright.content.coverage import (
    TextSize,
    Usage,
    coverage,
    measure_paragraph,
    percent_accounted_for,
    percentages,
    total,
)
from briefwright.prose import Run
from briefwright.sources.essay.paragraphs import Paragraph
from tests import briefs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefwright.content.coverage import Coverage
    from briefwright.prose import Span
    from tests.conftest import MakeBrief


def paragraph(text: str) -> Paragraph:
    return Paragraph(1, (Run(text),))


def measured(text: str, spans: Mapping[Usage, list[Span]] | None = None, language: str = "en-GB") -> Coverage:
    return measure_paragraph(paragraph(text), spans or {}, language)


def test_counts_overlapping_passages_once() -> None:
    found = measured("one two three four", {Usage.STATED: [(0, 7), (4, 13)]})
    assert found.covered[Usage.STATED] == TextSize(3, 13)
    assert found.shares[Usage.STATED] == TextSize(3, 13)
    assert found.shares[Usage.UNUSED] == TextSize(1, 5)
    assert found.size == TextSize(4, 18)


def test_covered_counts_usages_separately_and_shares_once() -> None:
    found = measured("one two three four", {Usage.STATED: [(0, 7)], Usage.NOTED: [(4, 13)], Usage.ELSEWHERE: [(0, 18)]})
    assert {usage: size.words for usage, size in found.covered.items()} == {
        Usage.STATED: 2, Usage.NOTED: 2, Usage.ELSEWHERE: 4, Usage.LEFT_OUT: 0,
    }  # fmt: skip
    assert {usage: size.words for usage, size in found.shares.items()} == {
        Usage.STATED: 2, Usage.NOTED: 1, Usage.ELSEWHERE: 1, Usage.LEFT_OUT: 0, Usage.UNUSED: 0,
    }  # fmt: skip
    assert [(span.start, span.end, span.usage) for span in found.spans] == [
        (0, 7, Usage.STATED), (7, 13, Usage.NOTED), (13, 18, Usage.ELSEWHERE),
    ]  # fmt: skip


def test_one_used_word_makes_a_sentence_used() -> None:
    text = "It rained. We waited. Nobody came."
    found = measured(text, {Usage.NOTED: [(3, 9)], Usage.LEFT_OUT: [(22, 28)]})
    assert [(sentence.text, sentence.usage) for sentence in found.sentences] == [
        ("It rained. ", Usage.NOTED),
        ("We waited. ", Usage.UNUSED),
        ("Nobody came.", Usage.LEFT_OUT),
    ]
    assert percent_accounted_for([found]) == pytest.approx(200 / 3)


def test_covered_full_stop_does_not_make_a_sentence_used() -> None:
    found = measured("It rained. We waited.", {Usage.STATED: [(9, 11)]})
    assert [sentence.usage for sentence in found.sentences] == [Usage.UNUSED] * 2


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("In Nov. 2015, where 150 were killed. Then Mar. 11, 2004, in Madrid.", 2),
        ("He said “Go.” She went.", 2),
        ("It cost 3.5 million. Nobody paid.", 2),
        ("هذه جملة. وهذه أخرى؟ نعم.", 3),
        ("これは文です。これも文です。", 2),
    ],
)
def test_splits_sentences_by_uax_29(text: str, count: int) -> None:
    assert len(measured(text).sentences) == count


def test_words_contain_a_letter_or_a_digit() -> None:
    assert measured("wasn’t — 3,922 “so”, …").size.words == 3
    assert measured("كلمة أخرى", language="ar").size.words == 2
    # Japanese has no spaces; ICU splits words with a dictionary.
    assert measured("私は学生です", language="ja").size.words > 1


def test_ignores_sentences_without_words() -> None:
    found = measured("…")
    assert (found.sentences_of(Usage.UNUSED), percent_accounted_for([found])) == ((), 100.0)


def test_coverage_of_the_sample() -> None:
    first, second, third = coverage(briefs.resolve())
    assert [item.paragraph.number for item in (first, second, third)] == [1, 2, 3]
    # F1 quotes across two sentences, an annotation quotes some of its words, and the analysis quotes the last sentence.
    assert [sentence.usage for sentence in first.sentences] == [Usage.STATED, Usage.STATED, Usage.ELSEWHERE]
    assert first.covered[Usage.NOTED].words == 6
    assert first.shares[Usage.NOTED].words == 0
    size, shares = total([first, second, third])
    assert sum(part.words for part in shares.values()) == size.words


def test_counts_left_out_quotes(make_brief: MakeBrief) -> None:
    more = "brief_figure: boats\nleft_out:\n  - {quote: The plan named, reason: It is a plan.}"
    folder = make_brief(
        brief=("brief_figure: boats", more),
        essay=("The plan named no date", "The plan named a day. The town named no date"),
    )
    third = coverage(briefs.resolve(folder))[2]
    assert [sentence.text for sentence in third.sentences_of(Usage.LEFT_OUT)] == ["The plan named a day. "]
    assert third.shares[Usage.LEFT_OUT].words == 3


@pytest.mark.parametrize(
    ("counts", "expected"),
    [([1, 1, 1], [34, 33, 33]), ([0, 0], [0, 0]), ([2, 1], [67, 33]), ([999, 1], [100, 0]), ([5], [100])],
)
def test_percentages_add_up_to_100(counts: list[int], expected: list[int]) -> None:
    assert percentages(counts) == expected
