"""The plan of a build."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest
from snakemake.exceptions import WorkflowError

from briefwright import cache, warm, workflow
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
    monkeypatch.setattr(warm, "start", lambda: None)
    locks: list[IO[str]] = []
    monkeypatch.setattr(workflow, "_lock", locks)
    workflow.digest.cache_clear()
    yield
    for file in locks:
        file.close()


def test_plans_all_briefs_for_all_readers() -> None:
    made = plan({})
    assert made.briefs == made.known == ("sample", "tunnels")
    assert made.layout.marking == "CLEAR"
    assert made.documents == ("annotated-report", "executive-brief", "recommendations-sheet")
    assert made.signer == ""
    assert made.engine == cache.engine()


def test_plans_some_briefs_for_some_readers() -> None:
    made = plan({"marking": "amber", "briefs": ["tunnels"]})
    assert (made.briefs, made.known) == (("tunnels",), ("sample", "tunnels"))
    assert made.layout.marking == "AMBER"


def test_rejects_settings_in_the_words_of_the_workflow() -> None:
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
def test_an_edit_changes_the_sources_of_the_briefs_that_read_it(path: str, changed: set[str]) -> None:
    made = plan({})
    before = {name: made.sources(name) for name in made.briefs}
    with Path(path).open("a", encoding="utf-8") as file:
        file.write("# edited")
    workflow.digest.cache_clear()
    assert {name for name in made.briefs if made.sources(name) != before[name]} == changed


def test_a_template_that_is_missing_is_for_the_step_to_report() -> None:
    assert workflow.digest("templates/gone") == workflow.digest()


def test_a_step_that_failed_runs_again() -> None:
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


@pytest.mark.parametrize(("errors", "kept"), [("", True), ("error: it fails\n", False)])
def test_a_brief_that_could_not_be_put_together_is_tried_again(
    errors: str,
    kept: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    outcome = Layout().brief("sample", "outcome.json")
    outcome.parent.mkdir(parents=True)
    outcome.write_text(json.dumps({"brief": "sample", "errors": errors}), "utf-8")
    plan({})
    assert outcome.exists() == kept


def test_a_damaged_site_is_published_again() -> None:
    at, file = Layout(), Path("index.html")
    file.write_text("index", "utf-8")
    digest = hashlib.sha256(b"index").hexdigest()
    stamp = publish({"index.html": file}, {"files": [{"path": "index.html", "sha256": digest}]}, at.site)
    at.published.parent.mkdir(parents=True)
    at.published.write_text(json.dumps(stamp), "utf-8")
    plan({})
    assert at.published.is_file()
    (at.site / "index.html").write_text("other", "utf-8")
    plan({})
    assert not at.published.exists()


def test_options_are_given_once_for_each_folder() -> None:
    assert options(pdf=["a", "b"], verified=["c"]) == ["--pdf", "a", "--pdf", "b", "--verified", "c"]


def test_forgets_what_was_made_of_a_brief_that_is_gone() -> None:
    for brief in ("sample", "gone"):
        Layout().ready(brief).mkdir(parents=True)
    plan({})
    assert Layout().ready("sample").is_dir()
    assert not Layout().brief("gone").exists()


def test_a_build_beside_another_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    Layout().ready("gone").mkdir(parents=True)
    monkeypatch.setattr(workflow, "_take_lock", lambda: False)
    plan({})
    assert Layout().ready("gone").is_dir()
