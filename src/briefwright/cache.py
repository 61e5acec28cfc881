"""Digests of files, and a cache of expensive results under a digest of everything that went into them.

A result is found by the content of its inputs, never by a time stamp, so no edit is missed and an undone edit is free.
"""

from __future__ import annotations

import hashlib
import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from briefwright.output import files_in, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_PACKAGE = Path(__file__).parent
_KEPT = 30 * 86400
"""Seconds after which a result that no build used is removed."""


def digest(*paths: Path | str) -> str:
    """Return the SHA-256 of files and folders: their names and contents.

    Hidden files, which editors leave, and compiled Python do not count.
    """
    return _digest(
        (f"{path.as_posix()}/{name}", file)
        for path in map(Path, paths)
        for name, file in (_visible(path) if path.is_dir() else {"": path}).items()
    )


def _digest(files: Iterable[tuple[str, Path]]) -> str:
    total = hashlib.sha256()
    for name, file in files:
        total.update(f"{name}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _visible(folder: Path) -> dict[str, Path]:
    files = files_in(folder)
    return {name: files[name] for name in files if "/." not in f"/{name}" and not name.endswith(".pyc")}


@lru_cache(maxsize=1)
def engine() -> str:
    """Return the digest of this program and of the versions that it is locked to."""
    root = _PACKAGE.parents[1]
    files = (*sorted(_PACKAGE.rglob("*.py")), root / "requirements.lock")
    return _digest((file.relative_to(root).as_posix(), file) for file in files if file.is_file())


class Cache:
    """Results in a folder, each in a file named by a digest."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, which is made when the first result is stored."""
        self._folder = folder
        self._found = self._made = 0

    @property
    def knew_all(self) -> bool:
        """Whether every result that was asked for was stored already, and some were asked for."""
        return self._found > 0 and self._made == 0

    def get(self, step: str, inputs: Iterable[bytes | str], make: Callable[[], bytes]) -> bytes:
        """Return the result of a step for its inputs; ``make`` makes it where it is not stored yet.

        ``step`` tells results of one step from those of another; the digest of this program is part of the key.
        """
        key = hashlib.sha256(f"{engine()} {step}".encode())
        for item in inputs:
            data = item.encode() if isinstance(item, str) else item
            key.update(hashlib.sha256(data).digest())
        path = self._folder / f"{step}-{key.hexdigest()}"
        try:
            result = path.read_bytes()
        except FileNotFoundError:
            result = make()
            write(path, result)
            self._made += 1
        else:
            path.touch()
            self._found += 1
        return result

    def prune(self) -> None:
        """Remove the results that no build has used for a month."""
        oldest = time.time() - _KEPT
        for path in self._folder.glob("*"):
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)
