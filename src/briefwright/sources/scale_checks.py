"""Check the names of scales and of their steps: the publisher's likelihood scale, and the support of each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefwright.errors import Problem
    from briefwright.model import Publisher, Scales
    from briefwright.sources.files import SourceFile


def scale_problems(publisher: Publisher, source: SourceFile, scales: Scales) -> Iterator[Problem]:
    """Yield a problem if the publisher's likelihood scale is not in ``scales.yaml``."""
    name, names = publisher.likelihood_scale, [scale.id for scale in scales.likelihood]
    if name not in names:
        hint = did_you_mean(name, names) or f"choose one of scales.yaml: {', '.join(names)}"
        yield source.problem(("likelihood_scale",), f"unknown likelihood scale “{name}”", hint=hint)


def support_problems(brief: Mapping[str, Any], source: SourceFile, scales: Scales) -> Iterator[Problem]:
    """Yield a problem for each finding whose `support` is not a step of the scale; ``brief`` has plain values."""
    levels = [step.level for step in scales.support]
    findings = brief.get("findings")
    for index, finding in enumerate(findings if isinstance(findings, list) else ()):
        level = finding.get("support") if isinstance(finding, dict) else None
        if isinstance(level, str) and level not in levels:
            hint = did_you_mean(level, levels) or f"choose from {', '.join(levels)}"
            yield source.problem(("findings", index, "support"), f"unknown support “{level}”", hint=hint)
