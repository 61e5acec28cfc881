"""The parts of views, which ``PARTS`` lists by name: pure functions of the resolved brief."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.content import claims
from briefwright.content.passages import essay_view
from briefwright.content.scope import Scope, View, cited_works, dump
from briefwright.content.timeline import by_date
from briefwright.model import AnnotationType
from briefwright.sources.estimates import uses_likelihood_scale
from briefwright.sources.figures.values import has_missing_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pydantic import BaseModel

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.model import DocumentType


def _with_links(scope: Scope, items: Iterable[BaseModel]) -> list[View]:
    return [scope.with_links(item) for item in items]


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
    """Return the events by date, each with whether the essay mentions it."""
    return [
        scope.with_links(event) | {"mentioned": bool(event.essay or event.passages)}
        for event in by_date(scope.brief.events)
    ]


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
    "brief_findings": claims.brief_findings,
    "claim_matrix": claims.claim_matrix,
    "code": lambda scope: {"src": f"figures/qr-{scope.document}.svg"},
    "decisions": claims.decisions,
    "editors_choice": claims.editors_choice,
    "editions": lambda scope: [dump(edition) for edition in scope.brief.editions],
    "essay": lambda scope: essay_view(scope.resolved),
    "events": _events,
    "figures": _figures,
    "finding_count": lambda scope: len(scope.brief.findings),
    "findings": claims.findings,
    "glossary": _glossary,
    "has_safeguards": lambda scope: any(item.safeguards for item in scope.brief.recommendations),
    "logo": _logo,
    "key_figures": lambda scope: _with_links(scope, scope.brief.key_figures),
    "likelihood_scale": _likelihood_scale,
    "limits": lambda scope: _with_links(scope, scope.brief.limits),
    "misses": lambda scope: _with_links(scope, scope.brief.misses),
    "purpose": lambda scope: scope.brief.purpose,
    "questions": lambda scope: _with_links(scope, scope.brief.questions),
    "recommendation_lines": claims.recommendation_lines,
    "recommendations": claims.recommendations,
    "references": lambda scope: bool(cited_works(scope.resolved.sources)),
    "safeguards": lambda scope: scope.brief.safeguards and dump(scope.brief.safeguards),
    "has_support": lambda scope: bool(claims.support_scale(scope)),
    "support_scale": claims.support_scale,
    "summary": lambda scope: scope.with_links(scope.brief.summary),
    "thesis": lambda scope: scope.with_links(scope.brief.thesis),
    "verdict": claims.verdict,
    "why": lambda scope: _with_links(scope, scope.brief.why),
}
