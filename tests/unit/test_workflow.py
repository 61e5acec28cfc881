"""The plan of a build."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest
from snakemake.exceptions import WorkflowError

from briefwright import cache, launcher, workflow
from briefwright.layout import ERRORS, Layout
from briefwright.site.publish import publish
from briefwright.workflow import options, plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import MakeBrief


@pytest.fixture(autouse=True)
def _project(make_brief: MakeBrief, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    make_brief()
    shutil.copytree("sources/sample", "sources/tunnels")
    for name in ("PKCS12", "PKCS11_MODULE"):
        monkeypatch.delenv(f"BRIEFWRIGHT_{name}", raising=False)
    monkeypatch.setattr(launcher, "start_servers", lambda: None)
    locks: list[IO[str]] = []
    monkeypatch.setattr(workflow, "_lock", locks)
    workflow.digest.cache_clear()
    yield
    for file in locks:
        file.close()


def test_default_plan_is_the_public_edition_of_all_briefs() -> None:
    build = plan({})
    assert build.briefs == build.all_briefs == ("sample", "tunnels")
    assert build.layout.marking == "CLEAR"
    assert build.documents == ("annotated-report", "executive-brief", "recommendations-sheet")
    assert build.signer == ""
    assert build.engine_digest == cache.engine_digest()


def test_plans_the_given_briefs_and_marking() -> None:
    build = plan({"marking": "amber", "briefs": ["tunnels"]})
    assert (build.briefs, build.all_briefs) == (("tunnels",), ("sample", "tunnels"))
    assert build.layout.marking == "AMBER"


def test_builds_a_draft_only_by_name() -> None:
    path = Path("sources/tunnels/brief.yaml")
    path.write_text(f"status: draft\n{path.read_text('utf-8')}", "utf-8")
    build = plan({})
    assert (build.briefs, build.all_briefs, build.drafts) == (("sample",), ("sample",), ())
    assert build.targets == [build.layout.published]
    build = plan({"briefs": ["tunnels"]})
    assert (build.briefs, build.drafts) == ((), ("tunnels",))
    assert build.targets == [build.layout.brief("tunnels", "draft.json")]
    build = plan({"briefs": ["tunnels", "sample"]})
    assert build.targets == [build.layout.published, build.layout.brief("tunnels", "draft.json")]


def test_removes_the_published_files_of_a_brief_that_became_a_draft() -> None:
    ready = Layout().ready("tunnels")
    ready.mkdir(parents=True)
    path = Path("sources/tunnels/brief.yaml")
    path.write_text(f"status: draft\n{path.read_text('utf-8')}", "utf-8")
    plan({})
    assert not ready.exists()


def test_rejects_wrong_settings_with_a_workflow_error() -> None:
    with pytest.raises(WorkflowError, match="unknown marking “BLUE”"):
        plan({"marking": "BLUE"})


def test_rejects_a_key_that_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFWRIGHT_PKCS12", "gone.p12")
    with pytest.raises(WorkflowError, match=r"gone\.p12"):
        plan({})


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        ("sources/sample/brief.yaml", {"sample"}),
        ("sources/tunnels/figures/boats.csv", {"tunnels"}),
        ("sources/publisher.yaml", {"sample", "tunnels"}),
        ("sources/tunnels/.brief.yaml.swp", set()),
    ],
)
def test_edit_changes_the_digest_of_the_briefs_that_read_the_file(path: str, changed: set[str]) -> None:
    build = plan({})
    before = {name: build.sources_digest(name) for name in build.briefs}
    with Path(path).open("a", encoding="utf-8") as file:
        file.write("# edited")
    workflow.digest.cache_clear()
    assert {name for name in build.briefs if build.sources_digest(name) != before[name]} == changed


def test_digest_ignores_missing_files() -> None:
    assert workflow.digest("templates/gone") == workflow.digest()


def test_removes_the_output_of_failed_steps() -> None:
    work = Layout().work
    for name in ("sample/resolved", "sample/pdf/a", "sample/pdf/b", "tunnels/figures"):
        (work / name).mkdir(parents=True)
    for name in ("sample/pdf/a", "tunnels/figures"):
        (work / name / ERRORS).touch()
    plan({"briefs": ["sample"]})
    found = {path.parent.relative_to(work).as_posix() for path in work.rglob(ERRORS)}
    assert found == {"tunnels/figures"}
    assert (work / "sample/pdf/b").is_dir()
    assert not (work / "sample/pdf/a").exists()


@pytest.mark.parametrize(("errors", "stays"), [("", True), ("error: it fails\n", False)])
def test_removes_the_outcome_of_a_failed_brief(
    errors: str,
    stays: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    outcome = Layout().brief("sample", "outcome.json")
    outcome.parent.mkdir(parents=True)
    outcome.write_text(json.dumps({"brief": "sample", "errors": errors}), "utf-8")
    plan({})
    assert outcome.exists() == stays


def test_removes_the_stamp_of_a_changed_site() -> None:
    layout, file = Layout(), Path("index.html")
    file.write_text("index", "utf-8")
    digest = hashlib.sha256(b"index").hexdigest()
    stamp = publish({"index.html": file}, {"files": [{"path": "index.html", "sha256": digest}]}, layout.site)
    layout.published.parent.mkdir(parents=True)
    layout.published.write_text(json.dumps(stamp), "utf-8")
    plan({})
    assert layout.published.is_file()
    (layout.site / "index.html").write_text("other", "utf-8")
    plan({})
    assert not layout.published.exists()


def test_options_repeat_their_name_for_each_folder() -> None:
    assert options(pdf=["a", "b"], verified=["c"]) == ["--pdf", "a", "--pdf", "b", "--verified", "c"]


def test_removes_the_output_of_deleted_briefs() -> None:
    for brief in ("sample", "gone"):
        Layout().ready(brief).mkdir(parents=True)
    plan({})
    assert Layout().ready("sample").is_dir()
    assert not Layout().brief("gone").exists()


def test_second_build_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    Layout().ready("gone").mkdir(parents=True)
    monkeypatch.setattr(workflow, "_take_lock", lambda: False)
    plan({})
    assert Layout().ready("gone").is_dir()
