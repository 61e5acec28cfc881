"""Verbs for editions: give each its own folder of the site, and keep one for good."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cli.shared import TEMPLATES, Folder, Output, Templates, app, catalogue_of, files_in, read_json
from briefwright.cli.shared import released as released_brief
from briefwright.errors import BriefwrightError, InvalidSources
from briefwright.output import write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefwright.content.provenance import Resolved
    from briefwright.errors import Problem
    from briefwright.model import Marking
    from briefwright.site.keeping import Kept

FOLDER = "editions"
"""Where kept editions are, in a brief's folder of the sources and in that of the site."""


@app.command()
def editions(  # noqa: PLR0913, PLR0917 - each is an option of the verb
    folder: Folder,
    work: Annotated[Path, typer.Option(help="What was made of the brief on the way.")],
    stage: Annotated[Path, typer.Option(help="Its folder of the site.")],
    frozen: Annotated[Path, typer.Option(help="The folder to write what `keep` keeps into.")],
    output: Output,
    templates: Templates = TEMPLATES,
) -> None:
    """Write a folder for each edition that is kept, and for the one that was built; its pages lead to the newest."""
    from briefwright.site.keeping import opened

    made = _made(work, stage, templates)
    for name, content in made.items():
        write(frozen / name, content)
    newest = opened(made, frozen.as_posix())
    shown = {newest.number: (newest, made)}
    for one, (kept, files) in _kept(folder, newest.marking).items():
        # What was kept stays, unless it was for other readers.
        if one not in shown or kept.marking == newest.marking:
            shown[one] = (kept, files)
    house = read_json(work / "site.json")["house"]
    for number, (kept, files) in shown.items():
        for name, page in _published(kept, files, newest, house, templates).items():
            write(output / number / name, page)


@app.command()
def keep(
    folder: Folder,
    marking: Annotated[str, typer.Option(help="The edition's handling marking, as in AMBER.")] = "CLEAR",
    templates: Templates = TEMPLATES,
) -> None:
    """Keep the edition that was published, so that later builds show it as well; it cannot be changed afterwards."""
    from briefwright.content import views
    from briefwright.site.keeping import opened

    made = released_brief(folder, marking, templates)
    now = views.edition_view(made.resolved)
    build = Path("build") if made.resolved.marking.is_public else Path("build") / made.resolved.marking.plain.lower()
    frozen = build / "work" / folder.name / "edition"
    files = _files(frozen)
    kept = opened(files, frozen.as_posix()) if files else None
    if (
        kept is None
        or (kept.number, kept.sources) != (now["edition"], now["sources"])
        or not _is_published(kept, build)
    ):
        message = f"edition {now['edition']} is not published as the sources have it now: build it first"
        raise BriefwrightError(message)
    target = folder / FOLDER / kept.number
    before = _files(target)
    if before == files:
        typer.echo(f"Edition {kept.number} is kept already in {target.as_posix()}/.")
        return
    if before:
        old = opened(before, target.as_posix())
        there = f"{target.as_posix()}: edition {kept.number} was kept"
        message = (
            f"{there} with other bytes, and stays as it is\n"
            "give what is new a new number under `editions:` in brief.yaml"
            if old.marking == kept.marking
            else f"{there} as {old.marking.value}, and stays as it is\n"
            f"a number is kept with one marking: give what is {kept.marking.value} a new number under `editions:`"
            " in brief.yaml"
        )
        raise BriefwrightError(message)
    _put(target, files)
    typer.echo(f"Kept edition {kept.number} in {target.as_posix()}/: {len(files)} files.")


def shown_editions(folder: Path, resolved: Resolved) -> tuple[list[Kept], list[Problem]]:
    """Return the kept editions that a site of a resolved brief shows, and what an editor should know of them.

    Raises ``InvalidSources`` where brief.yaml does not list one.
    """
    from briefwright.content import views
    from briefwright.site.keeping import NAME, read, released

    now = views.edition_view(resolved)
    listed = [edition.number for edition in resolved.sources.brief.editions]
    kept, remarks = [], []
    for place in places(folder):
        if not (place / NAME).is_file():
            continue  # the `editions` verb says what is missing
        one = read((place / NAME).read_bytes(), place.as_posix())
        if one.number not in listed:
            message = f"edition {one.number} was kept in {place.as_posix()}/, and is not listed"
            raise InvalidSources([_at_editions(folder, (), message)])
        same = one.number == now["edition"]
        if same and one.marking == resolved.marking and one.sources != now["sources"]:
            message = f"edition {one.number} was kept already, and was made of other sources"
            hint = f"give what is new a new number; editions/{one.number}/ of the site goes on showing what was kept"
            remarks.append(_at_editions(folder, (0, "number"), message, hint=hint, severity="warning"))
        if released([one], resolved.marking) and (not same or one.marking == resolved.marking):
            kept.append(one)
    return kept, remarks


