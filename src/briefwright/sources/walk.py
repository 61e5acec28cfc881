"""Walks over all that a brief's files hold: quotations, identifiers and the uses of them, each with its place.

The values are plain YAML, so a file that its model refuses is walked as far as it makes sense.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ValidationError

from briefwright.model import Annotations, Authored, Brief, Glossary, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefwright.sources.yaml_nodes import Location

_FILES = ("brief", "annotations", "glossary", "references")
_KINDS = {
    "findings": "finding",
    "recommendations": "recommendation",
    "sections": "section",
    "events": "event",
    "figures": "figure",
    "annotations": "annotation",
    "terms": "term",
    "references": "reference",
    "editions": "edition",
}
_NAMED_BY = {"edition": "number"}
USES = {
    "references": "reference",
    "findings": "finding",
    "in_brief": "finding",
    "see": "term",
    "brief_figure": "figure",
}
"""The kind of thing that a key names."""
# The files that hold the editors' own words; a reference's are its publisher's.
_WRITTEN: Mapping[str, type[BaseModel]] = {"brief": Brief, "annotations": Annotations, "glossary": Glossary}


def nodes(data: Mapping[str, Any]) -> Iterator[tuple[str, Location, dict[str, Any]]]:
    """Yield every mapping of the brief's files, parents first: file, location, keys and values."""
    for file in _FILES:
        yield from ((file, location, value) for location, value in mappings(data.get(file)))


def mappings(value: object, location: Location = ()) -> Iterator[tuple[Location, dict[str, Any]]]:
    """Yield every mapping of plain values, parents first, with its location."""
    if isinstance(value, dict):
        yield location, value
        for key, item in value.items():
            yield from mappings(item, (*location, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from mappings(item, (*location, index))


def passages(data: Mapping[str, Any]) -> Iterator[tuple[str, Location, Passage]]:
    """Yield every quotation that is one."""
    for file, location, value in nodes(data):
        if "quote" in value:
            fields = {key: item for key, item in value.items() if key in Passage.model_fields}
            try:
                yield file, location, Passage.model_validate(fields)
            except ValidationError:
                continue  # said already


def identifiers(data: Mapping[str, Any]) -> Iterator[tuple[str, str, Location, str]]:
    """Yield every identifier that is defined: its kind, file, location, name."""
    for file, location, value in nodes(data):
        kind = _KINDS.get(str(location[-2])) if len(location) > 1 else None
        key = _NAMED_BY.get(str(kind), "id")
        if kind and isinstance(value.get(key), str):
            yield kind, file, (*location, key), value[key]


def named(data: Mapping[str, Any]) -> Iterator[tuple[int, Location, str]]:
    """Yield every name that the glossary gives: which term, where, and the name."""
    for file, location, term in nodes(data):
        match file, location:
            case "glossary", ("terms", int(index)):
                for key in ("term", "forms"):
                    yield from ((index, where, name) for where, name in texts(term.get(key), (*location, key)))


def uses(data: Mapping[str, Any]) -> Iterator[tuple[str, str, Location, str]]:
    """Yield every use of an identifier: the kind that it names, file, location, name."""
    for file, location, value in nodes(data):
        for key, kind in USES.items():
            yield from ((kind, file, where, name) for where, name in texts(value.get(key), (*location, key)))


def texts(value: object, location: Location = ()) -> Iterator[tuple[Location, str]]:
    """Yield a text, or each text of a list."""
    if isinstance(value, str):
        yield location, value
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, str):
            yield (*location, index), item


def words(data: Mapping[str, Any]) -> Iterator[tuple[str, Location, str, bool]]:
    """Yield every text that is the editors' own: file, location, text, and whether it is Markdown."""
    for file, model in _WRITTEN.items():
        yield from ((file, location, text, mark.markdown) for location, text, mark in _authored(model, data[file], ()))


def _authored(hint: Any, value: object, location: Location) -> Iterator[tuple[Location, str, Authored]]:  # noqa: ANN401
    """Yield the marked texts below a value, as the type of its field marks them."""
    if not isinstance(value, str | list | dict):
        return
    parts = get_args(hint)
    mark = next((part for part in parts if isinstance(part, Authored)), None)
    if isinstance(value, str) and mark:
        yield location, value, mark
    elif isinstance(value, list) and get_origin(hint) is tuple:
        for index, item in enumerate(value):
            yield from _authored(parts[0], item, (*location, index))
    elif isinstance(value, dict) and isinstance(hint, type) and issubclass(hint, BaseModel):
        for key, kind in _keys(hint):
            yield from _authored(kind, value.get(key), (*location, key))
    else:
        for part in parts:
            yield from _authored(part, value, location)


@cache
def _keys(model: type[BaseModel]) -> tuple[tuple[str, Any], ...]:
    """Return the keys of a model, as its file has them, with the full types of their values."""
    hints = get_type_hints(model, include_extras=True)
    return tuple((info.alias or name, hints[name]) for name, info in model.model_fields.items())
