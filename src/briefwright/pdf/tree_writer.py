"""Write a structure tree into a PDF (ISO 32000-1, 14.7.2 to 14.7.4 and 14.8.5)."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Any

import pydyf

from briefwright.pdf.structure import MarkedContent, StructureNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from xml.etree.ElementTree import Element

_WITH_IDENTIFIER = {"TH", "Note", "Reference"}
_WORDS = {"Span": "span", "Link": "a"}
"""Elements of words without other elements in them, by structure type."""
_COUNTERPART = {"Note": "Reference", "Reference": "Note"}
_MAX_DESCRIPTION = 120
"""Characters; screen readers read the whole description."""
_BLOCKS = {"p", "li", "td", "th", "tr", "div"}


class TreeWriter:
    """Writes one structure tree into one PDF."""

    def __init__(
        self,
        pdf: pydyf.PDF,
        numbers: Sequence[dict[int, int]],
        links: Sequence[tuple[int, pydyf.Dictionary]],
        describe_link: Callable[[Element], str],
    ) -> None:
        """Initialise a writer.

        ``numbers`` maps the original numbers of marked content to the final numbers, for each page. ``links`` has the
        areas of links, each with its page.
        """
        self._pdf = pdf
        self._pages: Sequence[bytes] = pdf.page_references
        self._numbers = numbers
        self._links = links
        self._describe_link = describe_link
        self._elements: dict[StructureNode, pydyf.Dictionary] = {}
        self._content_parents: list[dict[int, bytes]] = [{} for _ in numbers]
        self._link_parents: list[bytes] = []

    def write(self, tree: StructureNode) -> None:
        """Replace the structure tree of the PDF."""
        for item in self._pdf.objects:
            if isinstance(item, pydyf.Dictionary) and item.get("Type") in {"/StructElem", "/StructTreeRoot", "/OBJR"}:
                item.clear()  # pydyf 0.13 misnumbers the objects after a free one
        root = self._add({"Type": "/StructTreeRoot"})
        self._pdf.catalog["StructTreeRoot"] = root.reference
        root["K"] = pydyf.Array([self._element(tree, root).reference])
        for table in (node for node in self._elements if node.type == "Table"):
            self._describe_cells(table)
        self._connect_notes()
        root["IDTree"] = self._identifier_tree().reference
        root["ParentTree"] = self._parent_tree().reference
        root["ParentTreeNextKey"] = len(self._pages) + len(self._link_parents)

    def _add(self, values: dict[str, Any]) -> pydyf.Dictionary:
        dictionary = pydyf.Dictionary(values)
        self._pdf.add_object(dictionary)
        return dictionary

    def _element(self, node: StructureNode, parent: pydyf.Dictionary) -> pydyf.Dictionary:
        element = self._elements[node] = self._add({"Type": "/StructElem", "S": f"/{node.type}", "P": parent.reference})
        page = _first_page(node)
        if page is not None:
            element["Pg"] = self._pages[page]
        if node.type in _WITH_IDENTIFIER:
            element["ID"] = pydyf.String(f"{node.type.lower()}-{element.number}")
        self._describe(node, element)
        element["K"] = pydyf.Array([self._kid(kid, node, page) for kid in node.kids])
        return element

    def _describe(self, node: StructureNode, element: pydyf.Dictionary) -> None:
        source = node.element
        if language := source.get("lang"):
            element["Lang"] = pydyf.String(language)
        if source.get("dir") == "rtl" and all(part.tag == _WORDS.get(node.type) for part in source.iter()):
            # Glyphs are painted from left to right. Readers that reverse them again also reverse ligatures.
            element["ActualText"] = pydyf.String(_text(source))
        if node.type == "Figure":
            element["Alt"] = pydyf.String(source.get("alt", ""))
            element["A"] = pydyf.Dictionary({
                "O": "/Layout", "Placement": "/Block", "BBox": pydyf.Array(node.rectangle or ()),
            })  # fmt: skip
        if node.type == "L":
            styles = {"ul": "/Disc", "ol": "/Decimal"} if any(kid.type == "Lbl" for kid in node.walk()) else {}
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": styles.get(source.tag, "/None")})

    def _kid(self, kid: StructureNode | MarkedContent | int, node: StructureNode, page: int | None) -> Any:  # noqa: ANN401 - pydyf's values
        element = self._elements[node]
        match kid:
            case StructureNode():
                return self._element(kid, element).reference
            case MarkedContent():
                number = self._numbers[kid.page][kid.mcid]
                self._content_parents[kid.page][number] = element.reference
                if kid.page == page:
                    return number
                return pydyf.Dictionary({"Type": "/MCR", "Pg": self._pages[kid.page], "MCID": number})
            case int():
                link_page, annotation = self._links[kid]
                annotation["StructParent"] = len(self._pages) + len(self._link_parents)
                annotation["Contents"] = pydyf.String(self._describe_link(node.element))
                self._link_parents.append(element.reference)
                return pydyf.Dictionary({"Type": "/OBJR", "Pg": self._pages[link_page], "Obj": annotation.reference})

    def _describe_cells(self, table: StructureNode) -> None:
        """Write the head cells of each cell of a table (14.8.5.7; ISO 14289-1, 7.5); row spans are not supported.

        A head cell without ``scope`` heads a column if it is in the table's head, and a row elsewhere.
        """
        column_heads: dict[int, list[StructureNode]] = {}
        for row, in_head in _rows(table, in_head=False):
            row_heads: list[StructureNode] = []
            column = 0
            for cell in _nodes(row):
                columns = int(cell.element.get("colspan", "1"))
                covered = range(column, column + columns)
                column += columns
                attributes = self._elements[cell]["A"] = pydyf.Dictionary({"O": "/Table"})
                if cell.type == "TD":
                    heads = [*row_heads, *(head for index in covered for head in column_heads.get(index, ()))]
                    if heads:
                        attributes["Headers"] = pydyf.Array([self._elements[head]["ID"] for head in heads])
                elif (cell.element.get("scope") or ("col" if in_head else "row")) == "col":
                    attributes["Scope"] = "/Column"
                    for index in covered:
                        column_heads.setdefault(index, []).append(cell)
                else:
                    attributes["Scope"] = "/Row"
                    row_heads.append(cell)
                if columns > 1:
                    attributes["ColSpan"] = columns

    def _connect_notes(self) -> None:
        """Make notes and their note references refer to each other (``Ref``, ISO 32000-2, 14.7.2)."""
        nodes = [node for node in self._elements if node.type in _COUNTERPART]
        by_id = {(node.type, name): node for node in nodes for part in node.element.iter() if (name := part.get("id"))}
        for node in nodes:
            links = (kid.element for kid in node.walk() if kid.type == "Link")
            targets = ((_COUNTERPART[node.type], link.get("href", "").removeprefix("#")) for link in links)
            others = [self._elements[by_id[target]] for target in targets if target in by_id]
            if others:
                self._elements[node]["Ref"] = pydyf.Array([other.reference for other in others])

    def _identifier_tree(self) -> pydyf.Dictionary:
        """Write the name tree of ``ID``s (14.7.2, IDTree); names are sorted as bytes (7.9.6)."""
        identifiers = sorted(
            ((element["ID"], element.reference) for element in self._elements.values() if "ID" in element),
            key=lambda pair: pair[0].string,
        )
        return self._add({"Names": pydyf.Array([part for pair in identifiers for part in pair])})

    def _parent_tree(self) -> pydyf.Dictionary:
        numbers = pydyf.Array()
        for page, parents in enumerate(self._content_parents):
            numbers += [page, pydyf.Array([parents[number] for number in range(len(parents))])]
        for key, reference in enumerate(self._link_parents, len(self._content_parents)):
            numbers += [key, reference]
        return self._add({"Nums": numbers})


def _first_page(node: StructureNode) -> int | None:
    """Return the page of a node's first text. Marked content on this page needs only its number (14.7.4.2)."""
    return next((kid.page for inner in node.walk() for kid in inner.kids if isinstance(kid, MarkedContent)), None)


