"""A figure's data: CSV with a head, and as many values in each row (RFC 4180, 2.4)."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefwright.errors import Problem
    from briefwright.load.files import SourceFile

__all__ = ["uneven"]


def uneven(source: SourceFile) -> Iterator[Problem]:
    """Yield a problem for each row that has more or fewer values than the head; blank lines are none."""
    reader = csv.reader(io.StringIO(source.text))
    try:
        rows = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        yield source.at(reader.line_num - 1, 0, f"broken CSV: {error}")
        return
    if not rows:
        yield source.at(0, 0, "a figure's data have a head and rows; this file is empty")
        return
    width = len(rows[0][1])
    for number, row in rows[1:]:
        if len(row) != width:
            message = f"a row of {len(row)} where the head has {width}"
            yield source.at(number - 1, 0, message, hint="put quotation marks around a value that holds a comma")
