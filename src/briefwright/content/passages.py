"""The essay as the report shows it: its blocks, with texts split at the edges of passages, links and cells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from briefwright.content.uses import MAIN_STATEMENTS, numbered_notes, passage_anchors, uses_by_passage
from briefwright.sources.essay.paragraphs import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefwright.content.resolution import PassageAnchor, ResolvedBrief
    from briefwright.content.uses import Use
    from briefwright.prose import Run, Span
    from briefwright.sources.essay.tree import Block

View = dict[str, Any]
Segment = dict[str, Any]
"""One piece, or all pieces of a link in which a passage begins or ends: the link's ``href`` (or none), the ``pieces``,
and what follows them: ``marks`` (of footnotes), ``notes`` (note references) and ``labels`` (of findings and
recommendations)."""
Piece = dict[str, Any]
"""Text with the same passages: its ``runs``, its ``depth`` (number of passages with a note or label that cover it), and
the ``ids`` of all passages that start with it."""
NoteReference = dict[str, Any]
"""The ``number`` of a note, which readers see, and its ``id``, from which its address is made."""

_MAX_DEPTH = 3


@dataclass(frozen=True)
class _Marks:
    """What the report adds to the essay's texts: note references and statements by passage, and notes by paragraph."""

    anchors: Mapping[int, Sequence[PassageAnchor]]
    references: Mapping[str, Sequence[NoteReference]]
    statements: Mapping[str, Sequence[Use]]
    notes: Mapping[int, Sequence[View]]
    calls: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))


def essay_view(resolved: ResolvedBrief) -> View:
    """Return the essay's ``blocks`` and ``footnotes``; annotations are numbered in the order of the essay."""
    essay, marks = resolved.sources.essay, _marks(resolved)
    names = {path: f"figures/{picture.name}" for path, picture in resolved.sources.pictures.items()}

    def view(block: Block) -> View:
        result: View = {"type": block.type}
        if block.type == "table":
            notes = [note for row in block.children if row.paragraph for note in marks.notes[row.paragraph]]
            result |= {"alignments": block.alignments, "notes": notes}
        elif block.type == "heading":
            result |= {"level": block.level, "id": block.anchor, "segments": _plain_segments(block.runs, marks)}
        elif block.type == "head":
            result["cells"] = [_plain_segments(cell, marks) for cell in _cells(block.runs)]
        elif block.type in {"bullets", "numbers"}:
            result["start"] = block.start
        elif block.type == "footnote":
            result |= {"number": block.level, "calls": marks.calls[block.level]}
        elif block.picture is not None:
            result |= {"src": names[block.picture.path], "alt": block.picture.alt, "caption": block.picture.caption}
        if block.paragraph is not None:
            paragraph = essay.paragraphs[block.paragraph - 1]
            segments = split_paragraph(
                paragraph, marks.anchors[block.paragraph], marks.references, marks.statements, marks.calls
            )
            result |= {"number": block.paragraph, "notes": marks.notes[block.paragraph]}
            result |= {"cells": _split_cells(segments)} if block.type == "row" else {"segments": segments}
        if block.children:
            result["children"] = [view(child) for child in block.children]
        return result

    return {
        "blocks": [view(block) for block in essay.blocks],
        "footnotes": [view(block) for block in essay.footnotes],
    }


def _marks(resolved: ResolvedBrief) -> _Marks:
    statements = {
        identifier: [use for use in uses if use.part in MAIN_STATEMENTS]
        for identifier, uses in uses_by_passage(resolved).items()
    }
    anchors: dict[int, list[PassageAnchor]] = defaultdict(list)
    for anchor in passage_anchors(resolved):
        anchors[anchor.match.paragraph].append(anchor)
    references: dict[str, list[NoteReference]] = defaultdict(list)
    notes: dict[int, list[View]] = defaultdict(list)
    for number, anchor, note in numbered_notes(resolved):
        references[anchor.id].append({"number": number, "id": note.id})
        notes[anchor.match.paragraph].append(
            {
                "number": number,
                "id": note.id,
                "type": note.type.value,
                "text": note.note,
                "references": list(note.references),
            }
        )
    return _Marks(anchors, references, statements, notes)


