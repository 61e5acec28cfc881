"""Read the CSV data of figures (RFC 4180), with the position of each cell, and check their form."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefwright.errors import Problem
    from briefwright.sources.files import SourceFile

# Spreadsheets separate values with semicolons if numbers have decimal commas, and with tabs in pasted cells.
_WRONG_SEPARATORS = {";": "semicolons", "\t": "tabs"}
_BREAK = re.compile(r"\r\n|\r|\n")
_CELL = re.compile(r'(?:"((?:[^"]|"")*)")?([^,\r\n]*)(,|\r\n|\r|\n|\Z)')


class Cell(NamedTuple):
    """The text of a cell, and its line, column and width in the file (line and column from 0)."""

    text: str
    line: int
    column: int
    width: int


def read_rows(text: str) -> list[list[Cell]]:
    """Return the rows of CSV data that are not blank; the first is the header.

    The values are those of ``csv.reader``, which knows no positions.
    """
    starts = [0, *(match.end() for match in _BREAK.finditer(text))]
    rows: list[list[Cell]] = [[]]
    index = 0
    while index < len(text) or rows[-1]:
        match = _CELL.match(text, index)
        if match is None:
            break
        line = bisect_right(starts, index) - 1
        quoted, rest, end = match.groups()
        value = (quoted.replace('""', '"') if quoted is not None else "") + rest
        shown = match.end(2) - match.start()
        is_blank = not rows[-1] and end != "," and quoted is None and not rest
        if not is_blank:
            rows[-1].append(Cell(value, line, match.start() - starts[line], max(1, shown)))
        if end != ",":
            rows.append([])
            if not end:
                break
        index = match.end()
    return [row for row in rows if row]


def column_names(source: SourceFile) -> tuple[str, ...]:
    """Return the header of CSV data that `csv_problems` accepts."""
    return tuple(cell.text for cell in next(iter(read_rows(source.text)), ()))


def csv_problems(source: SourceFile) -> Iterator[Problem]:
    """Yield the problems of the form of CSV data, such as a wrong separator or rows unlike the header.

    Blank lines are ignored.
    """
    reader = csv.reader(io.StringIO(source.text, newline=""), strict=True)
    try:
        list(reader)
    except csv.Error as error:
        hint = "write a quotation mark inside a quoted value twice, and close each quoted value"
        yield source.problem_at(reader.line_num - 1, 0, f"broken CSV: {error}", hint=hint)
        return
    header, *rows = read_rows(source.text)
    line = header[0].line
    for separator, name in _WRONG_SEPARATORS.items():
        if len(header) == 1 and separator in header[0].text and '"' not in source.text:
            yield source.problem_at(line, 0, f"{name} separate the values", hint="save the file with commas instead")
            return
    yield from _header_problems(source, header)
    if not rows:
        hint = "add a row for each mark of the figure"
        yield source.problem_at(line, 0, "the file has a header but no rows", hint=hint)
    for row in rows:
        if len(row) != len(header):
            message = f"the number of values in this row ({len(row)}) differs from the header ({len(header)})"
            hint = (
                "put quotation marks around a value with a comma"
                if len(row) > len(header)
                else "separate the values with commas; an empty value also needs its comma"
            )
            yield source.problem_at(row[0].line, 0, message, hint=hint)


def _header_problems(source: SourceFile, header: Sequence[Cell]) -> Iterator[Problem]:
    """Yield a problem for each column without a name, and each name that differs from another only invisibly."""
    seen: dict[str, int] = {}
    for number, cell in enumerate(header, 1):
        place = {"line": cell.line, "column": cell.column, "width": cell.width}
        name = unicodedata.normalize("NFC", cell.text.strip())
        if not name:
            hint = "add the name, or delete the extra comma"
            yield source.problem_at(message=f"column {number} has no name in the header", hint=hint, **place)
        elif name in seen:
            message = f"columns {seen[name]} and {number} have the same name, “{name}”"
            hint = "rename one of them; a figure could draw only one"
            yield source.problem_at(message=message, hint=hint, **place)
        elif cell.text != cell.text.strip():
            message = f"the name of column {number} begins or ends with a space"
            yield source.problem_at(message=message, hint=f"write “{name}” directly after the comma", **place)
        seen.setdefault(name, number)
