"""Archived editions: the published files of an edition, and the files that later builds need to publish it again.

Pure. An archived edition is a folder of files by name. Its ``edition.json`` describes them and lists their checksums.
A document is archived as its published PDF, byte for byte, and as a fragment, for later versions of the shell.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, ValidationError

from briefwright.errors import BriefwrightError
from briefwright.language import ESSAY
from briefwright.model import Frozen, Marking, Sha256
from briefwright.output import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping

EDITION_JSON = "edition.json"
"""The file that describes an archived edition and lists its other files."""


class ArchivedDocument(Frozen):
    """A document of the edition, with its name at publication."""

    name: str = Field(description="Its name in addresses.")
    document_type: str = Field(description="The name of its document type.")
    address: str = Field(description="The address of its newest edition.")


class ArchivedEssay(Frozen):
    """The word for the essay in the edition, and its rights."""

    called: str = ESSAY
    licence: str | None = Field(default=None, description="The name of its licence.")
    licence_url: str | None = None
    rights: str | None = None


class ArchivedEdition(Frozen):
    """``edition.json``: the description of an archived edition."""

    format: Literal[1] = Field(default=1, description="The version of this format.")
    slug: str
    number: str = Field(description="The edition's number.")
    date: str = Field(description="ISO 8601.")
    brief: str = Field(description="The publisher's number for the brief; may be empty.")
    title: str
    subtitle: str = Field(description="May be empty.")
    marking: Marking = Field(description="The handling marking of all its files (TLP 2.0).")
    language: str = Field(description="BCP 47.")
    publisher: str
    licence: str = Field(description="Its name.")
    licence_url: str
    essay: ArchivedEssay = Field(default=ArchivedEssay.model_construct(), description="Facts about the essay.")
    sources: Sha256 = Field(description="Checksum of the checksums of its source files, after redaction.")
    documents: tuple[ArchivedDocument, ...]
    figures: dict[str, str] = Field(description="The title of each figure that has data, by its name.")
    files: dict[str, Sha256] = Field(description="The checksum of each other file, by its path in the folder.")


def archive_edition(
    site: Mapping[str, Any],
    edition: Mapping[str, Any],
    document_types: Mapping[str, str],
    figures: Mapping[str, str],
    files: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Return the files of an archived edition.

    ``site`` and ``edition`` are parts of the brief's ``site.json``, ``document_types`` the name of each document's
    type, ``figures`` the title of each figure with data.
    """
    licence = site["publisher"]["licence"]
    archived = ArchivedEdition(
        slug=site["slug"],
        number=edition["edition"],
        date=edition["date"],
        brief=site["number"] or "",
        title=site["title"],
        subtitle=site["subtitle"] or "",
        marking=edition["marking"],
        language=site["language"],
        publisher=site["publisher"]["name"],
        licence=licence["name"],
        licence_url=licence["url"],
        essay=_essay(site["essay"]),
        sources=edition["sources"],
        documents=tuple(
            ArchivedDocument(name=name, document_type=document_type, address=site["addresses"][name])
            for name, document_type in document_types.items()
        ),
        figures=dict(sorted(figures.items())),
        files={name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    )
    return {**files, EDITION_JSON: as_json(archived.model_dump(mode="json")).encode()}


def _essay(essay: Mapping[str, Any]) -> ArchivedEssay:
    licence = essay["licence"] or {"name": None, "url": None}
    return ArchivedEssay(
        called=essay["called"], licence=licence["name"], licence_url=licence["url"], rights=essay["rights"]
    )


def read_edition(content: bytes, folder: str) -> ArchivedEdition:
    """Return an ``edition.json``; raise ``BriefwrightError`` if it is invalid. ``folder`` is its folder's name."""
    try:
        return ArchivedEdition.model_validate_json(content)
    except ValidationError as error:
        detail = error.errors()[0]
        location = ".".join(map(str, detail["loc"])) or "the start"
        raise BriefwrightError(
            f"{folder}/{EDITION_JSON}: changed after `briefwright archive` wrote it, at {location}: {detail['msg']}\n"
            "restore the file"
        ) from None


def open_archived(files: Mapping[str, bytes], folder: str) -> ArchivedEdition:
    """Return the archived edition of a folder; raise ``BriefwrightError`` if a file is missing, changed or extra.

    ``folder`` is the folder's name in messages.
    """
    if EDITION_JSON not in files:
        raise BriefwrightError(f"{folder}: {EDITION_JSON} is missing; restore it, or remove the folder")
    archived = read_edition(files[EDITION_JSON], folder)
    present, expected = files.keys() - {EDITION_JSON}, archived.files.keys()
    problems = [f"{folder}/{name}: the archived file is missing" for name in sorted(expected - present)]
    problems += [
        f"{folder}/{name}: the file is not part of the archived edition" for name in sorted(present - expected)
    ]
    problems += [
        f"{folder}/{name}: the archived file has changed (another checksum)"
        for name in sorted(present & expected)
        if hashlib.sha256(files[name]).hexdigest() != archived.files[name]
    ]
    if problems:
        problems.append("an archived edition cannot change: restore its files, or publish the changes as a new edition")
        raise BriefwrightError("\n".join(problems))
    return archived
