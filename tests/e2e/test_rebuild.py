"""An edit rebuilds what depends on it and nothing else, with the real workflow."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tools.project import BRIEF, DOCUMENTS, REPORT, SHEET, SLUG

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.tools.project import Project, Stamp

pytestmark = pytest.mark.slow

SOURCES = f"sources/{SLUG}"
STAGE = Path("build/work/site")
PARITY = f"parity {SLUG}"
# What lists, reads and searches all that is made, whatever that is.
ALL_OVER = {"fingerprint", "manifest", "verify", "leaks"}
AFTER = {PARITY, *ALL_OVER}
LANDING = f"{SLUG}/index.html"
GATHERED = ("glossary", "recommendations", "search")
EMBEDS = "fragments fragment"
EDITIONS = "editions editions"
SERVED = {"_headers", ".htaccess"}
YAML = (
    f"{SOURCES}/annotations.yaml",
    f"{SOURCES}/brief.yaml",
    f"{SOURCES}/glossary.yaml",
    f"{SOURCES}/references.yaml",
    f"{SOURCES}/figures/deaths.vl.yaml",
    f"{SOURCES}/figures/timeline.vl.yaml",
    "sources/house.yaml",
    "sources/scales.yaml",
    *(f"templates/{document}/document.yaml" for document in DOCUMENTS),
)


@dataclass(frozen=True)
class Change:
    """What a build made: its jobs, without the copying into the site, and what became of the site.

    ``changed`` are the published files that have other bytes, ``touched`` those that were made anew before they got the
    name that says their content.  Both are named as they were made, and a figure once.
    """

    jobs: set[str]
    changed: set[str]
    touched: set[str]


def plain(name: str) -> str:
    """Return how a published file was called before its name said its content."""
    name = re.sub(r"^(assets/.+)\.[0-9a-f]{10}(\.\w+)$", r"\1\2", name)
    return re.sub(rf"^assets/({SLUG})/", r"\1/figures/", name)


def published(project: Project) -> dict[str, str]:
    return {plain(name): digest for name, digest in project.digests().items() if not is_apart(name)}


def made(project: Project) -> dict[str, Stamp]:
    stamps = {**project.stamps(STAGE), "manifest.json": project.stamps(STAGE.parent)["manifest.json"]}
    return {name: stamp for name, stamp in stamps.items() if not is_apart(name)}


def is_apart(name: str) -> bool:
    """Return whether a file is of those that one job makes together, or that Snakemake leaves in their folder.

    The folder of an edition holds once more what is made; names in the index change with what it holds.
    """
    return name.endswith(".snakemake_timestamp") or "/editions/" in name or name.startswith("pagefind/")


def rebuilt(project: Project) -> Change:
    site, stage = published(project), made(project)
    run = project.build()
    after, again = published(project), made(project)
    assert set(after) == set(site) == set(again) == set(stage)
    # What no page loads is published as it was made.
    for name, (digest, _) in again.items():
        assert name.endswith((".html", ".css")) or digest == after[name], name
    jobs = {job for job in run.jobs if not job.startswith("publish")}
    changed = {name for name in after if after[name] != site[name]}
    touched = {name for name in again if again[name] != stage[name]}
    if any(job.startswith(("page", "landing", "gather", "missing", "index")) for job in jobs):
        # Typefaces are cut to the letters of all pages, which are mostly the same.
        assert "assets" in jobs
        jobs -= {"assets"}
        touched = {name for name in touched if not name.startswith("assets/")}
    if any(job.startswith("finish") for job in jobs):
        # The landing page tells the pages and the size of every PDF, which may come out as they were.
        assert "landing index" in jobs
        assert LANDING in touched
        jobs, changed, touched = jobs - {"landing index"}, changed - {LANDING}, touched - {LANDING}
    if any(job.startswith(("convert", "finish", "figure", "data", "export")) for job in jobs):
        # The edition's own folder has all of them, and is made as a whole.
        assert EDITIONS in jobs
        # Servers are told anew what is in it.
        assert "headers" in jobs
        assert not changed & SERVED
        jobs, touched = jobs - {EDITIONS, "headers"}, touched - SERVED
    return Change(jobs, changed, touched)


def steps(*documents: str, rules: tuple[str, ...] = ("compose", "convert", "page", "typeset", "finish")) -> set[str]:
    """Return the jobs of documents; what was converted anew is given anew to those who embed it."""
    made = {f"{rule} {document}" for document in documents for rule in rules}
    return made | ({EMBEDS, *(f"fragment {document}" for document in documents)} if "convert" in rules else set())


def carried() -> set[str]:
    """Return the jobs that put the record into every PDF."""
    return steps(*DOCUMENTS, rules=("finish",))


def outputs(*documents: str, endings: tuple[str, ...] = ("html", "pdf")) -> set[str]:
    return {f"{SLUG}/{document}.{ending}" for document in documents for ending in endings}


def embedded(*documents: str) -> set[str]:
    """Return what others embed of documents, and what they are told of it."""
    return {f"{SLUG}/fragments/{name}" for name in ("fragment.json", *(f"{document}.html" for document in documents))}


def said(*documents: str) -> set[str]:
    """Return all that shows what documents say."""
    return outputs(*documents) | embedded(*documents)


PDFS = outputs(*DOCUMENTS, endings=("pdf",))


def exported(*names: str) -> set[str]:
    """Return the jobs that bring forward what other systems read, and index it."""
    return {f"export {Path(name).stem}" for name in names} | ({"search"} if RECORD in names else set())


def gathered(*names: str) -> set[str]:
    """Return the jobs that make pages which gather something from all briefs."""
    return {f"gather {name}" for name in names}


def fetched(*rules: str) -> set[str]:
    """Return the jobs that make what programs fetch besides pages."""
    made = {"sitecard": "card", "sitefeed": "feed"}
    return {f"{rule} {made.get(rule, rule)}" for rule in rules}


def pages(*names: str) -> set[str]:
    return {f"{name}.html" for name in names}


def exports(*names: str) -> set[str]:
    return {f"{SLUG}/{name}" for name in names}


RECORD, ANNOTATIONS, ESSAY = "brief.json", "annotations.jsonld", "essay.txt"
LISTED = {"manifest.json"}
FACES = ("sans", "serif-italic", "serif-regular", "serif-semibold")


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


def test_an_edit_with_an_old_time_is_seen(built: Project) -> None:
    # As `cp -p`, `rsync -a` and unpacking leave it.
    path = built.root / SOURCES / "annotations.yaml"
    built.edit(f"{SOURCES}/annotations.yaml", "The essay does not define the term.", "The essay never defines it.")
    os.utime(path, (1e9, 1e9))
    assert f"resolve {SLUG}" in built.build().jobs
    assert "The essay never defines it." in (built.site / SLUG / f"{REPORT}.html").read_text("utf-8")
    settled(built)


def test_note_rebuilds_the_report(built: Project) -> None:
    built.edit(f"{SOURCES}/annotations.yaml", "The essay does not define the term.", "The essay never defines it.")
    change = rebuilt(built)
    jobs = {f"resolve {SLUG}", *steps(REPORT), *exported(RECORD, ANNOTATIONS), *gathered("search"), *carried(), *AFTER}
    assert change.jobs == jobs
    assert change.changed == change.touched == {
        *said(REPORT), *PDFS, *exports(RECORD, ANNOTATIONS), *pages("search"), *LISTED,
    }  # fmt: skip
    settled(built)


def test_action_rebuilds_sheet_and_report(built: Project) -> None:
    old = "educate the general public on the danger of online terrorism"
    built.edit(f"{SOURCES}/brief.yaml", old, "teach the general public about the danger of online terrorism")
    change = rebuilt(built)
    told = ("recommendations", "search")
    assert change.changed == said(SHEET, REPORT) | PDFS | exports(RECORD) | pages(*told) | LISTED
    jobs = {f"resolve {SLUG}", *steps(SHEET, REPORT), *exported(RECORD), *gathered(*told), *carried(), *AFTER}
    assert change.jobs == jobs
    assert change.touched == change.changed


def test_comments_in_yaml_rebuild_no_document(built: Project) -> None:
    for name in YAML:
        built.append(name, "# A comment.")
    change = rebuilt(built)
    assert change.touched == set()
    assert not {job for job in change.jobs if job.startswith(("convert", "page", "typeset"))}


def test_what_is_held_rebuilds_no_document(built: Project) -> None:
    built.edit(f"{SOURCES}/passages.lock.json", '"about": "Where', '"about": "Here is where')
    change = rebuilt(built)
    assert change.changed == change.touched == set()
    assert change.jobs == {f"resolve {SLUG}"}
    settled(built)


def test_print_style_rebuilds_pdfs_only(built: Project) -> None:
    built.append("templates/print/print.css", ".running-title, .running-edition, .running-page { color: #101010; }")
    change = rebuilt(built)
    assert change.jobs == {*steps(*DOCUMENTS, rules=("typeset", "finish")), *AFTER}
    assert change.changed == change.touched == PDFS | LISTED


def test_web_style_rebuilds_no_document(built: Project) -> None:
    built.append("templates/web/web.css", ".site-house { color: #101010; }")
    change = rebuilt(built)
    assert change.jobs == {"assets", *ALL_OVER}
    # Every page names the style sheet, whose name says its content.
    own = pages("index", "404", *GATHERED) | {LANDING}
    assert change.changed == {"assets/web.css", *own, *outputs(*DOCUMENTS, endings=("html",)), *LISTED}
    assert not change.touched & outputs(*DOCUMENTS)


def test_a_new_letter_cuts_the_typefaces_anew(built: Project) -> None:
    built.edit(
        f"{SOURCES}/annotations.yaml", "The essay does not define the term.", "The essay never defines ŧhe term."
    )
    change = rebuilt(built)
    faces = {name for name in change.changed if name.endswith(".woff2")}
    assert faces == {f"assets/fonts/plex-{face}.woff2" for face in FACES}
    assert "assets/web.css" in change.changed


def test_sheets_template_rebuilds_the_sheet_only(built: Project) -> None:
    built.edit(f"templates/{SHEET}/document.md.j2", "[]{#end}", "[]{#the-end}")
    change = rebuilt(built)
    assert change.jobs == {*steps(SHEET), *AFTER}
    assert f"{SLUG}/{SHEET}.html" in change.changed
    assert change.touched == said(SHEET) | LISTED


def test_shared_macros_rebuild_all(built: Project) -> None:
    old = "{% if not loop.last %} {% endif %}{% endfor %}]{.passage-links}"
    built.edit("templates/shared/macros.md.j2", old, old.replace("%} {%", "%}, {%", 1))
    change = rebuilt(built)
    assert change.jobs == {*steps(*DOCUMENTS), *AFTER}
    assert change.changed == change.touched == said(*DOCUMENTS) | LISTED


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
        f"data {figure}",
        *steps(*documents, rules=("page", "typeset")),
        *exported(RECORD),
        *carried(),
        *AFTER,
    }
    drawn = {f"{SLUG}/figures/{figure}.{ending}" for ending in ("svg", "csv")}
    pages = outputs(*documents, REPORT, endings=("html",))
    assert change.changed == change.touched == drawn | pages | embedded(REPORT) | PDFS | exports(RECORD) | LISTED


def test_the_template_of_a_figure_redraws_it(built: Project) -> None:
    built.edit("templates/figures/coverage.vl.yaml", "#7aa5ba", "#6f9fb5")
    change = rebuilt(built)
    assert change.jobs == {"figure coverage", *steps(REPORT, rules=("typeset", "finish")), EMBEDS, *AFTER}
    report = outputs(REPORT, endings=("pdf",)) | embedded()
    assert change.touched == {f"{SLUG}/figures/coverage.svg", *report, *LISTED}
    assert change.changed == change.touched | outputs(REPORT, endings=("html",))


def test_house_rebuilds_all_that_names_it(built: Project) -> None:
    built.edit("sources/house.yaml", "name: The editors (placeholder)", "name: The desk (placeholder)")
    change = rebuilt(built)
    assert change.jobs >= {f"resolve {SLUG}", "index", *steps(*DOCUMENTS), *AFTER}
    # Who answers letters is no part of an annotation.
    own = pages("index", "404", *GATHERED)
    assert change.changed == {*own, *said(*DOCUMENTS), *exports(RECORD), *LISTED}
    settled(built)


def test_what_is_fetched_is_made_anew_where_it_says_something_else(built: Project) -> None:
    built.edit("sources/house.yaml", "expires: 2027-11-23", "expires: 2027-12-24")
    built.edit(f"{SOURCES}/brief.yaml", "changes: First edition.", "changes: The first edition.")
    change = rebuilt(built)
    told = fetched("feed", "sitefeed", "security")
    # The report's colophon lists the editions.
    assert change.jobs == {f"resolve {SLUG}", *told, *steps(REPORT), *exported(RECORD), *carried(), *AFTER}
    files = {"feed.xml", f"{SLUG}/feed.xml", ".well-known/security.txt"}
    assert change.changed == change.touched == files | said(REPORT) | PDFS | exports(RECORD) | LISTED


def test_catalogue_rebuilds_all_that_speaks(built: Project) -> None:
    built.edit("templates/locales/en-GB.po", 'msgstr "Skip to content"', 'msgstr "Skip to the content"')
    change = rebuilt(built)
    own = pages("index", "404", *GATHERED)
    assert change.changed == {*own, *outputs(*DOCUMENTS, endings=("html",)), *LISTED}
    # Who uses a string is not known beforehand, so every step that may is run.
    assert change.jobs >= {"index", *steps(*DOCUMENTS, rules=("compose", "page")), *AFTER}


def test_engine_reruns_everything(built: Project) -> None:
    built.append("src/briefwright/sources/essay.py", "# A comment.")
    change = rebuilt(built)
    assert change.jobs == {
        f"resolve {SLUG}",
        "fonts",
        "index",
        "cite citation",
        "missing 404",
        *fetched("card", "feed", "sitecard", "sitefeed", "sitemap", "robots", "security"),
        *gathered(*GATHERED),
        "figure coverage",
        "figure deaths",
        "figure timeline",
        "data coverage",
        "data deaths",
        "data timeline",
        f"code qr-{BRIEF}",
        f"code qr-{SHEET}",
        *steps(*DOCUMENTS),
        *exported(RECORD, ANNOTATIONS, ESSAY),
        "contract",
        *AFTER,
    }
    # The manifest names the engine.
    assert change.changed == LISTED


def test_lock_file_reruns_everything(built: Project) -> None:
    # A dry run says enough: it shows what stands before the checkpoint, and all else stands behind it.
    built.append("requirements.lock", "# A comment.")
    assert built.build("--dry-run").rules() >= {"resolve", "assets", "index"}


def test_new_essay_words_rebuild_the_report_only(built: Project) -> None:
    # Words that no passage holds; the report alone reproduces the essay.
    built.edit(
        f"{SOURCES}/essay.md", "Moreover, things have also changed a lot after", "Moreover, much has changed after"
    )
    change = rebuilt(built)
    # The annotations say at which character of the essay a passage begins, and the figure how much of it is used.
    exported_all = {RECORD, ANNOTATIONS, ESSAY}
    drawn = {"figure coverage", "data coverage"}
    assert change.jobs == {f"resolve {SLUG}", *drawn, *steps(REPORT), *exported(*exported_all), *carried(), *AFTER}
    figure = {f"{SLUG}/figures/coverage.{ending}" for ending in ("svg", "csv")}
    assert change.changed == change.touched == said(REPORT) | PDFS | figure | exports(*exported_all) | LISTED


def test_a_lost_report_of_the_check_comes_back(built: Project) -> None:
    (built.root / f"build/reports/{SLUG}/parity.json").unlink()
    before = built.digests()
    assert built.build().jobs == {PARITY, "publish site"}
    assert built.digests() == before


@pytest.mark.parametrize(
    "name", [f"{SLUG}/{BRIEF}.pdf", "index.html", f"{SLUG}/figures/deaths.svg", f"{SLUG}/brief.json"]
)
def test_what_was_deleted_comes_back(built: Project, name: str) -> None:
    before = built.digests()
    (built.site / name).unlink()
    run = built.build()
    assert built.digests() == before
    assert run.rules() == {"publish"}
    settled(built)


def mend(name: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    """Return an edit of a file of the site, which must hold what it replaces."""

    def do(site: Path) -> None:
        content = (site / name).read_bytes()
        assert old in content
        (site / name).write_bytes(content.replace(old, new))

    return do


@pytest.mark.parametrize(
    "do",
    [
        pytest.param(mend("index.html", b"<body", b"<BODY"), id="of the same size"),
        pytest.param(mend(f"{SLUG}/{BRIEF}.pdf", b"%%EOF", b"%%EOF\n"), id="longer"),
        pytest.param(mend("manifest.json", b"TLP:CLEAR", b"TLP:GREEN"), id="the manifest"),
        pytest.param(mend("manifest.json", b"{", b"("), id="no manifest"),
        pytest.param(lambda site: (site / "more.html").write_text("<p>TLP:CLEAR"), id="one more"),
        pytest.param(lambda site: (site / SLUG / "more.txt").write_text("more"), id="one more in a folder"),
    ],
)
def test_what_was_changed_by_hand_is_published_as_it_was_made(built: Project, do: Callable[[Path], None]) -> None:
    before = built.digests()
    do(built.site)
    assert built.digests() != before
    run = built.build()
    assert built.digests() == before
    assert run.rules() == {"publish"}
    settled(built)


def test_what_has_a_hash_comes_back_each_time_that_it_was_deleted(built: Project) -> None:
    before = built.digests()
    for _ in range(2):
        (style,) = built.site.glob("assets/web.*.css")
        style.unlink()
        # A dry run tells, and leaves the site as it is.
        assert built.build("--dry-run").rules() == {"publish"}
        assert not style.exists()
        assert built.build().rules() == {"publish"}
        assert built.digests() == before
        settled(built)


def test_a_hash_that_is_no_longer_published_goes(built: Project) -> None:
    (before,) = built.site.glob("assets/web.*.css")
    built.append("templates/web/web.css", ".site-house { color: #101010; }")
    built.build()
    (after,) = built.site.glob("assets/web.*.css")
    assert after.name != before.name
