"""How steps read and write their folders, and how errors of one brief go from step to step.

A step of a brief never stops the build of the others.  Where it fails, its folder has only ``errors.txt``; the steps
after it pass that on, and publishing keeps what was published of the brief before.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cache import Cache, engine
from briefwright.cli.common import read_json
from briefwright.errors import BriefwrightError, message_of, unforeseen
from briefwright.layout import ERRORS, TEMPLATES, UNCHANGED, Layout
from briefwright.output import as_json, files_in, new_folder, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from briefwright.language import Catalogue

Marking = Annotated[str, typer.Option(help="The edition's handling marking, as in AMBER.")]


@contextmanager
def brief_step(output: Path, *inputs: Path, store: Cache | None = None) -> Iterator[Path]:
    """Give a new folder to a step of a brief; put it in place when the step is done.

    ``store`` is the cache of a step whose results are all in it, if they were made before.

    Raises ``typer.Exit`` where a step before failed, and where this one raises ``BriefwrightError``.
    """
    failed = errors_of(inputs)
    if failed:
        typer.echo(UNCHANGED, err=True)
    else:
        try:
            with new_folder(output) as new:
                yield new
        except BriefwrightError as error:
            failed = message_of(error)
            typer.echo(failed, err=True, nl=False)
        except OSError:  # of the machine, not of the brief
            raise
        except Exception as error:  # one brief must not stop the others
            if os.environ.get("BRIEFWRIGHT_DEBUG"):
                raise
            failed = unforeseen(error)
            typer.echo(failed, err=True, nl=False)
    if failed:
        with new_folder(output) as new:
            write(new / ERRORS, failed)
        raise typer.Exit
    if store is not None and store.knew_all:
        typer.echo(UNCHANGED, err=True)


def errors_of(folders: Iterable[Path]) -> str:
    """Return the errors of the first step that failed; nothing where all made their files."""
    failed = (folder / ERRORS for folder in folders)
    return next((file.read_text("utf-8") for file in failed if file.is_file()), "")


def write_files(folder: Path, files: Mapping[str, bytes | str]) -> None:
    """Write files into a folder, by their path in it."""
    for name, content in files.items():
        write(folder / name, content)


def place(file: Path, target: Path) -> None:
    """Link to a file that another step wrote, since no step changes a file in its place; copy it without links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(file)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        write(target, file.read_bytes())


def write_known(folder: Path, edition: dict[str, Any] | None) -> None:
    """Write what the manifest and the check of links need to know of the files in ``site/`` of a folder."""
    from briefwright.verify.links import links
    from briefwright.verify.manifest import describe

    entries, found = [], {}
    for name, path in files_in(folder / "site").items():
        content = path.read_bytes()
        entries.append(describe(name, content, edition).model_dump(mode="json"))
        if referred := links(name, content):
            found[name] = referred
    write(folder / "known.json", as_json({"files": entries, "links": found}))


@lru_cache(maxsize=1)
def cache(layout: Layout) -> Cache:
    """Return the cache of a build."""
    return Cache(layout.cache)


def keep_compiled_templates(layout: Layout) -> None:
    """Keep templates compiled between the steps of a build, and between builds with this engine."""
    from briefwright.html.templating import cache_compiled_templates

    cache_compiled_templates(layout.work / "templates" / engine()[:16])


def fonts(layout: Layout) -> Path:
    """Return the folder of the print fonts, which is written at first use."""
    from briefwright.fonts import write_print_fonts

    return write_print_fonts(layout.work / "fonts" / engine()[:16])


@dataclass(frozen=True)
class ResolvedFiles:
    """The files that the step `resolve` wrote into a folder."""

    folder: Path

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What pages, figures, feeds and the manifest need of the brief."""
        return read_json(self.folder / "site.json")

    @property
    def slug(self) -> str:
        """The brief's name in addresses."""
        return str(self.facts["site"]["slug"])

    @property
    def documents(self) -> tuple[str, ...]:
        """The names of the brief's documents, in their order."""
        return tuple(document["name"] for document in self.facts["site"]["documents"])

    def view(self, document: str) -> dict[str, Any]:
        """Return what a document shows."""
        return read_json(self.folder / f"{document}.json")

    @cached_property
    def catalogue(self) -> Catalogue:
        """The interface words of the brief's language."""
        from briefwright import language

        return language.load(TEMPLATES / "locales", self.facts["site"]["language"])

    @cached_property
    def drawings(self) -> dict[str, dict[str, Any]]:
        """The figures by name, with their specifications, data and words."""
        return {name: self.drawing(name) for name in self.facts["figures"]}

    def drawing(self, name: str) -> dict[str, Any]:
        """Return a figure's specification, data and words; raise ``InvalidSources`` where a template's is wrong."""
        from briefwright.html.figures import complete_spec

        return complete_spec(self.facts["figures"][name], self.catalogue, TEMPLATES)
