"""`briefwright archive`: store an edition permanently. Also reads the archived editions of a brief."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cli.common import Brief, load_redacted, read_json
from briefwright.errors import BriefwrightError, InvalidSources
from briefwright.layout import MANIFEST, Layout
from briefwright.output import files_in, new_folder, write

if TYPE_CHECKING:
    from briefwright.content.resolution import ResolvedBrief
    from briefwright.errors import Problem
    from briefwright.model import Marking
    from briefwright.site.archive import ArchivedEdition

_EDITIONS = "editions"
"""The folder of archived editions, in a brief's folder of the sources."""


def archive(
    folder: Brief,
    marking: Annotated[str, typer.Option(help="Marking of the edition, such as AMBER.")] = "CLEAR",
) -> None:
    """Archive the published edition of a brief.

    Later builds publish its text, PDFs, figures and data unchanged, in pages of the current design.
    """
    from briefwright.content import views
    from briefwright.site.archive import open_archived

    resolved = load_redacted(folder, marking)
    if resolved.sources.brief.is_draft:
        raise BriefwrightError(f"{folder.as_posix()} is a draft; publish it before you archive it")
    current = views.edition_view(resolved)
    layout = Layout(resolved.marking.plain)
    source = layout.ready(folder.name) / "edition"
    files = _read_files(source)
    edition = open_archived(files, source.as_posix()) if files else None
    if (
        edition is None
        or (edition.number, edition.sources) != (current["edition"], current["sources"])
        or not _is_published(edition, layout.site)
    ):
        command = "briefwright build" + ("" if resolved.marking.is_public else f" --marking {resolved.marking.plain}")
        raise BriefwrightError(
            f"edition {current['edition']} of the current sources is not published; run `{command}` first"
        )
    target = folder / _EDITIONS / edition.number
    archived_files = _read_files(target)
    if archived_files == files:
        typer.echo(f"Edition {edition.number} is already archived in {target.as_posix()}/.")
        return
    if archived_files:
        archived = open_archived(archived_files, target.as_posix())
        difference = "with other content" if archived.marking == edition.marking else f"as {archived.marking.value}"
        raise BriefwrightError(
            f"{target.as_posix()}: edition {edition.number} is already archived {difference}; it was not changed\n"
            f"  hint: give the {edition.marking.value} edition a new number under `editions:` in brief.yaml"
        )
    with new_folder(target) as new:
        for name, content in files.items():
            write(new / name, content)
    typer.echo(f"Archived edition {edition.number} in {target.as_posix()}/: {len(files)} files.")


def shown_editions(folder: Path, resolved: ResolvedBrief) -> tuple[list[ArchivedEdition], list[Problem]]:
    """Return the archived editions that the site shows for a resolved brief, and warnings about them.

    Raises ``InvalidSources`` if brief.yaml does not list an archived edition.
    """
    from briefwright.content import views
    from briefwright.site.archive import EDITION_JSON, read_edition

    current = views.edition_view(resolved)
    numbers = [edition.number for edition in resolved.sources.brief.editions]
    editions, warnings = [], []
    for archive_folder in archive_folders(folder):
        file, name = archive_folder / EDITION_JSON, archive_folder.as_posix()
        if not file.is_file():
            continue  # the step `page` reports the missing file
        archived = read_edition(file.read_bytes(), name)
        if archived.number not in numbers:
            message = f"archived edition {archived.number} is not listed"
            raise InvalidSources([_problem_at_editions(folder, (), message, hint=f"add it; it is in {name}/")])
        is_current = archived.number == current["edition"]
        if is_current and archived.marking == resolved.marking and archived.sources != current["sources"]:
            message = f"edition {archived.number} is already archived, with other content"
            hint = f"give the changed edition a new number; editions/{archived.number}/ shows the archived one"
            warnings.append(_problem_at_editions(folder, (0, "number"), message, hint=hint, severity="warning"))
        if archived.marking == resolved.marking or (
            not is_current and resolved.marking.is_stricter_than(archived.marking)
        ):
            editions.append(archived)
    return editions, warnings


def _problem_at_editions(folder: Path, location: tuple[str | int, ...], message: str, **fields: Any) -> Problem:  # noqa: ANN401
    from briefwright.sources.files import load_yaml

    _, file = load_yaml(folder / "brief.yaml")
    return file.problem(("editions", *location), message, **fields)


def archive_folders(folder: Path) -> list[Path]:
    """Return the folders of a brief's archived editions, except hidden ones, which a killed `archive` left."""
    return sorted(path for path in (folder / _EDITIONS).glob("[!.]*") if path.is_dir())


def archived_editions(folder: Path, marking: Marking) -> dict[str, tuple[ArchivedEdition, dict[str, bytes]]]:
    """Return the archived editions of a brief that a site with a marking may show, with their files, by number."""
    from briefwright.site.archive import open_archived

    editions = {}
    for archive_folder in archive_folders(folder):
        files, name = _read_files(archive_folder), archive_folder.as_posix()
        archived = open_archived(files, name)
        if (archived.slug, archived.number) != (folder.name, archive_folder.name):
            raise BriefwrightError(
                f"{name}: contains edition {archived.number} of {archived.slug}; move it to the folder of that edition"
            )
        if not archived.marking.is_stricter_than(marking):
            editions[archived.number] = (archived, files)
    return editions


def _read_files(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in files_in(folder).items()}


def _is_published(edition: ArchivedEdition, site: Path) -> bool:
    """Return whether the site contains the PDFs of an edition."""
    manifest = site / MANIFEST
    if not manifest.is_file():
        return False
    checksums = {file["path"]: file["sha256"] for file in read_json(manifest)["files"]}
    pdfs = [f"{document.name}.pdf" for document in edition.documents]
    return all(checksums.get(f"{edition.slug}/{name}") == edition.files.get(name) for name in pdfs)
