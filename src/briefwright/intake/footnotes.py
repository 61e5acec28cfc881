"""Footnotes that a document has as links: a mark that leads to a note, and a link in the note that leads back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from briefwright.intake.pandoc_tree import blocks_in, element, rewrite, text_of, walk

if TYPE_CHECKING:
    from briefwright.intake.pandoc_tree import Element, Elements

_MARK = re.compile(r"[\[(]?\s*(?:\d{1,3}|[a-z]|[ivx]+|[*†‡§¶#]+)\s*[\])]?", re.IGNORECASE)
_BACK = re.compile(r"[\W\d_a-z]{0,3}|back|return|top|jump up", re.IGNORECASE)
_TITLE = re.compile(r"(?:foot|end)?notes?|references|notes and references", re.IGNORECASE)


def with_footnotes(blocks: Elements) -> Elements:
    """Return a document in which marks that lead to notes are footnotes, and the notes have left the text."""
    links = (each for each in walk(blocks) if each["t"] == "Link" and _is_mark(each))
    marks = {_target(link) for link in links}
    notes = {name: note for block in walk(blocks) for name, note in _notes(block) if name in marks}
    if not notes:
        return blocks
    bodies: dict[str, Elements] = {name: _body(note) for name, note in notes.items()}
    removed = {id(note) for note in notes.values()}

    def change(item: Element) -> Elements | None:
        if id(item) in removed:
            return []
        if item["t"] == "Link" and _target(item) in bodies and _is_mark(item):
            return [element("Note", bodies[_target(item)])]
        if item["t"] in {"Superscript", "Span"}:
            # A mark needs no superscript.
            links = [each for each in walk(item) if each["t"] == "Link" and _target(each) in bodies]
            around = text_of(item).strip("[]() ")
            if links and text_of(links).strip("[]() ") == around:
                return [element("Note", bodies[_target(links[0])])]
        return None

    return _without_empty(rewrite(blocks, change))


def _target(link: Element) -> str:
    url = str(link["c"][2][0])
    return url[1:] if url.startswith("#") else ""


def _is_mark(link: Element) -> bool:
    return bool(_target(link) and _MARK.fullmatch(text_of(link["c"][1]).strip()))


def _notes(block: Element) -> list[tuple[str, Element]]:
    """Return the name of a block that may be a note, with the block: it, or its first words, has an identifier."""
    if block["t"] == "Div" and _leads_back(block):
        return [(block["c"][0][0], block)]
    if block["t"] in {"Para", "Plain"} and _leads_back(block):
        named = [each for each in walk(block["c"]) if each["t"] in {"Span", "Link"} and each["c"][0][0]]
        return [(named[0]["c"][0][0], block)] if named else []
    return []


def _leads_back(block: Element) -> bool:
    links = [each for each in walk(block) if each["t"] == "Link" and _target(each)]
    return any(_BACK.fullmatch(text_of(link["c"][1]).strip()) for link in links)


def _body(note: Element) -> Elements:
    """Return the blocks of a note without its links back and its number."""

    def change(item: Element) -> Elements | None:
        is_back = item["t"] == "Link" and _target(item) and _BACK.fullmatch(text_of(item["c"][1]).strip())
        return [] if is_back else None

    blocks: Any = rewrite(note["c"][1] if note["t"] == "Div" else [note], change)
    return list(blocks)


def _without_empty(blocks: Elements) -> Elements:
    """Return blocks without lists that lost all their items, and the heading or the rule before them."""
    kept: Elements = []
    for block in blocks:
        if _is_empty(block):
            _remove_head(kept)
        elif block["t"] == "Div":
            kept.append(element("Div", [block["c"][0], _without_empty(block["c"][1])]))
        else:
            kept.append(block)
    _remove_head(kept)
    return kept


def _remove_head(blocks: Elements) -> None:
    """Remove a rule and a heading such as “Notes” from the end of blocks."""
    while blocks and (blocks[-1]["t"] == "HorizontalRule" or _is_title(blocks[-1])):
        blocks.pop()


def _is_empty(block: Element) -> bool:
    inside = blocks_in(block)
    if block["t"] == "Div" and inside:
        return bool(inside[0]) and all(_is_empty(each) or _is_title(each) for each in inside[0])
    return block["t"] in {"BulletList", "OrderedList"} and not any(inside)


def _is_title(block: Element) -> bool:
    return block["t"] == "Header" and bool(_TITLE.fullmatch(text_of(block["c"][2]).strip()))
