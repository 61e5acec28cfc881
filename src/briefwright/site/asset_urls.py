"""Addresses with a checksum. Browsers may cache these files forever, because changed content has a new address."""

from __future__ import annotations

import base64
import hashlib
import io
import posixpath
import re

FOLDER = "assets"
"""The folder of all files with a checksum in their names; a server needs one caching rule for it."""
_CHECKSUM_DIGITS = 10
"""Hexadecimal digits of the SHA-256: 40 bits are enough for the few versions of a file."""
_SIZE = re.compile(rb"<svg\b[^>]*?\swidth=\"([0-9]+)(?:px)?\"[^>]*?\sheight=\"([0-9]+)(?:px)?\"")


def asset_url(name: str, content: bytes) -> str:
    """Return the address of a file relative to the site's root, such as ``assets/web.8cab80065e.css``."""
    stem, ending = posixpath.splitext(name)
    return f"{FOLDER}/{stem}.{hashlib.sha256(content).hexdigest()[:_CHECKSUM_DIGITS]}{ending}"


def integrity(content: bytes) -> str:
    """Return the value of the attribute ``integrity`` (W3C Subresource Integrity, 3.1)."""
    return f"sha384-{base64.b64encode(hashlib.sha384(content).digest()).decode()}"


def picture_size(name: str, content: bytes) -> tuple[int, int] | None:
    """Return the width and height of a picture in pixels; of an SVG only if its root element has them."""
    if name.endswith(".svg"):
        match = _SIZE.match(content)
        return (int(match[1]), int(match[2])) if match else None
    # Pillow takes long to import, and few briefs have such pictures.
    from PIL import Image  # noqa: PLC0415

    with Image.open(io.BytesIO(content)) as image:
        return image.size
