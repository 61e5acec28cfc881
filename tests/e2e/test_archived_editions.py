"""Editions keep their addresses: the one that was built, and those that `keep` froze before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html

from tests.tools import browser as browsers
from tests.tools import nu
from tests.tools.feeds import ATOM
from tests.tools.loopback import served
from tests.tools.project import BRIEF, DOCUMENTS, REPORT, SLUG
from tests.tools.publication import find, squeezed, text_of, tree

if TYPE_CHECKING:
    from tests.tools.project import Project
    from tests.tools.publication import Publication

pytestmark = pytest.mark.slow

SOURCES = f"sources/{SLUG}"
EDITIONS = f"{SLUG}/editions"
NEWEST = """editions:
  - number: "1.1"
    date: 2026-12-01
    changes: One finding is put more carefully.
"""
OLD, NEW = (
    "Europe’s common strategy came only after grave attacks",
    "Europe’s common strategy came late, after grave attacks",
)
ADDRESS = f"https://briefs.example.org/{SLUG}"


def canonical(page: Path) -> str:
    (link,) = (element for element in tree(page).iter("link") if element.get("rel") == "canonical")
    return str(link.get("href"))


def notes(page: Path) -> list[str]:
    return [text_of(note) for note in tree(page).find_class("edition-note")]


def folder(site: Path, number: str) -> set[str]:
    top = site / EDITIONS / number
    return {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file()}


# --- the edition that was built -------------------------------------------------------------------------------------


def test_the_current_edition_has_a_folder_with_all_that_was_made_of_it(publication: Publication) -> None:
    site = publication.site
    names = {path.relative_to(site / SLUG).as_posix() for path in (site / SLUG).rglob("*") if path.is_file()}
    documents = {f"{name}.{ending}" for name in DOCUMENTS for ending in ("html", "pdf")}
    kept = {name for name in names if name.startswith("figures/")} | documents
    kept |= {"index.html", "brief.json", "annotations.jsonld", "essay.txt"}
    assert folder(site, "1.0") == kept
    for name in kept:
        if not name.endswith(".html"):
            assert (site / EDITIONS / "1.0" / name).read_bytes() == (site / SLUG / name).read_bytes(), name


def test_its_page_and_the_landing_page_offer_the_same_data(publication: Publication) -> None:
    def offered(page: Path) -> list[tuple[str, list[str]]]:
        (section,) = tree(page).find_class("for-systems")
        items = [
            (text_of(item), [Path(str(link.get("href"))).name for link in item.iter("a")])
            for item in section.iter("li")
        ]
        return sorted(items)

    landing, own = (publication.site / folder / "index.html" for folder in (SLUG, f"{EDITIONS}/1.0"))
    assert offered(own) == offered(landing)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_its_pages_say_the_same_and_lead_to_the_newest(publication: Publication, document: str) -> None:
    page = publication.site / EDITIONS / "1.0" / f"{document}.html"
    own, there = (find(root, "main") for root in (publication.html(document), tree(page)))
    assert squeezed(text_of(own)) == squeezed(text_of(there))
    assert canonical(page) == f"{ADDRESS}/{document}.html"
    assert notes(page) == []


# --- one that was archived, and a newer one ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def renewed(original: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Edition 1.0 kept, then a finding edited, and edition 1.1 built."""
    project = original.copy_to(tmp_path_factory.mktemp("renewed") / "project")
    said = project.run("briefwright", "archive", SOURCES)
    assert said.code == 0, said.text
    assert f"Kept edition 1.0 in {SOURCES}/editions/1.0/" in said.text
    # What another left that was killed.
    half = project.root / SOURCES / "editions/.1.1"
    half.mkdir()
    (half / "essay.txt").write_text("Half", "utf-8")
    project.edit(f"{SOURCES}/brief.yaml", "editions:\n", NEWEST)
    project.edit(f"{SOURCES}/brief.yaml", OLD, NEW)
    project.build()
    return project


def test_both_editions_are_there(renewed: Project, original: Project) -> None:
    site = renewed.site
    assert folder(site, "1.0") == folder(site, "1.1") == folder(original.site, "1.0")
    for document in DOCUMENTS:
        first = (original.site / SLUG / f"{document}.pdf").read_bytes()
        newest = (site / SLUG / f"{document}.pdf").read_bytes()
        assert (site / EDITIONS / "1.0" / f"{document}.pdf").read_bytes() == first
        assert (site / EDITIONS / "1.1" / f"{document}.pdf").read_bytes() == newest != first
    for name in ("brief.json", "annotations.jsonld", "essay.txt", "figures/deaths.svg", "figures/deaths.csv"):
        assert (site / EDITIONS / "1.0" / name).read_bytes() == (original.site / SLUG / name).read_bytes()
    old, new = (text_of(tree(site / EDITIONS / number / f"{REPORT}.html")) for number in ("1.0", "1.1"))
    assert OLD in old
    assert OLD not in new
    assert NEW in new
    assert NEW not in old


