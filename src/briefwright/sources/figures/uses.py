"""How a Vega-Lite specification uses the columns of its data: as numbers, as dates, as names, in expressions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from briefwright.sources.walk import mappings, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefwright.sources.yaml_nodes import Location

Kind = Literal["number", "date", "name", "expression", "other"]
"""``name``: a mark, bar or panel for each value. ``other``: shown as it is, such as the text of a label."""

# `x2` has the type of `x` (Vega-Lite, Position Channels).
_SECOND = re.compile(r"(x|y|theta|radius|latitude|longitude)2|(x|y)Error2?")
_NAME_CHANNELS = {
    *("x", "y", "xOffset", "yOffset", "theta", "radius", "row", "column", "facet", "color", "fill", "stroke", "shape"),
    *("size", "strokeDash", "opacity"),
}
_NUMBER_SCALES = {"linear", "log", "pow", "sqrt", "symlog", "quantile", "quantize", "threshold", "bin-ordinal"}
# These operations count rows; the values of the field do not matter (Vega-Lite, Aggregation).
_COUNTS = {"count", "valid", "missing", "distinct", "values"}
_SUMS = {"sum", "product"}
_NUMBER_KEYS = ("density", "quantile", "regression", "loess", "on", "stack", "value")
"""Keys of transforms (density, quantile, regression, loess, stack, pivot) whose values are names of number fields."""
_EXPRESSION_KEYS = {"calculate", "filter", "test", "expr"}
_OTHER_DATA = {
    *("layer", "concat", "hconcat", "vconcat", "spec", "axis", "legend", "header", "config", "params", "scale"),
}
"""Keys of other views, and of parts whose expressions have a `datum` of their own, such as the labels of an axis."""
_KEY = re.compile(r"""\[\s*(?:'([^']*)'|"([^"]*)"|([^\]'"]*))\s*\]|((?:\\.|[^.\[\\])+)""")
_IN_EXPRESSION = re.compile(r"""\bdatum\s*(?:\.\s*([A-Za-z_$][\w$]*)|\[\s*(?:'([^']*)'|"([^"]*)")\s*\])""")


@dataclass(frozen=True, slots=True)
class FieldUse:
    """The use of a field at a location.

    ``summed``: values are added up. ``log``: the scale is logarithmic. ``parse`` is the format of the specification for
    its dates, such as ``%d.%m.%Y``.
    """

    field: str
    kind: Kind
    location: Location
    summed: bool = False
    log: bool = False
    parse: str | None = None


@dataclass(frozen=True, slots=True)
class _Outer:
    """What a view has from those around it: the kinds of channels, and the fields that `repeat` stands for."""

    kinds: Mapping[str, Kind]
    repeated: Mapping[str, Sequence[str]]
    reads_csv: bool


def access_path(field: str) -> tuple[str, ...]:
    r"""Return the keys that Vega reads for a field: ``a.b`` is b inside a, while ``a\.b`` and ``['a.b']`` are one."""
    keys = _KEY.findall(field)
    return tuple(re.sub(r"\\(.)", r"\1", next(filter(None, key), "")) for key in keys) or (field,)


def field_uses(specification: Any) -> list[FieldUse]:  # noqa: ANN401 - any YAML
    """Return the uses of fields in the views that read the CSV file."""
    uses = list(_view_uses(specification, (), _Outer({}, {}, reads_csv=False)))
    # The columns of `fold` become the values of one field.
    folded = [
        replace(use, field=column)
        for _, node in mappings(specification)
        if isinstance(node.get("fold"), list)
        for use in uses
        if use.field == _fold_value(node)
        for _, column in texts(node["fold"])
    ]
    return [*uses, *folded]


def _fold_value(step: Mapping[str, Any]) -> str:
    names = step.get("as")
    return str(names[1]) if isinstance(names, list) and len(names) > 1 else "value"


def _view_uses(view: Any, location: Location, outer: _Outer) -> Iterator[FieldUse]:  # noqa: ANN401
    """Yield the uses of a view and of the views inside it."""
    if not isinstance(view, dict):
        return
    data, repeat, encoding = view.get("data"), view.get("repeat"), view.get("encoding")
    if "data" in view:
        outer = replace(outer, reads_csv=isinstance(data, dict) and "url" in data)
    if repeat:
        keyed = repeat if isinstance(repeat, dict) else {"repeat": repeat}
        fields = {key: [name for _, name in texts(names)] for key, names in keyed.items()}
        outer = replace(outer, repeated={**outer.repeated, **fields})
    if isinstance(encoding, dict):
        kinds = {channel: _kind(channel, part, outer.kinds) for channel, part in encoding.items()}
        outer = replace(outer, kinds={**outer.kinds, **kinds})
    if outer.reads_csv:
        yield from _own_uses(view, location, outer)
    for key in ("layer", "concat", "hconcat", "vconcat"):
        for index, inner in enumerate(_list(view.get(key))):
            yield from _view_uses(inner, (*location, key, index), outer)
    yield from _view_uses(view.get("spec"), (*location, "spec"), outer)


