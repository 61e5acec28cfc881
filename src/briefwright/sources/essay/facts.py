"""The facts about the essay (`essay:` in ``brief.yaml``), with the front matter of ``essay.md`` as defaults."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from briefwright.errors import InvalidSources, did_you_mean
from briefwright.model import EssayWork
from briefwright.sources.essay.front_matter import KEYS, FrontMatter, read_front_matter, with_defaults
from briefwright.sources.files import SourceFile, parse_yaml
from briefwright.sources.validation import validation_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefwright.errors import Problem
    from briefwright.sources.yaml_nodes import Location


def parse_front_matter(text: str | None, essay: SourceFile) -> tuple[FrontMatter, list[Problem]]:
    """Return the front matter of an essay, which is empty if it has problems, and these at their lines in ``essay.md``.

    ``text`` is the YAML between the two lines of dashes.
    """
    empty = FrontMatter({}, {}, ())
    if text is None or not text.strip():
        return empty, []
    try:
        # A line for the dashes, so that lines are those of the file.
        values, source = parse_yaml(SourceFile(essay.path, f"\n{text}"))
    except InvalidSources as error:
        return empty, list(error.problems)
    if not isinstance(values, dict):
        hint = "write keys and values, such as `title: …`, or delete the two lines of dashes"
        return empty, [source.problem_at(1, 0, "the front matter is not a mapping", hint=hint)]
    read = read_front_matter(values)
    problems = [*source.misread_values().values(), *_problems(read, source)]
    return (empty if problems else read), problems


def _problems(read: FrontMatter, source: SourceFile) -> Iterator[Problem]:
    for key in read.unknown:
        hint = did_you_mean(key, KEYS, 0.8) or f"delete it; the keys are {', '.join(KEYS)}"
        yield source.problem((key,), f"unknown key “{key}” in the front matter", at_key=True, hint=hint)
    try:
        EssayWork.model_validate(dict(read.essay))
    except ValidationError as error:
        fields = {key: field for field, key in read.keys.items()}

        def renamed(location: Location) -> Location:
            return (fields.get(str(location[0]), location[0]), *location[1:]) if location else location

        nodes = {renamed(location): node for location, node in source.values.items()}
        keys = {renamed(location): node for location, node in source.keys.items()}
        yield from validation_problems(replace(source, values=nodes, keys=keys), EssayWork, error)


def essay_facts(brief: Any, front_matter: FrontMatter) -> EssayWork | None:  # noqa: ANN401 - any YAML
    """Return the facts about the essay; ``None`` if ``essay:`` of ``brief.yaml`` is not valid."""
    essay = brief.get("essay") if isinstance(brief, dict) else None
    try:
        return EssayWork.model_validate(with_defaults(essay if isinstance(essay, dict) else {}, front_matter))
    except ValidationError:
        return None
