"""The model of ``brief.yaml``: statements about the essay, with the passages that they rest on."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from briefwright.marking import MarkingLabel
from briefwright.model.essay_work import EssayWork
from briefwright.model.fields import (
    DateOrInterval,
    Frozen,
    FullDate,
    Horizon,
    Identifier,
    InvalidValue,
    Level,
    Line,
    Marked,
    Passage,
    Passages,
    PatternHint,
    Prose,
    ReferenceIds,
    RequiredHint,
    StandingState,
    Supported,
)
from briefwright.model.settings import PageRange

SUMMARY_WORDS = range(60, 91)
RESERVED_FIGURES = frozenset({"coverage"})
"""Figures that every brief has, besides the QR codes with names ``qr-…``."""


class Statement(Supported):
    """A statement of one or two sentences."""

    text: Prose = Field(description="The statement, in one or two sentences.")


class Thesis(Frozen):
    """The argument of the essay, in one or two sentences."""

    text: Prose = Field(description="What the essay as a whole argues, in one or two sentences.")
    passages: Passages


class Summary(Frozen):
    """The summary of the brief."""

    text: Prose = Field(description="60 to 90 words of Markdown.")
    passages: Passages

    @model_validator(mode="after")
    def _length(self) -> Self:
        words = len(self.text.split())
        if words not in SUMMARY_WORDS:
            raise ValueError(f"the summary has {words} words; write {SUMMARY_WORDS.start} to {SUMMARY_WORDS.stop - 1}")
        return self


class Finding(Marked):
    """A finding: an argument of the essay in the editors' words."""

    id: Identifier
    short: Line = Field(description="The finding in one sentence of at most about 25 words, for the executive brief.")
    statement: Prose = Field(description="The finding in full, for the report.")
    evidence: Prose = Field(description="Evidence in the essay for and against the finding.")
    confidence: Level = Field(description="How well the evidence supports the finding.")
    basis: Annotated[
        Prose,
        RequiredHint("add `basis:` with the reason for the confidence: what can be checked, and what cannot"),
    ] = Field(description="Reason for the level of confidence.")
    passages: Passages
    references: ReferenceIds = ()


class AnalysisSection(Marked):
    """A section of the analysis."""

    id: Identifier
    title: Line = Field(description="The heading of the section.")
    text: Prose = Field(description="The essay's view.")
    caution: Prose | None = Field(default=None, description="Caution that the editors add, in neutral words.")
    passages: Passages
    references: ReferenceIds = ()


class Analysis(Frozen):
    """Sections on one aspect of the essay, such as causes, actors or options."""

    id: Identifier = Field(default="analysis", description="Anchor of the heading in the report.")
    item: Identifier | None = Field(
        default=None,
        description="Name of one section, such as “cause”, for anchors and the traceability matrix; else “analysis”.",
    )
    title: Line = Field(description="Heading above the sections.")
    sections: tuple[AnalysisSection, ...] = Field(min_length=1, description="Sections, in order.")

    def anchor(self, section: AnalysisSection) -> str:
        """Return the anchor of a section in the report."""
        return f"{self.item or 'analysis'}-{section.id}"


class Event(Marked):
    """An event that the essay mentions."""

    id: Identifier
    date: DateOrInterval | None = Field(
        default=None,
        description="Date, as exact as known, or first and last day: 2015-11-13/2015-11-15. Omit if neither the essay"
        " nor a reference gives one.",
    )
    place: Line = Field(description="Town, region or country.")
    title: Line = Field(description="Name of the event.")
    essay: Line = Field(description="The essay's account, in a few words.")
    checked: Line | None = Field(default=None, description="The account of the references.")
    passages: Passages
    references: ReferenceIds = ()


class Safeguard(Frozen):
    """A condition that the editors add to protect rights."""

    text: Prose = Field(description="The condition, in one sentence.")
    references: ReferenceIds = Field(min_length=1, description="Identifiers of references, at least one.")


class Standing(Frozen):
    """How far a recommendation has been implemented, according to the references."""

    state: StandingState
    note: Prose = Field(description="The state in one or two sentences.")
    references: ReferenceIds = ()


