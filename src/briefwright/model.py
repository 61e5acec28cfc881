"""What editors write: the types of every file under ``sources/`` and of ``document.yaml``.

Everything here is a frozen value that forbids unknown keys.  The JSON Schemas
in ``schemas/`` are generated from these types, so a field's ``description`` is
what an editor reads while typing.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from briefwright import prose

__all__ = [
    "Annotation",
    "AnnotationKind",
    "Annotations",
    "Brief",
    "Contact",
    "DocumentType",
    "Edition",
    "Event",
    "FigureUse",
    "Finding",
    "Fit",
    "Glossary",
    "Horizon",
    "House",
    "KeyFigure",
    "Level",
    "Licence",
    "Name",
    "Passage",
    "Pathway",
    "Recommendation",
    "Reference",
    "References",
    "Safeguard",
    "Standing",
    "Statement",
    "Summary",
    "Term",
    "Thesis",
]

Identifier = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60),
    Field(description="Lower-case words joined by hyphens; part of addresses, so do not change it once published."),
]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300),
    Field(description="One line of plain text; Markdown signs in it are printed as they stand."),
]


def _printable(text: str) -> str:
    prose.parse(text)
    return text


Prose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
    AfterValidator(_printable),
    Field(description="Markdown: *emphasis*, **strong**, [links](https://…); a blank line starts a new paragraph."),
]
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def _partial_date(value: object) -> object:
    """Accept ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` and refuse days that no calendar has."""
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    found = _PARTIAL_DATE.fullmatch(text)
    if not found:
        message = "a date is written YYYY, YYYY-MM or YYYY-MM-DD"
        raise ValueError(message)
    year, month, day = (int(part) if part else 1 for part in found.groups())
    try:
        dt.date(year, month, day)
    except ValueError as error:
        message = f"there is no such date: {error}"
        raise ValueError(message) from None
    return text


PartialDate = Annotated[
    str,
    BeforeValidator(_partial_date),
    Field(description="A date as exact as it is known: 2015, 2015-11 or 2015-11-13."),
]


class Frozen(BaseModel):
    """The base of every value: immutable, and closed to keys that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Level(StrEnum):
    """Analytical confidence, and the strength of evidence, in three steps."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Horizon(StrEnum):
    """When a recommendation can be carried out."""

    IMMEDIATE = "immediate"
    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


class AnnotationKind(StrEnum):
    """What the editors do at a passage."""

    CORRECTION = "correction"
    CONTEXT = "context"
    DEFINITION = "definition"
    CAUTION = "caution"
    GAP = "gap"


class State(StrEnum):
    """How far a recommendation has been taken up, as far as the references show."""

    PROPOSED = "proposed"
    PARTLY = "partly-in-place"
    IN_PLACE = "in-place"


class Marking(StrEnum):
    """TLP 2.0 labels (FIRST, Traffic Light Protocol, version 2.0, August 2022)."""

    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"


class Passage(Frozen):
    """Words of the essay, held by quotation (W3C Web Annotation, TextQuoteSelector)."""

    quote: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1),
        Field(
            description="The words of the essay, exactly; white space and the style of quotation marks do not matter."
        ),
    ]
    paragraph: int | None = Field(
        default=None, ge=1, description="The essay's paragraph, where the quote stands in more than one."
    )
    prefix: str | None = Field(default=None, description="The words just before the quote, where it is not unique.")
    suffix: str | None = Field(default=None, description="The words just after the quote, where it is not unique.")


class Annotation(Passage):
    """What the editors add at a passage."""

    id: Identifier
    kind: AnnotationKind
    note: Prose = Field(description="At most 60 words: it stands in the margin.")
    references: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fits_margin(self) -> Self:
        words = len(self.note.split())
        if words > 60:
            message = f"the note has {words} words; a side note holds at most 60"
            raise ValueError(message)
        return self


class Annotations(Frozen):
    """``annotations.yaml``."""

    annotations: tuple[Annotation, ...]


class Statement(Frozen):
    """A sentence or two that rests on passages, on references, or on both."""

    text: Prose
    passages: tuple[Passage, ...] = ()
    references: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _rests_on_something(self) -> Self:
        if not self.passages and not self.references:
            message = "rests on nothing: give it a passage of the essay or a reference"
            raise ValueError(message)
        return self


class Thesis(Frozen):
    """What the essay as a whole argues, in one or two sentences."""

    text: Prose
    passages: tuple[Passage, ...] = Field(min_length=1)


class Summary(Frozen):
    """The brief's summary: 60 to 90 words."""

    text: Prose
    passages: tuple[Passage, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _length(self) -> Self:
        words = len(self.text.split())
        if not 60 <= words <= 90:
            message = f"the summary has {words} words; it needs 60 to 90"
            raise ValueError(message)
        return self


class Finding(Frozen):
    """What the essay argues, in the editors' words."""

    id: Identifier
    short: Line = Field(description="The finding in one sentence of about 25 words at most, for the executive brief.")
    statement: Prose = Field(description="The finding in full, for the report.")
    evidence: Prose = Field(description="What in the essay bears the finding out, and what does not.")
    confidence: Level = Field(description="How far the evidence bears the finding.")
    basis: Prose = Field(description="Why the confidence is what it is.")
    passages: tuple[Passage, ...] = Field(min_length=1)
    references: tuple[str, ...] = ()


class Pathway(Frozen):
    """A way into recruitment that the essay describes."""

    id: Identifier
    title: Line
    text: Prose
    caution: Prose | None = Field(default=None, description="What the editors add about it, soberly.")
    passages: tuple[Passage, ...] = Field(min_length=1)
    references: tuple[str, ...] = ()


class Event(Frozen):
    """An event that the essay names."""

    id: Identifier
    date: PartialDate | None = Field(
        default=None, description="Leave out where neither the essay nor a reference has one."
    )
    place: Line
    title: Line
    essay: Line = Field(description="What the essay says of it, in a few words.")
    checked: Line | None = Field(default=None, description="What the references say of it.")
    passages: tuple[Passage, ...] = Field(min_length=1)
    references: tuple[str, ...] = ()


class Safeguard(Frozen):
    """A condition that the editors add for the sake of rights."""

    text: Prose
    references: tuple[str, ...] = Field(min_length=1)


class Standing(Frozen):
    """Where the recommendation stands today, as far as the references show."""

    state: State
    note: Prose
    references: tuple[str, ...] = ()


class Recommendation(Frozen):
    """What the essay proposes: '[Actor] should [verb] …'."""

    id: Identifier
    actor: Line = Field(description="Who should act, as it stands at the head of the sentence: 'Member States'.")
    action: Line = Field(description="What they should do, without actor and 'should': 'share …'. No full stop.")
    short: Line = Field(description="The same in at most 14 words, for the brief's table. No full stop.")
    rationale: Prose
    horizon: Horizon
    evidence: Level = Field(description="How strong the essay's evidence for it is.")
    findings: tuple[str, ...] = Field(min_length=1, description="Identifiers of the findings it rests on.")
    passages: tuple[Passage, ...] = Field(min_length=1)
    safeguards: tuple[Safeguard, ...] = ()
    indicator: Prose = Field(description="What would show that it has been carried out.")
    standing: Standing


class KeyFigure(Frozen):
    """A number at a glance."""

    value: Line
    label: Line
    passages: tuple[Passage, ...] = ()
    references: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _rests_on_something(self) -> Self:
        if not self.passages and not self.references:
            message = "rests on nothing: give it a passage of the essay or a reference"
            raise ValueError(message)
        return self


class FigureUse(Frozen):
    """A figure: a Vega-Lite specification and its data, under ``figures/``."""

    id: Identifier
    file: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*\.vl\.yaml$")]
    data: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*\.csv$")]
    title: Line = Field(description="The message of the figure, as a sentence without a full stop.")
    alt: Prose = Field(description="What a reader who cannot see the figure needs to know, numbers included.")
    note: Prose | None = None
    references: tuple[str, ...] = Field(default=())
    passages: tuple[Passage, ...] = ()


class Edition(Frozen):
    """A published state of the brief."""

    number: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]
    date: dt.date
    changes: Prose


class Brief(Frozen):
    """``brief.yaml``: one publication."""

    title: Line
    subtitle: Line
    short_title: Line = Field(description="For running headers.")
    title_note: Line = Field(description="Where the title comes from.")
    number: Line = Field(description="The house's number for the brief.")
    marking: Marking | None = Field(default=None, description="Handling marking; the house's default where left out.")
    topics: tuple[Line, ...] = Field(min_length=1)
    purpose: Line = Field(description="What the recommendations sheet is for, in one sentence.")
    thesis: Thesis
    summary: Summary
    why: tuple[Statement, ...] = Field(min_length=1, description="Why it matters.")
    key_figures: tuple[KeyFigure, ...] = Field(default=(), max_length=3)
    findings: tuple[Finding, ...] = Field(min_length=1)
    in_brief: tuple[str, ...] = Field(min_length=1, description="Findings that stand in the executive brief, in order.")
    pathways: tuple[Pathway, ...] = ()
    events: tuple[Event, ...] = ()
    recommendations: tuple[Recommendation, ...] = Field(min_length=1)
    safeguards: Safeguard = Field(
        description="One line of at most 45 words, for the foot of the recommendations sheet."
    )
    watch: tuple[Statement, ...] = Field(default=(), description="What to watch.")
    limits: tuple[Statement, ...] = Field(default=(), description="Limits and gaps.")
    figures: tuple[FigureUse, ...] = ()
    brief_figure: str | None = Field(default=None, description="The figure that stands in the executive brief.")
    about: Prose = Field(description="Method: how the summaries and annotations were made.")
    editions: tuple[Edition, ...] = Field(min_length=1, description="Newest first.")


class Term(Frozen):
    """A glossary entry."""

    id: Identifier
    term: Line
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

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

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
    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")] | None = Field(default=None, alias="URL")
    language: Line | None = None
    note: Line | None = Field(
        default=None, description="What the reader must know: that the page read is a secondary one, say."
    )


class References(Frozen):
    """``references.yaml``: CSL YAML."""

    references: tuple[Reference, ...]


class Licence(Frozen):
    """Under which terms the house publishes."""

    id: Line = Field(description="SPDX identifier.")
    name: Line
    url: Annotated[str, StringConstraints(pattern=r"^https://\S+$")]


class Contact(Frozen):
    """Where readers write to."""

    name: Line
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+$")]


class ScaleStep(Frozen):
    """A step of the confidence scale, and what it means."""

    level: Level
    meaning: Line


class House(Frozen):
    """``house.yaml``: the publishing body."""

    name: Line
    short_name: Line
    note: Line | None = Field(
        default=None, description="Printed in every colophon: that the house is a placeholder, say."
    )
    base_url: Annotated[str, StringConstraints(pattern=r"^https://[^\s/]+(/[^\s]*[^\s/])?$")] = Field(
        description="Where build/site is published, without a slash at its end."
    )
    language: Literal["en-GB"] = "en-GB"
    licence: Licence
    contact: Contact
    marking: Marking = Marking.CLEAR
    confidence: tuple[ScaleStep, ...] = Field(description="The confidence scale, in words that the report prints.")


class Fit(Frozen):
    """Bounds between which the body type steps down until the document fits its page limit, in points."""

    largest: float = Field(gt=0, le=14)
    smallest: float = Field(ge=8.5, description="Body type is never under 8.5 pt.")
    step: float = Field(default=0.1, gt=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.smallest > self.largest:
            message = "smallest is larger than largest"
            raise ValueError(message)
        return self


class DocumentType(Frozen):
    """``templates/<document>/document.yaml``: a kind of document, as data."""

    title: Line = Field(description="Key of the title in the language's catalogue.")
    order: int = Field(description="Place among the brief's documents.")
    formats: tuple[Literal["html", "pdf"], ...] = ("html", "pdf")
    page_size: Literal["A4"] = "A4"
    page_limit: tuple[int, int] = Field(description="Fewest and most pages that the PDF may have.")
    fit: Fit | None = None
    contents: bool = Field(default=False, description="Whether a table of contents is made of the headings.")
    needs: tuple[str, ...] = Field(
        description="Parts of the view that the template uses; an edit elsewhere rebuilds nothing."
    )


SOURCE_FILES: dict[str, type[BaseModel]] = {
    "house": House,
    "brief": Brief,
    "annotations": Annotations,
    "glossary": Glossary,
    "references": References,
    "document": DocumentType,
}


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a source file, by its name without ending."""
    return SOURCE_FILES[name].model_json_schema(by_alias=True)
