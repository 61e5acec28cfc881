"""The time axis of a figure: whole years, or whole months if these are few, with as many labels as have room.

Days are numbers, as ``date.toordinal`` returns them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import MAXYEAR, date
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from briefwright.html.wrapping import Measure

Period = tuple[int, int]
"""The first day of a period, and the day after its last."""
_MOST_MONTHS = 24
"""A longer time is shown in whole years."""
_DAY_STEPS, _MONTH_STEPS = (1, 2, 5, 10), (1, 2, 3, 6, 12)
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
_LABEL_GAP = 16.0
"""Pixels between two labels. A label begins at its tick."""


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """A period from ``left`` to ``right``, in pixels, with the label of each tick by its day."""

    period: Period
    left: float
    right: float
    ticks: tuple[tuple[int, str], ...] = ()

    def position(self, day: int) -> float:
        """Return where a day begins."""
        start, end = self.period
        return self.left + (day - start) / (end - start) * (self.right - self.left)


def days(first: str, last: str) -> Period:
    """Return the period from one date to another (ISO 8601: a day, a month or a year)."""
    start = date.fromisoformat(f"{first}-01-01"[:10]).toordinal()
    year, month, day = (int(part) for part in f"{last}-00-00"[:10].split("-"))
    if day:
        return start, date(year, month, day).toordinal() + 1
    return start, _first_day(year, month + 1) if month else _first_day(year + 1)


def time_axis(
    periods: Sequence[Period], edges: tuple[float, float], measure: Measure, words: Callable[[str], str]
) -> TimeAxis:
    """Return an axis for periods, between two edges in pixels; ``words`` returns a date (ISO 8601) in words."""
    first, last = (date.fromordinal(day) for day in (min(periods)[0], max(end for _, end in periods) - 1))
    by_year = _month(last) - _month(first) >= _MOST_MONTHS
    start, end = (1, 13) if by_year else (first.month, last.month + 1)
    axis = TimeAxis((_first_day(first.year, start), _first_day(last.year, end)), *edges)
    scales = _year_ticks(first, last) if by_year else _month_ticks(first, last)
    labelled = ([(day, words(name)) for day, name in ticks] for ticks in scales)
    ticks = next((ticks for ticks in labelled if _have_room(axis, ticks, measure)), [])
    fitting = (tick for tick in ticks if axis.position(tick[0]) + measure(tick[1]) <= axis.right)
    return replace(axis, ticks=tuple(fitting))


def _have_room(axis: TimeAxis, ticks: Sequence[tuple[int, str]], measure: Measure) -> bool:
    return all(
        axis.position(day) + measure(label) + _LABEL_GAP <= axis.position(other)
        for (day, label), (other, _) in pairwise(ticks)
    )


def _year_ticks(first: date, last: date) -> Iterator[list[tuple[int, str]]]:
    """Yield ticks with ISO 8601 dates, the closest first."""
    for step in _YEAR_STEPS:
        start = -(-first.year // step) * step
        yield [(_first_day(year), f"{year:04}") for year in range(start, last.year + 1, step)]


def _month_ticks(first: date, last: date) -> Iterator[list[tuple[int, str]]]:
    if _month(first) == _month(last):
        start, end = _first_day(first.year, first.month), _first_day(last.year, last.month + 1)
        for step in _DAY_STEPS:
            yield [(day, date.fromordinal(day).isoformat()) for day in range(start, end, step)]
    for step in _MONTH_STEPS:
        months = (divmod(month, 12) for month in range(_month(first), _month(last) + 1, step))
        yield [(_first_day(year, month + 1), f"{year:04}-{month + 1:02}") for year, month in months]


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(year: int, month: int = 1) -> int:
    """Return the first day of a month; month 13 is January of the next year."""
    years, index = divmod(month - 1, 12)
    year += years
    return date(year, index + 1, 1).toordinal() if year <= MAXYEAR else date.max.toordinal() + 1
