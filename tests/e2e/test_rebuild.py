"""An edit rebuilds what depends on it and nothing else, with the real workflow."""

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
SITE_PAGES = {"index.html", "404.html", "glossary.html", "recommendations.html", "search.html"}
YAML = (
    *(f"{SOURCES}/{name}.yaml" for name in ("annotations", "brief", "glossary", "references")),
    f"{SOURCES}/figures/deaths.vl.yaml",
    f"{SOURCES}/figures/timeline.vl.yaml",
    "sources/publisher.yaml",
    "sources/scales.yaml",
    *(f"templates/{document}/document.yaml" for document in DOCUMENTS),
)


@dataclass(frozen=True)
class Change:
    """What a build made: results of expensive steps that no cache had, by step, and published files with other bytes.

    A shared file or figure is named without its checksum.  The manifest, which every change changes, is left out.
    """

    made: Counter[str]
    files: set[str]


def plain(name: str) -> str:
    name = re.sub(r"^(assets/.+)\.[0-9a-f]{10}(\.\w+)$", r"\1\2", name)
    return re.sub(rf"^assets/({SLUG})/", r"\1/figures/", name)


def is_apart(name: str) -> bool:
    """Return whether a file repeats others (an edition's folder) or gets another name with its content (the index)."""
    return "/editions/" in name or name.startswith("pagefind/") or name == "manifest.json"


def published(project: Project) -> dict[str, str]:
    return {plain(name): digest for name, digest in project.digests().items() if not is_apart(name)}


def rebuilt(project: Project) -> Change:
    before, stamps, cached = published(project), project.stamps(), set(project.digests(CACHE))
    project.build()
    after, new = published(project), project.stamps()
    for name in stamps.keys() & new.keys():
        # A file that has the bytes that it had keeps its time.
        assert (stamps[name] == new[name]) == (stamps[name][0] == new[name][0]), name
    files = {name for name in before | after if before.get(name) != after.get(name)}
    made = Counter(name.partition("-")[0] for name in set(project.digests(CACHE)) - cached)
    # The landing page shows the size of every PDF, which may come out as it was.
    return Change(made, files - {LANDING})


def pages(*documents: str) -> set[str]:
    return {f"{SLUG}/{document}.html" for document in documents}


def pdfs(*documents: str) -> set[str]:
    return {f"{SLUG}/{document}.pdf" for document in documents}


def embedded(*documents: str) -> set[str]:
    """Return a document's fragments for other systems, and the list of them."""
    return {f"{SLUG}/fragments/{name}" for name in ("fragment.json", *(f"{document}.html" for document in documents))}


def shown(*documents: str) -> set[str]:
    """Return the files in which a document shows its words."""
    return pages(*documents) | pdfs(*documents) | embedded(*documents)


ALL_PDFS = pdfs(*DOCUMENTS)
"""All PDFs carry the record, so an edit that changes it finishes all of them anew."""


def settled(project: Project) -> None:
    assert "Nothing to do" in project.build().text


def test_what_a_stopped_build_had_put_together_is_published_by_the_next(built: Project) -> None:
    built.edit(f"sources/{SLUG}/brief.yaml", "This sheet sets out", "This sheet lists")
    built.build("--until", "assemble")
    before = published(built)
    built.build()
    assert published(built) != before
    settled(built)


def test_nothing_to_do_touches_nothing(built: Project) -> None:
    before, work = built.stamps(), built.stamps(Path("build/work"))
    run = built.build()
    assert "Nothing to do" in run.text
    assert run.jobs == set()
    assert built.stamps() == before
    assert built.stamps(Path("build/work")) == work


def test_new_times_alone_rebuild_nothing(built: Project) -> None:
    # As after `git checkout`.
    for folder in ("sources", "templates", "src", "workflow"):
        for path in (built.root / folder).rglob("*"):
            os.utime(path)
    settled(built)


def test_edit_while_it_is_typeset_is_seen_by_the_next_build(built: Project) -> None:
    style = "templates/print/print.css"
    built.append(style, "h1 { color: #101010; }")
    log = "build/work/logs/cyber-recruitment/annotated-report.typeset.log"
    (built.root / log).unlink()
    with built.started() as build:
        build.until(log)
        built.edit(style, "#101010", "#202020")
        assert build.end().code == 0
    built.build()
    once = built.digests()
    settled(built)
    shutil.rmtree(built.root / "build")
    built.build()
    assert built.digests() == once


def test_undone_edit_costs_no_expensive_step(built: Project) -> None:
    before = built.digests()
    built.edit(f"{SOURCES}/brief.yaml", "agencies long held", "agencies often held")
    rebuilt(built)
    assert built.digests() != before
    built.edit(f"{SOURCES}/brief.yaml", "agencies often held", "agencies long held")
    assert rebuilt(built).made == Counter()
    assert built.digests() == before


def test_comments_in_yaml_change_nothing_published(built: Project) -> None:
    for name in YAML:
        built.append(name, "# A comment.")
    change = rebuilt(built)
    assert change.files == set()
    assert change.made == Counter()
    settled(built)


def test_locked_quotations_change_nothing_published(built: Project) -> None:
    built.edit(f"{SOURCES}/passages.lock.json", '"about": "Where', '"about": "Here is where')
    change = rebuilt(built)
    assert change.files == set()
    assert change.made == Counter()


def test_annotation_rebuilds_the_report(built: Project) -> None:
    built.edit(f"{SOURCES}/annotations.yaml", "The essay does not define the term.", "The essay never defines it.")
    change = rebuilt(built)
    assert change.made["typeset"] == change.made["fragment"] == 1
    assert change.files == shown(REPORT) | ALL_PDFS | {RECORD, ANNOTATIONS, "search.html"}


