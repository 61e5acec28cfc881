"""What is wrong with a value, in an editor's words: pydantic's findings as problems with a place."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import chain
from textwrap import shorten
from typing import TYPE_CHECKING, TypeVar, get_args

from pydantic import BaseModel

from briefwright.model import Needed, Shaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pydantic import ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    from briefwright.errors import Problem
    from briefwright.sources.files import Location, SourceFile

__all__ = ["explain"]

_SHOWN = 60
Mark = TypeVar("Mark", Needed, Shaped)
Wording = tuple[str, str | None]
"""A message and a hint."""


def explain(source: SourceFile, model: type[BaseModel], error: ValidationError) -> Iterable[Problem]:
    """Yield what pydantic found in a file, at the line and column where it stands."""
    details = error.errors(include_url=False)
    places = [detail["loc"] for detail in details]
    for detail in details:
        location: Location = detail["loc"]
        if detail["type"] == "too_short" and any(place[: len(location)] == location != place for place in places):
            continue  # pydantic counts valid items only; what is wrong with the others is said already
        name = _name(location)
        fields = _fields_at(model, location[:-1])
        info = fields.get(str(location[-1])) if location else None
        word = _WORDINGS.get(detail["type"], _otherwise)
        siblings = {key: info.description or "" for key, info in fields.items()}
        message, hint = word(name, detail, siblings)
        if detail["type"] in _LEFT_OUT and info and (needed := _mark(info, Needed)):
            message, hint = needed.message, needed.hint
        elif detail["type"] == "string_pattern_mismatch" and info and (shaped := _mark(info, Shaped)):
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


def _unknown_key(name: str, _: ErrorDetails, siblings: Mapping[str, str]) -> Wording:
    close = get_close_matches(name, siblings, 1, 0.6)
    return f"unknown key “{name}”", f"did you mean “{close[0]}”?" if close else f"known keys: {', '.join(siblings)}"


def _missing(name: str, _: ErrorDetails, siblings: Mapping[str, str]) -> Wording:
    return f"“{name}” is missing", f"add `{name}:` {siblings.get(name, '')}".strip()


def _own_words(_: str, detail: ErrorDetails, __: Mapping[str, str]) -> Wording:
    error = detail.get("ctx", {}).get("error", detail["msg"])
    return str(error), getattr(error, "hint", None)


def _not_one_of(_: str, detail: ErrorDetails, __: Mapping[str, str]) -> Wording:
    expected = str(detail.get("ctx", {}).get("expected"))
    choices = expected.replace("'", "").replace(" or ", ", ").split(", ")
    close = get_close_matches(str(detail["input"]), choices, 1, 0.5)
    message = f"{_kind(detail['input'])} is not one of {', '.join(choices)}"
    return message, f"did you mean “{close[0]}”?" if close else None


def _wants(what: str) -> Callable[[str, ErrorDetails, Mapping[str, str]], Wording]:
    def wording(name: str, detail: ErrorDetails, _: Mapping[str, str]) -> Wording:
        return f"“{name}” must be {what}, not {_kind(detail['input'])}", None

    return wording


def _no_date(_: str, detail: ErrorDetails, __: Mapping[str, str]) -> Wording:
    return f"there is no date {_kind(detail['input'])}", "write a date as YYYY-MM-DD"


def _pattern(name: str, detail: ErrorDetails, _: Mapping[str, str]) -> Wording:
    return (
        f"{_kind(detail['input'])} does not look like {name}",
        f"it must match {detail.get('ctx', {}).get('pattern')}",
    )


def _too_short(name: str, detail: ErrorDetails, _: Mapping[str, str]) -> Wording:
    return f"“{name}” is empty; it needs at least {detail.get('ctx', {}).get('min_length')}", None


def _too_long(name: str, detail: ErrorDetails, _: Mapping[str, str]) -> Wording:
    return f"“{name}” has more than {detail.get('ctx', {}).get('max_length')}", None


def _otherwise(name: str, detail: ErrorDetails, _: Mapping[str, str]) -> Wording:
    return f"“{name}”: {detail['msg'][0].lower()}{detail['msg'][1:]}", None


_AT_KEY = {"extra_forbidden", "missing"}
_LEFT_OUT = {"missing", "too_short", "string_too_short"}
_WORDINGS: Mapping[str, Callable[[str, ErrorDetails, Mapping[str, str]], Wording]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "value_error": _own_words,
    "enum": _not_one_of,
    "literal_error": _not_one_of,
    "string_type": _wants("text"),
    "tuple_type": _wants("a list"),
    **dict.fromkeys(("int_parsing", "int_type", "float_parsing", "float_type"), _wants("a number")),
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), _wants("keys and values")),
    **dict.fromkeys(("date_from_datetime_parsing", "date_type"), _no_date),
    "string_pattern_mismatch": _pattern,
    "too_short": _too_short,
    "too_long": _too_long,
    "string_too_short": _too_short,
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


def _mark(info: FieldInfo, kind: type[Mark]) -> Mark | None:
    """Return what the model itself says of a field, or of the values that it may have."""
    marks = [*info.metadata, *chain.from_iterable(map(get_args, get_args(info.annotation)))]
    return next((mark for mark in marks if isinstance(mark, kind)), None)


def _fields_at(model: type[BaseModel], location: Location) -> dict[str, FieldInfo]:
    """Return the keys that a place of the model knows."""
    current: type[BaseModel] | None = model
    for part in location:
        current = _step(current, part) if current else None
    if current is None:
        return {}
    return {info.alias or name: info for name, info in current.model_fields.items()}


def _step(current: type[BaseModel], part: int | str) -> type[BaseModel] | None:
    """Return the model below a key; an index stays with the model of the list's items."""
    if isinstance(part, int):
        return current
    names = {info.alias or name: info for name, info in current.model_fields.items()}
    annotation = names[part].annotation if part in names else None
    candidates = [annotation, *get_args(annotation)]
    return next((item for item in candidates if isinstance(item, type) and issubclass(item, BaseModel)), None)