def _own_uses(view: Mapping[str, Any], location: Location, outer: _Outer) -> Iterator[FieldUse]:
    data, encoding, facet = view.get("data"), view.get("encoding"), view.get("facet")
    if isinstance(data, dict):
        yield from _parse_uses(data.get("format"), (*location, "data", "format", "parse"))
    for index, step in enumerate(_list(view.get("transform"))):
        yield from _transform_uses(step, (*location, "transform", index))
    for place, text in _expressions(view, location):
        yield from (FieldUse(name, "expression", place) for name in expression_fields(text))
    if isinstance(facet, dict):
        channels = {"facet": facet} if "field" in facet else facet
        yield from _encoding_uses(channels, (*location, "facet"), outer)
    if isinstance(encoding, dict):
        yield from _encoding_uses(encoding, (*location, "encoding"), outer)


def _encoding_uses(encoding: Mapping[str, Any], location: Location, outer: _Outer) -> Iterator[FieldUse]:
    for channel, value in encoding.items():
        for inner, part in mappings(value):
            if inner and inner[-1] in {"scale", "axis", "legend", "sort", "bin"}:
                continue
            kind = _kind(channel, part, outer.kinds)
            aggregate = part.get("aggregate")
            summed = isinstance(aggregate, str) and aggregate in _SUMS
            scale = part.get("scale")
            log = isinstance(scale, dict) and scale.get("type") == "log"
            place = (*location, channel, *inner, "field")
            field = part.get("field")
            if isinstance(field, str):
                yield FieldUse(".".join(access_path(field)), kind, place, summed, log)
            elif isinstance(field, dict) and "repeat" in field:
                names = outer.repeated.get(str(field["repeat"]), ())
                yield from (FieldUse(name, kind, place, summed, log) for name in names)


def _kind(channel: str, definition: Any, kinds: Mapping[str, Kind]) -> Kind:  # noqa: ANN401, PLR0911 - the rules of Vega-Lite
    """Return how a channel uses its field (Vega-Lite, Encoding, default types)."""
    if not isinstance(definition, dict):
        return "other"
    aggregate, scale = definition.get("aggregate"), definition.get("scale")
    scale_type = scale.get("type") if isinstance(scale, dict) else None
    if aggregate in _COUNTS if isinstance(aggregate, str) else aggregate is not None:
        return "other"
    if definition.get("timeUnit") or scale_type in {"time", "utc"} or definition.get("type") == "temporal":
        return "date"
    if aggregate or definition.get("bin") or definition.get("type") == "quantitative":
        return "number"
    if "type" not in definition:
        if scale_type in _NUMBER_SCALES or channel in {"latitude", "longitude"}:
            return "number"
        if second := _SECOND.fullmatch(channel):
            return kinds.get(second[1] or second[2], "other")
    return "name" if channel in _NAME_CHANNELS else "other"


def _transform_uses(step: Any, location: Location) -> Iterator[FieldUse]:  # noqa: ANN401
    if not isinstance(step, dict):
        return
    for key in ("aggregate", "joinaggregate", "window"):
        for index, part in enumerate(_list(step.get(key))):
            op, field = (part.get("op"), part.get("field")) if isinstance(part, dict) else (None, None)
            if isinstance(field, str) and isinstance(op, str) and op not in _COUNTS:
                yield FieldUse(field, "number", (*location, key, index, "field"), op in _SUMS)
    field, place = step.get("field"), (*location, "field")
    if isinstance(field, str) and ("bin" in step or "timeUnit" in step):
        yield FieldUse(field, "number" if "bin" in step else "date", place)
    for key in _NUMBER_KEYS:
        if isinstance(step.get(key), str) and (key != "value" or "pivot" in step):
            yield FieldUse(step[key], "number", (*location, key))


def _parse_uses(format_: Any, location: Location) -> Iterator[FieldUse]:  # noqa: ANN401
    """Yield the uses of ``format.parse``, such as ``utc:'%Y-%m-%d'``."""
    parse = format_.get("parse") if isinstance(format_, dict) else None
    for field, how in parse.items() if isinstance(parse, dict) else ():
        if how == "number":
            yield FieldUse(field, "number", (*location, field))
        elif isinstance(how, str) and how.startswith(("date", "utc")):
            pattern = how.partition(":")[2].strip("'\"")
            yield FieldUse(field, "date", (*location, field), parse=pattern or None)


def _expressions(view: Mapping[str, Any], location: Location) -> Iterator[tuple[Location, str]]:
    """Yield the expressions of a view about its data, without those of the views inside it."""
    own = {key: value for key, value in view.items() if key not in _OTHER_DATA}
    for inner, node in mappings(own):
        if _OTHER_DATA.intersection(inner):
            continue
        for key in _EXPRESSION_KEYS & node.keys():
            if isinstance(node[key], str):
                yield (*location, *inner, key), node[key]


def expression_fields(expression: str) -> Iterator[str]:
    """Yield the fields that an expression reads, such as ``datum.year`` or ``datum['year']``."""
    for match in _IN_EXPRESSION.finditer(expression):
        yield next(name for name in match.groups() if name is not None)


def _list(value: Any) -> list[Any]:  # noqa: ANN401
    return value if isinstance(value, list) else []
