"""Lay out a text with side notes by itself, and put it into its document.

Only its layout shows how much room the text and its notes need. The document is laid out with empty blocks of that size
in place of the text. The text begins a page. It is laid out once, or twice if its last page would have notes only.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from weasyprint.document import Page

from briefwright.pdf.side_notes import BESIDE, place_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Self
    from xml.etree.ElementTree import Element

    from weasyprint import HTML, Document

    Render = Callable[[HTML], Document]

_HEADINGS = {f"h{level}" for level in range(1, 7)}


@dataclass(slots=True)
class _Part:
    """A page of a text: its boxes, the left edge of the page, and the end of the boxes below the top of the page."""

    boxes: list[Any]
    left: float
    end: float


class TextApart:
    """A section with side notes that is laid out by itself.

    As a context manager, it replaces the section's content by empty blocks. Then `insert` puts its boxes there.
    """

    def __init__(self, page: HTML, section: Element, render: Render) -> None:
        """Lay out a section of a page and its notes."""
        self._section, self._content = section, list(section)
        self._parts, text_pages = _lay_out(page, section, render)
        if len(self._parts) > text_pages:
            # A note is on a page without text: a block that stays with the last lines moves them there.
            style = f"height: {self._parts[-1].end:.2f}px; break-before: avoid; break-inside: avoid"
            block = ET.SubElement(section, "div", {"style": style})
            self._parts, _ = _lay_out(page, section, render, block)
            section.remove(block)

    def __enter__(self) -> Self:
        """Replace the content of the section."""
        for block in self._content:
            self._section.remove(block)
        for part in self._parts:
            style = f"height: {part.end:.2f}px" if part is self._parts[-1] else "break-after: page"
            block = ET.SubElement(self._section, "div", {"style": style})
            # The table of contents shows the pages of headings.
            for name in dict.fromkeys(name for box in part.boxes for name in _headings(box)):
                ET.SubElement(block, "div", {"id": name})
        return self

    def __exit__(self, *_: object) -> None:
        """Put the content back."""
        self._section[:] = self._content

    def insert(self, document: Document) -> None:
        """Put the boxes of the text into a document that has been laid out with the empty blocks."""
        parts = iter(self._parts)
        for index, page in enumerate(document.pages):
            page_box = page._page_box  # noqa: SLF001 - no public name for boxes
            for box in _boxes_of(page_box.children[0], self._section):
                part = next(parts)
                if shift := page_box.content_box_x() - part.left:
                    for child in part.boxes:
                        child.translate(shift)
                box.children = part.boxes
                document.pages[index] = Page(page_box)  # finds the links and their targets


def sections_with_notes(root: Element) -> list[Element]:
    """Return the outermost sections with notes that stand beside their text."""
    sections = [section for section in root.iter("section") if section.find(f".//*[@{BESIDE}]") is not None]
    inner = {part for section in sections for part in section.iter("section") if part is not section}
    return [section for section in sections if section not in inner]


def _lay_out(page: HTML, section: Element, render: Render, extra: Element | None = None) -> tuple[list[_Part], int]:
    """Return the pages of a section and its notes, and the number of pages of its text.

    Boxes of ``extra`` are left out.
    """
    pages = [one._page_box for one in render(_only(page, section)).pages]  # noqa: SLF001 - no public name for boxes
    texts = [next(_boxes_of(one.children[0], section)) for one in pages]
    names = {name for note in section.iter() if (name := note.get(BESIDE))}
    places = place_notes(pages, texts, names)
    boxes = [[box for box in text.children if extra is None or box.element is not extra] for text in texts]
    parts = [_part(one, those) for one, those in zip(pages, boxes, strict=True)]
    top = pages[-1].content_box_y()
    for place in places:
        while place.page >= len(parts):
            parts.append(_Part([], parts[-1].left, 0.0))
        part = parts[place.page]
        part.boxes.append(place.box)
        part.end = max(part.end, place.top + place.box.border_height() - top)
    return parts, len(texts)


def _part(page: Any, boxes: Sequence[Any]) -> _Part:  # noqa: ANN401 - WeasyPrint's own
    top = page.content_box_y()
    end = max((box.position_y + box.margin_height() for box in boxes), default=top)
    return _Part(list(boxes), page.content_box_x(), end - top)


def _only(page: HTML, section: Element) -> HTML:
    """Return a page with one section only."""
    root, body = page.etree_element, page.etree_element.find("body")
    alone = ET.Element(root.tag, root.attrib)
    ET.SubElement(alone, "body", {} if body is None else body.attrib).append(section)
    other = copy.copy(page)
    other.etree_element = alone
    other.wrapper_element = type(page.wrapper_element).from_html_root(alone, content_language=None)
    return other


def _boxes_of(box: Any, element: Element) -> Iterator[Any]:  # noqa: ANN401 - WeasyPrint's own
    """Yield the box of an element in the flow of a page."""
    if box.element is element:
        yield box
    elif box.element is not None and box.element.tag in {"html", "body", "main", "div"}:
        for child in box.children:
            yield from _boxes_of(child, element)


def _headings(box: Any) -> Iterator[str]:  # noqa: ANN401 - WeasyPrint's own
    """Yield the identifiers of the headings in a box."""
    for part in box.descendants():
        if part.element is not None and part.element.tag in _HEADINGS and (name := part.element.get("id")):
            yield name
