"""Check figures: their Vega-Lite specification, its fields, and its CSV data.

Vega-Lite draws nothing for an unknown field and reports no error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from briefwright.errors import did_you_mean
from briefwright.sources.figures.data import column_names, csv_problems
from briefwright.sources.figures.schema import schema_problems
from briefwright.sources.figures.uses import access_path, field_uses
from briefwright.sources.figures.values import value_problems
from briefwright.sources.walk import mappings, texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from briefwright.errors import Problem
    from briefwright.sources.files import SourceFile
    from briefwright.sources.yaml_nodes import Location

# Transforms that list all their results under `as` (Vega-Lite, Transformation), and the names without `as`.
_TRANSFORMS_WITH_NAMES = {
    *("aggregate", "bin", "calculate", "extent", "filter", "flatten", "fold", "impute", "joinaggregate", "loess"),
    *("density", "quantile", "regression", "sample", "stack", "timeUnit", "window"),
}
_DEFAULT_NAMES = {
    "fold": {"key", "value"},
    "density": {"value", "density"},
    "quantile": {"prob", "value"},
    "regression": {"coef", "rSquared"},
}
_FIELD_KEYS = ("groupby", "fold", "flatten", "pivot", "stack", "impute", "key", "density", "regression", "loess", "on")
"""Keys of transforms whose values are names of fields; `field` is one everywhere."""
# These keys contain no field names of the figure's data.
_KEYS_WITHOUT_FIELDS = {"config", "data", "datasets", "params", "scale", "usermeta"}
# Properties of marks and encodings (Vega-Lite, Mark and Encoding).
_ADDRESSES = {"href", "url"}
_DERIVING_KEYS = ("aggregate", "bin", "timeUnit", "stack")


def figure_problems(specification: Any, source: SourceFile, data: SourceFile, data_name: str) -> Iterator[Problem]:  # noqa: ANN401 - any YAML
    """Yield the problems of a figure: of its specification ``source``, and of the CSV file ``data``."""
    yield from schema_problems(specification, source)
    yield from _address_problems(specification, source, data_name)
    broken = list(csv_problems(data))
    yield from broken
    # Without valid data, the columns are unknown.
    if not broken:
        yield from unknown_fields(specification, source, column_names(data))
        yield from value_problems(specification, data)


def _address_problems(specification: Any, source: SourceFile, data_name: str) -> Iterator[Problem]:  # noqa: ANN401
    for location, node in mappings(specification):
        if location[-1:] == ("data",) and node.get("url", data_name) != data_name:
            hint = f"write {data_name}, the file that brief.yaml names under `data:`"
            yield source.problem((*location, "url"), f"unknown data “{node['url']}”", hint=hint)
        for key in sorted(_ADDRESSES & node.keys()) if location[-1:] in (("mark",), ("encoding",)) else ():
            text = f"“{key}” is a link or a picture, which a figure cannot have"
            yield source.problem((*location, key), text, hint="delete it", at_key=True)


def unknown_fields(specification: Any, source: SourceFile, columns: Sequence[str]) -> Iterator[Problem]:  # noqa: ANN401
    """Yield a problem for each field that is neither a column of the data nor computed by the specification.

    Yields nothing if the computed names are unknown: some transforms choose the names of their results.
    """
    computed = _computed_fields(specification)
    if computed is None:
        return
    known = {*columns, "*", *computed}
    for location, name in _field_names(specification, (), reads_csv=False):
        path = access_path(name)
        if len(path) > 1 and path[0] in computed:
            continue
        if len(path) > 1 and name in columns:
            new_name = re.sub(r"\W+", "_", name).strip("_")
            hint = f"rename the column, for example to {new_name}"
            yield source.problem(location, f"Vega-Lite reads “{name}” as “{path[-1]}” inside “{path[0]}”", hint=hint)
        elif (len(path) > 1 or path[0] not in known) and not _is_derived(name, known, specification):
            yield _unknown(name, location, source, columns)
    for use in field_uses(specification):
        if use.kind == "expression" and use.field not in known and not _is_derived(use.field, known, specification):
            yield _unknown(use.field, use.location, source, columns)


def _unknown(name: str, location: Location, source: SourceFile, columns: Sequence[str]) -> Problem:
    hint = did_you_mean(name, columns, 0.6) or f"use one of the columns {', '.join(columns)}"
    return source.problem(location, f"the data has no column “{name}”", hint=hint)


def _computed_fields(specification: Any) -> set[str] | None:  # noqa: ANN401
    """Return the names that the specification adds to its data, or ``None`` if they are unknown.

    An encoding also applies to the views inside its view, so it may use names that only those add.
    """
    computed: set[str] = set()
    for location, node in mappings(specification):
        data, steps = node.get("data"), node.get("transform", [])
        if "data" in node and not (isinstance(data, dict) and "url" in data):
            rows = data.get("values") if isinstance(data, dict) else None
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                return None
            computed.update(name for row in rows for name in row)
        if location[-1:] == ("transform",):
            continue  # one step instead of a list; the schema reports it
        for step in steps if isinstance(steps, list) else [steps]:
            if not isinstance(step, dict) or _TRANSFORMS_WITH_NAMES.isdisjoint(step):
                return None
            names = {name for _, part in mappings(step) for _, name in texts(part.get("as"))}
            computed |= names | {f"{name}_end" for name in names}
            computed.update(*(defaults for key, defaults in _DEFAULT_NAMES.items() if key in step))
    return computed


def _field_names(value: Any, location: Location, *, reads_csv: bool) -> Iterator[tuple[Location, str]]:  # noqa: ANN401
    """Yield the location and name of each field in views that read the CSV file."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _field_names(item, (*location, index), reads_csv=reads_csv)
    elif isinstance(value, dict):
        if "data" in value:
            reads_csv = isinstance(value["data"], dict) and "url" in value["data"]
        is_step = location[-2:-1] == ("transform",)
        for key, item in value.items():
            if reads_csv and (key == "field" or (is_step and key in _FIELD_KEYS)):
                yield from texts(item, (*location, key))
            if reads_csv and key == "repeat":
                channels = item if isinstance(item, dict) else {}
                for place in ((key, channel) for channel in channels) if channels else ((key,),):
                    names = channels[place[-1]] if channels else item
                    yield from texts(names, (*location, *place)) if isinstance(names, list) else ()
            if key not in _KEYS_WITHOUT_FIELDS:
                yield from _field_names(item, (*location, key), reads_csv=reads_csv)


def _is_derived(name: str, known: Collection[str], specification: Any) -> bool:  # noqa: ANN401
    """Return whether Vega-Lite may use a name for aggregated, binned or stacked values, such as ``sum_deaths``."""
    if not any(key in node for _, node in mappings(specification) for key in _DERIVING_KEYS):
        return False
    bare = re.sub(r"_(start|end|range|mid)$", "", name)
    return name.startswith("__") or bare in known or any(bare.endswith(f"_{field}") for field in known)
