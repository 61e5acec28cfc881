"""From files to values: everything that a brief is made of, checked against the models, all problems at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from briefwright import essay as essays
from briefwright.errors import InvalidSources, Problem
from briefwright.explain import explain
from briefwright.files import SourceFile, load_yaml, read_text
from briefwright.model import Annotations, Brief, DocumentType, Glossary, House, References
from briefwright.prose import ProseError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from briefwright.essay import Essay

__all__ = ["Sources", "load", "load_document_types", "load_model"]

Model = TypeVar("Model", bound=BaseModel)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Sources:
    """One brief as its editors wrote it; ``files`` know where each value stands, by the file's name without ending."""

    slug: str
    house: House
    brief: Brief
    annotations: Annotations
    glossary: Glossary
    references: References
    essay: Essay
    files: Mapping[str, SourceFile]
    checksums: Mapping[str, str]


def load(folder: Path) -> Sources:
    """Read a brief's folder and the house settings beside it.

    Raises ``InvalidSources`` with the problems of all files together.
    """
    reading = _Reading()
    house = reading.model(folder.parent / "house.yaml", House)
    brief = reading.model(folder / "brief.yaml", Brief)
    annotations = reading.model(folder / "annotations.yaml", Annotations)
    glossary = reading.model(folder / "glossary.yaml", Glossary)
    references = reading.model(folder / "references.yaml", References)
    essay = reading.attempt("essay", lambda: _load_essay(folder / "essay.md"))
    if brief:
        reading.problems += _missing_figures(folder, brief, reading.files["brief"])
    if reading.problems or not (house and brief and annotations and glossary and references and essay):
        raise InvalidSources(reading.problems)
    checksums = {file.path.rpartition("/")[2]: _checksum(file.text) for file in reading.files.values()}
    return Sources(folder.name, house, brief, annotations, glossary, references, essay, reading.files, checksums)


class _Reading:
    """Collects what could be read, and the problems of what could not."""

    def __init__(self) -> None:
        self.files: dict[str, SourceFile] = {}
        self.problems: list[Problem] = []

    def model(self, path: Path, model: type[Model]) -> Model | None:
        return self.attempt(path.stem, lambda: load_model(path, model))

    def attempt(self, name: str, read: Callable[[], tuple[Result, SourceFile]]) -> Result | None:
        try:
            value, self.files[name] = read()
        except InvalidSources as error:
            self.problems += error.problems
            return None
        return value


def load_model(path: Path, model: type[Model]) -> tuple[Model, SourceFile]:
    """Return a YAML file as a value of a model, with the places of what it holds.

    Raises ``InvalidSources`` with every problem of the file.
    """
    data, source = load_yaml(path)
    try:
        return model.model_validate(data), source
    except ValidationError as error:
        raise InvalidSources(explain(source, model, error)) from None


def load_document_types(templates: Path) -> dict[str, DocumentType]:
    """Return the kinds of document under ``templates/``, by name, in the order in which a brief lists them."""
    reading = _Reading()
    found = {
        path.parent.name: kind
        for path in sorted(templates.glob("*/document.yaml"))
        if (kind := reading.model(path, DocumentType))
    }
    if reading.problems:
        raise InvalidSources(reading.problems)
    return dict(sorted(found.items(), key=lambda item: item[1].order))


def _load_essay(path: Path) -> tuple[Essay, SourceFile]:
    source = read_text(path)
    try:
        return essays.parse(source.text), source
    except ProseError as error:
        raise InvalidSources([source.at(error.line, 0, str(error))]) from None


def _missing_figures(folder: Path, brief: Brief, source: SourceFile) -> list[Problem]:
    """Return a problem for each figure file that ``brief.yaml`` names and the folder lacks."""
    present = sorted(path.name for path in (folder / "figures").glob("*"))
    problems = []
    for index, figure in enumerate(brief.figures):
        for key, name in (("file", figure.file), ("data", figure.data)):
            if name not in present:
                close = get_close_matches(name, present, 1)
                hint = f"did you mean {close[0]}?" if close else f"put it into {(folder / 'figures').as_posix()}/"
                message = f"there is no file figures/{name}"
                problems.append(source.problem(("figures", index, key), message, hint=hint))
    return problems


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
