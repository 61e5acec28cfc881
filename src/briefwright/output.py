"""Write files and folders atomically: a reader sees either the old content or the new."""

from __future__ import annotations

import ctypes
import json
import os
import re
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

JsonObject = dict[str, Any]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def write(path: Path, content: str | bytes) -> None:
    """Write a file atomically: write a temporary file beside it, flush it to disk, and rename it."""
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


def files_in(folder: Path) -> dict[str, Path]:
    """Return the files of a folder by their path in it, sorted, without Snakemake's time stamps."""
    files: dict[str, Path] = {}
    for top, _, names in os.walk(folder):  # faster than Path.rglob
        parent = Path(top).relative_to(folder)
        for name in names:
            if name != ".snakemake_timestamp" and (path := Path(top, name)).is_file():
                files[(parent / name).as_posix()] = path
    return dict(sorted(files.items()))


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Yield an empty folder, which replaces the target if the block ends without an error.

    Each process has its own folder, so a job that outlives a killed build cannot damage the next build.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(target)
    new = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.{os.getpid()}."))
    new.chmod(0o755)
    try:
        yield new
        _replace(new, target)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _remove_leftovers(target: Path) -> None:
    """Remove the temporary folders of processes that were killed."""
    name = re.compile(rf"\.{re.escape(target.name)}\.(\d+)\.\w+")
    for folder in target.parent.glob(f".{target.name}.*/"):
        if (match := name.fullmatch(folder.name)) and not _is_running(int(match[1])):
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)  # only checks (kill(2))
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _replace(new: Path, target: Path) -> None:
    """Move the new folder to the target; an old target may remain under the new folder's name.

    Linux exchanges the two in one call (renameat2(2)). On other systems the target is missing for a moment.
    """
    if _exchange(new, target):
        return
    if target.exists():
        target.rename(new.with_name(f"{new.name}.old"))
    new.rename(target)
    shutil.rmtree(new.with_name(f"{new.name}.old"), ignore_errors=True)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two folders; return whether the system supports that."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    status = rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE)
    return int(status) == 0


def as_json(value: Any, *, sort_keys: bool = False) -> str:  # noqa: ANN401 - any JSON
    """Return indented JSON."""
    if sort_keys:
        return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    # Ten times as fast as json.dumps with indent, and the same text.
    return to_json(value, indent=2).decode() + "\n"
