"""Check the cells of figure data against their use, and convert them for drawing.

Vega reads an empty cell as 0, drops a mark whose value is no number, and merges numbers such as 1 and 01, all without
an error.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from briefwright.sources.figures.data import read_rows
from briefwright.sources.figures.uses import field_uses
from briefwright.sources.walk import mappings, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefwright.errors import Problem
    from briefwright.sources.figures.data import Cell
    from briefwright.sources.figures.uses import FieldUse, Kind
    from briefwright.sources.files import SourceFile

_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_CODE = re.compile(r"[-+]?0[0-9]")
"""A number with a leading zero, such as a postal code."""
_EXACT_DIGITS = 15
"""The digits that a number of JavaScript always has (ECMAScript, Number)."""
_DATE = re.compile(
    r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,3})?)?(Z|[-+][0-9]{2}:[0-9]{2})?)?)?)?"
)
"""Dates that JavaScript must read in the same way everywhere (ECMAScript, Date Time String Format)."""
_MISSING = {"n/a", "na", "n.a.", "nan", "null", "none", "nil", "-", "–", "—", "?", ".", "..", "…", "x", "missing"}
_THOUSANDS = "write it without separators between thousands"
_HINTS = {
    re.compile(r"[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?"): f"{_THOUSANDS}; if the comma is decimal, write a point",
    re.compile(r"[-+]?[0-9]+,[0-9]+"): "write a decimal point instead of the comma",
    re.compile(r"[-+]?[0-9]{1,3}([ '’.\u00a0\u2009\u202f][0-9]{3})+([.,][0-9]+)?"): _THOUSANDS,
    re.compile(r".*[%‰]"): "delete the per cent sign; write it into the title of the axis, or use `format`",
    re.compile(r"\u2212.*"): "write the minus sign as a hyphen",
}
"""Texts that are meant as numbers, with the hint for each."""
_WITH_UNIT = re.compile(r"[^0-9]*[-+]?[0-9][0-9.,]*[^0-9]*")


def value_problems(specification: Any, source: SourceFile) -> Iterator[Problem]:  # noqa: ANN401 - any YAML
    """Yield a problem for each cell that would not be drawn as it reads; `csv_problems` accepts the data."""
    header, *rows = read_rows(source.text)
    uses = _uses(specification)
    for index, name in enumerate(cell.text for cell in header):
        cells = [row[index] for row in rows]
        for cell, message, hint in _column_problems(cells, uses.get(name, ())):
            yield source.problem_at(cell.line, cell.column, message, width=cell.width, hint=hint)


def typed_rows(text: str, specification: Any) -> list[dict[str, str | float]]:  # noqa: ANN401
    """Return the rows of CSV data for Vega: numbers as numbers, without the empty cells of columns of numbers.

    In expressions, a missing field is NaN, and marks without a value are not drawn. A null would be drawn as 0.
    """
    header, *rows = read_rows(text)
    uses = _uses(specification)
    names = [cell.text for cell in header]
    result: list[dict[str, str | float]] = [{} for _ in rows]
    for index, name in enumerate(names):
        cells = [row[index] for row in rows]
        is_number = _is_number_column(cells, uses.get(name, ()))
        for row, cell in zip(result, cells, strict=True):
            if not is_number:
                row[name] = cell.text
            elif cell.text.strip():
                row[name] = _number(cell.text)
    return result


def has_missing_values(text: str, specification: Any) -> bool:  # noqa: ANN401
    """Return whether a column that is drawn as numbers has empty cells."""
    header, *rows = read_rows(text)
    uses = _uses(specification)
    columns = {cell.text: [row[index] for row in rows] for index, cell in enumerate(header)}
    return any(
        _is_number_column(cells, uses.get(name, ())) and not all(cell.text.strip() for cell in cells)
        for name, cells in columns.items()
    )


def _uses(specification: Any) -> Mapping[str, Sequence[FieldUse]]:  # noqa: ANN401
    """Return the uses of each column; a field of the same name that a transform computes is not a column."""
    computed = {
        name
        for _, node in mappings(specification)
        for step in (node["transform"] if isinstance(node.get("transform"), list) else ())
        for _, part in mappings(step)
        for _, name in texts(part.get("as"))
    }
    uses = defaultdict(list)
    for use in field_uses(specification):
        if use.field not in computed:
            uses[use.field].append(use)
    return uses


def _is_number_column(cells: Sequence[Cell], uses: Sequence[FieldUse]) -> bool:
    kinds = {use.kind for use in uses}
    if "date" in kinds:
        return False
    filled = [cell.text.strip() for cell in cells if cell.text.strip()]
    if not all(map(_NUMBER.fullmatch, filled)):
        return False
    if "number" in kinds:
        return True
    # Codes stay as they are. So do texts that are equal only as numbers.
    is_code = any(map(_CODE.match, filled)) or len(set(filled)) > len(set(map(_number, filled)))
    return bool(filled) and not is_code


def _number(text: str) -> float:
    number = float(text)
    return int(number) if number.is_integer() else number


def _column_problems(cells: Sequence[Cell], uses: Sequence[FieldUse]) -> Iterator[tuple[Cell, str, str]]:
    """Yield a cell, a message and a hint for each problem of a column."""
    kinds = {use.kind for use in uses}
    if "number" in kinds:
        yield from _number_problems(cells, summed=any(use.summed for use in uses), log=any(use.log for use in uses))
    elif "date" in kinds:
        yield from _date_problems(cells, [use.parse for use in uses if use.kind == "date"], kinds)
    elif "expression" in kinds and any(map(_NUMBER.fullmatch, (cell.text.strip() for cell in cells))):
        yield from _mixed_problems(cells)
    if "name" in kinds:
        yield from _name_problems(cells, kinds)


def _number_problems(cells: Sequence[Cell], *, summed: bool, log: bool) -> Iterator[tuple[Cell, str, str]]:
    for cell in cells:
        text = cell.text.strip()
        if not text:
            if summed:
                hint = "write the value, or delete the row"
                yield cell, "the cell is empty, and a sum would count it as 0", hint
        elif not _NUMBER.fullmatch(text):
            yield cell, f"“{cell.text}” is not a number, so it would not be drawn", _hint(text)
        elif not math.isfinite(float(text)) or (text.lstrip("+-").isdigit() and len(text.strip("+-0")) > _EXACT_DIGITS):
            hint = "write it in a larger unit, such as millions"
            yield cell, f"“{cell.text}” has more digits than Vega can draw", hint
        elif log and float(text) <= 0:
            hint = "use a scale of type symlog, or leave the row out"
            yield cell, f"“{cell.text}” is not on a logarithmic scale, which has only values above 0", hint


def _hint(text: str) -> str:
    if text.lower() in _MISSING:
        return "leave the cell empty: no mark is drawn, and the table of the data says so"
    if hint := next((hint for pattern, hint in _HINTS.items() if pattern.fullmatch(text)), None):
        return hint
    if _WITH_UNIT.fullmatch(text):
        return "write only the number; its unit belongs to the axis or title"
    return "write a number, such as 12.5, or leave the cell empty"


def _mixed_problems(cells: Sequence[Cell]) -> Iterator[tuple[Cell, str, str]]:
    """Yield the cells that look like numbers but are none, in a column of numbers that an expression reads."""
    for cell in cells:
        text = cell.text.strip()
        if text.lower() in _MISSING or any(pattern.fullmatch(text) for pattern in _HINTS):
            yield cell, f"“{cell.text}” is not a number", _hint(text)


def _date_problems(
    cells: Sequence[Cell], formats: Sequence[str | None], kinds: set[Kind]
) -> Iterator[tuple[Cell, str, str]]:
    given = next(filter(None, formats), None)
    for cell in cells:
        text = cell.text.strip()
        if not text:
            if "expression" in kinds:
                hint = "write the date, or delete the row"
                yield cell, "the cell is empty, and an expression would read it as 1 January 1970", hint
        elif given and not _fits(cell.text, given):
            yield (
                cell,
                f"“{cell.text}” is not a date in the format {given} of the specification",
                f"write it as {given}",
            )
        elif not given and not _is_date(text):
            hint = "write it as in 2004-03-11, 2004-03 or 2004, or set `format: {parse: …}` in the specification"
            yield cell, f"“{cell.text}” is not a date", hint


def _is_date(text: str) -> bool:
    """Return whether a text is a date of ISO 8601 and in the calendar: JavaScript reads 2001-02-30 as 2 March."""
    if not _DATE.fullmatch(text):
        return False
    padded = text + "0000-01-01"[len(text) :] if len(text) < len("2004-03-11") else text
    try:
        datetime.fromisoformat(padded)
    except ValueError:
        return False
    return True


def _fits(text: str, pattern: str) -> bool:
    """Return whether a text has a date format of d3; those that Python lacks fit any text."""
    python = pattern.replace("%L", "%f").replace("%e", "%d")
    if set(re.findall(r"%(.)", python)) - set("YymdHIMSfpbBaAjZ%"):
        return True
    try:
        datetime.strptime(text, python)  # noqa: DTZ007 - only the form matters
    except ValueError:
        return False
    return True


def _name_problems(cells: Sequence[Cell], kinds: set[Kind]) -> Iterator[tuple[Cell, str, str]]:
    """Yield empty names, and names that differ from an earlier one but would be drawn like it, or look like it."""
    seen: dict[object, str] = {}
    for cell in cells:
        text = cell.text.strip()
        if not text:
            if "number" not in kinds:
                yield cell, "the cell is empty, so its mark would have no name", "write a name, such as “unknown”"
            continue
        is_number = "number" in kinds and _NUMBER.fullmatch(text)
        key = float(text) if is_number else unicodedata.normalize("NFC", " ".join(text.split()))
        if seen.setdefault(key, cell.text) != cell.text:
            hint = "write both in the same way, or distinct names in a column of their own"
            merged = f"“{cell.text}” and “{seen[key]}”"
            yield cell, f"{merged} {'would be drawn as one' if is_number else 'look alike but are two names'}", hint
