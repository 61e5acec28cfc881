"""What the site's own pages may know: the landing page of a brief, and the pages that gather from all briefs.

Like the views of documents these are plain JSON, and made of what an edition may show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.content import csl
from briefwright.content.mentions import mentionable, mentions, names
from briefwright.content.parts import PARTS
from briefwright.content.scope import Scope
from briefwright.content.traceability import FIGURE
from briefwright.content.usage import numbered_notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.model import DocumentType

View = dict[str, Any]


def views(resolved: ResolvedBrief, document_types: Mapping[str, DocumentType]) -> dict[str, View]:
    """Return what each of the site's pages shows of one brief, by the page's name, and the brief as it is cited.

    Texts of statements on the page of search are author Markdown, the rest is plain.
    """
    scope = Scope(resolved, "", document_types)
    terms, recommendations = _terms(scope), _recommendations(scope)
    return {
        "landing": {
            "summary": scope.brief.summary.text,
            "findings": PARTS["brief_findings"](scope),
            "key_figures": PARTS["key_figures"](scope),
            "figures": [{"title": use.title, "csv": f"figures/{use.id}.csv"} for use in scope.brief.figures],
            "coverage": {"csv": f"figures/{FIGURE}.csv", "stated": PARTS["coverage"](scope)["total"]["stated"]},
        },
        "glossary": {"terms": terms},
        "recommendations": {"recommendations": recommendations},
        "search": {
            "statements": {
                "thesis": [{"text": scope.brief.thesis.text, "href": scope.href("summary")}],
                "findings": [
                    {"number": f"F{number}", "text": item.statement, "href": scope.href(f"finding-{item.id}")}
                    for number, item in enumerate(scope.brief.findings, 1)
                ],
                "recommendations": recommendations,
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
        "citation": csl.item(resolved),
    }


def _terms(scope: Scope) -> list[View]:
    among = list(mentionable(scope.resolved))
    glossary = {term.id: term for term in scope.resolved.sources.glossary.terms}
    return [
        {
            "id": term.id,
            "term": term.term,
            "definition": term.definition,
            "see": [{"term": glossary[other].term, "id": other} for other in term.see],
            "href": scope.href(f"term-{term.id}"),
            "places": [
                {"kind": place.kind, "number": place.number, "href": scope.href(place.target)}
                for place in mentions(names(term.term, *term.forms), among)
            ],
        }
        for term in sorted(glossary.values(), key=lambda term: term.term.casefold())
    ]


def _recommendations(scope: Scope) -> list[View]:
    return [item | {"href": scope.href(f"recommendation-{item['id']}")} for item in PARTS["recommendations"](scope)]


def by_topic(briefs: Sequence[View]) -> list[View]:
    """Return the topics of briefs by the alphabet, each with its briefs in the order given."""
    named = {topic for brief in briefs for topic in brief["topics"]}
    topics = sorted(named, key=lambda topic: (topic.casefold(), topic))
    return [{"topic": topic, "briefs": [brief for brief in briefs if topic in brief["topics"]]} for topic in topics]


def terms(pages: Iterable[View]) -> list[View]:
    """Return the terms of all briefs by the alphabet; ``anchor`` is a term's identifier on the page.

    ``pages`` give the terms of each brief, with the brief.
    """
    found = [
        {
            **term,
            "brief": page["brief"],
            "anchor": _anchor(page, term["id"]),
            "see": [{"term": other["term"], "anchor": _anchor(page, other["id"])} for other in term["see"]],
        }
        for page in pages
        for term in page["terms"]
    ]
    return sorted(found, key=lambda term: (term["term"].casefold(), term["anchor"]))


def _anchor(page: View, name: str) -> str:
    # Two hyphens stand in no name of a brief, so two briefs may define a term of one name.
    return f"{page['brief']['slug']}--{name}"
