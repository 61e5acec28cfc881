"""Cutting a paragraph at overlapping passages keeps its words, their order and their emphasis."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from briefwright.content.passages import split_paragraph
from briefwright.content.resolution import PassageAnchor
from briefwright.content.uses import Use
from briefwright.prose import Run
from briefwright.sources.essay.paragraphs import Paragraph
from briefwright.sources.quotes.matching import QuoteMatch

if TYPE_CHECKING:
    from briefwright.content.passages import Piece, Segment

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


def end_of_link(paragraph: Paragraph, position: int) -> int:
    """Return the end of the link that a position is inside, or the position itself."""
    addresses = [run.href for run in paragraph.runs for _ in run.text]
    href = addresses[position - 1]
    while href is not None and position < len(addresses) and addresses[position] == href:
        position += 1
    return position


def pieces_of(segments: list[Segment]) -> list[Piece]:
    return [piece for segment in segments for piece in segment["pieces"]]


@given(anchored())
def test_joined_pieces_equal_the_paragraph(case: tuple[Paragraph, list[PassageAnchor]]) -> None:
    paragraph, anchors = case
    segments = split_paragraph(paragraph, anchors, {}, {})
    runs = [
        replace(Run(**run), href=segment["href"] or run["href"])
        for segment in segments
        for piece in segment["pieces"]
        for run in piece["runs"]
    ]
    assert styled(runs) == styled(list(paragraph.runs))
    assert all(piece["runs"] for piece in pieces_of(segments))


@given(anchored())
def test_neighbouring_segments_are_not_the_same_link(case: tuple[Paragraph, list[PassageAnchor]]) -> None:
    paragraph, anchors = case
    addresses = [segment["href"] for segment in split_paragraph(paragraph, anchors, {}, {})]
    assert all(left is None or left != right for left, right in pairwise(addresses))


@given(anchored())
def test_depth_of_a_character_is_its_number_of_passages_with_notes(
    case: tuple[Paragraph, list[PassageAnchor]],
) -> None:
    paragraph, anchors = case
    notes = {anchor.id: [{"number": number}] for number, anchor in enumerate(anchors[::2])}
    depths = [
        piece["depth"]
        for piece in pieces_of(split_paragraph(paragraph, anchors, notes, {}))
        for run in piece["runs"]
        for _ in run["text"]
    ]
    assert depths == [
        min(3, sum(anchor.match.start <= index < anchor.match.end for anchor in anchors[::2]))
        for index in range(len(paragraph.text))
    ]


@given(anchored())
def test_each_passage_begins_once_and_its_notes_follow_its_last_word(
    case: tuple[Paragraph, list[PassageAnchor]],
) -> None:
    paragraph, anchors = case
    notes = {anchor.id: [{"number": number}] for number, anchor in enumerate(anchors)}
    segments = split_paragraph(paragraph, anchors, notes, {})
    assert sorted(name for piece in pieces_of(segments) for name in piece["ids"]) == [anchor.id for anchor in anchors]
    ends: dict[int, int] = {}
    at = 0
    for segment in segments:
        at += sum(len(run["text"]) for piece in segment["pieces"] for run in piece["runs"])
        ends |= {call["number"]: at for call in segment["notes"]}
    assert ends == {number: end_of_link(paragraph, anchor.match.end) for number, anchor in enumerate(anchors)}


@given(anchored())
def test_each_label_follows_the_passages_that_end_there(
    case: tuple[Paragraph, list[PassageAnchor]],
) -> None:
    paragraph, anchors = case
    uses = {anchor.id: [Use("findings", "F1", "finding-x")] for anchor in anchors}
    found, at = [], 0
    for segment in split_paragraph(paragraph, anchors, {}, uses):
        at += sum(len(run["text"]) for piece in segment["pieces"] for run in piece["runs"])
        found += [at] * len(segment["labels"])
    assert found == sorted(end_of_link(paragraph, end) for end in {anchor.match.end for anchor in anchors})
