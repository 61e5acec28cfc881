"""The workflow as Snakemake sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from tests.tools.project import DOCUMENTS, ROOT

if TYPE_CHECKING:
    from tests.tools.project import Project

pytestmark = pytest.mark.slow


def test_dry_run_says_what_it_would_do_and_does_nothing(bare: Project) -> None:
    run = bare.build("-n")
    assert "would resolve" in run.text
    assert "would assets" in run.text
    assert not (bare.root / "build").exists()
    assert "Published" not in run.text


def test_dry_run_of_a_built_project_says_that_there_is_nothing_to_do(built: Project) -> None:
    assert "Nothing to do" in built.build("-n").text


def test_lint_finds_nothing(built: Project) -> None:
    built.build("--lint")
    # It can find something.
    built.append("Snakefile", "\n\nrule bad:\n    shell:\n        'touch bad'")
    assert built.run("snakemake", "--lint").code != 0


def test_graph_of_a_built_project(built: Project) -> None:
    graph = built.build("--dag").text
    assert "digraph snakemake_dag" in graph
    for rule in ("resolve", "compose", "convert", "page", "typeset", "figure", "code", "assets", "index", "publish"):
        assert rule in graph
    for document in DOCUMENTS:
        assert f"document: {document}" in graph


def test_rules_have_words(original: Project) -> None:
    listed = original.build("--list-rules").text
    assert "publish" in listed


def test_profile_has_what_speed_and_repair_need() -> None:
    profile = YAML(typ="safe").load((ROOT / "profiles/default/config.yaml").read_text("utf-8"))
    assert profile["cores"] == "all"
    assert profile["logger"] == "briefwright"
    assert profile["scheduler"] == "greedy"
    assert profile["scheduler-subsample"] == 10
    # Without it each run that does something waits for a second at its end.
    assert profile["max-jobs-per-timespan"] == "1000000/0s"
    assert profile["rerun-incomplete"] is True
    assert profile["nolock"] is True
    assert profile["keep-going"] is True


def test_one_document_may_be_asked_for(bare: Project) -> None:
    target = "build/work/site/cyber-recruitment/recommendations-sheet.html"
    run = bare.build(target)
    assert (bare.root / target).is_file()
    assert "typeset recommendations-sheet" not in run.jobs