@pytest.mark.parametrize("document", DOCUMENTS)
def test_an_old_page_says_so_and_names_the_newest(renewed: Project, original: Project, document: str) -> None:
    old, new = (renewed.site / EDITIONS / number / f"{document}.html" for number in ("1.0", "1.1"))
    assert canonical(old) == canonical(new) == canonical(renewed.site / SLUG / f"{document}.html")
    assert notes(new) == []
    (note,) = tree(old).find_class("edition-note")
    assert text_of(note) == "This is edition 1.0 of 23 November 2026. The latest edition is 1.1 of 1 December 2026."
    (link,) = note.iter("a")
    assert (old.parent / str(link.get("href"))).resolve() == (renewed.site / SLUG / f"{document}.html").resolve()
    # It says what it said.
    before, now = (find(tree(page), "main") for page in (original.site / SLUG / f"{document}.html", old))
    assert squeezed(text_of(before)) == squeezed(text_of(now))


def test_every_link_of_an_edition_leads_somewhere(renewed: Project) -> None:
    for page in sorted((renewed.site / EDITIONS).rglob("*.html")):
        for element in html.document_fromstring(page.read_text("utf-8")).iter("a", "link", "img"):
            url = urlsplit(str(element.get("href") or element.get("src") or ""))
            if url.scheme:
                continue
            target = (page.parent / unquote(url.path)).resolve() if url.path else page
            assert target.is_file(), f"{page}: {url.geturl()}"
            anchor = unquote(url.fragment.partition(":~:")[0])
            if anchor and target.suffix == ".html":
                find(tree(target), anchor)


def test_the_landing_page_leads_to_the_editions(renewed: Project) -> None:
    page = tree(renewed.site / SLUG / "index.html")
    links = {str(link.get("href")) for link in page.iter("a")}
    assert {"editions/1.0/index.html", "editions/1.1/index.html"} <= links


def test_feeds_lead_to_each_edition(renewed: Project) -> None:
    for name in ("feed.xml", f"{SLUG}/feed.xml"):
        entries = etree.parse(renewed.site / name).iterfind(f"{ATOM}entry/{ATOM}link[@rel='alternate']")
        assert [link.get("href") for link in entries] == [f"{ADDRESS}/editions/{number}/" for number in ("1.1", "1.0")]


def test_the_manifest_says_which_edition_a_file_shows(renewed: Project) -> None:
    manifest = json.loads((renewed.site / "manifest.json").read_text("utf-8"))
    editions = {file["path"]: file.get("edition") for file in manifest["files"]}
    assert editions[f"{EDITIONS}/1.0/{BRIEF}.pdf"] == editions[f"{EDITIONS}/1.0/index.html"] == "1.0"
    assert editions[f"{EDITIONS}/1.1/{BRIEF}.pdf"] == editions[f"{SLUG}/{BRIEF}.pdf"] == "1.1"


@pytest.mark.conformance
def test_pages_of_editions_are_valid(renewed: Project) -> None:
    pages = sorted((renewed.site / EDITIONS).rglob("*.html"))
    assert len(pages) == 2 * (len(DOCUMENTS) + 1)
    assert [str(message) for message in nu.check(pages)] == []


@pytest.mark.browser
def test_the_note_is_seen_and_stands_in_no_way(renewed: Project) -> None:
    with served(renewed.site) as address, browsers.chromium() as chromium:
        for width in (320, 1280):
            for name in (f"{BRIEF}.html", "index.html"):
                with browsers.page(chromium, width=width) as page:
                    page.goto(f"{address}/{EDITIONS}/1.0/{name}")
                    assert browsers.axe(page) == []
                    box = page.locator(".edition-note").bounding_box()
                    assert box is not None
                    assert box["y"] + box["height"] < 800
                    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


# --- what is refused ------------------------------------------------------------------------------------------------


def test_what_was_kept_stays(built: Project) -> None:
    kept = built.root / SOURCES / "editions/1.0"
    assert built.run("briefwright", "archive", SOURCES).code == 0
    again = built.run("briefwright", "archive", SOURCES)
    assert (again.code, "is kept already" in again.text) == (0, True), again.text

    # A change without a new number.
    built.edit(f"{SOURCES}/brief.yaml", OLD, NEW)
    unbuilt = built.run("briefwright", "archive", SOURCES)
    assert unbuilt.code == 1
    assert "build it first" in unbuilt.text
    run = built.build()
    text = (built.root / SOURCES / "brief.yaml").read_text("utf-8")
    line = text[: text.index('number: "1.0"')].count("\n") + 1
    assert (
        f"{SOURCES}/brief.yaml:{line}:13: warning: edition 1.0 was kept already, and was made of other sources"
        in run.text
    )
    other = built.run("briefwright", "archive", SOURCES)
    assert other.code == 1
    assert "was kept with other bytes, and stays as it is" in other.text
    assert [path.name for path in kept.parent.iterdir()] == ["1.0"]
    page = built.site / EDITIONS / "1.0" / f"{REPORT}.html"
    assert OLD in text_of(html.document_fromstring(page.read_text("utf-8")))

    # A file that is not as it was kept.
    before = built.digests()
    path = kept / "essay.txt"
    path.write_text(path.read_text("utf-8") + "More.\n", "utf-8")
    (kept / f"{BRIEF}.pdf").unlink()
    failed = built.fail()
    assert (
        f"{SOURCES}/editions/1.0/essay.txt: it is not the file that was archived: its checksum is another"
        in failed.text
    )
    assert f"{SOURCES}/editions/1.0/{BRIEF}.pdf: it was archived, and is lost" in failed.text
    assert built.digests() == before
    shutil.rmtree(kept)
    built.build()
    assert NEW in text_of(html.document_fromstring(page.read_text("utf-8")))
