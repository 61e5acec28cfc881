"""Tag a PDF while WeasyPrint writes it (ISO 32000-1, 14.7; ISO 14289-1).

WeasyPrint tags boxes, so an element on two pages becomes two elements, and a running header becomes content. This
module replaces its structure tree with the tree of ``structure``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from briefwright.pdf.structure import ElementContent, MarkedContent, build_structure
from briefwright.pdf.tree_writer import TreeWriter, link_description

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from xml.etree.ElementTree import Element

    from weasyprint import Document

    from briefwright.pdf.structure import Bounds

_POINTS = 0.75
"""Points in a CSS pixel."""


class Tagger:
    """Records the marked content of each box; ``finish`` is the finisher for ``Document.write_pdf``."""

    def __init__(self, document: Document, root: Element) -> None:
        """Wrap the painting of a document's pages; ``root`` is the root element of its HTML."""
        self._pages = document.pages
        self._page_boxes = [page._page_box for page in self._pages]  # noqa: SLF001 - no public name for boxes
        self._root = root
        self._streams: list[Any] = []
        self._painted: list[dict[Any, int]] = []
        for page in self._pages:
            page.paint = self._recording_paint(page, page.paint)

    def _recording_paint(self, page: Any, paint: Callable[..., None]) -> Callable[..., None]:  # noqa: ANN401 - WeasyPrint's own
        """Return a paint function that records the marked content of each box.

        WeasyPrint discards this data before it calls the finisher. The function also empties the painted page:
        otherwise, WeasyPrint would build its own tree of thousands of objects.
        """

        def record_and_paint(stream: Any, *arguments: Any) -> None:  # noqa: ANN401 - WeasyPrint's own
            paint(stream, *arguments)
            self._streams.append(stream)
            self._painted.append({box: tag["mcid"] for box, tag in stream._tags.items()})  # noqa: SLF001
            stream._tags.clear()  # noqa: SLF001
            page._page_box = page._page_box.copy_with_children([])  # noqa: SLF001

        return record_and_paint

    def finish(self, _: Document, pdf: pydyf.PDF) -> None:
        """Write the structure tree."""
        links: list[tuple[int, pydyf.Dictionary]] = []
        tree = build_structure(self._root, self._boxes(links))
        kids = {kid for node in tree.walk() for kid in node.kids}
        in_structure: list[set[int]] = [set() for _ in self._pages]
        for kid in kids:
            if isinstance(kid, MarkedContent):
                in_structure[kid.page].add(kid.mcid)
        numbers = [
            _renumber(stream.stream, in_structure[page], self._pagination(page))
            for page, stream in enumerate(self._streams)
        ]
        _remove_link_areas(pdf, [link for number, link in enumerate(links) if number not in kids])
        TreeWriter(pdf, numbers, links, link_description(self._root)).write(tree)

    def _boxes(self, links: list[tuple[int, pydyf.Dictionary]]) -> Iterator[ElementContent]:
        """Yield the boxes of all pages; append each link area, with its page, to ``links``."""
        for number, page in enumerate(self._pages):
            for box in _descendants(self._page_boxes[number]):
                if box.element is None:
                    continue
                link = None
                if box.link_annotation is not None:
                    link = len(links)
                    links.append((number, box.link_annotation))
                pseudo = str(box.element_tag).partition("::")[2]
                yield ElementContent(
                    number,
                    box.element,
                    mcid=self._painted[number].get(box),
                    link=link,
                    rectangle=_rectangle(box, page.height) if isinstance(box, boxes.ReplacedBox) else None,
                    is_label=pseudo == "marker",
                    is_generated=pseudo in {"before", "after"},
                )

    def _pagination(self, page: int) -> Mapping[int, str]:
        """Return the marked content in a page's margins, with ``/Header`` or ``/Footer`` for each."""
        subtypes: dict[int, str] = {}
        for margin in self._page_boxes[page].children:
            if isinstance(margin, boxes.MarginBox):
                subtype = "/Footer" if margin.at_keyword.startswith("@bottom") else "/Header"
                mcids = (self._painted[page].get(box) for child in margin.children for box in _descendants(child))
                subtypes |= {mcid: subtype for mcid in mcids if mcid is not None}
        return subtypes


def _descendants(box: Any) -> Iterator[Any]:  # noqa: ANN401 - WeasyPrint's own
    """Yield a box and all boxes in it, except those in the page's margins."""
    stack = [box]
    while stack:
        current = stack.pop()
        if isinstance(current, AbsolutePlaceholder):
            current = current._box  # noqa: SLF001 - no public name for the box of a placeholder
        yield current
        children = getattr(current, "children", ())
        stack += [child for child in reversed(children) if not isinstance(child, boxes.MarginBox)]


def _rectangle(box: Any, height: float) -> Bounds:  # noqa: ANN401 - WeasyPrint's own
    left, top = box.content_box_x(), box.content_box_y()
    bottom, right = height - top - box.height, left + box.width
    edges = (edge * _POINTS for edge in (left, bottom, right, height - top))
    return tuple(round(edge, 3) for edge in edges)


def _renumber(stream: list[Any], in_structure: set[int], pagination: Mapping[int, str]) -> dict[int, int]:
    """Renumber the marked content of a page and return the new numbers by the old.

    Content that is not in the structure becomes an artifact (ISO 32000-1, 14.8.2.2).
    """
    numbers: dict[int, int] = {}
    for index, item in enumerate(stream):
        if not (isinstance(item, pydyf.Dictionary) and "MCID" in item):
            continue
        old = item["MCID"]
        if old in in_structure:
            numbers[old] = len(numbers)
            stream[index] = pydyf.Dictionary({"MCID": numbers[old]})
        else:
            stream[index - 1] = "/Artifact"
            subtype = {"Subtype": pagination[old]} if old in pagination else {}
            stream[index] = pydyf.Dictionary({"Type": "/Pagination", **subtype})
    if len(numbers) < len(in_structure):
        raise AssertionError("WeasyPrint painted tagged content outside the stream of the page")
    return numbers


def _remove_link_areas(pdf: pydyf.PDF, links: list[tuple[int, pydyf.Dictionary]]) -> None:
    """Remove the areas of links that are not in the structure, because they have no description."""
    pages = [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page"]
    for page, annotation in links:
        pages[page]["Annots"].remove(annotation.reference)
        annotation.clear()
