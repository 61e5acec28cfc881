"""Read and write the folders of steps, and pass the errors of a brief from step to step.

A failed step of a brief does not stop the build of the others. It writes only ``errors.txt`` into its folder. The later
steps pass that on, and the site keeps the published version of the brief.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cache import Cache, digest, engine_digest
from briefwright.cli.common import read_json
from briefwright.errors import BriefwrightError, internal_error, message_of
from briefwright.layout import ERRORS, PUBLISHER_FONTS, TEMPLATES, UNCHANGED, Layout
from briefwright.output import as_json, files_in, new_folder, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefwright.language import Catalogue
    from briefwright.model import Theme
    from briefwright.publisher_fonts import PublisherFace

MarkingOption = Annotated[str, typer.Option(help="Marking of the edition, such as AMBER.")]
Resolved = Annotated[Path, typer.Option(help="The folder that `resolve` wrote.")]
Figures = Annotated[Path, typer.Option(help="The folder that `draw` wrote.")]
Fragments = Annotated[Path, typer.Option(help="The folder that `render` wrote.")]
Assets = Annotated[Path, typer.Option(help="The folder that `assets` wrote.")]
Pages = Annotated[Path, typer.Option(help="The folder that `page` wrote.")]


@contextmanager
def brief_step(output: Path, *inputs: Path, step_cache: Cache | None = None) -> Iterator[Path]:
    """Yield a new folder for a step of a brief; move it to ``output`` when the step ends.

    ``inputs`` are the folders of earlier steps. ``step_cache``, if given, caches all results of the step: if all came
    from it, the step prints that nothing changed.

    If an earlier step failed, or this one raises an error, writes ``errors.txt`` and raises ``typer.Exit`` with code 0.
    """
    errors = errors_of(inputs)
    if errors:
        typer.echo(UNCHANGED, err=True)
    else:
        try:
            with new_folder(output) as new:
                yield new
        except BriefwrightError as error:
            errors = message_of(error)
            typer.echo(errors, err=True, nl=False)
        except OSError:  # an error of the machine, not of the brief
            raise
        except Exception as error:  # one brief must not stop the others
            if os.environ.get("BRIEFWRIGHT_DEBUG"):
                raise
            errors = internal_error(error)
            typer.echo(errors, err=True, nl=False)
    if errors:
        with new_folder(output) as new:
            write(new / ERRORS, errors)
        raise typer.Exit
    if step_cache is not None and step_cache.all_hits:
        typer.echo(UNCHANGED, err=True)


def errors_of(folders: Iterable[Path]) -> str:
    """Return the errors of the first failed step; ``""`` if none failed."""
    files = (folder / ERRORS for folder in folders)
    return next((file.read_text("utf-8") for file in files if file.is_file()), "")


def write_files(folder: Path, files: Mapping[str, bytes | str]) -> None:
    """Write files into a folder, by their path in it."""
    for name, content in files.items():
        write(folder / name, content)


def link_or_copy(file: Path, target: Path) -> None:
    """Hard-link a file of another step, or copy it on file systems without links; no step changes a file in place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(file)
    except FileExistsError:
        raise
    except OSError:
        write(target, file.read_bytes())


def write_inventory(folder: Path, edition: dict[str, Any] | None) -> None:
    """Write ``inventory.json``: manifest entries and links of the files in ``site/`` of a folder."""
    from briefwright.verify.links import links
    from briefwright.verify.manifest import manifest_entry

    entries, links_by_file = [], {}
    for name, path in files_in(folder / "site").items():
        content = path.read_bytes()
        entries.append(manifest_entry(name, content, edition).model_dump(mode="json"))
        if file_links := links(name, content):
            links_by_file[name] = file_links
    write(folder / "inventory.json", as_json({"files": entries, "links": links_by_file}))


@lru_cache(maxsize=1)
def cache(layout: Layout) -> Cache:
    """Return the cache of a build."""
    return Cache(layout.cache)


def cache_compiled_templates(layout: Layout) -> None:
    """Cache compiled templates for all steps of builds with this version of the program."""
    from briefwright.html import templating

    templating.cache_compiled_templates(layout.work / "templates" / engine_digest()[:16])


def publisher_faces(fonts: Sequence[dict[str, str | None]]) -> tuple[PublisherFace, ...]:
    """Return the faces of the publisher's fonts, which are plain values."""
    if not fonts:
        return ()
    from briefwright.publisher_fonts import publisher_faces

    return publisher_faces(fonts, PUBLISHER_FONTS)


def print_fonts(layout: Layout, faces: Sequence[PublisherFace] = ()) -> Path:
    """Return the folder of the print fonts and of the publisher's; write it at first use."""
    from briefwright.fonts import write_print_fonts

    version = digest(*sorted({face.path for face in faces})) if faces else ""
    folder = layout.work / "fonts" / "-".join(filter(None, [engine_digest()[:16], version[:16]]))
    return write_print_fonts(folder, {face.file: face.static for face in faces})


@dataclass(frozen=True)
class ResolvedFiles:
    """The files that the step `resolve` wrote into a folder."""

    folder: Path

    @cached_property
    def facts(self) -> dict[str, Any]:
        """``site.json``: the brief's data for pages, figures, feeds and the manifest."""
        return read_json(self.folder / "site.json")

    @property
    def slug(self) -> str:
        """The brief's name in addresses."""
        return str(self.facts["site"]["slug"])

    @property
    def documents(self) -> tuple[str, ...]:
        """The names of the brief's documents, in order."""
        return tuple(document["name"] for document in self.facts["site"]["documents"])

    @cached_property
    def theme(self) -> Theme:
        """The look of the publication."""
        from briefwright.model import Theme

        return Theme.model_validate(read_json(self.folder / "theme.json"))

    def view(self, document: str) -> dict[str, Any]:
        """Return the view of a document."""
        return read_json(self.folder / f"{document}.json")

    @cached_property
    def catalogue(self) -> Catalogue:
        """The interface strings in the brief's language, with its word for the essay."""
        from briefwright import language

        site = self.facts["site"]
        return language.load(TEMPLATES / "locales", site["language"], site["essay"]["called"])

    @cached_property
    def figure_specs(self) -> dict[str, dict[str, Any]]:
        """The specification, data and words of each figure, by name."""
        return {name: self.figure_spec(name) for name in self.facts["figures"]}

    def figure_spec(self, name: str) -> dict[str, Any]:
        """Return a figure's specification, data and words; raise ``InvalidSources`` if its template has errors."""
        from briefwright.html.figures import complete_spec

        return complete_spec(self.facts["figures"][name], self.catalogue, TEMPLATES, self.theme.figure_family)
