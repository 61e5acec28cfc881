"""The logical structure of a document as a tree, from the elements that its pages show (ISO 32000-1, 14.8.4).

One element of the print page is one node, however many lines, boxes and pages it takes.  Running heads, page numbers
and repeated table heads are no part of it.  Pure: it knows neither WeasyPrint nor how a PDF is written.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from xml.etree.ElementTree import Element

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the lower left corner of the page."""
StructureType = str
"""A standard structure type, without its solidus."""
_BLOCKS = {"div", "header", "footer", "main"}
_GROUPING = {"Document", "Part", "Sect", "Art", "Div", "BlockQuote", "TOC", "TOCI", "L", "LI", "Table", "TR"}
"""Types that hold other elements and no words of their own."""
_INLINE = {"Link", "Span", "Reference"}
"""Types of words within a paragraph."""
_KINDS = {
    "article": "Art",
    "aside": "Sect",
    "blockquote": "BlockQuote",
    "nav": "Sect",
    "section": "Sect",
    "figure": "Div",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "p": "P",
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
_CONTENTS = {"ul": "TOC", "ol": "TOC", "li": "TOCI"}
"""Types of lists within a table of contents."""


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """Marked content: ``page`` counts from 0, ``mcid`` is its identifier there (ISO 32000-1, 14.7.4)."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class ElementContent:
    """What a page shows of an element: a piece of its content, a link's area, or nothing but itself.

    ``link`` is the number of a link's area, ``rectangle`` is that of a picture; ``is_label`` tells a list item's sign,
    ``is_generated`` what the style sheet adds, a page's number say.
    """

    page: int
    element: Element
    mcid: int | None = None
    link: int | None = None
    rectangle: Rectangle | None = None
    is_label: bool = False
    is_generated: bool = False


@dataclass(slots=True, eq=False)
class StructureNode:
    """An element of the structure.  ``kids`` are nodes, marks, and links' areas by their number."""

    kind: StructureType
    element: Element
    kids: list[StructureNode | MarkedContent | int] = field(default_factory=list)
    rectangle: Rectangle | None = None

    def walk(self) -> Iterable[StructureNode]:
        """Yield this node and all below it, in the order of reading."""
        yield self
        for kid in self.kids:
            if isinstance(kid, StructureNode):
                yield from kid.walk()


class _Builder:
    """Puts boxes, in the order of the pages, under the nodes of their elements."""

    def __init__(self, root: Element) -> None:
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.heads = {element: head for head in root.iter("thead") for element in head.iter()}
        self.contents = {element for nav in root.iter() if "contents" in _classes(nav) for element in nav.iter()}
        self.document = StructureNode("Document", root)
        self.nodes: dict[tuple[Element, StructureType], StructureNode] = {}
        self.holders: dict[Element, StructureNode] = {}
        self.shown_heads: Counter[Element] = Counter()

    def add(self, box: ElementContent) -> None:
        if self._is_repeated_head(box):
            return
        node = self._holder(box.element)
        if box.is_label:
            node = self._child(self.nodes[box.element, "LI"], "Lbl", box.element)
        node.rectangle = node.rectangle or box.rectangle
        if box.link is not None:
            node.kids.append(box.link)
        if box.mcid is not None:
            if node.kind in _GROUPING:
                node = self._child(node, "P", self._block(box.element))
            if box.is_generated:
                node = self._child(node, "NonStruct", box.element)
            node.kids.append(MarkedContent(box.page, box.mcid))

    def _is_repeated_head(self, box: ElementContent) -> bool:
        """Whether a box belongs to a table's head that comes again, on a further page or in a further column."""
        head = self.heads.get(box.element)
        if head is None:
            return False
        self.shown_heads[head] += box.element is head
        return self.shown_heads[head] > 1

    def _holder(self, element: Element) -> StructureNode:
        """Return the node that holds an element's content, made at first sight with all above it."""
        if element not in self.holders:
            self.holders[element] = self._make_holder(element)
        return self.holders[element]

    def _make_holder(self, element: Element) -> StructureNode:
        parent = self.parents.get(element)
        if parent is None or element.tag == "body":
            return self.document
        above = self._holder(parent)
        kind = self._kind(element)
        if kind is None:
            return above
        if kind == "Link" and above.kind == "TOCI":
            above = self._child(above, "Reference", parent)
        elif kind in _INLINE and above.kind in _GROUPING:
            above = self._child(above, "P", self._block(element))
        node = self._child(above, kind, element)
        return self._child(node, "LBody", element) if kind == "LI" else node

    def _kind(self, element: Element) -> StructureType | None:
        """Return the structure type of an element, or ``None`` where its words belong to what is around it."""
        tag, classes = element.tag, _classes(element)
        if tag == "aside" and "note" in classes:
            return "Note"
        if tag == "div" and "paragraph" in classes:
            return "Div"
        if tag == "sup" and ("note-ref" in classes or any("note-ref" in _classes(child) for child in element)):
            return "Reference"
        if tag in _CONTENTS and element in self.contents:
            return _CONTENTS[tag]
        return _KINDS.get(tag, "Span" if element.get("lang") or element.get("dir") else None)

    def _child(self, parent: StructureNode, kind: StructureType, element: Element) -> StructureNode:
        """Return the node of an element, made under its parent at first sight; a label stands first."""
        if (element, kind) not in self.nodes:
            self.nodes[element, kind] = StructureNode(kind, element)
            parent.kids.insert(0 if kind == "Lbl" else len(parent.kids), self.nodes[element, kind])
        return self.nodes[element, kind]

    def _block(self, element: Element) -> Element:
        """Return the nearest block that an element is or is in, or the element."""
        block: Element | None = element
        while block is not None and block.tag not in _BLOCKS:
            block = self.parents.get(block)
        return element if block is None else block


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _prune(node: StructureNode) -> None:
    """Take out what holds nothing; a table's cell may."""
    for kid in list(node.kids):
        if isinstance(kid, StructureNode):
            _prune(kid)
            if not kid.kids and kid.kind not in {"TD", "TH"}:
                node.kids.remove(kid)


def build(root: Element, boxes: Iterable[ElementContent]) -> StructureNode:
    """Return the structure of boxes that come in the order of the pages.

    Table heads that come again are no part of it.  Blocks stand in the order of the page; only side
    notes stand behind their paragraph's words, as in the web page, wherever the print page has put them.
    """
    builder = _Builder(root)
    for box in boxes:
        builder.add(box)
    _prune(builder.document)
    places = {element: place for place, element in enumerate(root.iter())}
    for node in builder.document.walk():
        if node.kind in _GROUPING:
            node.kids.sort(key=lambda kid: _place(kid, places))
    return builder.document


def _place(kid: StructureNode | MarkedContent | int, places: Mapping[Element, int]) -> tuple[bool, int]:
    """Return a node's place in the order of reading: a float may end on a later page than what follows it."""
    return (kid.kind == "Note", places[kid.element]) if isinstance(kid, StructureNode) else (False, 0)
