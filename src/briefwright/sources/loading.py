"""Load the files of a brief, validate them, and collect all problems."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from briefwright.errors import Problem
from briefwright.layout import PUBLISHER_FONTS
from briefwright.model import Annotations, Brief, FigureUse, Glossary, Publisher, References, Scales, Status
from briefwright.sources.essay.facts import essay_facts
from briefwright.sources.figures.files import FigureSource, figure_file_problems
from briefwright.sources.file_names import folder_hint
from briefwright.sources.files import SourceFile, file_name
from briefwright.sources.font_checks import font_problems
from briefwright.sources.quotes.lock import LOCK_FILE, PassageLock
from briefwright.sources.reader import Reader
from briefwright.sources.scale_checks import scale_problems, support_problems
from briefwright.sources.theme import family_problems
from briefwright.sources.todo import todo_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from briefwright.model import LikelihoodScale, Theme
    from briefwright.sources.essay.paragraphs import Essay
    from briefwright.sources.essay.pictures import PictureFile


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
    theme: Theme
    logo: PictureFile | None = None
    citation_style: str = ""
    pictures: Mapping[str, PictureFile] = field(default_factory=dict)

    @property
    def essay_language(self) -> str:
        """The BCP 47 tag of the essay's language: its own, or else the publisher's."""
        return self.brief.essay.language or self.publisher.language

    @property
    def likelihood(self) -> LikelihoodScale:
        """The publisher's likelihood scale."""
        return next(scale for scale in self.scales.likelihood if scale.id == self.publisher.likelihood_scale)


@dataclass(frozen=True, slots=True)
class LoadedBrief:
    """The readable files of a brief, by name without extension, and their problems.

    ``data`` contains plain values, including those of invalid files, so that their quotes are checked in the same run.
    ``sources`` is ``None`` if there are problems. ``lock`` is ``None`` without a valid lock file. ``notes`` do not stop
    a build, such as those on the to-do marks of a draft.
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
    reader = Reader()
    publisher = reader.model(folder.parent / "publisher.yaml", Publisher)
    scales = reader.model(folder.parent / "scales.yaml", Scales)
    theme = reader.theme(folder.parent)
    brief = reader.model(folder / "brief.yaml", Brief)
    annotations = reader.optional(folder / "annotations.yaml", Annotations)
    glossary = reader.optional(folder / "glossary.yaml", Glossary)
    references = reader.references(folder)
    essay = reader.essay(folder / "essay.md")
    if brief and (facts := essay_facts(reader.data["brief"], reader.front_matter)):
        brief = brief.model_copy(update={"essay": facts})
    lock = reader.lock(folder / LOCK_FILE)
    figures = brief.figures if brief else _figures(reader.data.get("brief"))
    figure_sources = reader.figure_sources(folder / "figures", figures, theme)
    if "brief" in reader.data:
        reader.problems += figure_file_problems(folder / "figures", reader.data["brief"], reader.files["brief"])
    is_draft = _is_draft(reader.data.get("brief"))
    marks = todo_marks(reader.files, reader.data, reader.front_matter_text, is_draft=is_draft)
    (reader.notes if is_draft else reader.problems).extend(marks)
    if publisher and scales:
        reader.problems += scale_problems(publisher, reader.files["publisher"], scales)
    if scales and isinstance(reader.data.get("brief"), dict):
        reader.problems += support_problems(reader.data["brief"], reader.files["brief"], scales)
    style = reader.citation_style(publisher, folder.parent)
    if publisher:
        fonts = folder.parent / PUBLISHER_FONTS.name
        if theme:
            reader.problems += family_problems(theme, (font.name for font in publisher.fonts))
        reader.problems += font_problems(
            publisher, reader.files, essay.text if essay else "", reader.figure_files, fonts
        )
    sources = None
    if (
        publisher
        and scales
        and brief
        and annotations
        and glossary
        and references
        and essay
        and theme
        and not reader.problems
    ):
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
            theme.theme,
            theme.logo,
            style,
            reader.pictures,
        )
    return LoadedBrief(reader.files, reader.data, essay, reader.problems, sources, lock, reader.notes)


def _figures(brief: object) -> Iterator[FigureUse]:
    """Yield the valid figures of a brief that has errors elsewhere, so that their files are checked in the same run."""
    uses = brief.get("figures") if isinstance(brief, dict) else None
    for use in uses if isinstance(uses, list) else ():
        with suppress(ValidationError):
            yield FigureUse.model_validate(use)


def _is_draft(brief: object) -> bool:
    return isinstance(brief, dict) and brief.get("status") == Status.DRAFT


def _checksums(
    reader: Reader, essay: Essay, figure_sources: Mapping[str, FigureSource], brief: Brief
) -> dict[str, str]:
    """Return the SHA-256 of the data of each source file. Comments and layout do not change it."""
    data: dict[str, object] = {
        file_name(reader.files[name]): value for name, value in reader.data.items() if name in reader.files
    }
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
