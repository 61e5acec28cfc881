from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from briefwright import output
from briefwright.errors import BriefwrightError
from briefwright.layout import MANIFEST
from briefwright.output import new_folder
from briefwright.site import publish as publishing
from briefwright.site.publish import is_intact, publish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = {"index.html": b"index", "a/report.html": b"report", "a/report.pdf": b"%PDF", MANIFEST: b"{}"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "build/site"


def manifest_of(files: dict[str, bytes]) -> dict[str, Any]:
    listed = {name: content for name, content in files.items() if name != MANIFEST}
    return {"files": [{"path": name, "sha256": hashlib.sha256(data).hexdigest()} for name, data in listed.items()]}


def publish_files(site: Path, files: dict[str, bytes], manifest: dict[str, Any] | None = None) -> dict[str, list[int]]:
    """Publish files from a work folder."""
    work = site.parent / "work"
    shutil.rmtree(work, ignore_errors=True)
    for name, content in files.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_bytes(content)
    return publish({name: work / name for name in files}, manifest or manifest_of(files), site)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_publishes_all_files_readable_by_all(site: Path) -> None:
    stamp = publish_files(site, FILES)
    assert contents(site) == FILES
    assert stamp.keys() == FILES.keys()
    assert all((site / name).stat().st_mode & 0o777 == 0o644 for name in FILES)
    assert sorted(path.name for path in site.parent.iterdir()) == ["site", "work"]


def test_publishes_copies_not_links_to_the_work_folder(site: Path) -> None:
    publish_files(site, FILES)
    (site.parent / "work/index.html").write_bytes(b"edited")
    assert contents(site) == FILES


def test_keeps_the_time_of_unchanged_files(site: Path) -> None:
    publish_files(site, FILES)
    for name in FILES:
        os.utime(site / name, times=(1, 1))
    publish_files(site, FILES | {"index.html": b"another index"})
    assert {name for name in FILES if (site / name).stat().st_mtime != 1} == {"index.html"}
    assert (site / "index.html").read_bytes() == b"another index"


def test_keeps_the_time_of_unchanged_files_without_links(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    publish_files(site, FILES)
    os.utime(site / "index.html", times=(1, 1))
    monkeypatch.setattr(type(site), "hardlink_to", refuse)
    publish_files(site, FILES)
    assert (site / "index.html").stat().st_mtime == 1


def test_removes_files_no_longer_listed(site: Path) -> None:
    publish_files(site, FILES)
    left = {name: content for name, content in FILES.items() if not name.startswith("a/")}
    publish_files(site, left)
    assert contents(site) == left
    assert not (site / "a").exists()


@pytest.mark.parametrize("change", [{"more.html": b"x"}, {"index.html": None}])
def test_rejects_files_that_differ_from_the_manifest(site: Path, change: dict[str, bytes | None]) -> None:
    publish_files(site, FILES)
    files = {name: data for name, data in (FILES | change).items() if data is not None}
    with pytest.raises(BriefwrightError, match=f"the site and its manifest differ in {next(iter(change))}"):
        publish_files(site, files, manifest_of(FILES))
    assert contents(site) == FILES


def test_rejects_a_file_changed_after_the_manifest(site: Path) -> None:
    publish_files(site, FILES)
    edited = FILES | {"a/report.html": b"edited", "index.html": b"new"}
    with pytest.raises(BriefwrightError, match=r"work/a/report\.html changed during the build"):
        publish_files(site, edited, manifest_of(edited | {"a/report.html": b"report"}))
    assert contents(site) == FILES


def test_publishes_nothing_if_interrupted(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    publish_files(site, FILES)
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "write", stop)
        with pytest.raises(KeyboardInterrupt):
            publish_files(site, FILES | {"a/report.pdf": b"%PDF 2", "index.html": b"new"})
    assert contents(site) == FILES
    # The next publication succeeds.
    publish_files(site, FILES | {"index.html": b"new"})
    assert (site / "index.html").read_bytes() == b"new"


# --- intact ---------------------------------------------------------------------------------------------------------


def test_an_unchanged_site_is_intact(site: Path) -> None:
    stamp = publish_files(site, FILES)
    assert is_intact(site, stamp)
    assert publish_files(site, FILES) == stamp


@pytest.mark.parametrize(
    "damage",
    [
        lambda site: (site / "index.html").write_bytes(b"other"),
        lambda site: (site / "index.html").write_bytes(b"a longer index"),
        lambda site: (site / "index.html").unlink(),
        lambda site: (site / "a/more.html").touch(),
        lambda site: (site / ".hidden").touch(),
        lambda site: shutil.rmtree(site / "a"),
        shutil.rmtree,
    ],
    ids=["changed", "longer", "missing", "extra", "hidden", "folder", "all"],
)
def test_a_changed_site_is_not_intact(site: Path, damage: Callable[[Path], object]) -> None:
    stamp = publish_files(site, FILES)
    damage(site)
    assert not is_intact(site, stamp)


# --- readers --------------------------------------------------------------------------------------------------------


def test_readers_always_find_files_during_a_replacement(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    index = site / "index.html"
    index.write_text("0")
    missed: list[Exception] = []
    looked, done = threading.Event(), threading.Event()

    def look() -> None:
        while not done.is_set():
            try:
                index.stat()
            except OSError as error:
                missed.append(error)
            looked.set()

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for number in range(200):
            with new_folder(site) as new:
                (new / "index.html").write_text(str(number + 1))
                looked.clear()
            assert looked.wait(10)
    finally:
        done.set()
        reader.join()
    assert not missed
    assert index.read_text() == "200"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("exchanges", [True, False])
def test_creates_and_replaces_a_folder(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    exchanges: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    if not exchanges:
        monkeypatch.setattr(output, "_exchange", lambda *_: False)
    target = tmp_path / "site"
    for number in range(3):
        with new_folder(target) as new:
            (new / f"{number}.html").touch()
        assert [path.name for path in target.iterdir()] == [f"{number}.html"]
        assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_job_that_outlives_its_build_does_not_disturb_another(tmp_path: Path) -> None:
    target = tmp_path / "site"
    with new_folder(target) as one:
        (one / "index.html").touch()
        with new_folder(target) as other:
            (other / "index.html").touch()
            (other / "more.html").touch()
        (one / "more.html").touch()
    assert sorted(path.name for path in target.iterdir()) == ["index.html", "more.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_removes_the_folders_of_killed_processes(tmp_path: Path) -> None:
    target = tmp_path / "site"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for process in (ended.pid, os.getppid()):
        (tmp_path / f".site.{process}.abcdefgh").mkdir()
    with new_folder(target):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == [f".site.{os.getppid()}.abcdefgh", "site"]
