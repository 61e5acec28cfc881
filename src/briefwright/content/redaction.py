"""What an edition of a brief may show: what is marked stricter than the edition is left out of it, everywhere.

Pure.  Markings are those of the Traffic Light Protocol (FIRST, TLP version 2.0, August 2022).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import compress
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from briefwright.content.scope import cited
from briefwright.errors import InvalidSources
from briefwright.model import SOURCE_FILES, Marking
from briefwright.sources.loading import digest
from briefwright.sources.walk import USES, identifiers, nodes, passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.errors import Problem
    from briefwright.sources.loading import Reading, Sources

_FILES = ("brief", "annotations", "glossary", "references")
TypedId = tuple[str, str]
"""A kind and an identifier."""


class BriefTooStrict(InvalidSources):
    """The whole brief is for fewer readers than the edition."""


def redact(reading: Reading, resolved: ResolvedBrief, edition: Marking) -> ResolvedBrief:
    """Return a brief as an edition with a marking may show it.

    Raises ``BriefTooStrict`` where the whole brief is stricter than the edition, and ``InvalidSources`` where something
    would lose all that it rests on.
    """
    withheld: list[object] = []
    shown = _without_bare_heading(_pruned(reading.data, lambda item: _is_stricter(item, edition), withheld))
    gone = _names(reading.data) - _names(shown)
    strict, bereft = list(_too_strict(reading, resolved.sources, edition)), list(_bereft(reading, gone, edition))
    if strict:
        raise BriefTooStrict([*strict, *bereft])
    if bereft:
        raise InvalidSources(bereft)
    if not withheld:
        return replace(resolved, marking=edition)
    # A work that only such items cite would speak of them.
    silent = {("reference", name) for name in cited(reading.data) - cited(shown)}
    works = _pruned(shown["references"], lambda work: ("reference", str(work.get("id"))) in silent, withheld)
    shown = _forgetting({**shown, "references": works}, gone | silent)
    anchors = {quoted: resolved.anchors[quoted] for _, _, quoted in passages(shown) if quoted in resolved.anchors}
    values = _values(reading, shown, edition)
    sources = _rebuilt(resolved.sources, values, reading.data, shown)
    texts = tuple(_texts(withheld))
    return replace(resolved, sources=sources, anchors=anchors, marking=edition, withheld=texts)


def _is_stricter(item: Mapping[str, Any], edition: Marking) -> bool:
    marking = item.get("marking")
    return isinstance(marking, str) and Marking.named(marking).is_stricter_than(edition)


def _pruned(value: Any, leave_out: Callable[[Mapping[str, Any]], bool], withheld: list[object]) -> Any:  # noqa: ANN401
    """Return plain values without the items of lists that are to be left out, which are kept apart."""
    if isinstance(value, dict):
        return {key: _pruned(item, leave_out, withheld) for key, item in value.items()}
    if isinstance(value, list):
        gone = [isinstance(item, dict) and leave_out(item) for item in value]
        withheld.extend(compress(value, gone))
        return [_pruned(item, leave_out, withheld) for item, out in zip(value, gone, strict=True) if not out]
    return value


def _without_bare_heading(data: dict[str, Any]) -> dict[str, Any]:
    """Return plain values without an analysis that lost all its sections: its heading would stand alone."""
    brief = data["brief"]
    if (analysis := brief.get("analysis")) and not analysis["sections"]:
        return {**data, "brief": {key: value for key, value in brief.items() if value is not analysis}}
    return data


def _forgetting(value: Any, gone: set[TypedId], kind: str | None = None) -> Any:  # noqa: ANN401 - any YAML
    """Return plain values that name nothing of what is gone; texts of a list with a ``kind`` are such names."""
    if isinstance(value, list):
        return [_forgetting(item, gone) for item in value if not (isinstance(item, str) and (kind, item) in gone)]
    if isinstance(value, dict):
        kept = {
            key: item for key, item in value.items() if not (isinstance(item, str) and (USES.get(key), item) in gone)
        }
        return {key: _forgetting(item, gone, USES.get(key)) for key, item in kept.items()}
    return value


def _names(data: Mapping[str, Any]) -> set[TypedId]:
    return {(kind, name) for kind, _, _, name in identifiers(data)}


def _too_strict(reading: Reading, sources: Sources, edition: Marking) -> Iterator[Problem]:
    own = sources.brief.marking or sources.publisher.marking
    if own.is_stricter_than(edition):
        file = "brief" if sources.brief.marking else "publisher"
        message = f"the brief is {own.value}; an edition for {edition.value} may show nothing of it"
        hint = f"build the {own.plain} edition, or mark the brief {edition.value}"
        yield reading.files[file].problem(("marking",), message, hint=hint)


def _bereft(reading: Reading, gone: set[TypedId], edition: Marking) -> Iterator[Problem]:
    """Yield what an edition shows and what would rest on nothing in it."""
    for file, location, item in nodes(reading.data):
        named = item.get("findings") if "action" in item else None
        if named and not _is_stricter(item, edition) and all(("finding", name) in gone for name in named):
            message = f"in the {edition.value} edition this recommendation rests on no finding that may be shown"
            hint = "mark it as strictly as its findings (`marking:`), or add a finding that may be shown"
            yield reading.files[file].problem((*location, "findings"), message, hint=hint)


def _values(reading: Reading, shown: Mapping[str, Any], edition: Marking) -> dict[str, Any]:
    """Return what is shown as values of its models, where no list has lost all that it must have."""
    values: dict[str, Any] = {}
    problems = []
    for file in _FILES:
        try:
            values[file] = SOURCE_FILES[file].model_validate(shown[file])
        except ValidationError as error:
            message = f"in the {edition.value} edition nothing of this is left: all of it is for fewer readers"
            hint = "mark fewer items, or set `marking:` of the whole brief"
            lists = dict.fromkeys(detail["loc"][:1] for detail in error.errors())
            problems += [reading.files[file].problem(name, message, at_key=True, hint=hint) for name in lists]
    if problems:
        raise InvalidSources(problems)
    return values


def _rebuilt(
    sources: Sources, values: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Sources:
    figures = {use.id for use in values["brief"].figures}
    lost = {
        f"figures/{file}" for use in sources.brief.figures if use.id not in figures for file in (use.file, use.data)
    }
    changed = {f"{name}.yaml": digest(value) for name, value in after.items() if value != before[name]}
    return replace(
        sources,
        **values,
        figure_sources={name: source for name, source in sources.figure_sources.items() if name in figures},
        checksums={name: sum_ for name, sum_ in {**sources.checksums, **changed}.items() if name not in lost},
    )


def _texts(value: object) -> Iterator[str]:
    """Yield every text in plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
