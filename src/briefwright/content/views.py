"""What each document's template may know: parts of the resolved brief, counted, ordered and linked beforehand.

A view is plain JSON.  A document gets the parts that its ``document.yaml`` names and no more, so an
edit elsewhere leaves its view, and with it everything built from it, as it was.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from briefwright import prose
from briefwright.content import trace_parts
from briefwright.content.links import text_fragments
from briefwright.content.parts import PARTS
from briefwright.content.scope import Scope, cited, dump
from briefwright.errors import BriefwrightError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefwright.content.provenance import Resolved
    from briefwright.model import DocumentType

__all__ = ["drawings", "edition_view", "embedding_view", "site_view", "view", "views"]

View = dict[str, Any]
_NOT_SHOWN = {"confidence", "likelihood_scale", "confidence_scale", "marking", "language", "security", "web"}
"""Settings of the house that no page shows as they are."""


def views(resolved: Resolved, kinds: Mapping[str, DocumentType]) -> dict[str, View]:
    """Return the view of each document; raise ``BriefwrightError`` where one needs a part that does not exist."""
    fragments = text_fragments(resolved)
    return {document: view(resolved, document, kinds, fragments) for document in kinds}


def view(
    resolved: Resolved,
    document: str,
    kinds: Mapping[str, DocumentType],
    fragments: Mapping[str, str] | None = None,
) -> View:
    """Return the view of one document; ``fragments`` are those of `text_fragments`, where they are known."""
    scope = Scope(resolved, document, kinds, text_fragments(resolved) if fragments is None else fragments)
    unknown = [part for part in kinds[document].needs if part not in PARTS]
    if unknown:
        message = (
            f"templates/{document}/document.yaml needs unknown parts: {', '.join(unknown)}; known: {', '.join(PARTS)}"
        )
        raise BriefwrightError(message)
    limits = resolved.sources.brief.page_limits
    if strange := sorted(limits.keys() - kinds.keys()):
        file = f"sources/{resolved.sources.slug}/brief.yaml"
        message = f"page_limits in {file} names no document: {', '.join(strange)}; known: {', '.join(kinds)}"
        raise BriefwrightError(message)
    kind = kinds[document].within(limits.get(document))
    parts = {part: PARTS[part](scope) for part in kind.needs}
    if "references" in parts:
        listed = set(cited(parts))
        parts["references"] = [work for work in parts["references"] if work["id"] in listed]
    return {"head": _head(scope), "kind": dump(kind), "pictures": sorted(_pictures(parts)), **parts}


def _pictures(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield the figures that a view shows, as paths within the brief's folder of the site."""
    if isinstance(value, dict):
        if "src" in value:
            yield value["src"]
        for item in value.values():
            yield from _pictures(item)
    elif isinstance(value, list):
        for item in value:
            yield from _pictures(item)


def drawings(resolved: Resolved) -> dict[str, View]:
    """Return what each figure of a brief is drawn from, by its id, and that of its coverage."""
    own = {
        use.id: {
            "path": resolved.sources.drawings[use.id].path,
            "title": use.title,
            "description": " ".join(prose.plain_text(runs) for runs in prose.parse(use.alt)),
            "specification": resolved.sources.drawings[use.id].specification,
            "data_name": use.data,
            "data": resolved.sources.drawings[use.id].data,
        }
        for use in resolved.sources.brief.figures
    }
    return own | {trace_parts.FIGURE: trace_parts.drawing(resolved)}


def site_view(resolved: Resolved, kinds: Mapping[str, DocumentType]) -> View:
    """Return what the site's index says of a brief."""
    scope = Scope(resolved, "", kinds)
    base_url, slug = resolved.sources.house.base_url, resolved.sources.slug
    addresses = {document: _address(base_url, slug, document) for document in kinds}
    return {
        **_head(scope),
        "summary": " ".join(prose.plain_text(runs) for runs in prose.parse(scope.brief.summary.text)),
        "addresses": addresses,
    }


def embedding_view(resolved: Resolved) -> View:
    """Return what a brief's fragments depend on besides their documents."""
    house = resolved.sources.house
    return {
        "slug": resolved.sources.slug,
        "base_url": house.base_url,
        "language": house.language,
        "marking": resolved.marking.value,
        "settings": dump(house.web.fragments),
    }


def edition_view(resolved: Resolved) -> View:
    """Return what the site's manifest says of a brief; every edit of its sources changes it."""
    newest = resolved.sources.brief.editions[0]
    checksums = json.dumps(dict(resolved.sources.checksums), sort_keys=True)
    return {
        "slug": resolved.sources.slug,
        "edition": newest.number,
        "date": newest.date.isoformat(),
        "marking": resolved.marking.value,
        "sources": sha256(checksums.encode()).hexdigest(),
    }


def _address(base_url: str, slug: str, document: str) -> str:
    return f"{base_url}/{slug}/{document}.html"


def _head(scope: Scope) -> View:
    """Return what every page of every document needs: identity, marking, edition, house."""
    brief, house = scope.brief, scope.resolved.sources.house
    newest = brief.editions[0]
    return {
        "slug": scope.resolved.sources.slug,
        "document": scope.document,
        "kind": scope.kinds[scope.document].title if scope.document else "",
        "title": brief.title,
        "subtitle": brief.subtitle,
        "lead": scope.lead,
        "short_title": brief.short_title,
        "title_note": brief.title_note,
        "number": brief.number,
        "topics": brief.topics,
        "marking": scope.resolved.marking.value,
        "language": house.language,
        "edition": {"number": newest.number, "date": newest.date.isoformat()},
        "house": dump(house, exclude=_NOT_SHOWN),
        "address": _address(house.base_url, scope.resolved.sources.slug, scope.document) if scope.document else "",
        "documents": [
            {"name": name, "title": kind.title, "here": name == scope.document} for name, kind in scope.kinds.items()
        ],
    }