def split_paragraph(
    paragraph: Paragraph,
    anchors: Sequence[PassageAnchor],
    notes: Mapping[str, Sequence[NoteReference]],
    statements: Mapping[str, Sequence[Use]],
    calls: defaultdict[int, int] | None = None,
) -> list[Segment]:
    """Return the segments of a paragraph. The joined texts of their pieces are the text of the paragraph.

    ``notes`` and ``statements`` (findings and recommendations) are those of each passage, by its identifier. ``calls``
    counts the marks of each footnote.
    """
    edges = {0, len(paragraph.text)} | _mark_edges(paragraph.runs)
    edges |= {edge for anchor in anchors for piece in anchor.match.pieces for edge in piece}
    links = {span: href for span, href in _links(paragraph.runs) if any(span[0] < edge < span[1] for edge in edges)}
    edges |= {edge for span in links for edge in span}
    labelled = [anchor for anchor in anchors if notes.get(anchor.id) or statements.get(anchor.id)]
    marks = _footnote_marks(paragraph.runs, calls if calls is not None else defaultdict(int))
    parts: list[tuple[Span | None, Segment]] = []
    if marks.get(0):
        parts.append((None, {"pieces": [], "marks": marks[0], "notes": [], "labels": []}))
    for start, end in pairwise(sorted(edges)):
        link = next((span for span in links if span[0] <= start and end <= span[1]), None)
        runs = _between(paragraph.runs, start, end)
        piece = {
            "runs": [asdict(run if link is None else replace(run, href=None)) for run in runs],
            "depth": min(_MAX_DEPTH, sum(_covers(anchor, start, end) for anchor in labelled)),
            "ids": [anchor.id for anchor in anchors if anchor.match.start == start],
        }
        after = _after([anchor.id for anchor in anchors if anchor.match.end == end], notes, statements)
        parts.append((link, {"pieces": [piece], "marks": marks.get(end, []), **after}))
    return [
        segment
        for link, group in groupby(parts, lambda part: part[0])
        for segment in _segments(links[link] if link else None, [segment for _, segment in group])
    ]


def _segments(href: str | None, parts: Sequence[Segment]) -> Iterator[Segment]:
    """Yield the segments of parts: one for each, or one for all of them if they are a link."""
    if href is None:
        yield from ({"href": None, **part} for part in parts)
    else:
        names = ("pieces", "marks", "notes", "labels")
        yield {"href": href} | {name: [value for part in parts for value in part[name]] for name in names}


def _mark_edges(runs: Iterable[Run]) -> set[int]:
    """Return the positions of footnote marks, and those before and after an edge between cells."""
    edges: set[int] = set()
    position = 0
    for run in runs:
        if run.footnote is not None:
            edges.add(position)
        if run.text == "\t":
            edges |= {position, position + 1}
        position += len(run.text)
    return edges


def _links(runs: Iterable[Run]) -> Iterator[tuple[Span, str]]:
    """Yield the links of a text: their start and end, and their address."""
    position = 0
    for href, group in groupby(runs, lambda run: run.href):
        end = position + sum(len(run.text) for run in group)
        if href is not None:
            yield (position, end), href
        position = end


def _footnote_marks(runs: Iterable[Run], calls: defaultdict[int, int]) -> dict[int, list[View]]:
    """Return the footnote marks by their position: the number of the footnote, and which of its marks it is."""
    marks: dict[int, list[View]] = defaultdict(list)
    position = 0
    for run in runs:
        if run.footnote is not None:
            calls[run.footnote] += 1
            marks[position].append({"number": run.footnote, "call": calls[run.footnote]})
        position += len(run.text)
    return marks


def _plain_segments(runs: Sequence[Run], marks: _Marks) -> list[Segment]:
    """Return the segments of a text that cannot be quoted."""
    return split_paragraph(Paragraph(1, tuple(runs)), [], {}, {}, marks.calls)


def _cells(runs: Iterable[Run]) -> list[list[Run]]:
    """Split the runs of a table row at the edges between cells."""
    cells: list[list[Run]] = [[]]
    for run in runs:
        if run.text == "\t":
            cells.append([])
        else:
            cells[-1].append(run)
    return cells


def _split_cells(segments: Iterable[Segment]) -> list[list[Segment]]:
    """Split the segments of a table row at the edges between cells."""
    cells: list[list[Segment]] = [[]]
    for segment in segments:
        texts = [run["text"] for piece in segment["pieces"] for run in piece["runs"]]
        if texts == ["\t"]:
            cells.append([])
        else:
            cells[-1].append(segment)
    return cells


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


def _between(runs: Iterable[Run], start: int, end: int) -> Iterator[Run]:
    offset = 0
    for run in runs:
        text = run.text[max(0, start - offset) : max(0, end - offset)]
        offset += len(run.text)
        if text:
            yield replace(run, text=text)
