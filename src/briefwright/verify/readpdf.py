"""A PDF read back through pdfium: its text by the tags that PDF/UA asks for, and where each piece of it stands.

The tags (ISO 32000-1, 14.7) give the text in the order of reading, whatever was drawn when: side notes and floats
do not come between the lines of a paragraph, and running heads, which are no part of the document, are told apart.
"""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2
from pypdfium2 import raw

from briefwright.errors import BriefwrightError
from briefwright.verify.drawn import Box, Run, runs, string
from briefwright.verify.readback import BREAKS, Block

__all__ = ["Page", "Pdf", "read_pdf"]

_WHOLE = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6"})
"""What no other block stands in."""
_OPEN = frozenset({
    "Art", "BlockQuote", "Caption", "Div", "Document", "L", "LBody", "LI", "Note", "Part", "Sect", "TOC", "TOCI",
})  # fmt: skip
_ADDED = re.compile(r"\d*|\(\S*[/@.]\S*\)|\S*[/@]\S*")
"""The number of a page; an address, or the part of it that stands on a page."""
_SAME_LINE = 0.5
"""How much of the lower of two pieces of text must be level with the other."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, numbered from 1; ``margin`` is the text outside the document: running heads and feet."""

    number: int
    box: Box
    runs: tuple[Run, ...]
    margin: str


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF: its pages, its document as blocks page by page, and the words that its pictures draw, each by its alt."""

    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    drawn: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Leaf:
    """A block in the making: its cells, each with its runs."""

    cells: list[list[Run]]
    head: str = ""
    alt: str | None = None


def read_pdf(data: bytes) -> Pdf:
    """Return a tagged PDF; raise ``BriefwrightError`` where it cannot be read or has no tags."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        message = f"it cannot be read: {error}"
        raise BriefwrightError(message) from None
    pages, blocks, drawn = [], [], []
    with closing(document):
        for index in range(len(document)):
            with closing(document[index]) as page:
                sheet, leaves = _read_page(page, index + 1)
                pages.append(sheet)
                drawn += [(leaf.alt, _joined(leaf.cells[0])) for leaf in leaves if leaf.alt is not None]
                blocks += [block for leaf in leaves if (block := _block(leaf, index + 1))]
    return Pdf(tuple(pages), tuple(blocks), tuple(drawn))


def _block(leaf: _Leaf, page: int) -> Block | None:
    texts = [leaf.alt] if leaf.alt is not None else [_joined(cell) for cell in leaf.cells]
    cells = tuple(" ".join(text.split()) for text in texts)
    if not any(cells):
        return None
    return Block(cells, " ".join(cells), page=page, head=leaf.head, src="" if leaf.alt is None else "picture")


def _joined(pieces: list[Run]) -> str:
    """Return pieces of text as one, with a space where a line ends."""
    text = ""
    last: Run | None = None
    for run in pieces:
        if last and not _level(last.box, run.box) and not text.endswith((*BREAKS, " ")):
            text += " "
        text += run.text
        last = run
    return text


def _level(one: Box, other: Box) -> bool:
    common = min(one.top, other.top) - max(one.bottom, other.bottom)
    return common > _SAME_LINE * min(one.top - one.bottom, other.top - other.bottom) and other.left >= one.left


def _read_page(page: Any, number: int) -> tuple[Page, list[_Leaf]]:  # noqa: ANN401 - pypdfium2 has no types
    box = Box(*page.get_mediabox())
    with closing(page.get_textpage()) as letters:
        content: dict[int, list[Run]] = {}
        for mark, run in runs(page.raw, letters.raw, box):
            content.setdefault(mark, []).append(run)
    pieces = tuple(run for part in content.values() for run in part)
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        message = f"page {number} has no tags"
        raise BriefwrightError(message)
    try:
        leaves: list[_Leaf] = []
        for index in range(raw.FPDF_StructTree_CountChildren(tree)):
            _Tagged(content, leaves).walk(raw.FPDF_StructTree_GetChildAtIndex(tree, index), _Place())
    finally:
        raw.FPDF_StructTree_Close(tree)
    margin = " ".join(_joined(part) for part in content.values())
    return Page(number, box, pieces, " ".join(margin.split())), leaves


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is: the kind of the element above, and the block that text belongs to.

    A ``closed`` block holds no other; ``silent`` is what the style sheet adds.
    """

    parent: str = ""
    leaf: _Leaf | None = None
    closed: bool = False
    head: str = ""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class _Tagged:
    """Walks a page's tags; what it takes from ``content`` goes into ``leaves``, and what it leaves is no document."""

    content: dict[int, list[Run]]
    leaves: list[_Leaf]

    def walk(self, element: Any, place: _Place) -> None:  # noqa: ANN401 - a pointer of pdfium's
        """Take an element's text, and that of all in it."""
        kind = string(raw.FPDF_StructElement_GetType, element)
        inside = self._enter(kind, element, place)
        for index in range(raw.FPDF_StructElement_CountChildren(element)):
            mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
            if mark >= 0:
                pieces = self.content.pop(mark, [])
                if inside.leaf is not None and inside.leaf.cells and not inside.silent:
                    inside.leaf.cells[-1] += pieces
            elif child := raw.FPDF_StructElement_GetChildAtIndex(element, index):
                self.walk(child, inside)

    def _enter(self, kind: str, element: Any, place: _Place) -> _Place:  # noqa: ANN401 - as above
        head = "table" if kind == "THead" else place.head
        if kind == "Figure":
            alt = string(raw.FPDF_StructElement_GetAltText, element)
            return _Place(kind, self._new(_Leaf([[]], alt=alt)), closed=True, head=head)
        if kind == "TR":
            return _Place(kind, self._new(_Leaf([], head)), closed=True, head=head)
        if place.parent == "TR" and place.leaf is not None:
            place.leaf.cells.append([])
        elif kind in _WHOLE | _OPEN and not place.closed:
            return _Place(kind, self._new(_Leaf([[]], head)), closed=kind in _WHOLE, head=head)
        # A style sheet adds the number of a page, an address, and a sign before an entry: none is text.
        silent = place.silent or kind == "Lbl" or (kind == "NonStruct" and self._is_added(element))
        return replace(place, parent=kind, head=head, silent=silent)

    def _is_added(self, element: Any) -> bool:  # noqa: ANN401 - as above
        count = raw.FPDF_StructElement_CountChildren(element)
        marks = (raw.FPDF_StructElement_GetChildMarkedContentID(element, index) for index in range(count))
        text = "".join(run.text for mark in marks for run in self.content.get(mark, ()))
        return bool(_ADDED.fullmatch(text.strip()))

    def _new(self, leaf: _Leaf) -> _Leaf:
        self.leaves.append(leaf)
        return leaf
