"""Publish a whole site at once. Unchanged files keep their modification time."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING, Any

from briefwright.errors import BriefwrightError
from briefwright.layout import MANIFEST
from briefwright.output import files_in, new_folder, write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Stamp = dict[str, list[int]]
"""Size and modification time (nanoseconds) of each published file, by its path in the site."""


def publish(files: Mapping[str, Path], manifest: Mapping[str, Any], site: Path) -> Stamp:
    """Replace a site with new files, and return the stamp that `is_intact` checks.

    Unchanged files are hard-linked. Raises ``BriefwrightError`` if the files differ from those in the manifest.
    """
    checksums = {file["path"]: file["sha256"] for file in manifest["files"]}
    if differences := sorted(checksums.keys() ^ (files.keys() - {MANIFEST})):
        raise BriefwrightError(f"the site and its manifest differ in {', '.join(differences[:5])}; build again")
    with new_folder(site) as new:
        for name, file in files.items():
            content = file.read_bytes()
            if name != MANIFEST and checksums[name] != hashlib.sha256(content).hexdigest():
                raise BriefwrightError(f"{file.as_posix()} changed during the build; build again")
            _place(content, site / name, new / name)
    return {name: _stamp(site / name) for name in sorted(files)}


def _place(content: bytes, old: Path, target: Path) -> None:
    if old.is_file() and old.read_bytes() == content:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.hardlink_to(old)
        except OSError:  # the file system has no hard links
            shutil.copy2(old, target)
    else:
        write(target, content)


def _stamp(file: Path) -> list[int]:
    status = file.stat()
    return [status.st_size, status.st_mtime_ns]


def is_intact(site: Path, stamp: Mapping[str, list[int]]) -> bool:
    """Return whether a site has exactly the published files, unchanged."""
    files = files_in(site)
    return files.keys() == stamp.keys() and all(_stamp(files[name]) == value for name, value in stamp.items())
