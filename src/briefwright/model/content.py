"""``brief.yaml``: what the editors say of the essay, each statement on its passages."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from briefwright.marking import MarkingLabel
from briefwright.model.fields import (
    Frozen,
    FullDate,
    Grounded,
    Horizon,
    Identifier,
    Level,
    Line,
    Marked,
    PartialDate,
    Passage,
    Passages,
    Prose,
    RequiredHint,
    StandingState,
    Works,
)
from briefwright.model.settings import Pages

SUMMARY_WORDS = range(60, 91)
RESERVED_FIGURES = frozenset({"coverage"})
"""Figures that are drawn of every brief, besides the QR codes, whose names begin with ``qr-``."""


class Statement(Grounded):
    """A sentence or two."""

    text: Prose = Field(description="The statement, in one or two sentences.")


class Thesis(Frozen):
    """What the essay as a whole argues, in one or two sentences."""

    text: Prose = Field(description="What the essay as a whole argues, in one or two sentences.")
    passages: Passages


class Summary(Frozen):
    """The brief's summary: 60 to 90 words."""

    text: Prose = Field(description="The summary, 60 to 90 words.")
    passages: Passages

    @model_validator(mode="after")
    def _length(self) -> Self:
        words = len(self.text.split())
        if words not in SUMMARY_WORDS:
            raise ValueError(
                f"the summary has {words} words; it needs {SUMMARY_WORDS.start} to {SUMMARY_WORDS.stop - 1}"
            )
        return self


class Finding(Marked):
    """What the essay argues, in the editors' words."""

    id: Identifier
    short: Line = Field(description="The finding in one sentence of at most about 25 words, for the executive brief.")
    statement: Prose = Field(description="The finding in full, for the report.")
    evidence: Prose = Field(description="What in the essay supports the finding, and what does not.")
    confidence: Level = Field(description="How far the evidence supports the finding.")
    basis: Annotated[
        Prose,
        RequiredHint(
            "states no basis for its confidence",
            "add `basis:` which says why the confidence is what it is: what can be checked, and what cannot",
        ),
    ] = Field(description="The reason for this level of confidence.")
    passages: Passages
    references: Works = ()


class AnalysisSection(Marked):
    """A titled section of the analysis."""

    id: Identifier
    title: Line = Field(description="The heading of the section.")
    text: Prose = Field(description="What the essay says.")
    caution: Prose | None = Field(default=None, description="What the editors add to it, in neutral words.")
    passages: Passages
    references: Works = ()


class Analysis(Frozen):
    """Titled sections on one aspect of the essay, such as causes, actors or options."""

    id: Identifier = Field(default="analysis", description="The heading's anchor in the report.")
    item: Identifier | None = Field(
        default=None,
        description="The name of one section, such as “cause”, in the traceability matrix and in anchors; “analysis” if"
        " omitted.",
    )
    title: Line = Field(description="The heading above the sections.")
    sections: tuple[AnalysisSection, ...] = Field(min_length=1, description="The sections, in order.")

    def anchor(self, section: AnalysisSection) -> str:
        """Return a section's anchor in the report."""
        return f"{self.item or 'analysis'}-{section.id}"


class Event(Marked):
    """An event that the essay names."""

    id: Identifier
    date: PartialDate | None = Field(
        default=None, description="When it happened: 2015, 2015-11 or 2015-11-13. Omit it if no source gives a date."
    )
    place: Line = Field(description="Where it happened.")
    title: Line = Field(description="The name of the event.")
    essay: Line = Field(description="What the essay says about it, in a few words.")
    checked: Line | None = Field(default=None, description="What the references say about it.")
    passages: Passages
    references: Works = ()


class Safeguard(Frozen):
    """A condition that the editors add for the sake of rights."""

    text: Prose = Field(description="The condition, in one sentence.")
    references: Works = Field(min_length=1)


class Standing(Frozen):
    """Where the recommendation stands today, as far as the references show."""

    state: StandingState = Field(description="Whether it is in place.")
    note: Prose = Field(description="What is in place and what is missing, in one or two sentences.")
    references: Works = ()


class Recommendation(Marked):
    """What the essay proposes: '[Actor] should [verb] …'."""

    id: Identifier
    actor: Line = Field(description="Who should act, as the sentence begins: 'Member States'.")
    action: Line = Field(description="What they should do, without actor, 'should' and full stop: 'share …'.")
    short: Line = Field(description="The same in at most 14 words, for the table of the executive brief. No full stop.")
    rationale: Prose = Field(description="Why it should be done.")
    horizon: Horizon = Field(description="When it can be carried out: now, within a year, in 1 to 3 years, or later.")
    evidence: Level = Field(description="How far the findings support it.")
    findings: Annotated[
        tuple[str, ...],
        RequiredHint("rests on no finding", "add `findings:` with the `id:` of each finding that leads to it"),
    ] = Field(min_length=1, description="Identifiers of the findings that it rests on.")
    passages: Passages
    safeguards: tuple[Safeguard, ...] = Field(
        default=(), description="Conditions that the editors add to protect rights."
    )
    indicator: Prose = Field(description="How readers can tell that it was carried out.")
    standing: Standing = Field(description="Where it stands today, according to the references.")


