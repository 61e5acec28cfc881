"""The manifest of a site: all files with their checksums, the briefs, and the program that built the site."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Literal

import pikepdf
from pydantic import Field

from briefwright.model import Frozen, Marking, Sha256
from briefwright.site.media_types import media_type

if TYPE_CHECKING:
    from collections.abc import Mapping


class PublishedFile(Frozen):
    """A file of the site."""

    path: str = Field(description="Relative to the site, with slashes.")
    size: int = Field(ge=0, description="In bytes.")
    sha256: Sha256
    media_type: str = Field(description="IANA media type.")
    brief: str | None = Field(default=None, description="The brief that it belongs to.")
    edition: str | None = Field(default=None, description="The brief's edition in the file.")
    pages: int | None = Field(default=None, description="Pages of a PDF.")
    conformance: tuple[Literal["PDF/A-3a", "PDF/UA-1"], ...] = Field(default=(), description="Standards that it meets.")


class BriefEdition(Frozen):
    """A brief of the site: its newest edition, a checksum of its sources, and its archived editions."""

    slug: str
    edition: str
    date: str
    sources: Sha256 = Field(description="Of the checksums of its source files, after redaction.")
    archived: dict[str, Marking] = Field(
        default_factory=dict,
        description="Editions archived from earlier builds, by number, each with its handling marking.",
    )


class Engine(Frozen):
    """The program that built the site."""

    name: str
    version: str
    digest: Sha256 = Field(description="Of its source code and of the locked versions of its packages.")


class Manifest(Frozen):
    """``manifest.json``."""

    marking: Marking = Field(description="Handling marking of the whole site (TLP 2.0).")
    engine: Engine
    briefs: tuple[BriefEdition, ...]
    files: tuple[PublishedFile, ...] = Field(description="By path.")


def manifest_entry(path: str, content: bytes, edition: Mapping[str, str] | None) -> PublishedFile:
    """Return the entry of a published file; the conformance of a PDF comes from its metadata.

    ``edition`` has the ``slug`` and the ``edition`` of the brief that the file belongs to.
    """
    top, *rest = path.split("/")
    is_of_brief = edition is not None and top == edition["slug"]
    number = edition["edition"] if edition and is_of_brief else None
    if len(rest) > 2 and rest[0] == "editions":  # noqa: PLR2004 - the folder, the number and a file
        number = rest[1]
    pages, conformance = _read_pdf(content) if path.endswith(".pdf") else (None, ())
    return PublishedFile(
        path=path,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=media_type(path),
        brief=top if is_of_brief else None,
        edition=number,
        pages=pages,
        conformance=conformance,
    )


def _read_pdf(content: bytes) -> tuple[int, tuple[Literal["PDF/A-3a", "PDF/UA-1"], ...]]:
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as metadata:
        archival = metadata.pdfa_status == "3A"
        accessible = metadata.get("pdfuaid:part") == "1"
        return len(pdf.pages), (*(("PDF/A-3a",) if archival else ()), *(("PDF/UA-1",) if accessible else ()))
