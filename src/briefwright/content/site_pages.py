"""Views of pages without a document: the landing page of a brief, and the pages with content of all briefs.

Like the views of documents, these are plain JSON of a redacted brief.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.content import csl
from briefwright.content.mentions import mentionable_items, mentions
from briefwright.content.parts import PARTS
from briefwright.content.scope import Scope
from briefwright.content.term_names import term_names
from briefwright.content.uses import numbered_notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.content.scope import View
    from briefwright.model import DocumentType


def views(resolved: ResolvedBrief, document_types: Mapping[str, DocumentType]) -> dict[str, Any]:
    """Return a brief's content for each page of the site, by the page's name, and its CSL items.

    ``citation`` is the CSL item of the brief, ``essay_citation`` that of the essay in it. The statements of the search
    page are author text; all other texts are plain.
    """
    scope = Scope(resolved, "", document_types)
    terms, recommendations = _terms(scope), _recommendations(scope)
    return {
        "landing": _landing(scope),
        "glossary": {"terms": terms},
        "recommendations": {
            "recommendations": recommendations,
            "editors_choice": PARTS["editors_choice"](scope),
            "columns": [
                name for name in ("horizon", "support", "standing") if any(item[name] for item in recommendations)
            ],
        },
        "search": {
            "statements": {
                "thesis": [{"text": scope.brief.thesis.text, "href": scope.href("summary")}],
                "findings": [
                    {
                        "number": f"F{number}",
                        "text": item.statement,
                        "short": item.short,
                        "href": scope.href(f"finding-{item.id}"),
                    }
                    for number, item in scope.brief.numbered_findings
                ],
                "recommendations": recommendations,
                "editors_choice": PARTS["editors_choice"](scope),
                "annotations": [
                    {
                        "number": str(number),
                        "type": note.type.value,
                        "text": note.note,
                        "href": scope.href(f"note-{note.id}"),
                    }
                    for number, _, note in numbered_notes(resolved)
                ],
                "terms": [{"term": term["term"], "text": term["definition"], "href": term["href"]} for term in terms],
            }
        },
        "citation": csl.csl_item(resolved),
        "essay_citation": csl.essay_csl_item(resolved),
    }


def _landing(scope: Scope) -> View:
    figure = PARTS["brief_figure"](scope)
    return {
        "summary": scope.brief.summary.text,
        "findings": PARTS["findings"](scope),
        "recommendations": PARTS["decisions"](scope),
        "editors_choice": PARTS["editors_choice"](scope),
        "key_figures": PARTS["key_figures"](scope),
        "figure": figure and figure | {"href": scope.href(f"figure-{figure['id']}")},
        "limits": PARTS["limits"](scope),
    }


def _terms(scope: Scope) -> list[View]:
    items = list(mentionable_items(scope.resolved))
    glossary = {term.id: term for term in scope.resolved.sources.glossary.terms}
    return [
        {
            "id": term.id,
            "term": term.term,
            "definition": term.definition,
            "see": [{"term": glossary[other].term, "id": other} for other in term.see],
            "href": scope.href(f"term-{term.id}"),
            "mentions": [
                {"type": item.type, "number": item.number, "href": scope.href(item.target)}
                for item in mentions(term_names(term.term, *term.forms), items)
            ],
        }
        for term in sorted(glossary.values(), key=lambda term: term.term.casefold())
    ]


def _recommendations(scope: Scope) -> list[View]:
    return [item | {"href": scope.href(f"recommendation-{item['id']}")} for item in PARTS["recommendations"](scope)]


def by_topic(briefs: Sequence[View]) -> list[View]:
    """Return the topics of briefs in alphabetical order, each with its briefs in the given order."""
    topics = sorted(
        {topic for brief in briefs for topic in brief["topics"]}, key=lambda topic: (topic.casefold(), topic)
    )
    return [{"topic": topic, "briefs": [brief for brief in briefs if topic in brief["topics"]]} for topic in topics]


def terms(pages: Iterable[View]) -> list[View]:
    """Return the terms of all briefs in alphabetical order; ``anchor`` is a term's anchor in the page.

    ``pages`` are the glossary views of the briefs, each with the key ``brief``.
    """
    all_terms = [
        {
            **term,
            "brief": page["brief"],
            "anchor": _anchor(page, term["id"]),
            "see": [{"term": other["term"], "anchor": _anchor(page, other["id"])} for other in term["see"]],
        }
        for page in pages
        for term in page["terms"]
    ]
    return sorted(all_terms, key=lambda term: (term["term"].casefold(), term["anchor"]))


def _anchor(page: View, term_id: str) -> str:
    # A slug has no two hyphens in a row, so equal terms of two briefs have different anchors.
    return f"{page['brief']['slug']}--{term_id}"