class KeyFigure(Grounded):
    """A number at a glance."""

    value: Line = Field(description="The number, with its unit.")
    label: Line = Field(description="What the number counts.")


class FigureUse(Marked):
    """A figure: a Vega-Lite specification and its data, under ``figures/``."""

    id: Identifier
    file: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*\.vl\.yaml$")] = Field(
        description="The Vega-Lite specification: the identifier with the ending .vl.yaml."
    )
    data: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*\.csv$")] = Field(
        description="The CSV file with its data."
    )
    title: Line = Field(description="The message of the figure, as a sentence without a full stop.")
    alt: Prose = Field(
        description="The content of the figure in words, with its numbers, for readers who cannot see it."
    )
    note: Prose | None = Field(default=None, description="A note below the figure.")
    references: Works = ()
    passages: tuple[Passage, ...] = Field(default=(), description="Passages of the essay that it rests on.")

    @model_validator(mode="after")
    def _named_after_its_id(self) -> Self:
        if self.file != f"{self.id}.vl.yaml":
            raise ValueError(f"the file of the figure “{self.id}” must be {self.id}.vl.yaml, not {self.file}")
        if self.id in RESERVED_FIGURES or self.id.startswith("qr-"):
            raise ValueError(f"“{self.id}” is the name of a figure that every brief has; give this one another")
        return self


class LeftOut(Passage):
    """Words of the essay on which the editors let nothing rest, on purpose."""

    reason: Line = Field(description="Why nothing rests on these words, in a few words. The report prints it.")


class Edition(Frozen):
    """A published state of the brief."""

    number: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")] = Field(
        description="Two numbers with a dot: '1.0'. Part of addresses."
    )
    date: FullDate = Field(description="The day of publication.")
    changes: Prose = Field(description="What changed since the edition before, for the report and the feeds.")


class Brief(Frozen):
    """``brief.yaml``: one publication."""

    title: Line = Field(description="The title.")
    subtitle: Line = Field(description="The subtitle.")
    short_title: Line = Field(description="The title in running headers.")
    title_note: Line = Field(description="The origin of the title.")
    number: Line = Field(description="The publisher's number for the brief.")
    marking: MarkingLabel | None = Field(
        default=None, description="Handling marking (TLP 2.0). The publisher's default if omitted."
    )
    topics: tuple[Line, ...] = Field(min_length=1, description="Topics for the index of the site.")
    purpose: Line = Field(description="The purpose of the recommendations sheet, in one sentence.")
    thesis: Thesis = Field(description="What the essay as a whole argues.")
    summary: Summary = Field(description="The summary.")
    why: tuple[Statement, ...] = Field(min_length=1, description="Why it matters.")
    key_figures: tuple[KeyFigure, ...] = Field(default=(), max_length=3, description="Numbers at a glance.")
    findings: tuple[Finding, ...] = Field(
        min_length=1, description="What the essay argues, in the words of the editors."
    )
    in_brief: tuple[str, ...] = Field(
        min_length=1, description="Identifiers of the findings in the executive brief, in order."
    )
    analysis: Analysis | None = Field(
        default=None, description="Sections on one aspect of the essay, such as causes, actors or options."
    )
    events: tuple[Event, ...] = Field(default=(), description="Events that the essay names.")
    recommendations: tuple[Recommendation, ...] = Field(min_length=1, description="What the essay proposes.")
    safeguards: Safeguard = Field(
        description="The safeguard at the foot of the recommendations sheet, at most 45 words."
    )
    watch: tuple[Statement, ...] = Field(default=(), description="Developments to watch.")
    limits: tuple[Statement, ...] = Field(default=(), description="Limits and gaps of the essay and of the brief.")
    figures: tuple[FigureUse, ...] = Field(default=(), description="Figures of the report.")
    brief_figure: str | None = Field(default=None, description="Identifier of the figure in the executive brief.")
    about: Prose = Field(description="The method: how the summaries and annotations were made.")
    page_limits: dict[str, Pages] = Field(
        default={},
        description="Fewest and most pages of a document, if this brief needs other limits than document.yaml sets.",
    )
    editions: tuple[Edition, ...] = Field(min_length=1, description="All editions, newest first.")
    left_out: tuple[LeftOut, ...] = Field(
        default=(),
        description="Words of the essay that nothing rests on, on purpose. `briefwright coverage` lists the others.",
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        dates = [edition.date for edition in self.editions]
        if dates != sorted(dates, reverse=True):
            raise ValueError("editions stand newest first; these do not")
        if len(set(self.in_brief)) < len(self.in_brief):
            raise ValueError("in_brief names a finding twice")
        return self
