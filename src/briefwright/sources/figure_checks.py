"""Errors in a figure: in its data, CSV, and in its specification, for which Vega-Lite would draw nothing."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from briefwright.errors import did_you_mean
from briefwright.sources.walk import mappings, texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from briefwright.errors import Problem
    from briefwright.sources.files import SourceFile
    from briefwright.sources.yaml_nodes import Location

# What spreadsheets write between values where a comma stands in numbers, and what is pasted from them.
_OTHER = {";": "semicolons", "\t": "tabs"}

# The transforms of which all that they make stands under `as` (Vega-Lite 5, Transformation); `fold` has names of its
# own where that is left out.
_TOLD = {
    *("aggregate", "bin", "calculate", "extent", "filter", "flatten", "fold", "impute", "joinaggregate", "sample"),
    *("stack", "timeUnit", "window"),
}
# Nothing under these keys is a field of the data, or it may be one of other data.
_ASIDE = {"config", "data", "datasets", "params", "scale", "usermeta"}
_MAKES = ("aggregate", "bin", "timeUnit", "stack")
# Parts of a path into a value, which no CSV has, and signs that keep a name from being one.
_PATH = re.compile(r"[.\[\]\\]")


def columns(source: SourceFile) -> tuple[str, ...]:
    """Return the names in the head of data that have no fault."""
    return tuple(next((row for row in csv.reader(io.StringIO(source.text)) if row), ()))


def csv_problems(source: SourceFile) -> Iterator[Problem]:
    """Yield what is wrong with data: no rows, another sign between values, a row unlike the head (RFC 4180, 2.4).

    Blank lines are no rows.
    """
    reader = csv.reader(io.StringIO(source.text))
    try:
        rows = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        yield source.at(reader.line_num - 1, 0, f"broken CSV: {error}")
        return
    number, head = rows[0]
    for sign, name in _OTHER.items():
        if len(head) == 1 and sign in head[0] and '"' not in source.text:
            yield source.at(number - 1, 0, f"{name} stand between the values", hint="save the data with commas instead")
            return
    if "" in map(str.strip, head):
        message = f"column {[name.strip() for name in head].index('') + 1} of the head has no name"
        yield source.at(number - 1, 0, message, hint="name it, or take the comma away that no value follows")
    if len(rows) == 1:
        message = "a figure's data have a head and rows; this file has a head only"
        yield source.at(number - 1, 0, message, hint="add a row for each mark of the figure")
    for line, row in rows[1:]:
        if len(row) != len(head):
            message = f"a row of {len(row)} where the head has {len(head)}"
            yield source.at(line - 1, 0, message, hint="put quotation marks around a value that holds a comma")


def unknown_fields(specification: Any, source: SourceFile, columns: Sequence[str]) -> Iterator[Problem]:  # noqa: ANN401 - any YAML
    """Yield a problem for each field that is neither a column of the data nor made by the specification itself.

    Where that cannot be told for sure, as with a transform whose results have names of their own, nothing is said.
    """
    made = _made(specification)
    if made is None:
        return
    known = {*columns, "*", *made}
    for location, name in _fields(specification, (), read=False):
        if name not in known and not _PATH.search(name) and not _worked_out(name, known, specification):
            hint = did_you_mean(name, columns, 0.6) or f"the columns are {', '.join(columns)}"
            yield source.problem(location, f"the data have no column “{name}”", hint=hint)


def _made(specification: Any) -> set[str] | None:  # noqa: ANN401
    """Return the names that the specification adds anywhere to its data, or ``None`` where they cannot be told.

    A view's encoding holds for the views below it, and so may name what only these make.
    """
    made: set[str] = set()
    for _, node in mappings(specification):
        data, steps = node.get("data"), node.get("transform", [])
        if "data" in node and not (isinstance(data, dict) and "url" in data):
            rows = data.get("values") if isinstance(data, dict) else None
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                return None
            made.update(name for row in rows for name in row)
        for step in steps if isinstance(steps, list) else [steps]:
            if not isinstance(step, dict) or _TOLD.isdisjoint(step):
                return None
            names = {name for _, part in mappings(step) for _, name in texts(part.get("as"))}
            made |= names | {f"{name}_end" for name in names} | ({"key", "value"} if "fold" in step else set())
    return made


def _fields(value: Any, location: Location, *, read: bool) -> Iterator[tuple[Location, str]]:  # noqa: ANN401
    """Yield each field that is named where a view reads the CSV file: its location and its name."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _fields(item, (*location, index), read=read)
    elif isinstance(value, dict):
        if "data" in value:
            read = isinstance(value["data"], dict) and "url" in value["data"]
        for key, item in value.items():
            if key == "field" and isinstance(item, str) and read:
                yield (*location, key), item
            elif key not in _ASIDE:
                yield from _fields(item, (*location, key), read=read)


def _worked_out(name: str, known: Collection[str], specification: Any) -> bool:  # noqa: ANN401
    """Whether a name is of the kind that Vega-Lite gives to what an encoding sums, bins or stacks: ``sum_deaths``."""
    if not any(key in node for _, node in mappings(specification) for key in _MAKES):
        return False
    bare = re.sub(r"_(start|end|range|mid)$", "", name)
    return name.startswith("__") or bare in known or any(bare.endswith(f"_{one}") for one in known)
