"""The brief record (``brief.json``) and its published JSON Schema."""

from __future__ import annotations

from typing import Annotated, Literal

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
from briefwright.content.exports.works import NameRecord, WorkRecord
from briefwright.model import Marking, Status

RECORD, ESSAY, ANNOTATIONS = "brief.json", "essay.txt", "annotations.jsonld"
"""File names in the brief's folder of the site."""
VERSION = 5
"""The version of brief.json. Any change of a field needs a new one."""
SCHEMA = f"brief-record-{VERSION}.schema.json"
"""The schema's file name in ``schemas/`` of the site, and its ``$id``."""

Index = Annotated[int, Field(ge=0)]
Date = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="ISO 8601.")]


class PositionRecord(Published):
    """A span of text, in Unicode code points from 0."""

    start: Index = Field(description="Position of the first character.")
    end: Index = Field(description="Position after the last character.")


class EditionRecord(Published):
    """A published state of the brief."""

    number: str = Field(pattern=r"^\d+\.\d+$", description="Edition number.")
    date: Date = Field(description="Date of publication.")
    changes: str | None = Field(description="Changes since the edition before, in Markdown.")


class LicenceRecord(Published):
    """The licence of the editors' work. It does not cover the essay."""

    id: Text = Field(description="SPDX identifier.")
    name: Text = Field(description="Name of the licence.")
    url: str = Field(description="URL of the licence text.")


class ContactRecord(Published):
    """A contact for readers."""

    name: Text = Field(description="Name of a person or a department.")
    email: str = Field(description="Email address.")


class PublisherRecord(Published):
    """The publishing body."""

    name: Text = Field(description="Name.")
    short_name: Text = Field(description="Short name.")
    note: Text | None = Field(description="Description of the publisher, printed in every colophon.")
    base_url: str = Field(description="Base URL of the site, without a slash at the end.")
    language: str = Field(description="Language of all texts by the editors (BCP 47).")
    marking: Marking = Field(description="Default handling marking (TLP 2.0).")
    licence: LicenceRecord = Field(description="Licence of the editors' work; it does not cover the essay.")
    contact: ContactRecord = Field(description="Contact for readers.")


class EssayAuthorRecord(Published):
    """An author or a translator of the essay."""

    name: NameRecord = Field(description="CSL name.")
    affiliation: Text | None = Field(description="Institution at the time.")
    orcid: str | None = Field(pattern=r"^https://orcid\.org/(\d{4}-){3}\d{3}[\dX]$", description="ORCID iD, as a URL.")


class EssayLicenceRecord(Published):
    """The licence of the essay."""

    name: Text = Field(description="Name of the licence.")
    url: str = Field(description="URL of the licence text.")


class EssayWorkRecord(Published):
    """Whose text the essay is. ``null`` and an empty list: not known."""

    called: Text = Field(description="The word for the essay in the documents, such as memorandum.")
    title: Text | None = Field(description="Title.")
    untitled: bool = Field(description="Whether the essay has no title.")
    authors: tuple[EssayAuthorRecord, ...] = Field(description="Authors, in order.")
    unsigned: bool = Field(description="Whether the essay names no author.")
    date: str | None = Field(
        pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="Date (ISO 8601), as exact as it is known."
    )
    undated: bool = Field(description="Whether the essay has no date.")
    published_in: Text | None = Field(description="Journal, site, book or place of first publication.")
    url: str | None = Field(description="URL of the first publication.")
    doi: str | None = Field(description="DOI, without https://doi.org/.")
    language: str = Field(description="Language of the essay's words (BCP 47).")
    translator: EssayAuthorRecord | None = Field(description="Translator.")
    licence: EssayLicenceRecord | None = Field(description="Licence of the essay.")
    rights: Text | None = Field(description="Rights statement of the essay.")


