"""Media types by file name: those of IANA, or common ones if IANA has none."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

BY_ENDING: Mapping[str, str] = {
    ".bib": "text/x-bibtex",
    ".css": "text/css",
    ".csv": "text/csv",
    ".html": "text/html",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ris": "application/x-research-info-systems",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
FEED = "feed.xml"
"""The file name of every feed; RFC 4287, 7: ``application/atom+xml``."""
ATOM = "application/atom+xml"
_ALREADY_COMPRESSED = {".jpg", ".pdf", ".png", ".woff2"}
COMPRESSED = frozenset({ATOM, *(type_ for ending, type_ in BY_ENDING.items() if ending not in _ALREADY_COMPRESSED)})
"""Media types that a server should compress."""


def media_type(path: str) -> str:
    """Return the media type of a file of the site."""
    name = PurePosixPath(path)
    return ATOM if name.name == FEED else BY_ENDING.get(name.suffix, "application/octet-stream")


def content_type(path: str) -> str:
    """Return the value of ``Content-Type``, for text with the encoding UTF-8 (RFC 9110, 8.3)."""
    type_ = media_type(path)
    return f"{type_}; charset=utf-8" if type_.startswith("text/") else type_


def is_compressible(path: str) -> bool:
    """Return whether a server should compress a file."""
    return media_type(path) in COMPRESSED
