"""Walks over all that a brief holds: its quotations, its identifiers, and the uses of them, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

from briefwright.model import FigureUse, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefwright.files import Location
    from briefwright.sources import Sources

__all__ = ["identifiers", "nodes", "passages", "uses"]

_LISTS = {"references": "reference", "findings": "finding", "in_brief": "finding", "see": "term"}
_KINDS: dict[type[BaseModel], str] = {FigureUse: "figure"}


def nodes(sources: Sources) -> Iterator[tuple[str, Location, BaseModel]]:
    """Yield every value of the brief's files, parents first: file, location, value."""
    roots = (
        ("brief", sources.brief),
        ("annotations", sources.annotations),
        ("glossary", sources.glossary),
        ("references", sources.references),
    )
    for file, root in roots:
        yield from ((file, location, value) for location, value in _below(root, ()))


def _below(value: object, location: Location) -> Iterator[tuple[Location, BaseModel]]:
    if isinstance(value, BaseModel):
        yield location, value
        for name in type(value).model_fields:
            yield from _below(getattr(value, name), (*location, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _below(item, (*location, index))


def passages(sources: Sources) -> Iterator[tuple[str, Location, Passage]]:
    """Yield every quotation."""
    for file, location, value in nodes(sources):
        if isinstance(value, Passage):
            yield file, location, value


def identifiers(sources: Sources) -> Iterator[tuple[str, str, Location, str]]:
    """Yield every identifier that is defined: its kind, file, location, name."""
    for file, location, value in nodes(sources):
        name = getattr(value, "id", None)
        if isinstance(name, str):
            yield _KINDS.get(type(value), type(value).__name__.lower()), file, (*location, "id"), name


def uses(sources: Sources) -> Iterator[tuple[str, str, Location, str]]:
    """Yield every use of an identifier: the kind that it names, file, location, name."""
    for file, location, value in nodes(sources):
        for field, kind in _LISTS.items():
            for index, name in enumerate(getattr(value, field, ())):
                if isinstance(name, str):
                    yield kind, file, (*location, field, index), name
    if sources.brief.brief_figure:
        yield "figure", "brief", ("brief_figure",), sources.brief.brief_figure
