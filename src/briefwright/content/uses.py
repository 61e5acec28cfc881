"""Uses of passages: the statements and annotations that rest on each passage of the essay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefwright.content.resolution import PassageAnchor, ResolvedBrief
    from briefwright.model import Annotation, Passage

BriefPart = Literal[
    "findings", "recommendations", "annotations",
    "thesis", "summary", "why", "key_figures", "analysis", "events", "figures", "questions", "misses", "limits",
]  # fmt: skip
"""A part of a brief that uses passages; uses are listed in this order."""
MAIN_STATEMENTS: tuple[BriefPart, ...] = ("findings", "recommendations")
"""The parts with the main statements of a brief. The other parts explain or summarise them."""


@dataclass(frozen=True, slots=True)
class Use:
    """A statement or an annotation that rests on a passage.

    ``label`` is its number (F1, R2, 3) or its title. ``target`` is its anchor in the document that shows it.
    ``item_name`` is the brief's own name for items of this part; if empty, the catalogue has one.
    """

    part: BriefPart
    label: str
    target: str
    item_name: str = ""

    @property
    def is_numbered(self) -> bool:
        """Whether its label is a number."""
        return self.part in {*MAIN_STATEMENTS, "annotations"}


def passage_anchors(resolved: ResolvedBrief) -> tuple[PassageAnchor, ...]:
    """Return the anchors of all passages in the order of the essay, each once."""
    return tuple(sorted(set(resolved.anchors.values()), key=lambda anchor: anchor.match))


def uses_by_passage(resolved: ResolvedBrief) -> dict[str, tuple[Use, ...]]:
    """Return the uses of each passage by the passage's identifier, in the order of the essay."""
    uses: dict[str, list[Use]] = {anchor.id: [] for anchor in passage_anchors(resolved)}
    for use, passages in _all_uses(resolved):
        for anchor in resolved.anchors_of(passages):
            if use not in uses[anchor.id]:
                uses[anchor.id].append(use)
    return {identifier: tuple(listed) for identifier, listed in uses.items()}


def numbered_notes(resolved: ResolvedBrief) -> list[tuple[int, PassageAnchor, Annotation]]:
    """Return the annotations in the order of the essay: number from 1, passage, annotation."""
    in_order = sorted(
        ((resolved.anchor_of(note), note) for note in resolved.sources.annotations.annotations),
        key=lambda pair: (pair[0].match, pair[1].id),
    )
    return [(number, anchor, note) for number, (anchor, note) in enumerate(in_order, 1)]


def _all_uses(resolved: ResolvedBrief) -> Iterator[tuple[Use, Iterable[Passage]]]:
    brief = resolved.sources.brief
    for number, finding in brief.numbered_findings:
        yield Use("findings", f"F{number}", f"finding-{finding.id}"), finding.passages
    for number, item in brief.numbered_recommendations:
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
        yield Use("events", event.short, f"event-{event.id}"), event.passages
    for figure in brief.figures:
        yield Use("figures", figure.title, f"figure-{figure.id}"), figure.passages
    yield from ((Use("questions", "", "questions"), item.passages) for item in brief.questions)
    yield from ((Use("misses", "", "misses"), item.passages) for item in brief.misses)
    yield from ((Use("limits", "", "limits"), item.passages) for item in brief.limits)
