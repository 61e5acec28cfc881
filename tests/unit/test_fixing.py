"""`check --fix`: nothing is written that nobody agreed to, and nothing else changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from briefwright import cli
from briefwright.errors import BriefwrightError
from briefwright.sources.lock import FILE
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

FIX, YES = ("check", "--fix"), ("check", "--fix", "--yes")


@pytest.fixture
def publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The real publication, copied."""
    shutil.copytree(briefs.ROOT / "sources", tmp_path / "sources")
    monkeypatch.chdir(tmp_path)
    return Path("sources/cyber-recruitment")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, list(arguments))


def texts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def lines_changed(before: bytes, after: bytes) -> list[tuple[str, str]]:
    old, new = before.decode().split("\n"), after.decode().split("\n")
    assert len(old) == len(new)
    return [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]


def test_a_brief_is_held_and_then_there_is_nothing_to_do(make_brief: MakeBrief) -> None:
    folder = make_brief()
    first = run(*FIX)
    assert first.exit_code == 0
    assert first.output.startswith(f"sources/sample/{FILE}: written\nsources/sample: no problem; ")
    before = texts(folder)
    assert run(*FIX).output.startswith("sources/sample: no problem; ")
    assert texts(folder) == before


def test_nobody_to_ask_changes_nothing(publication: Path) -> None:
    briefs.edit(publication, "essay", "lack of professionalism", "want of professionalism")
    before = texts(publication)
    result = run(*FIX)
    assert isinstance(result.exception, BriefwrightError)
    assert str(result.exception).startswith("standard input is no terminal, so nobody can be asked, and nothing was")
    assert result.output == (
        "sources/cyber-recruitment/brief.yaml:144:16: proposal\n"
        "sources/cyber-recruitment/annotations.yaml:64:12: proposal\n"
        "      quote, old: for fear of leaks and lack of professionalism of other agencies\n"
        "      quote, new: for fear of leaks and want of professionalism of other agencies\n"
        "      change:     for fear of leaks and [-lack-] {+want+} of professionalism of other agencies\n\n"
    )
    assert texts(publication) == before


def test_yes_takes_every_proposal_and_keeps_all_else(publication: Path) -> None:
    briefs.edit(publication, "essay", "lack of professionalism", "want of professionalism")
    before = texts(publication)
    assert run(*YES).exit_code == 0
    after = texts(publication)
    for name in ("brief.yaml", "annotations.yaml"):
        ((old, new),) = lines_changed(before[name], after[name])
        assert new == old.replace("lack", "want")
    assert {name for name in after if after[name] != before[name]} == {"brief.yaml", "annotations.yaml", FILE}
    assert run("check").output == "sources/cyber-recruitment: no problem; 69 quotations stand in the essay\n"


def test_paragraphs_are_counted_anew(publication: Path) -> None:
    essay = publication / "essay.md"
    essay.write_text("A new beginning.\n\n" + essay.read_text("utf-8"), "utf-8")
    before = texts(publication)
    result = run(*YES)
    assert result.exit_code == 0
    assert "… and the same in 11 more places\n      paragraph: 1 -> 2\n" in result.output
    changed = lines_changed(before["brief.yaml"], texts(publication)["brief.yaml"])
    assert changed
    for old, new in changed:
        key, _, number = old.rpartition(" ")
        assert (key.strip(), new) == ("paragraph:", f"{key} {int(number) + 1}")
    assert run("check").output == "sources/cyber-recruitment: no problem; 69 quotations stand in the essay\n"


def test_line_ends_and_marks_of_windows_stay(make_brief: MakeBrief) -> None:
    folder = make_brief()
    for name in ("essay.md", "brief.yaml"):
        path = folder / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    run(*FIX)
    briefs.edit(folder, "essay", "Nobody counted the boats.", "Nobody counted the many boats.")
    before = texts(folder)
    assert run(*YES).exit_code == 0
    mended = before["brief.yaml"].replace(b"counted the boats", b"counted the many boats")
    assert texts(folder)["brief.yaml"] == mended


def test_a_lookalike_or_a_deletion_is_never_proposed(make_brief: MakeBrief) -> None:
    folder = make_brief()
    run(*FIX)
    briefs.edit(folder, "essay", " It stood for three hundred years. Nobody", " Nobody")
    before = texts(folder)
    result = run(*YES)
    assert result.exit_code == 1
    assert "proposal" not in result.output
    assert texts(folder) == before


def test_an_error_that_is_left_leaves_what_is_held(make_brief: MakeBrief) -> None:
    folder = make_brief(glossary=("see: [bridge]", "see: [bridge, gone]"))
    assert run(*FIX).exit_code == 1
    assert not (folder / FILE).exists()


def test_yes_alone_means_nothing(make_brief: MakeBrief) -> None:
    make_brief()
    assert "give both" in str(run("check", "--yes").exception)


def test_what_changed_in_the_meantime_is_not_written_over(publication: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    briefs.edit(publication, "essay", "lack of professionalism", "want of professionalism")
    monkeypatch.setattr(Path, "read_bytes", lambda _: b"other")
    assert "was changed in the meantime" in str(run(*YES).exception)


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1), ("\x04", 1)])
def test_an_editor_is_asked(publication: Path, answer: str, code: int) -> None:
    briefs.edit(publication, "essay", "lack of professionalism", "want of professionalism")
    before = texts(publication)
    editor, terminal = os.openpty()
    try:
        os.write(editor, answer.encode())
        asked = subprocess.run(
            [sys.executable, "-c", "from briefwright.cli import main; main()", *FIX],
            stdin=terminal, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    finally:
        os.close(editor)
        os.close(terminal)
    assert asked.returncode == code, asked.stderr
    assert asked.stdout.count("write this? [y/N]") == 1, "the same change is asked for once"
    assert (texts(publication) != before) == (code == 0)
    assert "Traceback" not in asked.stderr
