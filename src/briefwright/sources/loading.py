"""From files to values: everything that a brief is made of, checked against the models, all problems at once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from briefwright.errors import InvalidSources, Problem, did_you_mean
from briefwright.model import Annotations, Brief, DocumentType, Glossary, Publisher, References, Scales
from briefwright.prose import ProseError
from briefwright.sources import essay as essays
from briefwright.sources.figure_checks import columns, csv_problems, unknown_fields
from briefwright.sources.files import UNFINISHED, SourceFile, load_yaml, misnamed, read_text
from briefwright.sources.lock import FILE, PassageLock
from briefwright.sources.validation import validation_problems
from briefwright.sources.walk import mappings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from briefwright.model import ConfidenceScale, FigureUse, LikelihoodScale
    from briefwright.sources.essay import Essay

Model = TypeVar("Model", bound=BaseModel)
_HELD_ANEW = "remove the file, and run `briefwright check --fix` again: it writes it anew"


@dataclass(frozen=True, slots=True)
class FigureSource:
    """What a figure is drawn from: a Vega-Lite specification, where it stands, and the CSV text that it may name."""

    path: str
    specification: Any
    data: str


@dataclass(frozen=True, slots=True)
class Sources:
    """One brief as its editors wrote it."""

    slug: str
    publisher: Publisher
    scales: Scales
    brief: Brief
    annotations: Annotations
    glossary: Glossary
    references: References
    essay: Essay
    drawings: Mapping[str, FigureSource]
    checksums: Mapping[str, str]

    @property
    def likelihood(self) -> LikelihoodScale:
        """The publisher's scale of likelihood."""
        return next(scale for scale in self.scales.likelihood if scale.id == self.publisher.likelihood_scale)

    @property
    def confidence(self) -> ConfidenceScale:
        """The publisher's scale of confidence."""
        return next(scale for scale in self.scales.confidence if scale.id == self.publisher.confidence_scale)


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of a brief's files, by their names without ending, and what is wrong with them.

    ``data`` are plain values, also of files that their model refuses, so that quotations and identifiers can be checked
    in the same run; ``sources`` are there when nothing is wrong.  ``held`` is what an editor last confirmed, if a file
    says so.
    """

    files: Mapping[str, SourceFile]
    data: Mapping[str, Any]
    essay: Essay | None
    problems: Sequence[Problem]
    sources: Sources | None
    held: PassageLock | None = None


def load(folder: Path) -> Reading:
    """Read a brief's folder and the publisher settings beside it."""
    if not folder.is_dir():
        # Said once, not of each file that would be in it.
        message = "a brief is a folder; this is a file" if folder.exists() else "there is no such folder"
        return Reading({}, {}, None, [Problem(folder.as_posix(), 1, 1, message, misnamed(folder))], None)
    reader = _Reader()
    publisher = reader.model(folder.parent / "publisher.yaml", Publisher)
    scales = reader.model(folder.parent / "scales.yaml", Scales)
    brief = reader.model(folder / "brief.yaml", Brief)
    annotations = reader.model(folder / "annotations.yaml", Annotations)
    glossary = reader.model(folder / "glossary.yaml", Glossary)
    references = reader.model(folder / "references.yaml", References)
    essay = reader.essay(folder / "essay.md")
    held = reader.held(folder / FILE)
    drawings = reader.drawings(folder / "figures", brief.figures if brief else ())
    if "brief" in reader.data:
        reader.problems += _missing_figures(folder / "figures", reader.data["brief"], reader.files["brief"])
    if publisher and scales:
        reader.problems += _scale_problems(publisher, reader.files["publisher"], scales)
    sources = None
    if publisher and scales and brief and annotations and glossary and references and essay and not reader.problems:
        checksums = _checksums(reader, essay, drawings, brief)
        sources = Sources(
            folder.name, publisher, scales, brief, annotations, glossary, references, essay, drawings, checksums
        )
    return Reading(reader.files, reader.data, essay, reader.problems, sources, held)


