"""The steps of the workflow: their output, and how they pass on the errors of a brief."""

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

pytestmark = pytest.mark.pandoc

SHEET = "recommendations-sheet"
LAYOUT = Layout()


# --- brief_step -----------------------------------------------------------------------------------------------------


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """The folder of a step after an earlier build."""
    folder = tmp_path / "work/output"
    folder.mkdir(parents=True)
    (folder / "old.txt").write_text("old", "utf-8")
    return folder


def write_half(output: Path, error: BaseException) -> None:
    with brief_step(output) as new:
        (new / "half.txt").write_text("half", "utf-8")
        raise error


def test_finished_step_replaces_its_folder(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
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
def test_failed_step_writes_only_its_errors_and_exits_with_0(
    output: Path, capsys: pytest.CaptureFixture[str], error: BriefwrightError, text: str
) -> None:
    with pytest.raises(typer.Exit) as end:
        write_half(output, error)
    assert end.value.exit_code == 0
    assert contents(output) == {ERRORS: text.encode()}
    assert list(output.parent.iterdir()) == [output]
    assert capsys.readouterr() == ("", text)


def test_step_passes_on_the_errors_of_an_earlier_step(
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
    # The failed step has printed the errors.
    assert capsys.readouterr() == ("", f"{UNCHANGED}\n")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_interrupted_step_leaves_its_folder_unchanged(output: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        write_half(output, error)
    assert contents(output) == {"old.txt": b"old"}
    assert list(output.parent.iterdir()) == [output]


def test_step_runs_after_a_killed_one(output: Path) -> None:
    leftover = output.with_name(".output.abcdefgh")
    leftover.mkdir()
    (leftover / "half.txt").touch()
    with brief_step(output) as new:
        (new / "new.txt").write_text("new", "utf-8")
    assert contents(output) == {"new.txt": b"new"}


def test_step_with_all_results_cached_prints_unchanged(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for printed in ("", f"{UNCHANGED}\n"):
        cache = Cache(tmp_path / "cache")
        with brief_step(output, step_cache=cache) as new:
            (new / "new.txt").write_bytes(cache.get("step", ("a",), lambda: b"new"))
        assert contents(output) == {"new.txt": b"new"}
        assert capsys.readouterr().err == printed


# --- the steps of a build -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Build:
    """A build of a brief in the working directory, step by step, as in the Snakefile."""

    brief: str = "sample"

    def step(self, name: str, *arguments: object) -> int:
        # In a build, each step is a process.
        folders.cache.cache_clear()
        return run("step", name, *arguments)

    def inputs(self, *names: str) -> list[object]:
        known = {"resolved": "resolved", "figures": "figures", "fragments": "fragments", "pages": "pages"}
        paths = {name: LAYOUT.brief(self.brief, folder) for name, folder in known.items()} | {"assets": LAYOUT.assets}
        return [word for name in names for word in (f"--{name}", paths[name])]

    def make(self) -> None:
        """Run the steps of the brief, which must succeed."""
        at = LAYOUT.brief(self.brief)
        if not LAYOUT.assets.is_dir():
            assert self.step("assets", "-o", LAYOUT.assets) == 0
        assert self.step("resolve", self.brief, "-o", at / "resolved") == 0
        assert self.step("draw", *self.inputs("resolved"), "-o", at / "figures") == 0
        assert self.step("render", *self.inputs("resolved"), "-o", at / "fragments") == 0
        rendered = self.inputs("resolved", "figures", "fragments")
        assert self.step("page", *rendered, *self.inputs("assets"), "-o", at / "pages") == 0
        for document in DOCUMENTS:
            pdf, verified = at / "pdf" / document, at / "verified" / document
            assert self.step("typeset", document, *rendered, "-o", pdf) == 0
            checked = self.inputs("resolved", "figures", "pages")
            assert self.step("verify", document, *checked, "--pdf", pdf, "-o", verified) == 0
        self.assemble()

    def assemble(self) -> None:
        at = LAYOUT.brief(self.brief)
        options = self.inputs("resolved", "figures", "fragments", "pages", "assets")
        for name in DOCUMENTS:
            options += ["--pdf", at / "pdf" / name, "--verified", at / "verified" / name]
        assert self.step("assemble", self.brief, *options, "-o", self.outcome) == 0

    @property
    def outcome(self) -> Path:
        return LAYOUT.brief(self.brief, "outcome.json")

    @property
    def errors(self) -> str:
        outcome: dict[str, str] = json.loads(self.outcome.read_text("utf-8"))
        assert outcome["brief"] == self.brief
        return outcome["errors"]

    def publish(self, *others: Build) -> int:
        """Write the site of this brief and others, and publish it; return the exit code of `publish`."""
        assert self.step("site", *self.inputs("assets"), "-o", LAYOUT.site_pages) == 0
        outcomes = [build.outcome for build in (self, *others)]
        return self.step("publish", LAYOUT.site_pages, *outcomes, "-o", LAYOUT.published)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose brief is ready to publish."""
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
    content: dict[str, Any] = json.loads((LAYOUT.site / "manifest.json").read_text("utf-8"))
    return content


def test_steps_publish_a_brief(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.errors == ""
    assert build.publish() == 0
    assert capsys.readouterr() == ("", f"note: {UNSIGNED}\n")
    names = {file["path"] for file in manifest()["files"]}
    assert contents(LAYOUT.site).keys() == names | {"manifest.json"}
    assert {f"sample/{name}.{ending}" for name in DOCUMENTS for ending in ("html", "pdf")} <= names
    assert {f"sample/editions/1.10/{name}.pdf" for name in DOCUMENTS} <= names
    assert {"index.html", "404.html", "search.html", "feed.xml", "sitemap.xml", "_headers", "card.png"} <= names
    assert contents(LAYOUT.server_config).keys() == {"nginx.conf"}
    assert is_intact(LAYOUT.site, json.loads(LAYOUT.published.read_text("utf-8")))
    assert run("verify", LAYOUT.site, "--quiet") == 0


def test_publish_with_a_key_prints_no_hint_about_signing(
    build: Build, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BRIEFWRIGHT_PKCS12", "publisher.p12")
    assert build.publish() == 0
    assert capsys.readouterr().err == ""


def test_second_run_of_the_steps_changes_nothing(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    before = {name: data for name, data in contents(LAYOUT.work).items() if name.startswith("cache/")}
    built = contents(LAYOUT.ready("sample"))
    build.make()
    # All steps with a cache: not `resolve` and `page`, which are quick, and `assemble`.
    assert capsys.readouterr().err.splitlines() == [UNCHANGED] * (2 + 2 * len(DOCUMENTS))
    assert {name: data for name, data in contents(LAYOUT.work).items() if name.startswith("cache/")} == before
    assert contents(LAYOUT.ready("sample")) == built


def test_steps_pass_on_an_error_in_the_sources(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    ready = contents(LAYOUT.ready("sample"))
    damage(briefs.FOLDER)
    build.make()
    err = capsys.readouterr().err
    assert err.startswith("sources/sample/brief.yaml:")
    assert err.count("error: ") == 1
    for name in ("resolved", "figures", "fragments", "pages", *(f"pdf/{document}" for document in DOCUMENTS)):
        assert contents(LAYOUT.brief("sample", name)).keys() == {ERRORS}, name
    assert build.errors == LAYOUT.brief("sample", "resolved", ERRORS).read_text("utf-8")
    assert contents(LAYOUT.ready("sample")) == ready


def test_error_in_one_document_leaves_the_ready_brief_unchanged(
    build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    ready = contents(LAYOUT.ready("sample"))
    briefs.edit(briefs.FOLDER, "brief", "annotated-report: [1, 16]", f"annotated-report: [1, 16]\n  {SHEET}: [3, 4]")
    build.make()
    assert f"error: sample/{SHEET}.pdf: " in capsys.readouterr().err
    assert contents(LAYOUT.brief("sample", "pdf", SHEET)).keys() == {ERRORS}
    assert contents(LAYOUT.brief("sample", "pdf", "executive-brief")).keys() == {"executive-brief.pdf"}
    assert build.errors.startswith("error: sample/")
    assert contents(LAYOUT.ready("sample")) == ready


def test_error_in_assemble_leaves_the_ready_brief_unchanged(
    build: Build, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        message = "it fails"
        raise BriefwrightError(message)

    ready = contents(LAYOUT.ready("sample"))
    monkeypatch.setattr(editions, "current_edition", fail)
    build.assemble()
    assert build.errors == "error: it fails\n"
    assert capsys.readouterr().err == build.errors
    assert contents(LAYOUT.ready("sample")) == ready


def test_brief_that_became_too_strict_is_no_longer_ready(build: Build) -> None:
    file = briefs.FOLDER / "brief.yaml"
    file.write_text(f"marking: TLP:AMBER\n{file.read_text('utf-8')}", "utf-8")
    assert build.step("resolve", "sample", "-o", LAYOUT.brief("sample", "resolved")) == 0
    build.assemble()
    assert "TLP:CLEAR" in build.errors
    assert not LAYOUT.ready("sample").exists()


def test_internal_error_in_a_brief_does_not_stop_the_build(
    build: Build, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("briefwright.html.compose.compose", fail)
    assert build.step("render", *build.inputs("resolved"), "-o", LAYOUT.brief("sample", "fragments")) == 0
    assert "internal error: ValueError" in capsys.readouterr().err
    build.assemble()
    assert build.errors.startswith("internal error: ValueError")


def test_publish_names_the_failed_brief_and_publishes_the_others(
    build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(briefs.FOLDER, "sources/tunnels")
    damage(Path("sources/tunnels"))
    other = Build("tunnels")
    other.make()
    capsys.readouterr()
    assert build.publish(other) == 1
    assert capsys.readouterr().err == (
        f"note: {UNSIGNED}\nerror: sources/tunnels: not built; fix the errors above. The site does not contain it.\n"
    )
    assert {brief["slug"] for brief in manifest()["briefs"]} == {"sample"}
    assert (LAYOUT.site / f"sample/{SHEET}.pdf").is_file()
    # The next build publishes again.
    assert not LAYOUT.published.exists()


def test_publish_keeps_the_edition_of_a_failed_brief(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.publish() == 0
    before = contents(LAYOUT.site)
    damage(briefs.FOLDER)
    build.make()
    capsys.readouterr()
    assert build.publish() == 1
    assert capsys.readouterr().err.endswith(
        "error: sources/sample: not built; fix the errors above. The site keeps edition 1.10.\n"
    )
    assert contents(LAYOUT.site) == before


def test_rejects_site_without_briefs(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(LAYOUT.ready("sample"))
    assert build.step("site", *build.inputs("assets"), "-o", LAYOUT.site_pages) == 1
    assert capsys.readouterr().err.startswith("error: nothing to publish")
    assert not LAYOUT.site_pages.exists()


def test_rejects_site_with_a_broken_link(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    file = LAYOUT.ready("sample") / "inventory.json"
    inventory = json.loads(file.read_text("utf-8"))
    inventory["files"] = [file for file in inventory["files"] if file["path"] != f"sample/{SHEET}.html"]
    file.unlink()
    file.write_text(json.dumps(inventory), "utf-8")
    assert build.step("site", *build.inputs("assets"), "-o", LAYOUT.site_pages) == 1
    err = capsys.readouterr().err
    assert "sample/index.html: line " in err
    assert f"sample/{SHEET}.html" in err
    assert not LAYOUT.site_pages.exists()


def test_rejects_a_file_that_changed_after_the_step_site(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.publish() == 0
    before = contents(LAYOUT.site)
    page = LAYOUT.ready("sample") / f"site/sample/{SHEET}.html"
    page.unlink()
    page.write_text("other", "utf-8")
    capsys.readouterr()
    assert build.step("publish", LAYOUT.site_pages, build.outcome, "-o", LAYOUT.published) == 1
    assert "build again" in capsys.readouterr().err
    assert contents(LAYOUT.site) == before


def test_rejects_a_character_that_no_font_contains(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    page = LAYOUT.brief("sample", "fragments") / f"{SHEET}.html"
    page.write_text("<h1>漢 bridge 漢</h1>", "utf-8")
    options, pdf = build.inputs("resolved", "figures", "fragments"), LAYOUT.brief("sample", "pdf", SHEET)
    assert build.step("typeset", SHEET, *options, "-o", pdf) == 0
    assert capsys.readouterr().err == (
        f"error: sample/{SHEET}.pdf: no font contains “漢” (U+6F22); use other characters\n"
    )
    assert contents(pdf).keys() == {ERRORS}


def test_rejects_a_figure_that_cannot_be_drawn(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    briefs.edit(briefs.FOLDER, "figure", "url: boats.csv", "url: https://evil.example/boats.csv")
    assert build.step("resolve", "sample", "-o", LAYOUT.brief("sample", "resolved")) == 0
    assert build.step("draw", *build.inputs("resolved"), "-o", LAYOUT.brief("sample", "figures")) == 0
    err = capsys.readouterr().err
    assert err.startswith("sources/sample/figures/boats.vl.yaml:4:8: error: ")
    assert contents(LAYOUT.brief("sample", "figures")).keys() == {ERRORS}


def test_resolve_with_warnings_prints_them_and_writes(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    briefs.edit(briefs.FOLDER, "glossary", "A way over water.", "Perhaps a way.")
    assert build.step("resolve", "sample", "-o", LAYOUT.brief("sample", "resolved")) == 0
    assert "glossary.yaml:9:17: warning: " in capsys.readouterr().err
    assert "brief.json" in contents(LAYOUT.brief("sample", "resolved"))
