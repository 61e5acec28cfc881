"""Files and folders appear whole or not at all."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from pydantic_core import to_json

__all__ = ["as_json", "replace_folder", "write"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


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


def replace_folder(new: Path, target: Path) -> None:
    """Put a folder in the place of another one, which is removed; both lie on one file system.

    A reader finds the old folder or the new one whole: Linux exchanges the two in one call (renameat2(2)).  Elsewhere
    the target is missing between two renames.
    """
    if not target.exists():
        new.rename(target)
        return
    if _exchanged(new, target):
        shutil.rmtree(new)
        return
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    target.rename(old)
    new.rename(target)
    shutil.rmtree(old)


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