class _Reader:
    """Collects what could be read, and the problems of what could not."""

    def __init__(self) -> None:
        self.files: dict[str, SourceFile] = {}
        self.data: dict[str, Any] = {}
        self.problems: list[Problem] = []

    def model(self, path: Path, model: type[Model]) -> Model | None:
        try:
            self.data[path.stem], self.files[path.stem] = data, source = load_yaml(path)
            return _validated(data, source, model)
        except InvalidSources as error:
            self.problems += error.problems
            return None

    def essay(self, path: Path) -> Essay | None:
        try:
            self.files["essay"] = source = read_text(path)
            return essays.parse(source.text)
        except InvalidSources as error:
            self.problems += error.problems
        except ProseError as error:
            self.problems.append(self.files["essay"].at(error.line, 0, str(error)))
        return None

    def held(self, path: Path) -> PassageLock | None:
        """Return what is held of the essay; a brief may do without."""
        if not path.exists() and not path.is_symlink():
            return None
        try:
            self.files["passages"] = source = read_text(path)
            return _held(path, source)
        except InvalidSources as error:
            # A merge is finished as in any other file: what one side held is worth keeping.
            self.problems += (
                problem if problem.message == UNFINISHED else replace(problem, hint=_HELD_ANEW)
                for problem in error.problems
            )
            return None

    def drawings(self, folder: Path, uses: Iterable[FigureUse]) -> dict[str, FigureSource]:
        drawings = {}
        for use in uses:
            path = folder / use.file
            if path.is_file() and (folder / use.data).is_file():
                try:
                    specification, source = load_yaml(path, numbers=True)
                    data = read_text(folder / use.data)
                    # Of data with a fault, the columns are not known.
                    self.problems += list(csv_problems(data)) or unknown_fields(specification, source, columns(data))
                    drawings[use.id] = FigureSource(path.as_posix(), specification, data.text)
                except InvalidSources as error:
                    self.problems += error.problems
        return drawings


def load_model(path: Path, model: type[Model]) -> Model:
    """Return a YAML file as a value of a model; raise ``InvalidSources`` with every problem of the file."""
    return _validated(*load_yaml(path), model)


def _validated(data: object, source: SourceFile, model: type[Model]) -> Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise InvalidSources(validation_problems(source, model, error)) from None


def _held(path: Path, source: SourceFile) -> PassageLock:
    try:
        data = json.loads(source.text)
    except json.JSONDecodeError as broken:
        raise InvalidSources([source.at(broken.lineno - 1, broken.colno - 1, f"broken JSON: {broken.msg}")]) from None
    except (ValueError, RecursionError):
        raise InvalidSources([source.at(0, 0, "broken JSON")]) from None
    try:
        return PassageLock.model_validate(data)
    except ValidationError:
        # JSON that a program wrote is YAML too, and that reader knows the places.
        return _validated(*load_yaml(path, numbers=True), PassageLock)


def load_document_types(templates: Path) -> dict[str, DocumentType]:
    """Return document types by name, in their order; raise ``InvalidSources`` unless exactly one has the anchors."""
    reader = _Reader()
    found: dict[str, tuple[DocumentType, SourceFile]] = {}
    for path in sorted(templates.glob("*/document.yaml")):
        if kind := reader.model(path, DocumentType):
            found[path.parent.name] = kind, reader.files[path.stem]
    if problems := reader.problems or list(_anchor_problems(found)):
        raise InvalidSources(problems)
    return {name: kind for name, (kind, _) in sorted(found.items(), key=lambda item: item[1][0].order)}


