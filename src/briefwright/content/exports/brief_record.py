"""The whole of ``brief.json``, and its published schema."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from briefwright.content.exports.statements import (
    AnalysisRecord,
    AnnotationRecord,
    EventRecord,
    FigureRecord,
    FindingRecord,
    KeyFigureRecord,
    Published,
    RecommendationRecord,
    SafeguardRecord,
    StatementRecord,
    TermRecord,
    Text,
    ThesisRecord,
)
from briefwright.content.exports.works import WorkRecord
from briefwright.model import Level, Marking

RECORD, ESSAY, ANNOTATIONS = "brief.json", "essay.txt", "annotations.jsonld"
"""File names, in the brief's folder of the site."""
VERSION = 3
"""Counts the forms that brief.json has had: any change of a field is a new one."""
SCHEMA = f"brief-record-{VERSION}.schema.json"
"""The schema's file name, which is its address below ``schemas/`` of the site, and its ``$id`` relative to that."""

Index = Annotated[int, Field(ge=0)]
Date = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="ISO 8601.")]


class PositionRecord(Published):
    """A stretch of text: its first character and the one after its last, in Unicode code points from 0."""

    start: Index = Field(description="The first character.")
    end: Index = Field(description="The character after the last.")


class EditionRecord(Published):
    """A published state of the brief."""

    number: str = Field(pattern=r"^\d+\.\d+$", description="Its number.")
    date: Date = Field(description="When it was published.")
    changes: str = Field(description="What changed, in Markdown.")


class LicenceRecord(Published):
    """The terms under which the publisher publishes."""

    id: Text = Field(description="SPDX identifier.")
    name: Text = Field(description="Its name.")
    url: str = Field(description="Its text.")


class ContactRecord(Published):
    """Where readers write to."""

    name: Text = Field(description="Who answers.")
    email: str = Field(description="The address.")


class ConfidenceLevelRecord(Published):
    """A level of confidence."""

    level: Level = Field(description="The level.")
    meaning: Text = Field(description="What the publisher means by it.")


class PublisherRecord(Published):
    """The publishing body."""

    name: Text = Field(description="Its name.")
    short_name: Text = Field(description="Its name in few words.")
    note: Text | None = Field(description="What it says of itself in every colophon.")
    base_url: str = Field(description="Where it publishes, without a slash at the end.")
    language: str = Field(description="The language of all that the editors write (BCP 47).")
    marking: Marking = Field(description="Its default handling marking (TLP 2.0).")
    licence: LicenceRecord = Field(description="Its licence.")
    contact: ContactRecord = Field(description="Its contact.")
    confidence: tuple[ConfidenceLevelRecord, ...] = Field(description="Its scale of confidence.")


class EditorialRecord(Published):
    """What the editors say of the essay."""

    title: Text = Field(description="The title.")
    subtitle: Text = Field(description="The subtitle.")
    short_title: Text = Field(description="The title in few words.")
    title_note: Text = Field(description="Where the title comes from.")
    number: Text = Field(description="The publisher's number for it.")
    marking: Marking = Field(description="Its handling marking (TLP 2.0).")
    topics: tuple[Text, ...] = Field(description="What it is about.")
    purpose: Text = Field(description="What the recommendations sheet is for.")
    thesis: ThesisRecord = Field(description="What the essay as a whole argues.")
    summary: ThesisRecord = Field(description="The summary.")
    why: tuple[StatementRecord, ...] = Field(description="Why it matters.")
    key_figures: tuple[KeyFigureRecord, ...] = Field(description="Numbers at a glance.")
    findings: tuple[FindingRecord, ...] = Field(description="The findings, in order.")
    in_brief: tuple[str, ...] = Field(description="Identifiers of the findings that stand in the executive brief.")
    analysis: AnalysisRecord | None = Field(description="Titled sections, where the brief has them.")
    events: tuple[EventRecord, ...] = Field(description="Events that the essay names.")
    recommendations: tuple[RecommendationRecord, ...] = Field(description="The recommendations, in order.")
    safeguards: SafeguardRecord = Field(description="What holds for all recommendations.")
    watch: tuple[StatementRecord, ...] = Field(description="What to watch.")
    limits: tuple[StatementRecord, ...] = Field(description="Limits and gaps.")
    figures: tuple[FigureRecord, ...] = Field(description="The figures.")
    brief_figure: str | None = Field(description="Identifier of the figure in the executive brief.")
    about: str = Field(description="How summaries and annotations were made, in Markdown.")
    editions: tuple[EditionRecord, ...] = Field(description="All editions, newest first.")


class ParagraphRecord(Published):
    """A paragraph of the essay."""

    number: int = Field(ge=1, description="Its number, from 1.")
    address: str = Field(description="Its anchor in the page of `resources.report`.")
    text: str = Field(description="Its words, without emphasis and links.")
    position: PositionRecord = Field(description="Where it stands in essay.txt.")


