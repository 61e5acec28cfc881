"""Every quotation of a brief traced to its place in the essay, with what an editor should hear about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefwright.sources import quote_errors
from briefwright.sources.lock import FILE, PassageLock, lock_quotes
from briefwright.sources.relocation import compare_with_lock, relocate, requote
from briefwright.sources.walk import passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefwright.errors import Problem
    from briefwright.model import Passage
    from briefwright.sources.loading import Reading
    from briefwright.sources.matching import QuoteMatch
    from briefwright.sources.relocation import EssayChanges
    from briefwright.sources.yaml_nodes import Location

_FIX = "`briefwright check --fix`"


@dataclass(frozen=True, slots=True)
class QuoteFix:
    """What ``check --fix`` may write: a quotation as it is written at a location of a file, and as it should be."""

    file: str
    location: Location
    old: Passage
    new: Passage


@dataclass(frozen=True, slots=True)
class LocatedQuotes:
    """Where quotations stand, what is wrong with the others, what stops nothing, and what could be written instead."""

    ground: EssayChanges | None = None
    matches: dict[Passage, QuoteMatch] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    repairs: tuple[QuoteFix, ...] = ()

    @property
    def held(self) -> PassageLock:
        """What there is to hold of the quotations that are found."""
        return lock_quotes(self.ground.texts, self.ground.folded, self.matches) if self.ground else PassageLock()


def locate_quotes(reading: Reading) -> LocatedQuotes:
    """Find every quotation that the files hold; where the essay cannot be read, none is looked for."""
    if reading.essay is None:
        return LocatedQuotes()
    ground = compare_with_lock(reading.essay, reading.held)
    matches: dict[Passage, QuoteMatch] = {}
    places: dict[Passage, tuple[str, Location]] = {}
    problems: list[Problem] = []
    repairs: list[QuoteFix] = []
    for file, location, passage in passages(reading.data):
        places.setdefault(passage, (file, location))
        found = relocate(ground, passage)
        if len(found) == 1:
            matches[passage] = found[0]
            new = requote(ground, passage, matches[passage]) if passage in ground.records else None
        else:
            message, hint, detail, new = quote_errors.explain_quote(ground, passage, found)
            problem = reading.files[file].problem((*location, "quote"), message, hint=hint, detail=detail)
            problems.append(problem)
        if new and new != passage:
            repairs.append(QuoteFix(file, location, passage, new))
    notes = _notes(reading, ground, places, matches, {repair.old for repair in repairs})
    return LocatedQuotes(ground, matches, tuple(problems), tuple(notes), tuple(repairs))


def _notes(
    reading: Reading,
    ground: EssayChanges,
    places: Mapping[Passage, tuple[str, Location]],
    matches: Mapping[Passage, QuoteMatch],
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


def _changes(ground: EssayChanges, matches: Mapping[Passage, QuoteMatch]) -> dict[tuple[int, ...], list[Passage]]:
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
