"""Check a Vega-Lite specification against the JSON Schema of Vega-Lite.

Vega-Lite ignores unknown keys, so a typo gives a wrong or empty figure without an error.
"""

from __future__ import annotations

import json
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefwright.errors import Problem
    from briefwright.sources.files import SourceFile

Error = Any
"""A ``jsonschema.ValidationError``; its values are any JSON."""
_SCHEMA = "vega_lite/schema.json"
"""The schema of Vega-Lite 6. Version 5 has the same keys."""
_ADDRESSES = tuple(f"https://vega.github.io/schema/vega-lite/v{version}.json" for version in (6, 5))
_TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}
_LIMITS = {
    "minimum": "the smallest allowed value is {limit}",
    "maximum": "the largest allowed value is {limit}",
    "minItems": "the list needs at least {limit} items",
    "maxItems": "the list may have at most {limit} items",
    "minLength": "the text needs at least {limit} characters",
    "maxLength": "the text may have at most {limit} characters",
    "minProperties": "the mapping is empty",
}
_MAX_CHOICES = 16
_SIMILARITY = 0.6
_TYPO, _WRONG_SCALAR, _MISSING_KEY, _UNKNOWN_KEY, _WRONG_CONTAINER = 1, 3, 4, 4, 12
"""How far an error is from a valid value; the branch of `anyOf` with the smallest sum is the one that is meant."""


def schema_problems(specification: Any, source: SourceFile) -> Iterator[Problem]:  # noqa: ANN401 - any YAML
    """Yield a problem for each place where a specification differs from the schema of Vega-Lite."""
    if not isinstance(specification, dict):
        hint = "write a Vega-Lite specification, with `data:`, `mark:` and `encoding:`"
        yield source.problem((), "the specification is not a mapping", hint=hint)
        return
    address = specification.get("$schema", _ADDRESSES[0])
    if address not in _ADDRESSES:
        hint = f"write {_ADDRESSES[0]}, and a specification of that version"
        yield source.problem(("$schema",), "this is not the address of Vega-Lite 5 or 6", hint=hint)
    for error in _validator().iter_errors(specification):
        for leaf in _meant(error)[1]:
            yield from _problems(leaf, source)


@cache
def _validator() -> Any:  # noqa: ANN401 - jsonschema is imported late
    from jsonschema import Draft7Validator  # noqa: PLC0415 - slow to import, and not every brief has figures

    text = files("briefwright.sources").joinpath(_SCHEMA).read_text("utf-8")
    return Draft7Validator(json.loads(text))


@cache
def _all_keys() -> frozenset[str]:
    """Return every key that Vega-Lite has anywhere."""
    definitions = _validator().schema["definitions"].values()
    return frozenset(key for definition in definitions for key in definition.get("properties", {}))


def _meant(error: Error) -> tuple[int, list[Error]]:
    """Return the distance and the errors of the branch that the author meant.

    An error without branches is its own. Branches of the same distance: the first, as the schema lists the most common
    one first.
    """
    if not error.context:
        return _distance(error), [error]
    branches: dict[int | str, list[Error]] = {}
    for inner in error.context:
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    best: tuple[int, list[Error]] | None = None
    for branch in branches.values():
        meant = [_meant(inner) for inner in branch]
        distance = sum(one for one, _ in meant) - _explained(branch)
        if best is None or distance < best[0]:
            best = distance, [leaf for _, leaves in meant for leaf in leaves]
    return best or (0, [error])


def _distance(error: Error) -> int:
    match error.validator:
        case "additionalProperties":
            known = error.schema.get("properties", {})
            # A key that Vega-Lite has elsewhere is no typo.
            typos = [key not in _all_keys() and _similar(key, known) for key in _extra_keys(error)]
            return sum(_TYPO if typo else _UNKNOWN_KEY for typo in typos)
        case "required":
            return _MISSING_KEY
        case "type" | "enum" | "const":
            if isinstance(error.instance, dict | list):
                return _WRONG_CONTAINER
            is_text = isinstance(error.instance, str) and error.validator != "type"
            return _TYPO if is_text and _similar(error.instance, _allowed(error)) else _WRONG_SCALAR
        case _:
            return _TYPO


