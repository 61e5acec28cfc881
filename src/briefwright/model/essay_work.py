"""The model of ``essay`` in ``brief.yaml``: whose text the essay is, and where it comes from."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from briefwright.model import identifiers
from briefwright.model.csl import Name
from briefwright.model.csl_text import Doi, Url
from briefwright.model.fields import Frozen, InvalidValue, Line, PartialDate

UNSIGNED, UNTITLED, UNDATED = "unsigned", "untitled", "undated"
"""The values of ``authors``, ``title`` and ``date`` by which the editors say that the essay has none."""
Called = Literal[
    "article", "essay", "interview", "lecture", "letter", "memorandum", "paper", "post", "report", "speech",
    "submission", "text",
]  # fmt: skip
"""The words for the essay; the catalogue of interface strings has the forms of each."""


def _name(value: object) -> object:
    """Accept a name as one text, which is not split into family and given name."""
    return {"literal": value} if isinstance(value, str) else value


def _authors(value: object) -> object:
    """Return no authors for ``unsigned``."""
    if value == UNSIGNED:
        return ()
    if isinstance(value, str):
        raise InvalidValue(
            f"`authors` must be a list, or the word {UNSIGNED}, not “{value}”",
            f"write `authors:`, and in the next line `  - name: {value}`",
        )
    if value == []:
        raise InvalidValue(
            "`authors` is an empty list",
            f"write `authors: {UNSIGNED}` if the essay names no author; delete the line to print nothing",
        )
    return value


def _date_or_undated(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    return UNDATED if value == UNDATED else handler(value)


def _authors_schema(schema: dict[str, Any]) -> None:
    schema["anyOf"] = [{"const": UNSIGNED}, *schema["anyOf"]]


PersonName = Annotated[Name, BeforeValidator(_name)]


class EssayAuthor(Frozen):
    """An author or a translator of the essay."""

    name: PersonName = Field(
        description="CSL name: `{family: …, given: …}` of a person, `{literal: …}` of a body; or one text, not split.",
        json_schema_extra=lambda schema: schema.update(anyOf=[{"type": "string"}, {"$ref": schema.pop("$ref")}]),
    )
    affiliation: Line | None = Field(default=None, description="The institution of the author at the time.")
    orcid: Annotated[str, AfterValidator(identifiers.orcid)] | None = Field(
        default=None, description="ORCID iD, such as 0000-0002-1825-0097."
    )

    @model_validator(mode="after")
    def _has_name(self) -> Self:
        if not self.name.family and not self.name.literal:
            raise InvalidValue("the name has no `family` and no `literal`", "add `family:`, or `literal:` for a body")
        return self


class EssayLicence(Frozen):
    """The licence under which the essay is reproduced."""

    name: Line = Field(description="Name of the licence.")
    url: Url = Field(description="URL of the licence text.")


class EssayWork(Frozen):
    """Whose text the essay is. Every field is optional; a field that is left out prints nothing."""

    called: Called = Field(default="essay", description="The word for the essay in pages and PDFs.")
    title: Line | None = Field(default=None, description="Title of the essay; `untitled` if it has none.")
    authors: Annotated[tuple[EssayAuthor, ...] | None, BeforeValidator(_authors)] = Field(
        default=None,
        description="Authors of the essay, in order; `unsigned` if it names none.",
        json_schema_extra=_authors_schema,
    )
    date: Annotated[PartialDate, WrapValidator(_date_or_undated)] | None = Field(
        default=None,
        description="Date of the essay, as exact as known: 2015, 2015-11 or 2015-11-13; `undated` if it has none.",
    )
    published_in: Line | None = Field(default=None, description="Journal, site, book or place of first publication.")
    url: Url | None = Field(default=None, description="URL of the essay where it was first published.")
    doi: Doi | None = Field(default=None, description="DOI of the essay, with or without https://doi.org/.")
    language: Annotated[str, AfterValidator(identifiers.language)] | None = Field(
        default=None, description="Language of the essay (BCP 47), such as fr; the publisher's if omitted."
    )
    translator: EssayAuthor | None = Field(default=None, description="Translator of the essay, if it is a translation.")
    licence: EssayLicence | None = Field(default=None, description="Licence of the essay.")
    rights: Line | None = Field(
        default=None, description="Rights statement, such as “© 2015 Ada Clerk, by permission”."
    )

    @property
    def is_citable(self) -> bool:
        """Whether a citation can name the essay itself: its title or an author is known."""
        return bool(self.authors) or self.title not in {None, UNTITLED}
