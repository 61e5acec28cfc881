"""Names of source files, and hints at files and folders that may be misnamed."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from briefwright.errors import BriefwrightError
from briefwright.layout import SOURCES, briefs

if TYPE_CHECKING:
    from pathlib import Path

_SOURCE_NAMES = {
    "publisher.yaml",
    "scales.yaml",
    "theme.yaml",
    "brief.yaml",
    "annotations.yaml",
    "glossary.yaml",
    "references.yaml",
    "references.json",
    "references.bib",
    "essay.md",
    "passages.lock.json",
}
_RENAMED_FILES = {"publisher.yaml": "house.yaml"}


def similar_file(path: Path) -> str | None:
    """Return the name of a file beside a missing file that may be this file. Other source files do not count."""
    siblings = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
    candidates = [name for name in siblings if name not in {*_SOURCE_NAMES, path.name}]
    return next(iter(get_close_matches(path.name, candidates, 1)), None)


def file_hint(path: Path) -> str:
    """Return a hint for a missing file."""
    if (old := _RENAMED_FILES.get(path.name)) and (path.parent / old).exists():
        return f"rename {old} to {path.name}"
    similar = similar_file(path)
    return f"rename {similar} to {path.name}, if it is this file" if similar else "create or restore it"


def folder_hint(folder: Path) -> str | None:
    """Return a hint at the brief with the same or a similar name as a folder that does not exist."""
    try:
        close = get_close_matches(folder.name, briefs(), 1)
    except BriefwrightError:  # about the names of other folders
        return None
    return f"did you mean {SOURCES / close[0]}?" if close else None
