"""The statements of ``brief.yaml`` about the essay: findings, recommendations and others, each with its passages."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from briefwright.model.fields import (
    DateOrInterval,
    Frozen,
    Horizon,
    Identifier,
    InvalidValue,
    Line,
    Marked,
    Passages,
    Prose,
    ReferenceIds,
    RequiredHint,
    Risk,
    StandingState,
    Supported,
)

EditorsChoice = Literal["actor", "horizon"]
_ADD_REFERENCES = "add `references:` with the identifiers of the sources"
_ADD_BASIS = "add `basis:` with the reason for the support: what the sources show, and what they do not"


def _without_full_stop(text: str) -> str:
    # An abbreviation with several stops keeps its last one.
    if re.search(r"(?:^|[^\w.])\w{2,}\.$", text):
        raise InvalidValue("the text ends with a full stop", "delete it; the documents add one where it is needed")
    return text


Phrase = Annotated[Line, AfterValidator(_without_full_stop)]
"""A line without a full stop."""


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


class Numbered(Marked):
    """An item with a permanent number."""

    id: Identifier
    number: Annotated[int, Field(ge=1)] | None = Field(
        default=None,
        description="Permanent number. Set it before you move, add or delete items; without it, the place in the list.",
    )


class Finding(Numbered):
    """A claim of the essay in the editors' words, and how far the checked sources confirm it."""

    short: Phrase = Field(description="The claim as a headline of at most 12 words. No full stop.")
    verdict: Phrase | None = Field(
        default=None, description="How the claim fared in the checks, in at most 12 words. No full stop."
    )
    statement: Prose | None = Field(default=None, description="The claim in full, for the report.")
    support: str | None = Field(
        default=None, description="Level of the scale `support` in scales.yaml: how far the sources confirm it."
    )
    basis: Annotated[Prose, RequiredHint(_ADD_BASIS)] | None = Field(
        default=None, description="What the sources show, and the reason for `support`. Required with it."
    )
    passages: Passages
    references: ReferenceIds = ()

    @model_validator(mode="after")
    def _has_basis(self) -> Self:
        if self.support and not self.basis:
            raise InvalidValue("“basis” is missing", _ADD_BASIS)
        if self.basis and not self.support:
            raise InvalidValue("“support” is missing", "add `support:`, or delete `basis:`")
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
        description="Name of one section, such as “cause”, for anchors and the working papers; else “analysis”.",
    )
    title: Line = Field(description="Heading above the sections.")
    sections: tuple[AnalysisSection, ...] = Field(min_length=1, description="Sections, in order.")

    def anchor(self, section: AnalysisSection) -> str:
        """Return the anchor of a section in the report."""
        return f"{self.item or 'analysis'}-{section.id}"


class Event(Supported):
    """An event that the essay mentions, or that the editors add from references."""

    id: Identifier
    lane: Line | None = Field(default=None, description="Name of its lane in the timeline, such as Attacks.")
    date: DateOrInterval | None = Field(
        default=None,
        description="Date, as exact as known, or first and last day: 2015-11-13/2015-11-15. Omit if neither the essay"
        " nor a reference gives one.",
    )
    place: Line | None = Field(default=None, description="Town, region or country.")
    title: Line = Field(description="Name of the event.")
    label: Line | None = Field(
        default=None, description="Short label for the timeline; without it, the place, or else the title."
    )
    essay: Line | None = Field(
        default=None, description="The essay's account, in a few words. Omit if the essay does not mention the event."
    )
    checked: Line | None = Field(default=None, description="The account of the references. Needs `references`.")

    @model_validator(mode="after")
    def _has_sources(self) -> Self:
        if self.checked and not self.references:
            raise InvalidValue("no `references` support `checked`", _ADD_REFERENCES, ("checked",))
        return self

    @property
    def short(self) -> str:
        """The event in a few words: the label, the place or the title."""
        return self.label or self.place or self.title


class Timeline(Frozen):
    """Title and note of the timeline, a figure that is drawn from the events with a date."""

    title: Phrase | None = Field(
        default=None, description="Message of the figure, as a sentence without a full stop; else “Events, 2004–2017”."
    )
    note: Prose | None = Field(default=None, description="Note below the figure.")


