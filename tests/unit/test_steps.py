"""The steps of the workflow: what they write, and how the errors of one brief go from step to step."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer

from briefwright.cache import Cache
from briefwright.cli.steps import editions, folders
from briefwright.cli.steps.folders import brief_step
from briefwright.errors import BriefwrightError, InvalidSources, Problem
from briefwright.extras.signing_settings import UNSIGNED
from briefwright.layout import ERRORS, UNCHANGED, Layout
from briefwright.site.publish import is_intact
from tests import briefs
from tests.tools.project import DOCUMENTS
from tests.unit.test_cli import contents, run

if TYPE_CHECKING:
    from collections.abc import Iterator

SHEET = "recommendations-sheet"
AT = Layout()


# --- the frame of a step --------------------------------------------------------------------------------------------


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """The folder of a step, as an earlier build left it."""
    folder = tmp_path / "work/output"
    folder.mkdir(parents=True)
    (folder / "old.txt").write_text("old", "utf-8")
    return folder


def write_half(output: Path, error: BaseException) -> None:
    with brief_step(output) as new:
        (new / "half.txt").write_text("half", "utf-8")
        raise error


def test_a_step_that_is_done_puts_its_folder_in_place(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with brief_step(output) as new:
        (new / "new.txt").write_text("new", "utf-8")
        assert contents(output) == {"old.txt": b"old"}
    assert contents(output) == {"new.txt": b"new"}
    assert list(output.parent.iterdir()) == [output]
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (BriefwrightError("it fails"), "error: it fails\n"),
        (
            InvalidSources([Problem("a.yaml", 1, 2, "it fails")]),
            "a.yaml:1:2: error: it fails\n\n1 error; nothing was written.\n",
        ),
    ],
)
def test_a_step_that_fails_leaves_its_errors_alone_and_exits_with_0(
    output: Path, capsys: pytest.CaptureFixture[str], error: BriefwrightError, text: str
) -> None:
    with pytest.raises(typer.Exit) as end:
        write_half(output, error)
    assert end.value.exit_code == 0
    assert contents(output) == {ERRORS: text.encode()}
    assert list(output.parent.iterdir()) == [output]
    assert capsys.readouterr() == ("", text)


def test_a_step_passes_the_errors_of_an_earlier_one_on(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    failed, done = tmp_path / "failed", tmp_path / "done"
    failed.mkdir()
    done.mkdir()
    (failed / ERRORS).write_text("error: it fails\n", "utf-8")
    with pytest.raises(typer.Exit) as end, brief_step(output, done, failed):
        pytest.fail("the step ran")
    assert end.value.exit_code == 0
    assert contents(output) == {ERRORS: b"error: it fails\n"}
    # The step that failed has printed them.
    assert capsys.readouterr() == ("", f"{UNCHANGED}\n")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_a_step_that_is_interrupted_leaves_its_folder_as_it_was(output: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        write_half(output, error)
    assert contents(output) == {"old.txt": b"old"}
    assert list(output.parent.iterdir()) == [output]


def test_a_step_that_was_killed_stops_no_later_one(output: Path) -> None:
    left = output.with_name(".output.abcdefgh")
    left.mkdir()
    (left / "half.txt").touch()
    with brief_step(output) as new:
        (new / "new.txt").write_text("new", "utf-8")
    assert contents(output) == {"new.txt": b"new"}


def test_a_step_that_found_all_results_says_that_nothing_changed(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for said in ("", f"{UNCHANGED}\n"):
        store = Cache(tmp_path / "cache")
        with brief_step(output, store=store) as new:
            (new / "new.txt").write_bytes(store.get("step", ("a",), lambda: b"new"))
        assert contents(output) == {"new.txt": b"new"}
        assert capsys.readouterr().err == said


# --- the steps of a build -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Build:
    """A build of briefs in the working directory, step by step, as the Snakefile has it."""

    brief: str = "sample"

    def step(self, name: str, *arguments: object) -> int:
        # Each step is a process of its own.
        folders.cache.cache_clear()
        return run("step", name, *arguments)

    def inputs(self, *names: str) -> list[object]:
        known = {"resolved": "resolved", "figures": "figures", "fragments": "fragments", "pages": "pages"}
        paths = {name: AT.brief(self.brief, folder) for name, folder in known.items()} | {"assets": AT.assets}
        return [word for name in names for word in (f"--{name}", paths[name])]

    def make(self) -> None:
        """Run the steps of the brief, all of which end well."""
        at = AT.brief(self.brief)
        if not AT.assets.is_dir():
            assert self.step("assets", "-o", AT.assets) == 0
        assert self.step("resolve", self.brief, "-o", at / "resolved") == 0
        assert self.step("draw", *self.inputs("resolved"), "-o", at / "figures") == 0
        assert self.step("render", *self.inputs("resolved"), "-o", at / "fragments") == 0
        made = self.inputs("resolved", "figures", "fragments")
        assert self.step("page", *made, *self.inputs("assets"), "-o", at / "pages") == 0
        for document in DOCUMENTS:
            pdf, verified = at / "pdf" / document, at / "verified" / document
            assert self.step("typeset", document, *made, "-o", pdf) == 0
            checked = self.inputs("resolved", "figures", "pages")
            assert self.step("verify", document, *checked, "--pdf", pdf, "-o", verified) == 0
        self.assemble()

    def assemble(self) -> None:
        at = AT.brief(self.brief)
        made = self.inputs("resolved", "figures", "fragments", "pages", "assets")
        for name in DOCUMENTS:
            made += ["--pdf", at / "pdf" / name, "--verified", at / "verified" / name]
        assert self.step("assemble", self.brief, *made, "-o", self.outcome) == 0

    @property
    def outcome(self) -> Path:
        return AT.brief(self.brief, "outcome.json")

    @property
    def errors(self) -> str:
        found: dict[str, str] = json.loads(self.outcome.read_text("utf-8"))
        assert found["brief"] == self.brief
        return found["errors"]

    def publish(self, *others: Build) -> int:
        """Make the site of this brief and others, and publish it; return the exit code of publishing."""
        assert self.step("site", *self.inputs("assets"), "-o", AT.site_pages) == 0
        outcomes = [build.outcome for build in (self, *others)]
        return self.step("publish", AT.site_pages, *outcomes, "-o", AT.published)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose brief is ready to be published."""
    project = tmp_path_factory.mktemp("project")
    limits = "page_limits:\n  annotated-report: [1, 16]\n\n"
    briefs.write_lock(briefs.make(project, brief=("brief_figure:", f"{limits}brief_figure:")))
    shutil.copytree(briefs.ROOT / "schemas", project / "schemas")
    (project / "templates").symlink_to(briefs.TEMPLATES)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project)
        Build().make()
    return project


