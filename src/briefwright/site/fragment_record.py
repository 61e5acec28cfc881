"""``fragment.json``: metadata of a brief's fragments for other systems, and its published JSON Schema."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import ConfigDict, Field

from briefwright.content.essay_work import rights_statement
from briefwright.content.exports.brief_record import SCHEMA, BriefRecord, Date, LicenceRecord
from briefwright.content.exports.statements import Published, Text
from briefwright.content.exports.trace_record import SCHEMA as TRACE_SCHEMA
from briefwright.content.exports.trace_record import TraceRecord
from briefwright.model import Marking, Sha256
from briefwright.output import as_json
from briefwright.site.fragments import HostPage, embed
from briefwright.site.media_types import media_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefwright.language import Catalogue
    from briefwright.site.fragments import EmbeddedFragment, Heading

VERSION = 3
"""Increase it with each change of a type in this module."""
FRAGMENTS_SCHEMA = f"fragment-{VERSION}.schema.json"
"""The schema's file name in ``schemas/`` of the site, and its ``$id``."""

Size = Annotated[int, Field(ge=0, description="In bytes.")]
HeadingLevel = Annotated[int, Field(ge=1, description="Level in the host page; above 6, a div with role=heading.")]


class ContentsEntry(Published):
    """A heading and its subheadings."""

    id: str = Field(description="Its id, with the prefix.")
    title: Text = Field(description="Its text.")
    level: HeadingLevel
    entries: tuple[ContentsEntry, ...] = Field(description="Its subheadings, in order.")


class AssetRecord(Published):
    """A picture of a fragment."""

    path: str = Field(description="Relative to this file; the fragment's src has its address.")
    media_type: str = Field(description="IANA media type.")
    size: Size
    sha256: Sha256
    alt: str = Field(description="Its alternative text.")


class EditionReference(Published):
    """The edition of a fragment."""

    number: str = Field(pattern=r"^\d+\.\d+$", description="Its number.")
    date: Date


class FragmentMetadata(Published):
    """Metadata that a host page should show with a document."""

    number: Text | None = Field(description="The publisher's number for the brief.")
    edition: EditionReference = Field(description="The edition of the document.")
    language: str = Field(description="BCP 47.")
    marking: Marking = Field(description="Its handling marking (TLP 2.0).")
    publisher: Text = Field(description="The publisher.")
    licence: LicenceRecord = Field(description="The licence of the editors' work; it does not cover the essay.")
    rights: Text = Field(description="A sentence on the rights in the editors' work and in the essay.")
    canonical: str = Field(description="Address of the published document, for rel=canonical of the host page.")


class FragmentOptions(Published):
    """Settings of a fragment, from publisher.yaml."""

    prefix: str = Field(description="Prefix of each id in the fragment.")
    heading_shift: int = Field(ge=0, description="Number of levels that headings were moved down.")
    base: str = Field(description="Prefix of addresses within the site; empty if they are relative.")


class FragmentRecord(Published):
    """A document as a fragment."""

    document: str = Field(description="Its name in addresses.")
    file: str = Field(description="The fragment, relative to this file.")
    media_type: str = Field(description="IANA media type.")
    size: Size
    sha256: Sha256
    document_type: Text = Field(description="The name of its document type.")
    title: Text = Field(description="Its title.")
    summary: Text = Field(description="The brief's summary.")
    metadata: FragmentMetadata = Field(description="Metadata for the host page.")
    settings: FragmentOptions = Field(description="Its settings.")
    contents: tuple[ContentsEntry, ...] = Field(description="Its headings with an id, as a tree.")
    assets: tuple[AssetRecord, ...] = Field(description="Its pictures, each once, in order.")


class FragmentsRecord(Published):
    """The documents of a brief as HTML fragments for pages of other systems."""

    model_config = ConfigDict(populate_by_name=True)

    schema_address: str = Field(alias="$schema", description="Address of the JSON Schema.")
    address: str = Field(description="Address of this file.")
    slug: str = Field(description="The brief's name in addresses.")
    fragments: tuple[FragmentRecord, ...] = Field(description="In the order of the brief's documents.")


