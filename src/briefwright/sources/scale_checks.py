"""Check that the publisher's scales exist, and that each level of confidence has a meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefwright.errors import Problem
    from briefwright.model import ConfidenceScale, Publisher, Scales
    from briefwright.sources.files import SourceFile


def scale_problems(publisher: Publisher, source: SourceFile, scales: Scales) -> Iterator[Problem]:
    """Yield a problem for each scale that is not in ``scales.yaml``, and for missing or extra levels of confidence."""
    chosen = {
        "likelihood_scale": (publisher.likelihood_scale, [scale.id for scale in scales.likelihood]),
        "confidence_scale": (publisher.confidence_scale, [scale.id for scale in scales.confidence]),
    }
    for key, (name, names) in chosen.items():
        if name not in names:
            hint = did_you_mean(name, names) or f"choose one of scales.yaml: {', '.join(names)}"
            yield source.problem((key,), f"unknown {key.replace('_', ' ')} “{name}”", hint=hint)
    for scale in scales.confidence:
        if scale.id == publisher.confidence_scale:
            yield from _meaning_problems(publisher, source, scale)


def _meaning_problems(publisher: Publisher, source: SourceFile, scale: ConfidenceScale) -> Iterator[Problem]:
    levels = [step.level for step in publisher.confidence]
    for index, level in enumerate(levels):
        location = ("confidence", index, "level")
        if level not in scale.levels:
            hint = f"use its levels: {', '.join(scale.levels)}"
            yield source.problem(location, f"the scale “{scale.id}” has no level “{level}”", hint=hint)
        elif level in levels[:index]:
            yield source.problem(location, f"the level “{level}” already has a meaning", hint="delete one of the two")
    for level in scale.levels:
        if level not in levels:
            hint = f"add `- level: {level}` with its `meaning:`"
            yield source.problem(("confidence",), f"the level “{level}” has no meaning", at_key=True, hint=hint)