def _anchor_problems(found: Mapping[str, tuple[DocumentType, SourceFile]]) -> Iterator[Problem]:
    """Yield a problem where no document type has the anchors, and for each that has them after the first."""
    named = [name for name, (kind, _) in found.items() if kind.anchors]
    if found and not named:
        hint = "add it to the one whose page has the anchors of passages, findings and terms"
        yield next(iter(found.values()))[1].problem((), "no document type has `anchors: true`", hint=hint)
    for name in named[1:]:
        message, hint = f"“{named[0]}” has `anchors: true` already", "remove the line from one of the two documents"
        yield found[name][1].problem(("anchors",), message, at_key=True, hint=hint)


def _scale_problems(publisher: Publisher, source: SourceFile, scales: Scales) -> Iterator[Problem]:
    """Yield a problem for each scale that is not in ``scales.yaml``, and where levels and meanings do not pair off."""
    chosen = {
        "likelihood_scale": (publisher.likelihood_scale, [scale.id for scale in scales.likelihood]),
        "confidence_scale": (publisher.confidence_scale, [scale.id for scale in scales.confidence]),
    }
    for key, (name, names) in chosen.items():
        if name not in names:
            hint = did_you_mean(name, names) or f"scales.yaml has {', '.join(names)}"
            yield source.problem((key,), f"there is no {key.replace('_', ' ')} “{name}”", hint=hint)
    for scale in scales.confidence:
        if scale.id == publisher.confidence_scale:
            yield from _meaning_problems(publisher, source, scale)


def _meaning_problems(publisher: Publisher, source: SourceFile, scale: ConfidenceScale) -> Iterator[Problem]:
    given = [step.level for step in publisher.confidence]
    for index, level in enumerate(given):
        place = ("confidence", index, "level")
        if level not in scale.levels:
            hint = f"its levels are {', '.join(scale.levels)}"
            yield source.problem(place, f"the scale “{scale.id}” has no level “{level}”", hint=hint)
        elif level in given[:index]:
            yield source.problem(place, f"the level “{level}” has a meaning already", hint="keep one of the two")
    for level in scale.levels:
        if level not in given:
            hint = f"add `- level: {level}` with its `meaning:`"
            yield source.problem(("confidence",), f"the level “{level}” has no meaning", at_key=True, hint=hint)


def _missing_figures(folder: Path, brief: object, source: SourceFile) -> Iterator[Problem]:
    """Yield a problem for each figure file that ``brief.yaml`` names and the folder lacks, or the other way round."""
    present = sorted(path.name for path in folder.glob("*"))
    named = set()
    for location, figure in mappings(brief):
        for key in ("file", "data") if location[:-1] == ("figures",) else ():
            name = figure.get(key)
            if not isinstance(name, str):
                continue
            named.add(name)
            if name not in present:
                close = get_close_matches(name, present, 1)
                hint = f"did you mean {close[0]}?" if close else f"put it into {folder.as_posix()}/"
                yield source.problem((*location, key), f"there is no file figures/{name}", hint=hint)
            elif not (folder / name).is_file():
                hint = "put the file itself there"
                yield source.problem((*location, key), f"figures/{name} is not a file", hint=hint)
    for name in present:
        if name.endswith(".vl.yaml") and name not in named:
            hint = "add it under `figures:`, or take the file away"
            yield source.problem(("figures",), f"no figure uses the file figures/{name}", at_key=True, hint=hint)


def _checksums(reader: _Reader, essay: Essay, drawings: Mapping[str, FigureSource], brief: Brief) -> dict[str, str]:
    """Return the SHA-256 of what each source file says, as sorted JSON in UTF-8: a comment changes none of them."""
    said: dict[str, object] = {f"{name}.yaml": value for name, value in reader.data.items()}
    said["essay.md"] = [paragraph.text for paragraph in essay.paragraphs]
    for use in brief.figures:
        said[f"figures/{use.file}"] = drawings[use.id].specification
        said[f"figures/{use.data}"] = drawings[use.id].data
    return {name: digest(value) for name, value in sorted(said.items())}


def digest(value: object) -> str:
    """Return the SHA-256 of plain values, as sorted JSON in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
