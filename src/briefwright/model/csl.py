"""Works cited: all types and variables of CSL JSON (Citation Style Language 1.0.2, schema ``csl-data``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from briefwright.model.csl_dates import Date, without_null
from briefwright.model.csl_text import Doi, LongText, PlainText, Text, Url, WorkIdentifier
from briefwright.model.fields import Frozen, InvalidValue, RequiredHint

if TYPE_CHECKING:
    from collections.abc import Mapping

WorkType = Literal[
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical", "personal_communication",
    "post", "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech", "standard",
    "thesis", "treaty", "webpage",
]  # fmt: skip
Optional = Text | None
Switch = bool | int | str | None
# The name variables in the order of a display name.
_NAME_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")


class Name(Frozen):
    """A CSL name: a person with family and given name, or an organisation with a literal name."""

    model_config = ConfigDict(populate_by_name=True, json_schema_extra=without_null)

    family: PlainText | None = Field(default=None, description="Family name of a person.")
    given: PlainText | None = Field(default=None, description="Given names of a person.")
    literal: PlainText | None = Field(default=None, description="Name of an organisation.")
    dropping_particle: PlainText | None = Field(
        default=None, alias="dropping-particle", description="Particle that sorting drops, as “von” in some names."
    )
    non_dropping_particle: PlainText | None = Field(
        default=None, alias="non-dropping-particle", description="Particle that stays with the family name, as “de”."
    )
    suffix: PlainText | None = Field(default=None, description="Suffix, such as Jr.")
    comma_suffix: Switch = Field(default=None, alias="comma-suffix", description="Whether a comma precedes the suffix.")
    static_ordering: Switch = Field(
        default=None, alias="static-ordering", description="Whether the family name always comes first."
    )
    parse_names: Switch = Field(
        default=None, alias="parse-names", description="Whether the names contain particles and suffixes."
    )


def display_name(name: Mapping[str, str]) -> str:
    """Return a name by its CSL variables as one text (CSL 1.0.2, appendix IV, and "name particles")."""
    return name.get("literal") or " ".join(name[part] for part in _NAME_PARTS if name.get(part))


def _check_names(value: object) -> object:
    """Refuse names that are not a list of mappings, with a hint."""
    if not isinstance(value, list | tuple) or any(isinstance(name, str) for name in value):
        raise InvalidValue(
            "names must be a list of mappings",
            "write [{family: Clerk, given: Ada}], or [{literal: Town Press}] for an organisation",
        )
    return value


Names = Annotated[tuple[Name, ...], BeforeValidator(_check_names)]


class Work(BaseModel):
    """A work cited, with the variables that are published."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        defer_build=True,
        json_schema_extra=without_null,
    )

    id: WorkIdentifier
    type: WorkType = Field(description="CSL type of the work.")
    title: Annotated[
        Text,
        RequiredHint("add `title:`; describe a work without a title in square brackets, such as [Letter to the town]"),
    ] = Field(description="The title of the work.")
    author: Names = Field(default=(), description="Authors, in order.")
    chair: Names = Field(default=(), description="Chairs of a panel or session.")
    collection_editor: Names = Field(default=(), alias="collection-editor", description="Editors of the series.")
    compiler: Names = Field(default=(), description="Compilers of a collection.")
    composer: Names = Field(default=(), description="Composers.")
    container_author: Names = Field(
        default=(), alias="container-author", description="Authors of the book that contains the work."
    )
    contributor: Names = Field(default=(), description="Other contributors.")
    curator: Names = Field(default=(), description="Curators of an exhibition.")
    director: Names = Field(default=(), description="Directors of a film or broadcast.")
    editor: Names = Field(default=(), description="Editors, such as those of the book with a chapter.")
    editorial_director: Names = Field(default=(), alias="editorial-director", description="Managing editors.")
    executive_producer: Names = Field(default=(), alias="executive-producer", description="Executive producers.")
    guest: Names = Field(default=(), description="Guests of a broadcast.")
    host: Names = Field(default=(), description="Hosts of a broadcast.")
    illustrator: Names = Field(default=(), description="Illustrators.")
    interviewer: Names = Field(default=(), description="Interviewers.")
    narrator: Names = Field(default=(), description="Narrators of an audio book.")
    organizer: Names = Field(default=(), description="Organisers of an event.")
    original_author: Names = Field(default=(), alias="original-author", description="Authors of the original work.")
    performer: Names = Field(default=(), description="Performers.")
    producer: Names = Field(default=(), description="Producers.")
    recipient: Names = Field(default=(), description="Recipients of a letter.")
    reviewed_author: Names = Field(default=(), alias="reviewed-author", description="Authors of the work under review.")
    script_writer: Names = Field(default=(), alias="script-writer", description="Script writers.")
    series_creator: Names = Field(default=(), alias="series-creator", description="Creators of a series.")
    translator: Names = Field(default=(), description="Translators.")
    issued: Date = Field(default=None, description="Date of publication, such as 2015, 2015-11-13 or 2013/2014.")
    accessed: Date = Field(default=None, description="Date on which the editors read the URL.")
    available_date: Date = Field(
        default=None, alias="available-date", description="Date on which the work became available."
    )
    event_date: Date = Field(default=None, alias="event-date", description="Date of the event.")
    original_date: Date = Field(default=None, alias="original-date", description="Date of the original work.")
    submitted: Date = Field(default=None, description="Date of submission.")
    title_short: Optional = Field(default=None, alias="title-short", description="Short form of the title.")
    container_title: Optional = Field(
        default=None, alias="container-title", description="Title of the journal, book or website with the work."
    )
    container_title_short: Optional = Field(
        default=None, alias="container-title-short", description="Short form of the container's title."
    )
    collection_title: Optional = Field(default=None, alias="collection-title", description="Title of the series.")
    collection_number: Optional = Field(default=None, alias="collection-number", description="Number in the series.")
    original_title: Optional = Field(default=None, alias="original-title", description="Title of the original work.")
    part_title: Optional = Field(default=None, alias="part-title", description="Title of the part of the work.")
    reviewed_title: Optional = Field(
        default=None, alias="reviewed-title", description="Title of the work under review."
    )
    volume_title: Optional = Field(default=None, alias="volume-title", description="Title of the volume.")
    volume_title_short: Optional = Field(
        default=None, alias="volume-title-short", description="Short title of the volume."
    )
    publisher: Optional = Field(default=None, description="Publisher of the work.")
    publisher_place: Optional = Field(default=None, alias="publisher-place", description="Place of publication.")
    original_publisher: Optional = Field(
        default=None, alias="original-publisher", description="Publisher of the original work."
    )
    original_publisher_place: Optional = Field(
        default=None, alias="original-publisher-place", description="Place of publication of the original work."
    )
    authority: Optional = Field(default=None, description="Court, parliament or other body that issued the work.")
    jurisdiction: Optional = Field(default=None, description="Area in which a law or case applies.")
    event_title: Optional = Field(
        default=None, alias="event-title", description="Name of the conference or other event."
    )
    event_place: Optional = Field(default=None, alias="event-place", description="Place of the event.")
    archive: Optional = Field(default=None, description="Archive with the work.")
    archive_place: Optional = Field(default=None, alias="archive-place", description="Place of the archive.")
    archive_collection: Optional = Field(default=None, description="Collection in the archive.")
    archive_location: Optional = Field(default=None, description="Location in the archive, such as box and folder.")
    call_number: Optional = Field(default=None, alias="call-number", description="Call number in a library.")
    volume: Optional = Field(default=None, description="Volume.")
    issue: Optional = Field(default=None, description="Issue.")
    number: Optional = Field(default=None, description="Number of a report, law, patent or similar work.")
    page: Optional = Field(default=None, description="Page or range of pages.")
    page_first: Optional = Field(default=None, alias="page-first", description="First page.")
    number_of_pages: Optional = Field(default=None, alias="number-of-pages", description="Number of pages.")
    number_of_volumes: Optional = Field(default=None, alias="number-of-volumes", description="Number of volumes.")
    chapter_number: Optional = Field(default=None, alias="chapter-number", description="Number of the chapter.")
    part: Optional = Field(default=None, description="Number of the part.")
    section: Optional = Field(default=None, description="Section of the work, such as of a newspaper or law.")
    supplement: Optional = Field(default=None, description="Number of the supplement.")
    locator: Optional = Field(default=None, description="Place in the work, such as a page.")
    edition: Optional = Field(default=None, description="Edition, such as 2 or revised.")
    printing: Optional = Field(default=None, description="Printing.")
    version: Optional = Field(default=None, description="Version of software or of a document.")
    genre: Optional = Field(default=None, description="Type of the work in words, such as “Press release”.")
    reviewed_genre: Optional = Field(
        default=None, alias="reviewed-genre", description="Type of the work under review, in words."
    )
    medium: Optional = Field(default=None, description="Medium, such as DVD.")
    dimensions: Optional = Field(default=None, description="Size or running time.")
    scale: Optional = Field(default=None, description="Scale of a map.")
    division: Optional = Field(default=None, description="Department or other minor part of a body.")
    status: Optional = Field(default=None, description="State of publication, such as in press.")
    references: Optional = Field(default=None, description="Related works, such as earlier stages of a law.")
    language: Optional = Field(default=None, description="Language of the work as a tag, such as fr.")
    citation_label: Optional = Field(default=None, alias="citation-label", description="Label for styles with labels.")
    year_suffix: Optional = Field(default=None, alias="year-suffix", description="Letter after the year.")
    isbn: Optional = Field(default=None, alias="ISBN", description="ISBN.")
    issn: Optional = Field(default=None, alias="ISSN", description="ISSN.")
    pmid: Optional = Field(default=None, alias="PMID", description="Identifier in PubMed.")
    pmcid: Optional = Field(default=None, alias="PMCID", description="Identifier in PubMed Central.")
    doi: Doi | None = Field(default=None, alias="DOI", description="DOI, in any form.")
    url: Url | None = Field(default=None, alias="URL", description="Page that the editors read.")
    annote: Optional = Field(default=None, description="Note for readers, such as that the URL is a secondary source.")


