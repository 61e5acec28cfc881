"""An edition as it is archived: what was published of it, and enough to show it again in a page of today.

Pure.  A archived edition is a folder of files by name; ``edition.json`` among them says what they are and holds their
checksums.  Documents are archived as fragments, so they outlive changes of the site's shell, and as the PDF that was
published, to the byte.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, ValidationError

from briefwright.errors import BriefwrightError
from briefwright.model import Frozen, Marking, Sha256
from briefwright.output import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "edition.json"
"""Where a archived edition says what it is; it does not list itself."""


class ArchivedDocument(Frozen):
    """A document of the edition; all words are as they were published."""

    name: str = Field(description="Its name in addresses.")
    document_type: str = Field(description="What kind of document it is, in words.")
    address: str = Field(description="Where its newest edition is.")


class ArchivedEdition(Frozen):
    """``edition.json``: what is archived of an edition."""

    format: Literal[1] = Field(default=1, description="Of this folder.")
    slug: str
    number: str = Field(description="The edition's number.")
    date: str = Field(description="ISO 8601.")
    brief: str = Field(description="The publisher's number for the brief.")
    title: str
    subtitle: str
    marking: Marking = Field(description="Handling marking of all its files (TLP 2.0).")
    language: str = Field(description="BCP 47.")
    publisher: str
    licence: str = Field(description="Its name.")
    licence_url: str
    sources: Sha256 = Field(description="Of the checksums of its source files, as they were released.")
    documents: tuple[ArchivedDocument, ...]
    figures: dict[str, str] = Field(description="The title of each figure that has data, by its name.")
    files: dict[str, Sha256] = Field(description="Every other file of the folder, by its path in it.")


def archive_edition(
    site: Mapping[str, Any],
    edition: Mapping[str, Any],
    document_types: Mapping[str, str],
    figures: Mapping[str, str],
    files: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Return the folder of an edition.

    ``site`` and ``edition`` are parts of the brief's ``site.json``; ``document_types`` say the kind of each document
    in words, ``figures`` the title of each figure that has data.
    """
    licence = site["publisher"]["licence"]
    archived = ArchivedEdition(
        slug=site["slug"],
        number=edition["edition"],
        date=edition["date"],
        brief=site["number"],
        title=site["title"],
        subtitle=site["subtitle"],
        marking=edition["marking"],
        language=site["language"],
        publisher=site["publisher"]["name"],
        licence=licence["name"],
        licence_url=licence["url"],
        sources=edition["sources"],
        documents=tuple(
            ArchivedDocument(name=name, document_type=document_type, address=site["addresses"][name])
            for name, document_type in document_types.items()
        ),
        figures=dict(sorted(figures.items())),
        files={name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    )
    return {**files, NAME: as_json(archived.model_dump(mode="json")).encode()}


def read_edition(content: bytes, place: str) -> ArchivedEdition:
    """Return what an ``edition.json`` says; raise ``BriefwrightError`` where ``keep`` did not write it."""
    try:
        return ArchivedEdition.model_validate_json(content)
    except ValidationError as error:
        detail = error.errors()[0]
        where = ".".join(map(str, detail["loc"])) or "its start"
        raise BriefwrightError(
            f"{place}/{NAME}: it is not as `briefwright archive` wrote it, at {where}: {detail['msg']}"
        ) from None


def open_archived(files: Mapping[str, bytes], place: str) -> ArchivedEdition:
    """Return what a folder keeps; raise ``BriefwrightError`` where a file is another than was archived, lost, or new.

    ``place`` is what the folder is called in messages.
    """
    if NAME not in files:
        raise BriefwrightError(f"{place}: {NAME} is missing, so nothing says what was archived here")
    archived = read_edition(files[NAME], place)
    there = files.keys() - {NAME}
    wrong = [f"{place}/{name}: it was archived, and is lost" for name in sorted(archived.files.keys() - there)]
    wrong += [
        f"{place}/{name}: it was not archived with this edition" for name in sorted(there - archived.files.keys())
    ]
    wrong += [
        f"{place}/{name}: it is not the file that was archived: its checksum is another"
        for name in sorted(there & archived.files.keys())
        if hashlib.sha256(files[name]).hexdigest() != archived.files[name]
    ]
    if wrong:
        wrong.append(
            "an edition that was archived stays as it is: bring the files back, or give what is new a new number"
        )
        raise BriefwrightError("\n".join(wrong))
    return archived
