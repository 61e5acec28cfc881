"""What is wrong with a value, in an editor's words: pydantic's findings as problems with a place."""

from __future__ import annotations

from itertools import chain
from textwrap import shorten
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel

from briefwright.errors import did_you_mean
from briefwright.model import PatternHint, RequiredHint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    from briefwright.errors import Problem
    from briefwright.sources.files import SourceFile
    from briefwright.sources.yaml_nodes import Location

_SHOWN = 60
FieldMark = TypeVar("FieldMark", RequiredHint, PatternHint)


def validation_problems(source: SourceFile, model: type[BaseModel], error: ValidationError) -> Iterable[Problem]:
    """Yield what pydantic found in a file, at the line and column where it stands."""
    details = error.errors(include_url=False)
    places = [detail["loc"] for detail in details]
    for detail in details:
        location: Location = detail["loc"]
        if detail["type"] == "too_short" and any(place[: len(location)] == location != place for place in places):
            continue  # pydantic counts valid items only; what is wrong with the others is said already
        fields = _fields_at(model, location[:-1])
        info = fields.get(str(location[-1])) if location else None
        message, hint = _wording(_name(location), detail, fields)
        if detail["type"] in _LEFT_OUT and info and (needed := _mark(info, RequiredHint)):
            message, hint = needed.message, needed.hint
        elif detail["type"] == "string_pattern_mismatch" and info and (shaped := _mark(info, PatternHint)):
            hint = f"it is {shaped.words}"
        yield source.problem(location, message, at_key=detail["type"] in _AT_KEY, hint=hint)


def _name(location: Location) -> str:
    match location:
        case ():
            return "the file"
        case (*_, field, int(index)):
            return f"{field}, item {index + 1}"
        case _:
            return _short(location[-1])


def _wording(name: str, detail: ErrorDetails, fields: Mapping[str, FieldInfo]) -> tuple[str, str | None]:
    """Return a message and a hint; ``fields`` are the keys known at its place."""
    context: dict[str, Any] = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            if (new := _RENAMED_KEYS.get(name)) in fields:
                return f"unknown key “{name}”", f"it is now called `{new}`"
            return f"unknown key “{name}”", did_you_mean(name, fields, 0.6) or f"known keys: {', '.join(fields)}"
        case "missing":
            described = (fields[name].description or "") if name in fields else ""
            return f"“{name}” is missing", f"add `{name}:` {described}".strip()
        case "value_error":
            return str(context["error"]), getattr(context["error"], "hint", None)
        case "enum" | "literal_error":
            choices = str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
            message = f"{_kind(detail['input'])} is not one of {', '.join(choices)}"
            return message, did_you_mean(str(detail["input"]), choices)
    if words := _WORDS.get(detail["type"]):
        said = {"name": name, "kind": _kind(detail["input"]), **context}
        return words.format_map(said), _HINTS.get(detail["type"], "").format_map(said) or None
    return f"“{name}”: {detail['msg'][0].lower()}{detail['msg'][1:]}", None


_RENAMED_KEYS = {"handling": "marking", "kind": "type"}
_AT_KEY = {"extra_forbidden", "missing"}
_LEFT_OUT = {"missing", "too_short", "string_too_short"}
_WORDS = {
    "string_type": "“{name}” must be text, not {kind}",
    "tuple_type": "“{name}” must be a list, not {kind}",
    **dict.fromkeys(
        ("int_parsing", "int_type", "float_parsing", "float_type"), "“{name}” must be a number, not {kind}"
    ),
    **dict.fromkeys(
        ("model_type", "model_attributes_type", "dict_type"), "“{name}” must be keys and values, not {kind}"
    ),
    **dict.fromkeys(("date_from_datetime_parsing", "date_type"), "there is no date {kind}"),
    "string_pattern_mismatch": "{kind} does not look like {name}",
    **dict.fromkeys(("too_short", "string_too_short"), "“{name}” is empty; it needs at least {min_length}"),
    "too_long": "“{name}” has more than {max_length}",
}
"""What is said of each of pydantic's types of error; ``kind`` is what stands there instead."""
_HINTS = {
    **dict.fromkeys(("date_from_datetime_parsing", "date_type"), "write a date as YYYY-MM-DD"),
    "string_pattern_mismatch": "it must match {pattern}",
}


def _kind(value: object) -> str:
    match value:
        case dict():
            return "keys and values"
        case list():
            return "a list"
        case None:
            return "nothing"
        case bool():
            return "yes or no"
        case _:
            return f"“{_short(value)}”"


def _short(value: object) -> str:
    return shorten(str(value), _SHOWN, placeholder=" …")


def _mark(info: FieldInfo, kind: type[FieldMark]) -> FieldMark | None:
    """Return what the model itself says of a field, or of the values that it may have."""
    marks = [*info.metadata, *chain.from_iterable(map(get_args, get_args(info.annotation)))]
    return next((mark for mark in marks if isinstance(mark, kind)), None)


def _fields_at(model: type[BaseModel], location: Location) -> dict[str, FieldInfo]:
    """Return the keys that a place of the model knows; an index stays with the model of the list's items."""
    fields = _fields(model)
    for part in location:
        if isinstance(part, str):
            annotation = fields[part].annotation if part in fields else None
            candidates = [annotation, *get_args(annotation)]
            fields = next(
                (_fields(one) for one in candidates if isinstance(one, type) and issubclass(one, BaseModel)), {}
            )
    return fields


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {info.alias or name: info for name, info in model.model_fields.items()}
