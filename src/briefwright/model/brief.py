"""The model of ``brief.yaml``: its statements about the essay, its figures and its editions."""

from __future__ import annotations

from enum import StrEnum
from textwrap import shorten
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from briefwright.marking import MarkingLabel
from briefwright.model.essay_work import EssayWork
from briefwright.model.fields import (
    Frozen,
    FullDate,
    Identifier,
    InvalidValue,
    Line,
    Marked,
    Passage,
    PatternHint,
    Prose,
    ReferenceIds,
    RequiredHint,
    repeated,
)
from briefwright.model.settings import PageRange
from briefwright.model.statements import (
    Analysis,
    Event,
    Finding,
    KeyFigure,
    Recommendation,
    Safeguard,
    Statement,
    Summary,
    Thesis,
    Timeline,
)

FINDINGS_IN_BRIEF = 5
"""The number of findings that the executive brief shows without `in_brief`."""
_FIRST_EDITION = "1.0"
_RUNNING_TITLE = 60
"""Characters of a title that fit in the head of a page, beside the name of the document."""
TIMELINE = "timeline"
"""The figure of the events."""
TIMELINE_EVENTS = 2
"""The least number of events with a date that are drawn as a timeline."""
RESERVED_FIGURES = frozenset({"coverage", TIMELINE})
"""Figures that the build draws from other sources, besides the QR codes with names ``qr-…``."""


class Status(StrEnum):
    """Whether the site contains a brief."""

    DRAFT = "draft"
    PUBLISHED = "published"


class FigureUse(Marked):
    """A figure: a Vega-Lite specification and its data, under ``figures/``."""

    id: Identifier
    file: Annotated[
        str,
        StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*\.vl\.yaml$"),
        PatternHint("a file name such as boats.vl.yaml, of lower-case letters, digits and hyphens"),
    ] = Field(description="Name of the Vega-Lite specification under figures/: the id and .vl.yaml.")
    data: Annotated[
        str,
        StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*\.csv$"),
        PatternHint("a file name such as boats.csv, of lower-case letters, digits and hyphens"),
    ] = Field(description="Name of the CSV data under figures/.")
    title: Line = Field(description="Message of the figure, as a sentence without a full stop.")
    alt: Prose = Field(description="Text for readers who cannot see the figure, with its numbers.")
    note: Prose | None = Field(default=None, description="Note below the figure.")
    references: ReferenceIds = ()
    passages: tuple[Passage, ...] = Field(default=(), description="Passages of the essay that this rests on.")

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        if self.file != f"{self.id}.vl.yaml":
            raise ValueError(f"the file of the figure “{self.id}” must be named {self.id}.vl.yaml, not {self.file}")
        if self.id in RESERVED_FIGURES or self.id.startswith("qr-"):
            hint = "choose another id and file name"
            if self.id == TIMELINE:
                hint = f"delete this figure, since the build draws a timeline of the `events:`; or {hint}"
            raise InvalidValue(f"the figure id “{self.id}” is reserved", hint)
        return self


class LeftOut(Passage):
    """Words of the essay that the editors deliberately do not use."""

    reason: Line = Field(description="Reason in a few words, for the working papers.")


class Edition(Frozen):
    """A published state of the brief."""

    number: Annotated[
        str,
        StringConstraints(pattern=r"^\d+\.\d+$"),
        PatternHint("two numbers with a dot between, such as 1.0"),
    ] = Field(default=_FIRST_EDITION, description="Number in two parts, such as 1.0.")
    date: FullDate = Field(description="Date of publication, as YYYY-MM-DD.")
    changes: Prose | None = Field(default=None, description="Changes since the previous edition.")


