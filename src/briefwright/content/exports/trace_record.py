"""The trace record (``trace.json``): what rests on each passage, and how much of the essay is used.

Editors read it as the page of working papers.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from briefwright.content.coverage import Usage
from briefwright.content.exports.brief_record import EditionRecord, LeftOutRecord
from briefwright.content.exports.statements import Published, Text
from briefwright.content.uses import BriefPart

TRACE, WORKING_PAPERS = "trace.json", "trace.html"
"""File names in the brief's folder of the site: the record, and the page that shows it."""
VERSION = 1
"""The version of trace.json. Any change of a field needs a new one."""
SCHEMA = f"trace-{VERSION}.schema.json"
"""The schema's file name in ``schemas/`` of the site, and its ``$id``."""

Count = Annotated[int, Field(ge=0)]
Percent = Annotated[dict[Usage, Count], Field(description="Whole percentages of the words by usage; their sum is 100.")]


class TraceUseRecord(Published):
    """A statement or an annotation that rests on a passage."""

    part: BriefPart = Field(description="Its part of the brief.")
    number: Text | None = Field(description="Number of a finding (F1), a recommendation (R2) or a note (3).")
    title: Text | None = Field(description="Title, if it has no number.")
    item: Text | None = Field(description="The brief's own name for an item of this part.")
    address: str | None = Field(description="URL of its anchor in the first document that shows it, if one does.")


class TracedPassageRecord(Published):
    """A passage of the essay with everything that rests on it."""

    id: str = Field(description="Permanent identifier, as in brief.json.")
    address: str = Field(description="URL of its anchor in the page of `report`.")
    locator: str = Field(description="Paragraph, or paragraph and sentence, as printed after ¶.")
    exact: str = Field(min_length=1, description="Words of the essay; […] stands for omitted words.")
    uses: tuple[TraceUseRecord, ...] = Field(description="What rests on it, in the order of the brief.")


class TextSizeRecord(Published):
    """A number of words and of characters."""

    words: Count = Field(description="Words (Unicode Standard Annex 29).")
    characters: Count = Field(description="Unicode code points.")


class SentenceRecord(Published):
    """A sentence of a paragraph (Unicode Standard Annex 29)."""

    start: Count = Field(description="Position of its first character in the paragraph, from 0.")
    end: Count = Field(description="Position after its last character.")
    text: str = Field(description="Its text.")
    words: Count = Field(description="Its number of words.")
    usage: Usage = Field(description="The first usage of its words.")


class ParagraphCoverageRecord(TextSizeRecord):
    """The use of a paragraph."""

    number: int = Field(ge=1, description="Paragraph number.")
    covered: dict[Usage, TextSizeRecord] = Field(description="Size of each usage; a word may count twice.")
    shares: dict[Usage, TextSizeRecord] = Field(description="Size of each usage; a word counts under its first usage.")
    percent: Percent
    sentences: tuple[SentenceRecord, ...] = Field(description="Its sentences, in order.")


class CoverageRecord(Published):
    """How much of the essay is used.

    Usages: ``stated`` (findings and recommendations), ``noted`` (only annotations), ``elsewhere`` (only other parts),
    ``left-out`` (left out on purpose), ``unused``.
    """

    words: Count = Field(description="Words of the essay.")
    percent: Percent
    accounted_for: float = Field(ge=0, le=100, description="Per cent of sentences used or left out on purpose.")
    paragraphs: tuple[ParagraphCoverageRecord, ...] = Field(description="Paragraphs, in order.")
    left_out: tuple[LeftOutRecord, ...] = Field(description="Words left out on purpose, in order.")


class TraceRecord(Published):
    """The editors' working papers: uses of passages, coverage of the essay, checksums of the sources."""

    # `$schema` is not a valid name in Python.
    model_config = ConfigDict(populate_by_name=True)

    schema_address: str = Field(alias="$schema", description="URL of the JSON Schema of this file.")
    address: str = Field(description="URL of this file.")
    page: str = Field(description="URL of the page that shows this file.")
    report: str = Field(description="URL of the page with the anchors of statements and passages.")
    slug: str = Field(description="Name of the brief in URLs.")
    title: Text = Field(description="Title of the brief.")
    edition: EditionRecord = Field(description="The edition in this file.")
    passages: tuple[TracedPassageRecord, ...] = Field(description="Passages on which something rests, in order.")
    coverage: CoverageRecord = Field(description="How much of the essay is used.")
    checksums: dict[str, str] = Field(description="SHA-256 of the content of each source file, by file name.")
