"""The models of ``annotations.yaml``, ``glossary.yaml`` and ``references.yaml``."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from briefwright.model.fields import (
    AnnotationType,
    Frozen,
    Identifier,
    InvalidValue,
    Line,
    Marked,
    PartialDate,
    Passage,
    PatternHint,
    Prose,
    ReferenceIds,
)

_MAX_NOTE_WORDS = 60
_NEEDS_REFERENCE = {
    AnnotationType.CORRECTION: "a source that contradicts the essay",
    AnnotationType.CONTEXT: "the source of the context",
}


class Annotation(Passage, Marked):
    """An editors' note on a passage."""

    id: Identifier
    type: AnnotationType
    note: Prose = Field(description="At most 60 words, for the margin.")
    references: ReferenceIds = ()

    @model_validator(mode="after")
    def _has_reference(self) -> Self:
        if self.type in _NEEDS_REFERENCE and not self.references:
            raise InvalidValue(
                f"an annotation of type {self.type} needs a reference",
                f"add `references:` with {_NEEDS_REFERENCE[self.type]}, or change `type:` to gap or caution",
            )
        return self

    @model_validator(mode="after")
    def _fits_margin(self) -> Self:
        words = len(self.note.split())
        if words > _MAX_NOTE_WORDS:
            raise ValueError(f"the note has {words} words; shorten it to {_MAX_NOTE_WORDS}")
        return self


class Annotations(Frozen):
    """``annotations.yaml``."""

    annotations: tuple[Annotation, ...] = Field(description="Annotations on passages of the essay.")


class Term(Marked):
    """A term of the glossary."""

    id: Identifier
    term: Line = Field(description="The term as written in running text.")
    forms: tuple[Line, ...] = Field(default=(), description="Other forms in texts, such as the plural.")
    definition: Prose = Field(description="What the term means in the essay.")
    see: tuple[str, ...] = Field(default=(), description="Identifiers of related terms.")
    references: ReferenceIds = ()


class Glossary(Frozen):
    """``glossary.yaml``."""

    terms: tuple[Term, ...] = Field(description="Terms of the glossary.")


class Name(Frozen):
    """A CSL name: a person with family and given name, or an organisation with a literal name."""

    family: Line | None = Field(default=None, description="Family name of a person.")
    given: Line | None = Field(default=None, description="Given names of a person.")
    literal: Line | None = Field(default=None, description="Name of an organisation.")


class Reference(BaseModel):
    """A cited work, in CSL variables (Citation Style Language 1.0.2, appendix IV)."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    id: Identifier
    type: Literal[
        "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "chapter", "entry",
        "legislation", "post", "report", "speech", "webpage",
    ] = Field(description="CSL type of the work.")  # fmt: skip
    title: Line = Field(description="The title of the work.")
    title_short: Line | None = Field(default=None, alias="title-short", description="Short form of the title.")
    author: tuple[Name, ...] = Field(default=(), description="Authors, in order.")
    publisher: Line | None = Field(default=None, description="Publisher of the work.")
    publisher_place: Line | None = Field(default=None, alias="publisher-place", description="Place of publication.")
    container_title: Line | None = Field(
        default=None, alias="container-title", description="Title of the journal, book or website with the work."
    )
    collection_title: Line | None = Field(default=None, alias="collection-title", description="Title of the series.")
    volume: Line | None = Field(default=None, description="Volume.")
    issue: Line | None = Field(default=None, description="Issue.")
    page: Line | None = Field(default=None, description="Page or range of pages.")
    number: Line | None = Field(default=None, description="Number of a report, law or similar work.")
    genre: Line | None = Field(default=None, description="Type of the work in words, such as “Press release”.")
    issued: PartialDate | None = Field(default=None, description="Date of publication: 2015, 2015-11 or 2015-11-13.")
    accessed: PartialDate | None = Field(default=None, description="Date on which the editors read the URL.")
    isbn: Line | None = Field(default=None, alias="ISBN", description="ISBN.")
    doi: Line | None = Field(default=None, alias="DOI", description="DOI without https://doi.org/.")
    url: (
        Annotated[
            str,
            StringConstraints(pattern=r"^https?://[^\s<>\"]+$"),
            PatternHint("a URL that begins with https:// or http://, without spaces, quotation marks, < and >"),
        ]
        | None
    ) = Field(default=None, alias="URL", description="Page that the editors read.")
    language: Line | None = Field(default=None, description="Language of the work, such as fr.")
    note: Line | None = Field(default=None, description="Note for readers, such as that the URL is a secondary source.")


class References(Frozen):
    """``references.yaml``: CSL YAML."""

    references: tuple[Reference, ...] = Field(description="Works that the brief cites.")
