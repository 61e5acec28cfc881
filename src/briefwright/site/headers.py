"""What a server says with each file of the site: one policy, and what servers read of it.

Content Security Policy Level 3; RFC 6797 (HSTS); RFC 9111 and RFC 8246 (caching, immutable); Fetch (CORS, CORP).
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from briefwright.site.asset_urls import FOLDER
from briefwright.site.media_types import content_type

if TYPE_CHECKING:
    from collections.abc import Mapping

SEARCH = "search.html"
"""The one page that runs a script."""
HIDDEN = ("_headers",)
"""Files of the site that are for a server and for nobody else."""
_CLOSED = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
POLICY = f"default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; {_CLOSED}"
_ASKING = _CLOSED.replace("form-action 'none'", "form-action 'self'")
SEARCH_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self';"
    f" style-src 'self'; img-src 'self'; font-src 'self'; {_ASKING}"
)
# A figure carries its style and letters, so that it is whole wherever it is shown.
DRAWING_POLICY = f"default-src 'none'; style-src 'unsafe-inline'; font-src data:; {_CLOSED}"
# A PDF has nothing of its own that a browser would load, but Safari 17.4 and others hold their viewer to its policy.
PDF_POLICY = f"default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; {_CLOSED}"
POLICIES: Mapping[str, str] = {".svg": DRAWING_POLICY, ".pdf": PDF_POLICY}
"""The policies of files with an ending; all others have ``POLICY``, but for search."""
# A year.  Not for other hosts of the domain, of which this site knows nothing.
COMMON: tuple[tuple[str, str], ...] = (
    ("Strict-Transport-Security", "max-age=31536000"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
"""What is the same for every file."""
IMMUTABLE = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"
OPEN = r"/fragments/|/figures/[^/]+$|/card\.png$|\.(?:csv|json|jsonld)$"
"""Addresses of what other sites may fetch and show: fragments and their pictures, records, data."""
UNLISTED = r"/fragments/[^/]+\.html$"
"""Addresses of what search engines are to leave out: it is the text of a page once more, for the pages of others."""
_OPEN = re.compile(OPEN)
_UNLISTED = re.compile(UNLISTED)


def headers_of(path: str) -> tuple[tuple[str, str], ...]:
    """Return the headers of a file of the site, by its path in it."""
    policy = SEARCH_POLICY if path == SEARCH else POLICIES.get(posixpath.splitext(path)[1], POLICY)
    opened = bool(_OPEN.search(f"/{path}"))
    return (
        ("Content-Type", content_type(path)),
        ("Content-Security-Policy", policy),
        *COMMON,
        ("Cross-Origin-Resource-Policy", "cross-origin" if opened else "same-origin"),
        *((("Access-Control-Allow-Origin", "*"),) if opened else ()),
        *((("X-Robots-Tag", "noindex"),) if _UNLISTED.search(f"/{path}") else ()),
        ("Cache-Control", IMMUTABLE if path.startswith(f"{FOLDER}/") else SHORT),
    )
