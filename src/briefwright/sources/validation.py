"""Convert validation errors of pydantic into problems with a position, a message and a hint for editors."""

from __future__ import annotations

from itertools import chain
from textwrap import shorten
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from briefwright.errors import InvalidSources
from briefwright.model import PatternHint, RequiredHint
from briefwright.sources.intended_names import RENAMED_KEYS, choice_hint, intended_key
from briefwright.sources.yaml_mistakes import QUOTE_IT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    from briefwright.errors import Problem
    from briefwright.sources.files import SourceFile
    from briefwright.sources.yaml_nodes import Location, YamlNode

_MAX_LENGTH = 60
_MAX_KEYS = 40
"""A hint lists no more keys."""
Hint = TypeVar("Hint", RequiredHint, PatternHint)


Model = TypeVar("Model", bound=BaseModel)


def validated(data: object, source: SourceFile, model: type[Model]) -> Model:
    """Return plain values as a model; raise ``InvalidSources`` with every problem of the file."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise InvalidSources(validation_problems(source, model, error)) from None


def validated_yaml(data: object, source: SourceFile, model: type[Model]) -> Model:
    """Return the values of a YAML file as a model; its problems include values that YAML does not read as text."""
    misread = source.misread_values()
    try:
        valid = model.model_validate(data)
    except ValidationError as error:
        problems = [*misread.values(), *validation_problems(source, model, error, reported=misread)]
        raise InvalidSources(problems) from None
    if misread:
        raise InvalidSources(misread.values())
    return valid


def validation_problems(
    source: SourceFile, model: type[BaseModel], error: ValidationError, reported: Collection[Location] = ()
) -> Iterable[Problem]:
    """Yield a problem for each error of pydantic in a file, except at ``reported`` locations."""
    details = error.errors(include_url=False)
    locations = [detail["loc"] for detail in details]
    unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    for detail in details:
        location: Location = detail["loc"]
        if location in reported:
            continue
        if detail["type"] == "too_short" and any(other[: len(location)] == location != other for other in locations):
            continue  # pydantic counts only valid items, and each invalid item has its own problem
        fields = _fields_at(model, location[:-1])
        if detail["type"] == "missing" and any(
            intended_key(str(other[-1]), fields) == location[-1] for other in unknown if other[:-1] == location[:-1]
        ):
            continue  # the hint for the unknown key names it
        info = fields.get(str(location[-1])) if location else None
        message, hint = _message(location, detail, fields)
        if detail["type"] in _MISSING_OR_EMPTY and info and (required := _hint_of(info, RequiredHint)):
            hint = required.hint
        elif detail["type"] == "string_pattern_mismatch" and info and (pattern := _hint_of(info, PatternHint)):
            hint = f"write {pattern.description}"
        elif detail["type"] == "string_type" and location in source.values:
            hint = _text_hint(source.values[location], detail["input"])
        within = getattr(detail.get("ctx", {}).get("error"), "at", ())
        # YAML places an empty value at the next key.
        is_at_key = detail["type"] in _AT_KEY or detail["input"] is None
        yield source.problem((*location, *within), message, at_key=is_at_key, hint=hint)


def _message(location: Location, detail: ErrorDetails, fields: Mapping[str, FieldInfo]) -> tuple[str, str | None]:
    """Return message and hint for an error; ``fields`` are the known keys at its location."""
    context: dict[str, Any] = detail.get("ctx", {})
    key, name, value = _shorten(location[-1]) if location else "", _name(location), detail["input"]
    message, hint = f"{name}: {detail['msg'][0].lower()}{detail['msg'][1:]}", None
    match detail["type"]:
        case "extra_forbidden":
            message = f"unknown key “{key}”"
            intended = intended_key(key, fields)
            hint = f"did you mean “{intended}”?" if intended else _known_keys(fields)
            if intended in RENAMED_KEYS.get(key.casefold(), ()):
                hint = f"rename it to `{intended}`"
        case "missing":
            message = f"{name} is missing"
            if key in fields:
                hint = f"add `{key}:`. {fields[key].description or ''}".strip()
        case "value_error":
            message, hint = str(context["error"]), getattr(context["error"], "hint", None)
        case "enum" | "literal_error":
            expected = str(context["expected"]).replace("'", "")
            message = _wrong_value(name, expected, value)
            choices = expected.replace(" or ", ", ").split(", ")
            hint = None if value is None else choice_hint(str(value), choices)
        case error if error in _EXPECTED:
            message = _wrong_value(name, _EXPECTED[error], value)
        case error if error in _MESSAGES:
            values = {"name": name, "key": key, "value": _describe(value), "length": len(str(value)), **context}
            message, hint = (text.format_map(values) for text in _MESSAGES[error])
    return message, hint or None


def _text_hint(node: YamlNode, value: object) -> str | None:
    """Return a hint for a value that YAML reads as something else than text."""
    match value:
        case bool():
            return f'if it is text, write it in quotation marks: "{node.value}"'
        case dict() if not node.style:
            return f"if it is text with a colon and a space, {QUOTE_IT}"
        case dict() | list() if node.style:
            return f"if it is text, {QUOTE_IT}"
        case _:
            return None


def _known_keys(fields: Iterable[str]) -> str:
    known = list(fields)
    if len(known) > _MAX_KEYS:
        return "docs/reference/sources.md lists all keys"
    return f"known keys: {', '.join(known)}"


_AT_KEY = {"extra_forbidden", "missing"}
_MISSING_OR_EMPTY = {"missing", "too_short", "string_too_short"}
_EXPECTED = {
    "string_type": "text",
    "tuple_type": "a list",
    **dict.fromkeys(("int_parsing", "int_type", "float_parsing", "float_type"), "a number"),
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), "a mapping of keys to values"),
}
_MESSAGES = {
    **dict.fromkeys(
        ("date_from_datetime_parsing", "date_type"), ("{value} is not a date", "write an existing date as YYYY-MM-DD")
    ),
    "string_pattern_mismatch": ("{value} is not a valid {key}", "write a value that matches {pattern}"),
    "string_too_long": ("{name} has {length} characters; the maximum is {max_length}", "shorten it"),
    "less_than_equal": ("{name} must be at most {le}, not {value}", ""),
    "greater_than_equal": ("{name} must be at least {ge}, not {value}", ""),
    "string_too_short": ("{name} is empty", "fill it in"),
    "too_short": ("{name} has too few items ({actual_length}); the minimum is {min_length}", ""),
    "too_long": ("{name} has too many items ({actual_length}); the maximum is {max_length}", ""),
}
"""Message and hint by pydantic's type of error."""


