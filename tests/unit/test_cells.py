from __future__ import annotations

from xml.etree import ElementTree as ET

from briefwright.pdf.cells import cells
from briefwright.pdf.structure import Box, Node, build


def table(html: str) -> Node:
    root = ET.fromstring(f"<html><body><table>{html}</table></body></html>")
    tree = build(root, [Box(0, element) for element in root.iter() if element.tag not in {"html", "body"}])
    return next(node for node in tree.walk() if node.kind == "Table")


def described(html: str) -> list[tuple[str, str | None, list[str], int]]:
    """Return each cell's words, scope, the words of its heads, and how many columns it spans."""
    return [
        (_words(node), cell.scope, [_words(head) for head in cell.heads], cell.columns)
        for node, cell in cells(table(html))
    ]


def _words(node: Node) -> str:
    return str(node.element.text) if node.element is not None else ""


def test_cells_know_their_row_and_their_column() -> None:
    head = '<thead><tr><th scope="col">A</th><th>B</th></tr></thead>'
    body = '<tbody><tr><th scope="row">r</th><td>x</td></tr><tr><th>s</th><td>y</td></tr></tbody>'
    assert described(head + body) == [
        ("A", "Column", [], 1),
        ("B", "Column", [], 1),
        ("r", "Row", [], 1),
        ("x", None, ["r", "B"], 1),
        ("s", "Row", [], 1),
        ("y", None, ["s", "B"], 1),
    ]


def test_a_head_that_spans_columns_is_the_head_of_all_of_them() -> None:
    head = '<thead><tr><th colspan="2">A</th><th>B</th></tr></thead>'
    body = "<tbody><tr><td>x</td><td>y</td><td>z</td></tr></tbody>"
    assert described(head + body) == [
        ("A", "Column", [], 2),
        ("B", "Column", [], 1),
        ("x", None, ["A"], 1),
        ("y", None, ["A"], 1),
        ("z", None, ["B"], 1),
    ]


def test_a_table_without_heads_has_cells_without() -> None:
    assert described("<tr><td>x</td></tr>") == [("x", None, [], 1)]
