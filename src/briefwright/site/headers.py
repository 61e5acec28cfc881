"""HTTP headers of each file of the site, for configuration files of servers and for the local server.

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
"""The only page with a script."""
NOT_SERVED = ("_headers",)
"""Files that a server reads but must not serve."""
_RESTRICTED = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
POLICY = f"default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; {_RESTRICTED}"
_RESTRICTED_BUT_FORMS = _RESTRICTED.replace("form-action 'none'", "form-action 'self'")
SEARCH_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self';"
    f" style-src 'self'; img-src 'self'; font-src 'self'; {_RESTRICTED_BUT_FORMS}"
)
# A figure contains its own style sheet and fonts.
FIGURE_POLICY = f"default-src 'none'; style-src 'unsafe-inline'; font-src data:; {_RESTRICTED}"
# A PDF loads nothing, but Safari 17.4 and other browsers apply its policy to their PDF viewer.
PDF_POLICY = f"default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; {_RESTRICTED}"
POLICIES: Mapping[str, str] = {".svg": FIGURE_POLICY, ".pdf": PDF_POLICY}
"""The policies by file ending; all other files have ``POLICY``, except the search page."""
# HSTS for a year, without `includeSubDomains`: the site knows nothing of the domain's other hosts.
COMMON: tuple[tuple[str, str], ...] = (
    ("Strict-Transport-Security", "max-age=31536000"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
"""Headers of every file."""
IMMUTABLE = "public, max-age=31536000, immutable"
SHORT_LIVED = "public, max-age=300"
EMBEDDABLE = r"/fragments/|/figures/[^/]+$|/card\.png$|\.(?:csv|json|jsonld)$"
"""Addresses that other sites may fetch and embed: fragments and their pictures, records, data."""
NOINDEX = r"/fragments/[^/]+\.html$"
"""Addresses that search engines must not index: fragments repeat the text of a page."""
_EMBEDDABLE = re.compile(EMBEDDABLE)
_NOINDEX = re.compile(NOINDEX)


def headers_of(path: str) -> tuple[tuple[str, str], ...]:
    """Return the headers of a file by its path in the site."""
    policy = SEARCH_POLICY if path == SEARCH else POLICIES.get(posixpath.splitext(path)[1], POLICY)
    is_embeddable = bool(_EMBEDDABLE.search(f"/{path}"))
    return (
        ("Content-Type", content_type(path)),
        ("Content-Security-Policy", policy),
        *COMMON,
        ("Cross-Origin-Resource-Policy", "cross-origin" if is_embeddable else "same-origin"),
        *((("Access-Control-Allow-Origin", "*"),) if is_embeddable else ()),
        *((("X-Robots-Tag", "noindex"),) if _NOINDEX.search(f"/{path}") else ()),
        ("Cache-Control", IMMUTABLE if path.startswith(f"{FOLDER}/") else SHORT_LIVED),
    )
