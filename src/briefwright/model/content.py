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
)
from briefwright.model.settings import Pages

SUMMARY_WORDS = range(60, 91)
RESERVED_FIGURES = frozenset({"coverage"})
"""Figures that are drawn of every brief, besides the QR codes, whose names begin with ``qr-``."""


class Statement(Grounded):
    """A sentence or two."""

    text: Prose


class Thesis(Frozen):
    """What the essay as a whole argues, in one or two sentences."""

    text: Prose
    passages: Passages


class Summary(Frozen):
    """The brief's summary: 60 to 90 words."""

    text: Prose
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
    short: Line = Field(description="The finding in one sentence of about 25 words at most, for the executive brief.")
    statement: Prose = Field(description="The finding in full, for the report.")
    evidence: Prose = Field(description="What in the essay bears the finding out, and what does not.")
    confidence: Level = Field(description="How far the evidence bears the finding.")
    basis: Annotated[
        Prose,
        RequiredHint(
            "states no basis for its confidence",
            "add `basis:` which says why the confidence is what it is: what can be checked, and what cannot",
        ),
    ] = Field(description="Why the confidence is what it is.")
    passages: Passages
    references: tuple[str, ...] = ()


class AnalysisSection(Marked):
    """A titled section of the analysis."""

    id: Identifier
    title: Line
    text: Prose = Field(description="What the essay says.")
    caution: Prose | None = Field(default=None, description="What the editors add about it, soberly.")
    passages: Passages
    references: tuple[str, ...] = ()


class Analysis(Frozen):
    """Titled sections on one aspect of the essay, such as causes, actors or options."""

    id: Identifier = Field(default="analysis", description="The heading's anchor in the report.")
    item: Identifier | None = Field(
        default=None,
        description="What one section is called, as in “cause”: in the trace matrix, and before its identifier in its"
        " anchor. Otherwise it is called an analysis.",
    )
    title: Line = Field(description="The heading above the sections.")
    sections: tuple[AnalysisSection, ...] = Field(min_length=1)

    def anchor(self, section: AnalysisSection) -> str:
        """Return a section's anchor in the report."""
        return f"{self.item or 'analysis'}-{section.id}"


class Event(Marked):
    """An event that the essay names."""

    id: Identifier
    date: PartialDate | None = Field(
        default=None, description="Leave out where neither the essay nor a reference has one."
    )
    place: Line
    title: Line
    essay: Line = Field(description="What the essay says of it, in a few words.")
    checked: Line | None = Field(default=None, description="What the references say of it.")
    passages: Passages
    references: tuple[str, ...] = ()


class Safeguard(Frozen):
    """A condition that the editors add for the sake of rights."""

    text: Prose
    references: tuple[str, ...] = Field(min_length=1)


class Standing(Frozen):
    """Where the recommendation stands today, as far as the references show."""

    state: StandingState
    note: Prose
    references: tuple[str, ...] = ()


class Recommendation(Marked):
    """What the essay proposes: '[Actor] should [verb] …'."""

    id: Identifier
    actor: Line = Field(description="Who should act, as it stands at the head of the sentence: 'Member States'.")
    action: Line = Field(description="What they should do, without actor and 'should': 'share …'. No full stop.")
    short: Line = Field(description="The same in at most 14 words, for the brief's table. No full stop.")
    rationale: Prose
    horizon: Horizon
    evidence: Level = Field(description="How strong the essay's evidence for it is.")
    findings: Annotated[
        tuple[str, ...],
        RequiredHint("rests on no finding", "add `findings:` with the `id:` of each finding that leads to it"),
    ] = Field(min_length=1, description="Identifiers of the findings it rests on.")
    passages: Passages
    safeguards: tuple[Safeguard, ...] = ()
    indicator: Prose = Field(description="What would show that it has been carried out.")
    standing: Standing


class KeyFigure(Grounded):
    """A number at a glance."""

    value: Line
    label: Line


class FigureUse(Marked):
    """A figure: a Vega-Lite specification and its data, under ``figures/``."""

    id: Identifier
    file: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*\.vl\.yaml$")]
    data: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*\.csv$")]
    title: Line = Field(description="The message of the figure, as a sentence without a full stop.")
    alt: Prose = Field(description="What a reader who cannot see the figure needs to know, numbers included.")
    note: Prose | None = None
    references: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()

    @model_validator(mode="after")
    def _named_after_its_id(self) -> Self:
        if self.file != f"{self.id}.vl.yaml":
            raise ValueError(f"the file of the figure “{self.id}” must be {self.id}.vl.yaml, not {self.file}")
        if self.id in RESERVED_FIGURES or self.id.startswith("qr-"):
            raise ValueError(f"“{self.id}” is the name of a figure that every brief has; give this one another")
        return self


class LeftOut(Passage):
    """Words of the essay on which the editors let nothing rest, on purpose."""

    reason: Line = Field(description="Why nothing rests on them, in a few words; the report prints it.")


class Edition(Frozen):
    """A published state of the brief."""

    number: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]
    date: FullDate
    changes: Prose


class Brief(Frozen):
    """``brief.yaml``: one publication."""

    title: Line
    subtitle: Line
    short_title: Line = Field(description="For running headers.")
    title_note: Line = Field(description="Where the title comes from.")
    number: Line = Field(description="The publisher's number for the brief.")
    marking: MarkingLabel | None = Field(
        default=None, description="Handling marking; the publisher's default where left out."
    )
    topics: tuple[Line, ...] = Field(min_length=1)
    purpose: Line = Field(description="What the recommendations sheet is for, in one sentence.")
    thesis: Thesis
    summary: Summary
    why: tuple[Statement, ...] = Field(min_length=1, description="Why it matters.")
    key_figures: tuple[KeyFigure, ...] = Field(default=(), max_length=3)
    findings: tuple[Finding, ...] = Field(min_length=1)
    in_brief: tuple[str, ...] = Field(min_length=1, description="Findings that stand in the executive brief, in order.")
    analysis: Analysis | None = None
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
    page_limits: dict[str, Pages] = Field(
        default={}, description="Fewest and most pages of a document, where this brief needs others than document.yaml."
    )
    editions: tuple[Edition, ...] = Field(min_length=1, description="Newest first.")
    left_out: tuple[LeftOut, ...] = Field(
        default=(),
        description="Words of the essay that nothing rests on, on purpose; `briefwright coverage` lists the others.",
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        dates = [edition.date for edition in self.editions]
        if dates != sorted(dates, reverse=True):
            raise ValueError("editions stand newest first; these do not")
        if len(set(self.in_brief)) < len(self.in_brief):
            raise ValueError("in_brief names a finding twice")
        return self
