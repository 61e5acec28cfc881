"""The finishing pass: what WeasyPrint does not write into a PDF (metadata, associated files, page labels)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name

from briefwright.pdf.xmp import packet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefwright.pdf.xmp import Metadata

__all__ = ["EVIDENCE", "Evidence", "finish"]

EVIDENCE = {
    "brief.json": ("Data", "application/json"),
    "essay.txt": ("Source", "text/plain"),
    "annotations.jsonld": ("Data", "application/ld+json"),
}
"""What a document carries, by name: its relationship to the document (ISO 19005-3, annex E) and its media type."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that a document carries (ISO 19005-3, 6.8); ``relationship`` is ``Source`` or ``Data``."""

    name: str
    description: str
    media_type: str
    relationship: str
    content: bytes


def finish(pdf: bytes, metadata: Metadata, evidence: Sequence[Evidence]) -> bytes:
    """Return a typeset PDF with its metadata and the files that it carries; the same input gives the same bytes."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        stream = opened.make_stream(packet(metadata))
        stream.Type, stream.Subtype = Name.Metadata, Name.XML
        opened.Root.Metadata = stream
        opened.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        _inform(opened, metadata)
        if evidence:
            _attach(opened, evidence, metadata.date)
        out = io.BytesIO()
        opened.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=False,
            fix_metadata_version=False,
        )
    return out.getvalue()


def _inform(pdf: pikepdf.Pdf, metadata: Metadata) -> None:
    """Say in the information dictionary what the metadata say: old readers know nothing else."""
    info = pdf.docinfo
    for key in list(info.keys()):
        del info[key]
    date = _date(metadata.date)
    said = {
        Name.Title: metadata.title,
        Name.Author: metadata.author,
        Name.Subject: metadata.subject,
        Name.Keywords: ", ".join(metadata.keywords),
        Name.Creator: metadata.creator_tool,
        Name.Producer: metadata.producer,
        Name.CreationDate: date,
        Name.ModDate: date,
    }
    for name, text in said.items():
        info[name] = text


def _attach(pdf: pikepdf.Pdf, evidence: Sequence[Evidence], date: str) -> None:
    files = []
    for one in evidence:
        pdf.attachments[one.name] = AttachedFileSpec(
            pdf,
            one.content,
            filename=one.name,
            description=one.description,
            mime_type=one.media_type,
            relationship=Name(f"/{one.relationship}"),
            creation_date=_date(date),
            mod_date=_date(date),
        )
        files.append(pdf.attachments[one.name].obj)
    pdf.Root.AF = Array(files)


def _date(date: str) -> str:
    """Return an ISO 8601 date as a PDF writes it (ISO 32000-1, 7.9.4)."""
    return f"D:{date[:10].replace('-', '')}000000Z"
