"""`check --fix` writes the accepted fixes and changes nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from briefwright import cli
from briefwright.errors import BriefwrightError
from briefwright.sources.quotes.lock import LOCK_FILE
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

FIX, YES = ("check", "--fix"), ("check", "--fix", "--yes")


@pytest.fixture
def publication(make_brief: MakeBrief) -> Path:
    """The sample brief with a lock file, and a quote that two of its files have."""
    return briefs.write_lock(make_brief(annotations=("“and nobody counted the cost”", "Nobody counted the boats.")))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, list(arguments))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def lines_changed(before: bytes, after: bytes) -> list[tuple[str, str]]:
    old, new = before.decode().split("\n"), after.decode().split("\n")
    assert len(old) == len(new)
    return [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]


def test_fix_writes_the_lock_file_once(make_brief: MakeBrief) -> None:
    folder = make_brief()
    first = run(*FIX)
    assert first.exit_code == 0
    assert first.output.startswith(f"sources/sample/{LOCK_FILE}: written\nsources/sample: no problems; ")
    before = contents(folder)
    assert run(*FIX).output.startswith("sources/sample: no problems; ")
    assert contents(folder) == before


def test_without_a_terminal_changes_nothing(publication: Path) -> None:
    briefs.edit(publication, "essay", "counted the boats", "counted the ships")
    before = contents(publication)
    result = run(*FIX)
    assert isinstance(result.exception, BriefwrightError)
    assert "standard input is not a terminal; nothing was written\n  hint: " in str(result.exception)
    assert result.output == (
        "sources/sample/brief.yaml:67:18: proposed fix\n"
        "sources/sample/annotations.yaml:5:12: proposed fix\n"
        "      quote, old: Nobody counted the boats.\n"
        "      quote, new: Nobody counted the ships.\n"
        "      change:     Nobody counted the [-boats.-] {+ships.+}\n\n"
    )
    assert contents(publication) == before


def test_yes_writes_all_fixes_and_changes_nothing_else(publication: Path) -> None:
    briefs.edit(publication, "essay", "counted the boats", "counted the ships")
    before = contents(publication)
    assert run(*YES).exit_code == 0
    after = contents(publication)
    for name in ("brief.yaml", "annotations.yaml"):
        ((old, new),) = lines_changed(before[name], after[name])
        assert new == old.replace("boats", "ships")
    assert {name for name in after if after[name] != before[name]} == {"brief.yaml", "annotations.yaml", LOCK_FILE}
    assert run("check").output == "sources/sample: no problems; 11 quotes found in the essay\n"


def test_fixes_paragraph_numbers(publication: Path) -> None:
    limit = "  - text: It is old.\n    passages:\n      - quote: had one bridge\n        paragraph: 1\n"
    briefs.edit(publication, "brief", "limits:\n", f"limits:\n{limit * 5}")
    briefs.write_lock(publication)
    essay = publication / "essay.md"
    essay.write_text("A new beginning.\n\n" + essay.read_text("utf-8"), "utf-8")
    before = contents(publication)
    result = run(*YES)
    assert result.exit_code == 0
    assert "… and the same in 2 more places\n      paragraph: 1 -> 2\n" in result.output
    changed = lines_changed(before["brief.yaml"], contents(publication)["brief.yaml"])
    assert changed
    for old, new in changed:
        key, _, number = old.rpartition(" ")
        assert (key.strip(), new) == ("paragraph:", f"{key} {int(number) + 1}")
    assert run("check").output == "sources/sample: no problems; 12 quotes found in the essay\n"


def test_preserves_windows_line_ends_and_bom(make_brief: MakeBrief) -> None:
    folder = make_brief()
    for name in ("essay.md", "brief.yaml"):
        path = folder / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    run(*FIX)
    briefs.edit(folder, "essay", "Nobody counted the boats.", "Nobody counted the many boats.")
    before = contents(folder)
    assert run(*YES).exit_code == 0
    fixed = before["brief.yaml"].replace(b"counted the boats", b"counted the many boats")
    assert contents(folder)["brief.yaml"] == fixed


def test_proposes_no_fix_for_a_deleted_passage(make_brief: MakeBrief) -> None:
    folder = make_brief()
    run(*FIX)
    briefs.edit(folder, "essay", " It stood for three hundred years. Nobody", " Nobody")
    before = contents(folder)
    result = run(*YES)
    assert result.exit_code == 1
    assert "proposed fix" not in result.output
    assert contents(folder) == before


MAYOR = "The mayor promised a ferry in spring. She had seen two storms. She would pay for it with the toll."


@pytest.mark.parametrize("quote", ["ferry in spring. […] She would pay for it with the toll.", MAYOR])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" She would pay for it with the toll.", ""),
        ("storms. She would pay for it with the toll.", "storms. She wore a hat."),
        ("storms. She would pay for it with the toll.", "storms. She wore a hat. He agreed."),
        ("spring. She had seen two storms. She would pay for it with the toll.", "spring. She wore a hat."),
    ],
)
def test_never_fixes_a_locked_quote_with_another_sentence(
    quote: str, old: str, new: str, make_brief: MakeBrief
) -> None:
    folder = make_brief(annotations=("It stood for three hundred years\n    paragraph: 1", quote))
    essay = folder / "essay.md"
    essay.write_text(f"{essay.read_text('utf-8')}\n{MAYOR}\n", "utf-8")
    briefs.write_lock(folder)
    briefs.edit(folder, "essay", old, new)
    before = contents(folder)
    assert run(*YES).exit_code == 1
    assert contents(folder) == before


def test_never_fixes_a_quote_from_two_paragraphs(make_brief: MakeBrief) -> None:
    quote = "the council asked for a second bridge […] The plan named no date"
    folder = make_brief(annotations=("It stood for three hundred years\n    paragraph: 1", quote))
    before = contents(folder)
    assert run(*YES).exit_code == 1
    assert contents(folder) == before


def test_writes_brackets_around_omissions(make_brief: MakeBrief) -> None:
    quote = "The town had one bridge{}Nobody counted the boats"
    folder = make_brief(
        annotations=("It stood for three hundred years\n    paragraph: 1", quote.format(" … ")),
        brief=("quote: Nobody counted the boats.", f"quote: {quote.format(' (...) ')}"),
    )
    assert run(*YES).exit_code == 0
    for name in ("annotations.yaml", "brief.yaml"):
        assert quote.format(" […] ") in (folder / name).read_text("utf-8")


def test_writes_no_lock_file_for_a_brief_with_errors(make_brief: MakeBrief) -> None:
    folder = make_brief(glossary=("see: [bridge]", "see: [bridge, gone]"))
    assert run(*FIX).exit_code == 1
    assert not (folder / LOCK_FILE).exists()


def test_rejects_yes_without_fix(make_brief: MakeBrief) -> None:
    make_brief()
    assert "--yes needs --fix" in str(run("check", "--yes").exception)


def test_does_not_overwrite_a_file_that_changed_in_the_meantime(
    publication: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    briefs.edit(publication, "essay", "counted the boats", "counted the ships")
    monkeypatch.setattr(Path, "read_bytes", lambda _: b"other")
    assert "was edited during this command" in str(run(*YES).exception)


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1), ("\x04", 1)])
def test_asks_once_for_each_fix(publication: Path, answer: str, code: int) -> None:
    briefs.edit(publication, "essay", "counted the boats", "counted the ships")
    before = contents(publication)
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
    assert asked.stdout.count("write this fix? [y/N]") == 1
    assert (contents(publication) != before) == (code == 0)
    assert "Traceback" not in asked.stderr
