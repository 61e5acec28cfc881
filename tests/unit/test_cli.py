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
from briefwright.content.exports import SCHEMA
from briefwright.extras.signer import UNSIGNED
from briefwright.fonts import PRINT_FONTS
from tests import briefs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import MakeBrief

VERBS = (
    "check", "resolve", "compose", "convert", "page", "typeset", "figure", "data", "code", "assets", "fonts", "index",
    "publish", "schemas", "coverage", "contract", "export", "parity", "sign", "finish", "manifest", "verify", "leaks",
    "search", "cite", "landing", "gather", "missing", "fragment", "fragments", "fingerprint", "headers", "serve",
    "card", "feed", "sitemap", "robots", "security", "editions", "keep",
)  # fmt: skip
TEMPLATES = ("--templates", str(briefs.TEMPLATES))
SHEET = "recommendations-sheet"


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


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_check_counts_the_quotations_of_all_briefs(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    briefs.hold(make_brief())
    assert run("check") == 0
    out, err = capsys.readouterr()
    assert re.fullmatch(r"sources/sample: no problem; \d+ quotations stand in the essay\n", out)
    assert not err


def test_check_leads_to_what_holds_quotations(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    make_brief()
    assert run("check", "--strict") == 0
    out, err = capsys.readouterr()
    assert out.startswith("sources/sample: no problem; ")
    assert ": note: no quotation is held yet" in err
    assert err.endswith(
        "\n  hint: `briefwright check --fix` writes passages.lock.json, which holds what stands in the essay\n\n"
    )
    assert run("check", "--fix") == 0
    assert not capsys.readouterr().err


def test_check_says_all_problems_at_once_and_writes_nothing(
    make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_brief(
        brief=("quote: The town had one bridge.\n\nwhy", "quote: The town had two bridges.\n\nwhy"),
        glossary=("term: bridge", "turm: bridge"),
        house=("marking: TLP:CLEAR", "marking: TLP:BLUE"),
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
    assert "sources/sample/glossary.yaml:9:17: error: “perhaps” is a word of likelihood" in err
    assert err.endswith("\n1 error; nothing was written.\n")


def test_resolve_says_warnings_and_writes(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_brief(glossary=("A way over water.", "Perhaps a way."))
    assert run("resolve", folder, "--output", "work", *TEMPLATES) == 0
    assert "glossary.yaml:9:17: warning: “perhaps”" in capsys.readouterr().err
    assert Path("work/brief.json").is_file()


def test_check_goes_on_to_the_next_brief(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    folder = briefs.hold(make_brief())
    assert run("check", "sources/gone", folder) == 1
    out, err = capsys.readouterr()
    assert out.startswith("sources/sample: no problem")
    assert err == "sources/gone:1:1: error: there is no such folder\n\n1 error; nothing was written.\n"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sources/sampel", "there is no such folder\n  hint: did you mean sample?"),
        ("sources/house.yaml", "a brief is a folder; this is a file"),
    ],
)
@pytest.mark.parametrize("options", [(), ("--fix",)])
def test_check_says_in_one_line_that_there_is_no_such_brief(
    make_brief: MakeBrief, capsys: pytest.CaptureFixture[str], name: str, said: str, options: tuple[str, ...]
) -> None:
    make_brief()
    assert run("check", name, *options) == 1
    assert capsys.readouterr() == ("", f"{name}:1:1: error: {said}\n\n1 error; nothing was written.\n")


def test_resolve_writes_nothing_of_a_brief_with_a_problem(make_brief: MakeBrief) -> None:
    folder = make_brief(essay=("a plan", "a poem"))
    before = files(Path())
    assert run("resolve", folder, "--output", "work", *TEMPLATES) == 1
    assert files(Path()) == before


def test_each_verb_has_words_for_itself_and_its_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    said = capsys.readouterr().out
    commands = {command.callback.__name__: command for command in cli.app.registered_commands if command.callback}
    assert sorted(commands) == sorted(VERBS)
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


def call(*arguments: object) -> set[str]:
    """Call a verb, and return which files it made."""
    before = files(Path())
    result = CliRunner().invoke(cli.app, [str(argument) for argument in arguments], catch_exceptions=False)
    said = f"{UNSIGNED}\n" if arguments[0] == "publish" else ""
    assert (result.exit_code, result.output) == (0, said)
    return files(Path()) - before


def published(stage: Path, work: Path) -> None:
    """Call the verbs that make a site of what was made."""
    script = stage / "assets/search.js"
    found = call("search", work / "brief.json", "-o", stage / "pagefind", "--script", script, *TEMPLATES)
    assert {script.as_posix(), "work/site/pagefind/pagefind-entry.json"} <= found
    made = files(stage)
    release = Path("work/release")
    call("fingerprint", stage, *(stage / name for name in sorted(made)), "--views", work / "site.json", "-o", release)
    edition = ("--views", work / "edition.json", "--engine", "0" * 64)
    call("manifest", release, *edition, "-o", "work/manifest.json")
    made = files(release)
    expected = {f"site/{name}" for name in made} | {"site/manifest.json"}
    assert call("publish", release, "work/manifest.json", "site") == expected
    assert all((release / name).read_bytes() == (Path("site") / name).read_bytes() for name in made)


def told_to_programs(stage: Path, work: Path) -> None:
    """Call the verbs that make what programs fetch besides pages."""
    told = work / "metadata"
    for name, path in (("card", stage / "sample/card.png"), ("site-card", stage / "card.png")):
        faces = ("--fonts", work / "fonts")
        assert call("card", told / f"{name}.json", *faces, "-o", path, *TEMPLATES) == {path.as_posix()}
    for site, path in ((), stage / "sample/feed.xml"), (("--site",), stage / "feed.xml"):
        assert call("feed", *site, told / "feed.json", "-o", path, *TEMPLATES) == {path.as_posix()}
    listed = ("--page", "index", "--document", SHEET)
    assert call("sitemap", told / "map.json", *listed, "-o", stage / "sitemap.xml") == {"work/site/sitemap.xml"}
    assert call("robots", told / "robots.json", "-o", stage / "robots.txt") == {"work/site/robots.txt"}
    assert run("security", told / "security.json", "-o", stage / "security.txt") == 1


def test_the_verbs_make_a_site_of_a_brief(make_brief: MakeBrief) -> None:
    folder, work = briefs.hold(make_brief()), Path("work")
    stage = work / "site"
    out = stage / "sample"
    documents = ("annotated-report", "executive-brief", SHEET)
    views = {name: work / f"{name}.json" for name in documents}
    exports = ("annotations.jsonld", "brief.json", "essay.txt")
    assert call("resolve", folder, "-o", work, *TEMPLATES) == {
        *(
            f"work/{name}.json"
            for name in (*documents, "site", "edition", "embedding", "withheld", "figures/boats", "figures/coverage")
        ),
        *(f"work/pages/{name}.json" for name in ("citation", "glossary", "landing", "recommendations", "search")),
        *(
            f"work/metadata/{name}.json"
            for name in (*documents, "landing", "card", "site-card", "feed", "map", "robots", "security")
        ),
        *(f"work/{name}" for name in exports),
    }
    for name in exports:
        assert call("export", work / name, "-o", out / name) == {f"work/site/sample/{name}"}
        assert (work / name).read_bytes() == (out / name).read_bytes()
    schema = stage / "schemas" / SCHEMA
    assert call("contract", "-o", schema) == {schema.as_posix()}
    assert schema.read_text("utf-8") == (briefs.ROOT / "schemas" / SCHEMA).read_text("utf-8")
    assert call("fonts", "-o", work / "fonts") == {f"work/fonts/{name}" for name in ("fonts.conf", *PRINT_FONTS)}
    assert call("figure", work / "figures/boats.json", "-o", out / "figures/boats.svg", *TEMPLATES) == {
        "work/site/sample/figures/boats.svg"
    }
    assert call("figure", work / "figures/coverage.json", "-o", out / "figures/coverage.svg", *TEMPLATES) == {
        "work/site/sample/figures/coverage.svg"
    }
    for coded in (SHEET, "executive-brief"):
        code = out / f"figures/qr-{coded}.svg"
        assert call("code", coded, "--view", work / "site.json", "-o", code) == {code.as_posix()}
    for name, view in views.items():
        markdown, fragment = (work / f"{name}.{ending}" for ending in ("md", "html"))
        assert call("compose", name, "--view", view, "-o", markdown, *TEMPLATES) == {markdown.as_posix()}
        assert call("convert", markdown, "--view", view, "-o", fragment, *TEMPLATES) == {fragment.as_posix()}
        facts = ("--facts", work / f"metadata/{name}.json")
        assert call("page", fragment, "--view", view, *facts, "-o", out / f"{name}.html", *TEMPLATES) == {
            f"work/site/sample/{name}.html"
        }
    for name in documents:
        target = out / f"fragments/{name}.html"
        made = call("fragment", work / f"{name}.html", "--embedding", work / "embedding.json", "-o", target, *TEMPLATES)
        assert made == {target.as_posix()}
    converted = [work / f"{name}.html" for name in documents]
    said = ("--embedding", work / "embedding.json", "--site", work / "site.json", "--pictures", out)
    assert call("fragments", *converted, *said, "-o", out / "fragments/fragment.json", *TEMPLATES) == {
        "work/site/sample/fragments/fragment.json"
    }
    places = ("--figures", out / "figures", "--fonts", work / "fonts")
    pdf = out / f"{SHEET}.pdf"
    assert call("typeset", work / f"{SHEET}.html", "--view", views[SHEET], *places, "-o", pdf, *TEMPLATES) == {
        pdf.as_posix()
    }
    assert call("index", work / "site.json", "-o", stage / "index.html", *TEMPLATES) == {"work/site/index.html"}
    pages = work / "pages"
    shown = ("--citations", work / "citations.json")
    assert call("cite", pages / "citation.json", *shown, "-o", out, *TEMPLATES) == {
        "work/citations.json",
        *(f"work/site/sample/citation.{ending}" for ending in ("bib", "json", "ris")),
    }
    for name in ("glossary", "recommendations", "search"):
        assert call("gather", name, pages / f"{name}.json", "-o", stage / f"{name}.html", *TEMPLATES) == {
            f"work/site/{name}.html"
        }
    assert call("missing", work / "site.json", "-o", stage / "404.html", *TEMPLATES) == {"work/site/404.html"}
    pdfs = [out / f"{name}.pdf" for name in documents]
    for path in pdfs:
        path.write_bytes(pdf.read_bytes())
    given = [word for path in pdfs for word in ("--pdf", path)]
    given += ["--facts", work / "metadata/landing.json"]
    assert call("landing", pages / "landing.json", *shown, *given, "-o", out / "index.html", *TEMPLATES) == {
        "work/site/sample/index.html"
    }
    told_to_programs(stage, work)
    faces = {f"plex-{face}.woff2" for face in ("sans", "serif-italic", "serif-regular", "serif-semibold")}
    assert call("assets", *sorted(stage.rglob("*.html")), "-o", stage / "assets", *TEMPLATES) == {
        f"work/site/assets/{name}" for name in ("icon.svg", "web.css", *(f"fonts/{face}" for face in faces))
    }
    house = ("--views", work / "site.json")
    assert call("headers", "index.html", *house, "--stage", stage, "-o", "headers") == {
        *("work/site/_headers", "work/site/.htaccess", "headers/nginx.conf", "headers/Caddyfile"),
    }
    published(stage, work)
    assert pdf.read_bytes().startswith(b"%PDF-1.7")


def test_every_file_of_an_edition_is_said_to_netlify(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    edition = Path("site/a/editions/1.0")
    for name in ("index.html", "report.html", "figures/deaths.csv"):
        (edition / name).parent.mkdir(parents=True, exist_ok=True)
        (edition / name).write_text("", "utf-8")
    Path("view.json").write_text('{"house": {"base_url": "https://example.org"}}', "utf-8")
    listed = ("--listed", "site/a/editions")
    assert run("headers", "index.html", "--views", "view.json", *listed, "--stage", "site", "-o", "headers") == 0
    said = Path("site/_headers").read_text("utf-8").splitlines()
    addresses = {
        f"/a/editions/1.0/{name}" for name in ("", "index.html", "report", "report.html", "figures/deaths.csv")
    }
    assert {line for line in said if line.startswith("/a/")} == addresses
    after = said[said.index("/a/editions/1.0/figures/deaths.csv") :]
    assert "  Access-Control-Allow-Origin: *" in after[:6]


def test_publishing_copies_files_whole_and_takes_out_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, data in {
        "release/a/b": b"\0\r\n\xff",
        "release/.snakemake_timestamp": b"",
        "manifest.json": b"{}",
        "site/a/b": b"old",
        "site/d/e/f": b"f",
    }.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(data)
    assert run("publish", "release", "manifest.json", "site") == 0
    assert {name: (Path("site") / name).read_bytes() for name in files(Path("site"))} == {
        "a/b": b"\0\r\n\xff",
        "manifest.json": b"{}",
    }
    assert not Path("site/d").exists()
    assert Path("site/a/b").stat().st_mode & 0o777 == 0o644


def test_the_index_lists_the_newest_brief_first(make_brief: MakeBrief) -> None:
    folder = make_brief()
    assert run("resolve", folder, "-o", "old", *TEMPLATES) == 0
    site = Path("old/site.json").read_text("utf-8")
    for slug, date in (("new", "2026-02-01"), ("twin", "2026-01-31")):
        text = site.replace('"slug": "sample"', f'"slug": "{slug}"').replace("2026-01-31", date)
        Path(f"{slug}.json").write_text(text, "utf-8")
    assert run("index", "old/site.json", "new.json", "twin.json", "-o", "index.html", *TEMPLATES) == 0
    assert re.findall(r'<h2 id="(\w+)">', Path("index.html").read_text("utf-8")) == [
        "new",
        "sample",
        "twin",
        "by_topic",
    ]


def test_a_character_that_no_typeface_has_is_named(make_brief: MakeBrief, capsys: pytest.CaptureFixture[str]) -> None:
    folder = briefs.hold(make_brief())
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
    folder = briefs.hold(make_brief(figure=("url: boats.csv", "url: https://evil.example/boats.csv")))
    assert run("resolve", folder, "-o", "work", *TEMPLATES) == 0
    assert run("figure", "work/figures/boats.json", "-o", "boats.svg", *TEMPLATES) == 1
    err = capsys.readouterr().err
    assert err.startswith("sources/sample/figures/boats.vl.yaml:1:1: error: a figure reads its own data only")
    assert not Path("boats.svg").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("parity", "work/nope", "site/nope", "-o", "x"), "work/nope/site.json: No such file or directory"),
        (("verify", "--manifest", "nope.json", "."), "nope.json: No such file or directory"),
        (("verify", "--trust", "nope.pem", "a.pdf"), "nope.pem: No such file or directory"),
        (("verify", "a.pdf", "--report", "folder"), "folder: Is a directory"),
        (("publish", ".", "folder", "site"), "folder: Is a directory"),
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


def test_an_internal_error_shows_no_traceback_but_how_to_get_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("fingerprint", "stage", "elsewhere/a", "--views", "site.json", "-o", "release") == 70
    err = capsys.readouterr().err
    assert err.startswith("internal error: ValueError: 'elsewhere/a' is not in the subpath of 'stage'")
    assert err.endswith("\nSet BRIEFWRIGHT_DEBUG=1 for the details, and report them.\n")
    assert "Traceback" not in err


def test_the_traceback_is_there_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFWRIGHT_DEBUG", "1")
    monkeypatch.setattr(sys, "argv", ["briefwright", "export", "nowhere", "-o", "elsewhere/a"])
    with pytest.raises(FileNotFoundError, match="nowhere"):
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