def _at_editions(folder: Path, location: tuple[str | int, ...], message: str, **more: Any) -> Problem:  # noqa: ANN401
    from briefwright.sources.files import load_yaml

    _, file = load_yaml(folder / "brief.yaml")
    return file.problem(("editions", *location), message, **more)


def places(folder: Path) -> list[Path]:
    """Return the folders of a brief's kept editions; one with a dot at its start is what a killed `keep` left."""
    return sorted(path for path in (folder / FOLDER).glob("[!.]*") if path.is_dir())


def _put(target: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder that is there whole or not at all."""
    half = target.with_name(f".{target.name}")
    shutil.rmtree(half, ignore_errors=True)
    try:
        for name, content in files.items():
            write(half / name, content)
        half.rename(target)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise


def _files(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in files_in(folder).items()}


def _kept(folder: Path, marking: Marking) -> dict[str, tuple[Kept, dict[str, bytes]]]:
    """Return the kept editions of a brief that a site with a marking may show, by their number."""
    from briefwright.site.keeping import opened, released

    found = {}
    for place in places(folder):
        files = _files(place)
        kept = opened(files, place.as_posix())
        if (kept.slug, kept.number) != (folder.name, place.name):
            message = f"{place.as_posix()}: it keeps edition {kept.number} of {kept.slug}"
            raise BriefwrightError(message)
        if released([kept], marking):
            found[kept.number] = (kept, files)
    return found


def _is_published(kept: Kept, build: Path) -> bool:
    """Whether the site holds the PDFs that are to be kept."""
    manifest = build / "site/manifest.json"
    if not manifest.is_file():
        return False
    listed = {file["path"]: file["sha256"] for file in read_json(manifest)["files"]}
    pdfs = [f"{document.name}.pdf" for document in kept.documents]
    return all(listed.get(f"{kept.slug}/{name}") == kept.files.get(name) for name in pdfs)


def _made(work: Path, stage: Path, templates: Path) -> dict[str, bytes]:
    """Return what was made of the current edition, as it would be kept."""
    from briefwright.content import exports
    from briefwright.site.keeping import frozen

    site = read_json(work / "site.json")
    strings = catalogue_of(templates, site)
    kinds = {document["name"]: strings.text(document["title"]) for document in site["documents"]}
    drawings = {path.stem: read_json(path) for path in sorted((work / "figures").glob("*.json"))}
    pictures = {picture for name in kinds for picture in read_json(work / f"{name}.json")["pictures"]}
    pictures |= {f"figures/{name}.{ending}" for name in drawings for ending in ("svg", "csv")}
    names = [*(f"{name}.pdf" for name in kinds), *pictures, exports.RECORD, exports.ANNOTATIONS, exports.ESSAY]
    files = {name: (stage / name).read_bytes() for name in names}
    files |= {f"{name}.html": (work / f"{name}.html").read_bytes() for name in kinds}
    titles = {
        name: strings.text(made["title"], **made["values"]) if "template" in made else str(made["title"])
        for name, made in drawings.items()
    }
    return frozen(site, read_json(work / "edition.json"), kinds, titles, files)


def _published(
    kept: Kept, files: Mapping[str, bytes], newest: Kept, house: Mapping[str, Any], templates: Path
) -> dict[str, bytes | str]:
    """Return the folder of an edition in the site: its documents as pages of today, all else as it was."""
    from briefwright.content import exports
    from briefwright.html.convert import sanitise
    from briefwright.html.datatable import table
    from briefwright.html.page import shell
    from briefwright.html.screen import screen
    from briefwright.site.keeping import NAME

    strings = catalogue_of(templates, {"language": kept.language})
    tables = {
        f"figures/{name}.svg": table(title, files[f"figures/{name}.csv"].decode())
        for name, title in kept.figures.items()
    }
    root = "../../../"
    values: dict[str, object] = {"kept": kept, "newest": newest, "house": house}
    pages = {document.name: document for document in kept.documents}
    still = {document.name for document in newest.documents}
    made: dict[str, bytes | str] = {
        name: content for name, content in files.items() if name != NAME and name.removesuffix(".html") not in pages
    }
    for name, document in pages.items():
        # Checksums say that it is as it was kept, and not who kept it.
        text = screen(sanitise(files[f"{name}.html"].decode()), strings.text, tables)
        values |= {"document": document, "newer": f"../../{name if name in still else 'index'}.html"}
        made[f"{name}.html"] = shell(templates, "web/kept.html.j2", strings, text, root=root, **values)
    # What was kept may have the form of an earlier contract.
    values["schema"] = json.loads(files[exports.RECORD])["$schema"].rpartition("/")[2]
    made["index.html"] = shell(templates, "web/edition.html.j2", strings, "", root=root, **values)
    return made
