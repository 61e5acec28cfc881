"""The parts of views on findings (claims) and recommendations: what each says, and how it fared."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Literal

from briefwright.content.scope import dump, plain
from briefwright.model import Horizon, Mark, StandingState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefwright.content.scope import Scope, View
    from briefwright.model import Finding, Recommendation

_STANDING_MARKS = {
    StandingState.IN_PLACE: Mark.FULL,
    StandingState.PARTLY: Mark.HALF,
    StandingState.PROPOSED: Mark.EMPTY,
    StandingState.UNKNOWN: Mark.DASHED,
}
MAX_COLUMNS = 10
"""The largest number of recommendations in the matrix."""
_HORIZONS = (*Horizon, None)
"""Recommendations without a horizon come last."""


def brief_findings(scope: Scope) -> list[View]:
    """Return the findings of the executive brief: ``place`` is their number in it, ``number`` that of the report."""
    numbered = {finding.id: (number, finding) for number, finding in scope.brief.numbered_findings}
    return [
        _finding(scope, number, finding) | {"place": place, "passages": scope.places(finding.passages)}
        for place, (number, finding) in enumerate(map(numbered.__getitem__, scope.brief.findings_in_brief), 1)
    ]


def findings(scope: Scope) -> list[View]:
    """Return all findings, each with the recommendations that rest on it."""
    return [
        scope.with_links(finding, each_passage=True)
        | _finding(scope, number, finding)
        | {
            "supports": [
                _link(scope, "recommendation", other, item)
                for other, item in scope.brief.numbered_recommendations
                if finding.id in item.findings
            ]
        }
        for number, finding in scope.brief.numbered_findings
    ]


def _finding(scope: Scope, number: int, finding: Finding) -> View:
    return _link(scope, "finding", number, finding) | {
        "id": finding.id,
        "short": finding.short,
        "verdict": finding.verdict,
        "support": _support(scope, finding.support),
    }


def recommendations(scope: Scope) -> list[View]:
    """Return all recommendations, each with the findings that it rests on."""
    return [
        scope.with_links(item, each_passage=True)
        | _recommendation(scope, number, item)
        | {
            "findings": [
                _link(scope, "finding", other, finding)
                for other, finding in scope.brief.numbered_findings
                if finding.id in item.findings
            ],
        }
        for number, item in scope.brief.numbered_recommendations
    ]


def decisions(scope: Scope) -> list[View]:
    """Return what a table shows of each recommendation, with its first safeguard in few words."""
    return [_row(scope, number, item) for number, item in scope.brief.numbered_recommendations]


def recommendation_lines(scope: Scope) -> list[View]:
    """Return the rows of `decisions` in groups by horizon, the nearest first."""
    rows = sorted(
        (_row(scope, number, item) | {"action": item.action} for number, item in scope.brief.numbered_recommendations),
        key=lambda row: _HORIZONS.index(row["horizon"]),
    )
    return [
        {"horizon": horizon, "recommendations": list(group)}
        for horizon, group in groupby(rows, key=lambda row: row["horizon"])
    ]


def _row(scope: Scope, number: int, item: Recommendation) -> View:
    fields = {"id", "actor", "horizon", "by_editors", "risk"}
    return (
        dump(item, include=fields)
        | _recommendation(scope, number, item)
        | {
            "passages": scope.places(item.passages),
            "safeguard": next((one.short or plain(one.text) for one in item.safeguards), None),
        }
    )


def _recommendation(scope: Scope, number: int, item: Recommendation) -> View:
    standing = item.standing
    return _link(scope, "recommendation", number, item) | {
        "short": item.brief_action,
        "support": _support(scope, scope.resolved.support[item.id]),
        "standing": standing and dump(standing) | {"mark": _STANDING_MARKS[standing.state].value},
    }


def _link(
    scope: Scope, kind: Literal["finding", "recommendation"], number: int, item: Finding | Recommendation
) -> View:
    return {"number": f"{kind[0].upper()}{number}", "href": scope.href(f"{kind}-{item.id}")}


def _support(scope: Scope, level: str | None) -> View | None:
    return next((dump(step) for step in scope.resolved.sources.scales.support if step.level == level), None)


def editors_choice(scope: Scope) -> View | None:
    """Return the fields that the editors chose for each recommendation, such as the actor; ``None`` without one."""
    chosen: list[set[str]] = [set(item.by_editors) for item in scope.brief.recommendations]
    common = set.intersection(*chosen) if chosen else set()
    return {"fields": sorted(common), "key": "-and-".join(sorted(common))} if common else None


def verdict(scope: Scope) -> View | None:
    """Return how many findings have which support, and how many recommendations which standing.

    Each is a list of groups, the best first; items without a rating come last. It is empty if no item has a rating, and
    the verdict is ``None`` if both are.
    """
    claims = [_finding(scope, number, item) for number, item in scope.brief.numbered_findings]
    proposals = [_recommendation(scope, number, item) for number, item in scope.brief.numbered_recommendations]
    steps = [step.level for step in scope.resolved.sources.scales.support]
    groups = {
        "findings": _groups(claims, "support", "level", steps),
        "recommendations": _groups(proposals, "standing", "state", [state.value for state in StandingState]),
    }
    return groups if any(groups.values()) else None


def _groups(items: Sequence[View], field: str, key: str, order: Sequence[str]) -> list[View]:
    """Return items in groups by a rating, in the given order; an empty list if no item has one."""
    grouped = {
        value: [item for item in items if (item[field] and item[field][key]) == value] for value in (*order, None)
    }
    if len(grouped[None]) == len(items):
        return []
    return [
        {
            "phrase": group[0][field] and group[0][field].get("phrase"),
            "state": group[0][field] and group[0][field].get("state"),
            "mark": group[0][field]["mark"] if group[0][field] else Mark.DASHED.value,
            "items": [{"number": item["number"], "href": item["href"]} for item in group],
        }
        for group in grouped.values()
        if group
    ]


def claim_matrix(scope: Scope) -> View | None:
    """Return which recommendations rest on which finding (row); ``None`` without recommendations.

    Each recommendation has a column, unless there are more than fit on a page.
    """
    recommendations = scope.brief.numbered_recommendations
    if not recommendations:
        return None
    columns = [
        _link(scope, "recommendation", number, item) | {"label": item.label or item.brief_action}
        for number, item in recommendations
    ]
    rows = [
        _link(scope, "finding", number, finding)
        | {
            "short": finding.short,
            "cells": [
                column if finding.id in item.findings else None
                for column, (_, item) in zip(columns, recommendations, strict=True)
            ],
        }
        for number, finding in scope.brief.numbered_findings
    ]
    return {"columns": columns if len(columns) <= MAX_COLUMNS else [], "rows": rows}


def support_scale(scope: Scope) -> list[View]:
    """Return the scale of support, the best step first; an empty list if no finding is rated."""
    is_rated = any(finding.support for finding in scope.brief.findings)
    return [dump(step) for step in scope.resolved.sources.scales.support] if is_rated else []
