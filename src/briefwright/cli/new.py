"""`briefwright new`: start a brief."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefwright.cli.common import naming_file
from briefwright.errors import BriefwrightError
from briefwright.layout import SOURCES, TEMPLATES, name_problem, slug
from briefwright.output import new_folder, write

if TYPE_CHECKING:
    from briefwright.intake.changes import Changes
    from briefwright.intake.essay import WrittenEssay

_LONGEST = 60
"""Characters of the name of a brief, which is part of all its addresses."""


def new(
    name: Annotated[str, typer.Argument(metavar="SLUG", help="Name of the brief, as in its address: my-brief.")],
    essay: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The essay: Markdown, text, DOCX, ODT, HTML, EPUB, LaTeX or PDF."),
    ] = None,
) -> None:
    """Start a brief in sources/SLUG/: a draft with to-do marks, ready to build.

    With --essay, converts the file and prints what was changed or left out. Without it, writes a short example essay.
    """
    from briefwright.intake.changes import Changes
    from briefwright.intake.starter import brief_files, shared_files

    folder = _free_folder(name)
    if not TEMPLATES.is_dir():
        raise BriefwrightError(f"no folder {TEMPLATES}/ here; run the command in the folder of the project")
    changes = Changes()
    written = _converted(essay, changes) if essay else _example()
    files = brief_files(written.markdown, written.facts, name, _today(), TEMPLATES)
    missing = {file: text for file, text in shared_files(TEMPLATES).items() if not (SOURCES / file).exists()}
    with new_folder(folder) as new_files:
        write(new_files / "essay.md", written.markdown)
        for path, content in (files | dict(written.pictures)).items():
            write(new_files / path, content)
    for file, text in missing.items():
        write(SOURCES / file, text)
        typer.echo(f"{SOURCES / file}: written; replace its placeholders")
    count = len(written.pictures)
    pictures = f", {count} picture{'s' * (count > 1)}" if count else ""
    typer.echo(f"{folder.as_posix()}: written, {len(written.markdown.split())} words{pictures}")
    for line in changes.lines():
        typer.echo(f"  {line}")
    typer.echo(
        f"\nNext:\n  briefwright check {folder.as_posix()}    # list errors and to-do marks"
        f"\n  briefwright build {name}    # build the draft: build/drafts/{name}/index.html"
    )


def _today() -> str:
    return dt.datetime.now(tz=dt.UTC).date().isoformat()


def _free_folder(name: str) -> Path:
    """Return the folder of a brief that does not exist; raise ``BriefwrightError`` for a name that cannot be used."""
    problem = name_problem(name) or (f"the name has more than {_LONGEST} characters" if len(name) > _LONGEST else None)
    if problem:
        proposal = slug(name)[:_LONGEST].strip("-").lstrip("0123456789-")
        proposal = f"{proposal}-brief" if proposal and name_problem(proposal) else proposal
        hint = f"\n  hint: use {proposal}" if proposal else ""
        raise BriefwrightError(f"{name}: {problem}{hint}")
    folder = SOURCES / name
    if folder.exists() or folder.is_symlink():
        raise BriefwrightError(f"{folder.as_posix()} exists\n  hint: choose another name, or delete the folder")
    return folder


def _converted(path: Path, changes: Changes) -> WrittenEssay:
    from briefwright.intake import reading
    from briefwright.intake.essay import write_essay

    with naming_file(path):
        return write_essay(reading.read(path, changes), changes)


def _example() -> WrittenEssay:
    from briefwright.intake.essay import WrittenEssay
    from briefwright.intake.original import Facts

    markdown = (TEMPLATES / "new/essay.md").read_text("utf-8")
    return WrittenEssay(markdown, {}, Facts(language="en"))
