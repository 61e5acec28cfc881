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
from briefwright.site.archive import NAME, archive_edition
from briefwright.sources import loading
from tests import briefs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.conftest import MakeBrief

KINDS = loading.load_document_types(briefs.TEMPLATES)
KEPT = briefs.FOLDER / "editions/1.10"
PAPER = b"%PDF"
MADE = {"a.pdf": PAPER, "a.html": b"<p>a</p>", "essay.txt": b"Essay", "figures/f.csv": b"a,b\n"}
# What a verb does that is killed when it has written some files.
KILLED = """
import os, sys
from pathlib import Path
from briefwright.cli import archive
from briefwright.output import write
left = int(sys.argv[1])
def some(path, content):
    global left
    if not left:
        os._exit(9)
    left -= 1
    write(path, content)
archive.write = some
archive.archive(Path("sources/sample"), "CLEAR")
"""


def publish(marking: str = "CLEAR") -> None:
    """Write what a build of the sample brief leaves that `keep` reads."""
    resolved = load_redacted(briefs.FOLDER, marking)
    site: dict[str, Any] = views.site_view(resolved, KINDS) | {"addresses": {"a": "https://publisher.example/a.html"}}
    layout = Layout(marking)
    for name, content in archive_edition(site, views.edition_view(resolved), {"a": "A"}, {"f": "F"}, MADE).items():
        write(layout.ready("sample") / "edition" / name, content)
    listed = [{"path": "sample/a.pdf", "sha256": sha256(PAPER).hexdigest()}]
    write(layout.site / "manifest.json", json.dumps({"files": listed}))


def keep(marking: str = "CLEAR") -> None:
    archive.archive(briefs.FOLDER, marking)


def kept() -> dict[str, bytes]:
    return {path.relative_to(KEPT).as_posix(): path.read_bytes() for path in KEPT.rglob("*") if path.is_file()}


def names(folder: Path) -> Sequence[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_edition_is_kept_whole_and_once(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    make_brief()
    publish()
    keep()
    before = kept()
    assert before.keys() == {*MADE, NAME}
    assert KEPT.stat().st_mode & 0o777 == KEPT.parent.stat().st_mode & 0o777
    keep()
    assert kept() == before
    assert names(KEPT.parent) == ["1.10"]
    assert capsys.readouterr().out == (
        f"Archived edition 1.10 in {KEPT.as_posix()}/: 5 files.\nEdition 1.10 is archived already in {KEPT.as_posix()}/.\n"
    )


@pytest.mark.parametrize("written", range(5))
def test_a_killed_keep_keeps_nothing_and_stands_in_no_way(make_brief: MakeBrief, written: int) -> None:
    folder = make_brief()
    publish()
    command = [sys.executable, "-c", KILLED, str(written)]
    assert subprocess.run(command, check=False, timeout=60).returncode == 9
    assert not KEPT.exists()
    resolved = load_redacted(folder, "CLEAR")
    assert archive.shown_editions(folder, resolved) == ([], [])
    assert archive.archive_folders(folder) == []
    keep()
    assert kept().keys() == {*MADE, NAME}
    assert names(KEPT.parent) == ["1.10"]
    assert archive.archive_folders(folder) == [KEPT]


def test_what_goes_wrong_leaves_nothing(make_brief: MakeBrief, monkeypatch: pytest.MonkeyPatch) -> None:
    make_brief()
    publish()

    def full(path: Path, content: bytes) -> None:
        if path.name == NAME:
            raise OSError(28, "No space left on device")
        write(path, content)

    monkeypatch.setattr(archive, "write", full)
    with pytest.raises(OSError, match="No space"):
        keep()
    assert names(KEPT.parent) == []


def test_a_folder_that_lost_files_is_not_called_an_edition_with_other_bytes(make_brief: MakeBrief) -> None:
    make_brief()
    publish()
    keep()
    (KEPT / NAME).unlink()
    with pytest.raises(BriefwrightError, match=f"{NAME} is missing, so nothing says what was archived here"):
        keep()


def test_an_edition_is_kept_with_one_marking(make_brief: MakeBrief) -> None:
    make_brief()
    publish()
    keep()
    before = kept()
    publish("AMBER")
    with pytest.raises(BriefwrightError) as error:
        keep("AMBER")
    assert str(error.value) == (
        f"{KEPT.as_posix()}: edition 1.10 was archived as TLP:CLEAR, and stays as it is\n"
        "a number has one marking: give what is TLP:AMBER a new number under `editions:` in brief.yaml"
    )
    assert kept() == before


@pytest.mark.parametrize(("marking", "shown"), [("CLEAR", []), ("AMBER", ["1.10"]), ("RED", ["1.10"])])
def test_a_site_shows_no_edition_that_is_stricter(make_brief: MakeBrief, marking: str, shown: list[str]) -> None:
    folder = make_brief()
    publish("AMBER")
    keep("AMBER")
    assert list(archive.archived_editions(folder, Marking.from_label(marking))) == shown
