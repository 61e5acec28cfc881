"""Files and folders appear whole or not at all."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["as_json", "new_folder", "write"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_LEFT_OVER = 3600
"""Seconds; no step takes an hour."""


def write(path: Path, content: str | bytes) -> None:
    """Write a file under a temporary name beside it, bring it to the disk, then give it its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder beside a target, and put it in the target's place when the block ends without an error.

    The folder's name is its own: a job that outlived a killed build cannot spoil what the next build writes.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_left_over(target)
    new = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    new.chmod(0o755)
    try:
        yield new
        _replace(new, target)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _remove_left_over(target: Path) -> None:
    """Remove what killed processes left beside a target; what is younger may belong to one that still runs."""
    for left in target.parent.glob(f".{target.name}.*/"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_OVER:
                shutil.rmtree(left, ignore_errors=True)


def _replace(new: Path, target: Path) -> None:
    """Put a folder in the place of another one; what stood there is then under the new folder's name, if anywhere.

    A reader finds the old folder or the new one whole: Linux exchanges the two in one call (renameat2(2)).  Elsewhere
    the target is missing between two renames.
    """
    if _exchanged(new, target):
        return
    if target.exists():
        target.rename(new.with_name(f"{new.name}.old"))
    new.rename(target)
    shutil.rmtree(new.with_name(f"{new.name}.old"), ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    done = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return int(done) == 0


def as_json(value: Any, *, sort_keys: bool = False) -> str:  # noqa: ANN401 - any JSON
    """Return JSON that a person can read and compare."""
    if sort_keys:
        return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    # The same text, ten times as fast: Python's own encoder has no fast way to indent.
    return to_json(value, indent=2).decode() + "\n"
