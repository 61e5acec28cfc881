"""What each document's template may know: parts of the resolved brief, counted, ordered and linked beforehand.

A view is plain JSON.  A document gets the parts that its ``document.yaml`` names and no more, so an
edit elsewhere leaves its view, and with it everything built from it, as it was.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from briefwright.content import traceability
from briefwright.content.csl import csl_json
from briefwright.content.parts import PARTS
from briefwright.content.scope import Scope, cited, dump, objects, plain
from briefwright.content.text_fragments import text_fragments
from briefwright.errors import BriefwrightError
from briefwright.model import anchored_document

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.model import DocumentType

View = dict[str, Any]
_NOT_SHOWN = {"confidence", "likelihood_scale", "confidence_scale", "marking", "language", "security", "web"}
"""Settings of the publisher that no page shows as they are."""


def views(resolved: ResolvedBrief, document_types: Mapping[str, DocumentType]) -> dict[str, View]:
    """Return the view of each document.

    Raises ``BriefwrightError`` where one needs a part that does not exist, and where ``page_limits`` names none.
    """
    limits = resolved.sources.brief.page_limits
    if strange := sorted(limits.keys() - document_types.keys()):
        file = f"sources/{resolved.sources.slug}/brief.yaml"
        raise BriefwrightError(
            f"page_limits in {file} names no document: {', '.join(strange)}; known: {', '.join(document_types)}"
        )
    fragments = text_fragments(resolved)
    return {
        document: _view(
            Scope(resolved, document, document_types, fragments), document_type.with_page_limit(limits.get(document))
        )
        for document, document_type in document_types.items()
    }


def _view(scope: Scope, document_type: DocumentType) -> View:
    unknown = [part for part in document_type.needs if part not in PARTS]
    if unknown:
        raise BriefwrightError(
            f"templates/{scope.document}/document.yaml needs unknown parts: {', '.join(unknown)};"
            f" known: {', '.join(PARTS)}"
        )
    parts = {part: PARTS[part](scope) for part in document_type.needs}
    if "references" in parts:
        listed = cited(parts)
        parts["references"] = [work for work in parts["references"] if work["id"] in listed]
    # Paths within the brief's folder of the site.
    pictures = sorted({item["src"] for item in objects(parts) if "src" in item})
    return {"head": _head(scope), "document_type": dump(document_type), "pictures": pictures, **parts}


def figure_sources(resolved: ResolvedBrief) -> dict[str, View]:
    """Return what each figure of a brief is drawn from, by its id, and that of its coverage."""
    figure_sources = resolved.sources.figure_sources
    own: dict[str, View] = {
        use.id: {
            "path": figure_sources[use.id].path,
            "title": use.title,
            "description": plain(use.alt),
            "specification": figure_sources[use.id].specification,
            "data_name": use.data,
            "data": figure_sources[use.id].data,
        }
        for use in resolved.sources.brief.figures
    }
    return own | {traceability.FIGURE: traceability.coverage_figure(resolved)}


def site_view(
    resolved: ResolvedBrief, document_types: Mapping[str, DocumentType], archived: Collection[str] = ()
) -> View:
    """Return what pages, feeds and maps of the site say of a brief; ``archived`` are the earlier editions that it has."""
    editions = resolved.sources.brief.editions
    shown = {*archived, editions[0].number}
    return {
        **_head(Scope(resolved, "", document_types)),
        "summary": plain(resolved.sources.brief.summary.text),
        "published": editions[-1].date.isoformat(),
        "anchored": anchored_document(document_types),
        "works": [csl_json(work) for work in resolved.sources.references.references],
        "addresses": {document: _address(resolved, document) for document in document_types},
        "editions": [
            {
                "number": edition.number,
                "date": edition.date.isoformat(),
                "changes": edition.changes,
                "href": f"editions/{edition.number}/index.html" if edition.number in shown else None,
            }
            for edition in editions
        ],
    }


def edition_view(resolved: ResolvedBrief) -> View:
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


def _address(resolved: ResolvedBrief, document: str) -> str:
    return f"{resolved.sources.publisher.base_url}/{resolved.sources.slug}/{document}.html"


def _head(scope: Scope) -> View:
    """Return what every page of every document needs: identity, marking, edition, publisher."""
    brief, publisher = scope.brief, scope.resolved.sources.publisher
    newest = brief.editions[0]
    has_purpose = scope.document and "purpose" in scope.document_types[scope.document].needs
    return {
        "slug": scope.resolved.sources.slug,
        "document": scope.document,
        "document_type": scope.document_types[scope.document].title if scope.document else "",
        "title": brief.title,
        "subtitle": brief.subtitle,
        "lead": brief.purpose if has_purpose else brief.subtitle,
        "short_title": brief.short_title,
        "title_note": brief.title_note,
        "number": brief.number,
        "topics": list(brief.topics),
        "marking": scope.resolved.marking.value,
        "language": publisher.language,
        "edition": {"number": newest.number, "date": newest.date.isoformat()},
        "publisher": dump(publisher, exclude=_NOT_SHOWN),
        "address": _address(scope.resolved, scope.document) if scope.document else "",
        "documents": [
            {"name": name, "title": document_type.title, "here": name == scope.document}
            for name, document_type in scope.document_types.items()
        ],
    }
