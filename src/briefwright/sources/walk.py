"""Walk the files of a brief: mappings, quotes, identifiers and their uses, author text, each with its location.

The values are plain YAML, so files with validation errors are walked as far as possible.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ValidationError

from briefwright.model import TIMELINE, TIMELINE_EVENTS, Annotations, AuthorText, Brief, Glossary, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefwright.sources.yaml_nodes import Location

BRIEF_FILES = ("brief", "annotations", "glossary", "references")
"""The YAML files of a brief, by name without extension."""
_ITEMS = {
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
"""The name of an item by the key of its list."""
_IDENTIFIER_KEYS = {"edition": "number"}
USES = {
    "references": "reference",
    "findings": "finding",
    "in_brief": "finding",
    "see": "term",
    "brief_figure": "figure",
}
"""The name of the items that the values of a key refer to."""
# References contain the words of their publishers.
_FILES_WITH_AUTHOR_TEXT: Mapping[str, type[BaseModel]] = {
    "brief": Brief,
    "annotations": Annotations,
    "glossary": Glossary,
}


def nodes(data: Mapping[str, Any]) -> Iterator[tuple[str, Location, dict[str, Any]]]:
    """Yield every mapping of the brief's files, parents first: file, location, keys and values."""
    for file in BRIEF_FILES:
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
    """Yield every valid quote: file, location, passage."""
    for file, location, value in nodes(data):
        if "quote" in value:
            fields = {key: item for key, item in value.items() if key in Passage.model_fields}
            try:
                yield file, location, Passage.model_validate(fields)
            except ValidationError:
                continue  # reported by the validation of the file


def identifiers(data: Mapping[str, Any]) -> Iterator[tuple[str, str, Location, str]]:
    """Yield every defined identifier: name of the item (as in “finding”), file, location, identifier.

    Events with dates define the figure of the timeline.
    """
    dated = [value for _, location, value in nodes(data) if location[:-1] == ("events",) and value.get("date")]
    if len(dated) >= TIMELINE_EVENTS:
        yield "figure", "brief", ("events",), TIMELINE
    for file, location, value in nodes(data):
        item = _ITEMS.get(str(location[-2])) if len(location) > 1 else None
        key = _IDENTIFIER_KEYS.get(str(item), "id")
        if item and isinstance(value.get(key), str):
            yield item, file, (*location, key), value[key]


def glossary_names(data: Mapping[str, Any]) -> Iterator[tuple[int, Location, str]]:
    """Yield every term and form of the glossary: index of the term, location, name."""
    for file, location, term in nodes(data):
        match file, location:
            case "glossary", ("terms", int(index)):
                for key in ("term", "forms"):
                    yield from ((index, place, name) for place, name in texts(term.get(key), (*location, key)))


def uses(data: Mapping[str, Any]) -> Iterator[tuple[str, str, Location, str]]:
    """Yield every use of an identifier: name of the item (as in “finding”), file, location, identifier."""
    for file, location, value in nodes(data):
        for key, item in USES.items():
            yield from ((item, file, place, name) for place, name in texts(value.get(key), (*location, key)))


def texts(value: object, location: Location = ()) -> Iterator[tuple[Location, str]]:
    """Yield a text, or each text of a list, with its location."""
    if isinstance(value, str):
        yield location, value
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, str):
            yield (*location, index), item


def all_texts(value: object, location: Location = ()) -> Iterator[tuple[Location, str]]:
    """Yield every text in plain values, with its location."""
    if isinstance(value, str):
        yield location, value
    elif isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from all_texts(item, (*location, key))


def author_texts(data: Mapping[str, Any]) -> Iterator[tuple[str, Location, str, bool]]:
    """Yield every author text: file, location, text, and whether it is Markdown."""
    for file, model in _FILES_WITH_AUTHOR_TEXT.items():
        for location, text, mark in _author_texts(model, data[file], ()):
            yield file, location, text, mark.markdown


def _author_texts(hint: Any, value: object, location: Location) -> Iterator[tuple[Location, str, AuthorText]]:  # noqa: ANN401
    """Yield the texts below a value whose type hint contains an ``AuthorText`` mark."""
    if not isinstance(value, str | list | dict):
        return
    parts = get_args(hint)
    mark = next((part for part in parts if isinstance(part, AuthorText)), None)
    if isinstance(value, str) and mark:
        yield location, value, mark
    elif isinstance(value, list) and get_origin(hint) is tuple:
        for index, item in enumerate(value):
            yield from _author_texts(parts[0], item, (*location, index))
    elif isinstance(value, dict) and isinstance(hint, type) and issubclass(hint, BaseModel):
        for key, field_hint in _field_hints(hint):
            yield from _author_texts(field_hint, value.get(key), (*location, key))
    else:
        for part in parts:
            yield from _author_texts(part, value, location)


@cache
def _field_hints(model: type[BaseModel]) -> tuple[tuple[str, Any], ...]:
    """Return the keys of a model, as in its file, with the full type hints of their values."""
    hints = get_type_hints(model, include_extras=True)
    return tuple((info.alias or name, hints[name]) for name, info in model.model_fields.items())
