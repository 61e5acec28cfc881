"""Digests of files, and a cache of expensive results.

The cache finds a result by the content of its inputs, not by time stamps. So it misses no edit, and an undone edit
costs nothing.
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
_MAX_AGE = 30 * 86400
"""Seconds after which an unused result is removed."""


def digest(*paths: Path | str) -> str:
    """Return the SHA-256 of the names and contents of files and folders, except hidden files and compiled Python."""
    return _digest(
        (f"{path.as_posix()}/{name}", file)
        for path in map(Path, paths)
        for name, file in (_source_files(path) if path.is_dir() else {"": path}).items()
    )


def _digest(files: Iterable[tuple[str, Path]]) -> str:
    combined = hashlib.sha256()
    for name, file in files:
        combined.update(f"{name}\0".encode())
        combined.update(hashlib.sha256(file.read_bytes()).digest())
    return combined.hexdigest()


def _source_files(folder: Path) -> dict[str, Path]:
    files = files_in(folder)
    return {name: files[name] for name in files if "/." not in f"/{name}" and not name.endswith(".pyc")}


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """Return the digest of this program and of its locked packages."""
    root = _PACKAGE.parents[1]
    files = (*sorted(_PACKAGE.rglob("*.py")), root / "requirements.lock")
    return _digest((file.relative_to(root).as_posix(), file) for file in files if file.is_file())


class Cache:
    """A folder of results; the name of each file contains the digest of its inputs."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, which the first result creates."""
        self._folder = folder
        self._hits = self._misses = 0

    @property
    def all_hits(self) -> bool:
        """Whether every result so far came from the cache; false if there was none."""
        return self._hits > 0 and self._misses == 0

    def get(self, step: str, inputs: Iterable[bytes | str], make: Callable[[], bytes]) -> bytes:
        """Return the result of a step for its inputs; on a miss, call ``make`` and store what it returns.

        The name of the step and the digest of this program are part of the key.
        """
        key = hashlib.sha256(f"{engine_digest()} {step}".encode())
        for item in inputs:
            data = item.encode() if isinstance(item, str) else item
            key.update(hashlib.sha256(data).digest())
        path = self._folder / f"{step}-{key.hexdigest()}"
        try:
            result = path.read_bytes()
        except FileNotFoundError:
            result = make()
            write(path, result)
            self._misses += 1
        else:
            path.touch()
            self._hits += 1
        return result

    def prune(self) -> None:
        """Remove the results that no build has used for a month."""
        oldest = time.time() - _MAX_AGE
        for path in self._folder.glob("*"):
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)
