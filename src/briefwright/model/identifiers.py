"""Identifiers that other bodies define: ORCID iDs, DOIs and language tags. Each function returns the normal form."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from briefwright.model.fields import InvalidValue

_ORCID = re.compile(r"(?:https?://(?:www\.)?orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])/?", re.ASCII)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+|10/[a-z0-9]+", re.ASCII | re.IGNORECASE)
_DOI_PREFIX = re.compile(
    r"(?:https?://)?(?:dx\.|www\.)?doi\.org/|https?://doi-org\.[^/\s]+/|(?:info|urn):doi[:/]|doi\s*[:=/]?\s*",
    re.ASCII | re.IGNORECASE,
)
# RFC 5646, 2.1, without extensions, private use and grandfathered tags.
_LANGUAGE = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*)",
    re.ASCII | re.IGNORECASE,
)


def orcid(text: str) -> str:
    """Return an ORCID iD as four groups of four; raise ``InvalidValue`` for a wrong form or check digit.

    The last character is the check digit of ISO 7064 MOD 11-2; X stands for 10.
    """
    match = _ORCID.fullmatch(text.strip())
    if not match:
        raise InvalidValue(f"“{text}” is not an ORCID iD", "write four groups of four, such as 0000-0002-1825-0097")
    digits = "".join(match.groups()).upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = "0123456789X"[(12 - total % 11) % 11]
    if digits[-1] != check:
        raise InvalidValue(
            f"“{text}” is not an ORCID iD: its last character should be {check} if all others are right",
            "copy it again from orcid.org",
        )
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def doi(text: str) -> str:
    """Return a DOI without address and prefix (DOI Handbook, 2.2 and 2.6.2); raise ``InvalidValue`` if it is none."""
    rest = text.strip()
    while match := _DOI_PREFIX.match(rest):
        is_address, rest = "/" in match[0], rest[match.end() :]
        rest = unquote(rest) if is_address else rest
    rest = rest.rstrip(".,;")
    if not _DOI.fullmatch(rest):
        raise InvalidValue(f"“{text}” is not a DOI", "write a DOI, such as 10.1000/182; another address is a URL")
    return rest


def doi_address(name: str) -> str:
    """Return the address of a DOI (DOI Handbook, 3.8.2: characters that are not allowed in a URL are encoded)."""
    return "https://doi.org/" + quote(name, safe="/:;@&=+$,()!*'~._-")


def language(text: str) -> str:
    """Return a BCP 47 tag with its usual capitals, such as zh-Hant-TW; raise ``InvalidValue`` for another form."""
    match = _LANGUAGE.fullmatch(text.strip().replace("_", "-"))
    if not match:
        raise InvalidValue(f"“{text}” is not a language tag", "write a tag of BCP 47, such as en-GB, fr or zh-Hant")
    parts = [match["language"].lower()]
    parts += [match["script"].capitalize()] if match["script"] else []
    parts += [match["region"].upper()] if match["region"] else []
    return "-".join(parts) + match["variants"].lower()