def fragment_files(
    site: Mapping[str, Any],
    settings: Mapping[str, Any],
    fragments: Mapping[str, str],
    pictures: Mapping[str, bytes],
    catalogue: Catalogue,
) -> dict[str, str]:
    """Return a brief's fragments for pages of other systems, and ``fragment.json``, by file name.

    ``site`` is a ``views.site_view``, ``settings`` are the publisher's settings for fragments. ``fragments`` are those
    of the documents by name, ``pictures`` the figures by their address in the brief's folder.
    """
    site_url, slug, base = site["publisher"]["base_url"], site["slug"], settings["base"]
    folder, root = (f"{base}/{slug}/", f"{base}/") if base else ("../", "../../")
    rights = rights_statement(site, catalogue.text)
    files: dict[str, str] = {}
    records = []
    for document in site["documents"]:
        name = document["name"]
        host = HostPage(
            id_prefix=settings["prefix"].replace("{brief}", slug).replace("{document}", name),
            heading_shift=settings["heading_shift"],
            brief_folder=folder,
            replacements=((f"{site_url}/{slug}/", folder), (f"{site_url}/", root)),
            language=site["language"],
            direction=catalogue.direction,
            marking=site["marking"],
        )
        embedded = embed(fragments[name], host)
        files[f"{name}.html"] = embedded.html
        options = FragmentOptions(prefix=host.id_prefix, heading_shift=host.heading_shift, base=base)
        records.append(_fragment(site, name, catalogue.text(document["title"]), rights, options, embedded, pictures))
    record = FragmentsRecord(
        schema_address=f"{site_url}/schemas/{FRAGMENTS_SCHEMA}",
        address=f"{site_url}/{slug}/fragments/fragment.json",
        slug=slug,
        fragments=tuple(records),
    )
    return files | {"fragment.json": as_json(record.model_dump(mode="json", by_alias=True))}


def _fragment(  # noqa: PLR0913, PLR0917 - what a fragment is made of
    site: Mapping[str, Any],
    document: str,
    document_type: str,
    rights: str,
    options: FragmentOptions,
    embedded: EmbeddedFragment,
    pictures: Mapping[str, bytes],
) -> FragmentRecord:
    content = embedded.html.encode()
    metadata = {name: site[name] for name in ("number", "edition", "language", "marking")}
    metadata |= {"publisher": site["publisher"]["name"], "licence": site["publisher"]["licence"], "rights": rights}
    return FragmentRecord(
        document=document,
        file=f"{document}.html",
        media_type="text/html",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        document_type=document_type,
        title=site["title"],
        summary=site["summary"],
        metadata=FragmentMetadata.model_validate(metadata | {"canonical": site["addresses"][document]}),
        settings=options,
        contents=_tree(embedded.headings),
        assets=tuple(_asset(name, alt, pictures[name]) for name, alt in embedded.pictures.items()),
    )


def _tree(headings: Iterable[Heading]) -> tuple[ContentsEntry, ...]:
    """Return headings as a tree: a heading belongs to the last heading before it that has a higher level."""
    top: list[dict[str, Any]] = []
    ancestors: list[dict[str, Any]] = []
    for heading in headings:
        if heading.id is None:
            continue
        entry = {"id": heading.id, "title": heading.text, "level": heading.level, "entries": []}
        while ancestors and ancestors[-1]["level"] >= heading.level:
            ancestors.pop()
        (ancestors[-1]["entries"] if ancestors else top).append(entry)
        ancestors.append(entry)
    return tuple(map(ContentsEntry.model_validate, top))


def _asset(name: str, alt: str, content: bytes) -> AssetRecord:
    digest = hashlib.sha256(content).hexdigest()
    return AssetRecord(path=f"../{name}", media_type=media_type(name), size=len(content), sha256=digest, alt=alt)


SCHEMAS: Mapping[str, type[Published]] = {
    SCHEMA: BriefRecord,
    TRACE_SCHEMA: TraceRecord,
    FRAGMENTS_SCHEMA: FragmentsRecord,
}
"""The types with a published JSON Schema, by its file name."""


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a file name in ``SCHEMAS`` (draft 2020-12)."""
    schema_ = SCHEMAS[name].model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": name, **schema_}
