from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from briefwright.output import as_json, write

if TYPE_CHECKING:
    from pathlib import Path


def test_write_creates_folders(tmp_path: Path) -> None:
    write(tmp_path / "a/b/c.txt", "é\n")
    write(tmp_path / "a/b/d.bin", b"\0\xff")
    assert (tmp_path / "a/b/c.txt").read_bytes() == "é\n".encode()
    assert (tmp_path / "a/b/d.bin").read_bytes() == b"\0\xff"
    assert stat.S_IMODE((tmp_path / "a/b/c.txt").stat().st_mode) == 0o644


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_interrupted_write_leaves_only_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    path = tmp_path / "a.txt"
    write(path, "old")

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os if step == "fsync" else type(path), step, interrupt)
        with pytest.raises(KeyboardInterrupt):
            write(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_readers_see_the_old_file_until_the_new_one_is_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, seen = tmp_path / "a.txt", []
    write(path, "old")
    fsync = os.fsync

    def look(descriptor: int) -> None:
        fsync(descriptor)
        seen.append(path.read_text())

    monkeypatch.setattr(os, "fsync", look)
    write(path, "new")
    assert seen == ["old"]
    assert path.read_text() == "new"


def test_json_is_indented() -> None:
    assert as_json({"b": "é", "a": [1]}) == '{\n  "b": "é",\n  "a": [\n    1\n  ]\n}\n'