def test_purpose_rebuilds_the_sheet(built: Project) -> None:
    built.edit(f"{SOURCES}/brief.yaml", "This sheet sets out", "This sheet explains")
    change = rebuilt(built)
    assert change.made["typeset"] == change.made["fragment"] == 1
    assert change.files == shown(SHEET) | ALL_PDFS | {RECORD}


def test_print_style_rebuilds_pdfs_only(built: Project) -> None:
    built.append("templates/print/print.css", ".running-title, .running-edition, .running-page { color: #101010; }")
    change = rebuilt(built)
    assert change.made["typeset"] == len(DOCUMENTS)
    assert change.files == ALL_PDFS


def test_web_style_rebuilds_no_document(built: Project) -> None:
    built.append("templates/web/web.css", ".site-publisher { color: #101010; }")
    change = rebuilt(built)
    assert change.made["typeset"] == change.made["fragment"] == 0
    # Every page names the style sheet, whose address has its checksum.
    assert change.files == {"assets/web.css", *SITE_PAGES, *pages(*DOCUMENTS)}


def test_template_of_the_sheet_rebuilds_the_sheet_only(built: Project) -> None:
    built.edit(f"templates/{SHEET}/document.md.j2", "[]{#end}", "[]{#the-end}")
    change = rebuilt(built)
    assert change.made["typeset"] == change.made["fragment"] == 1
    assert change.files == shown(SHEET)


@pytest.mark.parametrize(("figure", "documents"), [("deaths", (BRIEF, REPORT)), ("timeline", (REPORT,))])
def test_data_rebuild_the_figure_and_the_documents_that_show_it(
    built: Project, figure: str, documents: tuple[str, ...]
) -> None:
    name = f"{SOURCES}/figures/{figure}.csv"
    built.edit(name, *{"deaths": ("2019,10,", "2019,11,"), "timeline": ("130 killed", "131 killed")}[figure])
    change = rebuilt(built)
    assert change.made["figure"] == 1
    assert change.made["typeset"] == len(documents)
    drawn = {f"{SLUG}/figures/{figure}.{ending}" for ending in ("svg", "csv")}
    assert change.files == drawn | pages(*documents) | ALL_PDFS | embedded() | {RECORD}


def test_catalogue_rebuilds_the_pages_that_use_a_string(built: Project) -> None:
    built.edit("templates/locales/en-GB.po", 'msgstr "Skip to content"', 'msgstr "Skip to the content"')
    change = rebuilt(built)
    assert change.made["typeset"] == change.made["fragment"] == 0
    assert change.files == {*SITE_PAGES, *pages(*DOCUMENTS)}


def test_engine_reruns_everything_and_publishes_the_same(built: Project) -> None:
    built.append("src/briefwright/sources/essay.py", "# A comment.")
    change = rebuilt(built)
    assert change.made["typeset"] == len(DOCUMENTS)
    # The manifest names the engine.
    assert change.files == set()


def test_essay_rebuilds_the_report_only(built: Project) -> None:
    # Words that no passage holds; the report alone reproduces the essay.
    built.edit(
        f"{SOURCES}/essay.md", "Moreover, things have also changed a lot after", "Moreover, much has changed after"
    )
    change = rebuilt(built)
    assert change.made["typeset"] == 1
    # The annotations say at which character of the essay a passage begins, and a figure how much of it is used.
    figure = {f"{SLUG}/figures/coverage.{ending}" for ending in ("svg", "csv")}
    assert change.files == shown(REPORT) | ALL_PDFS | figure | {RECORD, ANNOTATIONS, ESSAY}


def test_one_of_two_briefs_may_be_built_alone(built: Project) -> None:
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


def replaced(name: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    """Return an edit of a file of the site, which must hold what it replaces."""

    def do(site: Path) -> None:
        content = (site / name).read_bytes()
        assert old in content
        (site / name).write_bytes(content.replace(old, new))

    return do


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a page is missing": lambda site: (site / "index.html").unlink(),
    "a PDF is missing": lambda site: (site / f"{SLUG}/{BRIEF}.pdf").unlink(),
    "a page of the same size": replaced("index.html", b"<body", b"<BODY"),
    "a longer PDF": replaced(f"{SLUG}/{BRIEF}.pdf", b"%%EOF", b"%%EOF\n"),
    "another manifest": replaced("manifest.json", b"TLP:CLEAR", b"TLP:GREEN"),
    "no manifest": replaced("manifest.json", b"{", b"("),
    "one file more": lambda site: (site / SLUG / "more.txt").write_text("more"),
}


def test_site_changed_by_hand_is_published_again(built: Project) -> None:
    before = built.digests()
    for kind, do in DAMAGE.items():
        do(built.site)
        assert built.digests() != before, kind
        run = built.build()
        assert built.digests() == before, kind
        assert run.rules() == {"publish"}, kind
    settled(built)


def test_dry_run_of_a_damaged_site_changes_nothing_of_it(built: Project) -> None:
    (style,) = built.site.glob("assets/web.*.css")
    style.unlink()
    assert built.build("--dry-run").rules() == {"publish"}
    assert not style.exists()


def test_old_checksum_in_an_address_goes(built: Project) -> None:
    (before,) = built.site.glob("assets/web.*.css")
    built.append("templates/web/web.css", ".site-publisher { color: #101010; }")
    built.build()
    (after,) = built.site.glob("assets/web.*.css")
    assert after.name != before.name
