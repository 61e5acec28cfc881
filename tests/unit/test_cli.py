from __future__ import annotations

import gc
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefwright import cli
from tests import briefs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import MakeBrief

COMMANDS = ("new", "check", "quote", "build", "serve", "coverage", "archive", "sign", "verify", "schemas")
STEPS = ("assets", "resolve", "draw", "render", "page", "typeset", "verify", "assemble", "draft", "publish", "site")
TEMPLATES = ("--templates", str(briefs.TEMPLATES))


@pytest.fixture(autouse=True)
def _restore_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Undo what `main` changes in its process."""
    for name in ("TZ", "FONTCONFIG_FILE", "BRIEFWRIGHT_DEBUG", "BRIEFWRIGHT_PKCS12", "BRIEFWRIGHT_PKCS11_MODULE"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    yield
    gc.enable()
    monkeypatch.undo()
    time.tzset()


def run(*arguments: object) -> int:
    """Run the command line in this process; return its exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["briefwright", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
    return end.value.code if isinstance(end.value.code, int) else 0


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_check_counts_the_quotes_of_each_brief(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    briefs.write_lock(make_brief())
    assert run("check") == 0
    out, err = capsys.readouterr()
    assert re.fullmatch(r"sources/sample: no problems; \d+ quotes found in the essay\n", out)
    assert not err


def test_check_suggests_the_lock_file(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    make_brief()
    assert run("check", "--strict") == 0
    out, err = capsys.readouterr()
    assert out.startswith("sources/sample: no problems; ")
    assert re.search(r": note: .*\n(.*\n)*  hint: .*`briefwright check --fix`.*passages\.lock\.json", err)
    assert run("check", "--fix") == 0
    assert not capsys.readouterr().err


def test_check_prints_all_problems_and_writes_nothing(
    make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_brief(
        brief=("quote: The town had one bridge.\n\nwhy", "quote: The town had two bridges.\n\nwhy"),
        glossary=("term: bridge", "turm: bridge"),
        publisher=("marking: TLP:CLEAR", "marking: TLP:BLUE"),
    )
    before = contents(Path())
    assert run("check", folder) == 1
    out, err = capsys.readouterr()
    assert not out
    assert "Traceback" not in err
    places = re.findall(r"^(\S+\.yaml):\d+:\d+: error: ", err, re.MULTILINE)
    assert sorted(set(places)) == [
        "sources/publisher.yaml", "sources/sample/brief.yaml", "sources/sample/glossary.yaml",
    ]  # fmt: skip
    assert err.endswith(f"\n{len(places)} errors; nothing was written.\n")
    assert contents(Path()) == before


def test_check_with_warnings_exits_with_0(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    make_brief(glossary=("A way over water.", "Perhaps a way."), annotations=("Nobody knows.", "Perhaps."))
    assert run("check") == 0
    out, err = capsys.readouterr()
    assert re.fullmatch(r"sources/sample: 2 warnings; \d+ quotes found in the essay\n", out)
    assert len(re.findall(r"^\S+\.yaml:\d+:\d+: warning: .* \[likelihood-outside-scale\]$", err, re.MULTILINE)) == 2


def test_check_warns_of_two_briefs_with_one_number(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    folder = briefs.write_lock(make_brief())
    shutil.copytree(folder, folder.with_name("twin"))
    assert run("check", folder) == 0
    out, err = capsys.readouterr()
    assert out.startswith("sources/sample: 1 warning; ")
    assert err.startswith("sources/sample/brief.yaml:6:9: warning: “2026/1” is also the number of sources/twin\n")
    assert run("check") == 0
    assert capsys.readouterr().err.count("is also the number of") == 2


def test_check_ignores_folders_and_files_that_are_no_briefs(
    make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = briefs.write_lock(make_brief()).parent
    for name in (".obsidian/app.json", "_drafts/essay.md", ".DS_Store", "notes.txt", "sample/.idea/a.yaml"):
        (sources / name).parent.mkdir(exist_ok=True)
        (sources / name).write_text("{}", "utf-8")
    (sources / "sample/figures/.boats.vl.yaml.swp").touch()
    assert run("check") == 0
    assert not capsys.readouterr().err


def test_check_reports_a_folder_without_sources_once(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    (make_brief().parent / "pictures").mkdir()
    assert run("check") == 1
    err = capsys.readouterr().err
    assert "sources/pictures:1:1: error: the folder has neither essay.md nor brief.yaml\n  hint: " in err
    assert err.endswith("\n1 error; nothing was written.\n")


def test_check_strict_treats_warnings_as_errors(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    make_brief()
    assert run("check", "--strict") == 0
    make_brief(glossary=("A way over water.", "Perhaps a way."))
    capsys.readouterr()
    assert run("check", "--strict") == 1
    out, err = capsys.readouterr()
    assert not out
    assert "sources/sample/glossary.yaml:9:17: error: " in err
    assert "“perhaps”" in err
    assert err.endswith("\n1 error; nothing was written.\n")


def test_check_continues_after_a_missing_brief(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    folder = briefs.write_lock(make_brief())
    assert run("check", "sources/gone", folder) == 1
    out, err = capsys.readouterr()
    assert out.startswith("sources/sample: no problems")
    assert re.fullmatch(r"sources/gone:1:1: error: .+\n\n1 error; nothing was written\.\n", err)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("sources/sampel", r".+\n  hint: .*sample.*"),
        ("sources/publisher.yaml", r".*\bfile\b.*"),
    ],
)
@pytest.mark.parametrize("options", [(), ("--fix",)])
def test_check_rejects_a_path_that_is_no_brief(
    make_brief: MakeBrief, capsys: pytest.CaptureFixture[str], name: str, message: str, options: tuple[str, ...]
) -> None:
    make_brief()
    assert run("check", name, *options) == 1
    out, err = capsys.readouterr()
    assert not out
    assert re.fullmatch(rf"{re.escape(name)}:1:1: error: {message}\n\n1 error; nothing was written\.\n", err)


@pytest.mark.parametrize(("group", "listed"), [((), COMMANDS), (("step",), STEPS)])
def test_help_lists_verbs_and_steps_in_order(
    capsys: pytest.CaptureFixture[str], group: tuple[str, ...], listed: tuple[str, ...]
) -> None:
    assert run(*group, "--help") == 0
    commands = capsys.readouterr().out.partition("Commands:\n")[2]
    assert tuple(re.findall(r"^  (\w+) +\w", commands, re.MULTILINE)) == listed


@pytest.mark.parametrize("command", [*((command,) for command in COMMANDS), *(("step", step) for step in STEPS)])
def test_help_of_each_verb_and_step(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*command, "--help") == 0
    assert f"Usage: briefwright {' '.join(command)} " in capsys.readouterr().out


def test_no_verb_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 2
    assert "Usage: briefwright " in "".join(capsys.readouterr())


def test_build_rejects_an_unknown_brief(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    make_brief()
    assert run("build", "sources/sample", "sampel") == 1
    assert capsys.readouterr().err == "error: unknown brief “sampel”; choose from sample\n"


@pytest.mark.parametrize(
    ("arguments", "config"),
    [
        ((), []),
        (("sample", "--marking", "AMBER"), ["--config", "marking=AMBER", "briefs=[sample]"]),
        (("sources/sample/",), ["--config", "briefs=[sample]"]),
    ],
)
def test_build_runs_snakemake_and_returns_its_exit_code(
    make_brief: MakeBrief, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], config: list[str]
) -> None:
    make_brief()
    commands: list[list[str]] = []

    def workflow(command: list[str], *, env: dict[str, str], check: bool) -> subprocess.CompletedProcess[str]:
        assert not check
        assert env["PATH"].split(os.pathsep)[0] == str(Path(sys.executable).parent)
        commands.append(command)
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(subprocess, "run", workflow)
    assert run("build", *arguments) == 3
    assert commands == [[sys.executable, "-m", "snakemake", *config]]


def test_schemas_writes_the_schemas_in_the_repository(tmp_path: Path) -> None:
    assert run("schemas", "--output", tmp_path) == 0
    written = contents(tmp_path)
    assert written
    assert written.items() <= contents(briefs.ROOT / "schemas").items()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("step", "publish", "nope", "a", "-o", "b"), "nope/site/manifest.json: No such file or directory"),
        (("verify", "--manifest", "nope.json", "."), "nope.json: No such file or directory"),
        (("verify", "--trust", "nope.pem", "a.pdf"), "nope.pem: No such file or directory"),
        (("verify", "a.pdf", "--report", "folder"), "folder: Is a directory"),
    ],
)
def test_unusable_path_exits_with_2_and_its_name(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.pdf").write_bytes(b"words")
    Path("folder").mkdir()
    assert run(*arguments) == 2
    assert capsys.readouterr().err == f"error: {message}\n"


BROKEN = ("step", "publish", "site", "outcome.json", "-o", "published.json")


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A manifest without its keys."""
    monkeypatch.chdir(tmp_path)
    Path("site/site").mkdir(parents=True)
    Path("site/site/manifest.json").write_text("{}", "utf-8")


@pytest.mark.usefixtures("broken")
def test_internal_error_shows_no_traceback_but_how_to_get_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*BROKEN) == 70
    err = capsys.readouterr().err
    assert err.startswith("internal error: KeyError: 'briefs'")
    assert "BRIEFWRIGHT_DEBUG=1" in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("broken")
def test_debug_setting_raises_internal_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFWRIGHT_DEBUG", "1")
    monkeypatch.setattr(sys, "argv", ["briefwright", *BROKEN])
    with pytest.raises(KeyError, match="briefs"):
        cli.main()


def test_main_sets_the_time_zone_to_utc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    assert run("check") == 1
    assert time.tzname == ("UTC", "UTC")
    assert capsys.readouterr().err == "error: no briefs in sources/; create one, such as sources/my-brief/\n"
