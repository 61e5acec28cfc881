from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from briefwright import cache
from briefwright.cache import Cache, digest

if TYPE_CHECKING:
    from pathlib import Path


class Maker:
    """Counts how often a result is made."""

    def __init__(self, result: bytes = b"made") -> None:
        self.result, self.count = result, 0

    def __call__(self) -> bytes:
        self.count += 1
        return self.result


def made(folder: Path, step: str = "step", inputs: tuple[bytes | str, ...] = ("a", b"b")) -> bool:
    """Return whether a new process had to make a result."""
    maker = Maker()
    assert Cache(folder).get(step, inputs, maker) == b"made"
    return maker.count == 1


def test_makes_a_result_once_for_the_same_inputs(tmp_path: Path) -> None:
    assert made(tmp_path)
    assert not made(tmp_path)


@pytest.mark.parametrize("inputs", [("a", b"c"), ("c", b"b"), ("a",), ("a", b"b", ""), (b"b", "a"), ("ab",), ()])
def test_makes_a_new_result_for_changed_inputs(tmp_path: Path, inputs: tuple[bytes | str, ...]) -> None:
    made(tmp_path)
    assert made(tmp_path, inputs=inputs)


def test_makes_a_new_result_for_another_step(tmp_path: Path) -> None:
    made(tmp_path)
    assert made(tmp_path, step="other")


def test_makes_a_new_result_with_another_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path)
    monkeypatch.setattr(cache, "engine_digest", lambda: "0" * 64)
    assert made(tmp_path)


def test_finds_the_result_of_an_undone_edit(tmp_path: Path) -> None:
    made(tmp_path)
    made(tmp_path, inputs=("edited", b"b"))
    assert not made(tmp_path)


def test_stores_nothing_if_making_fails(tmp_path: Path) -> None:
    def fail() -> bytes:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        Cache(tmp_path).get("step", ("a", b"b"), fail)
    assert made(tmp_path)


def test_had_all_is_true_only_after_hits_alone(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    assert not store.all_hits
    store.get("step", ("a",), Maker())
    assert not store.all_hits
    again = Cache(tmp_path)
    again.get("step", ("a",), Maker())
    assert again.all_hits
    again.get("step", ("b",), Maker())
    assert not again.all_hits


def test_prunes_results_unused_for_a_month(tmp_path: Path) -> None:
    made(tmp_path, inputs=("old",))
    (old,) = tmp_path.iterdir()
    made(tmp_path, inputs=("used",))
    used = next(path for path in tmp_path.iterdir() if path != old)
    for path in (old, used):
        os.utime(path, times=(time.time() - 31 * 86400,) * 2)
    assert not made(tmp_path, inputs=("used",))
    Cache(tmp_path).prune()
    assert list(tmp_path.iterdir()) == [used]


def test_prunes_nothing_before_the_first_result(tmp_path: Path) -> None:
    Cache(tmp_path / "none").prune()


# --- digests --------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.txt", "b/c.txt"):
        (tmp_path / "f" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "f" / name).write_text("words", "utf-8")
    return tmp_path / "f"


def test_digest_changes_with_content_and_not_with_its_time_stamp(folder: Path) -> None:
    before, file = digest(folder), folder / "b/c.txt"
    file.write_text("other", "utf-8")
    os.utime(file, times=(1, 1))
    assert digest(folder) != before
    file.write_text("words", "utf-8")
    assert digest(folder) == before


def test_digest_does_not_change_with_the_time_stamp(folder: Path) -> None:
    before = digest(folder)
    os.utime(folder / "a.txt", times=(1, 1))
    assert digest(folder) == before


def test_digest_changes_with_names_and_new_files(folder: Path) -> None:
    seen = [digest(folder)]
    (folder / "a.txt").rename(folder / "d.txt")
    seen.append(digest(folder))
    (folder / "b/e.txt").touch()
    seen.append(digest(folder))
    (folder / "b/e.txt").unlink()
    assert digest(folder) == seen[1]
    assert len(set(seen)) == 3


@pytest.mark.parametrize("name", [".a.txt.swp", "b/.hidden", ".git/config", "b/c.pyc", "b/.tmp/x"])
def test_digest_ignores_hidden_files_and_compiled_python(folder: Path, name: str) -> None:
    before = digest(folder)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("x", "utf-8")
    assert digest(folder) == before


def test_digest_includes_a_folder_in_a_hidden_one(tmp_path: Path) -> None:
    folder = tmp_path / ".hidden/f"
    folder.mkdir(parents=True)
    before = digest(folder)
    (folder / "a").touch()
    assert digest(folder) != before


def test_digest_reads_single_files(folder: Path) -> None:
    before = digest(folder / "a.txt")
    (folder / "b/c.txt").write_text("other", "utf-8")
    assert digest(folder / "a.txt") == before
    (folder / "a.txt").write_text("other", "utf-8")
    assert digest(folder / "a.txt") != before


def test_digest_does_not_depend_on_the_order_of_files(tmp_path: Path) -> None:
    names = ("b", "a", "c/d")
    one, other = tmp_path / "1/f", tmp_path / "2/f"
    for folder, order in ((one, names), (other, names[::-1])):
        for name in order:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(name, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path / "1")
        first = digest("f")
        patch.chdir(tmp_path / "2")
        assert digest("f") == first
