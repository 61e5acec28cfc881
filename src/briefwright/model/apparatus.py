"""What stands beside the summaries: annotations, glossary, references."""

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
    Works,
)

NOTE_WORDS = 60
_REFERENCED = {
    AnnotationType.CORRECTION: "a correction needs a reference: what contradicts the essay",
    AnnotationType.CONTEXT: "context needs a reference: where the editors read it",
}


class Annotation(Passage, Marked):
    """What the editors add at a passage."""

    id: Identifier
    type: AnnotationType = Field(description="What the note does.")
    note: Prose = Field(description="The note, at most 60 words; the report prints it in the margin.")
    references: Works = ()

    @model_validator(mode="after")
    def _stands_on_a_reference(self) -> Self:
        if self.type in _REFERENCED and not self.references:
            raise InvalidValue(
                _REFERENCED[self.type], "add `references:`, or make it a gap or a caution, which need none"
            )
        return self

    @model_validator(mode="after")
    def _fits_margin(self) -> Self:
        words = len(self.note.split())
        if words > NOTE_WORDS:
            raise ValueError(f"the note has {words} words; a side note holds at most {NOTE_WORDS}")
        return self


class Annotations(Frozen):
    """``annotations.yaml``."""

    annotations: tuple[Annotation, ...] = Field(description="The notes, in any order.")


class Term(Marked):
    """A glossary entry."""

    id: Identifier
    term: Line = Field(description="The term as the glossary lists it; commas separate several names.")
    forms: tuple[Line, ...] = Field(default=(), description="Other forms of the term in texts, such as its plural.")
    definition: Prose = Field(description="What the term means in the essay.")
    see: tuple[str, ...] = Field(default=(), description="Identifiers of other terms.")
    references: Works = ()


class Glossary(Frozen):
    """``glossary.yaml``."""

    terms: tuple[Term, ...] = Field(description="The terms, in any order.")


class Name(Frozen):
    """A CSL name: a person's family and given name, or a body's literal one."""

    family: Line | None = Field(default=None, description="Family name.")
    given: Line | None = Field(default=None, description="Given names.")
    literal: Line | None = Field(default=None, description="The whole name, of an organisation for example.")


class Reference(BaseModel):
    """A work cited, in CSL's variables (Citation Style Language 1.0.2, appendix IV)."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    id: Identifier
    type: Literal[
        "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "chapter", "entry",
        "legislation", "post", "report", "speech", "webpage",
    ] = Field(description="The type of the work.")  # fmt: skip
    title: Line = Field(description="The title of the work.")
    title_short: Line | None = Field(default=None, alias="title-short", description="A short title.")
    author: tuple[Name, ...] = Field(default=(), description="The authors.")
    publisher: Line | None = Field(default=None, description="The publisher of the work.")
    publisher_place: Line | None = Field(default=None, alias="publisher-place", description="Place of publication.")
    container_title: Line | None = Field(
        default=None, alias="container-title", description="The journal, book or site that contains the work."
    )
    collection_title: Line | None = Field(
        default=None, alias="collection-title", description="The series that the work belongs to."
    )
    volume: Line | None = Field(default=None, description="Volume.")
    issue: Line | None = Field(default=None, description="Issue.")
    page: Line | None = Field(default=None, description="Page or range of pages.")
    number: Line | None = Field(default=None, description="Number of a report, bill or law.")
    genre: Line | None = Field(default=None, description="A more precise type, such as 'Directive' or 'Press release'.")
    issued: PartialDate | None = Field(default=None, description="Date of publication: 2015, 2015-11 or 2015-11-13.")
    accessed: PartialDate | None = Field(
        default=None, description="When the editors read the page: 2015, 2015-11 or 2015-11-13."
    )
    isbn: Line | None = Field(default=None, alias="ISBN", description="ISBN.")
    doi: Line | None = Field(default=None, alias="DOI", description="DOI, without https://doi.org/.")
    url: (
        Annotated[
            str,
            StringConstraints(pattern=r"^https?://[^\s<>\"]+$"),
            PatternHint("an address that begins with https:// or http://, without spaces, quotation marks, < and >"),
        ]
        | None
    ) = Field(default=None, alias="URL", description="Web address.")
    language: Line | None = Field(default=None, description="Language tag of the work: 'fr'.")
    note: Line | None = Field(
        default=None, description="A remark for readers, such as 'quoted from a secondary source'."
    )


class References(Frozen):
    """``references.yaml``: CSL YAML."""

    references: tuple[Reference, ...] = Field(description="The works cited, in any order.")