def _explained(branch: Sequence[Error]) -> int:
    """Return the distance of missing keys that are there with a typo, such as `URL` for `url`."""
    missing = [_missing_key(error) for error in branch if error.validator == "required"]
    extra = [key for error in branch if error.validator == "additionalProperties" for key in _extra_keys(error)]
    return sum(_MISSING_KEY for key in missing if any(_similar(name, [key]) for name in extra))


def _problems(error: Error, source: SourceFile) -> Iterator[Problem]:
    location = tuple(error.absolute_path)
    match error.validator:
        case "additionalProperties":
            known = list(error.schema.get("properties", {}))
            for key in _extra_keys(error):
                close = _similar(key, known)
                hint = f"did you mean “{close}”?" if close else f"use one of {_listed(known)}, or delete it"
                yield source.problem((*location, key), f"Vega-Lite has no key “{key}” here", at_key=True, hint=hint)
        case "required":
            key = _missing_key(error)
            # A key with a typo is reported as unknown.
            if not any(_similar(name, [key]) for name in error.instance if name not in error.schema["properties"]):
                place = f" in “{location[-1]}”" if location else ""
                yield source.problem(location, f"the key “{key}” is missing{place}", at_key=True, hint=f"add `{key}:`")
        case "enum" | "const" | "type":
            yield _value_problem(error, source)
        case limit:
            template = _LIMITS.get(limit)
            message = template.format(limit=error.validator_value) if template else error.message.splitlines()[0]
            yield source.problem(location, message)


def _value_problem(error: Error, source: SourceFile) -> Problem:
    """Return the problem of a value; its hint has the values of all branches, since each branch allows some."""
    location = tuple(error.absolute_path)
    top = error
    while top.parent is not None and top.parent.absolute_path == error.absolute_path:
        top = top.parent
    leaves = [leaf for leaf in _leaves(top) if leaf.absolute_path == error.absolute_path]
    texts = [text for leaf in leaves for text in _allowed(leaf)]
    types = dict.fromkeys(name for leaf in leaves if leaf.validator == "type" for name in _type_names(leaf))
    choices = list(dict.fromkeys(texts))
    value, key = error.instance, next((step for step in reversed(location) if isinstance(step, str)), "")
    if isinstance(value, str) and choices:
        close = _similar(value, choices)
        hint = f"did you mean “{close}”?" if close else f"use one of {_listed(choices)}"
        return source.problem(location, f"“{value}” is not a value of “{key}”", hint=hint)
    names = [*types, *([f"one of {_listed(choices)}"] if choices else [])]
    shown = f"“{value}”" if isinstance(value, str | int | float) and not isinstance(value, bool) else "the value"
    return source.problem(location, f"{shown} is not valid for “{key}”", hint=f"write {' or '.join(names)}")


def _leaves(error: Error) -> Iterator[Error]:
    if error.context:
        for inner in error.context:
            yield from _leaves(inner)
    else:
        yield error


def _allowed(error: Error) -> list[str]:
    """Return the texts that a branch allows."""
    values = {"enum": error.validator_value, "const": [error.validator_value]}.get(error.validator, ())
    return [value for value in values if isinstance(value, str)]


def _type_names(error: Error) -> Iterator[str]:
    types = error.validator_value
    yield from (_TYPES[name] for name in ([types] if isinstance(types, str) else types))


def _extra_keys(error: Error) -> list[str]:
    return [key for key in error.instance if key not in error.schema.get("properties", {})]


def _missing_key(error: Error) -> str:
    """Return the key that an error of `required` is about; the library has an error for each."""
    names: list[str] = error.validator_value
    return next(name for name in names if f"'{name}' is a required" in error.message)


def _similar(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that was meant: the same in another case, or a similar one."""
    names = list(known)
    same = next((other for other in names if other.lower() == name.lower()), None)
    return same or next(iter(get_close_matches(name, names, 1, _SIMILARITY)), None)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MAX_CHOICES])
    return shown if len(names) <= _MAX_CHOICES else f"{shown} and {len(names) - _MAX_CHOICES} others"
