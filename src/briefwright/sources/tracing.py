"""Every quotation of a brief traced to its place in the essay, with what an editor should hear about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefwright.sources import misquotes
from briefwright.sources.drift import rewritten, stand, survey
from briefwright.sources.held import Held, hold
from briefwright.sources.notices import notices
from briefwright.sources.walk import passages

if TYPE_CHECKING:
    from briefwright.errors import Problem
    from briefwright.model import Passage
    from briefwright.sources.files import Location
    from briefwright.sources.loading import Reading
    from briefwright.sources.matching import Match

__all__ = ["Repair", "Trace", "trace"]


@dataclass(frozen=True, slots=True)
class Repair:
    """What ``check --fix`` may write: a quotation as it is written at a location of a file, and as it should be."""

    file: str
    location: Location
    old: Passage
    new: Passage


@dataclass(frozen=True, slots=True)
class Trace:
    """Where quotations stand, what is wrong with the others, what stops nothing, and what could be written instead.

    ``held`` is what there is to hold of those that are found.
    """

    matches: dict[Passage, Match] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    repairs: tuple[Repair, ...] = ()
    held: Held = field(default_factory=Held)


def trace(reading: Reading) -> Trace:
    """Find every quotation that the files hold; where the essay cannot be read, none is looked for."""
    if reading.essay is None:
        return Trace()
    ground = survey(reading.essay, reading.held)
    matches: dict[Passage, Match] = {}
    places: dict[Passage, tuple[str, Location]] = {}
    problems: list[Problem] = []
    repairs: list[Repair] = []
    for file, location, passage in passages(reading.data):
        places.setdefault(passage, (file, location))
        standing = stand(ground, passage)
        if len(standing.found) == 1:
            matches[passage] = standing.found[0]
            new = rewritten(ground, passage, matches[passage]) if passage in ground.records else None
        else:
            message, hint, detail, new = misquotes.explain(ground, passage, standing)
            problem = reading.files[file].problem((*location, "quote"), message, hint=hint, detail=detail)
            problems.append(problem)
        if new and new != passage:
            repairs.append(Repair(file, location, passage, new))
    notes = notices(reading.files, ground, places, matches, {repair.old for repair in repairs})
    return Trace(matches, tuple(problems), tuple(notes), tuple(repairs), hold(ground.texts, ground.folded, matches))
