"""What kind of file a name says it is: IANA media types, and common ones where IANA has none."""

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
"""How a feed is called wherever it stands; RFC 4287, 7: ``application/atom+xml``."""
ATOM = "application/atom+xml"
_PACKED = {".pdf", ".png", ".woff2"}
COMPRESSED = frozenset({ATOM, *(kind for ending, kind in BY_ENDING.items() if ending not in _PACKED)})
"""What a server does well to compress."""


def media_type(path: str) -> str:
    """Return the media type of a file of the site."""
    name = PurePosixPath(path)
    return ATOM if name.name == FEED else BY_ENDING.get(name.suffix, "application/octet-stream")


def content_type(path: str) -> str:
    """Return the value of ``Content-Type``: text says that it is UTF-8, as all that is written here (RFC 9110, 8.3)."""
    kind = media_type(path)
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def is_text(path: str) -> bool:
    """Whether a server does well to compress a file."""
    return media_type(path) in COMPRESSED