class Reference(Work):
    """A cited work, in CSL variables (Citation Style Language 1.0.2, appendix IV)."""

    note: LongText | None = Field(
        default=None, description="In references.yaml, the same as `annote`. In other files, not published."
    )
    # Names of earlier versions of CSL.
    event: Optional = Field(default=None, description="Earlier name of `event-title`.")
    short_title: Optional = Field(default=None, alias="shortTitle", description="Earlier name of `title-short`.")
    journal_abbreviation: Optional = Field(
        default=None, alias="journalAbbreviation", description="Earlier name of `container-title-short`."
    )
    # A manager's own, or made by the citation processor.
    abstract: LongText | None = Field(default=None, description="Abstract; not published.")
    keyword: LongText | None = Field(default=None, description="Keywords; not published.")
    categories: tuple[str, ...] = Field(default=(), description="Categories; not published.")
    source: Optional = Field(default=None, description="Catalogue from which the manager has the data; not published.")
    citation_key: Optional = Field(
        default=None, alias="citation-key", description="Citation key of a manager; not published."
    )
    citation_number: Optional = Field(
        default=None, alias="citation-number", description="Number of the citation; not published."
    )
    first_reference_note_number: Optional = Field(
        default=None, alias="first-reference-note-number", description="Number of a footnote; not published."
    )
    custom: dict[str, Any] | None = Field(
        default=None, description="Values of a manager that CSL does not define; not published."
    )


EARLIER_NAMES = {"event": "event-title", "shortTitle": "title-short", "journalAbbreviation": "container-title-short"}
"""Variables by their names in earlier versions of CSL."""
