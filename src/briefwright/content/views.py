"""Views: the input of each document's template, as plain JSON.

A view has the head, the cited works and the parts that ``document.yaml`` lists under ``needs``. An edit of other parts
does not change the view, so the document is not built again.
"""

from __future__ import annotations

import json
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING

from briefwright.content import coverage_figure
from briefwright.content.csl import csl_json
from briefwright.content.essay_work import essay_work
from briefwright.content.exports.trace_record import WORKING_PAPERS
from briefwright.content.parts import PARTS, shown_document_types
from briefwright.content.reading_time import reading_minutes
from briefwright.content.scope import Scope, cited_works, dump, objects, plain
from briefwright.content.text_fragments import text_fragments
from briefwright.errors import BriefwrightError
from briefwright.model import TIMELINE, anchored_document

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.content.scope import View
    from briefwright.model import DocumentType

_NOT_SHOWN = {
    "likelihood_scale",
    "marking",
    "language",
    "security",
    "web",
    "citation_style",
}
"""Settings of the publisher that the head of a view omits."""


def views(resolved: ResolvedBrief, document_types: Mapping[str, DocumentType]) -> dict[str, View]:
    """Return the view of each document.

    Raises ``BriefwrightError`` for an unknown part in ``needs`` and an unknown document in ``page_limits``.
    """
    limits = resolved.sources.brief.page_limits
    if unknown := sorted(limits.keys() - document_types.keys()):
        raise BriefwrightError(
            f"sources/{resolved.sources.slug}/brief.yaml: unknown document in `page_limits`: {', '.join(unknown)};"
            f" choose from {', '.join(document_types)}"
        )
    fragments = text_fragments(resolved)
    shown = shown_document_types(resolved, document_types)
    return {
        document: _view(
            Scope(resolved, document, shown, fragments), document_type.with_page_limit(limits.get(document))
        )
        for document, document_type in shown.items()
    }


def _view(scope: Scope, document_type: DocumentType) -> View:
    unknown = [part for part in document_type.needs if part not in PARTS]
    if unknown:
        raise BriefwrightError(
            f"templates/{scope.document}/document.yaml: unknown part in `needs`: {', '.join(unknown)};"
            f" choose from {', '.join(PARTS)}"
        )
    parts = {part: PARTS[part](scope) for part in document_type.needs}
    # All works of the brief in each document, so that a citation is the same in all of them, such as Europol 2016b.
    works = [csl_json(work) for work in cited_works(scope.resolved.sources)]
    # Paths in the brief's folder of the site.
    pictures = sorted({item["src"] for item in objects(parts) if "src" in item})
    head = _head(scope) | {"reading_minutes": reading_minutes(parts)}
    return {"head": head, "document_type": dump(document_type), "pictures": pictures, "works": works, **parts}


def figure_sources(resolved: ResolvedBrief) -> dict[str, View]:
    """Return the input of each figure of a brief and of its coverage figure, by the figure's id.

    The specification of a figure with a ``template`` is in the templates.
    """
    sources = resolved.sources.figure_sources
    figures: dict[str, View] = {
        use.id: {
            "path": sources[use.id].path,
            "title": use.title,
            "description": plain(use.alt),
            "specification": sources[use.id].specification,
            "data_name": use.data,
            "data": sources[use.id].data,
        }
        for use in resolved.sources.brief.figures
    }
    if TIMELINE in figures:
        figures[TIMELINE]["template"] = f"{TIMELINE}.vl.yaml"
    return figures | {coverage_figure.FIGURE: coverage_figure.coverage_figure(resolved)}


def site_view(
    resolved: ResolvedBrief,
    document_types: Mapping[str, DocumentType],
    archived: Collection[str] = (),
    reading: Mapping[str, int] = MappingProxyType({}),
) -> View:
    """Return a brief's view for the site's pages, feeds and sitemap.

    ``archived`` are the numbers of its archived editions, ``reading`` the minutes to read each document.
    """
    editions = resolved.sources.brief.editions
    published = set() if resolved.sources.brief.is_draft else {*archived, editions[0].number}
    shown = shown_document_types(resolved, document_types)
    return {
        **_head(Scope(resolved, "", shown)),
        "summary": plain(resolved.sources.brief.summary.text),
        "reading": dict(reading),
        "verdict": PARTS["verdict"](Scope(resolved, "", shown)),
        "published": editions[-1].date.isoformat(),
        "anchored": anchored_document(document_types),
        "works": [csl_json(work) for work in cited_works(resolved.sources)],
        "addresses": {document: _address(resolved, document) for document in shown},
        "editions": [
            {
                "number": edition.number,
                "date": edition.date.isoformat(),
                "changes": edition.changes,
                "href": f"editions/{edition.number}/index.html" if edition.number in published else None,
            }
            for edition in editions
        ],
    }


def edition_view(resolved: ResolvedBrief) -> View:
    """Return a brief's entry in the site's manifest. Each edit of its sources changes the entry."""
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


def _references_page(scope: Scope) -> str:
    """Return the page with the list of references, if another document than this one has it."""
    has_list = "references" in scope.document_types[scope.anchored].needs
    return f"{scope.anchored}.html" if has_list and scope.document != scope.anchored else ""


def _head(scope: Scope) -> View:
    """Return the head of a view, common to all documents: identity, marking, edition, publisher."""
    brief, publisher = scope.brief, scope.resolved.sources.publisher
    newest = brief.editions[0]
    has_purpose = scope.document and "purpose" in scope.document_types[scope.document].needs
    subtitle = brief.subtitle or plain(brief.thesis.text)
    return {
        "slug": scope.resolved.sources.slug,
        "document": scope.document,
        "document_type": scope.document_types[scope.document].title if scope.document else "",
        "title": brief.title,
        "subtitle": brief.subtitle,
        "lead": (has_purpose and brief.purpose) or subtitle,
        "short_title": brief.running_title,
        "title_note": brief.title_note,
        "essay": essay_work(brief, publisher),
        "number": brief.number,
        "draft": brief.is_draft,
        "topics": list(brief.topics),
        "marking": scope.resolved.marking.value,
        "language": publisher.language,
        "edition": {"number": newest.number, "date": newest.date.isoformat()},
        "publisher": dump(publisher, exclude=_NOT_SHOWN),
        "address": _address(scope.resolved, scope.document) if scope.document else "",
        "references_page": _references_page(scope),
        "working_papers": f"{publisher.base_url}/{scope.resolved.sources.slug}/{WORKING_PAPERS}",
        "documents": [
            {"name": name, "title": document_type.title, "here": name == scope.document}
            for name, document_type in scope.document_types.items()
        ],
    }
