"""Load the files of a brief, validate them, and collect all problems."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from briefwright.errors import InvalidSources, Problem, collect_problems
from briefwright.layout import PUBLISHER_FONTS, TEMPLATES
from briefwright.model import Annotations, Brief, DocumentType, Glossary, Publisher, References, Scales
from briefwright.sources.citation_style import load_citation_style
from briefwright.sources.essay import essay_of
from briefwright.sources.essay_blocks import read_blocks
from briefwright.sources.essay_facts import essay_facts, parse_front_matter
from briefwright.sources.essay_problems import essay_problems
from briefwright.sources.figure_checks import figure_problems
from briefwright.sources.files import MERGE_CONFLICT, SourceFile, file_name, folder_hint, load_yaml, read_text
from briefwright.sources.font_checks import font_problems
from briefwright.sources.front_matter import FrontMatter
from briefwright.sources.lock import LOCK_FILE, PassageLock
from briefwright.sources.pictures import read_pictures
from briefwright.sources.references import load_references, references_file, without_uncited
from briefwright.sources.scale_checks import scale_problems
from briefwright.sources.validation import validation_problems
from briefwright.sources.walk import mappings, uses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from briefwright.model import ConfidenceScale, FigureUse, LikelihoodScale
    from briefwright.sources.essay import Essay
    from briefwright.sources.pictures import PictureFile

Model = TypeVar("Model", bound=BaseModel)
_NEW_LOCK_HINT = "delete the file, and run `briefwright check --fix` to write a new one"


@dataclass(frozen=True, slots=True)
class FigureSource:
    """The sources of a figure: a Vega-Lite specification with its path, and its CSV data."""

    path: str
    specification: Any
    data: str


@dataclass(frozen=True, slots=True)
class Sources:
    """The validated sources of a brief.

    ``pictures`` are those of the essay, by their path in the brief's folder. ``citation_style`` is the text of the
    publisher's CSL file, if it has one.
    """

    slug: str
    publisher: Publisher
    scales: Scales
    brief: Brief
    annotations: Annotations
    glossary: Glossary
    references: References
    essay: Essay
    figure_sources: Mapping[str, FigureSource]
    checksums: Mapping[str, str]
    citation_style: str = ""
    pictures: Mapping[str, PictureFile] = field(default_factory=dict)

    @property
    def likelihood(self) -> LikelihoodScale:
        """The publisher's likelihood scale."""
        return next(scale for scale in self.scales.likelihood if scale.id == self.publisher.likelihood_scale)

    @property
    def confidence(self) -> ConfidenceScale:
        """The publisher's confidence scale."""
        return next(scale for scale in self.scales.confidence if scale.id == self.publisher.confidence_scale)


@dataclass(frozen=True, slots=True)
class LoadedBrief:
    """The readable files of a brief, by name without extension, and their problems.

    ``data`` contains plain values, including those of invalid files, so that their quotes are checked in the same run.
    ``sources`` is ``None`` if there are problems. ``lock`` is ``None`` without a valid lock file. ``notes`` do not stop
    a build.
    """

    files: Mapping[str, SourceFile]
    data: Mapping[str, Any]
    essay: Essay | None
    problems: Sequence[Problem]
    sources: Sources | None
    lock: PassageLock | None = None
    notes: Sequence[Problem] = ()


def load(folder: Path) -> LoadedBrief:
    """Load the folder of a brief and the publisher settings beside it."""
    if not folder.is_dir():
        # One problem instead of one for each missing file.
        message = "this is a file; a brief is a folder" if folder.exists() else "the folder is missing"
        return LoadedBrief({}, {}, None, [Problem(folder.as_posix(), 1, 1, message, folder_hint(folder))], None)
    if not any((folder / name).exists() for name in ("brief.yaml", "essay.md")):
        message = "the folder has neither essay.md nor brief.yaml"
        hint = "add them; if this is no brief, begin the name of the folder with _"
        return LoadedBrief({}, {}, None, [Problem(folder.as_posix(), 1, 1, message, hint)], None)
    reader = _Reader()
    publisher = reader.model(folder.parent / "publisher.yaml", Publisher)
    scales = reader.model(folder.parent / "scales.yaml", Scales)
    brief = reader.model(folder / "brief.yaml", Brief)
    annotations = reader.model(folder / "annotations.yaml", Annotations)
    glossary = reader.model(folder / "glossary.yaml", Glossary)
    references = reader.references(folder)
    essay = reader.essay(folder / "essay.md")
    if brief and (facts := essay_facts(reader.data["brief"], reader.front_matter)):
        brief = brief.model_copy(update={"essay": facts})
    lock = reader.lock(folder / LOCK_FILE)
    figure_sources = reader.figure_sources(folder / "figures", brief.figures if brief else ())
    if "brief" in reader.data:
        reader.problems += _figure_file_problems(folder / "figures", reader.data["brief"], reader.files["brief"])
    if publisher and scales:
        reader.problems += scale_problems(publisher, reader.files["publisher"], scales)
    style = reader.citation_style(publisher, folder.parent)
    if publisher:
        fonts = folder.parent / PUBLISHER_FONTS.name
        reader.problems += font_problems(
            publisher, reader.files, essay.text if essay else "", reader.figure_files, fonts
        )
    sources = None
    if publisher and scales and brief and annotations and glossary and references and essay and not reader.problems:
        checksums = _checksums(reader, essay, figure_sources, brief)
        sources = Sources(
            folder.name,
            publisher,
            scales,
            brief,
            annotations,
            glossary,
            references,
            essay,
            figure_sources,
            checksums,
            style,
            reader.pictures,
        )
    return LoadedBrief(reader.files, reader.data, essay, reader.problems, sources, lock, reader.notes)


