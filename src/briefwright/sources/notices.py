"""What an editor should hear of quotations that are found, though the essay changed: one note for many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.sources.held import FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from briefwright.errors import Problem
    from briefwright.model import Passage
    from briefwright.sources.drift import Ground
    from briefwright.sources.files import Location, SourceFile
    from briefwright.sources.matching import Match

__all__ = ["notices"]

_FIX = "`briefwright check --fix`"


def notices(
    files: Mapping[str, SourceFile],
    ground: Ground,
    places: Mapping[Passage, tuple[str, Location]],
    matches: Mapping[Passage, Match],
    stale: AbstractSet[Passage],
) -> Iterator[Problem]:
    """Yield a note for each way in which paragraphs changed around passages, and one for all that is not held yet.

    ``places`` say where each quotation is written first; of those in ``stale``, the YAML does not say any more where
    they stand.
    """

    def note(about: Iterable[Passage], message: str, hint: str) -> Problem:
        file, location = min(places[passage] for passage in about)
        return files[file].problem((*location, "quote"), message, hint=hint, severity="note")

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
        yield files["passages"].at(0, 0, message, hint=f"{_FIX} takes out what is held in vain", severity="note")


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
    match change:
        case (shift,):
            numbers = sorted(set(olds))
            verb = "is" if len(numbers) == 1 else "are"
            return f"{_listed(numbers)} {verb} now {_listed([one + shift for one in numbers])}, with {count} held"
        case (old, new) if old == new:
            return f"¶{new} was edited around {count} held"
        case (old, new):
            return f"¶{old} was edited, and {count} held in it moved to ¶{new}"
    raise AssertionError(change)


def _listed(numbers: Sequence[int]) -> str:
    """Return numbers of paragraphs, those that follow each other as a range: ¶1, ¶3–¶5."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1].append(number)
        else:
            ranges.append([number])
    return ", ".join(f"¶{one[0]}" if len(one) == 1 else f"¶{one[0]}–¶{one[-1]}" for one in ranges)
