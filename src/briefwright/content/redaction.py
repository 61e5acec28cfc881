"""Redaction: remove from a brief all items that are marked stricter than the edition.

Pure. The markings are Traffic Light Protocol labels (FIRST, TLP version 2.0, August 2022).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import compress
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from briefwright.content.scope import cited
from briefwright.errors import InvalidSources
from briefwright.model import SOURCE_FILES, Marking
from briefwright.sources.files import file_name
from briefwright.sources.loading import digest
from briefwright.sources.walk import USES, identifiers, nodes, passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.errors import Problem
    from briefwright.sources.loading import LoadedBrief, Sources

_FILES = ("brief", "annotations", "glossary", "references")
TypedId = tuple[str, str]
"""The type of an item (such as ``finding``) and its identifier."""


class BriefTooStrict(InvalidSources):
    """The whole brief is marked stricter than the edition."""


def redact(loaded: LoadedBrief, resolved: ResolvedBrief, edition: Marking) -> ResolvedBrief:
    """Return a brief without the items that are marked stricter than the edition.

    Raises ``BriefTooStrict`` if the whole brief is stricter than the edition, and ``InvalidSources`` if no finding of
    a recommendation remains, or no item of a required list.
    """
    redacted: list[object] = []
    numbered = _numbered(loaded.data)
    shown = _without_empty_analysis(_without_items(numbered, lambda item: _is_stricter(item, edition), redacted))
    removed = _typed_ids(loaded.data) - _typed_ids(shown)
    too_strict = list(_too_strict(loaded, resolved.sources, edition))
    without_findings = list(_without_findings(loaded, removed, edition))
    if too_strict:
        raise BriefTooStrict([*too_strict, *without_findings])
    if without_findings:
        raise InvalidSources(without_findings)
    if not redacted:
        return replace(resolved, marking=edition)
    # A work that only redacted items cite would disclose them.
    uncited = {("reference", work) for work in cited(loaded.data) - cited(shown)}
    works = _without_items(shown["references"], lambda work: ("reference", str(work.get("id"))) in uncited, redacted)
    shown = _without_references_to(removed | uncited, {**shown, "references": works})
    anchors = {passage: resolved.anchors[passage] for _, _, passage in passages(shown) if passage in resolved.anchors}
    values = _validated(loaded, shown, edition)
    sources = _rebuilt(resolved.sources, values, loaded, shown)
    texts = tuple(_texts(redacted))
    return replace(resolved, sources=sources, anchors=anchors, marking=edition, redacted_texts=texts)


def _is_stricter(item: Mapping[str, Any], edition: Marking) -> bool:
    marking = item.get("marking")
    return isinstance(marking, str) and Marking.from_label(marking).is_stricter_than(edition)


def _without_items(value: Any, remove: Callable[[Mapping[str, Any]], bool], removed: list[object]) -> Any:  # noqa: ANN401
    """Return plain values without the list items that ``remove`` selects; append these to ``removed``."""
    if isinstance(value, dict):
        return {key: _without_items(item, remove, removed) for key, item in value.items()}
    if isinstance(value, list):
        selected = [isinstance(item, dict) and remove(item) for item in value]
        removed.extend(compress(value, selected))
        return [_without_items(item, remove, removed) for item, out in zip(value, selected, strict=True) if not out]
    return value


def _numbered(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return plain values with a number for each finding and recommendation, which it keeps in every edition."""
    brief = dict(data["brief"])
    for key in ("findings", "recommendations"):
        if key in brief:
            brief[key] = [{"number": place, **item} for place, item in enumerate(brief[key], 1)]
    return {**data, "brief": brief}


def _without_empty_analysis(data: dict[str, Any]) -> dict[str, Any]:
    """Return plain values without the analysis if all its sections were removed."""
    brief = data["brief"]
    if (analysis := brief.get("analysis")) and not analysis["sections"]:
        return {**data, "brief": {key: value for key, value in brief.items() if value is not analysis}}
    return data


def _without_references_to(removed: set[TypedId], value: Any, item_type: str | None = None) -> Any:  # noqa: ANN401
    """Return plain values without references to removed items; ``item_type`` is that of the identifiers in a list."""
    if isinstance(value, list):
        remaining = (item for item in value if not (isinstance(item, str) and (item_type, item) in removed))
        return [_without_references_to(removed, item) for item in remaining]
    if isinstance(value, dict):
        return {
            key: _without_references_to(removed, item, USES.get(key))
            for key, item in value.items()
            if not (isinstance(item, str) and (USES.get(key), item) in removed)
        }
    return value


def _typed_ids(data: Mapping[str, Any]) -> set[TypedId]:
    return {(item_type, identifier) for item_type, _, _, identifier in identifiers(data)}


def _too_strict(loaded: LoadedBrief, sources: Sources, edition: Marking) -> Iterator[Problem]:
    marking = sources.brief.marking or sources.publisher.marking
    if marking.is_stricter_than(edition):
        file = "brief" if sources.brief.marking else "publisher"
        message = f"the brief is marked {marking.value}, which is stricter than the {edition.value} edition"
        hint = f"build the {marking.plain} edition, or mark the brief {edition.value}"
        yield loaded.files[file].problem(("marking",), message, hint=hint)


def _without_findings(loaded: LoadedBrief, removed: set[TypedId], edition: Marking) -> Iterator[Problem]:
    """Yield a problem for each recommendation whose findings the edition does not show."""
    for file, location, item in nodes(loaded.data):
        findings = item.get("findings") if "action" in item else None
        if findings and not _is_stricter(item, edition) and all(("finding", name) in removed for name in findings):
            message = f"the {edition.value} edition shows none of the findings of this recommendation"
            hint = "mark it as strictly as its findings (`marking:`), or add a finding that the edition shows"
            yield loaded.files[file].problem((*location, "findings"), message, hint=hint)


def _validated(loaded: LoadedBrief, shown: Mapping[str, Any], edition: Marking) -> dict[str, Any]:
    """Return the models of plain values, by file.

    Raises ``InvalidSources`` if a required list is empty.
    """
    values: dict[str, Any] = {}
    problems = []
    for file in _FILES:
        try:
            values[file] = SOURCE_FILES[file].model_validate(shown[file])
        except ValidationError as error:
            message = f"the {edition.value} edition shows none of these items, because all are marked stricter"
            hint = "mark fewer items, or set `marking:` of the whole brief"
            keys = dict.fromkeys(detail["loc"][:1] for detail in error.errors())
            problems += [loaded.files[file].problem(key, message, at_key=True, hint=hint) for key in keys]
    if problems:
        raise InvalidSources(problems)
    return values


def _rebuilt(sources: Sources, values: Mapping[str, Any], loaded: LoadedBrief, shown: Mapping[str, Any]) -> Sources:
    """Return the sources with redacted values, their checksums, and without the files of removed figures."""
    figures = {use.id for use in values["brief"].figures}
    removed_files = {
        f"figures/{file}" for use in sources.brief.figures if use.id not in figures for file in (use.file, use.data)
    }
    changed = {
        file_name(loaded.files[name]): digest(value) for name, value in shown.items() if value != loaded.data[name]
    }
    return replace(
        sources,
        **values,
        figure_sources={name: source for name, source in sources.figure_sources.items() if name in figures},
        checksums={
            name: checksum for name, checksum in {**sources.checksums, **changed}.items() if name not in removed_files
        },
    )


def _texts(value: object) -> Iterator[str]:
    """Yield every text in plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