def _rows(node: StructureNode, *, in_head: bool) -> Iterator[tuple[StructureNode, bool]]:
    for child in _nodes(node):
        if child.type == "TR":
            yield child, in_head
        else:
            yield from _rows(child, in_head=child.type == "THead")


def _nodes(node: StructureNode) -> Iterator[StructureNode]:
    return (kid for kid in node.kids if isinstance(kid, StructureNode))


def link_description(root: Element) -> Callable[[Element], str]:
    """Return a function that describes the area of a link (``Contents``; ISO 14289-1, 7.18.5).

    A description is the link's text, followed by its title, or by the text or address of its target. If the text is the
    address, the paragraph around the link follows instead.
    """
    targets = {name: element for element in root.iter() if (name := element.get("id"))}
    parents = {child: parent for parent in root.iter() for child in parent}

    def describe(link: Element) -> str:
        text = _text(link)
        address = link.get("href", "").partition(":~:")[0]
        target = targets.get(address.removeprefix("#")) if address.startswith("#") else None
        detail = link.get("title") or (_text(target) if target is not None else address)
        if text == detail and target is None:
            detail, around = "", parents.get(link)
            while around is not None and not detail:
                detail = _text(around).replace(text, "").strip() if around.tag in _BLOCKS else ""
                around = parents.get(around)
        detail = shorten(detail, _MAX_DESCRIPTION, placeholder=" …")
        if not text or detail in {"", text}:
            return text or detail
        return f"{text}: {detail}"

    return describe


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
