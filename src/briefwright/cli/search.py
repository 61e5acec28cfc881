"""The verb for search: an index that works from static files, and the script that reads it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cli.shared import TEMPLATES, Output, Templates, app, catalogue_of, read_json
from briefwright.errors import BriefwrightError
from briefwright.output import write

if TYPE_CHECKING:
    from collections.abc import Iterator

_TIMEOUT = 120
"""Seconds; a hundred statements take a tenth of one."""


@app.command()
def search(
    records: Annotated[list[Path], typer.Argument(help="The brief.json of each brief, as the edition shows it.")],
    output: Output,
    script: Annotated[Path, typer.Option(help="The script to write, which searches it.")],
    templates: Templates = TEMPLATES,
) -> None:
    """Write the index of all statements into an empty folder, and the script that searches it."""
    import shutil
    import tempfile
    from importlib.metadata import version

    from briefwright.extras.searching import bundle

    with tempfile.TemporaryDirectory() as folder:
        pages, index = Path(folder, "pages"), Path(folder, "index")
        language = ""
        for path in records:
            published = read_json(path)
            language = published["house"]["language"]
            for name, text in _pages(published, templates):
                write(pages / name, text)
        _run(pages, index, language.partition("-")[0])
        shutil.rmtree(output, ignore_errors=True)
        for file in _wanted(index):
            write(output / file.relative_to(index), file.read_bytes())
        credit = f"Pagefind {version('pagefind-bin')}, MIT licence, https://pagefind.app/"
        own, library = (templates / "web/search.js").read_text("utf-8"), (index / "pagefind.js").read_text("utf-8")
        write(script, bundle(own, library, credit))


def _pages(published: dict[str, Any], templates: Path) -> Iterator[tuple[str, str]]:
    """Yield each record of a brief as the page that Pagefind reads, with its path."""
    from briefwright.extras.searching import records
    from briefwright.html.page import shell

    catalogue = catalogue_of(templates, published["house"])
    for record in records(published):
        yield record.path, shell(templates, "web/record.html.j2", catalogue, record=record)


def _run(pages: Path, index: Path, language: str) -> None:
    """Let Pagefind index pages as of one language; raise ``BriefwrightError`` with what it says where it fails."""
    import subprocess

    from pagefind_bin import get_executable

    command = [get_executable(), "--quiet", "--site", pages, "--output-path", index, "--force-language", language]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT, check=False)  # noqa: S603 - ours
    # It leaves out what it could not read, says so, and ends well.
    said = f"{done.stderr}{done.stdout}".strip()
    if done.returncode or said:
        message = f"Pagefind could not index everything: {said or done.returncode}"
        raise BriefwrightError(message)


def _wanted(index: Path) -> list[Path]:
    """Return what the script asks for of all that Pagefind writes, which is its own interfaces besides."""
    entry = index / "pagefind-entry.json"
    (language,) = read_json(entry)["languages"].values()
    engine = index / f"wasm.{language['wasm'] or 'unknown'}.pagefind"
    return [entry, engine, *sorted(path for path in index.rglob("*.pf_*") if path.is_file())]
