"""The timeline: a figure of the events with a date, with its texts from the catalogue and its data as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from briefwright import prose
from briefwright.model import TIMELINE, FigureUse, Timeline
from briefwright.sources.figures.files import FigureSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.language import Catalogue
    from briefwright.model import Event


def with_timeline(resolved: ResolvedBrief, catalogue: Catalogue) -> ResolvedBrief:
    """Return a brief with the timeline as its last figure, if enough of its events have a date.

    The figure rests on the passages and references of its events.
    """
    sources = resolved.sources
    lanes = _lanes(sources.brief.timeline_events)
    if not lanes:
        return resolved
    events = [event for members in lanes.values() for event in members]
    own = sources.brief.timeline or Timeline()
    figure = FigureUse.model_construct(
        id=TIMELINE,
        file=f"{TIMELINE}.vl.yaml",
        data=f"{TIMELINE}.csv",
        title=own.title or catalogue.text("timeline.title", dates=catalogue.date(_years(events))),
        alt=prose.escape(_alternative(lanes, catalogue)),
        note=own.note,
        passages=tuple(dict.fromkeys(passage for event in events for passage in event.passages)),
        references=tuple(dict.fromkeys(work for event in events for work in event.references)),
    )
    source = FigureSource(f"sources/{sources.slug}/brief.yaml", {}, _csv(lanes))
    brief = sources.brief.model_copy(update={"figures": (*sources.brief.figures, figure)})
    figure_sources = {**sources.figure_sources, TIMELINE: source}
    return replace(resolved, sources=replace(sources, brief=brief, figure_sources=figure_sources))


def by_date(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return events by their first day. Those without a date come last."""
    return tuple(sorted(events, key=lambda event: (event.date or "9999").split("/")))


def _csv(lanes: Mapping[str, Sequence[Event]]) -> str:
    """Return the data of the timeline: event, lane if there are any, first and last date, as exact as known."""
    with_lanes = any(lanes)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("event", *(("lane",) if with_lanes else ()), "from", "to"))
    for lane, members in lanes.items():
        for event in members:
            first, _, last = (event.date or "").partition("/")
            writer.writerow((event.short, *((lane,) if with_lanes else ()), first, last or first))
    return file.getvalue()


def _lanes(events: Iterable[Event]) -> Mapping[str, Sequence[Event]]:
    """Return events by lane, in the order of the sources, and date; the lane of events without one is ``""``."""
    lanes: dict[str, list[Event]] = {}
    for event in events:
        lanes.setdefault(event.lane or "", []).append(event)
    return {lane: by_date(members) for lane, members in lanes.items()}


def _years(events: Sequence[Event]) -> str:
    """Return the first and the last year as an interval."""
    years = [date[:4] for event in events for date in (event.date or "").split("/")]
    return f"{min(years)}/{max(years)}"


def _alternative(lanes: Mapping[str, Sequence[Event]], catalogue: Catalogue) -> str:
    """Return the alternative text: all events by lane, each with its date."""
    sentences = [catalogue.text("timeline.alt", count=sum(map(len, lanes.values())))]
    for lane, members in lanes.items():
        names = [
            catalogue.text("timeline.alt-event", event=event.short, date=catalogue.date(event.date or ""))
            for event in members
        ]
        key = "timeline.alt-lane" if lane else "timeline.alt-events"
        sentences.append(catalogue.text(key, lane=lane, events=catalogue.listing(names)))
    return " ".join(sentences)
