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
)

NOTE_WORDS = 60
_REFERENCED = {
    AnnotationType.CORRECTION: "a correction needs a reference: what contradicts the essay",
    AnnotationType.CONTEXT: "context needs a reference: where the editors read it",
}


class Annotation(Passage, Marked):
    """What the editors add at a passage."""

    id: Identifier
    type: AnnotationType
    note: Prose = Field(description="At most 60 words: it stands in the margin.")
    references: tuple[str, ...] = ()

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

    annotations: tuple[Annotation, ...]


class Term(Marked):
    """A glossary entry."""

    id: Identifier
    term: Line
    forms: tuple[Line, ...] = Field(default=(), description="Its other forms in texts, as its plural.")
    definition: Prose
    see: tuple[str, ...] = Field(default=(), description="Identifiers of other terms.")
    references: tuple[str, ...] = ()


class Glossary(Frozen):
    """``glossary.yaml``."""

    terms: tuple[Term, ...]


class Name(Frozen):
    """A CSL name: a person's family and given name, or a body's literal one."""

    family: Line | None = None
    given: Line | None = None
    literal: Line | None = None


class Reference(BaseModel):
    """A work cited, in CSL's variables (Citation Style Language 1.0.2, appendix IV)."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    id: Identifier
    type: Literal[
        "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "chapter", "entry",
        "legislation", "post", "report", "speech", "webpage",
    ]  # fmt: skip
    title: Line
    title_short: Line | None = Field(default=None, alias="title-short")
    author: tuple[Name, ...] = ()
    publisher: Line | None = None
    publisher_place: Line | None = Field(default=None, alias="publisher-place")
    container_title: Line | None = Field(default=None, alias="container-title")
    collection_title: Line | None = Field(default=None, alias="collection-title")
    volume: Line | None = None
    issue: Line | None = None
    page: Line | None = None
    number: Line | None = None
    genre: Line | None = None
    issued: PartialDate | None = None
    accessed: PartialDate | None = None
    isbn: Line | None = Field(default=None, alias="ISBN")
    doi: Line | None = Field(default=None, alias="DOI")
    url: (
        Annotated[
            str,
            StringConstraints(pattern=r"^https?://[^\s<>\"]+$"),
            PatternHint("an address that begins with https:// or http://, without spaces, quotation marks, < and >"),
        ]
        | None
    ) = Field(default=None, alias="URL")
    language: Line | None = None
    note: Line | None = Field(
        default=None, description="What the reader must know: that the page read is a secondary one, say."
    )


class References(Frozen):
    """``references.yaml``: CSL YAML."""

    references: tuple[Reference, ...]
