"""Types of the brief record: statements of a brief, with the passages and works that they rest on.

These types are a published format. They are separate from the types of the sources, so a new field for editors does
not change the format. A change here needs the next ``brief_record.VERSION``.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from briefwright.model import AnnotationType, Frozen, Horizon, Risk, StandingState

Text = Annotated[str, Field(description="Plain text on one line.")]
Markdown = Annotated[
    str, Field(description="Markdown with emphasis, strong, code, links; a blank line separates paragraphs.")
]
PublishedId = Annotated[str, Field(description="Permanent identifier, unique among items of the same type.")]
Address = Annotated[str, Field(description="URL of its anchor in the page of `resources.report`.")]


class Published(Frozen):
    """The base of all published types. All fields are always present; an empty one is ``null``."""

    # Words of the essay keep their spaces.
    model_config = ConfigDict(str_strip_whitespace=False)


class WithPassages(Published):
    """A statement that rests on passages of the essay."""

    passages: tuple[str, ...] = Field(
        description="Identifiers of the passages that it rests on, in the order of the sources."
    )


class WithPassagesAndReferences(WithPassages):
    """A statement that rests on passages of the essay, on works cited, or on both."""

    references: tuple[str, ...] = Field(description="Identifiers of the works that it cites.")


class ThesisRecord(WithPassages):
    """The thesis, or the summary."""

    text: Markdown


class StatementRecord(WithPassagesAndReferences):
    """A sentence or two."""

    text: Markdown


class KeyFigureRecord(WithPassagesAndReferences):
    """A number at a glance."""

    value: Text = Field(description="The number, as printed.")
    label: Text = Field(description="What the number counts.")


class FindingRecord(WithPassagesAndReferences):
    """A finding: an argument of the essay in the editors' words."""

    id: PublishedId
    number: str = Field(pattern=r"^F[1-9]\d*$", description="Number in the documents: F1, F2 …")
    address: Address
    short: Text = Field(description="The claim as a headline.")
    verdict: Text | None = Field(description="How the claim fared in the editors' checks.")
    statement: Markdown | None = Field(description="The claim in full.")
    support: str | None = Field(description="How far the sources confirm it: a level of `scales.support`.")
    basis: Markdown | None = Field(description="What the sources show, and the reason for the support.")
    recommendations: tuple[str, ...] = Field(description="Identifiers of the recommendations that rest on it.")


class SafeguardRecord(Published):
    """A condition that the editors add to protect rights."""

    text: Markdown
    short: Text | None = Field(description="The condition in fewer words.")
    references: tuple[str, ...] = Field(description="Identifiers of the works that it cites.")


class RightsRiskRecord(Published):
    """The risk of a recommendation to fundamental rights, as the editors see it."""

    level: Risk = Field(description="Level of the risk.")
    rights: Text | None = Field(description="The rights concerned.")


class StandingRecord(Published):
    """The current state of a recommendation according to the works cited."""

    state: StandingState = Field(description="How far the recommendation has been adopted.")
    in_place: Markdown | None = Field(description="What is in place.")
    missing: Markdown | None = Field(description="What is missing.")
    references: tuple[str, ...] = Field(description="Identifiers of the works that show the state.")


class RecommendationRecord(WithPassages):
    """A proposal of the essay: '[actor] should [action].'."""

    id: PublishedId
    number: str = Field(pattern=r"^R[1-9]\d*$", description="Number in the documents: R1, R2 …")
    address: Address
    actor: Text = Field(description="The person or body that should act.")
    action: Text = Field(description="The proposed action, without a full stop.")
    short: Text = Field(description="The recommendation in fewer words.")
    label: Text | None = Field(description="The recommendation in one to three words.")
    rationale: Markdown | None = Field(description="Reasons for the recommendation.")
    horizon: Horizon | None = Field(description="Time in which it can be carried out.")
    by_editors: tuple[str, ...] = Field(
        description="Fields of this item that the essay does not give and the editors chose."
    )
    support: str | None = Field(
        description="Support of the weakest finding that it rests on: a level of `scales.support`."
    )
    findings: tuple[str, ...] = Field(description="Identifiers of the findings that it rests on.")
    safeguards: tuple[SafeguardRecord, ...] = Field(description="Conditions that the editors add.")
    risk: RightsRiskRecord | None = Field(description="Risk to fundamental rights.")
    indicator: Markdown | None = Field(description="Evidence that would show that it has been carried out.")
    standing: StandingRecord | None = Field(description="Its current state.")


class AnalysisSectionRecord(WithPassagesAndReferences):
    """A titled section of the analysis."""

    id: PublishedId
    address: Address
    title: Text = Field(description="Title of the section.")
    text: Markdown = Field(description="The essay's argument.")
    caution: Markdown | None = Field(description="The editors' comment.")


class AnalysisRecord(Published):
    """Titled sections on one aspect of the essay."""

    title: Text = Field(description="Heading above the sections.")
    sections: tuple[AnalysisSectionRecord, ...] = Field(description="Sections, in order.")


class EventRecord(WithPassagesAndReferences):
    """An event that the essay mentions, or that the editors add from works cited."""

    id: PublishedId
    date: str | None = Field(
        pattern=r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$",
        description="Date (ISO 8601), as exact as it is known, or the first and the last with a slash between.",
    )
    lane: Text | None = Field(description="Name of its lane in the timeline.")
    place: Text | None = Field(description="Place of the event.")
    title: Text = Field(description="Name of the event.")
    label: Text | None = Field(description="Short label in the timeline.")
    essay: Text | None = Field(description="The essay's statement on the event; null if the essay has none.")
    checked: Text | None = Field(description="The statement of the works cited.")


class FigureRecord(WithPassagesAndReferences):
    """A figure and its data."""

    id: PublishedId
    address: Address
    picture: str = Field(description="URL of the picture (SVG).")
    title: Text = Field(description="Title: the message of the figure.")
    alt: Markdown = Field(description="Text alternative.")
    note: Markdown | None = Field(description="Note under the figure.")
    data: str = Field(description="Data as CSV (RFC 4180) with column names in the first row.")


class AnnotationRecord(Published):
    """An annotation: the editors' note on a passage."""

    id: PublishedId
    address: Address
    type: AnnotationType = Field(description="Annotation type.")
    note: Markdown = Field(description="Text of the note.")
    passage: str = Field(description="Identifier of the passage.")
    references: tuple[str, ...] = Field(description="Identifiers of the works that it cites.")


class TermRecord(Published):
    """An entry of the glossary."""

    id: PublishedId
    address: Address
    term: Text = Field(description="The term.")
    definition: Markdown = Field(description="Definition of the term in this brief.")
    see: tuple[str, ...] = Field(description="Identifiers of related entries.")
    references: tuple[str, ...] = Field(description="Identifiers of the works that it cites.")
