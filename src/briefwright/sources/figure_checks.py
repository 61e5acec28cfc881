"""Check figures: their CSV data, and the fields of their Vega-Lite specification.

Vega-Lite draws nothing for an unknown field and reports no error.
"""

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

# Spreadsheets separate values with semicolons if numbers have decimal commas, and with tabs in pasted cells.
_WRONG_SEPARATORS = {";": "semicolons", "\t": "tabs"}

# Transforms that list all their results under `as` (Vega-Lite 5, Transformation). Without `as`, `fold` has default
# names.
_TRANSFORMS_WITH_NAMES = {
    *("aggregate", "bin", "calculate", "extent", "filter", "flatten", "fold", "impute", "joinaggregate", "sample"),
    *("stack", "timeUnit", "window"),
}
# These keys contain no field names of the figure's data.
_KEYS_WITHOUT_FIELDS = {"config", "data", "datasets", "params", "scale", "usermeta"}
_DERIVING_KEYS = ("aggregate", "bin", "timeUnit", "stack")
# A path into a nested value; CSV has no nested values.
_PATH = re.compile(r"[.\[\]\\]")


def column_names(source: SourceFile) -> tuple[str, ...]:
    """Return the header of CSV data that `csv_problems` accepts."""
    return tuple(next((row for row in csv.reader(io.StringIO(source.text)) if row), ()))


def csv_problems(source: SourceFile) -> Iterator[Problem]:
    """Yield the problems of CSV data: no rows, a wrong separator, rows unlike the header (RFC 4180, 2.4).

    Blank lines are ignored.
    """
    reader = csv.reader(io.StringIO(source.text))
    try:
        rows = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        yield source.problem_at(reader.line_num - 1, 0, f"broken CSV: {error}")
        return
    number, header = rows[0]
    for separator, name in _WRONG_SEPARATORS.items():
        if len(header) == 1 and separator in header[0] and '"' not in source.text:
            message = f"{name} separate the values"
            yield source.problem_at(number - 1, 0, message, hint="save the file with commas instead")
            return
    if "" in map(str.strip, header):
        message = f"column {[name.strip() for name in header].index('') + 1} has no name in the header"
        yield source.problem_at(number - 1, 0, message, hint="add the name, or delete the extra comma")
    if len(rows) == 1:
        hint = "add a row for each mark of the figure"
        yield source.problem_at(number - 1, 0, "the file has a header but no rows", hint=hint)
    for line, row in rows[1:]:
        if len(row) != len(header):
            message = f"the number of values in this row ({len(row)}) differs from the header ({len(header)})"
            hint = (
                "put quotation marks around a value with a comma"
                if len(row) > len(header)
                else "separate the values with commas; an empty value also needs its comma"
            )
            yield source.problem_at(line - 1, 0, message, hint=hint)


def unknown_fields(specification: Any, source: SourceFile, columns: Sequence[str]) -> Iterator[Problem]:  # noqa: ANN401 - any YAML
    """Yield a problem for each field that is neither a column of the data nor computed by the specification.

    Yields nothing if the computed names are unknown: some transforms choose the names of their results.
    """
    computed = _computed_fields(specification)
    if computed is None:
        return
    known = {*columns, "*", *computed}
    for location, name in _field_names(specification, (), reads_csv=False):
        if name not in known and not _PATH.search(name) and not _is_derived(name, known, specification):
            hint = did_you_mean(name, columns, 0.6) or f"use one of the columns {', '.join(columns)}"
            yield source.problem(location, f"the data has no column “{name}”", hint=hint)


def _computed_fields(specification: Any) -> set[str] | None:  # noqa: ANN401
    """Return the names that the specification adds to its data, or ``None`` if they are unknown.

    An encoding also applies to the views inside its view, so it may use names that only those add.
    """
    computed: set[str] = set()
    for _, node in mappings(specification):
        data, steps = node.get("data"), node.get("transform", [])
        if "data" in node and not (isinstance(data, dict) and "url" in data):
            rows = data.get("values") if isinstance(data, dict) else None
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                return None
            computed.update(name for row in rows for name in row)
        for step in steps if isinstance(steps, list) else [steps]:
            if not isinstance(step, dict) or _TRANSFORMS_WITH_NAMES.isdisjoint(step):
                return None
            names = {name for _, part in mappings(step) for _, name in texts(part.get("as"))}
            computed |= names | {f"{name}_end" for name in names} | ({"key", "value"} if "fold" in step else set())
    return computed


def _field_names(value: Any, location: Location, *, reads_csv: bool) -> Iterator[tuple[Location, str]]:  # noqa: ANN401
    """Yield the location and name of each field in views that read the CSV file."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _field_names(item, (*location, index), reads_csv=reads_csv)
    elif isinstance(value, dict):
        if "data" in value:
            reads_csv = isinstance(value["data"], dict) and "url" in value["data"]
        for key, item in value.items():
            if key == "field" and isinstance(item, str) and reads_csv:
                yield (*location, key), item
            elif key not in _KEYS_WITHOUT_FIELDS:
                yield from _field_names(item, (*location, key), reads_csv=reads_csv)


def _is_derived(name: str, known: Collection[str], specification: Any) -> bool:  # noqa: ANN401
    """Return whether Vega-Lite may use a name for aggregated, binned or stacked values, such as ``sum_deaths``."""
    if not any(key in node for _, node in mappings(specification) for key in _DERIVING_KEYS):
        return False
    bare = re.sub(r"_(start|end|range|mid)$", "", name)
    return name.startswith("__") or bare in known or any(bare.endswith(f"_{field}") for field in known)
