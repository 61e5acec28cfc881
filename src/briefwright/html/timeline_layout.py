"""Lay out the timeline: lanes one below the other, and in each lane the events in rows, so that no two touch.

An event is a mark, and beside it its label with the date in words. The mark is a point, or a bar for a period that is
long enough to be seen. All positions are in pixels.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefwright.fonts import figure_text_width
from briefwright.html.time_axis import days, time_axis
from briefwright.html.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefwright.html.time_axis import TimeAxis
    from briefwright.html.wrapping import Measure
    from briefwright.language import Catalogue

WIDTH = 621.0
"""A little less than the width of the text in print (174 mm on A4), where the letters then keep their size."""
LETTERS = 12.0
"""The size of all letters, as in the specification."""
_MAX_HEIGHT = 700.0
"""The largest height of the lanes with full spacing; the rows of taller lanes move closer together."""
_ROW, _SMALLEST_ROW = 19.0, 15.0
_LANE_GAP, _SMALLEST_LANE_GAP = 9.0, 2.0
_LINE = 16.0
"""The distance of two lines of a label or of a lane's name."""
_NAME_WIDTH, _WIDEST_NAME, _NAME_GAP = 104.0, 200.0, 16.0
"""The width of the column of lane names, its largest width, for a long word, and the space after it."""
_EDGE = 6.0
"""Space for half a mark at both ends of the axis."""
_RADIUS, _SHORTEST_BAR = 4.5, 12.0
_MARK_GAP, _DATE_GAP, EVENT_GAP = 5.0, 6.0, 18.0
"""Space between mark and label, between label and date, and between two events of a row."""
_NARROWEST = 150.0
"""Room for a label of several lines beside its mark; with less on both sides, the label is below the mark."""


