"""Files appear whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

__all__ = ["as_json", "write"]


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


def as_json(value: Any, *, sort_keys: bool = False) -> str:  # noqa: ANN401 - any JSON
    """Return JSON that a person can read and compare."""
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=sort_keys) + "\n"
