"""No two marks or labels of a timeline touch, for any dates and labels."""

from __future__ import annotations

import datetime as dt
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from briefwright import language
from briefwright.fonts import figure_text_width
from briefwright.html.time_axis import days
from briefwright.html.timeline_layout import (
    LETTERS,
    WIDTH,
    TimelineEvent,
    Widths,
    drawing,
    lay_out,
)
from tests import briefs

if TYPE_CHECKING:
    from collections.abc import Iterator

Box = tuple[float, float, float, float]
CATALOGUE = language.load(briefs.TEMPLATES / "locales", "en-GB")
WIDTHS = Widths(
    lambda text: figure_text_width(text, bold=True) * LETTERS, lambda text: figure_text_width(text) * LETTERS
)
HALF_LINE = LETTERS / 2
ROUNDING = 0.02

near = st.dates(dt.date(2015, 11, 1), dt.date(2016, 2, 1))
exact_dates = st.one_of(st.dates(), st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)), near)
WORDS = "Vote on the second bridge, 1953; Donaudampfschifffahrtsgesellschaft – MMWWMM’ ño " * 5 + "unbreakable" * 30
labels = st.builds(
    lambda start, length: WORDS[start : start + length].strip() or "a", st.integers(0, 700), st.integers(1, 300)
)


@st.composite
def events(draw: st.DrawFn) -> list[TimelineEvent]:
    lanes = draw(st.lists(st.one_of(st.just(""), labels), min_size=1, max_size=4, unique=True))
    count = draw(st.integers(2, 40))
    made = []
    for _ in range(count):
        first, last = sorted(draw(st.tuples(exact_dates, exact_dates)))
        precision = draw(st.sampled_from([4, 7, 10]))
        start = first.isoformat()[:precision]
        end = last.isoformat()[:precision] if draw(st.booleans()) else start
        when = CATALOGUE.date(f"{start}/{end}")
        made.append(TimelineEvent(draw(labels), when, draw(st.sampled_from(lanes)), start, end))
    return made


def boxes(drawn: dict[str, Any]) -> Iterator[Box]:
    for mark in drawn["datasets"]["marks"]:
        yield mark["x"], mark["x2"], mark["y"] - HALF_LINE, mark["y"] + HALF_LINE
    for text in drawn["datasets"]["texts"]:
        width = (WIDTHS.regular if text["role"] == "date" else WIDTHS.bold)(text["text"])
        yield text["x"], text["x"] + width, text["y"] - HALF_LINE, text["y"] + HALF_LINE


def touch(one: Box, other: Box) -> bool:
    left, right, top, bottom = one
    return left < other[1] and other[0] < right and top < other[3] and other[2] < bottom


@given(events())
def test_nothing_touches_and_nothing_is_cut(made: list[TimelineEvent]) -> None:
    drawn = drawing(lay_out(made, WIDTHS, CATALOGUE.date))
    found = list(boxes(drawn))
    assert not [pair for pair in combinations(found, 2) if touch(*pair)]
    assert all(left >= 0 and right <= WIDTH + ROUNDING for left, right, _, _ in found)
    assert all(top >= 0 and bottom <= drawn["height"] for _, _, top, bottom in found)


@given(events())
def test_every_event_is_drawn_at_its_date(made: list[TimelineEvent]) -> None:
    layout = lay_out(made, WIDTHS, CATALOGUE.date)
    marks = sorted((event.start, event.end) for lane in layout.lanes for _, event in lane.events)
    assert len(marks) == len(made)
    for event in made:
        start, end = (layout.axis.position(day) for day in days(event.first, event.last))
        assert layout.axis.left <= start < end <= layout.axis.right + ROUNDING
        middle = (start + end) / 2
        assert any(abs((left + right) / 2 - middle) < ROUNDING for left, right in marks)


@given(events())
def test_labels_of_the_axis_have_room(made: list[TimelineEvent]) -> None:
    axis = lay_out(made, WIDTHS, CATALOGUE.date).axis
    spans = [(axis.position(day), axis.position(day) + WIDTHS.regular(label)) for day, label in axis.ticks]
    assert spans
    assert all(axis.left <= left and right <= axis.right for left, right in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))