class UsesRecord(Published):
    """What rests on a passage."""

    findings: tuple[str, ...] = Field(description="Identifiers of findings.")
    recommendations: tuple[str, ...] = Field(description="Identifiers of recommendations.")
    annotations: tuple[str, ...] = Field(description="Identifiers of annotations.")
    others: tuple[str, ...] = Field(
        description="JSON Pointers (RFC 6901) into this file: /brief/thesis, /brief/why/0 …"
    )


class PassageRecord(Published):
    """Words of the essay on which something rests."""

    id: str = Field(description="Lasting name, which is also its anchor in the page of `resources.report`.")
    address: str = Field(description="Its anchor in the page of `resources.report`.")
    paragraph: int = Field(ge=1, description="The number of its paragraph.")
    start: Index = Field(description="Its first character in the paragraph, from 0.")
    end: Index = Field(description="The character after its last.")
    exact: str = Field(min_length=1, description="The essay's words; […] where some between them are left out.")
    prefix: str = Field(description="Up to 32 characters before it in the paragraph.")
    suffix: str = Field(description="Up to 32 characters after it in the paragraph.")
    omitted: tuple[PositionRecord, ...] = Field(description="What is left out between its words, in the paragraph.")
    position: PositionRecord = Field(description="Where it stands in essay.txt.")
    uses: UsesRecord = Field(description="What rests on it.")


class LeftOutRecord(Published):
    """Words of the essay that the editors leave out on purpose: nothing rests on them."""

    paragraph: int = Field(ge=1, description="The number of their paragraph.")
    start: Index = Field(description="Their first character in the paragraph, from 0.")
    end: Index = Field(description="The character after their last.")
    exact: str = Field(min_length=1, description="The essay's words; […] where some between them do not count.")
    reason: Text = Field(description="Why they are left out.")


class LikelihoodStepRecord(Published):
    """A step of a scale of likelihood."""

    words: tuple[Text, ...] = Field(description="Its words.")
    percent: tuple[int, int] = Field(description="Lower and upper end of its range, in per cent.")
    below: bool = Field(description="Whether the upper end itself lies outside.")


class LikelihoodScaleRecord(Published):
    """The scale of likelihood that the publisher uses."""

    id: Text = Field(description="Its short name.")
    name: Text = Field(description="Its name.")
    source: Text = Field(description="Who set it, and where.")
    note: Text | None = Field(description="What readers of it should know.")
    steps: tuple[LikelihoodStepRecord, ...] = Field(description="Its steps, the lowest first.")


class ConfidenceScaleRecord(Published):
    """The scale of confidence that the publisher uses; ``publisher.confidence`` says what its levels mean."""

    id: Text = Field(description="Its short name.")
    name: Text = Field(description="Its name.")
    source: Text = Field(description="Who set it, and where.")


class ScalesRecord(Published):
    """The scales of estimates that the publisher uses."""

    likelihood: LikelihoodScaleRecord = Field(description="How probable something is.")
    confidence: ConfidenceScaleRecord = Field(description="How far evidence bears something.")


class ResourcesRecord(Published):
    """Where else the same is published."""

    report: str = Field(description="The page (HTML) whose anchors the addresses of statements and passages are.")
    essay: str = Field(description="The essay as plain text in UTF-8, in which positions count: essay.txt.")
    annotations: str = Field(
        description="What the editors say at each passage, as Web Annotations: annotations.jsonld."
    )


class BriefRecord(Published):
    """A brief with its passages resolved: all that the documents say, for other systems.

    Whatever is called an identifier names an item of the same file: findings, recommendations and the like by their
    ``id``, works by the ``id`` of ``references``, passages by that of ``passages``.
    """

    # `$schema` is no name in Python.
    model_config = ConfigDict(populate_by_name=True)

    schema_address: str = Field(alias="$schema", description="Where this file's JSON Schema is.")
    address: str = Field(description="Where this file is published.")
    slug: str = Field(description="The brief's name in addresses.")
    resources: ResourcesRecord = Field(description="Where else the same is published.")
    publisher: PublisherRecord = Field(description="Who publishes it.")
    scales: ScalesRecord = Field(description="Its scales of likelihood and confidence.")
    edition: EditionRecord = Field(description="The edition that this is.")
    brief: EditorialRecord = Field(description="What the editors say of the essay.")
    annotations: tuple[AnnotationRecord, ...] = Field(description="What they add at its passages.")
    glossary: tuple[TermRecord, ...] = Field(description="Words explained.")
    references: tuple[WorkRecord, ...] = Field(description="Works cited, as CSL JSON items.")
    essay: tuple[ParagraphRecord, ...] = Field(description="The essay, paragraph by paragraph.")
    passages: tuple[PassageRecord, ...] = Field(description="Its passages on which something rests, in order.")
    left_out: tuple[LeftOutRecord, ...] = Field(
        description="What the editors leave out of the essay on purpose, in order."
    )
    checksums: dict[str, str] = Field(description="SHA-256 of what each source file says, by its name.")
