"""Walks over all that a brief's files hold: quotations, identifiers and the uses of them, each with its place.

The values are plain YAML, so a file that its model refuses is walked as far as it makes sense.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from briefwright.model import Passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefwright.files import Location

__all__ = ["identifiers", "nodes", "passages", "uses"]

_FILES = ("brief", "annotations", "glossary", "references")
_KINDS = {
    "findings": "finding",
    "recommendations": "recommendation",
    "pathways": "pathway",
    "events": "event",
    "figures": "figure",
    "annotations": "annotation",
    "terms": "term",
    "references": "reference",
}
_USES = {
    "references": "reference",
    "findings": "finding",
    "in_brief": "finding",
    "see": "term",
    "brief_figure": "figure",
}


def nodes(data: Mapping[str, Any]) -> Iterator[tuple[str, Location, dict[str, Any]]]:
    """Yield every mapping of the brief's files, parents first: file, location, keys and values."""
    for file in _FILES:
        yield from ((file, location, value) for location, value in _below(data.get(file), ()))


def _below(value: object, location: Location) -> Iterator[tuple[Location, dict[str, Any]]]:
    if isinstance(value, dict):
        yield location, value
        for key, item in value.items():
            yield from _below(item, (*location, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _below(item, (*location, index))


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
        if kind and isinstance(value.get("id"), str):
            yield kind, file, (*location, "id"), value["id"]


def uses(data: Mapping[str, Any]) -> Iterator[tuple[str, str, Location, str]]:
    """Yield every use of an identifier: the kind that it names, file, location, name."""
    for file, location, value in nodes(data):
        for key, kind in _USES.items():
            used = value.get(key)
            if isinstance(used, str):
                yield kind, file, (*location, key), used
            for index, name in enumerate(used if isinstance(used, list) else ()):
                if isinstance(name, str):
                    yield kind, file, (*location, key, index), name