class EditorialRecord(Published):
    """The editors' texts: title, statements, recommendations, figures, editions."""

    title: Text = Field(description="Title.")
    status: Status = Field(description="Whether the brief is published or a draft.")
    subtitle: Text | None = Field(description="Subtitle.")
    short_title: Text = Field(description="Short title.")
    title_note: Text | None = Field(description="Origin of the title.")
    essay: EssayWorkRecord = Field(description="Whose text the essay is.")
    number: Text | None = Field(description="The publisher's report number.")
    marking: Marking = Field(description="Handling marking of this edition (TLP 2.0).")
    topics: tuple[Text, ...] = Field(description="Topics.")
    purpose: Text | None = Field(description="Purpose of the recommendations sheet.")
    thesis: ThesisRecord = Field(description="Main argument of the essay.")
    summary: ThesisRecord = Field(description="Summary of the essay.")
    why: tuple[StatementRecord, ...] = Field(description="Why it matters.")
    key_figures: tuple[KeyFigureRecord, ...] = Field(description="Numbers at a glance.")
    findings: tuple[FindingRecord, ...] = Field(description="Findings, in order.")
    in_brief: tuple[str, ...] = Field(description="Identifiers of the findings in the executive brief.")
    analysis: AnalysisRecord | None = Field(description="Analysis, if the brief has one.")
    events: tuple[EventRecord, ...] = Field(description="Events, in the order of the sources.")
    recommendations: tuple[RecommendationRecord, ...] = Field(description="Recommendations, in order.")
    safeguards: SafeguardRecord | None = Field(description="Safeguards for all recommendations.")
    questions: tuple[StatementRecord, ...] = Field(description="Questions to ask.")
    misses: tuple[StatementRecord, ...] = Field(description="What the essay misses.")
    limits: tuple[StatementRecord, ...] = Field(description="Limits and gaps.")
    figures: tuple[FigureRecord, ...] = Field(description="Figures; the timeline of the events is the last.")
    brief_figure: str | None = Field(description="Identifier of the figure in the executive brief.")
    states_likelihood: bool = Field(description="Whether a text of the editors uses a term of the likelihood scale.")
    about: str | None = Field(description="How the summaries and annotations were made, in Markdown.")
    editions: tuple[EditionRecord, ...] = Field(description="All editions, newest first.")


class ParagraphRecord(Published):
    """A text of the essay that can be quoted."""

    number: int = Field(ge=1, description="Paragraph number, from 1.")
    type: Literal["paragraph", "item", "quotation", "row", "code", "footnote"] = Field(
        description="Its place: a paragraph of the text, a list, a quotation or a footnote; a row of a table; code."
    )
    section: Text | None = Field(description="Title of its section, if the essay has sections.")
    columns: tuple[str, ...] = Field(description="Heads of the columns of a row.")
    address: str = Field(description="URL of its anchor in the page of `resources.report`.")
    text: str = Field(description="Plain text; a tab separates the cells of a row.")
    position: PositionRecord = Field(description="Position in essay.txt.")


class HeadingRecord(Published):
    """A heading of the essay."""

    level: int = Field(ge=1, description="Level, from 1 without gaps.")
    text: str = Field(description="Plain text.")
    address: str = Field(description="URL of its anchor in the page of `resources.report`.")


class PictureRecord(Published):
    """A picture of the essay."""

    alt: str = Field(description="Text for readers who cannot see the picture.")
    caption: str = Field(description="Caption, or an empty string.")
    picture: str = Field(description="URL of the picture.")


class UsesRecord(Published):
    """Items that rest on a passage."""

    findings: tuple[str, ...] = Field(description="Identifiers of findings.")
    recommendations: tuple[str, ...] = Field(description="Identifiers of recommendations.")
    annotations: tuple[str, ...] = Field(description="Identifiers of annotations.")
    others: tuple[str, ...] = Field(
        description="Other items, as JSON Pointers (RFC 6901) into this file: /brief/thesis, /brief/why/0 …"
    )


class PassageRecord(Published):
    """A passage: words of the essay on which something rests."""

    id: str = Field(description="Permanent identifier, and anchor in the page of `resources.report`.")
    address: str = Field(description="URL of its anchor in the page of `resources.report`.")
    paragraph: int = Field(ge=1, description="Paragraph number.")
    sentence: int | None = Field(ge=1, description="Number of its first sentence in a long paragraph, from 1.")
    start: Index = Field(description="Position of its first character in the paragraph, from 0.")
    end: Index = Field(description="Position after its last character in the paragraph.")
    exact: str = Field(min_length=1, description="Words of the essay; […] stands for omitted words.")
    prefix: str = Field(description="Up to 32 characters before it in the paragraph.")
    suffix: str = Field(description="Up to 32 characters after it in the paragraph.")
    omitted: tuple[PositionRecord, ...] = Field(description="Omitted words, by their positions in the paragraph.")
    position: PositionRecord = Field(description="Position in essay.txt.")
    uses: UsesRecord = Field(description="Items that rest on it.")


