"""The essay cut at the edges of its passages, so that each stretch can be highlighted, overlapping ones too."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from briefwright.prose import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefwright.essay import Paragraph
    from briefwright.model import Annotation
    from briefwright.provenance import Anchor, Resolved

__all__ = ["Piece", "cut", "essay_view"]

Piece = dict[str, Any]
"""``runs`` of text; ``depth``, how many passages cover it; ``ids`` that begin and ``notes`` that end here."""


_DEEPEST = 3


def essay_view(resolved: Resolved) -> list[dict[str, Any]]:
    """Return the essay's paragraphs, each with its pieces and with the annotations made in it, numbered through."""
    sources = resolved.sources
    anchors = sorted(set(resolved.anchors.values()), key=lambda anchor: anchor.match)
    placed = sorted(
        ((resolved.anchors_of([note])[0], note) for note in sources.annotations.annotations),
        key=lambda pair: (pair[0].match, pair[1].id),
    )
    notes = [(number, anchor, note) for number, (anchor, note) in enumerate(placed, 1)]
    return [
        {
            "number": paragraph.number,
            "pieces": cut(
                paragraph,
                [anchor for anchor in anchors if anchor.match.paragraph == paragraph.number],
                {anchor.id: [n for n, other, _ in notes if other.id == anchor.id] for _, anchor, _ in notes},
            ),
            "notes": [
                _note(number, anchor, note)
                for number, anchor, note in notes
                if anchor.match.paragraph == paragraph.number
            ],
        }
        for paragraph in sources.essay.paragraphs
    ]


def _note(number: int, anchor: Anchor, note: Annotation) -> dict[str, Any]:
    return {
        "number": number,
        "id": note.id,
        "kind": note.kind.value,
        "text": note.note,
        "references": note.references,
        "passage": anchor.id,
    }


def cut(paragraph: Paragraph, anchors: Sequence[Anchor], notes: dict[str, list[int]]) -> list[Piece]:
    """Return a paragraph's pieces; joined, their text is the paragraph's."""
    edges = {0, len(paragraph.text)}
    edges |= {edge for anchor in anchors for edge in (anchor.match.start, anchor.match.end)}
    bounds = sorted(edges)
    return [
        {
            "runs": [_run_view(run) for run in _between(paragraph.runs, start, end)],
            "depth": min(_DEEPEST, sum(anchor.match.start <= start and end <= anchor.match.end for anchor in anchors)),
            "ids": [anchor.id for anchor in anchors if anchor.match.start == start],
            "notes": [number for anchor in anchors if anchor.match.end == end for number in notes.get(anchor.id, ())],
        }
        for start, end in pairwise(bounds)
    ]


def _between(runs: Iterable[Run], start: int, end: int) -> Iterable[Run]:
    offset = 0
    for run in runs:
        text = run.text[max(0, start - offset) : max(0, end - offset)]
        offset += len(run.text)
        if text:
            yield Run(text, run.emphasis, run.strong, run.code, run.href)


def _run_view(run: Run) -> dict[str, Any]:
    return {"text": run.text, "emphasis": run.emphasis, "strong": run.strong, "code": run.code, "href": run.href}
