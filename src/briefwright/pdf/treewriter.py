"""A structure tree as the objects of a PDF (ISO 32000-1, 14.7.2 to 14.7.4 and 14.8.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pydyf

from briefwright.pdf.cells import cells
from briefwright.pdf.structure import Mark, Node

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from xml.etree.ElementTree import Element

__all__ = ["TreeWriter"]

_IDENTIFIED = {"TH", "Note", "Reference"}
_TIED = {"Note": "Reference", "Reference": "Note"}


class TreeWriter:
    """Writes one tree into one PDF."""

    def __init__(
        self,
        pdf: pydyf.PDF,
        numbers: Sequence[dict[int, int]],
        links: Sequence[tuple[int, pydyf.Dictionary]],
        contents: Callable[[Element], str],
    ) -> None:
        """Take the PDF, for each page the final numbers of its marks, the areas of links, and what they say."""
        self._pdf = pdf
        self._pages: Sequence[bytes] = pdf.page_references
        self._numbers = numbers
        self._links = links
        self._contents = contents
        self._made: list[tuple[Node, pydyf.Dictionary]] = []
        self._of_marks: list[dict[int, bytes]] = [{} for _ in numbers]
        self._of_links: list[bytes] = []

    def write(self, tree: Node) -> None:
        """Put a tree in the place of the one that the PDF has."""
        for item in self._pdf.objects:
            if isinstance(item, pydyf.Dictionary) and item.get("Type") in {"/StructElem", "/StructTreeRoot", "/OBJR"}:
                item.clear()  # pydyf 0.13 misnumbers what stands behind an object that is free
        root = self._add({"Type": "/StructTreeRoot"})
        self._pdf.catalog["StructTreeRoot"] = root.reference
        root["K"] = pydyf.Array([self._element(tree, root).reference])
        self._describe_tables()
        self._tie_notes()
        root["IDTree"] = self._tree_of_identifiers().reference
        root["ParentTree"] = self._tree_of_parents().reference
        root["ParentTreeNextKey"] = len(self._pages) + len(self._of_links)

    def _add(self, values: dict[str, Any]) -> pydyf.Dictionary:
        made = pydyf.Dictionary(values)
        self._pdf.add_object(made)
        return made

    def _element(self, node: Node, parent: pydyf.Dictionary) -> pydyf.Dictionary:
        element = self._add({"Type": "/StructElem", "S": f"/{node.kind}", "P": parent.reference})
        self._made.append((node, element))
        page = _first_page(node)
        if page is not None:
            element["Pg"] = self._pages[page]
        if node.kind in _IDENTIFIED:
            element["ID"] = pydyf.String(f"{node.kind.lower()}-{element.number}")
        if node.element is not None:
            self._describe(node, node.element, element)
        element["K"] = pydyf.Array([self._kid(kid, node, element, page) for kid in node.kids])
        return element

    def _describe(self, node: Node, source: Element, element: pydyf.Dictionary) -> None:
        language = source.get("lang")
        if language:
            element["Lang"] = pydyf.String(language)
        if node.kind == "Span" and source.get("dir") == "rtl" and all(one.tag == "span" for one in source.iter()):
            # Painted from left to right: readers that turn the glyphs round again turn ligatures round as well.
            element["ActualText"] = pydyf.String(" ".join("".join(source.itertext()).split()))
        if node.kind == "Figure":
            element["Alt"] = pydyf.String(source.get("alt", ""))
            element["A"] = pydyf.Dictionary({
                "O": "/Layout", "Placement": "/Block", "BBox": pydyf.Array(node.rectangle or ()),
            })  # fmt: skip
        if node.kind == "L":
            signs = {"ul": "/Disc", "ol": "/Decimal"} if any(kid.kind == "Lbl" for kid in node.walk()) else {}
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": signs.get(source.tag, "/None")})

    def _kid(self, kid: Node | Mark | int, node: Node, element: pydyf.Dictionary, page: int | None) -> Any:  # noqa: ANN401 - pydyf's values
        match kid:
            case Node():
                return self._element(kid, element).reference
            case Mark():
                number = self._numbers[kid.page][kid.mcid]
                self._of_marks[kid.page][number] = element.reference
                if kid.page == page:
                    return number
                return pydyf.Dictionary({"Type": "/MCR", "Pg": self._pages[kid.page], "MCID": number})
            case int():
                on, annotation = self._links[kid]
                annotation["StructParent"] = len(self._pages) + len(self._of_links)
                if node.element is not None:
                    annotation["Contents"] = pydyf.String(self._contents(node.element))
                self._of_links.append(element.reference)
                return pydyf.Dictionary({"Type": "/OBJR", "Pg": self._pages[on], "Obj": annotation.reference})

    def _describe_tables(self) -> None:
        elements = {id(node): element for node, element in self._made}
        for table in (node for node, _ in self._made if node.kind == "Table"):
            for node, cell in cells(table):
                attributes = pydyf.Dictionary({"O": "/Table"})
                if cell.scope:
                    attributes["Scope"] = f"/{cell.scope}"
                if cell.heads:
                    attributes["Headers"] = pydyf.Array([elements[id(head)]["ID"] for head in cell.heads])
                if cell.columns > 1:
                    attributes["ColSpan"] = cell.columns
                elements[id(node)]["A"] = attributes

    def _tie_notes(self) -> None:
        """Let notes and their calls refer to each other (``Ref``, ISO 32000-2, 14.7.2)."""
        tied = [(node, element) for node, element in self._made if node.kind in _TIED and node.element is not None]
        named = {
            (node.kind, name): element
            for node, element in tied
            for part in (node.element.iter() if node.element is not None else ())
            if (name := part.get("id"))
        }
        for node, element in tied:
            links = (kid.element for kid in node.walk() if kid.kind == "Link" and kid.element is not None)
            targets = ((_TIED[node.kind], link.get("href", "").removeprefix("#")) for link in links)
            others = [named[target] for target in targets if target in named]
            if others:
                element["Ref"] = pydyf.Array([other.reference for other in others])

    def _tree_of_identifiers(self) -> pydyf.Dictionary:
        """Return the name tree of ``ID``s (14.7.2, IDTree); names are sorted as bytes (7.9.6)."""
        named = sorted(
            ((element["ID"], element.reference) for _, element in self._made if "ID" in element),
            key=lambda pair: pair[0].string,
        )
        return self._add({"Names": pydyf.Array([part for pair in named for part in pair])})

    def _tree_of_parents(self) -> pydyf.Dictionary:
        numbers = pydyf.Array()
        for page, marks in enumerate(self._of_marks):
            numbers += [page, pydyf.Array([marks[number] for number in range(len(marks))])]
        for key, reference in enumerate(self._of_links, len(self._of_marks)):
            numbers += [key, reference]
        return self._add({"Nums": numbers})


def _first_page(node: Node) -> int | None:
    """Return the page of a node's first words: that of marks named by their number alone (14.7.4.2)."""
    return next((kid.page for one in node.walk() for kid in one.kids if isinstance(kid, Mark)), None)
