"""Citations in a style, and as BibTeX: set by Pandoc, which has a processor of the Citation Style Language."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypandoc
from lxml import html

from briefwright.errors import BriefwrightError
from briefwright.render.convert import sanitise

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["bibtex", "cited"]

_TIME_LIMIT = 20
"""Seconds."""


def bibtex(item: Mapping[str, Any]) -> str:
    """Return a CSL item as BibTeX; raise ``BriefwrightError`` where Pandoc fails."""
    # Old styles know neither a version nor keywords; a note carries the first.
    known = {name: value for name, value in item.items() if name not in {"keyword", "version"}}
    return _pandoc(json.dumps([known | {"note": f"Version {item['version']}"}]), "--from=csljson", "--to=bibtex")


def cited(item: Mapping[str, Any], language: str, style: Path | None) -> str:
    """Return a work in a citation style as HTML; without a style, in Pandoc's own, Chicago's author and date.

    Raises ``BriefwrightError`` where Pandoc fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        bibliography = Path(folder) / "item.json"
        bibliography.write_text(json.dumps([item]), "utf-8")
        options = [f"--bibliography={bibliography}", f"--metadata=lang:{language}", f"--data-dir={folder}"]
        options += [f"--csl={style.resolve()}"] if style else []
        text = _pandoc(
            "---\nnocite: '@*'\n---\n", "--from=markdown", "--to=html5", "--wrap=none", "--citeproc", *options
        )
    entries = html.fragment_fromstring(text, create_parent="div").xpath('.//*[contains(@class, "csl-entry")]')
    inner = html.tostring(entries[0], encoding="unicode", with_tail=False)
    return sanitise(inner.partition(">")[2].rpartition("</")[0]).strip()


def _pandoc(text: str, *options: str) -> str:
    try:
        run = subprocess.run(  # noqa: S603 - the command is ours, the text is its standard input
            [pypandoc.get_pandoc_path(), *options],
            input=text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_TIME_LIMIT,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = f"Pandoc took more than {_TIME_LIMIT} seconds and was stopped"
        raise BriefwrightError(message) from None
    if run.returncode or run.stderr.strip():
        message = f"Pandoc: {run.stderr.strip() or f'exit code {run.returncode}'}"
        raise BriefwrightError(message)
    return run.stdout
