"""Types of fields, the base of all models, and the passages and references that statements rest on."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Self

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

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class AuthorText:
    """Marks a field as author text; ``markdown`` is false for plain text."""

    markdown: bool


@dataclass(frozen=True, slots=True)
class RequiredHint:
    """The hint for a field that is missing or empty."""

    hint: str


@dataclass(frozen=True, slots=True)
class PatternHint:
    """A description of the values that match a pattern, for a hint that begins with “write”."""

    description: str


class InvalidValue(ValueError):  # noqa: N818 - it names the state of a value
    """A validation error with a hint for the editor; ``at`` is its location within the value."""

    def __init__(self, message: str, hint: str, at: tuple[str | int, ...] = ()) -> None:
        """Set message, hint and location."""
        super().__init__(message)
        self.hint = hint
        self.at = at


Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$"), Field(description="SHA-256, in hexadecimal.")]
Identifier = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60),
    PatternHint("lower-case words and numbers joined by hyphens, such as second-bridge; begin with a letter"),
    Field(description="Lower-case words joined by hyphens. Part of URLs, so do not change it once published."),
]


def _single_line(text: str) -> str:
    """Refuse line breaks: the text goes into feeds, running headers and records for reference managers."""
    if len(text.splitlines()) > 1:
        raise InvalidValue(
            "the text has a line break, but must be one line",
            "join the lines; `>-` keeps blank lines as line breaks, and `|` keeps every line break",
        )
    return text


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300),
    AfterValidator(_single_line),
    Field(description="One line of plain text, without Markdown."),
    AuthorText(markdown=False),
]


Prose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
    AfterValidator(prose.check),
    Field(
        description="Markdown: *emphasis*, **strong**, `code`, [links](https://…); a blank line ends a paragraph.",
        json_schema_extra={"contentMediaType": "text/markdown"},
    ),
    AuthorText(markdown=True),
]
_PARTIAL_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)


def _check_partial_date(value: object) -> object:
    """Accept ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; refuse dates that do not exist."""
    text = str(value)
    if not _PARTIAL_DATE.fullmatch(text):
        raise InvalidValue(f"“{text}” is not a date", "write YYYY, YYYY-MM or YYYY-MM-DD")
    try:
        dt.date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError as error:
        raise ValueError(f"the date “{text}” does not exist: {error}") from None
    return text


def _check_date_or_interval(value: object) -> object:
    """Accept a partial date, or two with a slash between: an interval (ISO 8601-1, 5.5; EDTF, level 0)."""
    first, slash, last = str(value).partition("/")
    if not slash:
        if re.search(r"\d\s*[-–—]\s*\d{4}|\.\.|\bto\b|[–—]", first):
            raise InvalidValue(f"“{first}” is not a date", "write several days as 2015-11-13/2015-11-15")
        return _check_partial_date(first)
    for date in (first, last):
        if not _PARTIAL_DATE.fullmatch(date):
            hint = "write two whole dates with a slash between, such as 2015-11-13/2015-11-15"
            raise InvalidValue(f"“{value}” is not an interval of dates", hint)
        _check_partial_date(date)
    # A day within the first or last month or year does not contradict the order.
    if last < first[: len(last)]:
        raise InvalidValue(f"the interval “{value}” ends before it begins", f"write {last}/{first}")
    return str(value)


def _check_full_date(value: object) -> object:
    """Refuse numbers, which pydantic would read as seconds since 1970."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
        raise InvalidValue(f"“{value}” is not a date", "write YYYY-MM-DD")
    return value


FullDate = Annotated[dt.date, BeforeValidator(_check_full_date)]
PartialDate = Annotated[
    str,
    BeforeValidator(_check_partial_date),
    Field(description="A date, as exact as known: 2015, 2015-11 or 2015-11-13."),
]
DateOrInterval = Annotated[
    str,
    BeforeValidator(_check_date_or_interval),
    Field(description="A date, as exact as known: 2015, 2015-11 or 2015-11-13; or two: 2015-11-13/2015-11-15."),
]
ReferenceIds = Annotated[tuple[str, ...], Field(description="Identifiers of references.")]


class Frozen(BaseModel):
    """The base of all models: immutable, without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)


class Mark(StrEnum):
    """The mark of a step of a scale, which tells it apart without colour."""

    FULL = "full"
    HALF = "half"
    QUARTER = "quarter"
    EMPTY = "empty"
    DASHED = "dashed"
    CROSS = "cross"


class Risk(StrEnum):
    """The risk that a recommendation poses to fundamental rights."""

    NONE = "none"
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
    """The type of an annotation."""

    CORRECTION = "correction"
    CONTEXT = "context"
    DEFINITION = "definition"
    CAUTION = "caution"
    GAP = "gap"


class StandingState(StrEnum):
    """How far a recommendation is in place, according to the references."""

    IN_PLACE = "in-place"
    PARTLY = "partly-in-place"
    PROPOSED = "proposed"
    UNKNOWN = "unknown"


def repeated(values: Sequence[object]) -> int | None:
    """Return the place of the first value that also occurs before it; ``None`` without one."""
    return next((place for place, value in enumerate(values) if value in values[:place]), None)


class Passage(Frozen):
    """Words of the essay, located by a quote (W3C Web Annotation, TextQuoteSelector)."""

    quote: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1),
        Field(description="Words of the essay. `[…]` marks words left out; `[T]he` stands for “the”."),
    ]
    paragraph: int | None = Field(
        default=None, ge=1, description="Number of the essay's paragraph, if the quote occurs in several."
    )
    prefix: str | None = Field(default=None, description="Words directly before the quote, if it is not unique.")
    suffix: str | None = Field(default=None, description="Words directly after the quote, if it is not unique.")


Passages = Annotated[
    tuple[Passage, ...],
    Field(min_length=1, description="Passages of the essay that this rests on."),
    RequiredHint("add `passages:` with a `quote:` from the essay that supports the statement"),
]


class Marked(Frozen):
    """An item with its own marking."""

    marking: MarkingLabel | None = Field(
        default=None, description="Marking, if stricter than the brief's. Editions for more readers omit the item."
    )


class Supported(Marked):
    """An item that rests on passages, references or both."""

    passages: tuple[Passage, ...] = Field(default=(), description="Passages of the essay that this rests on.")
    references: ReferenceIds = ()

    @model_validator(mode="after")
    def _has_support(self) -> Self:
        if not self.passages and not self.references:
            raise InvalidValue(
                "neither `passages` nor `references` support this",
                "add `passages:` with a `quote:` from the essay, or `references:`",
            )
        return self
