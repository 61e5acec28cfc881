"""The models of ``annotations.yaml``, ``glossary.yaml`` and ``references.yaml``."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from briefwright.model.csl import Reference
from briefwright.model.fields import (
    AnnotationType,
    Frozen,
    Identifier,
    InvalidValue,
    Line,
    Marked,
    Passage,
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

    annotations: tuple[Annotation, ...] = Field(default=(), description="Annotations on passages of the essay.")


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

    terms: tuple[Term, ...] = Field(default=(), description="Terms of the glossary.")


class References(Frozen):
    """``references.yaml``: CSL YAML. Instead of it, ``references.json`` (CSL JSON) or ``references.bib`` (BibTeX)."""

    references: tuple[Reference, ...] = Field(default=(), description="Works that the brief cites.")
