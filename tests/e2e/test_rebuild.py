"""An edit rebuilds what depends on it and nothing else, with the real workflow."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tools.project import BRIEF, DOCUMENTS, REPORT, SHEET, SLUG

if TYPE_CHECKING:
    from tests.tools.project import Project

pytestmark = pytest.mark.slow

SOURCES = f"sources/{SLUG}"
STAGE = Path("build/work/site")
YAML = (
    f"{SOURCES}/annotations.yaml",
    f"{SOURCES}/brief.yaml",
    f"{SOURCES}/glossary.yaml",
    f"{SOURCES}/references.yaml",
    f"{SOURCES}/figures/deaths.vl.yaml",
    f"{SOURCES}/figures/timeline.vl.yaml",
    "sources/house.yaml",
    *(f"templates/{document}/document.yaml" for document in DOCUMENTS),
)


@dataclass(frozen=True)
class Change:
    """What a build made: its jobs, without the copying into the site, and what became of the site.

    ``changed`` are the published files that have other bytes, ``touched`` those that were made anew.
    """

    jobs: set[str]
    changed: set[str]
    touched: set[str]


def rebuilt(project: Project) -> Change:
    site, stage = project.digests(), project.stamps(STAGE)
    run = project.build()
    after = project.digests()
    assert set(after) == set(site)
    made = project.stamps(STAGE)
    # Snakemake gives all that a job copies the time of the copying, so the times are read where the files are made.
    assert {name: digest for name, (digest, _) in made.items()} == after
    return Change(
        {job for job in run.jobs if not job.startswith("publish")},
        {name for name in after if after[name] != site[name]},
        {name for name in made if made[name] != stage[name]},
    )


def steps(*documents: str, rules: tuple[str, ...] = ("compose", "convert", "page", "typeset")) -> set[str]:
    return {f"{rule} {document}" for document in documents for rule in rules}


def outputs(*documents: str, endings: tuple[str, ...] = ("html", "pdf")) -> set[str]:
    return {f"{SLUG}/{document}.{ending}" for document in documents for ending in endings}


def settled(project: Project) -> None:
    assert "Nothing to do" in project.build().text


def test_nothing_to_do_says_so_and_touches_nothing(built: Project) -> None:
    before = built.stamps()
    folders = {path: path.stat().st_mtime_ns for path in built.site.rglob("*") if path.is_dir()}
    work = built.stamps(Path("build/work"))
    run = built.build()
    assert "Nothing to do" in run.text
    assert run.jobs == set()
    assert built.stamps() == before
    assert built.stamps(Path("build/work")) == work
    assert {path: path.stat().st_mtime_ns for path in built.site.rglob("*") if path.is_dir()} == folders


def test_new_times_alone_rebuild_nothing(built: Project) -> None:
    # As after `git checkout`.
    for folder in ("sources", "templates", "src", "workflow"):
        for path in (built.root / folder).rglob("*"):
            os.utime(path)
    before = built.stamps()
    assert "Nothing to do" in built.build().text
    assert built.stamps() == before


def test_note_rebuilds_the_report(built: Project) -> None:
    built.edit(f"{SOURCES}/annotations.yaml", "The essay does not define the term.", "The essay never defines it.")
    change = rebuilt(built)
    assert change.jobs == {f"resolve {SLUG}", *steps(REPORT)}
    assert change.changed == change.touched == outputs(REPORT)
    settled(built)


def test_action_rebuilds_sheet_and_report(built: Project) -> None:
    old = "educate the general public on the danger of online terrorism"
    built.edit(f"{SOURCES}/brief.yaml", old, "teach the general public about the danger of online terrorism")
    change = rebuilt(built)
    assert change.changed == outputs(SHEET, REPORT)
    assert change.jobs == {f"resolve {SLUG}", *steps(SHEET, REPORT)}
    assert change.touched == change.changed


def test_comments_in_yaml_rebuild_no_document(built: Project) -> None:
    for name in YAML:
        built.append(name, "# A comment.")
    change = rebuilt(built)
    assert change.touched == set()
    assert not {job for job in change.jobs if job.startswith(("convert", "page", "typeset"))}


def test_print_style_rebuilds_pdfs_only(built: Project) -> None:
    built.append("templates/print/print.css", ".running-title, .running-edition, .running-page { color: #101010; }")
    change = rebuilt(built)
    assert change.jobs == steps(*DOCUMENTS, rules=("typeset",))
    assert change.changed == change.touched == outputs(*DOCUMENTS, endings=("pdf",))


def test_web_style_rebuilds_no_document(built: Project) -> None:
    built.append("templates/web/web.css", ".site-house { color: #101010; }")
    change = rebuilt(built)
    assert change.jobs == {"assets"}
    assert change.changed == {"assets/web.css"}
    assert not change.touched & outputs(*DOCUMENTS)


def test_sheets_template_rebuilds_the_sheet_only(built: Project) -> None:
    built.edit(f"templates/{SHEET}/document.md.j2", "[]{#end}", "[]{#the-end}")
    change = rebuilt(built)
    assert change.jobs == steps(SHEET)
    assert f"{SLUG}/{SHEET}.html" in change.changed
    assert change.touched == outputs(SHEET)


def test_shared_macros_rebuild_all(built: Project) -> None:
    built.edit("templates/shared/macros.md.j2", "¶", "§")
    change = rebuilt(built)
    assert change.jobs == steps(*DOCUMENTS)
    assert change.changed == change.touched == outputs(*DOCUMENTS)


@pytest.mark.parametrize(("figure", "documents"), [("deaths", (BRIEF, REPORT)), ("timeline", (REPORT,))])
def test_data_rebuild_the_documents_that_show_them(built: Project, figure: str, documents: tuple[str, ...]) -> None:
    name = f"{SOURCES}/figures/{figure}.csv"
    built.edit(name, *{"deaths": ("2019,10,", "2019,11,"), "timeline": ("130 killed", "131 killed")}[figure])
    change = rebuilt(built)
    # The report's colophon has the checksum of the data.
    assert change.jobs == {
        f"resolve {SLUG}",
        f"figure {figure}",
        *steps(REPORT),
        *steps(*documents, rules=("typeset",)),
    }
    svg = f"{SLUG}/figures/{figure}.svg"
    assert change.changed == change.touched == {svg, *outputs(REPORT), *outputs(*documents, endings=("pdf",))}


def test_house_rebuilds_all_that_names_it(built: Project) -> None:
    built.edit("sources/house.yaml", "name: The editors (placeholder)", "name: The desk (placeholder)")
    change = rebuilt(built)
    assert change.jobs >= {f"resolve {SLUG}", "index", *steps(*DOCUMENTS)}
    assert change.changed == {"index.html", *outputs(*DOCUMENTS)}
    settled(built)


def test_catalogue_rebuilds_all_that_speaks(built: Project) -> None:
    built.edit("templates/locales/en-GB.po", 'msgstr "Skip to content"', 'msgstr "Skip to the content"')
    change = rebuilt(built)
    assert change.changed == {"index.html", *outputs(*DOCUMENTS, endings=("html",))}
    # Who uses a string is not known beforehand, so every step that may is run.
    assert change.jobs >= {"index", *steps(*DOCUMENTS, rules=("compose", "page"))}


def test_engine_reruns_everything(built: Project) -> None:
    built.append("src/briefwright/essay.py", "# A comment.")
    change = rebuilt(built)
    assert change.jobs == {
        f"resolve {SLUG}",
        "assets",
        "fonts",
        "index",
        "figure deaths",
        "figure timeline",
        f"code qr-{BRIEF}",
        f"code qr-{SHEET}",
        *steps(*DOCUMENTS),
    }
    assert change.changed == set()


def test_lock_file_reruns_everything(built: Project) -> None:
    # A dry run says enough: it shows what stands before the checkpoint, and all else stands behind it.
    built.append("requirements.lock", "# A comment.")
    assert built.build("--dry-run").rules() >= {"resolve", "assets", "index"}


def test_new_essay_words_rebuild_the_report_only(built: Project) -> None:
    # Words that no passage holds; the report alone reproduces the essay.
    built.edit(f"{SOURCES}/essay.md", "In fact, it is a long road, yet it is a straight one.", "In fact, it is long.")
    change = rebuilt(built)
    assert change.jobs == {f"resolve {SLUG}", *steps(REPORT)}
    assert change.changed == change.touched == outputs(REPORT)


@pytest.mark.parametrize("name", [f"{SLUG}/{BRIEF}.pdf", "index.html", f"{SLUG}/figures/deaths.svg"])
def test_what_was_deleted_comes_back(built: Project, name: str) -> None:
    before = built.digests()
    (built.site / name).unlink()
    run = built.build()
    assert built.digests() == before
    assert run.rules() == {"publish"}
