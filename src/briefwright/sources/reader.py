"""Read the files of a brief into models, and collect all problems."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from briefwright.errors import InvalidSources, Problem, collect_problems
from briefwright.layout import TEMPLATES
from briefwright.model import References
from briefwright.sources.citation_style import load_citation_style
from briefwright.sources.essay.blocks import read_blocks
from briefwright.sources.essay.facts import parse_front_matter
from briefwright.sources.essay.front_matter import FrontMatter
from briefwright.sources.essay.paragraphs import essay_of
from briefwright.sources.essay.pictures import read_pictures
from briefwright.sources.essay.problems import essay_problems
from briefwright.sources.figures.fields import figure_problems
from briefwright.sources.figures.files import FigureSource
from briefwright.sources.file_names import similar_file
from briefwright.sources.files import MERGE_CONFLICT, SourceFile, load_yaml, read_text
from briefwright.sources.quotes.lock import PassageLock
from briefwright.sources.references import load_references, references_file, without_uncited
from briefwright.sources.theme import load_theme, unknown_tokens
from briefwright.sources.validation import validated, validated_yaml
from briefwright.sources.walk import uses

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from briefwright.model import FigureUse, Publisher
    from briefwright.sources.essay.paragraphs import Essay
    from briefwright.sources.essay.pictures import PictureFile
    from briefwright.sources.theme import LoadedTheme

Model = TypeVar("Model", bound=BaseModel)
_NEW_LOCK_HINT = "delete the file, and run `briefwright check --fix` to write a new one"


class Reader:
    """Collects files, their data, and problems.

    ``files`` and ``data`` are by name without extension; a missing file that is optional has only empty data. ``notes``
    do not stop a build.
    """

    def __init__(self) -> None:
        """Begin without files."""
        self.files: dict[str, SourceFile] = {}
        self.data: dict[str, Any] = {}
        self.figure_files: list[SourceFile] = []
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.pictures: dict[str, PictureFile] = {}
        self.front_matter = FrontMatter({}, {}, ())
        self.front_matter_text = ""

    def model(self, path: Path, model: type[Model]) -> Model | None:
        """Return the model of a YAML file; ``None`` if the file has problems."""
        try:
            self.data[path.stem], self.files[path.stem] = data, source = load_yaml(path)
            return validated_yaml(data, source, model)
        except InvalidSources as error:
            self.problems += error.problems
            return None

    def optional(self, path: Path, model: type[Model]) -> Model | None:
        """Return the model of a file; without the file, a model without items."""
        if path.exists() or path.is_symlink() or similar_file(path):
            return self.model(path, model)
        return self._without_items(path.stem, model)

    def _without_items(self, name: str, model: type[Model]) -> Model:
        # Without the file, all uses of its items are unknown identifiers.
        self.data[name] = {}
        return model()

    def references(self, folder: Path) -> References | None:
        """Return the works cited; the brief may have them as CSL YAML, CSL JSON or BibTeX."""
        try:
            path = references_file(folder)
            if path is None:
                return self._without_items("references", References)
            data, source = load_references(path)
            if path.suffix != ".yaml":
                data = without_uncited(data, {name for item, _, _, name in uses(self.data) if item == "reference"})
            self.data["references"], self.files["references"] = data, source
            # JSON and BibTeX have no values that look like text and are not.
            check = validated_yaml if path.suffix == ".yaml" else validated
            return check(data, source, References)
        except InvalidSources as error:
            self.problems += error.problems
            return None

    def citation_style(self, publisher: Publisher | None, folder: Path) -> str:
        """Return the publisher's CSL file in the folder of sources; empty if it has none, or a problem."""
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
        self.front_matter_text = tree.front_matter or ""
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

    def theme(self, sources: Path) -> LoadedTheme | None:
        """Return the theme, which figures refer to."""
        with collect_problems(self.problems):
            theme = load_theme(sources, TEMPLATES)
            if theme.source:
                self.files["theme"], self.data["theme"] = theme.source, theme.data
            return theme
        return None

    def figure_sources(
        self, folder: Path, uses: Iterable[FigureUse], theme: LoadedTheme | None
    ) -> dict[str, FigureSource]:
        """Return the sources of the figures whose two files are readable, by the figure's identifier."""
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
                    if theme:
                        self.problems += unknown_tokens(specification, source, theme.theme)
                    figure_sources[use.id] = FigureSource(path.as_posix(), specification, data.text)
                except InvalidSources as error:
                    self.problems += error.problems
        return figure_sources


def load_yaml_model(path: Path, model: type[Model]) -> tuple[Model, SourceFile]:
    """Load a YAML file into a model, and return it with the positions of its values.

    Raises ``InvalidSources`` with every problem of the file.
    """
    data, source = load_yaml(path)
    return validated_yaml(data, source, model), source


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
        return validated(*load_yaml(path, numbers=True), PassageLock)
