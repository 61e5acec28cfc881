"""Checks of Atom feeds, sitemaps and security.txt by their schemas and RFCs."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree

from tests.tools.project import ROOT

if TYPE_CHECKING:
    from lxml.etree import _Element

FORMATS = ROOT / "tests/data/formats"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# RFC 9116, 4: a field is a name, a colon, a space and a value.
_FIELD = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9-]*): (?P<value>\S.*)")
_ONCE = {"expires", "preferred-languages"}


@cache
def _atom() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(FORMATS / "atom.rng"))


@cache
def _sitemap() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(FORMATS / "sitemap.xsd"))


def atom_problems(content: bytes) -> list[str]:
    """Return the problems of an Atom feed: by its grammar, and by rules of RFC 4287 beyond the grammar."""
    root = etree.fromstring(content)
    if not _atom().validate(root):
        return [str(error) for error in _atom().error_log]
    found = []
    identifiers = [one.text for one in root.iter(f"{ATOM}id")]
    if len(set(identifiers)) < len(identifiers):
        found.append("duplicate id (4.2.6)")
    if not root.findall(f"{ATOM}link[@rel='self']"):
        found.append("missing self link (4.1.1)")
    for holder in (root, *root.iter(f"{ATOM}entry")):
        alternates = [(one.get("type"), one.get("hreflang")) for one in holder.findall(f"{ATOM}link[@rel='alternate']")]
        if not alternates or len(set(alternates)) < len(alternates):
            found.append("no alternate link, or two with the same type and language (4.1.1, 4.1.2)")
    dates = [one.text or "" for one in root.iter(f"{ATOM}updated")]
    if dates[0] != max(dates):
        found.append("the feed is older than its newest entry (4.2.15)")
    return found


def sitemap_problems(content: bytes) -> list[str]:
    """Return the problems of a sitemap by its schema."""
    root = etree.fromstring(content)
    return [] if _sitemap().validate(root) else [str(error) for error in _sitemap().error_log]


def sitemap_dates(content: bytes) -> dict[str, str]:
    """Return the addresses of a sitemap with their dates of last change."""
    return {_text(url, "loc"): _text(url, "lastmod") for url in etree.fromstring(content).iter(f"{SITEMAP}url")}


def _text(url: _Element, name: str) -> str:
    return url.findtext(f"{SITEMAP}{name}") or ""


def security_fields(text: str) -> dict[str, list[str]]:
    """Return the fields of a security.txt by lower-case name; fail if it violates RFC 9116."""
    fields: dict[str, list[str]] = {}
    assert text.endswith("\n")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        match = _FIELD.fullmatch(line)
        assert match, f"not a field: {line}"
        fields.setdefault(match["name"].lower(), []).append(match["value"])
    assert fields["contact"], "Contact is required (2.5.3)"
    assert len(fields["expires"]) == 1, "Expires is required once (2.5.5)"
    assert all(len(values) == 1 for name, values in fields.items() if name in _ONCE)
    assert datetime.fromisoformat(fields["expires"][0]).tzinfo
    for name in ("contact", "canonical", "policy", "acknowledgments", "encryption", "hiring"):
        for value in fields.get(name, ()):
            assert re.match(r"(https|mailto|tel|dns|openpgp4fpr):", value), f"{name}: {value} is not an address (2.4)"
    return fields
