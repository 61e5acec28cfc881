"""The parts of which views are made: each a pure function of the resolved brief, named in ``PARTS``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.content.csl import csl_json
from briefwright.content.passages import essay_view
from briefwright.content.scope import Part, Scope, cited, dump
from briefwright.content.trace import numbered
from briefwright.content.trace_parts import essay_coverage, matrix

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from briefwright.model import FigureUse, Statement, Summary, Thesis

__all__ = ["PARTS"]


def _statement(scope: Scope, statement: Statement) -> Part:
    return {
        "text": statement.text,
        "passages": scope.paragraphs(statement.passages),
        "references": statement.references,
    }


def _resting(scope: Scope, said: Summary | Thesis) -> Part:
    return {"text": said.text, "passages": scope.paragraphs(said.passages)}


def _key_figures(scope: Scope) -> list[Part]:
    return [
        {**dump(figure, exclude={"passages"}), "passages": scope.paragraphs(figure.passages)}
        for figure in scope.brief.key_figures
    ]


def _brief_findings(scope: Scope) -> list[Part]:
    by_id = {finding.id: finding for finding in scope.brief.findings}
    numbers = numbered(scope.brief.findings, "F")
    return [
        {
            "id": name,
            "number": numbers[name],
            "text": by_id[name].short,
            "confidence": by_id[name].confidence.value,
            "passages": scope.paragraphs(by_id[name].passages),
            "href": scope.href(f"finding-{name}"),
        }
        for name in scope.brief.in_brief
    ]


def _findings(scope: Scope) -> list[Part]:
    numbers = numbered(scope.brief.findings, "F")
    recommendations = numbered(scope.brief.recommendations, "R")
    return [
        {
            **dump(finding, exclude={"passages"}),
            "number": numbers[finding.id],
            "passages": scope.passages(finding.passages),
            "carries": [
                {"number": recommendations[item.id], "href": scope.href(f"recommendation-{item.id}")}
                for item in scope.brief.recommendations
                if finding.id in item.findings
            ],
        }
        for finding in scope.brief.findings
    ]


def _recommendation_lines(scope: Scope) -> list[Part]:
    """Return the recommendations as the sheet needs them."""
    return [
        {**line, "action": item.action, "evidence": item.evidence.value}
        for line, item in zip(_recommendation_table(scope), scope.brief.recommendations, strict=True)
    ]


def _recommendation_table(scope: Scope) -> list[Part]:
    """Return the recommendations in the fewest words."""
    return [
        {
            "id": item.id,
            "number": str(number),
            "actor": item.actor,
            "short": item.short,
            "horizon": item.horizon.value,
            "passages": scope.paragraphs(item.passages),
            "href": scope.href(f"recommendation-{item.id}"),
        }
        for number, item in enumerate(scope.brief.recommendations, 1)
    ]


def _recommendations(scope: Scope) -> list[Part]:
    numbers = numbered(scope.brief.recommendations, "R")
    findings = numbered(scope.brief.findings, "F")
    return [
        {
            **dump(item, exclude={"passages", "findings"}),
            "number": numbers[item.id],
            "passages": scope.passages(item.passages),
            "findings": [
                {"number": number, "href": scope.href(f"finding-{name}")}
                for name, number in findings.items()
                if name in item.findings
            ],
        }
        for item in scope.brief.recommendations
    ]


def _analysis(scope: Scope) -> Part | None:
    analysis = scope.brief.analysis
    if not analysis:
        return None
    return {
        "id": analysis.id,
        "title": analysis.title,
        "sections": [
            {
                **dump(section, exclude={"passages"}),
                "anchor": analysis.anchor(section),
                "passages": scope.passages(section.passages),
            }
            for section in analysis.sections
        ],
    }


def _events(scope: Scope) -> list[Part]:
    """Return the events by date, those without one last."""
    ordered = sorted(scope.brief.events, key=lambda event: event.date or "9999")
    return [{**dump(event, exclude={"passages"}), "passages": scope.paragraphs(event.passages)} for event in ordered]


def _figure(scope: Scope, use: FigureUse) -> Part:
    return {
        **dump(use, exclude={"passages"}),
        "passages": scope.paragraphs(use.passages),
        "src": f"figures/{use.id}.svg",
    }


def _figures(scope: Scope) -> dict[str, Part]:
    return {use.id: _figure(scope, use) for use in scope.brief.figures}


def _brief_figure(scope: Scope) -> Part | None:
    chosen = [use for use in scope.brief.figures if use.id == scope.brief.brief_figure]
    return _figure(scope, chosen[0]) if chosen else None


def _glossary(scope: Scope) -> list[Part]:
    terms = sorted(scope.resolved.sources.glossary.terms, key=lambda term: term.term.casefold())
    names = {term.id: term.term for term in terms}
    return [
        {
            **dump(term, exclude={"see"}),
            "see": [{"term": names[other], "href": scope.href(f"term-{other}")} for other in term.see],
        }
        for term in terms
    ]


def _references(scope: Scope) -> list[Part]:
    """Return the works cited as CSL JSON."""
    return [csl_json(reference) for reference in scope.resolved.sources.references.references]


def _safeguards(scope: Scope) -> Part:
    """Return the line of safeguards, its references as links into the report where that cites them."""
    sources = scope.resolved.sources
    works = {work.id: work for work in sources.references.references}
    said = dump(scope.brief, exclude={"safeguards"}), dump(sources.annotations), dump(sources.glossary)
    listed = set(cited(said))
    return {
        "text": scope.brief.safeguards.text,
        "references": [
            {
                "authors": [one.literal or one.family or one.given for one in works[name].author],
                "label": works[name].title_short or works[name].title,
                "href": scope.href(f"ref-{name}") if name in listed else works[name].url,
            }
            for name in scope.brief.safeguards.references
        ],
    }


def _confidence_scale(scope: Scope) -> Part:
    sources = scope.resolved.sources
    return {"name": sources.confidence.name, "steps": [dump(step) for step in sources.house.confidence]}


PARTS: Mapping[str, Callable[[Scope], Any]] = {
    "about": lambda scope: scope.brief.about,
    "analysis": _analysis,
    "brief_figure": _brief_figure,
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
    "key_figures": _key_figures,
    "likelihood_scale": lambda scope: scope.resolved.sources.likelihood.table(),
    "limits": lambda scope: [_statement(scope, item) for item in scope.brief.limits],
    "matrix": matrix,
    "purpose": lambda scope: scope.brief.purpose,
    "recommendation_lines": _recommendation_lines,
    "recommendation_table": _recommendation_table,
    "recommendations": _recommendations,
    "references": _references,
    "safeguards": _safeguards,
    "summary": lambda scope: _resting(scope, scope.brief.summary),
    "thesis": lambda scope: _resting(scope, scope.brief.thesis),
    "watch": lambda scope: [_statement(scope, item) for item in scope.brief.watch],
    "why": lambda scope: [_statement(scope, item) for item in scope.brief.why],
}
