"""The folders of editions in the site: the current edition and archived ones."""

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
  - number: "1.11"
    date: 2026-12-01
    changes: One finding is put more carefully.
"""
OLD, NEW = (
    "The essay says that the plan named no price",
    "The essay says that the plan gave no price",
)
ADDRESS = f"https://briefs.example.org/{SLUG}"


def canonical(page: Path) -> str:
    (link,) = (element for element in tree(page).iter("link") if element.get("rel") == "canonical")
    return str(link.get("href"))


def notes(page: Path) -> list[str]:
    return [text_of(note) for note in tree(page).find_class("edition-note")]


def edition_files(site: Path, number: str) -> set[str]:
    top = site / EDITIONS / number
    return {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file()}


# --- the current edition ----------------------------------------------------------------------------------------------


def test_folder_of_the_current_edition_contains_all_its_files(publication: Publication) -> None:
    site = publication.site
    names = {path.relative_to(site / SLUG).as_posix() for path in (site / SLUG).rglob("*") if path.is_file()}
    documents = {f"{name}.{ending}" for name in DOCUMENTS for ending in ("html", "pdf")}
    expected = {name for name in names if name.startswith("figures/")} | documents
    expected |= {"index.html", "brief.json", "trace.json", "annotations.jsonld", "essay.txt"}
    assert edition_files(site, "1.10") == expected
    for name in expected:
        if not name.endswith(".html"):
            assert (site / EDITIONS / "1.10" / name).read_bytes() == (site / SLUG / name).read_bytes(), name


def test_edition_page_and_landing_page_offer_the_same_data(publication: Publication) -> None:
    def offers(page: Path) -> list[tuple[str, list[str]]]:
        (section,) = tree(page).find_class("for-systems")
        items = [
            (text_of(item), [Path(str(link.get("href"))).name for link in item.iter("a")])
            for item in section.iter("li")
        ]
        return sorted(items)

    landing, edition = (publication.site / folder / "index.html" for folder in (SLUG, f"{EDITIONS}/1.10"))
    assert offers(edition) == offers(landing)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_pages_of_the_current_edition_have_the_same_text_and_canonical_link(
    publication: Publication, document: str
) -> None:
    page = publication.site / EDITIONS / "1.10" / f"{document}.html"
    current, edition = (find(root, "main") for root in (publication.html(document), tree(page)))
    assert squeezed(text_of(current)) == squeezed(text_of(edition))
    assert canonical(page) == f"{ADDRESS}/{document}.html"
    assert notes(page) == []


# --- an archived edition and a newer one ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def updated(original: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with edition 1.10 archived, and edition 1.11, with an edited finding, built."""
    project = original.copy_to(tmp_path_factory.mktemp("updated") / "project")
    run = project.run("briefwright", "archive", SOURCES)
    assert run.code == 0, run.text
    assert f"Archived edition 1.10 in {SOURCES}/editions/1.10/" in run.text
    # The folder of a killed `archive`.
    half = project.root / SOURCES / "editions/.1.11"
    half.mkdir()
    (half / "essay.txt").write_text("Half", "utf-8")
    project.edit(f"{SOURCES}/brief.yaml", "editions:\n", NEWEST)
    project.edit(f"{SOURCES}/brief.yaml", OLD, NEW)
    project.build()
    return project


def test_site_contains_both_editions(updated: Project, original: Project) -> None:
    site = updated.site
    assert edition_files(site, "1.10") == edition_files(site, "1.11") == edition_files(original.site, "1.10")
    for document in DOCUMENTS:
        first = (original.site / SLUG / f"{document}.pdf").read_bytes()
        newest = (site / SLUG / f"{document}.pdf").read_bytes()
        assert (site / EDITIONS / "1.10" / f"{document}.pdf").read_bytes() == first
        assert (site / EDITIONS / "1.11" / f"{document}.pdf").read_bytes() == newest != first
    for name in ("brief.json", "annotations.jsonld", "essay.txt", "figures/boats.svg", "figures/boats.csv"):
        assert (site / EDITIONS / "1.10" / name).read_bytes() == (original.site / SLUG / name).read_bytes()
    old, new = (text_of(tree(site / EDITIONS / number / f"{REPORT}.html")) for number in ("1.10", "1.11"))
    assert OLD in old
    assert OLD not in new
    assert NEW in new
    assert NEW not in old


@pytest.mark.parametrize("document", DOCUMENTS)
def test_archived_page_links_to_the_newest_edition(updated: Project, original: Project, document: str) -> None:
    old, new = (updated.site / EDITIONS / number / f"{document}.html" for number in ("1.10", "1.11"))
    assert canonical(old) == canonical(new) == canonical(updated.site / SLUG / f"{document}.html")
    assert notes(new) == []
    (note,) = tree(old).find_class("edition-note")
    assert text_of(note) == "This is edition 1.10 of 31 January 2026. The latest edition is 1.11 of 1 December 2026."
    (link,) = note.iter("a")
    assert (old.parent / str(link.get("href"))).resolve() == (updated.site / SLUG / f"{document}.html").resolve()
    # Its text is unchanged.
    before, now = (find(tree(page), "main") for page in (original.site / SLUG / f"{document}.html", old))
    assert squeezed(text_of(before)) == squeezed(text_of(now))


