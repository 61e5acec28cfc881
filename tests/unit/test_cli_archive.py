from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from briefwright.cli import archive
from briefwright.cli.common import load_redacted
from briefwright.content import views
from briefwright.errors import BriefwrightError
from briefwright.layout import Layout
from briefwright.model import Marking
from briefwright.output import write
from briefwright.site.archive import EDITION_JSON, archive_edition
from briefwright.sources.document_types import load_document_types
from tests import briefs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.conftest import MakeBrief

DOCUMENT_TYPES = load_document_types(briefs.TEMPLATES)
ARCHIVED = briefs.FOLDER / "editions/1.10"
PDF = b"%PDF"
FILES = {"a.pdf": PDF, "a.html": b"<p>a</p>", "essay.txt": b"Essay", "figures/f.csv": b"a,b\n"}
# `archive`, killed after some files.
KILLED = """
import os, sys
from pathlib import Path
from briefwright.cli import archive
from briefwright.output import write
left = int(sys.argv[1])
def write_some(path, content):
    global left
    if not left:
        os._exit(9)
    left -= 1
    write(path, content)
archive.write = write_some
archive.archive(Path("sources/sample"), "CLEAR")
"""


def publish(marking: str = "CLEAR") -> None:
    """Write the files of a build of the sample brief that `archive` reads."""
    resolved = load_redacted(briefs.FOLDER, marking)
    site: dict[str, Any] = views.site_view(resolved, DOCUMENT_TYPES) | {
        "addresses": {"a": "https://publisher.example/a.html"}
    }
    layout = Layout(marking)
    for name, content in archive_edition(site, views.edition_view(resolved), {"a": "A"}, {"f": "F"}, FILES).items():
        write(layout.ready("sample") / "edition" / name, content)
    listed = [{"path": "sample/a.pdf", "sha256": sha256(PDF).hexdigest()}]
    write(layout.site / "manifest.json", json.dumps({"files": listed}))


def run_archive(marking: str = "CLEAR") -> None:
    archive.archive(briefs.FOLDER, marking)


def archived_files() -> dict[str, bytes]:
    return {path.relative_to(ARCHIVED).as_posix(): path.read_bytes() for path in ARCHIVED.rglob("*") if path.is_file()}


def names(folder: Path) -> Sequence[str]:
    return sorted(path.name for path in folder.iterdir())


def test_archives_all_files_of_an_edition_once(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    make_brief()
    publish()
    run_archive()
    before = archived_files()
    assert before.keys() == {*FILES, EDITION_JSON}
    assert ARCHIVED.stat().st_mode & 0o777 == ARCHIVED.parent.stat().st_mode & 0o777
    run_archive()
    assert archived_files() == before
    assert names(ARCHIVED.parent) == ["1.10"]
    assert capsys.readouterr().out == (
        f"Archived edition 1.10 in {ARCHIVED.as_posix()}/: 5 files.\n"
        f"Edition 1.10 is already archived in {ARCHIVED.as_posix()}/.\n"
    )


@pytest.mark.parametrize("written", range(5))
def test_killed_archive_leaves_no_edition_and_can_run_again(make_brief: MakeBrief, written: int) -> None:
    folder = make_brief()
    publish()
    command = [sys.executable, "-c", KILLED, str(written)]
    assert subprocess.run(command, check=False, timeout=60).returncode == 9
    assert not ARCHIVED.exists()
    resolved = load_redacted(folder, "CLEAR")
    assert archive.shown_editions(folder, resolved) == ([], [])
    assert archive.archive_folders(folder) == []
    run_archive()
    assert archived_files().keys() == {*FILES, EDITION_JSON}
    assert names(ARCHIVED.parent) == ["1.10"]
    assert archive.archive_folders(folder) == [ARCHIVED]


def test_failed_archive_leaves_no_files(make_brief: MakeBrief, monkeypatch: pytest.MonkeyPatch) -> None:
    make_brief()
    publish()

    def full(path: Path, content: bytes) -> None:
        if path.name == EDITION_JSON:
            raise OSError(28, "No space left on device")
        write(path, content)

    monkeypatch.setattr(archive, "write", full)
    with pytest.raises(OSError, match="No space"):
        run_archive()
    assert names(ARCHIVED.parent) == []


def test_rejects_a_damaged_archive_folder(make_brief: MakeBrief) -> None:
    make_brief()
    publish()
    run_archive()
    (ARCHIVED / EDITION_JSON).unlink()
    with pytest.raises(BriefwrightError, match=f"{EDITION_JSON} is missing"):
        run_archive()


def test_rejects_archived_edition_with_another_marking(make_brief: MakeBrief) -> None:
    make_brief()
    publish()
    run_archive()
    before = archived_files()
    publish("AMBER")
    with pytest.raises(BriefwrightError) as error:
        run_archive("AMBER")
    assert str(error.value) == (
        f"{ARCHIVED.as_posix()}: edition 1.10 is already archived as TLP:CLEAR; it was not changed\n"
        "  hint: give the TLP:AMBER edition a new number under `editions:` in brief.yaml"
    )
    assert archived_files() == before


@pytest.mark.parametrize(("marking", "shown"), [("CLEAR", []), ("AMBER", ["1.10"]), ("RED", ["1.10"])])
def test_site_shows_no_stricter_edition(make_brief: MakeBrief, marking: str, shown: list[str]) -> None:
    folder = make_brief()
    publish("AMBER")
    run_archive("AMBER")
    assert list(archive.archived_editions(folder, Marking.from_label(marking))) == shown
