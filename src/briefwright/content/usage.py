"""What rests on each passage: the way back from the essay to all that the editors say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefwright.content.resolution import PassageAnchor, ResolvedBrief
    from briefwright.model import Annotation, Passage

StatementType = Literal[
    "findings", "recommendations", "annotations",
    "thesis", "summary", "why", "key_figures", "analysis", "events", "figures", "watch", "limits",
]  # fmt: skip
"""Where a use stands, in the order in which uses are told."""
STATEMENTS: tuple[StatementType, ...] = ("findings", "recommendations")
"""What a brief is made for; the rest explains it or sums it up."""


@dataclass(frozen=True, slots=True)
class Use:
    """Something that rests on a passage.

    ``label`` is what a reader calls it: its number (F1, R2, 3), or its name; ``target`` is its address within the
    document that shows it.  ``called`` is the brief's own word for such a part, empty where the interface has one.
    """

    part: StatementType
    label: str
    target: str
    called: str = ""


def anchors(resolved: ResolvedBrief) -> tuple[PassageAnchor, ...]:
    """Return every passage of the essay, in its order, each once."""
    return tuple(sorted(set(resolved.anchors.values()), key=lambda anchor: anchor.match))


def uses(resolved: ResolvedBrief) -> dict[str, tuple[Use, ...]]:
    """Return what rests on each passage, by the passage's identifier, in the order of the essay."""
    found: dict[str, list[Use]] = {anchor.id: [] for anchor in anchors(resolved)}
    for use, quoted in _all_uses(resolved):
        for anchor in resolved.anchors_of(quoted):
            if use not in found[anchor.id]:
                found[anchor.id].append(use)
    return {name: tuple(resting) for name, resting in found.items()}


def numbered_notes(resolved: ResolvedBrief) -> list[tuple[int, PassageAnchor, Annotation]]:
    """Return the annotations with their passages, in the order of the essay, numbered through."""
    placed = sorted(
        ((resolved.anchor_of(note), note) for note in resolved.sources.annotations.annotations),
        key=lambda pair: (pair[0].match, pair[1].id),
    )
    return [(number, anchor, note) for number, (anchor, note) in enumerate(placed, 1)]


def _all_uses(resolved: ResolvedBrief) -> Iterator[tuple[Use, Iterable[Passage]]]:
    brief = resolved.sources.brief
    for number, finding in enumerate(brief.findings, 1):
        yield Use("findings", f"F{number}", f"finding-{finding.id}"), finding.passages
    for number, item in enumerate(brief.recommendations, 1):
        yield Use("recommendations", f"R{number}", f"recommendation-{item.id}"), item.passages
    for number, _, note in numbered_notes(resolved):
        yield Use("annotations", str(number), f"note-{note.id}"), (note,)
    yield Use("thesis", "", "summary"), brief.thesis.passages
    yield Use("summary", "", "summary"), brief.summary.passages
    yield from ((Use("why", "", "why-it-matters"), item.passages) for item in brief.why)
    yield from ((Use("key_figures", "", "at-a-glance"), item.passages) for item in brief.key_figures)
    if analysis := brief.analysis:
        for section in analysis.sections:
            yield Use("analysis", section.title, analysis.anchor(section), analysis.item or ""), section.passages
    for event in brief.events:
        yield Use("events", event.place, f"event-{event.id}"), event.passages
    for figure in brief.figures:
        yield Use("figures", figure.title, f"figure-{figure.id}"), figure.passages
    yield from ((Use("watch", "", "watch"), item.passages) for item in brief.watch)
    yield from ((Use("limits", "", "limits"), item.passages) for item in brief.limits)
