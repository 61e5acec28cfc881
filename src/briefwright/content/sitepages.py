"""What the site's own pages may know: the landing page of a brief, and the pages that gather from all briefs.

Like the views of documents these are plain JSON, and made of what an edition may show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.content import citation
from briefwright.content.mentions import mentions, names, places
from briefwright.content.parts import PARTS
from briefwright.content.scope import Scope, dump
from briefwright.content.trace import numbered_notes
from briefwright.content.trace_parts import FIGURE
from briefwright.content.views import site_view

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from briefwright.content.provenance import Resolved
    from briefwright.model import DocumentType

__all__ = ["by_topic", "newest_first", "terms", "views"]

View = dict[str, Any]


def views(resolved: Resolved, kinds: Mapping[str, DocumentType], kept: Collection[str] = ()) -> dict[str, View]:
    """Return the view of each of the site's pages of one brief, by the page's name, and the brief as it is cited.

    ``kept`` are the numbers of earlier editions that the site has.
    """
    scope = Scope(resolved, "", kinds)
    head = site_view(resolved, kinds)
    short = {name: head[name] for name in ("slug", "title", "short_title", "number", "edition", "marking", "language")}
    short |= {"house": head["house"]}
    return {
        "landing": _landing(scope, head, {*kept, scope.brief.editions[0].number}),
        "glossary": {"brief": short, "terms": _terms(scope)},
        "recommendations": {"brief": short, "recommendations": _recommendations(scope)},
        "search": {"brief": short, "statements": _statements(scope)},
        "citation": {"item": citation.item(resolved), "topics": list(scope.brief.topics)},
    }


def _landing(scope: Scope, head: View, shown: Collection[str]) -> View:
    return {
        "brief": head,
        "summary": scope.brief.summary.text,
        "findings": PARTS["brief_findings"](scope),
        "key_figures": PARTS["key_figures"](scope),
        "figures": [{"id": use.id, "title": use.title, "csv": f"figures/{use.id}.csv"} for use in scope.brief.figures],
        "coverage": {"csv": f"figures/{FIGURE}.csv", "stated": PARTS["coverage"](scope)["total"]["stated"]},
        "editions": [
            {**dump(edition), "href": f"editions/{edition.number}/index.html" if edition.number in shown else None}
            for edition in scope.brief.editions
        ],
    }


def _terms(scope: Scope) -> list[View]:
    among = list(places(scope.resolved))
    named = {term.id: names(term.term, *term.forms) for term in scope.resolved.sources.glossary.terms}
    return [
        {
            "id": term["id"],
            "term": term["term"],
            "definition": term["definition"],
            "see": [{"term": other["term"], "id": other["href"].rpartition("#term-")[2]} for other in term["see"]],
            "href": scope.href(f"term-{term['id']}"),
            "places": [
                {"kind": place.kind, "number": place.number, "href": scope.href(place.target)}
                for place in mentions(named[term["id"]], among)
            ],
        }
        for term in PARTS["glossary"](scope)
    ]


def _recommendations(scope: Scope) -> list[View]:
    kept = ("id", "number", "actor", "action", "horizon", "evidence", "findings")
    return [
        {
            **{name: item[name] for name in kept},
            "standing": {name: item["standing"][name] for name in ("state", "note")},
            "href": scope.href(f"recommendation-{item['id']}"),
        }
        for item in PARTS["recommendations"](scope)
    ]


def _statements(scope: Scope) -> View:
    """Return all statements of a brief by what they are; a text is author Markdown, the rest is plain."""
    return {
        "thesis": [{"number": "", "text": scope.brief.thesis.text, "href": scope.href("summary")}],
        "findings": [
            {"number": item["number"], "text": item["statement"], "href": scope.href(f"finding-{item['id']}")}
            for item in PARTS["findings"](scope)
        ],
        "recommendations": [
            {name: item[name] for name in ("number", "actor", "action", "href")} for item in _recommendations(scope)
        ],
        "annotations": [
            {"number": str(number), "kind": note.kind.value, "text": note.note, "href": scope.href(f"note-{note.id}")}
            for number, _, note in numbered_notes(scope.resolved)
        ],
        "terms": [
            {"term": term["term"], "text": term["definition"], "href": scope.href(f"term-{term['id']}")}
            for term in PARTS["glossary"](scope)
        ],
    }


def newest_first(briefs: Iterable[View]) -> list[View]:
    """Return what is said of briefs by the date of their newest edition; what came out on one day, by name."""
    named = sorted(briefs, key=lambda brief: brief["slug"])
    return sorted(named, key=lambda brief: brief["edition"]["date"], reverse=True)


def by_topic(briefs: Sequence[View]) -> list[View]:
    """Return the topics of briefs by the alphabet, each with its briefs in the order given."""
    named = {topic for brief in briefs for topic in brief["topics"]}
    topics = sorted(named, key=lambda topic: (topic.casefold(), topic))
    return [{"topic": topic, "briefs": [brief for brief in briefs if topic in brief["topics"]]} for topic in topics]


def terms(pages: Iterable[View]) -> list[View]:
    """Return the terms of all briefs by the alphabet, each with its brief; ``anchor`` is its identifier on the page."""
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
