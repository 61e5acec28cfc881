"""What rests on each passage: the way back from the essay's words to what the editors say."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from briefwright.content.exports.contract import Uses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from briefwright.content.exports.contract import Brief
    from briefwright.content.exports.statements import Annotation, Resting

__all__ = ["uses"]


def uses(brief: Brief, annotations: Iterable[Annotation]) -> Mapping[str, Uses]:
    """Return what rests on each passage, by the passage's identifier, in the order of the brief."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: {name: [] for name in Uses.model_fields})
    for kind, name, passages in _all(brief, annotations):
        for passage in passages:
            found[passage][kind].append(name)
    return {passage: Uses.model_validate(kinds) for passage, kinds in found.items()}


def _all(brief: Brief, annotations: Iterable[Annotation]) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Yield a kind of use, the name of what uses, and the passages that it rests on."""
    yield from (("findings", item.id, item.passages) for item in brief.findings)
    yield from (("recommendations", item.id, item.passages) for item in brief.recommendations)
    yield from (("annotations", item.id, (item.passage,)) for item in annotations)
    yield from (("others", f"/brief/{name}", item.passages) for name, item in _others(brief))


def _others(brief: Brief) -> Iterator[tuple[str, Resting]]:
    yield from (("thesis", brief.thesis), ("summary", brief.summary))
    lists: dict[str, Iterable[Resting]] = {
        "why": brief.why,
        "key_figures": brief.key_figures,
        "analysis/sections": brief.analysis.sections if brief.analysis else (),
        "events": brief.events,
        "watch": brief.watch,
        "limits": brief.limits,
        "figures": brief.figures,
    }
    for name, items in lists.items():
        yield from ((f"{name}/{index}", item) for index, item in enumerate(items))
