"""What ``brief.json`` says: the statements of a brief, each with the passages and works that it rests on.

These types are a contract with other systems.  They are not the types of the sources, so that a new field for editors
does not change what is published; whoever changes a type here gives ``contract.VERSION`` its next number.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from briefwright.model import AnnotationType, Frozen, Horizon, Level, StandingState

Text = Annotated[str, Field(description="Plain text on one line.")]
Markdown = Annotated[str, Field(description="Markdown: emphasis, strong, code, links; a blank line parts paragraphs.")]
Identifier = Annotated[str, Field(description="Lasting name of this, unique among its kind.")]
Address = Annotated[str, Field(description="The anchor of this in the page of `resources.report`.")]


class Published(Frozen):
    """The base of what is published: every field is always there, ``null`` where there is nothing to say."""

    # The essay's words keep their spaces.
    model_config = ConfigDict(str_strip_whitespace=False)


class WithPassages(Published):
    """Something that rests on passages of the essay."""

    passages: tuple[str, ...] = Field(
        description="Identifiers of the passages that it rests on, as the editors list them."
    )


class WithPassagesAndReferences(WithPassages):
    """Something that rests on passages of the essay, on works cited, or on both."""

    references: tuple[str, ...] = Field(description="Identifiers of the works that it rests on.")


class ThesisRecord(WithPassages):
    """The thesis, or the summary."""

    text: Markdown


class StatementRecord(WithPassagesAndReferences):
    """A sentence or two."""

    text: Markdown


class KeyFigureRecord(WithPassagesAndReferences):
    """A number at a glance."""

    value: Text = Field(description="The number, as it is printed.")
    label: Text = Field(description="What it counts.")


class FindingRecord(WithPassagesAndReferences):
    """What the essay argues, in the editors' words."""

    id: Identifier
    number: str = Field(pattern=r"^F[1-9]\d*$", description="What the documents call it: F1, F2 …")
    address: Address
    short: Text = Field(description="The finding in one sentence.")
    statement: Markdown = Field(description="The finding in full.")
    evidence: Markdown = Field(description="What in the essay bears it out, and what does not.")
    confidence: Level = Field(description="How far the evidence bears it.")
    basis: Markdown = Field(description="Why the confidence is what it is.")
    recommendations: tuple[str, ...] = Field(description="Identifiers of the recommendations that rest on it.")


class SafeguardRecord(Published):
    """A condition that the editors add for the sake of rights."""

    text: Markdown
    references: tuple[str, ...] = Field(description="Identifiers of the works that it rests on.")


class StandingRecord(Published):
    """Where a recommendation stands today, as far as the works cited show."""

    state: StandingState = Field(description="How far it has been taken up.")
    note: Markdown = Field(description="What is known of it.")
    references: tuple[str, ...] = Field(description="Identifiers of the works that say so.")


class RecommendationRecord(WithPassages):
    """What the essay proposes: '[actor] should [action].'."""

    id: Identifier
    number: str = Field(pattern=r"^R[1-9]\d*$", description="What the documents call it: R1, R2 …")
    address: Address
    actor: Text = Field(description="Who should act.")
    action: Text = Field(description="What they should do, without a full stop.")
    short: Text = Field(description="The same in fewer words.")
    rationale: Markdown = Field(description="Why they should.")
    horizon: Horizon = Field(description="When it can be carried out.")
    evidence: Level = Field(description="How strong the essay's evidence for it is.")
    findings: tuple[str, ...] = Field(description="Identifiers of the findings that it rests on.")
    safeguards: tuple[SafeguardRecord, ...] = Field(description="Conditions that the editors add.")
    indicator: Markdown = Field(description="What would show that it has been carried out.")
    standing: StandingRecord = Field(description="Where it stands today.")


class AnalysisSectionRecord(WithPassagesAndReferences):
    """A titled section of the analysis."""

    id: Identifier
    address: Address
    title: Text = Field(description="Its title.")
    text: Markdown = Field(description="What the essay says.")
    caution: Markdown | None = Field(description="What the editors add.")


class AnalysisRecord(Published):
    """Titled sections on one aspect of the essay."""

    title: Text = Field(description="The heading above the sections.")
    sections: tuple[AnalysisSectionRecord, ...] = Field(description="The sections, in order.")


class EventRecord(WithPassagesAndReferences):
    """An event that the essay names."""

    id: Identifier
    date: str | None = Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="As exact as it is known (ISO 8601).")
    place: Text = Field(description="Where it happened.")
    title: Text = Field(description="What it was.")
    essay: Text = Field(description="What the essay says of it.")
    checked: Text | None = Field(description="What the works cited say of it.")


class FigureRecord(WithPassagesAndReferences):
    """A figure, with the data that it shows."""

    id: Identifier
    address: Address
    picture: str = Field(description="Where its picture is (SVG).")
    title: Text = Field(description="Its message.")
    alt: Markdown = Field(description="What a reader who cannot see it needs to know.")
    note: Markdown | None = Field(description="What stands under it.")
    data: str = Field(description="Its data as CSV (RFC 4180); the first row names the columns.")


class AnnotationRecord(Published):
    """What the editors add at a passage."""

    id: Identifier
    address: Address
    type: AnnotationType = Field(description="What the editors do at the passage.")
    note: Markdown = Field(description="What they say.")
    passage: str = Field(description="Identifier of the passage.")
    references: tuple[str, ...] = Field(description="Identifiers of the works that it rests on.")


class TermRecord(Published):
    """An entry of the glossary."""

    id: Identifier
    address: Address
    term: Text = Field(description="The word.")
    definition: Markdown = Field(description="What it means here.")
    see: tuple[str, ...] = Field(description="Identifiers of other entries.")
    references: tuple[str, ...] = Field(description="Identifiers of the works that it rests on.")