def test_editions_have_no_broken_links(updated: Project) -> None:
    for page in sorted((updated.site / EDITIONS).rglob("*.html")):
        for element in html.document_fromstring(page.read_text("utf-8")).iter("a", "link", "img"):
            url = urlsplit(str(element.get("href") or element.get("src") or ""))
            if url.scheme:
                continue
            target = (page.parent / unquote(url.path)).resolve() if url.path else page
            assert target.is_file(), f"{page}: {url.geturl()}"
            anchor = unquote(url.fragment.partition(":~:")[0])
            if anchor and target.suffix == ".html":
                find(tree(target), anchor)


def test_landing_page_links_to_the_editions(updated: Project) -> None:
    page = tree(updated.site / SLUG / "index.html")
    links = {str(link.get("href")) for link in page.iter("a")}
    assert {"editions/1.10/index.html", "editions/1.11/index.html"} <= links


def test_feeds_link_to_each_edition(updated: Project) -> None:
    for name in ("feed.xml", f"{SLUG}/feed.xml"):
        entries = etree.parse(updated.site / name).iterfind(f"{ATOM}entry/{ATOM}link[@rel='alternate']")
        assert [link.get("href") for link in entries] == [
            f"{ADDRESS}/editions/{number}/" for number in ("1.11", "1.10")
        ]


def test_manifest_lists_the_edition_of_each_file(updated: Project) -> None:
    manifest = json.loads((updated.site / "manifest.json").read_text("utf-8"))
    editions = {file["path"]: file.get("edition") for file in manifest["files"]}
    assert editions[f"{EDITIONS}/1.10/{BRIEF}.pdf"] == editions[f"{EDITIONS}/1.10/index.html"] == "1.10"
    assert editions[f"{EDITIONS}/1.11/{BRIEF}.pdf"] == editions[f"{SLUG}/{BRIEF}.pdf"] == "1.11"


@pytest.mark.conformance
def test_pages_of_editions_are_valid(updated: Project) -> None:
    pages = sorted((updated.site / EDITIONS).rglob("*.html"))
    assert len(pages) == 2 * (len(DOCUMENTS) + 1)
    assert [str(message) for message in nu.check(pages)] == []


@pytest.mark.browser
def test_note_is_visible_and_covers_nothing(updated: Project) -> None:
    with served(updated.site) as address, browsers.chromium() as chromium:
        for width in (320, 1280):
            for name in (f"{BRIEF}.html", "index.html"):
                with browsers.page(chromium, width=width) as page:
                    page.goto(f"{address}/{EDITIONS}/1.10/{name}")
                    assert browsers.axe(page) == []
                    box = page.locator(".edition-note").bounding_box()
                    assert box is not None
                    assert box["y"] + box["height"] < 800
                    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


# --- errors -----------------------------------------------------------------------------------------------------------


def test_archived_edition_never_changes(built: Project) -> None:
    archived = built.root / SOURCES / "editions/1.10"
    assert built.run("briefwright", "archive", SOURCES).code == 0
    again = built.run("briefwright", "archive", SOURCES)
    assert (again.code, "is already archived" in again.text) == (0, True), again.text

    # An edit without a new number.
    built.edit(f"{SOURCES}/brief.yaml", OLD, NEW)
    not_built = built.run("briefwright", "archive", SOURCES)
    assert not_built.code == 1
    assert "edition 1.10 of the current sources is not published" in not_built.text
    run = built.build()
    text = (built.root / SOURCES / "brief.yaml").read_text("utf-8")
    line = text[: text.index('number: "1.10"')].count("\n") + 1
    assert f"{SOURCES}/brief.yaml:{line}:13: warning: edition 1.10 is already archived, with other content" in run.text
    other = built.run("briefwright", "archive", SOURCES)
    assert other.code == 1
    assert "edition 1.10 is already archived with other content; it was not changed" in other.text
    assert [path.name for path in archived.parent.iterdir()] == ["1.10"]
    page = built.site / EDITIONS / "1.10" / f"{REPORT}.html"
    assert OLD in text_of(html.document_fromstring(page.read_text("utf-8")))

    # A changed file and a missing one.
    before = built.digests()
    path = archived / "essay.txt"
    path.write_text(path.read_text("utf-8") + "More.\n", "utf-8")
    (archived / f"{BRIEF}.pdf").unlink()
    failed = built.fail()
    for name in ("essay.txt", f"{BRIEF}.pdf"):
        assert f"{SOURCES}/editions/1.10/{name}: " in failed.text
    assert built.digests() == before
    shutil.rmtree(archived)
    built.build()
    assert NEW in text_of(html.document_fromstring(page.read_text("utf-8")))
