"""Kinds of fields, the base of every value, and what statements rest on: passages of the essay, and references."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from briefwright import prose
from briefwright.marking import MarkingLabel


@dataclass(frozen=True, slots=True)
class Authored:
    """Marks a field that holds an author's own words, and says whether they are Markdown."""

    markdown: bool


@dataclass(frozen=True, slots=True)
class RequiredHint:
    """What to tell an editor who left a field out or empty: what is wrong, and how to mend it."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class PatternHint:
    """What a value of a pattern is, in words that follow “it is”: an editor cannot read the pattern."""

    words: str


class InvalidValue(ValueError):  # noqa: N818 - what it names is the state of a value
    """A value that its model refuses, with a hint for the editor."""

    def __init__(self, message: str, hint: str) -> None:
        """Keep the hint beside the message."""
        super().__init__(message)
        self.hint = hint


Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$"), Field(description="SHA-256, in hexadecimal.")]
Identifier = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60),
    Field(description="Lower-case words joined by hyphens. Part of addresses: do not change it after publication."),
]


def _unbroken(text: str) -> str:
    """Refuse what would be more than one line in a feed, a running header, or a record for reference managers."""
    if len(text.splitlines()) > 1:
        message = "this is to be one line, and its text has a line break"
        raise InvalidValue(
            message, "join the lines: below `>-` a blank line breaks a text, and below `|` every end of a line"
        )
    return text


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300),
    AfterValidator(_unbroken),
    Field(description="One line of plain text; Markdown in it is printed as typed."),
    Authored(markdown=False),
]


Prose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
    AfterValidator(prose.check_links),
    Field(
        description="Markdown: *emphasis*, **strong**, `code`, [links](https://…). A blank line starts a paragraph.",
        json_schema_extra={"contentMediaType": "text/markdown"},
    ),
    Authored(markdown=True),
]
_PARTIAL_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)


def _partial_date(value: object) -> object:
    """Accept ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` and refuse days that no calendar has."""
    text = str(value)
    if not _PARTIAL_DATE.fullmatch(text):
        raise ValueError("a date is written YYYY, YYYY-MM or YYYY-MM-DD")
    try:
        dt.date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError as error:
        raise ValueError(f"there is no such date: {error}") from None
    return text


def _full_date(value: object) -> object:
    """Refuse what pydantic would take for seconds since 1970."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
        raise ValueError("a date is written YYYY-MM-DD")
    return value


FullDate = Annotated[dt.date, BeforeValidator(_full_date)]
PartialDate = Annotated[
    str,
    BeforeValidator(_partial_date),
    Field(description="A year, month or day: 2015, 2015-11 or 2015-11-13."),
]


class Frozen(BaseModel):
    """The base of every value: immutable, and closed to keys that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)


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


class AnnotationType(StrEnum):
    """What the editors do at a passage."""

    CORRECTION = "correction"
    CONTEXT = "context"
    DEFINITION = "definition"
    CAUTION = "caution"
    GAP = "gap"


class StandingState(StrEnum):
    """How far a recommendation has been taken up, as far as the references show."""

    PROPOSED = "proposed"
    PARTLY = "partly-in-place"
    IN_PLACE = "in-place"


class Passage(Frozen):
    """Words of the essay, held by quotation (W3C Web Annotation, TextQuoteSelector)."""

    quote: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1),
        Field(description="Words of the essay. White space and the style of quotation marks do not matter."),
    ]
    paragraph: int | None = Field(
        default=None, ge=1, description="Number of the paragraph, if more than one contains the words."
    )
    prefix: str | None = Field(default=None, description="The words before the quote, if the quote is not unique.")
    suffix: str | None = Field(default=None, description="The words after the quote, if the quote is not unique.")


Passages = Annotated[
    tuple[Passage, ...],
    Field(min_length=1, description="Passages of the essay that it rests on."),
    RequiredHint("rests on no passage", "add `passages:` with a `quote:` of the essay's words that bear it out"),
]


Works = Annotated[tuple[str, ...], Field(description="Identifiers of works in references.yaml.")]


class Marked(Frozen):
    """An item that may be marked stricter than the brief."""

    marking: MarkingLabel | None = Field(
        default=None, description="Marking, if stricter than the brief's. Editions for more readers omit the item."
    )


class Grounded(Marked):
    """Something that rests on passages, on references, or on both."""

    passages: tuple[Passage, ...] = Field(default=(), description="Passages of the essay that it rests on.")
    references: Works = ()

    @model_validator(mode="after")
    def _rests_on_something(self) -> Self:
        if not self.passages and not self.references:
            raise ValueError("rests on nothing: give it a passage of the essay or a reference")
        return self
