"""Types of the brief record: works cited as CSL JSON items (Citation Style Language 1.0.2, schema ``csl-data``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import ConfigDict, Field, model_serializer
from pydantic.json_schema import SkipJsonSchema

from briefwright.content.exports.statements import Published

if TYPE_CHECKING:
    from pydantic import SerializerFunctionWrapHandler


def _without_default(schema: dict[str, Any]) -> None:
    del schema["default"]


_OPTIONAL = Field(json_schema_extra=_without_default)
_Optional = Annotated[str | SkipJsonSchema[None], _OPTIONAL]


class _CslObject(Published):
    """The base of CSL types. CSL has no ``null``, so empty fields are omitted."""

    model_config = ConfigDict(populate_by_name=True)

    @model_serializer(mode="wrap")
    def _without_empty_fields(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in handler(self).items() if value not in (None, ())}


class NameRecord(_CslObject):
    """The family and given name of a person, or the literal name of an organization."""

    family: _Optional = Field(default=None, description="Family name.")
    given: _Optional = Field(default=None, description="Given name.")
    literal: _Optional = Field(default=None, description="Full name of an organization.")


class DateRecord(_CslObject):
    """A date, as exact as it is known."""

    date_parts: tuple[tuple[int, ...], ...] = Field(alias="date-parts", description="One list: year, month, day.")


class WorkRecord(_CslObject):
    """A work cited: a CSL JSON item."""

    id: str = Field(description="Permanent identifier, unique among the works.")
    type: str = Field(description="CSL type: report, webpage …")
    title: str = Field(description="Title.")
    title_short: _Optional = Field(default=None, alias="title-short", description="Short title.")
    author: Annotated[tuple[NameRecord, ...], _OPTIONAL] = Field(default=(), description="Authors.")
    publisher: _Optional = Field(default=None, description="Publisher.")
    publisher_place: _Optional = Field(default=None, alias="publisher-place", description="Place of the publisher.")
    container_title: _Optional = Field(
        default=None, alias="container-title", description="Title of the book, journal or website that contains it."
    )
    collection_title: _Optional = Field(default=None, alias="collection-title", description="Series.")
    volume: _Optional = Field(default=None, description="Volume.")
    issue: _Optional = Field(default=None, description="Issue.")
    page: _Optional = Field(default=None, description="Pages.")
    number: _Optional = Field(default=None, description="Number.")
    genre: _Optional = Field(default=None, description="CSL genre, a more exact type.")
    issued: Annotated[DateRecord | SkipJsonSchema[None], _OPTIONAL] = Field(
        default=None, description="Date of publication."
    )
    accessed: Annotated[DateRecord | SkipJsonSchema[None], _OPTIONAL] = Field(
        default=None, description="Date of access."
    )
    isbn: _Optional = Field(default=None, alias="ISBN", description="ISBN.")
    doi: _Optional = Field(default=None, alias="DOI", description="DOI.")
    url: _Optional = Field(default=None, alias="URL", description="URL.")
    language: _Optional = Field(default=None, description="Language.")
    annote: _Optional = Field(default=None, description="Note for readers: for example, that it is a secondary source.")
