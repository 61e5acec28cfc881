"""The verb that keeps an edition for good, and the editions that were archived."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cli.common import app, read_json
from briefwright.cli.common import load_redacted as released_brief
from briefwright.errors import BriefwrightError, InvalidSources
from briefwright.layout import MANIFEST, Layout
from briefwright.output import files_in, new_folder, write

if TYPE_CHECKING:
    from briefwright.content.resolution import ResolvedBrief
    from briefwright.errors import Problem
    from briefwright.model import Marking
    from briefwright.site.archive import ArchivedEdition

FOLDER = "editions"
"""Where archived editions are, in a brief's folder of the sources and in that of the site."""


@app.command()
def archive(
    folder: Annotated[Path, typer.Argument(help="The brief's folder, as in sources/cyber-recruitment.")],
    marking: Annotated[str, typer.Option(help="The edition's handling marking, as in AMBER.")] = "CLEAR",
) -> None:
    """Keep the published edition for good.

    Later builds publish it again. It cannot be changed.
    """
    from briefwright.content import views
    from briefwright.site.archive import open_archived

    resolved = released_brief(folder, marking)
    now = views.edition_view(resolved)
    layout = Layout(resolved.marking.plain)
    frozen = layout.ready(folder.name) / "edition"
    files = _files(frozen)
    archived = open_archived(files, frozen.as_posix()) if files else None
    if (
        archived is None
        or (archived.number, archived.sources) != (now["edition"], now["sources"])
        or not _is_published(archived, layout.site)
    ):
        raise BriefwrightError(f"edition {now['edition']} is not published as the sources have it now: build it first")
    target = folder / FOLDER / archived.number
    before = _files(target)
    if before == files:
        typer.echo(f"Edition {archived.number} is archived already in {target.as_posix()}/.")
        return
    if before:
        old = open_archived(before, target.as_posix())
        there = f"{target.as_posix()}: edition {archived.number} was archived"
        raise BriefwrightError(
            f"{there} with other bytes, and stays as it is\n"
            "give what is new a new number under `editions:` in brief.yaml"
            if old.marking == archived.marking
            else f"{there} as {old.marking.value}, and stays as it is\n"
            f"a number has one marking: give what is {archived.marking.value} a new number under `editions:`"
            " in brief.yaml"
        )
    with new_folder(target) as new:
        for name, content in files.items():
            write(new / name, content)
    typer.echo(f"Archived edition {archived.number} in {target.as_posix()}/: {len(files)} files.")


def shown_editions(folder: Path, resolved: ResolvedBrief) -> tuple[list[ArchivedEdition], list[Problem]]:
    """Return the archived editions that a site of a resolved brief shows, and what an editor should know of them.

    Raises ``InvalidSources`` where brief.yaml does not list one.
    """
    from briefwright.content import views
    from briefwright.site.archive import EDITION_JSON, read_edition

    now = views.edition_view(resolved)
    listed = [edition.number for edition in resolved.sources.brief.editions]
    archived, remarks = [], []
    for place in archive_folders(folder):
        if not (place / EDITION_JSON).is_file():
            continue  # the step `page` reports what is missing
        one = read_edition((place / EDITION_JSON).read_bytes(), place.as_posix())
        if one.number not in listed:
            message = f"edition {one.number} was archived in {place.as_posix()}/, and is not listed"
            raise InvalidSources([_at_editions(folder, (), message)])
        same = one.number == now["edition"]
        if same and one.marking == resolved.marking and one.sources != now["sources"]:
            message = f"edition {one.number} was archived already, and was made of other sources"
            hint = (
                f"give what is new a new number; editions/{one.number}/ of the site goes on showing what was archived"
            )
            remarks.append(_at_editions(folder, (0, "number"), message, hint=hint, severity="warning"))
        if one.marking == resolved.marking or (not same and resolved.marking.is_stricter_than(one.marking)):
            archived.append(one)
    return archived, remarks


def _at_editions(folder: Path, location: tuple[str | int, ...], message: str, **more: Any) -> Problem:  # noqa: ANN401
    from briefwright.sources.files import load_yaml

    _, file = load_yaml(folder / "brief.yaml")
    return file.problem(("editions", *location), message, **more)


def archive_folders(folder: Path) -> list[Path]:
    """Return the folders of a brief's archived editions; one with a dot at its start is what a killed `keep` left."""
    return sorted(path for path in (folder / FOLDER).glob("[!.]*") if path.is_dir())


def _files(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in files_in(folder).items()}


def archived_editions(folder: Path, marking: Marking) -> dict[str, tuple[ArchivedEdition, dict[str, bytes]]]:
    """Return the archived editions of a brief that a site with a marking may show, by their number."""
    from briefwright.site.archive import open_archived

    found = {}
    for place in archive_folders(folder):
        files = _files(place)
        archived = open_archived(files, place.as_posix())
        if (archived.slug, archived.number) != (folder.name, place.name):
            raise BriefwrightError(f"{place.as_posix()}: it has edition {archived.number} of {archived.slug}")
        if not archived.marking.is_stricter_than(marking):
            found[archived.number] = (archived, files)
    return found


def _is_published(archived: ArchivedEdition, site: Path) -> bool:
    """Return whether the site contains the PDFs of an edition."""
    manifest = site / MANIFEST
    if not manifest.is_file():
        return False
    listed = {file["path"]: file["sha256"] for file in read_json(manifest)["files"]}
    pdfs = [f"{document.name}.pdf" for document in archived.documents]
    return all(listed.get(f"{archived.slug}/{name}") == archived.files.get(name) for name in pdfs)
