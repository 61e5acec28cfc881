"""The site's search: an index that works from static files, and the script that reads it, by Pagefind."""

from __future__ import annotations

import json
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pagefind_bin import get_executable

from briefwright import language
from briefwright.errors import BriefwrightError
from briefwright.extras.searching import bundle, records
from briefwright.html.page import shell
from briefwright.output import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["index", "script"]

_TIMEOUT = 120
"""Seconds; a hundred statements take a tenth of one."""


def index(published: Iterable[dict[str, Any]], templates: Path) -> list[tuple[str, bytes]]:
    """Return the files of an index of all statements in some ``brief.json``, by their path in it.

    Raises ``BriefwrightError`` where Pagefind fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        pages, made = Path(folder, "pages"), Path(folder, "index")
        tag = ""
        for record in published:
            tag = record["house"]["language"]
            for name, text in _pages(record, templates):
                write(pages / name, text)
        _run(pages, made, tag.partition("-")[0])
        return [(file.relative_to(made).as_posix(), file.read_bytes()) for file in _wanted(made)]


def script(source: str) -> str:
    """Return the script of the search page, with Pagefind's library in it."""
    with tempfile.TemporaryDirectory() as folder:
        pages, made = Path(folder, "pages"), Path(folder, "index")
        # Pagefind writes its library beside an index.
        write(pages / "index.html", '<html lang="en"><body data-pagefind-body>a</body></html>')
        _run(pages, made, "en")
        library = (made / "pagefind.js").read_text("utf-8")
    return bundle(source, library, f"Pagefind {version('pagefind-bin')}, MIT licence, https://pagefind.app/")


def _pages(published: dict[str, Any], templates: Path) -> Iterator[tuple[str, str]]:
    """Yield each record of a brief as the page that Pagefind reads, with its path."""
    catalogue = language.load(templates / "locales", published["house"]["language"])
    for record in records(published):
        yield record.path, shell(templates, "web/record.html.j2", catalogue, record=record)


def _run(pages: Path, index: Path, tag: str) -> None:
    """Let Pagefind index pages as of one language; raise ``BriefwrightError`` with what it prints where it fails."""
    command = [get_executable(), "--quiet", "--site", pages, "--output-path", index, "--force-language", tag]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT, check=False)  # noqa: S603 - ours
    # It leaves out what it could not read, prints a warning, and ends well.
    printed = f"{done.stderr}{done.stdout}".strip()
    if done.returncode or printed:
        message = f"Pagefind could not index everything: {printed or done.returncode}"
        raise BriefwrightError(message)


def _wanted(index: Path) -> list[Path]:
    """Return the files that the script asks for; Pagefind also writes its own interfaces."""
    entry = index / "pagefind-entry.json"
    (languages,) = json.loads(entry.read_text("utf-8"))["languages"].values()
    engine = index / f"wasm.{languages['wasm'] or 'unknown'}.pagefind"
    return [entry, engine, *sorted(path for path in index.rglob("*.pf_*") if path.is_file())]
