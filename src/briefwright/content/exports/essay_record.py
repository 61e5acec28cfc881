"""The essay in the brief record: its texts with their place, and its headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright import prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefwright.output import JsonObject
    from briefwright.sources.essay.paragraphs import Essay
    from briefwright.sources.essay.tree import Block

_PLACES = {"bullets": "item", "numbers": "item", "quotation": "quotation", "footnote": "footnote"}


def essay_record(essay: Essay, page: str) -> JsonObject:
    """Return the fields ``essay`` and ``headings``; ``page`` is the URL of the page with the anchors."""
    places = {
        number: (place, columns)
        for block in (*essay.blocks, *essay.footnotes)
        for number, place, columns in _places(block, "", ())
    }
    sections = {
        number: section.title for section in essay.sections for number in range(section.first, section.last + 1)
    }
    return {
        "essay": [
            {
                "number": paragraph.number,
                "type": places[paragraph.number][0],
                "section": sections.get(paragraph.number) or None,
                "columns": places[paragraph.number][1],
                "address": f"{page}#par-{paragraph.number}",
                "text": paragraph.text,
                "position": {
                    "start": essay.offset(paragraph.number),
                    "end": essay.offset(paragraph.number) + len(paragraph.text),
                },
            }
            for paragraph in essay.paragraphs
        ],
        "headings": [
            {"level": block.level, "text": block.text, "address": f"{page}#{block.anchor}"}
            for block in essay.blocks
            if block.type == "heading"
        ],
    }


def _places(block: Block, place: str, columns: tuple[str, ...]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield the number, the place and the heads of columns of each text in a block."""
    if block.paragraph is not None:
        yield block.paragraph, block.type if block.type in {"row", "code"} else place or "paragraph", columns
    if block.type == "table":
        columns = tuple(prose.plain_text(block.children[0].runs).split("\t"))
    # The outermost place counts: a list in a footnote is part of the footnote.
    place = place or _PLACES.get(block.type, "")
    for child in block.children:
        yield from _places(child, place, columns)
