"""The parts of views, which ``PARTS`` lists by name: pure functions of the resolved brief."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.content.csl import address, csl_json, short_name, short_title
from briefwright.content.passages import essay_view
from briefwright.content.scope import Scope, View, cited, dump
from briefwright.content.traceability import essay_coverage, matrix
from briefwright.model import AnnotationType, without_rich_text
from briefwright.sources.estimates import uses_likelihood_scale
from briefwright.sources.figures.values import has_missing_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pydantic import BaseModel

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.model import DocumentType


def _with_links(scope: Scope, items: Iterable[BaseModel]) -> list[View]:
    return [scope.with_links(item) for item in items]


def _brief_findings(scope: Scope) -> list[View]:
    numbered = {finding.id: (number, finding) for number, finding in enumerate(scope.brief.findings, 1)}
    return [
        {
            "id": finding.id,
            "number": f"F{number}",
            "text": finding.short,
            "confidence": finding.confidence,
            "passages": scope.paragraphs(finding.passages),
            "href": scope.href(f"finding-{finding.id}"),
        }
        for number, finding in map(numbered.__getitem__, scope.brief.findings_in_brief)
    ]


def _findings(scope: Scope) -> list[View]:
    return [
        scope.with_links(finding, each_passage=True)
        | {
            "number": f"F{number}",
            "supports": [
                {"number": f"R{other}", "href": scope.href(f"recommendation-{item.id}")}
                for other, item in enumerate(scope.brief.recommendations, 1)
                if finding.id in item.findings
            ],
        }
        for number, finding in enumerate(scope.brief.findings, 1)
    ]


def _recommendation_lines(scope: Scope, *fields: str) -> list[View]:
    """Return recommendations with only some of their fields."""
    return [
        dump(item, include={"id", "actor", "horizon", *fields})
        | {
            "short": item.brief_action,
            "number": str(number),
            "passages": scope.paragraphs(item.passages),
            "href": scope.href(f"recommendation-{item.id}"),
        }
        for number, item in enumerate(scope.brief.recommendations, 1)
    ]


def _recommendations(scope: Scope) -> list[View]:
    return [
        scope.with_links(item, each_passage=True)
        | {
            "short": item.brief_action,
            "number": f"R{number}",
            "findings": [
                {"number": f"F{other}", "href": scope.href(f"finding-{finding.id}")}
                for other, finding in enumerate(scope.brief.findings, 1)
                if finding.id in item.findings
            ],
        }
        for number, item in enumerate(scope.brief.recommendations, 1)
    ]


def _analysis(scope: Scope) -> View | None:
    analysis = scope.brief.analysis
    if not analysis:
        return None
    sections = [
        scope.with_links(section, each_passage=True) | {"anchor": analysis.anchor(section)}
        for section in analysis.sections
    ]
    return {"id": analysis.id, "title": analysis.title, "sections": sections}


def _events(scope: Scope) -> list[View]:
    """Return the events by their first day. Events without a date come last."""
    by_date = sorted(scope.brief.events, key=lambda event: (event.date or "9999").split("/"))
    return _with_links(scope, by_date)


def _figures(scope: Scope) -> dict[str, View]:
    """Return the figures; ``gaps``: some of the values are missing, and drawn as nothing."""
    sources = scope.resolved.sources.figure_sources
    return {
        use.id: {
            **scope.with_links(use),
            "src": f"figures/{use.id}.svg",
            "gaps": has_missing_values(sources[use.id].data, sources[use.id].specification),
        }
        for use in scope.brief.figures
    }


def _glossary(scope: Scope) -> list[View]:
    terms = sorted(scope.resolved.sources.glossary.terms, key=lambda term: term.term.casefold())
    names = {term.id: term.term for term in terms}
    return [
        {
            **dump(term, exclude={"see"}),
            "see": [{"term": names[other], "href": scope.href(f"term-{other}")} for other in term.see],
        }
        for term in terms
    ]


def _safeguards(scope: Scope) -> View | None:
    """Return the safeguards. A reference links to the report if that lists the work, else to the work itself."""
    sources, safeguards = scope.resolved.sources, scope.brief.safeguards
    if safeguards is None:
        return None
    works = {work.id: work for work in sources.references.references}
    in_report = cited([dump(scope.brief, exclude={"safeguards"}), dump(sources.annotations), dump(sources.glossary)])
    return {
        "text": safeguards.text,
        "references": [
            {
                "authors": [short_name(author) for author in works[work].author],
                "label": without_rich_text(short_title(works[work])),
                "href": scope.href(f"ref-{work}") if work in in_report else address(works[work]),
            }
            for work in safeguards.references
        ],
    }


def _confidence_scale(scope: Scope) -> View | None:
    """Return the confidence scale, with the items that it rates; ``None`` if it rates none."""
    sources, rates = scope.resolved.sources, _rates(scope)
    if not any(rates.values()):
        return None
    steps = [dump(step) for step in sources.publisher.confidence]
    return {"name": sources.confidence.name, "steps": steps, "rates": rates}


def _rates(scope: Scope) -> dict[str, bool]:
    return {
        "findings": any(finding.confidence for finding in scope.brief.findings),
        "recommendations": any(item.evidence for item in scope.brief.recommendations),
    }


def _likelihood_scale(scope: Scope) -> View | None:
    """Return the likelihood scale; ``None`` if no text of the editors uses a term of it."""
    sources = scope.resolved.sources
    return sources.likelihood.table() if uses_likelihood_scale(sources) else None


def _annotation_types(scope: Scope) -> list[str]:
    """Return the types of the brief's annotations, in the order of the model."""
    used = {note.type for note in scope.resolved.sources.annotations.annotations}
    return [type_.value for type_ in AnnotationType if type_ in used]


