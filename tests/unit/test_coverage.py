from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright.content.coverage import TextSize, Usage, coverage, measure, percent_accounted_for, percentages, total
from briefwright.prose import Run
from briefwright.sources.essay import Paragraph
from tests import briefs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefwright.content.coverage import Coverage
    from briefwright.prose import Span
    from tests.conftest import MakeBrief


def paragraph(text: str) -> Paragraph:
    return Paragraph(1, (Run(text),))


def measured(text: str, spans: Mapping[Usage, list[Span]] | None = None, language: str = "en-GB") -> Coverage:
    return measure(paragraph(text), spans or {}, language)


def test_overlapping_passages_count_once() -> None:
    found = measured("one two three four", {Usage.STATED: [(0, 7), (4, 13)]})
    assert found.covered[Usage.STATED] == TextSize(3, 13)
    assert found.shares[Usage.STATED] == TextSize(3, 13)
    assert found.shares[Usage.UNUSED] == TextSize(1, 5)
    assert found.size == TextSize(4, 18)


def test_each_kind_counts_for_itself_and_each_word_once() -> None:
    found = measured("one two three four", {Usage.STATED: [(0, 7)], Usage.NOTED: [(4, 13)], Usage.ELSEWHERE: [(0, 18)]})
    assert {reach: size.words for reach, size in found.covered.items()} == {
        Usage.STATED: 2, Usage.NOTED: 2, Usage.ELSEWHERE: 4, Usage.LEFT_OUT: 0,
    }  # fmt: skip
    assert {reach: size.words for reach, size in found.shares.items()} == {
        Usage.STATED: 2, Usage.NOTED: 1, Usage.ELSEWHERE: 1, Usage.LEFT_OUT: 0, Usage.UNUSED: 0,
    }  # fmt: skip
    assert [(stretch.start, stretch.end, stretch.reach) for stretch in found.stretches] == [
        (0, 7, Usage.STATED), (7, 13, Usage.NOTED), (13, 18, Usage.ELSEWHERE),
    ]  # fmt: skip


def test_a_sentence_is_used_where_a_passage_covers_a_word_of_it() -> None:
    text = "It rained. We waited. Nobody came."
    found = measured(text, {Usage.NOTED: [(3, 9)], Usage.LEFT_OUT: [(22, 28)]})
    assert [(sentence.text, sentence.reach) for sentence in found.sentences] == [
        ("It rained. ", Usage.NOTED),
        ("We waited. ", Usage.UNUSED),
        ("Nobody came.", Usage.LEFT_OUT),
    ]
    assert percent_accounted_for([found]) == pytest.approx(200 / 3)


def test_a_full_stop_that_a_passage_covers_uses_nothing() -> None:
    found = measured("It rained. We waited.", {Usage.STATED: [(9, 11)]})
    assert [sentence.reach for sentence in found.sentences] == [Usage.UNUSED] * 2


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
def test_sentences_are_those_of_the_standard(text: str, count: int) -> None:
    assert len(measured(text).sentences) == count


def test_words_hold_a_letter_or_a_digit() -> None:
    assert measured("wasn’t — 3,922 “so”, …").size.words == 3
    assert measured("كلمة أخرى", language="ar").size.words == 2
    # Without spaces a dictionary finds them.
    assert measured("私は学生です", language="ja").size.words > 1


def test_what_has_no_word_is_no_sentence() -> None:
    found = measured("…")
    assert (found.sentences_of(Usage.UNUSED), percent_accounted_for([found])) == ((), 100.0)


def test_the_essay_of_the_sample() -> None:
    first, second, third = coverage(briefs.resolve())
    assert [item.paragraph.number for item in (first, second, third)] == [1, 2, 3]
    # F1 quotes over the edge of a sentence, a note is made at its words, and the analysis quotes the last one.
    assert [sentence.reach for sentence in first.sentences] == [Usage.STATED, Usage.STATED, Usage.ELSEWHERE]
    assert first.covered[Usage.NOTED].words == 6
    assert first.shares[Usage.NOTED].words == 0
    size, shares = total([first, second, third])
    assert sum(part.words for part in shares.values()) == size.words


def test_what_is_left_out_counts_as_such(make_brief: MakeBrief) -> None:
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
def test_percentages_add_up(counts: list[int], expected: list[int]) -> None:
    assert percentages(counts) == expected
