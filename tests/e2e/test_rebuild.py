"""An edit rebuilds the files that depend on it and no others, with the real workflow."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tools.project import BRIEF, DOCUMENTS, REPORT, SHEET, SLUG

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.tools.project import Project

pytestmark = pytest.mark.slow

SOURCES = f"sources/{SLUG}"
CACHE = Path("build/work/cache")
LANDING = f"{SLUG}/index.html"
RECORD, ANNOTATIONS, ESSAY = (f"{SLUG}/{name}" for name in ("brief.json", "annotations.jsonld", "essay.txt"))
# They contain the checksums of all sources.
PAPERS = {f"{SLUG}/trace.html", f"{SLUG}/trace.json"}
BRIEF_RULES = {"resolve", "draw", "render", "page", "typeset", "verify", "assemble"}
SITE_PAGES = {"index.html", "404.html", "glossary.html", "recommendations.html", "search.html"}
YAML = (
    *(f"{SOURCES}/{name}.yaml" for name in ("annotations", "brief", "glossary", "references")),
    f"{SOURCES}/figures/boats.vl.yaml",
    f"{SOURCES}/figures/floods.vl.yaml",
    "sources/publisher.yaml",
    "sources/scales.yaml",
    "templates/theme.yaml",
    *(f"templates/{document}/document.yaml" for document in DOCUMENTS),
)


@dataclass(frozen=True)
class Change:
    """The changes of a build: new results in the cache, counted by step, and changed published files.

    Names of shared files and figures are without checksums. The manifest, which always changes, is left out.
    """

    cached: Counter[str]
    files: set[str]


def without_checksum(name: str) -> str:
    name = re.sub(r"^(assets/.+)\.[0-9a-f]{10}(\.\w+)$", r"\1\2", name)
    return re.sub(rf"^assets/({SLUG})/", r"\1/figures/", name)


def is_left_out(name: str) -> bool:
    """Return whether a file repeats others (an edition's folder) or has a name that depends on its content (search)."""
    return "/editions/" in name or name.startswith("pagefind/") or name == "manifest.json"


def published(project: Project) -> dict[str, str]:
    return {without_checksum(name): digest for name, digest in project.digests().items() if not is_left_out(name)}


def rebuilt(project: Project) -> Change:
    before, stamps, cache = published(project), project.stamps(), set(project.digests(CACHE))
    project.build()
    after, new = published(project), project.stamps()
    for name in stamps.keys() & new.keys():
        # An unchanged file keeps its time.
        assert (stamps[name] == new[name]) == (stamps[name][0] == new[name][0]), name
    files = {name for name in before | after if before.get(name) != after.get(name)}
    cached = Counter(name.partition("-")[0] for name in set(project.digests(CACHE)) - cache)
    # The landing page shows the size of every PDF, which may be the same after a change.
    return Change(cached, files - {LANDING})


def pages(*documents: str) -> set[str]:
    return {f"{SLUG}/{document}.html" for document in documents}


def pdfs(*documents: str) -> set[str]:
    return {f"{SLUG}/{document}.pdf" for document in documents}


def embedded(*documents: str) -> set[str]:
    """Return the fragments of documents for other systems, and their list."""
    return {f"{SLUG}/fragments/{name}" for name in ("fragment.json", *(f"{document}.html" for document in documents))}


def shown(*documents: str) -> set[str]:
    """Return the files with the text of documents."""
    return pages(*documents) | pdfs(*documents) | embedded(*documents)


ALL_PDFS = pdfs(*DOCUMENTS)
"""All PDFs contain the brief record, so an edit that changes it changes all of them."""


def assert_nothing_to_do(project: Project) -> None:
    assert "Nothing to do" in project.build().text


def test_build_publishes_a_brief_that_a_stopped_build_assembled(built: Project) -> None:
    built.edit(f"sources/{SLUG}/brief.yaml", "This sheet sets out", "This sheet lists")
    built.build("--until", "assemble")
    before = published(built)
    built.build()
    assert published(built) != before
    assert_nothing_to_do(built)


def test_second_build_changes_no_file(built: Project) -> None:
    before, work = built.stamps(), built.stamps(Path("build/work"))
    run = built.build()
    assert "Nothing to do" in run.text
    assert run.jobs == set()
    assert built.stamps() == before
    assert built.stamps(Path("build/work")) == work


def test_new_time_stamps_rebuild_nothing(built: Project) -> None:
    # As after `git checkout`.
    for folder in ("sources", "templates", "src", "workflow"):
        for path in (built.root / folder).rglob("*"):
            os.utime(path)
    assert_nothing_to_do(built)


def test_next_build_sees_an_edit_made_during_typesetting(built: Project) -> None:
    style = "templates/print/print.css"
    built.append(style, "h1 { color: #101010; }")
    log = f"build/work/logs/{SLUG}/{REPORT}.typeset.log"
    (built.root / log).unlink()
    with built.started() as build:
        build.until(log)
        built.edit(style, "#101010", "#202020")
        assert build.end().code == 0
    built.build()
    digests = built.digests()
    assert_nothing_to_do(built)
    shutil.rmtree(built.root / "build")
    built.build()
    assert built.digests() == digests


def test_undone_edit_runs_no_expensive_step(built: Project) -> None:
    before = built.digests()
    built.edit(f"{SOURCES}/brief.yaml", "that the plan named no price", "that the plan gave no price")
    rebuilt(built)
    assert built.digests() != before
    built.edit(f"{SOURCES}/brief.yaml", "that the plan gave no price", "that the plan named no price")
    assert rebuilt(built).cached == Counter()
    assert built.digests() == before


def test_comments_in_yaml_change_nothing_published(built: Project) -> None:
    for name in YAML:
        built.append(name, "# A comment.")
    change = rebuilt(built)
    assert change.files == set()
    assert change.cached == Counter()
    assert_nothing_to_do(built)


def test_lock_file_changes_nothing_published(built: Project) -> None:
    run = built.run("briefwright", "check", "--fix")
    assert run.code == 0, run.text
    change = rebuilt(built)
    assert change.files == set()
    assert change.cached == Counter()


def test_annotation_rebuilds_the_report(built: Project) -> None:
    built.edit(f"{SOURCES}/annotations.yaml", "Nobody knows.", "Nobody knew.")
    change = rebuilt(built)
    assert change.cached["typeset"] == change.cached["fragment"] == 1
    assert change.files == shown(REPORT) | ALL_PDFS | PAPERS | {RECORD, ANNOTATIONS, "search.html"}


def test_purpose_rebuilds_the_sheet(built: Project) -> None:
    built.edit(f"{SOURCES}/brief.yaml", "This sheet sets out", "This sheet explains")
    change = rebuilt(built)
    assert change.cached["typeset"] == change.cached["fragment"] == 1
    assert change.files == shown(SHEET) | ALL_PDFS | PAPERS | {RECORD}


def test_print_style_rebuilds_pdfs_only(built: Project) -> None:
    built.append("templates/print/print.css", ".running-title, .running-edition { color: #101010; }")
    change = rebuilt(built)
    assert change.cached["typeset"] == len(DOCUMENTS)
    assert change.files == ALL_PDFS


def test_web_style_rebuilds_no_document(built: Project) -> None:
    built.append("templates/web/web.css", ".site-publisher { color: #101010; }")
    change = rebuilt(built)
    assert change.cached["typeset"] == change.cached["fragment"] == 0
    # Every page names the style sheet, whose address has its checksum.
    assert change.files == {"assets/web.css", *SITE_PAGES, *pages(*DOCUMENTS, "trace")}


def test_template_of_the_sheet_rebuilds_the_sheet_only(built: Project) -> None:
    built.edit(f"templates/{SHEET}/document.md.j2", "[]{#end}", "[]{#the-end}")
    change = rebuilt(built)
    assert change.cached["typeset"] == change.cached["fragment"] == 1
    assert change.files == shown(SHEET)


@pytest.mark.parametrize(("figure", "documents"), [("boats", (BRIEF, REPORT)), ("floods", (REPORT,))])
def test_data_rebuild_the_figure_and_the_documents_with_it(
    built: Project, figure: str, documents: tuple[str, ...]
) -> None:
    name = f"{SOURCES}/figures/{figure}.csv"
    built.edit(name, *{"boats": ("2002,2", "2002,4"), "floods": ("2002,17", "2002,18")}[figure])
    change = rebuilt(built)
    assert change.cached["figure"] == 1
    assert change.cached["typeset"] == len(documents)
    figure_files = {f"{SLUG}/figures/{figure}.{ending}" for ending in ("svg", "csv")}
    assert change.files == figure_files | pages(*documents) | ALL_PDFS | embedded() | PAPERS | {RECORD}


def test_catalogue_rebuilds_the_pages_that_use_a_string(built: Project) -> None:
    built.edit("templates/locales/en-GB.po", 'msgstr "Skip to content"', 'msgstr "Skip to the content"')
    change = rebuilt(built)
    assert change.cached["typeset"] == change.cached["fragment"] == 0
    assert change.files == {*SITE_PAGES, *pages(*DOCUMENTS, "trace")}


def test_change_of_the_engine_reruns_all_steps_and_changes_no_file(built: Project) -> None:
    built.append("src/briefwright/sources/essay/paragraphs.py", "# A comment.")
    change = rebuilt(built)
    assert change.cached["typeset"] == len(DOCUMENTS)
    # Only the manifest contains the engine's digest.
    assert change.files == set()


def test_essay_rebuilds_the_report_only(built: Project) -> None:
    # These words are in no passage; only the report contains the essay.
    built.edit(f"{SOURCES}/essay.md", "years, the clerk wrote", "years, as the clerk wrote")
    change = rebuilt(built)
    assert change.cached["typeset"] == 1
    # The annotations contain positions in the essay, and a figure shows how much of it is used.
    figure = {f"{SLUG}/figures/coverage.{ending}" for ending in ("svg", "csv")}
    assert change.files == shown(REPORT) | ALL_PDFS | PAPERS | figure | {RECORD, ANNOTATIONS, ESSAY}


def test_builds_one_of_two_briefs_alone(built: Project) -> None:
    shutil.copytree(built.root / SOURCES, built.root / "sources/another")
    built.build()
    for brief in (SLUG, "another"):
        built.edit(f"sources/{brief}/brief.yaml", "This sheet sets out", "This sheet explains")
    for brief, other in ((SLUG, "another"), ("another", SLUG)):
        before = built.digests()
        run = built.run("briefwright", "build", brief)
        assert run.code == 0, run.text
        changed = {name for name, digest in built.digests().items() if before.get(name) != digest}
        assert f"{brief}/{SHEET}.html" in changed
        assert not {name for name in changed if name.startswith(f"{other}/")}
        assert built.digests().keys() == before.keys()


def replacing(name: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    """Return a function that replaces bytes in a file of the site."""

    def replace(site: Path) -> None:
        content = (site / name).read_bytes()
        assert old in content
        (site / name).write_bytes(content.replace(old, new))

    return replace


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a page is missing": lambda site: (site / "index.html").unlink(),
    "a PDF is missing": lambda site: (site / f"{SLUG}/{BRIEF}.pdf").unlink(),
    "a page of the same size": replacing("index.html", b"<body", b"<BODY"),
    "a longer PDF": replacing(f"{SLUG}/{BRIEF}.pdf", b"%%EOF", b"%%EOF\n"),
    "another manifest": replacing("manifest.json", b"TLP:CLEAR", b"TLP:GREEN"),
    "no manifest": replacing("manifest.json", b"{", b"("),
    "one file more": lambda site: (site / SLUG / "more.txt").write_text("more"),
}


def test_site_changed_by_hand_is_published_again(built: Project) -> None:
    before = built.digests()
    for name, damage in DAMAGE.items():
        damage(built.site)
        assert built.digests() != before, name
        run = built.build()
        assert built.digests() == before, name
        assert not run.rules() & BRIEF_RULES, name
    assert_nothing_to_do(built)


def test_dry_run_does_not_repair_a_damaged_site(built: Project) -> None:
    (style,) = built.site.glob("assets/web.*.css")
    style.unlink()
    assert "publish" in built.build("--dry-run").rules()
    assert not style.exists()


def test_removes_files_with_old_checksums(built: Project) -> None:
    (before,) = built.site.glob("assets/web.*.css")
    built.append("templates/web/web.css", ".site-publisher { color: #101010; }")
    built.build()
    (after,) = built.site.glob("assets/web.*.css")
    assert after.name != before.name
