"""A figure's data: CSV with a head, rows, and as many values in each of them (RFC 4180, 2.4)."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefwright.errors import Problem
    from briefwright.sources.files import SourceFile

__all__ = ["columns", "faults"]

# What spreadsheets write between values where a comma stands in numbers, and what is pasted from them.
_OTHER = {";": "semicolons", "\t": "tabs"}


def columns(source: SourceFile) -> tuple[str, ...]:
    """Return the names in the head of data that have no fault."""
    return tuple(next((row for row in csv.reader(io.StringIO(source.text)) if row), ()))


def faults(source: SourceFile) -> Iterator[Problem]:
    """Yield what is wrong with data: no rows, another sign between values, a row unlike the head.

    Blank lines are no rows.
    """
    reader = csv.reader(io.StringIO(source.text))
    try:
        rows = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        yield source.at(reader.line_num - 1, 0, f"broken CSV: {error}")
        return
    if not rows:
        yield source.at(0, 0, "a figure's data have a head and rows; this file is empty")
        return
    number, head = rows[0]
    for sign, name in _OTHER.items():
        if len(head) == 1 and sign in head[0] and '"' not in source.text:
            yield source.at(number - 1, 0, f"{name} stand between the values", hint="save the data with commas instead")
            return
    if len(rows) == 1:
        message = "a figure's data have a head and rows; this file has a head only"
        yield source.at(number - 1, 0, message, hint="add a row for each mark of the figure")
    for line, row in rows[1:]:
        if len(row) != len(head):
            message = f"a row of {len(row)} where the head has {len(head)}"
            yield source.at(line - 1, 0, message, hint="put quotation marks around a value that holds a comma")