class _Reader:
    """Collects files, their data, and problems."""

    def __init__(self) -> None:
        self.files: dict[str, SourceFile] = {}
        self.data: dict[str, Any] = {}
        self.figure_files: list[SourceFile] = []
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.pictures: dict[str, PictureFile] = {}
        self.front_matter = FrontMatter({}, {}, ())

    def model(self, path: Path, model: type[Model]) -> Model | None:
        try:
            self.data[path.stem], self.files[path.stem] = data, source = load_yaml(path)
            return _checked(data, source, model)
        except InvalidSources as error:
            self.problems += error.problems
            return None

    def references(self, folder: Path) -> References | None:
        """Return the works cited; the brief has them as CSL YAML, CSL JSON or BibTeX."""
        try:
            path = references_file(folder)
            data, source = load_references(path)
            if path.suffix != ".yaml":
                data = without_uncited(data, {name for item, _, _, name in uses(self.data) if item == "reference"})
            self.data["references"], self.files["references"] = data, source
            return _validate(data, source, References)
        except InvalidSources as error:
            self.problems += error.problems
            return None

    def citation_style(self, publisher: Publisher | None, folder: Path) -> str:
        if publisher and publisher.citation_style:
            with collect_problems(self.problems):
                return load_citation_style(
                    publisher.citation_style, self.files["publisher"], folder, TEMPLATES / "pandoc"
                )
        return ""

    def essay(self, path: Path) -> Essay | None:
        """Return the essay; quotes are checked also in an essay with text that cannot be shown."""
        try:
            self.files["essay"] = source = read_text(path)
        except InvalidSources as error:
            self.problems += error.problems
            return None
        tree = read_blocks(source.text)
        for problem in essay_problems(tree.faults, source):
            (self.notes if problem.severity == "note" else self.problems).append(problem)
        self.front_matter, problems = parse_front_matter(tree.front_matter, source)
        self.problems += problems
        essay = essay_of(tree)
        if not essay.paragraphs:
            hint = "write it below the front matter" if tree.front_matter else "write it"
            self.problems.append(source.problem_at(0, 0, "the essay has no text", hint=hint))
        self.pictures, problems = read_pictures(path.parent, essay.pictures, source)
        self.problems += problems
        return essay

    def lock(self, path: Path) -> PassageLock | None:
        """Return the lock file, or ``None`` if it is missing or invalid."""
        if not path.exists() and not path.is_symlink():
            return None
        try:
            self.files["passages"] = source = read_text(path)
            return _parse_lock(path, source)
        except InvalidSources as error:
            # An editor should resolve a merge conflict instead of deleting the file.
            self.problems += (
                problem if problem.message == MERGE_CONFLICT else replace(problem, hint=_NEW_LOCK_HINT)
                for problem in error.problems
            )
            return None

    def figure_sources(self, folder: Path, uses: Iterable[FigureUse]) -> dict[str, FigureSource]:
        figure_sources = {}
        for use in uses:
            path = folder / use.file
            if path.is_file() and (folder / use.data).is_file():
                try:
                    specification, source = load_yaml(path, numbers=True)
                    self.problems += source.misread_values(allow_null=True).values()
                    data = read_text(folder / use.data)
                    self.figure_files += (source, data)
                    self.problems += figure_problems(specification, source, data, use.data)
                    figure_sources[use.id] = FigureSource(path.as_posix(), specification, data.text)
                except InvalidSources as error:
                    self.problems += error.problems
        return figure_sources


def load_model(path: Path, model: type[Model]) -> Model:
    """Load a YAML file into a model; raise ``InvalidSources`` with every problem of the file."""
    return load_yaml_model(path, model)[0]


def load_yaml_model(path: Path, model: type[Model]) -> tuple[Model, SourceFile]:
    """Load a YAML file into a model, and return it with the positions of its values."""
    data, source = load_yaml(path)
    return _checked(data, source, model), source