class LeftOutRecord(Published):
    """Words of the essay that the editors leave out on purpose: nothing rests on them."""

    paragraph: int = Field(ge=1, description="Paragraph number.")
    start: Index = Field(description="Position of the first character in the paragraph, from 0.")
    end: Index = Field(description="Position after the last character in the paragraph.")
    exact: str = Field(min_length=1, description="Words of the essay; […] stands for words that are not left out.")
    reason: Text = Field(description="Reason for leaving them out.")


class LikelihoodStepRecord(Published):
    """A step of a scale of likelihood."""

    words: tuple[Text, ...] = Field(description="Expressions for this likelihood.")
    percent: tuple[int, int] = Field(description="Lower and upper end of the range, in per cent.")
    below: bool = Field(description="Whether the range excludes its upper end.")


class LikelihoodScaleRecord(Published):
    """The publisher's scale of likelihood."""

    id: Text = Field(description="Short name.")
    name: Text = Field(description="Name.")
    source: Text = Field(description="Author and publication of the scale.")
    note: Text | None = Field(description="Note for readers.")
    steps: tuple[LikelihoodStepRecord, ...] = Field(description="Steps, lowest first.")


class SupportStepRecord(Published):
    """A step of the scale of support."""

    level: str = Field(description="Name of the step, as in `support`.")
    word: Text = Field(description="Word for the step.")
    phrase: Text = Field(description="Words for counted claims.")
    meaning: Text = Field(description="Meaning.")


class ScalesRecord(Published):
    """The publisher's scales."""

    likelihood: LikelihoodScaleRecord = Field(description="Scale for the probability of a statement.")
    support: tuple[SupportStepRecord, ...] = Field(
        description="Scale of the support for a claim by the sources, the best step first."
    )


class ResourcesRecord(Published):
    """URLs of the same content in other formats."""

    report: str = Field(description="The HTML page with the anchors of statements and passages.")
    essay: str = Field(description="The essay as plain text in UTF-8 (essay.txt), to which positions refer.")
    annotations: str = Field(description="The editors' annotations as Web Annotations (annotations.jsonld).")


class BriefRecord(Published):
    """The content of a brief's documents, with resolved passages, for other systems.

    Identifiers refer to items of this file: to the ``id`` of findings, recommendations and other statements, to the
    ``id`` of a work in ``references``, to the ``id`` of a passage in ``passages``.
    """

    # `$schema` is not a valid name in Python.
    model_config = ConfigDict(populate_by_name=True)

    schema_address: str = Field(alias="$schema", description="URL of the JSON Schema of this file.")
    address: str = Field(description="URL of this file.")
    slug: str = Field(description="Name of the brief in URLs.")
    resources: ResourcesRecord = Field(description="URLs of the same content in other formats.")
    publisher: PublisherRecord = Field(description="Publisher of the brief.")
    scales: ScalesRecord = Field(description="Scales of likelihood and support.")
    edition: EditionRecord = Field(description="The edition in this file.")
    brief: EditorialRecord = Field(description="The editors' texts.")
    annotations: tuple[AnnotationRecord, ...] = Field(description="Annotations of passages.")
    glossary: tuple[TermRecord, ...] = Field(description="Glossary.")
    references: tuple[WorkRecord, ...] = Field(description="Works cited, as CSL JSON items.")
    essay: tuple[ParagraphRecord, ...] = Field(description="Texts of the essay, in order; footnotes last.")
    headings: tuple[HeadingRecord, ...] = Field(description="Headings of the essay, in order.")
    pictures: tuple[PictureRecord, ...] = Field(description="Pictures of the essay, in order.")
    passages: tuple[PassageRecord, ...] = Field(description="Passages on which something rests, in order.")
    left_out: tuple[LeftOutRecord, ...] = Field(
        description="Words of the essay that the editors leave out on purpose, in order."
    )
    checksums: dict[str, str] = Field(description="SHA-256 of the content of each source file, by file name.")
