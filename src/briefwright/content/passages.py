"""The essay cut at the edges of its passages, so that each stretch can be highlighted, overlapping ones too."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from briefwright.content import usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefwright.content.resolution import PassageAnchor, ResolvedBrief
    from briefwright.content.usage import Use
    from briefwright.prose import Run
    from briefwright.sources.essay import Paragraph

Piece = dict[str, Any]
"""``runs`` of text; ``depth``, how many passages cover it; ``ids`` that begin here.

``notes`` are called and ``labels`` stand behind it: the findings and recommendations of the passages that end here.
"""
Call = dict[str, Any]
"""A note that is called: its ``number``, which readers see, and its ``id``, which its address keeps."""


_DEEPEST = 3


def essay_view(resolved: ResolvedBrief) -> list[dict[str, Any]]:
    """Return the essay's paragraphs, each with its pieces and with the annotations made in it, numbered through."""
    anchors, notes = usage.anchors(resolved), usage.numbered_notes(resolved)
    statements = {
        name: [use for use in resting if use.part in usage.STATEMENTS] for name, resting in usage.uses(resolved).items()
    }
    calls: dict[str, list[Call]] = defaultdict(list)
    for number, anchor, note in notes:
        calls[anchor.id].append({"number": number, "id": note.id})
    return [
        {
            "number": paragraph.number,
            "pieces": cut(
                paragraph,
                [anchor for anchor in anchors if anchor.match.paragraph == paragraph.number],
                calls,
                statements,
            ),
            "notes": [
                {
                    "number": number,
                    "id": note.id,
                    "type": note.type.value,
                    "text": note.note,
                    "references": list(note.references),
                }
                for number, anchor, note in notes
                if anchor.match.paragraph == paragraph.number
            ],
        }
        for paragraph in resolved.sources.essay.paragraphs
    ]


def cut(
    paragraph: Paragraph,
    anchors: Sequence[PassageAnchor],
    notes: Mapping[str, Sequence[Call]],
    statements: Mapping[str, Sequence[Use]],
) -> list[Piece]:
    """Return a paragraph's pieces; joined, their text is the paragraph's.

    ``notes`` and ``statements`` give the notes and the findings and recommendations of each passage.
    """
    edges = {0, len(paragraph.text)}
    edges |= {edge for anchor in anchors for piece in anchor.match.pieces for edge in piece}
    return [
        {
            "runs": list(_between(paragraph.runs, start, end)),
            "depth": min(_DEEPEST, sum(_covers(anchor, start, end) for anchor in anchors)),
            "ids": [anchor.id for anchor in anchors if anchor.match.start == start],
            **_behind([anchor.id for anchor in anchors if anchor.match.end == end], notes, statements),
        }
        for start, end in pairwise(sorted(edges))
    ]


def _behind(
    ended: Sequence[str], notes: Mapping[str, Sequence[Call]], statements: Mapping[str, Sequence[Use]]
) -> dict[str, Any]:
    """Return what stands behind the passages that end at one place, the labels of all of them joined."""
    labels = {use for name in ended for use in statements.get(name, ())}
    return {
        "notes": [call for name in ended for call in notes.get(name, ())],
        "labels": [
            {"part": use.part, "number": use.label, "href": f"#{use.target}"}
            for use in sorted(labels, key=lambda use: (use.part, int(use.label[1:])))
        ],
    }


def _covers(anchor: PassageAnchor, start: int, end: int) -> bool:
    return any(first <= start and end <= last for first, last in anchor.match.pieces)


def _between(runs: Iterable[Run], start: int, end: int) -> Iterator[dict[str, Any]]:
    offset = 0
    for run in runs:
        text = run.text[max(0, start - offset) : max(0, end - offset)]
        offset += len(run.text)
        if text:
            yield asdict(run) | {"text": text}
