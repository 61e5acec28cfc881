"""The workflow as Snakemake sees it."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise, product

import pytest

from briefwright.model import Marking
from tests.tools.project import DOCUMENTS, ROOT, SHEET, SLUG, Project

pytestmark = pytest.mark.slow


def test_dry_run_says_what_it_would_do_and_does_nothing(bare: Project) -> None:
    run = bare.build("-n")
    assert "would resolve" in run.text
    assert "would publish" in run.text
    assert not (bare.root / "build").exists()
    assert "Published" not in run.text


def test_dry_run_of_a_built_project_says_that_there_is_nothing_to_do(built: Project) -> None:
    assert "Nothing to do" in built.build("-n").text


def test_a_stricter_edition_has_a_folder_of_its_own(bare: Project) -> None:
    run = bare.build("-n", "--config", "marking=TLP:AMBER")
    assert "would resolve   build/amber/work/" in run.text


def test_what_is_no_label_is_refused_before_anything_is_made(bare: Project) -> None:
    run = bare.run("snakemake", "--config", "marking=AMBR")
    assert run.code == 1
    assert f"config: unknown marking “AMBR”. Choose one of {', '.join(one.plain for one in Marking)}." in run.text
    assert not (bare.root / "build").exists()


def test_a_setting_that_nobody_reads_is_refused(bare: Project) -> None:
    run = bare.run("snakemake", "--config", "markng=AMBER")
    assert run.code == 1
    assert "config: unknown setting “markng”. Settings are marking, briefs." in run.text
    assert not (bare.root / "build").exists()


def test_a_brief_is_not_called_as_a_page_of_the_site(bare: Project) -> None:
    # A server that leaves .html out of its addresses has one address for both.
    (bare.root / "sources/glossary").mkdir()
    run = bare.run("snakemake", "-n")
    assert run.code == 1
    assert "sources/glossary: this name cannot be used. Use lower-case words joined by hyphens, other than " in run.text


def test_lint_finds_nothing(built: Project) -> None:
    built.build("--lint")
    # It can find something.
    built.append("Snakefile", "\n\nrule bad:\n    shell:\n        'touch bad'")
    assert built.run("snakemake", "--lint").code != 0


def test_graph_of_a_built_project(built: Project) -> None:
    graph = built.build("--dag").text
    assert "digraph snakemake_dag" in graph
    for rule in ("assets", "resolve", "draw", "render", "page", "typeset", "verify", "assemble", "site", "publish"):
        assert rule in graph
    for document in DOCUMENTS:
        assert f"document: {document}" in graph


def test_snakemake_looks_for_jobs_when_one_ends_and_not_by_the_clock(bare: Project) -> None:
    # Timers would have it look at what waits while others run, and keep it from ending.
    bare.append(
        "Snakefile",
        """
import threading

started = []
start = threading.Timer.start
threading.Timer.start = lambda timer: (started.append(timer), start(timer))


onsuccess:
    print(f"{len(started)} timers were started.")
""",
    )
    run = bare.build("--cores", "1", "build/work/assets", f"build/work/{SLUG}/resolved")
    assert run.rules() == {"assets", "resolve"}
    assert "0 timers were started." in run.text


def test_one_document_may_be_asked_for(bare: Project) -> None:
    target = f"build/work/{SLUG}/pdf/{SHEET}"
    run = bare.build(target)
    assert (bare.root / target / f"{SHEET}.pdf").is_file()
    assert {job for job in run.jobs if job.startswith("typeset")} == {f"typeset {SHEET}"}


def test_workflow_is_small(bare: Project) -> None:
    listed = bare.build("--list-rules").text
    rules = [line for line in listed.splitlines() if line.split(" ")[0].isidentifier()]
    assert len(rules) <= 12, listed
    assert len(jobs_of(bare)) <= 15
    shutil.copytree(bare.root / f"sources/{SLUG}", bare.root / "sources/another")
    before = len(jobs_of(Project.copied(bare.root.parent / "one")))
    assert len(jobs_of(bare)) - before <= 11


def jobs_of(project: Project) -> list[str]:
    """Return a line for each job of a build from nothing."""
    return [line for line in project.build("--dry-run").text.splitlines() if line.startswith("would ")]


def test_readme_draws_the_rules(bare: Project) -> None:
    drawn = (ROOT / "README.md").read_text("utf-8").partition("```mermaid\n")[2].partition("```")[0]
    named = set(re.findall(r"^    (\w+)\[", drawn, re.MULTILINE)) | {"all"}
    pairs = set()
    for line in drawn.splitlines():
        if "-->" in line:
            steps = [[name.strip() for name in part.split("&")] for part in line.split("-->")]
            pairs |= {pair for left, right in pairwise(steps) for pair in product(left, right)}
    graph = bare.build("--rulegraph", "mermaid-js").text
    names = dict(re.findall(r"^\s*(id\d+)\[(\w+)\]", graph, re.MULTILINE))
    edges = {(names[one], names[other]) for one, other in re.findall(r"^\s*(id\d+) --> (id\d+)", graph, re.MULTILINE)}
    assert named == set(names.values())
    assert closure(pairs) == closure(edges)


def closure(edges: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return which rule comes before which, over whatever others."""
    found = set(edges)
    while new := {(one, last) for one, other in found for first, last in found if other == first} - found:
        found |= new
    return found