def shown_document_types(
    resolved: ResolvedBrief, document_types: Mapping[str, DocumentType]
) -> dict[str, DocumentType]:
    """Return the document types of a brief: without those whose `only_with` is empty in it."""
    scope = Scope(resolved, "", document_types)
    return {
        name: document_type
        for name, document_type in document_types.items()
        if document_type.only_with is None or PARTS[document_type.only_with](scope)
    }


def _logo(scope: Scope) -> View | None:
    logo = scope.resolved.sources.theme.logo
    return {"src": f"figures/{logo.name}", "alt": logo.alt} if logo else None


PARTS: Mapping[str, Callable[[Scope], Any]] = {
    "about": lambda scope: scope.brief.about,
    "analysis": _analysis,
    "annotation_types": _annotation_types,
    "brief_figure": lambda scope: _figures(scope).get(scope.brief.brief_figure or ""),
    "brief_findings": _brief_findings,
    "code": lambda scope: {"src": f"figures/qr-{scope.document}.svg"},
    "confidence_scale": _confidence_scale,
    "coverage": essay_coverage,
    "editions": lambda scope: [dump(edition) for edition in scope.brief.editions],
    "essay": lambda scope: essay_view(scope.resolved),
    "events": _events,
    "figures": _figures,
    "findings": _findings,
    "glossary": _glossary,
    "has_ratings": lambda scope: any(_rates(scope).values()),
    "has_safeguards": lambda scope: any(item.safeguards for item in scope.brief.recommendations),
    "logo": _logo,
    "key_figures": lambda scope: _with_links(scope, scope.brief.key_figures),
    "likelihood_scale": _likelihood_scale,
    "limits": lambda scope: _with_links(scope, scope.brief.limits),
    "matrix": matrix,
    "purpose": lambda scope: scope.brief.purpose,
    "recommendation_lines": lambda scope: _recommendation_lines(scope, "action", "evidence"),
    "recommendation_table": _recommendation_lines,
    "recommendations": _recommendations,
    "references": lambda scope: [csl_json(work) for work in scope.resolved.sources.references.references],
    "safeguards": _safeguards,
    "summary": lambda scope: scope.with_links(scope.brief.summary),
    "thesis": lambda scope: scope.with_links(scope.brief.thesis),
    "watch": lambda scope: _with_links(scope, scope.brief.watch),
    "why": lambda scope: _with_links(scope, scope.brief.why),
}