def _checked(data: object, source: SourceFile, model: type[Model]) -> Model:
    """Return plain values as a model; raise ``InvalidSources`` with every problem of the file."""
    misread = source.misread_values()
    try:
        valid = model.model_validate(data)
    except ValidationError as error:
        problems = [*misread.values(), *validation_problems(source, model, error, reported=misread)]
        raise InvalidSources(problems) from None
    if misread:
        raise InvalidSources(misread.values())
    return valid


def _validate(data: object, source: SourceFile, model: type[Model]) -> Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise InvalidSources(validation_problems(source, model, error)) from None


def _parse_lock(path: Path, source: SourceFile) -> PassageLock:
    try:
        data = json.loads(source.text)
    except json.JSONDecodeError as broken:
        raise InvalidSources(
            [source.problem_at(broken.lineno - 1, broken.colno - 1, f"broken JSON: {broken.msg}")]
        ) from None
    except (ValueError, RecursionError):
        raise InvalidSources([source.problem_at(0, 0, "broken JSON")]) from None
    try:
        return PassageLock.model_validate(data)
    except ValidationError:
        # The YAML parser also reads JSON, and records positions.
        return _validate(*load_yaml(path, numbers=True), PassageLock)


def load_document_types(templates: Path) -> dict[str, DocumentType]:
    """Load the document types in order; raise ``InvalidSources`` unless exactly one has the anchors."""
    reader = _Reader()
    loaded: dict[str, tuple[DocumentType, SourceFile]] = {}
    for path in sorted(templates.glob("*/document.yaml")):
        if document_type := reader.model(path, DocumentType):
            loaded[path.parent.name] = document_type, reader.files[path.stem]
    if problems := reader.problems or list(_anchor_problems(loaded)):
        raise InvalidSources(problems)
    in_order = sorted(loaded.items(), key=lambda item: item[1][0].order)
    return {name: document_type for name, (document_type, _) in in_order}


def _anchor_problems(loaded: Mapping[str, tuple[DocumentType, SourceFile]]) -> Iterator[Problem]:
    """Yield a problem if no document type has the anchors, and for each after the first that has them."""
    anchored = [name for name, (document_type, _) in loaded.items() if document_type.anchors]
    if loaded and not anchored:
        hint = "add it to the document type whose page has the anchors of passages, findings and terms"
        yield next(iter(loaded.values()))[1].problem((), "no document type has `anchors: true`", hint=hint)
    for name in anchored[1:]:
        message, hint = f"“{anchored[0]}” already has `anchors: true`", "delete the line in one of the two documents"
        yield loaded[name][1].problem(("anchors",), message, at_key=True, hint=hint)


def _figure_file_problems(folder: Path, brief: object, source: SourceFile) -> Iterator[Problem]:
    """Yield a problem for each missing figure file, and for each specification that ``brief.yaml`` does not list."""
    present = sorted(path.name for path in folder.glob("[!.]*"))
    listed_names = set()
    for location, figure in mappings(brief):
        for key in ("file", "data") if location[:-1] == ("figures",) else ():
            name = figure.get(key)
            if not isinstance(name, str):
                continue
            listed_names.add(name)
            if name not in present:
                ending = ".vl.yaml" if key == "file" else ".csv"
                close = get_close_matches(name, [other for other in present if other.endswith(ending)], 1)
                hint = f"did you mean {close[0]}?" if close else f"add it to {folder.as_posix()}/"
                yield source.problem((*location, key), f"the file figures/{name} is missing", hint=hint)
            elif not (folder / name).is_file():
                hint = "replace it with the file itself"
                yield source.problem((*location, key), f"figures/{name} is not a regular file", hint=hint)
    for name in present:
        if name.endswith(".vl.yaml") and name not in listed_names:
            hint = "list it under `figures:`, or delete the file"
            yield source.problem(("figures",), f"no figure uses the file figures/{name}", at_key=True, hint=hint)


def _checksums(
    reader: _Reader, essay: Essay, figure_sources: Mapping[str, FigureSource], brief: Brief
) -> dict[str, str]:
    """Return the SHA-256 of the data of each source file. Comments and layout do not change it."""
    data: dict[str, object] = {file_name(reader.files[name]): value for name, value in reader.data.items()}
    data["essay.md"] = [dict(reader.front_matter.essay), essay.text]
    for path, picture in reader.pictures.items():
        data[path] = hashlib.sha256(picture.content).hexdigest()
    for use in brief.figures:
        data[f"figures/{use.file}"] = figure_sources[use.id].specification
        data[f"figures/{use.data}"] = figure_sources[use.id].data
    return {name: digest(value) for name, value in sorted(data.items())}


def digest(value: object) -> str:
    """Return the SHA-256 of plain values, as sorted JSON in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
