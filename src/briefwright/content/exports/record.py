"""``brief.json``: a resolved brief for other systems, with passages by their identifiers and what rests on each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from briefwright.content.csl import csl_json
from briefwright.content.exports import contract, statements
from briefwright.content.exports.addresses import ANNOTATIONS, ESSAY, RECORD, Addresses
from briefwright.content.exports.uses import uses
from briefwright.content.exports.works import Work

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import BaseModel

    from briefwright import model
    from briefwright.content.omissions import Omission
    from briefwright.content.provenance import Anchor, Resolved
    from briefwright.sources.essay import Essay

__all__ = ["record"]

Kind = TypeVar("Kind", bound="BaseModel")


def record(resolved: Resolved, anchored: str) -> contract.Record:
    """Return all that the documents say of a brief; ``anchored`` is the document whose page has the anchors."""
    sources, at, quoting = resolved.sources, Addresses.of(resolved, anchored), _Quoting(resolved)
    brief = _brief(resolved, quoting, at)
    annotations = [
        _of(statements.Annotation, item, passage=quoting.names([item])[0], address=at.anchor(f"note-{item.id}"))
        for item in sources.annotations.annotations
    ]
    resting = uses(brief, annotations)
    anchors = sorted(set(resolved.anchors.values()), key=lambda anchor: anchor.match)
    return contract.Record(
        schema_address=at.schema(contract.SCHEMA),
        address=at.file(RECORD),
        slug=sources.slug,
        resources=contract.Resources(report=at.page(), essay=at.file(ESSAY), annotations=at.file(ANNOTATIONS)),
        house=_of(contract.House, sources.house),
        scales=contract.Scales(
            likelihood=_of(
                contract.LikelihoodScale,
                sources.likelihood,
                steps=[_of(contract.LikelihoodStep, step) for step in sources.likelihood.steps],
            ),
            confidence=_of(contract.ConfidenceScale, sources.confidence),
        ),
        edition=brief.editions[0],
        brief=brief,
        annotations=tuple(annotations),
        glossary=tuple(
            _of(statements.Term, item, address=at.anchor(f"term-{item.id}")) for item in sources.glossary.terms
        ),
        references=tuple(Work.model_validate(csl_json(item)) for item in sources.references.references),
        essay=tuple(_paragraphs(sources.essay, at)),
        passages=tuple(_passage(sources.essay, anchor, resting[anchor.id], at) for anchor in anchors),
        left_out=tuple(_left_out(omission) for omission in resolved.left_out),
        checksums=dict(sources.checksums),
    )


@dataclass(frozen=True, slots=True)
class _Quoting:
    """Puts identifiers of passages where quotations stand."""

    resolved: Resolved

    def names(self, quoted: Iterable[model.Passage]) -> list[str]:
        """Return the passages quoted, as the editors list them, each once."""
        return list(dict.fromkeys(self.resolved.anchors_of([passage])[0].id for passage in quoted))

    def said(self, kind: type[Kind], item: Any, **own: object) -> Kind:  # noqa: ANN401 - what rests on passages
        """Publish something that rests on passages."""
        return _of(kind, item, passages=self.names(item.passages), **own)

    def all(self, kind: type[Kind], items: Iterable[BaseModel]) -> list[Kind]:
        """Publish things that rest on passages and have no address of their own."""
        return [self.said(kind, item) for item in items]


def _of(kind: type[Kind], item: BaseModel, **own: object) -> Kind:
    """Publish what a value of the sources says of the fields that are published, and what only the record knows."""
    said = item.model_dump(mode="json")
    return kind.model_validate({name: said[name] for name in kind.model_fields if name in said} | own)


def _brief(resolved: Resolved, quoting: _Quoting, at: Addresses) -> contract.Brief:
    brief = resolved.sources.brief
    return _of(
        contract.Brief,
        brief,
        marking=resolved.marking,
        thesis=quoting.said(statements.Thesis, brief.thesis),
        summary=quoting.said(statements.Thesis, brief.summary),
        why=quoting.all(statements.Statement, brief.why),
        key_figures=quoting.all(statements.KeyFigure, brief.key_figures),
        findings=[
            quoting.said(
                statements.Finding,
                item,
                number=f"F{number}",
                address=at.anchor(f"finding-{item.id}"),
                recommendations=[other.id for other in brief.recommendations if item.id in other.findings],
            )
            for number, item in enumerate(brief.findings, 1)
        ],
        analysis=brief.analysis and _analysis(brief.analysis, quoting, at),
        events=quoting.all(statements.Event, brief.events),
        recommendations=[
            quoting.said(
                statements.Recommendation, item, number=f"R{number}", address=at.anchor(f"recommendation-{item.id}")
            )
            for number, item in enumerate(brief.recommendations, 1)
        ],
        watch=quoting.all(statements.Statement, brief.watch),
        limits=quoting.all(statements.Statement, brief.limits),
        figures=[
            quoting.said(
                statements.Figure,
                item,
                address=at.anchor(f"figure-{item.id}"),
                picture=at.file(f"figures/{item.id}.svg"),
                data=resolved.sources.drawings[item.id].data,
            )
            for item in brief.figures
        ],
    )


def _analysis(analysis: model.Analysis, quoting: _Quoting, at: Addresses) -> statements.Analysis:
    sections = (
        quoting.said(statements.AnalysisSection, item, address=at.anchor(analysis.anchor(item)))
        for item in analysis.sections
    )
    return statements.Analysis(title=analysis.title, sections=tuple(sections))


def _span(start: int, end: int) -> contract.Span:
    return contract.Span(start=start, end=end)


def _paragraphs(essay: Essay, at: Addresses) -> Iterable[contract.Paragraph]:
    for paragraph in essay.paragraphs:
        start = essay.offset(paragraph.number)
        yield contract.Paragraph(
            number=paragraph.number,
            address=at.anchor(f"par-{paragraph.number}"),
            text=paragraph.text,
            position=_span(start, start + len(paragraph.text)),
        )


def _passage(essay: Essay, anchor: Anchor, resting: contract.Uses, at: Addresses) -> contract.Passage:
    match, offset = anchor.match, essay.offset(anchor.match.paragraph)
    return contract.Passage(
        id=anchor.id,
        address=at.anchor(anchor.id),
        paragraph=match.paragraph,
        start=match.start,
        end=match.end,
        exact=anchor.exact,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        omitted=tuple(_span(*gap) for gap in match.omitted),
        position=_span(offset + match.start, offset + match.end),
        uses=resting,
    )


def _left_out(omission: Omission) -> contract.LeftOut:
    match = omission.match
    return contract.LeftOut(
        paragraph=match.paragraph, start=match.start, end=match.end, exact=omission.exact, reason=omission.reason
    )
