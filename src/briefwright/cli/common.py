"""What all verbs share: the application, its common options, reading and telling."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.errors import BriefwrightError, Problem, render_all
from briefwright.layout import SOURCES, TEMPLATES, briefs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.sources.loading import Reading

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Essays into families of documents.",
)
Output = Annotated[Path, typer.Option("--output", "-o", help="The file, or the folder, to write.")]


def print_problems(remarks: Iterable[Problem]) -> None:
    """Tell an editor, on standard error, what does not stop the work."""
    if text := render_all(remarks):
        typer.echo(f"{text}\n", err=True)


def chosen_briefs(folders: Iterable[Path] | None) -> list[Path]:
    """Return the briefs that an editor names, or else all of them; raise ``BriefwrightError`` where there is none."""
    found = list(folders or ()) or [SOURCES / name for name in briefs()]
    if not found:
        raise BriefwrightError("there is no brief under sources/")
    return found


def load_resolved(folder: Path) -> ResolvedBrief:
    """Read a brief, find its passages and check its language; raise ``InvalidSources`` with all that is wrong."""
    return _read(folder)[1]


def load_redacted(folder: Path, marking: str) -> ResolvedBrief:
    """Read a brief, find its passages, and keep what an edition with a marking may show.

    Raises ``InvalidSources`` with all that is wrong.
    """
    from briefwright.content import redaction
    from briefwright.model import Marking

    try:
        edition = Marking.from_label(marking.upper())
    except ValueError:
        raise BriefwrightError(
            f"there is no marking “{marking}”; there are {', '.join(one.plain for one in Marking)}"
        ) from None
    return redaction.redact(*_read(folder), edition)


def _read(folder: Path) -> tuple[Reading, ResolvedBrief]:
    from briefwright.content import resolution
    from briefwright.sources import lint, loading

    reading = loading.load(folder)
    found = resolution.resolve(reading)
    warnings = lint.check(reading, loading.load_document_types(TEMPLATES))
    return reading, replace(found, problems=(*found.problems, *warnings))


def read_json(path: Path) -> dict[str, Any]:
    """Return what an earlier step wrote."""
    value: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return value


@contextmanager
def naming_file(file: Path) -> Iterator[None]:
    """Say of what goes wrong inside which file it is about; an ``OSError`` names its own, which may be another."""
    try:
        yield
    except BriefwrightError as error:
        raise BriefwrightError(f"{file.as_posix()}: {error}") from None
