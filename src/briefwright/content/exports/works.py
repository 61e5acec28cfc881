"""Works cited, as ``brief.json`` has them: CSL JSON items (Citation Style Language 1.0.2, schema ``csl-data``)."""

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


class _Open(Published):
    """What CSL has no word for is left out, never ``null``."""

    model_config = ConfigDict(populate_by_name=True)

    @model_serializer(mode="wrap")
    def _known(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in handler(self).items() if value not in (None, ())}


class NameRecord(_Open):
    """A person's family and given name, or a body's literal one."""

    family: _Optional = Field(default=None, description="Family name.")
    given: _Optional = Field(default=None, description="Given name.")
    literal: _Optional = Field(default=None, description="The whole name of a body.")


class DateRecord(_Open):
    """A date, as exact as it is known."""

    date_parts: tuple[tuple[int, ...], ...] = Field(alias="date-parts", description="One list: year, month, day.")


class WorkRecord(_Open):
    """A work cited: a CSL JSON item."""

    id: str = Field(description="Lasting name, unique among the works.")
    type: str = Field(description="CSL type: report, webpage …")
    title: str = Field(description="Its title.")
    title_short: _Optional = Field(default=None, alias="title-short", description="Its title in few words.")
    author: Annotated[tuple[NameRecord, ...], _OPTIONAL] = Field(default=(), description="Who wrote it.")
    publisher: _Optional = Field(default=None, description="Who published it.")
    publisher_place: _Optional = Field(default=None, alias="publisher-place", description="Where.")
    container_title: _Optional = Field(default=None, alias="container-title", description="What it stands in.")
    collection_title: _Optional = Field(default=None, alias="collection-title", description="The series.")
    volume: _Optional = Field(default=None, description="The volume.")
    issue: _Optional = Field(default=None, description="The issue.")
    page: _Optional = Field(default=None, description="The pages.")
    number: _Optional = Field(default=None, description="The number.")
    genre: _Optional = Field(default=None, description="What kind of its type it is.")
    issued: Annotated[DateRecord | SkipJsonSchema[None], _OPTIONAL] = Field(
        default=None, description="When it was published."
    )
    accessed: Annotated[DateRecord | SkipJsonSchema[None], _OPTIONAL] = Field(
        default=None, description="When it was read."
    )
    isbn: _Optional = Field(default=None, alias="ISBN", description="ISBN.")
    doi: _Optional = Field(default=None, alias="DOI", description="DOI.")
    url: _Optional = Field(default=None, alias="URL", description="Where it is on the web.")
    language: _Optional = Field(default=None, description="Its language.")
    annote: _Optional = Field(
        default=None, description="What a reader must know of it: that it is a secondary page, say."
    )
