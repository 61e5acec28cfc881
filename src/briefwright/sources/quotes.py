"""Every quotation of a brief traced to its place in the essay, with what an editor should hear about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefwright.sources import quote_errors
from briefwright.sources.lock import FILE, Held, hold
from briefwright.sources.relocation import rewritten, stand, survey
from briefwright.sources.walk import passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefwright.errors import Problem
    from briefwright.model import Passage
    from briefwright.sources.loading import Reading
    from briefwright.sources.matching import Match
    from briefwright.sources.relocation import Ground
    from briefwright.sources.yaml_nodes import Location

_FIX = "`briefwright check --fix`"


@dataclass(frozen=True, slots=True)
class Repair:
    """What ``check --fix`` may write: a quotation as it is written at a location of a file, and as it should be."""

    file: str
    location: Location
    old: Passage
    new: Passage


@dataclass(frozen=True, slots=True)
class Trace:
    """Where quotations stand, what is wrong with the others, what stops nothing, and what could be written instead."""

    ground: Ground | None = None
    matches: dict[Passage, Match] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @property
    def held(self) -> Held:
        """What there is to hold of the quotations that are found."""
        return hold(self.ground.texts, self.ground.folded, self.matches) if self.ground else Held()


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
        found = stand(ground, passage)
        if len(found) == 1:
            matches[passage] = found[0]
            new = rewritten(ground, passage, matches[passage]) if passage in ground.records else None
        else:
            message, hint, detail, new = quote_errors.explain(ground, passage, found)
            problem = reading.files[file].problem((*location, "quote"), message, hint=hint, detail=detail)
            problems.append(problem)
        if new and new != passage:
            repairs.append(Repair(file, location, passage, new))
    notes = _notes(reading, ground, places, matches, {repair.old for repair in repairs})
    return Trace(ground, matches, tuple(problems), tuple(notes), tuple(repairs))


def _notes(
    reading: Reading,
    ground: Ground,
    places: Mapping[Passage, tuple[str, Location]],
    matches: Mapping[Passage, Match],
    stale: set[Passage],
) -> Iterator[Problem]:
    """Yield a note for each way in which paragraphs changed around passages, and one for all that is not held yet.

    ``places`` say where each quotation is written first; of those in ``stale``, the YAML does not say any more where
    they stand.
    """

    def note(about: Iterable[Passage], message: str, hint: str) -> Problem:
        file, location = min(places[passage] for passage in about)
        return reading.files[file].problem((*location, "quote"), message, hint=hint, severity="note")

    if ground.held is None:
        if matches:
            message = "no quotation is held yet, so an edit of the essay could move one unseen"
            yield note(matches, message, f"{_FIX} writes {FILE}, which holds what stands in the essay")
        return
    for change, group in _changes(ground, matches).items():
        hint = f"{_FIX} confirms this" if len(change) == 1 else f"read them again; {_FIX} confirms them"
        if not stale.isdisjoint(group):
            hint += ", and corrects what the YAML says of their place"
        yield note(group, _wording(change, [ground.records[passage].paragraph for passage in group]), hint)
    if missing := [passage for passage in matches if passage not in ground.records]:
        which = "1 quotation is" if len(missing) == 1 else f"{len(missing)} quotations, from here on, are"
        yield note(missing, f"{which} not held yet", f"{_FIX} holds what stands in the essay")
    if gone := [passage for passage in ground.records if passage not in places]:
        which = "1 quotation" if len(gone) == 1 else f"{len(gone)} quotations"
        message = f"{which} held that the brief does not make any more"
        yield reading.files["passages"].at(
            0, 0, message, hint=f"{_FIX} takes out what is held in vain", severity="note"
        )


def _changes(ground: Ground, matches: Mapping[Passage, Match]) -> dict[tuple[int, ...], list[Passage]]:
    """Group held passages by what became of their paragraph.

    A group is named by how far paragraphs moved that are as they were, or by the numbers, then and now, of one that is
    not.
    """
    groups: dict[tuple[int, ...], list[Passage]] = {}
    for passage, match in matches.items():
        if passage in ground.records:
            old, new = ground.records[passage].paragraph, match.paragraph
            change = (new - old,) if ground.kept.get(old) == (new,) else (old, new)
            if change != (0,):
                groups.setdefault(change, []).append(passage)
    return dict(sorted(groups.items()))


def _wording(change: tuple[int, ...], olds: Sequence[int]) -> str:
    count = "1 passage that is" if len(olds) == 1 else f"{len(olds)} passages that are"
    if len(change) == 1:
        numbers = sorted(set(olds))
        verb = "is" if len(numbers) == 1 else "are"
        return f"{_listed(numbers)} {verb} now {_listed([one + change[0] for one in numbers])}, with {count} held"
    old, new = change
    if old == new:
        return f"¶{new} was edited around {count} held"
    return f"¶{old} was edited, and {count} held in it moved to ¶{new}"


def _listed(numbers: Sequence[int]) -> str:
    """Return numbers of paragraphs, those that follow each other as a range: ¶1, ¶3–¶5."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1].append(number)
        else:
            ranges.append([number])
    return ", ".join(f"¶{one[0]}" if len(one) == 1 else f"¶{one[0]}–¶{one[-1]}" for one in ranges)
