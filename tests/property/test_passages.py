"""Cutting a paragraph at overlapping passages keeps its words, their order and their emphasis."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefwright.content.passages import split_paragraph
from briefwright.content.resolution import PassageAnchor
from briefwright.content.uses import Use
from briefwright.prose import Run
from briefwright.sources.essay import Paragraph
from briefwright.sources.matching import QuoteMatch

RUNS = st.lists(
    st.builds(
        Run, st.text("ab ", min_size=1, max_size=8), st.booleans(), st.booleans(), href=st.sampled_from([None, "x"])
    ),
    min_size=1,
    max_size=5,
)


@st.composite
def anchored(draw: st.DrawFn) -> tuple[Paragraph, list[PassageAnchor]]:
    paragraph = Paragraph(1, tuple(draw(RUNS)))
    size = len(paragraph.text)
    starts = st.integers(0, size - 1)
    spans = draw(
        st.lists(starts.flatmap(lambda start: st.tuples(st.just(start), st.integers(start + 1, size))), max_size=6)
    )
    matches = sorted({QuoteMatch(1, start, end) for start, end in spans})
    return paragraph, [
        PassageAnchor(f"p{number}", match, paragraph.text[match.start : match.end], "", "")
        for number, match in enumerate(matches)
    ]


def styled(runs: list[Run]) -> list[tuple[str, bool, bool, str | None]]:
    return [(character, run.emphasis, run.strong, run.href) for run in runs for character in run.text]


@given(anchored())
def test_joined_pieces_equal_the_paragraph(case: tuple[Paragraph, list[PassageAnchor]]) -> None:
    paragraph, anchors = case
    pieces = split_paragraph(paragraph, anchors, {}, {})
    runs = [Run(**run) for piece in pieces for run in piece["runs"]]
    assert styled(runs) == styled(list(paragraph.runs))
    assert all(piece["runs"] for piece in pieces)


@given(anchored())
def test_depth_of_a_character_is_its_number_of_passages(case: tuple[Paragraph, list[PassageAnchor]]) -> None:
    paragraph, anchors = case
    depths = [
        piece["depth"]
        for piece in split_paragraph(paragraph, anchors, {}, {})
        for run in piece["runs"]
        for _ in run["text"]
    ]
    assert depths == [
        min(3, sum(anchor.match.start <= index < anchor.match.end for anchor in anchors))
        for index in range(len(paragraph.text))
    ]


@given(anchored())
def test_each_passage_begins_once_and_its_notes_follow_its_last_word(
    case: tuple[Paragraph, list[PassageAnchor]],
) -> None:
    paragraph, anchors = case
    notes = {anchor.id: [{"number": number}] for number, anchor in enumerate(anchors)}
    pieces = split_paragraph(paragraph, anchors, notes, {})
    assert sorted(name for piece in pieces for name in piece["ids"]) == [anchor.id for anchor in anchors]
    ends: dict[int, int] = {}
    at = 0
    for piece in pieces:
        at += sum(len(run["text"]) for run in piece["runs"])
        ends |= {call["number"]: at for call in piece["notes"]}
    assert ends == {number: anchor.match.end for number, anchor in enumerate(anchors)}


@given(anchored())
def test_each_label_follows_the_passages_that_end_there(
    case: tuple[Paragraph, list[PassageAnchor]],
) -> None:
    paragraph, anchors = case
    uses = {anchor.id: [Use("findings", "F1", "finding-x")] for anchor in anchors}
    found, at = [], 0
    for piece in split_paragraph(paragraph, anchors, {}, uses):
        at += sum(len(run["text"]) for run in piece["runs"])
        found += [at] * len(piece["labels"])
    assert found == sorted({anchor.match.end for anchor in anchors})
