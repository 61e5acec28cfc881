"""Locate all quotes of a brief in its essay, with problems, notes and quote fixes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefwright.sources.quotes import errors
from briefwright.sources.quotes.lock import LOCK_FILE, PassageLock, lock_quotes
from briefwright.sources.quotes.relocation import compare_with_lock, relocate, requote
from briefwright.sources.walk import passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefwright.errors import Problem
    from briefwright.model import Passage
    from briefwright.sources.loading import LoadedBrief
    from briefwright.sources.quotes.matching import QuoteMatch
    from briefwright.sources.quotes.relocation import EssayChanges
    from briefwright.sources.yaml_nodes import Location


@dataclass(frozen=True, slots=True)
class QuoteFix:
    """A change that ``check --fix`` proposes: the location of a quote, its old text and its new text."""

    file: str
    location: Location
    old: Passage
    new: Passage


@dataclass(frozen=True, slots=True)
class LocatedQuotes:
    """The matches of quotes, the problems of all other quotes, and notes and fixes, which do not stop a build."""

    changes: EssayChanges | None = None
    matches: dict[Passage, QuoteMatch] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    fixes: tuple[QuoteFix, ...] = ()

    @property
    def lock(self) -> PassageLock:
        """The lock file for the matches."""
        return lock_quotes(self.changes.texts, self.changes.folded, self.matches) if self.changes else PassageLock()


def locate_quotes(loaded: LoadedBrief) -> LocatedQuotes:
    """Locate every quote of a brief; none if the essay is not readable."""
    if loaded.essay is None:
        return LocatedQuotes()
    changes = compare_with_lock(loaded.essay, loaded.lock)
    matches: dict[Passage, QuoteMatch] = {}
    places: dict[Passage, tuple[str, Location]] = {}
    problems: list[Problem] = []
    fixes: list[QuoteFix] = []
    for file, location, passage in passages(loaded.data):
        places.setdefault(passage, (file, location))
        candidates = relocate(changes, passage)
        if len(candidates) == 1:
            matches[passage] = candidates[0]
            new = requote(changes, passage, candidates[0]) if passage in changes.locked else None
        else:
            message, hint, detail, new = errors.explain_quote(changes, passage, candidates)
            problem = loaded.files[file].problem((*location, "quote"), message, hint=hint, detail=detail)
            problems.append(problem)
        if new and new != passage:
            fixes.append(QuoteFix(file, location, passage, new))
    notes = _notes(loaded, changes, places, matches, {fix.old for fix in fixes})
    return LocatedQuotes(changes, matches, tuple(problems), tuple(notes), tuple(fixes))


def _notes(
    loaded: LoadedBrief,
    changes: EssayChanges,
    places: Mapping[Passage, tuple[str, Location]],
    matches: Mapping[Passage, QuoteMatch],
    outdated: set[Passage],
) -> Iterator[Problem]:
    """Yield a note for each change of paragraphs with locked quotes, and for quotes that are not locked.

    ``places`` has the first place of each quote in the files. ``outdated`` has the quotes with a fix.
    """

    def note(quotes: Iterable[Passage], message: str, hint: str) -> Problem:
        file, location = min(places[passage] for passage in quotes)
        return loaded.files[file].problem((*location, "quote"), message, hint=hint, severity="note")

    if changes.lock is None:
        if matches:
            message = "no quote is locked yet; after an edit of the essay, a quote could match other words unnoticed"
            yield note(matches, message, f"run {errors.FIX} to write {LOCK_FILE}")
        return
    for change, group in _group_by_change(changes, matches).items():
        hint = (
            f"run {errors.FIX} to confirm this"
            if len(change) == 1
            else f"read them again, then run {errors.FIX} to confirm them"
        )
        if not outdated.isdisjoint(group):
            hint += " and update `paragraph`, `prefix` and `suffix`"
        yield note(group, _change_message(change, [changes.locked[passage].paragraph for passage in group]), hint)
    if new := [passage for passage in matches if passage not in changes.locked]:
        message = (
            "1 quote is not locked yet" if len(new) == 1 else f"{len(new)} quotes are not locked yet; this is the first"
        )
        yield note(new, message, f"run {errors.FIX} to lock {'it' if len(new) == 1 else 'them'}")
    if unused := [passage for passage in changes.locked if passage not in places]:
        is_single = len(unused) == 1
        message = f"{_count(unused)} {'is' if is_single else 'are'} no longer in the brief"
        hint = f"run {errors.FIX} to remove {'it' if is_single else 'them'}"
        yield loaded.files["passages"].problem_at(0, 0, message, hint=hint, severity="note")


def _group_by_change(
    changes: EssayChanges, matches: Mapping[Passage, QuoteMatch]
) -> dict[tuple[int, ...], list[Passage]]:
    """Group locked quotes by the change of their paragraph.

    The key is the distance that an unchanged paragraph moved, or the old and new number of a changed paragraph.
    """
    groups: dict[tuple[int, ...], list[Passage]] = {}
    for passage, match in matches.items():
        if passage in changes.locked:
            old, new = changes.locked[passage].paragraph, match.paragraph
            change = (new - old,) if changes.unchanged.get(old) == (new,) else (old, new)
            if change != (0,):
                groups.setdefault(change, []).append(passage)
    return dict(sorted(groups.items()))


def _change_message(change: tuple[int, ...], old_numbers: Sequence[int]) -> str:
    quotes = _count(old_numbers)
    if len(change) == 1:
        numbers = sorted(set(old_numbers))
        verb = "is" if len(numbers) == 1 else "are"
        return f"{_ranges(numbers)} {verb} now {_ranges([number + change[0] for number in numbers])}, with {quotes}"
    old, new = change
    if old == new:
        return f"¶{new} was edited around {quotes}"
    return f"¶{old} was edited, and {quotes} in it moved to ¶{new}"


def _count(quotes: Sequence[object]) -> str:
    return "1 locked quote" if len(quotes) == 1 else f"{len(quotes)} locked quotes"


def _ranges(numbers: Sequence[int]) -> str:
    """Return the numbers of paragraphs with ranges: ¶1, ¶3–¶5."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1].append(number)
        else:
            ranges.append([number])
    return ", ".join(f"¶{run[0]}" if len(run) == 1 else f"¶{run[0]}–¶{run[-1]}" for run in ranges)