def _name(location: Location) -> str:
    match location:
        case ():
            return "the file"
        case (*_, field, int(index)):
            return f"item {index + 1} of “{_shorten(field)}”"
        case _:
            return f"“{_shorten(location[-1])}”"


def _wrong_value(name: str, expected: str, value: object) -> str:
    if value is None:
        return f"{name} is empty; it must be {expected}"
    return f"{name} must be {expected}, not {_describe(value)}"


def _describe(value: object) -> str:
    match value:
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case bool():
            return str(value).lower()
        case _:
            return f"“{_shorten(value)}”"


def _shorten(value: object) -> str:
    return shorten(str(value), _MAX_LENGTH, placeholder=" …")


def _hint_of(info: FieldInfo, hint_type: type[Hint]) -> Hint | None:
    """Return the hint in the metadata of a field or of its type, such as the alternatives of a union."""
    metadata = [*info.metadata, *chain.from_iterable(map(get_args, get_args(info.annotation)))]
    return next((mark for mark in metadata if isinstance(mark, hint_type)), None)


def _fields_at(model: type[BaseModel], location: Location) -> dict[str, FieldInfo]:
    """Return the fields at a location of a model. An index does not change the model: it selects an item."""
    fields = _fields(model)
    for part in location:
        if isinstance(part, str):
            annotation = fields[part].annotation if part in fields else None
            item = _model_in(annotation)
            fields = _fields(item) if item else {}
    return fields


def _model_in(annotation: object) -> type[BaseModel] | None:
    """Return the first model in a type, such as that of the items of an optional list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {info.alias or name: info for name, info in model.model_fields.items()}
