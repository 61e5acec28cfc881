"""Build the structure tree of a document from the elements on its pages (ISO 32000-1, 14.8.4).

One element of the print HTML is one node, even if it takes several lines, boxes or pages. The tree contains no running
headers and footers, page numbers or repeated table heads. Pure: independent of WeasyPrint and of PDF syntax.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from xml.etree.ElementTree import Element

Bounds = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the lower left corner of the page."""
StructureType = str
"""A standard structure type, without its solidus."""
_BLOCKS = {"div", "header", "footer", "main"}
_GROUPING = {"Document", "Part", "Sect", "Art", "Div", "BlockQuote", "TOC", "TOCI", "L", "LI", "Table", "TR"}
"""Types that contain other elements, but no text directly."""
_INLINE = {"Link", "Span", "Reference"}
"""Types within a paragraph."""
_TYPES = {
    "article": "Art",
    "aside": "Sect",
    "blockquote": "BlockQuote",
    "nav": "Sect",
    "section": "Sect",
    "figure": "Div",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "p": "P",
    "pre": "P",
    "ul": "L",
    "ol": "L",
    "li": "LI",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "caption": "Caption",
    "figcaption": "Caption",
    "img": "Figure",
    "a": "Link",
}
_WITH_NOTES = {"paragraph", "essay-table"}
"""Classes of the elements around a text and its side notes."""
_REFERENCES = {"note-ref", "footnote-ref"}
"""Classes of the marks of notes."""
_CONTENTS_TYPES = {"ul": "TOC", "ol": "TOC", "li": "TOCI"}
"""Types of lists within a table of contents."""


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A marked-content sequence: ``page`` counts from 0, ``mcid`` is its identifier there (ISO 32000-1, 14.7.4)."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class ElementContent:
    """A box of an element on a page: a piece of its content, the area of a link, or an empty box.

    ``link`` is the number of a link's area, ``rectangle`` the area of a picture. ``is_label`` is true for the bullet or
    number of a list item, ``is_generated`` for content from the style sheet, such as page numbers.
    """

    page: int
    element: Element
    mcid: int | None = None
    link: int | None = None
    rectangle: Bounds | None = None
    is_label: bool = False
    is_generated: bool = False


@dataclass(slots=True, eq=False)
class StructureNode:
    """An element of the structure; ``kids`` are nodes, marked content, and numbers of link areas."""

    type: StructureType
    element: Element
    kids: list[StructureNode | MarkedContent | int] = field(default_factory=list)
    rectangle: Bounds | None = None

    def walk(self) -> Iterable[StructureNode]:
        """Yield this node and all its descendants, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, StructureNode):
                yield from kid.walk()


class _Builder:
    """Adds boxes, in the order of the pages, to the nodes of their elements."""

    def __init__(self, root: Element) -> None:
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.table_heads = {element: head for head in root.iter("thead") for element in head.iter()}
        self.contents = {element for nav in root.iter() if "contents" in _classes(nav) for element in nav.iter()}
        self.document = StructureNode("Document", root)
        self.nodes: dict[tuple[Element, StructureType], StructureNode] = {}
        self.content_nodes: dict[Element, StructureNode] = {}
        self.seen_heads: Counter[Element] = Counter()

    def add(self, box: ElementContent) -> None:
        if self._is_repeated_head(box):
            return
        node = self._content_node(box.element)
        if box.is_label:
            node = self._child(self.nodes[box.element, "LI"], "Lbl", box.element)
        node.rectangle = node.rectangle or box.rectangle
        if box.link is not None:
            node.kids.append(box.link)
        if box.mcid is not None:
            if node.type in _GROUPING:
                node = self._child(node, "P", self._block(box.element))
            if box.is_generated:
                node = self._child(node, "NonStruct", box.element)
            node.kids.append(MarkedContent(box.page, box.mcid))

    def _is_repeated_head(self, box: ElementContent) -> bool:
        """Return whether a box is part of a table head that is repeated on a further page or in a further column."""
        head = self.table_heads.get(box.element)
        if head is None:
            return False
        self.seen_heads[head] += box.element is head
        return self.seen_heads[head] > 1

    def _content_node(self, element: Element) -> StructureNode:
        """Return the node for an element's content; create it and its ancestors if necessary."""
        if element not in self.content_nodes:
            self.content_nodes[element] = self._create_content_node(element)
        return self.content_nodes[element]

    def _create_content_node(self, element: Element) -> StructureNode:
        parent = self.parents.get(element)
        if parent is None or element.tag == "body":
            return self.document
        above = self._content_node(parent)
        structure_type = self._structure_type(element)
        if structure_type is None:
            return above
        if structure_type == "Link" and above.type == "TOCI":
            above = self._child(above, "Reference", parent)
        elif structure_type in _INLINE and above.type in _GROUPING:
            above = self._child(above, "P", self._block(element))
        node = self._child(above, structure_type, element)
        return self._child(node, "LBody", element) if structure_type == "LI" else node

    def _structure_type(self, element: Element) -> StructureType | None:
        """Return the structure type of an element, or ``None`` if its text belongs to the element around it."""
        tag, classes = element.tag, _classes(element)
        if (tag == "aside" and "note" in classes) or "footnote" in classes:
            return "Note"
        if tag == "div" and not _WITH_NOTES.isdisjoint(classes):
            return "Div"
        if tag == "sup" and any(not _REFERENCES.isdisjoint(_classes(part)) for part in (element, *element)):
            return "Reference"
        if tag in _CONTENTS_TYPES and element in self.contents:
            return _CONTENTS_TYPES[tag]
        in_language = "Div" if tag in _BLOCKS else "Span"
        return _TYPES.get(tag, in_language if element.get("lang") or element.get("dir") else None)

    def _child(self, parent: StructureNode, structure_type: StructureType, element: Element) -> StructureNode:
        """Return the node of an element; create it if necessary. A label becomes the first kid of its parent."""
        key = (element, structure_type)
        if key not in self.nodes:
            self.nodes[key] = StructureNode(structure_type, element)
            parent.kids.insert(0 if structure_type == "Lbl" else len(parent.kids), self.nodes[key])
        return self.nodes[key]

    def _block(self, element: Element) -> Element:
        """Return the element if it is a block, else its nearest ancestor that is a block, else the element."""
        block: Element | None = element
        while block is not None and block.tag not in _BLOCKS:
            block = self.parents.get(block)
        return element if block is None else block


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _remove_empty_nodes(node: StructureNode) -> None:
    """Remove nodes without content, except table cells."""
    for kid in list(node.kids):
        if isinstance(kid, StructureNode):
            _remove_empty_nodes(kid)
            if not kid.kids and kid.type not in {"TD", "TH"}:
                node.kids.remove(kid)


def build_structure(root: Element, boxes: Iterable[ElementContent]) -> StructureNode:
    """Build the structure tree from boxes in the order of the pages.

    Blocks keep the order of the HTML.
    """
    builder = _Builder(root)
    for box in boxes:
        builder.add(box)
    _remove_empty_nodes(builder.document)
    positions = {element: position for position, element in enumerate(root.iter())}
    # A side note or a float may be on a later page than the text after it.
    for node in builder.document.walk():
        if node.type in _GROUPING:
            node.kids.sort(key=lambda kid: _reading_order(kid, positions))
    return builder.document


def _reading_order(kid: StructureNode | MarkedContent | int, positions: Mapping[Element, int]) -> int:
    return positions[kid.element] if isinstance(kid, StructureNode) else 0
