"""Build the trace record (``trace.json``) of a resolved brief."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from briefwright.content import coverage
from briefwright.content.coverage import Usage
from briefwright.content.exports import trace_record
from briefwright.content.exports.build_record import left_out_records
from briefwright.content.exports.trace_record import SCHEMA, TRACE, WORKING_PAPERS
from briefwright.content.scope import Scope, dump
from briefwright.content.uses import passage_anchors, uses_by_passage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefwright.content.coverage import Coverage, TextSize
    from briefwright.content.resolution import ResolvedBrief
    from briefwright.content.uses import Use
    from briefwright.model import DocumentType
    from briefwright.output import JsonObject


def trace(resolved: ResolvedBrief, document_types: Mapping[str, DocumentType]) -> trace_record.TraceRecord:
    """Return the trace record of a brief; ``document_types`` are all that it shows."""
    sources, scope = resolved.sources, Scope(resolved, "", document_types)
    home = f"{sources.publisher.base_url}/{sources.slug}/"
    uses = uses_by_passage(resolved)
    return trace_record.TraceRecord.model_validate(
        {
            "$schema": f"{sources.publisher.base_url}/schemas/{SCHEMA}",
            "address": f"{home}{TRACE}",
            "page": f"{home}{WORKING_PAPERS}",
            "report": f"{home}{scope.anchored}.html",
            "slug": sources.slug,
            "title": sources.brief.title,
            "edition": dump(sources.brief.editions[0], include={"number", "date", "changes"}),
            "passages": [
                {
                    "id": anchor.id,
                    "address": home + scope.href(anchor.id),
                    "locator": anchor.locator,
                    "exact": anchor.exact,
                    "uses": [_use(scope, use, home) for use in uses[anchor.id]],
                }
                for anchor in passage_anchors(resolved)
            ],
            "coverage": coverage_record(resolved, coverage.coverage(resolved)),
            "checksums": sources.checksums,
        }
    )


def _use(scope: Scope, use: Use, home: str) -> JsonObject:
    href = scope.use_href(use)
    return {
        "part": use.part,
        "number": use.label if use.is_numbered else None,
        "title": None if use.is_numbered else use.label or None,
        "item": use.item_name or None,
        "address": href and home + href,
    }


def coverage_record(resolved: ResolvedBrief, paragraphs: Sequence[Coverage]) -> trace_record.CoverageRecord:
    """Return how much of the essay is used; ``paragraphs`` is the coverage of each paragraph."""
    size, shares = coverage.total(paragraphs)
    return trace_record.CoverageRecord.model_validate(
        {
            "words": size.words,
            "percent": _percent(shares),
            "accounted_for": round(coverage.percent_accounted_for(paragraphs), 2),
            "paragraphs": [
                {
                    "number": item.paragraph.number,
                    **asdict(item.size),
                    "covered": {usage: asdict(size) for usage, size in item.covered.items()},
                    "shares": {usage: asdict(size) for usage, size in item.shares.items()},
                    "percent": _percent(item.shares),
                    "sentences": [asdict(sentence) | {"text": sentence.text.strip()} for sentence in item.sentences],
                }
                for item in paragraphs
            ],
            "left_out": left_out_records(resolved),
        }
    )


def _percent(shares: Mapping[Usage, TextSize]) -> dict[Usage, int]:
    """Return the whole percentages of words by usage, which add up to 100."""
    values = coverage.percentages([shares[usage].words for usage in Usage])
    return dict(zip(Usage, values, strict=True))
