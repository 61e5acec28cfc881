from __future__ import annotations

import gc
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from briefwright import cli
from briefwright.assets import PRINT_FONTS, WEB_FONTS
from tests import briefs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import MakeBrief

VERBS = (
    "check", "resolve", "compose", "convert", "page", "typeset", "figure", "code", "assets", "fonts", "index",
    "publish", "schemas",
)  # fmt: skip
TEMPLATES = ("--templates", str(briefs.TEMPLATES))
SHEET = "recommendations-sheet"


@pytest.fixture(autouse=True)
def _process_as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """`main` sets up its process for good."""
    for name in ("TZ", "FONTCONFIG_FILE", "BRIEFWRIGHT_DEBUG"):
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


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_check_counts_the_quotations_of_all_briefs(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    make_brief()
    assert run("check") == 0
    out, err = capsys.readouterr()
    assert re.fullmatch(r"sources/sample: no problem; \d+ quotations stand in the essay\n", out)
    assert not err


def test_check_says_all_problems_at_once_and_writes_nothing(
    make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_brief(
        brief=("quote: The town had one bridge.\n\nwhy", "quote: The town had two bridges.\n\nwhy"),
        glossary=("term: bridge", "turm: bridge"),
        house=("marking: TLP:GREEN", "marking: TLP:BLUE"),
    )
    before = files(Path())
    assert run("check", folder) == 1
    out, err = capsys.readouterr()
    assert not out
    assert "Traceback" not in err
    places = re.findall(r"^(\S+\.yaml):\d+:\d+: error: ", err, re.MULTILINE)
    assert sorted(set(places)) == [
        "sources/house.yaml", "sources/sample/brief.yaml", "sources/sample/glossary.yaml",
    ]  # fmt: skip
    assert err.endswith(f"\n{len(places)} errors; nothing was written.\n")
    assert files(Path()) == before


def test_check_goes_on_to_the_next_brief(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_brief()
    assert run("check", "sources/gone", folder) == 1
    out, err = capsys.readouterr()
    assert out.startswith("sources/sample: no problem")
    assert "sources/gone/brief.yaml:1:1: error: the file is missing" in err


def test_resolve_writes_nothing_of_a_brief_with_a_problem(make_brief: MakeBrief) -> None:
    folder = make_brief(essay=("a plan", "a poem"))
    before = files(Path())
    assert run("resolve", folder, "--output", "work", *TEMPLATES) == 1
    assert files(Path()) == before


def test_each_verb_has_words_for_itself_and_its_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    said = capsys.readouterr().out
    commands = {command.callback.__name__: command for command in cli.app.registered_commands if command.callback}
    assert tuple(commands) == VERBS
    for verb, command in commands.items():
        assert command.callback
        assert command.callback.__doc__
        assert re.search(rf"^│ {verb} +\w", said, re.MULTILINE)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_explains_its_options(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(verb, "--help") == 0
    assert f"Usage: briefwright {verb} " in capsys.readouterr().out


def test_without_a_verb_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 2
    assert "Essays into families of documents." in "".join(capsys.readouterr())


def test_the_verbs_make_a_site_of_a_brief(make_brief: MakeBrief) -> None:
    folder, work = make_brief(), Path("work")
    stage = work / "site"
    out = stage / "sample"
    documents = ("annotated-report", "executive-brief", SHEET)
    views = {name: work / f"{name}.json" for name in documents}
    runner = CliRunner()

    def call(*arguments: object) -> set[str]:
        before = files(Path())
        result = runner.invoke(cli.app, [str(argument) for argument in arguments], catch_exceptions=False)
        assert (result.exit_code, result.output) == (0, "")
        return files(Path()) - before

    assert call("resolve", folder, "-o", work, *TEMPLATES) == {
        f"work/{name}.json" for name in (*documents, "brief", "site", "figures/boats")
    }
    assert call("fonts", "-o", work / "fonts") == {f"work/fonts/{name}" for name in ("fonts.conf", *PRINT_FONTS)}
    assert call("figure", work / "figures/boats.json", "-o", out / "figures/boats.svg") == {
        "work/site/sample/figures/boats.svg"
    }
    assert call("code", SHEET, "--view", work / "site.json", "-o", out / f"figures/qr-{SHEET}.svg") == {
        f"work/site/sample/figures/qr-{SHEET}.svg"
    }
    for name, view in views.items():
        markdown, fragment = (work / f"{name}.{ending}" for ending in ("md", "html"))
        assert call("compose", name, "--view", view, "-o", markdown, *TEMPLATES) == {markdown.as_posix()}
        assert call("convert", markdown, "--view", view, "-o", fragment, *TEMPLATES) == {fragment.as_posix()}
        assert call("page", fragment, "--view", view, "-o", out / f"{name}.html", *TEMPLATES) == {
            f"work/site/sample/{name}.html"
        }
    places = ("--figures", out / "figures", "--fonts", work / "fonts")
    pdf = out / f"{SHEET}.pdf"
    assert call("typeset", work / f"{SHEET}.html", "--view", views[SHEET], *places, "-o", pdf, *TEMPLATES) == {
        pdf.as_posix()
    }
    assert call("assets", "-o", stage / "assets", *TEMPLATES) == {
        f"work/site/assets/{name}" for name in ("web.css", *(f"fonts/{font}" for font in WEB_FONTS))
    }
    assert call("index", work / "site.json", "-o", stage / "index.html", *TEMPLATES) == {"work/site/index.html"}
    made = files(stage)
    assert call("publish", stage, "site", *(stage / name for name in sorted(made))) == {f"site/{name}" for name in made}
    assert all((stage / name).read_bytes() == (Path("site") / name).read_bytes() for name in made)
    assert pdf.read_bytes().startswith(b"%PDF-1.7")


def test_publishing_copies_files_whole_and_takes_out_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, data in {
        "stage/a/b": b"\0\r\n\xff",
        "stage/c": b"not asked for",
        "site/a/b": b"old",
        "site/d": b"d",
    }.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(data)
    assert run("publish", "stage", "site", "stage/a/b") == 0
    assert {name: (Path("site") / name).read_bytes() for name in files(Path("site"))} == {
        "a/b": b"\0\r\n\xff",
    }
    assert Path("site/a/b").stat().st_mode & 0o777 == 0o644


def test_the_index_lists_the_newest_brief_first(make_brief: MakeBrief) -> None:
    folder = make_brief()
    assert run("resolve", folder, "-o", "old", *TEMPLATES) == 0
    site = Path("old/site.json").read_text("utf-8")
    for slug, date in (("new", "2026-02-01"), ("twin", "2026-01-31")):
        text = site.replace('"slug": "sample"', f'"slug": "{slug}"').replace("2026-01-31", date)
        Path(f"{slug}.json").write_text(text, "utf-8")
    assert run("index", "old/site.json", "new.json", "twin.json", "-o", "index.html", *TEMPLATES) == 0
    assert re.findall(r'<h2 id="(\w+)">', Path("index.html").read_text("utf-8")) == ["new", "twin", "sample"]


def test_a_character_that_no_typeface_has_is_named(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_brief()
    assert run("resolve", folder, "-o", "work", *TEMPLATES) == 0
    assert run("fonts", "-o", "fonts") == 0
    Path("sheet.html").write_text("<h1>漢 bridge 漢</h1>", "utf-8")
    view = f"work/{SHEET}.json"
    places = ("--figures", "work", "--fonts", "fonts")
    assert run("typeset", "sheet.html", "--view", view, *places, "-o", "a.pdf", *TEMPLATES) == 1
    assert capsys.readouterr().err == "error: sheet.html: no typeface of this publication has “漢” (U+6F22)\n"
    assert not Path("a.pdf").exists()


def test_a_figure_that_cannot_be_drawn_is_a_problem_of_its_file(
    make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_brief(figure=("url: boats.csv", "url: https://evil.example/boats.csv"))
    assert run("resolve", folder, "-o", "work", *TEMPLATES) == 0
    assert run("figure", "work/figures/boats.json", "-o", "boats.svg") == 1
    err = capsys.readouterr().err
    assert err.startswith("sources/sample/figures/boats.vl.yaml:1:1: error: a figure reads its own data only")
    assert not Path("boats.svg").exists()


def test_an_internal_error_shows_no_traceback_but_how_to_get_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("publish", "stage", "site", "elsewhere/a") == 70
    err = capsys.readouterr().err
    assert err.startswith("internal error: ValueError: 'elsewhere/a' is not in the subpath of 'stage'")
    assert err.endswith("\nSet BRIEFWRIGHT_DEBUG=1 for the details, and report them.\n")
    assert "Traceback" not in err


def test_the_traceback_is_there_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFWRIGHT_DEBUG", "1")
    monkeypatch.setattr(sys, "argv", ["briefwright", "publish", "stage", "site", "elsewhere/a"])
    with pytest.raises(ValueError, match="subpath"):
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
