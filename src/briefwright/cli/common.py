"""Code that all commands share: the Typer application, common options, loading briefs and printing problems."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.errors import BriefwrightError, Problem, render_problems
from briefwright.layout import SOURCES, TEMPLATES, briefs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.sources.loading import LoadedBrief

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Compile essays and their structured summaries into documents and a website.",
)


def brief_folder(brief: str) -> Path:
    """Return the folder of a brief, which is given by its name or its folder."""
    folder = Path(brief)
    return SOURCES / folder if len(folder.parts) == 1 and (SOURCES / folder).is_dir() else folder


Brief = Annotated[Path, typer.Argument(metavar="BRIEF", help="Name or folder of the brief.", parser=brief_folder)]
Briefs = Annotated[
    list[Path] | None,
    typer.Argument(metavar="BRIEF", help="Names or folders of briefs; default: all.", parser=brief_folder),
]
Output = Annotated[Path, typer.Option("--output", "-o", help="File or folder to write.")]
OutputFolder = Annotated[Path, typer.Option("--output", "-o", help="Folder to write the files to.")]


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems to standard error."""
    if text := render_problems(problems):
        typer.echo(f"{text}\n", err=True)


def chosen_briefs(folders: Iterable[Path] | None) -> list[Path]:
    """Return the given folders of briefs, by default all; raise ``BriefwrightError`` if there are none."""
    chosen = list(folders or ()) or [SOURCES / name for name in briefs()]
    if not chosen:
        raise BriefwrightError(f"no briefs in {SOURCES}/; create one, such as {SOURCES}/my-brief/")
    return chosen


def load_resolved(folder: Path) -> ResolvedBrief:
    """Load a brief, find its quotes and check its language; raise ``InvalidSources`` with all errors."""
    return _load(folder)[1]


def load_redacted(folder: Path, marking: str) -> ResolvedBrief:
    """Load a brief, find its quotes, and redact it for a marking; raise ``InvalidSources`` with all errors."""
    from briefwright.content import redaction
    from briefwright.model import Marking

    try:
        edition = Marking.from_label(marking)
    except ValueError:
        labels = ", ".join(label.plain for label in Marking)
        raise BriefwrightError(f"unknown marking “{marking}”; choose from {labels}") from None
    return redaction.redact(*_load(folder), edition)


def _load(folder: Path) -> tuple[LoadedBrief, ResolvedBrief]:
    from briefwright.content import resolution
    from briefwright.sources import lint, loading
    from briefwright.sources.document_types import load_document_types

    loaded = loading.load(folder)
    resolved = resolution.resolve(loaded)
    warnings = lint.check(loaded, load_document_types(TEMPLATES))
    return loaded, replace(resolved, problems=(*resolved.problems, *warnings))


def read_json(path: Path) -> dict[str, Any]:
    """Return the JSON object in a file that an earlier step wrote."""
    value: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return value


@contextmanager
def naming_file(file: Path) -> Iterator[None]:
    """Prefix a ``BriefwrightError`` with the file's path; an ``OSError`` already names its file."""
    try:
        yield
    except BriefwrightError as error:
        raise BriefwrightError(f"{file.as_posix()}: {error}") from None
