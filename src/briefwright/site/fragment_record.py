"""``fragment.json``: what another system needs to know of a brief's fragments, and its published schema."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import ConfigDict, Field

from briefwright.content.exports.brief_record import SCHEMA, BriefRecord, Date, LicenceRecord
from briefwright.content.exports.statements import Published, Text
from briefwright.model import Marking, Sha256
from briefwright.output import as_json
from briefwright.site.fragments import HostPage, embed
from briefwright.site.media_types import media_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefwright.language import Catalogue
    from briefwright.site.fragments import EmbeddedFragment, Heading

VERSION = 2
"""Whoever changes a type here gives this its next number."""
FRAGMENTS_SCHEMA = f"fragment-{VERSION}.schema.json"
"""The schema's file name, which is its address below ``schemas/`` of the site, and its ``$id`` relative to that."""

Size = Annotated[int, Field(ge=0, description="In bytes.")]
Level = Annotated[int, Field(ge=1, description="Level in the page that embeds it; over 6 it is role=heading.")]


class ContentsEntry(Published):
    """A heading and those under it."""

    id: str = Field(description="Its id, with the prefix.")
    title: Text = Field(description="Its text.")
    level: Level
    entries: tuple[ContentsEntry, ...] = Field(description="The headings under it, in order.")


class AssetRecord(Published):
    """A picture that a fragment shows."""

    path: str = Field(description="Relative to this file; the fragment's src leads to it.")
    media_type: str = Field(description="IANA media type.")
    size: Size
    sha256: Sha256
    alt: str = Field(description="Its alternative text.")


class EditionReference(Published):
    """Which edition this is."""

    number: str = Field(pattern=r"^\d+\.\d+$", description="Its number.")
    date: Date


class FragmentMetadata(Published):
    """What a page that embeds a document should say of it."""

    number: Text = Field(description="The publisher's number for the brief.")
    edition: EditionReference = Field(description="The edition that it shows.")
    language: str = Field(description="BCP 47.")
    marking: Marking = Field(description="Its handling marking (TLP 2.0).")
    publisher: Text = Field(description="The publisher.")
    licence: LicenceRecord = Field(description="The terms under which the publisher publishes.")
    canonical: str = Field(description="Where the publisher publishes the document: the page's rel=canonical.")


class FragmentOptions(Published):
    """How the fragments were made; publisher.yaml sets it."""

    prefix: str = Field(description="What stands before each id of this document's fragment.")
    heading_shift: int = Field(ge=0, description="By how many levels headings were moved down.")
    base: str = Field(description="What addresses within the site begin with; empty where they are relative.")


class FragmentRecord(Published):
    """A document to embed."""

    document: str = Field(description="Its name in addresses.")
    file: str = Field(description="The fragment, relative to this file.")
    media_type: str = Field(description="IANA media type.")
    size: Size
    sha256: Sha256
    document_type: Text = Field(description="What kind of document it is.")
    title: Text = Field(description="Its title.")
    summary: Text = Field(description="The brief's summary.")
    metadata: FragmentMetadata = Field(description="What to say of it.")
    settings: FragmentOptions = Field(description="How it was made.")
    contents: tuple[ContentsEntry, ...] = Field(description="Its headings that have an id, as a tree.")
    assets: tuple[AssetRecord, ...] = Field(description="The pictures that it shows, each once, in order.")


class FragmentsRecord(Published):
    """The documents of a brief as fragments of HTML, for pages of other systems."""

    model_config = ConfigDict(populate_by_name=True)

    schema_address: str = Field(alias="$schema", description="Where this file's JSON Schema is.")
    address: str = Field(description="Where this file is published.")
    slug: str = Field(description="The brief's name in addresses.")
    fragments: tuple[FragmentRecord, ...] = Field(description="In the order of the brief's documents.")


