"""The workflow as Snakemake runs it: dry runs, settings, jobs, graph."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise, product

import pytest

from tests.tools.project import DOCUMENTS, ROOT, SHEET, SLUG, Project

pytestmark = pytest.mark.slow


def test_dry_run_lists_the_jobs_and_runs_none(bare: Project) -> None:
    run = bare.build("-n")
    assert "would resolve" in run.text
    assert "would publish" in run.text
    assert not (bare.root / "build").exists()
    assert "Published" not in run.text


def test_dry_run_of_a_built_project_has_nothing_to_do(built: Project) -> None:
    assert "Nothing to do" in built.build("-n").text


def test_stricter_edition_has_its_own_folder(bare: Project) -> None:
    run = bare.build("-n", "--config", "marking=TLP:AMBER")
    assert "would resolve   build/amber/work/" in run.text


def test_rejects_unknown_marking(bare: Project) -> None:
    run = bare.run("snakemake", "--config", "marking=AMBR")
    assert run.code == 1
    assert "config: unknown marking “AMBR”; choose from CLEAR, " in run.text
    assert not (bare.root / "build").exists()


def test_rejects_unknown_setting(bare: Project) -> None:
    run = bare.run("snakemake", "--config", "markng=AMBER")
    assert run.code == 1
    assert "config: unknown setting “markng”; choose from marking, briefs" in run.text
    assert not (bare.root / "build").exists()


def test_rejects_brief_with_the_name_of_a_page(bare: Project) -> None:
    # On a server that omits .html, both have the same address.
    (bare.root / "sources/glossary").mkdir()
    run = bare.run("snakemake", "-n")
    assert run.code == 1
    assert "sources/glossary: invalid name for a brief; the build uses " in run.text


def test_lint_finds_nothing(built: Project) -> None:
    built.build("--lint")
    # It finds errors if there are some.
    built.append("Snakefile", "\n\nrule bad:\n    shell:\n        'touch bad'")
    assert built.run("snakemake", "--lint").code != 0


def test_graph_contains_all_rules_and_documents(built: Project) -> None:
    built.append(f"sources/{SLUG}/brief.yaml", "status: draft")
    drafted = built.build("--dag", "--config", f"briefs=[{SLUG}]").text
    built.edit(f"sources/{SLUG}/brief.yaml", "status: draft", "")
    graph = built.build("--dag").text
    assert "digraph snakemake_dag" in graph
    rules = rules_of(built)
    assert "typeset" in rules
    for rule in rules:
        assert rule in (drafted if rule == "draft" else graph)
    for document in DOCUMENTS:
        assert f"document: {document}" in graph


def test_snakemake_starts_no_timers(bare: Project) -> None:
    # Timers would make Snakemake poll for jobs, and delay its end.
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
    assert "resolve" in run.rules()
    assert "0 timers were started." in run.text


def test_builds_a_single_document(bare: Project) -> None:
    target = f"build/work/{SLUG}/pdf/{SHEET}"
    bare.build(target)
    assert [path.name for path in (bare.root / target).parent.rglob("*.pdf")] == [f"{SHEET}.pdf"]


def rules_of(project: Project) -> list[str]:
    lines = project.build("--list-rules").text.splitlines()
    return [line for line in lines if line.isidentifier() and line != "all"]


def test_second_brief_adds_only_jobs_of_its_own(bare: Project) -> None:
    before = jobs_of(bare)
    shutil.copytree(bare.root / f"sources/{SLUG}", bare.root / "sources/another")
    after = jobs_of(bare)
    added = [job for job in after if "/another" in job]
    assert added
    assert sorted(before) == sorted(job for job in after if job not in added)


def jobs_of(project: Project) -> list[str]:
    """Return a line for each job of a first build."""
    return [line for line in project.build("--dry-run").text.splitlines() if line.startswith("would ")]


def test_diagram_in_the_readme_shows_all_rules(bare: Project) -> None:
    diagram = (ROOT / "README.md").read_text("utf-8").partition("```mermaid\n")[2].partition("```")[0]
    rules = set(re.findall(r"^    (\w+)\[", diagram, re.MULTILINE)) | {"all"}
    pairs = set()
    for line in diagram.splitlines():
        if "-->" in line:
            steps = [[name.strip() for name in part.split("&")] for part in line.split("-->")]
            pairs |= {pair for left, right in pairwise(steps) for pair in product(left, right)}
    graph = bare.build("--rulegraph", "mermaid-js").text
    names = dict(re.findall(r"^\s*(id\d+)\[(\w+)\]", graph, re.MULTILINE))
    edges = {(names[one], names[other]) for one, other in re.findall(r"^\s*(id\d+) --> (id\d+)", graph, re.MULTILINE)}
    assert rules == set(names.values())
    assert closure(pairs) == closure(edges)


def closure(edges: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return all pairs of rules of which the first comes before the second."""
    found = set(edges)
    while new := {(one, last) for one, other in found for first, last in found if other == first} - found:
        found |= new
    return found
