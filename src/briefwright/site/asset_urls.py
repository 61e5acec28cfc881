"""Addresses with a checksum: a file that a page loads may be kept for ever, since other content has another address."""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re

FOLDER = "assets"
"""The folder of all files with a checksum in their names, so that a server needs one rule for them."""
_HASHED = 10
"""Hexadecimal digits of a SHA-256 in a name: 40 bits tell the few versions of one file apart."""
_SIZE = re.compile(rb"<svg\b[^>]*?\swidth=\"([0-9]+)(?:px)?\"[^>]*?\sheight=\"([0-9]+)(?:px)?\"")


def hashed(name: str, content: bytes) -> str:
    """Return the address of a shared file from the root of the site, as in ``assets/web.8cab80065e.css``."""
    stem, ending = posixpath.splitext(name)
    return f"{FOLDER}/{stem}.{hashlib.sha256(content).hexdigest()[:_HASHED]}{ending}"


def integrity(content: bytes) -> str:
    """Return the value of the attribute ``integrity`` (W3C Subresource Integrity, 3.1)."""
    return f"sha384-{base64.b64encode(hashlib.sha384(content).digest()).decode()}"


def size(svg: bytes) -> tuple[int, int] | None:
    """Return the width and height of an SVG in pixels, where its root element gives them."""
    found = _SIZE.match(svg)
    return (int(found[1]), int(found[2])) if found else None