def fragment_files(
    site: Mapping[str, Any],
    settings: Mapping[str, Any],
    fragments: Mapping[str, str],
    pictures: Mapping[str, bytes],
    catalogue: Catalogue,
) -> dict[str, str]:
    """Return a brief's fragments for the pages of other systems, and ``fragment.json``, by file name.

    ``site`` is what ``views.site_view`` says of the brief, ``settings`` are the publisher's for fragments; ``fragments``
    are the documents' own, by name, and ``pictures`` the figures by their address in the brief's folder.
    """
    own, slug, base = site["publisher"]["base_url"], site["slug"], settings["base"]
    folder, root = (f"{base}/{slug}/", f"{base}/") if base else ("../", "../../")
    files: dict[str, str] = {}
    listed = []
    for document in site["documents"]:
        name = document["name"]
        host = HostPage(
            prefix=settings["prefix"].replace("{brief}", slug).replace("{document}", name),
            shift=settings["heading_shift"],
            folder=folder,
            places=((f"{own}/{slug}/", folder), (f"{own}/", root)),
            language=site["language"],
            direction=catalogue.direction,
            marking=site["marking"],
        )
        embedded = embed(fragments[name], host)
        files[f"{name}.html"] = embedded.html
        made = FragmentOptions(prefix=host.prefix, heading_shift=host.shift, base=base)
        listed.append(_fragment(site, name, catalogue.text(document["title"]), made, embedded, pictures))
    said = FragmentsRecord(
        schema_address=f"{own}/schemas/{FRAGMENTS_SCHEMA}",
        address=f"{own}/{slug}/fragments/fragment.json",
        slug=slug,
        fragments=tuple(listed),
    )
    return files | {"fragment.json": as_json(said.model_dump(mode="json", by_alias=True))}


def _fragment(  # noqa: PLR0913, PLR0917 - what a fragment is made of
    site: Mapping[str, Any],
    document: str,
    document_type: str,
    settings: FragmentOptions,
    embedded: EmbeddedFragment,
    pictures: Mapping[str, bytes],
) -> FragmentRecord:
    content = embedded.html.encode()
    said = {name: site[name] for name in ("number", "edition", "language", "marking")}
    issued_by = {"publisher": site["publisher"]["name"], "licence": site["publisher"]["licence"]}
    return FragmentRecord(
        document=document,
        file=f"{document}.html",
        media_type="text/html",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        document_type=document_type,
        title=site["title"],
        summary=site["summary"],
        metadata=FragmentMetadata.model_validate({**said, **issued_by, "canonical": site["addresses"][document]}),
        settings=settings,
        contents=_tree(embedded.headings),
        assets=tuple(_asset(name, alt, pictures[name]) for name, alt in embedded.pictures.items()),
    )


def _tree(headings: Iterable[Heading]) -> tuple[ContentsEntry, ...]:
    """Return headings as a tree: each is under the last before it that is higher."""
    top: list[dict[str, Any]] = []
    open_: list[dict[str, Any]] = []
    for heading in headings:
        if heading.id is None:
            continue
        entry = {"id": heading.id, "title": heading.text, "level": heading.level, "entries": []}
        while open_ and open_[-1]["level"] >= heading.level:
            open_.pop()
        (open_[-1]["entries"] if open_ else top).append(entry)
        open_.append(entry)
    return tuple(map(ContentsEntry.model_validate, top))


def _asset(name: str, alt: str, content: bytes) -> AssetRecord:
    digest = hashlib.sha256(content).hexdigest()
    return AssetRecord(path=f"../{name}", media_type=media_type(name), size=len(content), sha256=digest, alt=alt)


SCHEMAS: Mapping[str, type[Published]] = {SCHEMA: BriefRecord, FRAGMENTS_SCHEMA: FragmentsRecord}
"""The types of which the site publishes a JSON Schema, by its file name."""


def schema(name: str) -> dict[str, Any]:
    """Return one of ``SCHEMAS`` (draft 2020-12)."""
    made = SCHEMAS[name].model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": name, **made}
