"""Which heads a table's cells have (ISO 32000-1, 14.8.5.7; ISO 14289-1, 7.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from briefwright.pdf.structure import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Cell", "cells"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell is: of a head cell its ``scope``, of a data cell its heads; and how many columns it spans."""

    scope: Literal["Column", "Row"] | None
    heads: tuple[Node, ...]
    columns: int


def cells(table: Node) -> Iterator[tuple[Node, Cell]]:
    """Yield the cells of a table, row by row; cells that span rows are not known here.

    A head cell without ``scope`` belongs to its column in the table's head, and to its row elsewhere.
    """
    of_columns: dict[int, list[Node]] = {}
    for row, in_head in _rows(table, in_head=False):
        of_row: list[Node] = []
        column = 0
        for node in _nodes(row):
            columns = _columns(node)
            covered = range(column, column + columns)
            column += columns
            if node.kind == "TD":
                heads = [*of_row, *(head for index in covered for head in of_columns.get(index, ()))]
                yield node, Cell(None, tuple(heads), columns)
            elif _belongs_to_column(node, in_head=in_head):
                yield node, Cell("Column", (), columns)
                for index in covered:
                    of_columns.setdefault(index, []).append(node)
            else:
                yield node, Cell("Row", (), columns)
                of_row.append(node)


def _rows(node: Node, *, in_head: bool) -> Iterator[tuple[Node, bool]]:
    for child in _nodes(node):
        if child.kind == "TR":
            yield child, in_head
        else:
            yield from _rows(child, in_head=child.kind == "THead")


def _nodes(node: Node) -> Iterator[Node]:
    return (kid for kid in node.kids if isinstance(kid, Node))


def _columns(node: Node) -> int:
    return int(node.element.get("colspan", "1")) if node.element is not None else 1


def _belongs_to_column(node: Node, *, in_head: bool) -> bool:
    scope = node.element.get("scope") if node.element is not None else None
    return scope == "col" if scope else in_head
