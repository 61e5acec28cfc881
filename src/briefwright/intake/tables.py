"""Tables of Pandoc's tree as the rows of a pipe table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.intake.numbered_lists import items_of
from briefwright.intake.pandoc_tree import element, table_rows, text_of, walk

if TYPE_CHECKING:
    from briefwright.intake.changes import Changes
    from briefwright.intake.pandoc_tree import Element, Elements

_BREAK = element("LineBreak")
_NOT_IN_CELLS = {"CodeBlock", "DefinitionList", "Figure", "Header", "RawBlock", "Table"}


def grid(table: Element, changes: Changes) -> tuple[list[list[Elements]], list[str], Elements]:
    """Return the rows of a table, the first of them its head, and the alignment of its columns.

    A table for layout has no rows: one of a single column, or with tables or code in it. Its blocks are the third
    value.
    """
    rows = table_rows(table)
    columns = table["c"][2]
    blocks = [block for row in rows for cell in row for block in cell[4]]
    nested = any(each["t"] in _NOT_IN_CELLS for each in walk(blocks))
    if len(columns) == 1 or nested or len(rows) == 1:
        changes.add("table for layout, now paragraphs", text_of(blocks))
        return [], [], blocks
    if not table["c"][3][1]:
        changes.add("table without a head; its first row is now the head", text_of(rows[0]))
    elif len(table["c"][3][1]) > 1:
        changes.add("table with several rows in its head; the first is now the head", text_of(rows[0]))
    alignments = [column[0]["t"] for column in columns]
    return _spread(rows, len(columns), changes), alignments, []


def _spread(rows: list[list[Any]], width: int, changes: Changes) -> list[list[Elements]]:
    """Return rows of equal width; a cell over several columns or rows has its words in the first of them."""
    spread: list[list[Elements]] = []
    taken: dict[tuple[int, int], bool] = {}
    for number, row in enumerate(rows):
        cells: list[Elements] = [[] for _ in range(width)]
        column = 0
        for cell in row:
            _, _, row_span, column_span, blocks = cell
            while (number, column) in taken:
                column += 1
            if int(row_span) > 1 or int(column_span) > 1:
                changes.add("cell over several columns or rows; its words are in the first", text_of(blocks))
            if column < width:
                cells[column] = _in_cell(blocks, changes)
            for below in range(int(row_span)):
                for beside in range(int(column_span)):
                    taken[number + below, column + beside] = True
            column += int(column_span)
        spread.append(cells)
    return spread


def _in_cell(blocks: Elements, changes: Changes) -> Elements:
    """Return the blocks of a cell as lines."""
    lines: list[Elements] = []
    for block in blocks:
        match block["t"]:
            case "Para" | "Plain":
                lines.append(block["c"])
            case "BulletList":
                changes.add("list in a table, now lines", text_of(block))
                lines += [[element("Str", "– "), *_in_cell(item, changes)] for item in block["c"]]
            case "OrderedList":
                changes.add("list in a table, now lines", text_of(block))
                start, items = items_of(block["c"], changes)
                lines += [
                    [element("Str", f"{number}. "), *_in_cell(item, changes)]
                    for number, item in enumerate(items, start)
                ]
            case "LineBlock":
                lines += block["c"]
            case "BlockQuote":
                lines.append(_in_cell(block["c"], changes))
            case "Div":
                lines.append(_in_cell(block["c"][1], changes))
    joined: Elements = []
    for line in filter(None, lines):
        joined += [_BREAK, *line] if joined else line
    return joined