class Brief(Frozen):
    """``brief.yaml``."""

    title: Line = Field(description="The title of the publication.")
    status: Status = Field(
        default=Status.PUBLISHED, description="“draft” keeps the brief out of the site and marks each page as a draft."
    )
    subtitle: Line | None = Field(default=None, description="The subtitle.")
    short_title: Line | None = Field(
        default=None, description="Title for running headers; without it, the first words of `title`."
    )
    title_note: Line | None = Field(default=None, description="Origin of the title.")
    essay: EssayWork = Field(default=EssayWork.model_construct(), description="Whose text the essay is.")
    number: Line | None = Field(default=None, description="Number of the brief, given by the publisher.")
    marking: MarkingLabel | None = Field(
        default=None, description="Marking (TLP 2.0); the publisher's default if omitted."
    )
    topics: tuple[Line, ...] = Field(default=(), description="Topics, the most important first.")
    purpose: Line | None = Field(default=None, description="Purpose of the recommendations sheet, in one sentence.")
    thesis: Thesis
    summary: Summary
    why: tuple[Statement, ...] = Field(default=(), description="Statements on why the essay matters.")
    key_figures: tuple[KeyFigure, ...] = Field(default=(), max_length=3, description="At most three key numbers.")
    findings: tuple[Finding, ...] = Field(min_length=1, description="Findings, in order.")
    in_brief: Annotated[tuple[str, ...], Field(min_length=1)] | None = Field(
        default=None,
        description="Identifiers of the findings in the executive brief, in order; without it, the first five.",
    )
    analysis: Analysis | None = Field(default=None, description="Titled sections on one aspect of the essay.")
    events: tuple[Event, ...] = Field(
        default=(), description="Events. Two or more with a date are also drawn as a timeline."
    )
    timeline: Timeline | None = Field(default=None, description="Title and note of the timeline.")
    recommendations: tuple[Recommendation, ...] = Field(default=(), description="Recommendations, in order.")
    safeguards: Safeguard | None = Field(
        default=None, description="One line of at most 45 words, at the foot of the recommendations sheet."
    )
    questions: tuple[Statement, ...] = Field(default=(), description="Questions to ask.")
    misses: tuple[Statement, ...] = Field(default=(), description="What the essay misses.")
    limits: tuple[Statement, ...] = Field(default=(), description="Limits and gaps of the essay and the brief.")
    figures: tuple[FigureUse, ...] = Field(default=(), description="Figures, in order.")
    brief_figure: str | None = Field(
        default=None, description="Identifier of the figure in the executive brief; `timeline` for the timeline."
    )
    about: Prose | None = Field(default=None, description="Method of the summaries and annotations.")
    page_limits: dict[str, PageRange] = Field(
        default={}, description="Minimum and maximum of pages by document, instead of those in document.yaml."
    )
    editions: Annotated[
        tuple[Edition, ...], RequiredHint("add `editions:` with `- date: YYYY-MM-DD`, the day of publication")
    ] = Field(min_length=1, description="Editions, the newest first; one needs only its date.")
    left_out: tuple[LeftOut, ...] = Field(
        default=(),
        description="Words of the essay that are deliberately not used; `briefwright coverage` lists all others.",
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        dates = [edition.date for edition in self.editions]
        if newer := next((place for place in range(1, len(dates)) if dates[place] > dates[place - 1]), None):
            raise InvalidValue("the editions are not in order", "put the newest edition first", ("editions", newer))
        if len(self.editions) > 1 and any("number" not in edition.model_fields_set for edition in self.editions):
            raise InvalidValue("an edition has no number", "add `number:` to each edition, such as 1.1")
        for kind, numbered in (
            ("findings", self.numbered_findings),
            ("recommendations", self.numbered_recommendations),
        ):
            numbers = [number for number, _ in numbered]
            if (place := repeated(numbers)) is not None:
                message, hint = f"two {kind} have the number {numbers[place]}", "give each of them its own `number:`"
                raise InvalidValue(message, hint, (kind, place, "number"))
        in_brief = self.in_brief or ()
        if (place := repeated(in_brief)) is not None:
            raise InvalidValue(
                f"`in_brief` lists “{in_brief[place]}” twice", "delete one of the two", ("in_brief", place)
            )
        return self

    @property
    def is_draft(self) -> bool:
        """Whether the site leaves the brief out."""
        return self.status is Status.DRAFT

    @property
    def running_title(self) -> str:
        """The title in running headers and lists: the short title, or the title, cut to one line of print."""
        return self.short_title or shorten(self.title, _RUNNING_TITLE, placeholder="\N{NO-BREAK SPACE}…")

    @property
    def numbered_findings(self) -> tuple[tuple[int, Finding], ...]:
        """The findings in order, each with its permanent number."""
        return tuple((item.number or place, item) for place, item in enumerate(self.findings, 1))

    @property
    def numbered_recommendations(self) -> tuple[tuple[int, Recommendation], ...]:
        """The recommendations in order, each with its permanent number."""
        return tuple((item.number or place, item) for place, item in enumerate(self.recommendations, 1))

    @property
    def timeline_events(self) -> tuple[Event, ...]:
        """The events of the timeline: those with a date, if there are enough of them."""
        dated = tuple(event for event in self.events if event.date)
        return dated if len(dated) >= TIMELINE_EVENTS else ()

    @property
    def findings_in_brief(self) -> tuple[str, ...]:
        """Identifiers of the findings in the executive brief, in order."""
        return self.in_brief or tuple(finding.id for finding in self.findings[:FINDINGS_IN_BRIEF])
