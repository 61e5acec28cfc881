"""What is wrong with a value, in an editor's words: pydantic's findings as problems with a place."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, get_args

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from briefwright.errors import Problem
    from briefwright.files import Location, SourceFile

__all__ = ["explain"]


def explain(source: SourceFile, model: type[BaseModel], error: ValidationError) -> Iterable[Problem]:
    for detail in error.errors(include_url=False):
        location: Location = detail["loc"]
        message, hint = _wording(detail, _fields_at(model, location[:-1]))
        at_key = detail["type"] in {"extra_forbidden", "missing"}
        yield source.problem(location, message, at_key=at_key, hint=hint)


def _wording(detail: ErrorDetails, siblings: Mapping[str, str]) -> tuple[str, str | None]:
    """Return the message and the hint for one of pydantic's error types."""
    name = str(detail["loc"][-1]) if detail["loc"] else "the file"
    context = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            close = get_close_matches(name, siblings, 1, 0.6)
            hint = f"did you mean “{close[0]}”?" if close else f"known keys: {', '.join(siblings)}"
            return f"unknown key “{name}”", hint
        case "missing":
            return f"“{name}” is missing", f"add `{name}:` {siblings.get(name, '')}".strip()
        case "value_error":
            return str(context.get("error", detail["msg"])), None
        case "enum" | "literal_error":
            return f"“{detail['input']}” is not one of {context.get('expected')}", _close(detail)
        case "string_type":
            return f"“{name}” must be text, not {_kind(detail['input'])}", None
        case "int_parsing" | "int_type" | "float_parsing" | "float_type":
            return f"“{name}” must be a number, not {_kind(detail['input'])}", None
        case "date_from_datetime_parsing" | "date_type" | "date_parsing":
            return f"there is no date “{detail['input']}”", "write a date as YYYY-MM-DD"
        case "string_pattern_mismatch":
            return f"“{detail['input']}” does not look like {name}", f"it must match {context.get('pattern')}"
        case "model_type" | "model_attributes_type" | "tuple_type" | "dict_type":
            wanted = "a list" if detail["type"] == "tuple_type" else "keys and values"
            return f"“{name}” must be {wanted}, not {_kind(detail['input'])}", None
        case "too_short":
            return f"“{name}” is empty; it needs at least {context.get('min_length')}", None
        case _:
            return f"“{name}”: {detail['msg'][0].lower()}{detail['msg'][1:]}", None


def _close(detail: ErrorDetails) -> str | None:
    expected = str(detail.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
    close = get_close_matches(str(detail["input"]), expected, 1, 0.5)
    return f"did you mean “{close[0]}”?" if close else None


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
            return f"“{value}”"


def _fields_at(model: type[BaseModel], location: Location) -> dict[str, str]:
    """Return the keys that a place of the model knows, with their descriptions."""
    current: object = model
    for part in location:
        current = _step(current, part)
    if not (isinstance(current, type) and issubclass(current, BaseModel)):
        return {}
    return {info.alias or name: info.description or "" for name, info in current.model_fields.items()}


def _step(current: object, part: int | str) -> object:
    if isinstance(current, type) and issubclass(current, BaseModel):
        names = {info.alias or name: info for name, info in current.model_fields.items()}
        current = names[str(part)].annotation if str(part) in names else None
    candidates = [current, *get_args(current)]
    candidates += [inner for candidate in candidates for inner in get_args(candidate)]
    return next((c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel)), None)