class Recommendation(Marked):
    """A recommendation of the essay: '[Actor] should [verb] …'."""

    id: Identifier
    actor: Line = Field(description="Who should act, as the subject of the sentence: 'Member States'.")
    action: Line = Field(description="Action without actor and 'should': 'share …'. No full stop.")
    short: Line = Field(
        description="The action in at most 14 words, for the table of the executive brief. No full stop."
    )
    rationale: Prose = Field(description="Reasons of the essay for the recommendation.")
    horizon: Horizon
    evidence: Level = Field(description="Strength of the essay's evidence.")
    findings: Annotated[
        tuple[str, ...],
        RequiredHint("add `findings:` with the `id:` of each finding that supports the recommendation"),
    ] = Field(min_length=1, description="Identifiers of the findings that it rests on.")
    passages: Passages
    safeguards: tuple[Safeguard, ...] = Field(default=(), description="Safeguards that the editors add.")
    indicator: Prose = Field(description="Evidence that would show that it has been implemented.")
    standing: Standing = Field(description="How far it has been implemented.")


class KeyFigure(Supported):
    """A key number of the essay."""

    value: Line = Field(description="The number as printed, with its unit.")
    label: Line = Field(description="What the number counts, in a few words.")


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
            raise InvalidValue(f"the figure id “{self.id}” is reserved", "choose another id and file name")
        return self


class LeftOut(Passage):
    """Words of the essay that the editors deliberately do not use."""

    reason: Line = Field(description="Reason in a few words, for the report.")


class Edition(Frozen):
    """A published state of the brief."""

    number: Annotated[
        str,
        StringConstraints(pattern=r"^\d+\.\d+$"),
        PatternHint("two numbers with a dot between, such as 1.0"),
    ] = Field(description="Number in two parts, such as 1.0.")
    date: FullDate = Field(description="Date of publication, as YYYY-MM-DD.")
    changes: Prose = Field(description="Changes since the previous edition.")


class Brief(Frozen):
    """``brief.yaml``."""

    title: Line = Field(description="The title of the publication.")
    subtitle: Line = Field(description="The subtitle.")
    short_title: Line = Field(description="Title for running headers.")
    title_note: Line = Field(description="Origin of the title.")
    essay: EssayWork = Field(default=EssayWork.model_construct(), description="Whose text the essay is.")
    number: Line = Field(description="Number of the brief, given by the publisher.")
    marking: MarkingLabel | None = Field(
        default=None, description="Marking (TLP 2.0); the publisher's default if omitted."
    )
    topics: tuple[Line, ...] = Field(min_length=1, description="Topics, the most important first.")
    purpose: Line = Field(description="Purpose of the recommendations sheet, in one sentence.")
    thesis: Thesis
    summary: Summary
    why: tuple[Statement, ...] = Field(min_length=1, description="Statements on why the essay matters.")
    key_figures: tuple[KeyFigure, ...] = Field(default=(), max_length=3, description="At most three key numbers.")
    findings: tuple[Finding, ...] = Field(min_length=1, description="Findings, in order.")
    in_brief: tuple[str, ...] = Field(
        min_length=1, description="Identifiers of the findings in the executive brief, in order."
    )
    analysis: Analysis | None = Field(default=None, description="Titled sections on one aspect of the essay.")
    events: tuple[Event, ...] = Field(default=(), description="Events that the essay mentions.")
    recommendations: tuple[Recommendation, ...] = Field(min_length=1, description="Recommendations, in order.")
    safeguards: Safeguard = Field(description="One line of at most 45 words, at the foot of the recommendations sheet.")
    watch: tuple[Statement, ...] = Field(default=(), description="Developments to watch.")
    limits: tuple[Statement, ...] = Field(default=(), description="Limits and gaps of the essay and the brief.")
    figures: tuple[FigureUse, ...] = Field(default=(), description="Figures, in order.")
    brief_figure: str | None = Field(default=None, description="Identifier of the figure in the executive brief.")
    about: Prose = Field(description="Method of the summaries and annotations.")
    page_limits: dict[str, PageRange] = Field(
        default={}, description="Minimum and maximum of pages by document, instead of those in document.yaml."
    )
    editions: tuple[Edition, ...] = Field(min_length=1, description="Editions, the newest first.")
    left_out: tuple[LeftOut, ...] = Field(
        default=(),
        description="Words of the essay that are deliberately not used; `briefwright coverage` lists all others.",
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        dates = [edition.date for edition in self.editions]
        if dates != sorted(dates, reverse=True):
            raise InvalidValue("the editions are not in order", "put the newest edition first")
        if repeated := next((name for name in self.in_brief if self.in_brief.count(name) > 1), None):
            raise InvalidValue(f"`in_brief` lists “{repeated}” twice", "delete one of the two")
        return self
