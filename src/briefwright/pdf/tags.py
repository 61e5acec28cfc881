"""The structure of a PDF, put into it as WeasyPrint writes the file (ISO 32000-1, 14.7; ISO 14289-1).

WeasyPrint tags boxes: an element that crosses a page becomes two, and a running head becomes content.  Here its tree
gives way to that of ``structure``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from briefwright.pdf.structure import ElementContent, MarkedContent, build
from briefwright.pdf.tree_writer import TreeWriter, link_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from xml.etree.ElementTree import Element

    from weasyprint import Document

    from briefwright.pdf.structure import Rectangle

_POINTS = 0.75
"""Points in a CSS pixel."""


class Tagger:
    """Watches a document being painted; its ``finish`` then is the finisher of ``Document.write_pdf``."""

    def __init__(self, document: Document, root: Element) -> None:
        """Take the document, and its page's root element."""
        self._pages = document.pages
        self._page_boxes = [page._page_box for page in self._pages]  # noqa: SLF001 - no public name for boxes
        self._root = root
        self._streams: list[Any] = []
        self._painted: list[dict[Any, int]] = []
        for page in self._pages:
            page.paint = self._watched(page, page.paint)

    def _watched(self, page: Any, paint: Callable[..., None]) -> Callable[..., None]:  # noqa: ANN401 - WeasyPrint's own
        """Keep which boxes became which marked content: WeasyPrint has forgotten it when the finisher is called.

        A page that is painted is left empty, so that WeasyPrint builds no tree of thousands of objects for nothing.
        """

        def watched(stream: Any, *arguments: Any) -> None:  # noqa: ANN401 - WeasyPrint's own
            paint(stream, *arguments)
            self._streams.append(stream)
            self._painted.append({box: tag["mcid"] for box, tag in stream._tags.items()})  # noqa: SLF001
            stream._tags.clear()  # noqa: SLF001
            page._page_box = page._page_box.copy_with_children([])  # noqa: SLF001

        return watched

    def finish(self, _: Document, pdf: pydyf.PDF) -> None:
        """Write the structure."""
        links: list[tuple[int, pydyf.Dictionary]] = []
        tree = build(self._root, self._boxes(links))
        kids = {kid for node in tree.walk() for kid in node.kids}
        kept: list[set[int]] = [set() for _ in self._pages]
        for mark in kids:
            if isinstance(mark, MarkedContent):
                kept[mark.page].add(mark.mcid)
        numbers = [
            _renumber(stream.stream, kept[page], self._running(page)) for page, stream in enumerate(self._streams)
        ]
        _drop_areas(pdf, [link for number, link in enumerate(links) if number not in kids])
        TreeWriter(pdf, numbers, links, link_words(self._root)).write(tree)

    def _boxes(self, links: list[tuple[int, pydyf.Dictionary]]) -> Iterator[ElementContent]:
        """Yield what the pages show, and note the areas of links, each with its page, under their numbers."""
        for number, page in enumerate(self._pages):
            for box in _within(self._page_boxes[number]):
                if box.element is None:
                    continue
                link = None
                if box.link_annotation is not None:
                    link = len(links)
                    links.append((number, box.link_annotation))
                pseudo = str(box.element_tag).partition("::")[2]
                replaced = isinstance(box, boxes.ReplacedBox)
                yield ElementContent(
                    number,
                    box.element,
                    mcid=self._painted[number].get(box),
                    link=link,
                    rectangle=_rectangle(box, page.height) if replaced else None,
                    is_label=pseudo == "marker",
                    is_generated=pseudo in {"before", "after"},
                )

    def _running(self, page: int) -> Mapping[int, str]:
        """Return the marked content of a page's margins: heads and feet."""
        found: dict[int, str] = {}
        for margin in self._page_boxes[page].children:
            if isinstance(margin, boxes.MarginBox):
                kind = "/Footer" if margin.at_keyword.startswith("@bottom") else "/Header"
                inside = (self._painted[page].get(box) for child in margin.children for box in _within(child))
                found |= {mcid: kind for mcid in inside if mcid is not None}
        return found


def _within(box: Any) -> Iterator[Any]:  # noqa: ANN401 - WeasyPrint's own
    """Yield a box and all in it, but for what stands in the page's margins."""
    waiting = [box]
    while waiting:
        found = waiting.pop()
        if isinstance(found, AbsolutePlaceholder):
            found = found._box  # noqa: SLF001 - what it holds the place of
        yield found
        children = getattr(found, "children", ())
        waiting += [child for child in reversed(children) if not isinstance(child, boxes.MarginBox)]


def _rectangle(box: Any, height: float) -> Rectangle:  # noqa: ANN401 - WeasyPrint's own
    left, top = box.content_box_x(), box.content_box_y()
    bottom, right = height - top - box.height, left + box.width
    edges = (edge * _POINTS for edge in (left, bottom, right, height - top))
    return tuple(round(edge, 3) for edge in edges)


def _renumber(stream: list[Any], kept: set[int], running: Mapping[int, str]) -> dict[int, int]:
    """Number the marked content of a page anew; what is not kept is an artifact (ISO 32000-1, 14.8.2.2)."""
    numbers: dict[int, int] = {}
    for index, item in enumerate(stream):
        if not (isinstance(item, pydyf.Dictionary) and "MCID" in item):
            continue
        old = item["MCID"]
        if old in kept:
            numbers[old] = len(numbers)
            stream[index] = pydyf.Dictionary({"MCID": numbers[old]})
        else:
            stream[index - 1] = "/Artifact"
            subtype = {"Subtype": running[old]} if old in running else {}
            stream[index] = pydyf.Dictionary({"Type": "/Pagination", **subtype})
    if len(numbers) < len(kept):
        raise AssertionError("WeasyPrint has painted tagged content outside the page's own stream")
    return numbers


def _drop_areas(pdf: pydyf.PDF, links: list[tuple[int, pydyf.Dictionary]]) -> None:
    """Take the areas of links off their pages: nobody could say where they lead."""
    pages = [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page"]
    for page, annotation in links:
        pages[page]["Annots"].remove(annotation.reference)
        annotation.clear()
