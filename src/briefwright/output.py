"""Files and folders appear whole or not at all."""

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


def files_in(folder: Path) -> dict[str, Path]:
    """Return the files of a folder by their path in it, in order, without the marks that Snakemake leaves there."""
    found: dict[str, Path] = {}
    for top, _, names in os.walk(folder):  # faster than Path.rglob
        above = Path(top).relative_to(folder)
        for name in names:
            if name != ".snakemake_timestamp" and (path := Path(top, name)).is_file():
                found[(above / name).as_posix()] = path
    return dict(sorted(found.items()))


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder beside a target, and put it in the target's place when the block ends without an error.

    Each process has a folder of its own, so a job that outlived a killed build cannot spoil the next build.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_left_over(target)
    new = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.{os.getpid()}."))
    new.chmod(0o755)
    try:
        yield new
        _replace(new, target)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _remove_left_over(target: Path) -> None:
    """Remove the temporary folders of processes that were killed."""
    name = re.compile(rf"\.{re.escape(target.name)}\.(\d+)\.\w+")
    for left in target.parent.glob(f".{target.name}.*/"):
        if (found := name.fullmatch(left.name)) and not _is_running(int(found[1])):
            shutil.rmtree(left, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)  # sends nothing (kill(2))
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


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
