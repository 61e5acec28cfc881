"""A structure tree as the objects of a PDF (ISO 32000-1, 14.7.2 to 14.7.4 and 14.8.5)."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Any

import pydyf

from briefwright.pdf.structure import MarkedContent, StructureNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from xml.etree.ElementTree import Element

_IDENTIFIED = {"TH", "Note", "Reference"}
_TIED = {"Note": "Reference", "Reference": "Note"}
_LONGEST = 120
"""Characters of a target's words; a screen reader speaks them all."""
_BLOCKS = {"p", "li", "td", "th", "tr", "div"}


class TreeWriter:
    """Writes one tree into one PDF."""

    def __init__(
        self,
        pdf: pydyf.PDF,
        numbers: Sequence[dict[int, int]],
        links: Sequence[tuple[int, pydyf.Dictionary]],
        contents: Callable[[Element], str],
    ) -> None:
        """Take the PDF, for each page the final numbers of its marks, the areas of links, and their descriptions."""
        self._pdf = pdf
        self._pages: Sequence[bytes] = pdf.page_references
        self._numbers = numbers
        self._links = links
        self._contents = contents
        self._made: dict[StructureNode, pydyf.Dictionary] = {}
        self._of_marks: list[dict[int, bytes]] = [{} for _ in numbers]
        self._of_links: list[bytes] = []

    def write(self, tree: StructureNode) -> None:
        """Put a tree in the place of the one that the PDF has."""
        for item in self._pdf.objects:
            if isinstance(item, pydyf.Dictionary) and item.get("Type") in {"/StructElem", "/StructTreeRoot", "/OBJR"}:
                item.clear()  # pydyf 0.13 misnumbers what stands behind an object that is free
        root = self._add({"Type": "/StructTreeRoot"})
        self._pdf.catalog["StructTreeRoot"] = root.reference
        root["K"] = pydyf.Array([self._element(tree, root).reference])
        for table in (node for node in self._made if node.kind == "Table"):
            self._describe_cells(table)
        self._tie_notes()
        root["IDTree"] = self._tree_of_identifiers().reference
        root["ParentTree"] = self._tree_of_parents().reference
        root["ParentTreeNextKey"] = len(self._pages) + len(self._of_links)

    def _add(self, values: dict[str, Any]) -> pydyf.Dictionary:
        made = pydyf.Dictionary(values)
        self._pdf.add_object(made)
        return made

    def _element(self, node: StructureNode, parent: pydyf.Dictionary) -> pydyf.Dictionary:
        element = self._made[node] = self._add({"Type": "/StructElem", "S": f"/{node.kind}", "P": parent.reference})
        page = _first_page(node)
        if page is not None:
            element["Pg"] = self._pages[page]
        if node.kind in _IDENTIFIED:
            element["ID"] = pydyf.String(f"{node.kind.lower()}-{element.number}")
        self._describe(node, element)
        element["K"] = pydyf.Array([self._kid(kid, node, page) for kid in node.kids])
        return element

    def _describe(self, node: StructureNode, element: pydyf.Dictionary) -> None:
        source = node.element
        if language := source.get("lang"):
            element["Lang"] = pydyf.String(language)
        if node.kind == "Span" and source.get("dir") == "rtl" and all(one.tag == "span" for one in source.iter()):
            # Painted from left to right: readers that turn the glyphs round again turn ligatures round as well.
            element["ActualText"] = pydyf.String(_text(source))
        if node.kind == "Figure":
            element["Alt"] = pydyf.String(source.get("alt", ""))
            element["A"] = pydyf.Dictionary({
                "O": "/Layout", "Placement": "/Block", "BBox": pydyf.Array(node.rectangle or ()),
            })  # fmt: skip
        if node.kind == "L":
            signs = {"ul": "/Disc", "ol": "/Decimal"} if any(kid.kind == "Lbl" for kid in node.walk()) else {}
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": signs.get(source.tag, "/None")})

    def _kid(self, kid: StructureNode | MarkedContent | int, node: StructureNode, page: int | None) -> Any:  # noqa: ANN401 - pydyf's values
        element = self._made[node]
        match kid:
            case StructureNode():
                return self._element(kid, element).reference
            case MarkedContent():
                number = self._numbers[kid.page][kid.mcid]
                self._of_marks[kid.page][number] = element.reference
                if kid.page == page:
                    return number
                return pydyf.Dictionary({"Type": "/MCR", "Pg": self._pages[kid.page], "MCID": number})
            case int():
                on, annotation = self._links[kid]
                annotation["StructParent"] = len(self._pages) + len(self._of_links)
                annotation["Contents"] = pydyf.String(self._contents(node.element))
                self._of_links.append(element.reference)
                return pydyf.Dictionary({"Type": "/OBJR", "Pg": self._pages[on], "Obj": annotation.reference})

    def _describe_cells(self, table: StructureNode) -> None:
        """Give the cells of a table their heads (14.8.5.7; ISO 14289-1, 7.5); cells that span rows are not known here.

        A head cell without ``scope`` belongs to its column in the table's head, and to its row elsewhere.
        """
        of_columns: dict[int, list[StructureNode]] = {}
        for row, in_head in _rows(table, in_head=False):
            of_row: list[StructureNode] = []
            column = 0
            for cell in _nodes(row):
                columns = int(cell.element.get("colspan", "1"))
                covered = range(column, column + columns)
                column += columns
                attributes = self._made[cell]["A"] = pydyf.Dictionary({"O": "/Table"})
                if cell.kind == "TD":
                    heads = [*of_row, *(head for index in covered for head in of_columns.get(index, ()))]
                    if heads:
                        attributes["Headers"] = pydyf.Array([self._made[head]["ID"] for head in heads])
                elif (cell.element.get("scope") or ("col" if in_head else "row")) == "col":
                    attributes["Scope"] = "/Column"
                    for index in covered:
                        of_columns.setdefault(index, []).append(cell)
                else:
                    attributes["Scope"] = "/Row"
                    of_row.append(cell)
                if columns > 1:
                    attributes["ColSpan"] = columns

    def _tie_notes(self) -> None:
        """Let notes and their calls refer to each other (``Ref``, ISO 32000-2, 14.7.2)."""
        tied = [node for node in self._made if node.kind in _TIED]
        named = {(node.kind, name): node for node in tied for part in node.element.iter() if (name := part.get("id"))}
        for node in tied:
            links = (kid.element for kid in node.walk() if kid.kind == "Link")
            targets = ((_TIED[node.kind], link.get("href", "").removeprefix("#")) for link in links)
            others = [self._made[named[target]] for target in targets if target in named]
            if others:
                self._made[node]["Ref"] = pydyf.Array([other.reference for other in others])

    def _tree_of_identifiers(self) -> pydyf.Dictionary:
        """Return the name tree of ``ID``s (14.7.2, IDTree); names are sorted as bytes (7.9.6)."""
        named = sorted(
            ((element["ID"], element.reference) for element in self._made.values() if "ID" in element),
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


def _first_page(node: StructureNode) -> int | None:
    """Return the page of a node's first words: that of marks named by their number alone (14.7.4.2)."""
    return next((kid.page for one in node.walk() for kid in one.kids if isinstance(kid, MarkedContent)), None)


def _rows(node: StructureNode, *, in_head: bool) -> Iterator[tuple[StructureNode, bool]]:
    for child in _nodes(node):
        if child.kind == "TR":
            yield child, in_head
        else:
            yield from _rows(child, in_head=child.kind == "THead")


def _nodes(node: StructureNode) -> Iterator[StructureNode]:
    return (kid for kid in node.kids if isinstance(kid, StructureNode))


def link_words(root: Element) -> Callable[[Element], str]:
    """Return a function for the description of a link's area (``Contents``; ISO 14289-1, 7.18.5).

    It has the link's own words, then its title or its target's words.  A link that shows its address is described by
    the paragraph around it.
    """
    targets = {name: element for element in root.iter() if (name := element.get("id"))}
    parents = {child: parent for parent in root.iter() for child in parent}

    def words(link: Element) -> str:
        own = _text(link)
        address = link.get("href", "").partition(":~:")[0]
        target = targets.get(address.removeprefix("#")) if address.startswith("#") else None
        told = link.get("title") or (_text(target) if target is not None else address)
        if own == told and target is None:
            told, around = "", parents.get(link)
            while around is not None and not told:
                told = _text(around).replace(own, "").strip() if around.tag in _BLOCKS else ""
                around = parents.get(around)
        told = shorten(told, _LONGEST, placeholder=" …")
        return own if told in {"", own} else f"{own}: {told}" if own else told

    return words


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
