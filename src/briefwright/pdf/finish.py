"""Add metadata, attachments (associated files) and page labels to a PDF of WeasyPrint."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name

from briefwright.pdf.xmp import xmp_packet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefwright.pdf.xmp import Metadata

ATTACHMENTS = {
    "brief.json": ("Data", "application/json"),
    "essay.txt": ("Source", "text/plain"),
    "annotations.jsonld": ("Data", "application/ld+json"),
}
"""The relationship (ISO 19005-3, 6.8 and annex E) and the media type of each attachment, by its name."""


def add_metadata(pdf: bytes, metadata: Metadata, attachments: Mapping[str, tuple[str, bytes]]) -> bytes:
    """Return a PDF with metadata, page labels and attachments; the same input gives the same bytes.

    ``attachments`` has the description and the content of each file; its keys are names in ``ATTACHMENTS``.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        stream = opened.make_stream(xmp_packet(metadata))
        stream.Type, stream.Subtype = Name.Metadata, Name.XML
        opened.Root.Metadata = stream
        opened.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        _write_information_dictionary(opened, metadata)
        for name, (description, content) in attachments.items():
            relationship, media_type = ATTACHMENTS[name]
            opened.attachments[name] = AttachedFileSpec(
                opened,
                content,
                filename=name,
                description=description,
                mime_type=media_type,
                relationship=Name(f"/{relationship}"),
                creation_date=_date(metadata.date),
                mod_date=_date(metadata.date),
            )
        if attachments:
            opened.Root.AF = Array([opened.attachments[name].obj for name in attachments])
        out = io.BytesIO()
        opened.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=False,
            fix_metadata_version=False,
        )
    return out.getvalue()


def _write_information_dictionary(pdf: pikepdf.Pdf, metadata: Metadata) -> None:
    """Copy the metadata to the information dictionary, for old readers without XMP."""
    info = pdf.docinfo
    for key in list(info.keys()):
        del info[key]
    info.Title = metadata.title
    info.Author = metadata.author
    info.Subject = metadata.subject
    if metadata.keywords:
        info.Keywords = ", ".join(metadata.keywords)
    info.Creator = metadata.creator_tool
    info.Producer = metadata.producer
    info.CreationDate = info.ModDate = _date(metadata.date)


def _date(date: str) -> str:
    """Convert an ISO 8601 date to a PDF date (ISO 32000-1, 7.9.4)."""
    return f"D:{date[:10].replace('-', '')}000000Z"