class Safeguard(Frozen):
    """A condition that the editors add to protect rights."""

    text: Prose = Field(description="The condition, in one sentence.")
    short: Phrase | None = Field(
        default=None, description="The condition in at most 10 words, for tables. No full stop."
    )
    references: ReferenceIds = Field(min_length=1, description="Identifiers of references, at least one.")


class RightsRisk(Frozen):
    """The risk of a recommendation to fundamental rights, as the editors see it."""

    level: Risk
    rights: Line | None = Field(default=None, description="The rights concerned, in a few words.")

    @model_validator(mode="after")
    def _matches_level(self) -> Self:
        if self.level is Risk.NONE and self.rights:
            hint = "write the `level:` of the risk, or delete `rights:`"
            raise InvalidValue("the level is none, but “rights” is set", hint, ("rights",))
        return self


class Standing(Frozen):
    """How far a recommendation is in place, according to the references."""

    state: StandingState
    in_place: Prose | None = Field(
        default=None, description="What is in place, in one or two sentences. Needs `references`."
    )
    missing: Prose | None = Field(default=None, description="What is missing, in one or two sentences.")
    references: ReferenceIds = ()

    @model_validator(mode="after")
    def _matches_state(self) -> Self:
        is_in_place = self.state in {StandingState.IN_PLACE, StandingState.PARTLY}
        if is_in_place and not self.in_place:
            raise InvalidValue(
                f"“in_place” is missing, but the state is {self.state}",
                "add `in_place:` with the parts that are in place",
            )
        if self.state is StandingState.UNKNOWN and self.in_place:
            hint = "write the `state:` that it shows, or delete `in_place:`"
            raise InvalidValue("the state is unknown, but “in_place” is set", hint, ("in_place",))
        if self.in_place and not self.references:
            raise InvalidValue("no `references` support `in_place`", _ADD_REFERENCES, ("in_place",))
        if self.state is StandingState.IN_PLACE and self.missing:
            raise InvalidValue(
                "the state is in-place, but “missing” is set", "write `state: partly-in-place`, or delete `missing:`"
            )
        return self


class Recommendation(Numbered):
    """A recommendation of the essay: '[Actor] should [verb] …'."""

    actor: Line = Field(description="Who should act, as the subject of the sentence: 'Member States'.")
    action: Phrase = Field(description="Action without actor and 'should': 'share …'. No full stop.")
    short: Phrase | None = Field(
        default=None,
        description="The action in at most 14 words, for tables. No full stop.",
    )
    label: Line | None = Field(default=None, description="The action in one to three words, for the matrix.")
    rationale: Prose | None = Field(default=None, description="Reasons of the essay for the recommendation.")
    horizon: Horizon | None = Field(default=None, description="When it can be carried out.")
    by_editors: tuple[EditorsChoice, ...] = Field(
        default=(), description="Fields that the essay does not give and the editors chose."
    )
    findings: Annotated[
        tuple[str, ...],
        RequiredHint("add `findings:` with the `id:` of each finding that supports the recommendation"),
    ] = Field(min_length=1, description="Identifiers of the findings that it rests on.")
    passages: Passages
    safeguards: tuple[Safeguard, ...] = Field(default=(), description="Safeguards that the editors add.")
    risk: RightsRisk | None = Field(default=None, description="Risk to fundamental rights.")
    indicator: Prose | None = Field(default=None, description="Evidence that would show that it is in place.")
    standing: Standing | None = Field(default=None, description="How far it is in place.")

    @model_validator(mode="after")
    def _has_choices(self) -> Self:
        if missing := next((name for name in self.by_editors if getattr(self, name) is None), None):
            hint = f"add `{missing}:`, or delete it from `by_editors:`"
            raise InvalidValue(f"`by_editors` lists “{missing}”, which is missing", hint, ("by_editors",))
        return self

    @property
    def brief_action(self) -> str:
        """The action for tables and lists: `short`, or the whole action."""
        return self.short or self.action


class KeyFigure(Supported):
    """A key number of the essay."""

    value: Line = Field(description="The number as printed, with its unit.")
    label: Line = Field(description="What the number counts, in a few words.")