@dataclass(frozen=True, slots=True)
class Widths:
    """Functions that return the width of a text in pixels."""

    bold: Measure
    regular: Measure


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """An event: its label, its date in words, its lane, and its first and last date (ISO 8601, as exact as known)."""

    label: str
    when: str
    lane: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Text:
    """A part of a label that begins at ``x``; ``line`` counts from the line of the mark, which is 0."""

    text: str
    x: float
    line: int
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """An event whose mark is from ``start`` to ``end``, and which fills ``lines`` lines from ``left`` to ``right``."""

    start: float
    end: float
    is_bar: bool
    texts: tuple[Text, ...]
    left: float
    right: float
    lines: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: the lines of its name, and its events, each with its first row (from 0)."""

    name: tuple[str, ...]
    events: tuple[tuple[int, Placed], ...]

    @property
    def rows(self) -> int:
        """The number of rows, each one line high."""
        return max(row + event.lines for row, event in self.events)


@dataclass(frozen=True, slots=True)
class Layout:
    """The axis, and the lanes from top to bottom."""

    axis: TimeAxis
    lanes: tuple[Lane, ...]


def timeline_drawing(data: str, catalogue: Catalogue, family: str) -> dict[str, Any]:
    """Return what the specification of the timeline gets from its events, which ``data`` lists as CSV.

    ``family`` is the packaged font family of the texts.
    """
    widths = Widths(
        lambda text: figure_text_width(text, family, bold=True) * LETTERS,
        lambda text: figure_text_width(text, family) * LETTERS,
    )
    events = [
        TimelineEvent(
            label=row["event"],
            when=catalogue.date(f"{row['from']}/{row['to']}"),
            lane=row.get("lane", ""),
            first=row["from"],
            last=row["to"],
        )
        for row in csv.DictReader(io.StringIO(data))
    ]
    return drawing(lay_out(events, widths, catalogue.date))


def lay_out(events: Sequence[TimelineEvent], widths: Widths, words: Callable[[str], str]) -> Layout:
    """Return the layout of events; ``words`` returns a date in words."""
    names = list(dict.fromkeys(event.lane for event in events))
    longest_word = max((widths.bold(word) for name in names for word in name.split()), default=0.0)
    room = max(_NAME_WIDTH, min(longest_word, _WIDEST_NAME))
    lines = {name: tuple(wrap(name, widths.bold, room)) for name in names}
    name_width = max((widths.bold(line) for name in names for line in lines[name]), default=0.0)
    left = name_width + _NAME_GAP if name_width else 0.0
    periods = [days(event.first, event.last) for event in events]
    axis = time_axis(periods, (left + _EDGE, WIDTH - _EDGE), widths.regular, words)
    placed = [(event.lane, place(event, axis, left, widths)) for event in events]
    lanes = (Lane(lines[name], pack([event for lane, event in placed if lane == name])) for name in names)
    return Layout(axis, tuple(lanes))


def place(event: TimelineEvent, axis: TimeAxis, left: float, widths: Widths) -> Placed:
    """Return an event with its label right of the mark, or left of it, or else on several lines where most room is.

    ``left`` is the left edge of the lanes.
    """
    first_day, next_day = days(event.first, event.last)
    start, end = axis.position(first_day), axis.position(next_day)
    is_bar = next_day - first_day > 1 and end - start >= _SHORTEST_BAR
    if not is_bar:
        start, end = (start + end) / 2 - _RADIUS, (start + end) / 2 + _RADIUS
    rooms = {"right": WIDTH - end - _MARK_GAP, "left": start - _MARK_GAP - left}
    one_line = widths.bold(event.label) + _DATE_GAP + widths.regular(event.when)
    side = next((side for side, room in rooms.items() if one_line <= room), max(rooms, key=lambda name: rooms[name]))
    if rooms[side] < min(one_line, _NARROWEST):
        side = "below"
    lines, width = _label(event, rooms.get(side, WIDTH - left), widths)
    x = {"right": end + _MARK_GAP, "left": start - _MARK_GAP - width, "below": min(start, WIDTH - width)}[side]
    above = 1 if side == "below" else 0
    texts = (
        Text(text, x + shift, number, is_date)
        for number, line in enumerate(lines, above)
        for text, shift, is_date in line
    )
    return Placed(start, end, is_bar, tuple(texts), min(start, x), max(end, x + width), above + len(lines))


def _label(event: TimelineEvent, room: float, widths: Widths) -> tuple[list[list[tuple[str, float, bool]]], float]:
    """Return the lines of a label and their width: each text with its shift to the right, and whether it is the date.

    The date follows the last words, or has lines of its own.
    """
    words = wrap(event.label, widths.bold, room)
    lines = [[(line, 0.0, False)] for line in words]
    shift = widths.bold(words[-1]) + _DATE_GAP
    if shift + widths.regular(event.when) <= room:
        lines[-1].append((event.when, shift, True))
    else:
        lines += [[(line, 0.0, True)] for line in wrap(event.when, widths.regular, room)]
    ends = (
        shift + (widths.regular if is_date else widths.bold)(text) for line in lines for text, shift, is_date in line
    )
    return lines, max(ends)


def pack(events: Sequence[Placed]) -> tuple[tuple[int, Placed], ...]:
    """Return events with their first rows: each has the first rows that are free from its left to its right."""
    packed: list[tuple[int, Placed]] = []
    for event in events:
        row = 0
        while ends := [
            other_row + other.lines
            for other_row, other in packed
            if other.left - EVENT_GAP < event.right
            and event.left < other.right + EVENT_GAP
            and row < other_row + other.lines
            and other_row < row + event.lines
        ]:
            row = min(ends)
        packed.append((row, event))
    return tuple(packed)


def drawing(layout: Layout) -> dict[str, Any]:
    """Return size, data sets and parameters for the specification ``timeline.vl.yaml``."""
    rows = [max(lane.rows, len(lane.name)) for lane in layout.lanes]
    gaps = max(1, len(rows) - 1)
    pitch = min(_ROW, max(_SMALLEST_ROW, (_MAX_HEIGHT - gaps * _LANE_GAP) / sum(rows)))
    gap = min(_LANE_GAP, max(_SMALLEST_LANE_GAP, (_MAX_HEIGHT - pitch * sum(rows)) / gaps))
    line_height = min(_LINE, pitch)
    data: dict[str, list[dict[str, Any]]] = {"marks": [], "texts": [], "rules": []}
    top = 0.0
    for lane, count in zip(layout.lanes, rows, strict=True):
        if top:
            data["rules"].append({"y": top - gap / 2})
        for number, name in enumerate(lane.name):
            data["texts"].append({"x": 0, "y": top + pitch / 2 + number * line_height, "text": name, "role": "lane"})
        for row, event in lane.events:
            y = top + pitch / 2 + row * pitch
            mark = {"x": round(event.start, 2), "x2": round(event.end, 2), "y": y, "bar": event.is_bar}
            data["marks"].append(mark)
            data["texts"] += [
                {"x": round(text.x, 2), "y": y + text.line * line_height, "text": text.text}
                | {"role": "date" if text.is_date else "label"}
                for text in event.texts
            ]
        top += count * pitch + gap
    labels = {str(round(layout.axis.position(day))): label for day, label in layout.axis.ticks}
    axis = {"left": layout.axis.left, "right": layout.axis.right, "values": [*map(int, labels)], "labels": labels}
    return {"width": WIDTH, "height": top - gap, "datasets": data, "params": [{"name": "axis", "value": axis}]}
