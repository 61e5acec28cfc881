"""The essay split at the edges of its passages, to highlight passages that overlap."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from briefwright.content.uses import MAIN_STATEMENTS, numbered_notes, passage_anchors, uses_by_passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefwright.content.resolution import PassageAnchor, ResolvedBrief
    from briefwright.content.uses import Use
    from briefwright.prose import Run
    from briefwright.sources.essay import Paragraph

Piece = dict[str, Any]
"""Text of a paragraph: its ``runs``, its ``depth`` (number of passages that cover it), the ``ids`` of passages that
start with it, and, for the passages that end with it, ``notes`` (note references) and ``labels`` (of findings and
recommendations), which follow the text."""
NoteReference = dict[str, Any]
"""The ``number`` of a note, which readers see, and its ``id``, from which its address is made."""

_MAX_DEPTH = 3


def essay_view(resolved: ResolvedBrief) -> list[dict[str, Any]]:
    """Return the essay's paragraphs, each with its pieces and its annotations, numbered in the order of the essay."""
    anchors, notes = passage_anchors(resolved), numbered_notes(resolved)
    statements = {
        identifier: [use for use in uses if use.part in MAIN_STATEMENTS]
        for identifier, uses in uses_by_passage(resolved).items()
    }
    references: dict[str, list[NoteReference]] = defaultdict(list)
    for number, anchor, note in notes:
        references[anchor.id].append({"number": number, "id": note.id})
    return [
        {
            "number": paragraph.number,
            "pieces": split_paragraph(
                paragraph,
                [anchor for anchor in anchors if anchor.match.paragraph == paragraph.number],
                references,
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


def split_paragraph(
    paragraph: Paragraph,
    anchors: Sequence[PassageAnchor],
    notes: Mapping[str, Sequence[NoteReference]],
    statements: Mapping[str, Sequence[Use]],
) -> list[Piece]:
    """Return the pieces of a paragraph. Their joined texts are the text of the paragraph.

    ``notes`` and ``statements`` (findings and recommendations) are those of each passage, by its identifier.
    """
    edges = {0, len(paragraph.text)}
    edges |= {edge for anchor in anchors for piece in anchor.match.pieces for edge in piece}
    return [
        {
            "runs": list(_between(paragraph.runs, start, end)),
            "depth": min(_MAX_DEPTH, sum(_covers(anchor, start, end) for anchor in anchors)),
            "ids": [anchor.id for anchor in anchors if anchor.match.start == start],
            **_after([anchor.id for anchor in anchors if anchor.match.end == end], notes, statements),
        }
        for start, end in pairwise(sorted(edges))
    ]


def _after(
    passages: Sequence[str], notes: Mapping[str, Sequence[NoteReference]], statements: Mapping[str, Sequence[Use]]
) -> dict[str, Any]:
    """Return the note references and labels that follow passages with the same end, each label once."""
    labels = {use for passage in passages for use in statements.get(passage, ())}
    return {
        "notes": [reference for passage in passages for reference in notes.get(passage, ())],
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
