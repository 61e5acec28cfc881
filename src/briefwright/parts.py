"""The parts of which views are made: each a pure function of the resolved brief, named in ``PARTS``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefwright.passages import essay_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pydantic import BaseModel

    from briefwright.model import (
        Brief,
        DocumentType,
        FigureUse,
        Finding,
        Passage,
        Recommendation,
        Statement,
        Summary,
        Thesis,
    )
    from briefwright.provenance import Anchor, Resolved

__all__ = ["PARTS", "REPORT", "Part", "Scope", "dump"]

Part = dict[str, Any]
REPORT = "annotated-report"
"""The document that reproduces the essay: every passage's address is in it."""
_EXCERPT_WORDS = 6


@dataclass(frozen=True, slots=True)
class Scope:
    """What a part is made from: the resolved brief, the document that it is made for, all kinds of document."""

    resolved: Resolved
    document: str
    kinds: Mapping[str, DocumentType]

    @property
    def brief(self) -> Brief:
        """The brief as its editors wrote it."""
        return self.resolved.sources.brief

    def href(self, identifier: str) -> str:
        """Return the relative address of something in the report."""
        return f"#{identifier}" if self.document == REPORT else f"{REPORT}.html#{identifier}"

    def passage(self, anchor: Anchor) -> Part:
        """Return a passage as a link with its paragraph and words."""
        return {"paragraph": anchor.match.paragraph, "href": self.href(anchor.id), "exact": anchor.exact}

    def passages(self, quoted: Iterable[Passage]) -> list[Part]:
        """Return passages in the order of the essay."""
        return [self.passage(anchor) for anchor in self.resolved.anchors_of(quoted)]

    def paragraphs(self, quoted: Iterable[Passage]) -> list[Part]:
        """Return one link for each paragraph that is quoted, to the first passage in it."""
        first: dict[int, Part] = {}
        for anchor in self.resolved.anchors_of(quoted):
            first.setdefault(anchor.match.paragraph, self.passage(anchor))
        return list(first.values())


def dump(value: BaseModel, **options: Any) -> Part:  # noqa: ANN401 - pydantic's own
    """Return a value as plain JSON, under the names of its file."""
    return value.model_dump(mode="json", by_alias=True, **options)


def _statement(scope: Scope, statement: Statement) -> Part:
    return {
        "text": statement.text,
        "passages": scope.paragraphs(statement.passages),
        "references": statement.references,
    }


def _numbered(items: Iterable[Finding | Recommendation], sign: str) -> dict[str, str]:
    return {item.id: f"{sign}{number}" for number, item in enumerate(items, 1)}


def _resting(scope: Scope, said: Summary | Thesis) -> Part:
    return {"text": said.text, "passages": scope.paragraphs(said.passages)}


def _key_figures(scope: Scope) -> list[Part]:
    return [
        {
            "value": figure.value,
            "label": figure.label,
            "passages": scope.paragraphs(figure.passages),
            "references": figure.references,
        }
        for figure in scope.brief.key_figures
    ]


def _brief_findings(scope: Scope) -> list[Part]:
    by_id = {finding.id: finding for finding in scope.brief.findings}
    numbers = _numbered(scope.brief.findings, "F")
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
    numbers = _numbered(scope.brief.findings, "F")
    recommendations = _numbered(scope.brief.recommendations, "R")
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
    numbers = _numbered(scope.brief.recommendations, "R")
    findings = _numbered(scope.brief.findings, "F")
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


def _pathways(scope: Scope) -> list[Part]:
    return [
        {**dump(pathway, exclude={"passages"}), "passages": scope.passages(pathway.passages)}
        for pathway in scope.brief.pathways
    ]


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


def _matrix(scope: Scope) -> Part:
    """Return the trace matrix: passages down, findings and recommendations across."""
    brief = scope.brief
    columns: list[tuple[str, str, tuple[Passage, ...]]] = [
        *((f"F{n}", f"finding-{item.id}", item.passages) for n, item in enumerate(brief.findings, 1)),
        *((f"R{n}", f"recommendation-{item.id}", item.passages) for n, item in enumerate(brief.recommendations, 1)),
    ]
    resting = [{anchor.id for anchor in scope.resolved.anchors_of(quoted)} for _, _, quoted in columns]
    rows = scope.resolved.anchors_of(passage for _, _, quoted in columns for passage in quoted)
    return {
        "columns": [{"number": number, "href": scope.href(name)} for number, name, _ in columns],
        "rows": [
            {
                **scope.passage(anchor),
                "excerpt": _excerpt(anchor.exact),
                "cells": [anchor.id in passages for passages in resting],
            }
            for anchor in rows
        ],
    }


def _excerpt(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= _EXCERPT_WORDS else " ".join(words[:_EXCERPT_WORDS]) + " …"


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
    return [_csl(dump(reference, exclude_none=True)) for reference in scope.resolved.sources.references.references]


def _csl(item: Part) -> Part:
    # CSL reads variables out of a note; ours is for readers.
    if "note" in item:
        item["annote"] = item.pop("note")
    dates = {name: item[name].split("-") for name in ("issued", "accessed") if name in item}
    return item | {name: {"date-parts": [[int(part) for part in parts]]} for name, parts in dates.items()}


def _safeguards(scope: Scope) -> Part:
    """Return the line of safeguards, its references as links into the report."""
    works = {work.id: work.title_short or work.title for work in scope.resolved.sources.references.references}
    chosen = scope.brief.safeguards
    references = [{"label": works[name], "href": scope.href(f"ref-{name}")} for name in chosen.references]
    return {"text": chosen.text, "references": references}


def _confidence_scale(scope: Scope) -> list[Part]:
    return [dump(step) for step in scope.resolved.sources.house.confidence]


PARTS: Mapping[str, Callable[[Scope], Any]] = {
    "about": lambda scope: scope.brief.about,
    "brief_figure": _brief_figure,
    "brief_findings": _brief_findings,
    "code": lambda scope: {"src": f"figures/qr-{scope.document}.svg"},
    "colophon": lambda scope: {"checksums": scope.resolved.sources.checksums},
    "confidence_scale": _confidence_scale,
    "editions": lambda scope: [dump(edition) for edition in scope.brief.editions],
    "essay": lambda scope: essay_view(scope.resolved),
    "events": _events,
    "figures": _figures,
    "findings": _findings,
    "glossary": _glossary,
    "key_figures": _key_figures,
    "limits": lambda scope: [_statement(scope, item) for item in scope.brief.limits],
    "matrix": _matrix,
    "pathways": _pathways,
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