@pytest.fixture
def build(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Build]:
    """A copy of the project, as the working directory."""
    shutil.copytree(built, tmp_path / "project", symlinks=True)
    monkeypatch.chdir(tmp_path / "project")
    yield Build()
    folders.cache.cache_clear()


def damage(folder: Path, name: str = "brief", text: str = "essay: [") -> None:
    path = briefs.FILES[name]
    (folder / path.relative_to(briefs.FOLDER)).write_text(text, "utf-8")


def manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((AT.site / "manifest.json").read_text("utf-8"))
    return found


def test_the_steps_publish_a_brief(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.errors == ""
    assert build.publish() == 0
    assert capsys.readouterr() == ("", f"{UNSIGNED}\n")
    names = {file["path"] for file in manifest()["files"]}
    assert contents(AT.site).keys() == names | {"manifest.json"}
    assert {f"sample/{name}.{ending}" for name in DOCUMENTS for ending in ("html", "pdf")} <= names
    assert {f"sample/editions/1.10/{name}.pdf" for name in DOCUMENTS} <= names
    assert {"index.html", "404.html", "search.html", "feed.xml", "sitemap.xml", "_headers", "card.png"} <= names
    assert contents(AT.servers).keys() == {"nginx.conf"}
    assert is_intact(AT.site, json.loads(AT.published.read_text("utf-8")))
    assert run("verify", AT.site, "--quiet") == 0


def test_publishing_with_a_key_does_not_ask_for_one(
    build: Build, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BRIEFWRIGHT_PKCS12", "publisher.p12")
    assert build.publish() == 0
    assert capsys.readouterr().err == ""


def test_the_steps_do_their_work_once(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    before = {name: data for name, data in contents(AT.work).items() if name.startswith("cache/")}
    built = contents(AT.ready("sample"))
    build.make()
    # All but `resolve` and `page`, which are quick; `assemble` is no step with a folder.
    assert capsys.readouterr().err.splitlines() == [UNCHANGED] * (2 + 2 * len(DOCUMENTS))
    assert {name: data for name, data in contents(AT.work).items() if name.startswith("cache/")} == before
    assert contents(AT.ready("sample")) == built


def test_an_error_in_the_sources_goes_from_step_to_step(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    ready = contents(AT.ready("sample"))
    damage(briefs.FOLDER)
    build.make()
    said = capsys.readouterr().err
    assert said.startswith("sources/sample/brief.yaml:")
    assert said.count("error: ") == 1
    for name in ("resolved", "figures", "fragments", "pages", *(f"pdf/{one}" for one in DOCUMENTS)):
        assert contents(AT.brief("sample", name)).keys() == {ERRORS}, name
    assert build.errors == AT.brief("sample", "resolved", ERRORS).read_text("utf-8")
    # What was ready stays ready.
    assert contents(AT.ready("sample")) == ready


def test_an_error_of_one_document_leaves_the_brief_as_it_was_ready(
    build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    ready = contents(AT.ready("sample"))
    briefs.edit(briefs.FOLDER, "brief", "annotated-report: [1, 16]", f"annotated-report: [1, 16]\n  {SHEET}: [3, 4]")
    build.make()
    assert f"error: sample/{SHEET}.pdf: the PDF has 1 page, where 3 to 4 are asked for" in capsys.readouterr().err
    assert contents(AT.brief("sample", "pdf", SHEET)).keys() == {ERRORS}
    assert contents(AT.brief("sample", "pdf", "executive-brief")).keys() == {"executive-brief.pdf"}
    assert build.errors.startswith("error: sample/")
    assert contents(AT.ready("sample")) == ready


def test_an_error_while_a_brief_is_put_together_leaves_it_as_it_was_ready(
    build: Build, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        message = "it fails"
        raise BriefwrightError(message)

    ready = contents(AT.ready("sample"))
    monkeypatch.setattr(editions, "current_edition", fail)
    build.assemble()
    assert build.errors == "error: it fails\n"
    assert capsys.readouterr().err == build.errors
    assert contents(AT.ready("sample")) == ready


def test_a_brief_that_became_too_strict_is_published_no_more(build: Build) -> None:
    file = briefs.FOLDER / "brief.yaml"
    file.write_text(f"marking: TLP:AMBER\n{file.read_text('utf-8')}", "utf-8")
    assert build.step("resolve", "sample", "-o", AT.brief("sample", "resolved")) == 0
    build.assemble()
    assert "stricter than the TLP:CLEAR edition" in build.errors
    assert not AT.ready("sample").exists()


def test_an_unforeseen_error_of_a_brief_does_not_stop_the_build(
    build: Build, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("briefwright.html.compose.compose", fail)
    assert build.step("render", *build.inputs("resolved"), "-o", AT.brief("sample", "fragments")) == 0
    assert "internal error: ValueError" in capsys.readouterr().err
    build.assemble()
    assert build.errors.startswith("internal error: ValueError")


def test_publishing_names_a_broken_brief_and_publishes_the_others(
    build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(briefs.FOLDER, "sources/tunnels")
    damage(Path("sources/tunnels"))
    other = Build("tunnels")
    other.make()
    capsys.readouterr()
    assert build.publish(other) == 1
    assert capsys.readouterr().err == (
        f"{UNSIGNED}\nerror: sources/tunnels: not built, because of the errors above; the site lacks it\n"
    )
    assert {one["slug"] for one in manifest()["briefs"]} == {"sample"}
    assert (AT.site / f"sample/{SHEET}.pdf").is_file()
    # So the next build publishes again.
    assert not AT.published.exists()


def test_publishing_keeps_the_edition_of_a_brief_that_broke(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.publish() == 0
    before = contents(AT.site)
    damage(briefs.FOLDER)
    build.make()
    capsys.readouterr()
    assert build.publish() == 1
    assert capsys.readouterr().err.endswith(
        "error: sources/sample: not built, because of the errors above; the site keeps edition 1.10 as it was\n"
    )
    assert contents(AT.site) == before


def test_a_site_without_a_brief_is_not_made(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(AT.ready("sample"))
    assert build.step("site", *build.inputs("assets"), "-o", AT.site_pages) == 1
    assert capsys.readouterr().err == "error: no brief could be built, so there is nothing to publish\n"
    assert not AT.site_pages.exists()


def test_a_site_with_a_broken_link_is_not_made(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    file = AT.ready("sample") / "known.json"
    known = json.loads(file.read_text("utf-8"))
    known["files"] = [one for one in known["files"] if one["path"] != f"sample/{SHEET}.html"]
    file.unlink()
    file.write_text(json.dumps(known), "utf-8")
    assert build.step("site", *build.inputs("assets"), "-o", AT.site_pages) == 1
    err = capsys.readouterr().err
    assert "sample/index.html: line " in err
    assert f"leads to sample/{SHEET}.html, which is not there" in err
    assert not AT.site_pages.exists()


def test_a_file_that_changed_after_the_site_was_made_is_not_published(
    build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.publish() == 0
    before = contents(AT.site)
    page = AT.ready("sample") / f"site/sample/{SHEET}.html"
    page.unlink()
    page.write_text("other", "utf-8")
    capsys.readouterr()
    assert build.step("publish", AT.site_pages, build.outcome, "-o", AT.published) == 1
    assert "changed while the site was built; build again" in capsys.readouterr().err
    assert contents(AT.site) == before


def test_rejects_a_character_that_no_font_has(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    page = AT.brief("sample", "fragments") / f"{SHEET}.html"
    page.write_text("<h1>漢 bridge 漢</h1>", "utf-8")
    made, pdf = build.inputs("resolved", "figures", "fragments"), AT.brief("sample", "pdf", SHEET)
    assert build.step("typeset", SHEET, *made, "-o", pdf) == 0
    assert capsys.readouterr().err == f"error: sample/{SHEET}.pdf: no font of this publication has “漢” (U+6F22)\n"
    assert contents(pdf).keys() == {ERRORS}


def test_rejects_a_figure_that_cannot_be_drawn(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    briefs.edit(briefs.FOLDER, "figure", "url: boats.csv", "url: https://evil.example/boats.csv")
    assert build.step("resolve", "sample", "-o", AT.brief("sample", "resolved")) == 0
    assert build.step("draw", *build.inputs("resolved"), "-o", AT.brief("sample", "figures")) == 0
    err = capsys.readouterr().err
    assert err.startswith("sources/sample/figures/boats.vl.yaml:1:1: error: a figure reads its own data only")
    assert contents(AT.brief("sample", "figures")).keys() == {ERRORS}


def test_resolve_prints_warnings_and_writes(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    briefs.edit(briefs.FOLDER, "glossary", "A way over water.", "Perhaps a way.")
    assert build.step("resolve", "sample", "-o", AT.brief("sample", "resolved")) == 0
    assert "glossary.yaml:9:17: warning: the likelihood term “perhaps”" in capsys.readouterr().err
    assert "brief.json" in contents(AT.brief("sample", "resolved"))
