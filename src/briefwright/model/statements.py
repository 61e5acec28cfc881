"""The statements of ``brief.yaml`` about the essay: findings, recommendations and others, each with its passages."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from briefwright.model.fields import (
    DateOrInterval,
    Frozen,
    Horizon,
    Identifier,
    InvalidValue,
    Level,
    Line,
    Marked,
    Passages,
    Prose,
    ReferenceIds,
    RequiredHint,
    StandingState,
    Supported,
)

_ADD_BASIS = "add `basis:` with the reason for the confidence: what can be checked, and what cannot"


class Statement(Supported):
    """A statement of one or two sentences."""

    text: Prose = Field(description="The statement, in one or two sentences.")


class Thesis(Frozen):
    """The argument of the essay, in one or two sentences."""

    text: Prose = Field(description="What the essay as a whole argues, in one or two sentences.")
    passages: Passages


class Summary(Frozen):
    """The summary of the brief."""

    text: Prose = Field(description="The summary, in 60 to 90 words of Markdown.")
    passages: Passages


class Finding(Marked):
    """A finding: an argument of the essay in the editors' words."""

    id: Identifier
    short: Line = Field(description="The finding in one sentence of at most about 25 words, for the executive brief.")
    statement: Prose | None = Field(default=None, description="The finding in full, for the report.")
    evidence: Prose | None = Field(default=None, description="Evidence in the essay for and against the finding.")
    confidence: Level | None = Field(default=None, description="How well the evidence supports the finding.")
    basis: Annotated[Prose, RequiredHint(_ADD_BASIS)] | None = Field(
        default=None, description="Reason for the level of confidence. Required with `confidence`."
    )
    passages: Passages
    references: ReferenceIds = ()

    @model_validator(mode="after")
    def _has_basis(self) -> Self:
        if self.confidence and not self.basis:
            raise InvalidValue("“basis” is missing", _ADD_BASIS)
        if self.basis and not self.confidence:
            raise InvalidValue("“confidence” is missing", "add `confidence:`, or delete `basis:`")
        return self


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
    short: Line | None = Field(
        default=None,
        description="The action in at most 14 words, for the table of the executive brief. No full stop.",
    )
    rationale: Prose | None = Field(default=None, description="Reasons of the essay for the recommendation.")
    horizon: Horizon | None = Field(default=None, description="When it can be carried out.")
    evidence: Level | None = Field(default=None, description="Strength of the essay's evidence.")
    findings: Annotated[
        tuple[str, ...],
        RequiredHint("add `findings:` with the `id:` of each finding that supports the recommendation"),
    ] = Field(min_length=1, description="Identifiers of the findings that it rests on.")
    passages: Passages
    safeguards: tuple[Safeguard, ...] = Field(default=(), description="Safeguards that the editors add.")
    indicator: Prose | None = Field(default=None, description="Evidence that would show that it has been implemented.")
    standing: Standing | None = Field(default=None, description="How far it has been implemented.")

    @property
    def brief_action(self) -> str:
        """The action for tables and lists: `short`, or the whole action."""
        return self.short or self.action


class KeyFigure(Supported):
    """A key number of the essay."""

    value: Line = Field(description="The number as printed, with its unit.")
    label: Line = Field(description="What the number counts, in a few words.")
