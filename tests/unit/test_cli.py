from __future__ import annotations

import gc
import os
import re
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

VERBS = ("archive", "build", "check", "coverage", "schemas", "serve", "sign", "verify")
STEPS = ("assemble", "assets", "draw", "page", "publish", "render", "resolve", "site", "typeset", "verify")
TEMPLATES = ("--templates", str(briefs.TEMPLATES))


@pytest.fixture(autouse=True)
def _process_as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """`main` sets up its process for good."""
    for name in ("TZ", "FONTCONFIG_FILE", "BRIEFWRIGHT_DEBUG", "BRIEFWRIGHT_PKCS12", "BRIEFWRIGHT_PKCS11_MODULE"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    yield
    gc.enable()
    monkeypatch.undo()
    time.tzset()


def run(*arguments: object) -> int:
    """Run a verb as a user does, in this process; return its exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["briefwright", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
    return end.value.code if isinstance(end.value.code, int) else 0


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_check_counts_the_quotations_of_all_briefs(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    briefs.write_lock(make_brief())
    assert run("check") == 0
    out, err = capsys.readouterr()
    assert re.fullmatch(r"sources/sample: no problem; \d+ quotations stand in the essay\n", out)
    assert not err


def test_check_leads_to_what_holds_quotations(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    make_brief()
    assert run("check", "--strict") == 0
    out, err = capsys.readouterr()
    assert out.startswith("sources/sample: no problem; ")
    assert ": note: no quote is locked yet" in err
    assert err.endswith("\n  hint: run `briefwright check --fix` to write passages.lock.json\n\n")
    assert run("check", "--fix") == 0
    assert not capsys.readouterr().err


def test_check_says_all_problems_at_once_and_writes_nothing(
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


def test_check_says_warnings_and_ends_well(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    make_brief(glossary=("A way over water.", "Perhaps a way."), annotations=("Nobody knows.", "Perhaps."))
    assert run("check") == 0
    out, err = capsys.readouterr()
    assert re.fullmatch(r"sources/sample: 2 warnings; \d+ quotations stand in the essay\n", out)
    assert len(re.findall(r"^\S+\.yaml:\d+:\d+: warning: .* \[likelihood-outside-scale\]$", err, re.MULTILINE)) == 2


def test_strictly_a_warning_is_an_error(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    make_brief()
    assert run("check", "--strict") == 0
    make_brief(glossary=("A way over water.", "Perhaps a way."))
    capsys.readouterr()
    assert run("check", "--strict") == 1
    out, err = capsys.readouterr()
    assert not out
    assert "sources/sample/glossary.yaml:9:17: error: the likelihood term “perhaps”" in err
    assert err.endswith("\n1 error; nothing was written.\n")


def test_check_goes_on_to_the_next_brief(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    folder = briefs.write_lock(make_brief())
    assert run("check", "sources/gone", folder) == 1
    out, err = capsys.readouterr()
    assert out.startswith("sources/sample: no problem")
    assert err == "sources/gone:1:1: error: the folder is missing\n\n1 error; nothing was written.\n"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sources/sampel", "the folder is missing\n  hint: did you mean sample?"),
        ("sources/publisher.yaml", "this is a file; a brief is a folder"),
    ],
)
@pytest.mark.parametrize("options", [(), ("--fix",)])
def test_check_says_in_one_line_that_there_is_no_such_brief(
    make_brief: MakeBrief, capsys: pytest.CaptureFixture[str], name: str, said: str, options: tuple[str, ...]
) -> None:
    make_brief()
    assert run("check", name, *options) == 1
    assert capsys.readouterr() == ("", f"{name}:1:1: error: {said}\n\n1 error; nothing was written.\n")


@pytest.mark.parametrize(("group", "listed"), [((), VERBS), (("step",), STEPS)])
def test_help_lists_the_verbs_and_hides_the_steps(
    capsys: pytest.CaptureFixture[str], group: tuple[str, ...], listed: tuple[str, ...]
) -> None:
    assert run(*group, "--help") == 0
    commands = capsys.readouterr().out.partition("Commands:\n")[2]
    assert tuple(sorted(re.findall(r"^  (\w+) +\w", commands, re.MULTILINE))) == listed


@pytest.mark.parametrize("command", [*((verb,) for verb in VERBS), *(("step", step) for step in STEPS)])
def test_each_verb_and_step_explains_its_options(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*command, "--help") == 0
    assert f"Usage: briefwright {' '.join(command)} " in capsys.readouterr().out


def test_without_a_verb_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 2
    assert "Essays into families of documents." in "".join(capsys.readouterr())


def test_build_rejects_an_unknown_brief(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    make_brief()
    assert run("build", "sources/sample", "sampel") == 1
    assert capsys.readouterr().err == "error: there is no brief sources/sampel; there are sample\n"


@pytest.mark.parametrize(
    ("arguments", "config"),
    [
        ((), []),
        (("sample", "--marking", "AMBER"), ["--config", "marking=AMBER", "briefs=[sample]"]),
        (("sources/sample/",), ["--config", "briefs=[sample]"]),
    ],
)
def test_build_runs_the_workflow_and_ends_as_it_does(
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


def test_schemas_writes_the_schemas_of_the_project(tmp_path: Path) -> None:
    assert run("schemas", "--output", tmp_path) == 0
    written = contents(tmp_path)
    assert written
    assert written.items() <= contents(briefs.ROOT / "schemas").items()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("step", "publish", "nope", "a", "-o", "b"), "nope/site/manifest.json: No such file or directory"),
        (("verify", "--manifest", "nope.json", "."), "nope.json: No such file or directory"),
        (("verify", "--trust", "nope.pem", "a.pdf"), "nope.pem: No such file or directory"),
        (("verify", "a.pdf", "--report", "folder"), "folder: Is a directory"),
    ],
)
def test_a_path_that_cannot_be_read_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.pdf").write_bytes(b"words")
    Path("folder").mkdir()
    assert run(*arguments) == 2
    assert capsys.readouterr().err == f"error: {said}\n"


BROKEN = ("step", "publish", "site", "outcome.json", "-o", "published.json")


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A manifest that no step writes."""
    monkeypatch.chdir(tmp_path)
    Path("site/site").mkdir(parents=True)
    Path("site/site/manifest.json").write_text("{}", "utf-8")


@pytest.mark.usefixtures("broken")
def test_an_internal_error_shows_no_traceback_but_how_to_get_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*BROKEN) == 70
    err = capsys.readouterr().err
    assert err.startswith("internal error: KeyError: 'briefs'")
    assert err.endswith("\nSet BRIEFWRIGHT_DEBUG=1 for the details, and report them.\n")
    assert "Traceback" not in err


@pytest.mark.usefixtures("broken")
def test_the_traceback_is_there_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFWRIGHT_DEBUG", "1")
    monkeypatch.setattr(sys, "argv", ["briefwright", *BROKEN])
    with pytest.raises(KeyError, match="briefs"):
        cli.main()


def test_the_time_zone_of_the_machine_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    assert run("check") == 1
    assert time.tzname == ("UTC", "UTC")
    assert capsys.readouterr().err == "error: there is no brief under sources/\n"
