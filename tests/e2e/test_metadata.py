"""Metadata of the published site: page heads, feeds, sitemap, robots.txt, security.txt and social cards."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

import pikepdf
import pytest
from lxml import etree
from PIL import Image

from briefwright.html.metadata.tags import truncate
from tests.tools import linked_data
from tests.tools.feeds import ATOM, atom_problems, security_fields, sitemap_dates, sitemap_problems
from tests.tools.project import DOCUMENTS, REPORT, SHEET, SLUG
from tests.tools.publication import child, tree

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.publication import Publication

pytestmark = pytest.mark.slow

HOME = "https://briefs.example.org/"
# The page for unknown addresses.
WITHOUT_METADATA = {"404.html"}
# Pages of editions only have a canonical link to the newest edition.
EDITIONS = "/editions/"


def pages_by_address(publication: Publication) -> dict[str, Path]:
    """Return the pages with metadata, by address."""
    pages = {path.relative_to(publication.site).as_posix(): path for path in publication.pages}
    assert set(pages) >= WITHOUT_METADATA
    addresses = {name: path for name, path in pages.items() if name not in WITHOUT_METADATA and EDITIONS not in name}
    return {HOME + name.removesuffix("index.html"): path for name, path in addresses.items()}


def file_at(publication: Publication, address: str) -> Path:
    assert address.startswith(HOME)
    name = address.removeprefix(HOME)
    return publication.site / (f"{name}index.html" if not name or name.endswith("/") else name)


def json_ld(page: Path) -> dict[str, Any]:
    (found,) = tree(page).findall(".//script[@type='application/ld+json']")
    value: dict[str, Any] = json.loads(found.text or "")
    return value


def test_every_page_has_json_ld(publication: Publication) -> None:
    pages = pages_by_address(publication)
    assert len(pages) >= len(DOCUMENTS) + 2
    for address, path in pages.items():
        found = json_ld(path)
        assert linked_data.problems(found) == [], path.name
        assert found["@id"] == found["url"] == address
        assert child(tree(path), ".//link[@rel='canonical']").get("href") == address
    for name in WITHOUT_METADATA:
        assert tree(publication.site / name).findall(".//script") == []


def test_edition_pages_have_the_newest_as_canonical(publication: Publication) -> None:
    addresses = pages_by_address(publication)
    pages = [path for path in publication.pages if EDITIONS in path.as_posix()]
    assert len(pages) > len(DOCUMENTS)
    for path in pages:
        root = tree(path)
        assert child(root, ".//link[@rel='canonical']").get("href") in addresses
        assert root.findall(".//script[@type='application/ld+json']") == []


def test_files_in_metadata_exist(publication: Publication) -> None:
    for address, path in pages_by_address(publication).items():
        root = tree(path)
        for link in root.iterfind(".//link[@rel='alternate']"):
            target = file_at(publication, urljoin(address, str(link.get("href"))))
            assert target.is_file(), link.get("href")
            format_ = str(link.get("type", "text/html")).partition(";")[0].rpartition("/")[2].rpartition("+")[2]
            endings = {
                "pdf": [".pdf"],
                "json": [".json", ".jsonld"],
                "xml": [".xml"],
                "plain": [".txt"],
                "html": [".html"],
            }
            assert target.suffix in endings[format_], link.get("href")
        found = {meta.get("property") or meta.get("name"): str(meta.get("content")) for meta in root.iter("meta")}
        assert len(found["description"]) <= 160
        of_brief = SLUG in address and path.stem != "trace"
        for name in ("og:image", "citation_pdf_url", "DCTERMS.source"):
            if name == "og:image" or of_brief:
                assert file_at(publication, found[name]).is_file(), found[name]
        with Image.open(file_at(publication, found["og:image"])) as picture:
            assert (picture.format, picture.width, picture.height) == ("PNG", 1200, 630)
            assert (str(picture.width), str(picture.height)) == (found["og:image:width"], found["og:image:height"])
            # The colours of the background and the title.
            colours = {colour for _, colour in picture.convert("RGB").getcolors() or ()}
            assert {(11, 79, 108), (255, 255, 255)} <= colours


def test_json_ld_cites_the_references_of_the_brief(publication: Publication) -> None:
    titles = [reference["title"] for reference in publication.record["references"]]
    assert [work["name"] for work in json_ld(publication.path(REPORT, "html"))["citation"]] == titles


@pytest.mark.parametrize("document", DOCUMENTS)
def test_pdf_and_page_have_the_same_description(publication: Publication, document: str) -> None:
    brief = publication.record["brief"]
    lead = brief["purpose" if document == SHEET else "subtitle"]
    with pikepdf.open(publication.path(document, "pdf")) as pdf:
        assert str(pdf.docinfo["/Subject"]) == lead
    described = child(tree(publication.path(document, "html")), ".//meta[@name='description']").get("content")
    assert described == truncate(lead)


def test_feeds_have_an_entry_for_each_edition(publication: Publication) -> None:
    editions = publication.record["brief"]["editions"]
    for name in ("", f"{SLUG}/"):
        content = (publication.site / f"{name}feed.xml").read_bytes()
        assert atom_problems(content) == []
        root = etree.fromstring(content)
        assert root.findall(f"{ATOM}link[@rel='self']")[0].get("href") == f"{HOME}{name}feed.xml"
        assert [entry.findtext(f"{ATOM}summary") for entry in root.iter(f"{ATOM}entry")] == [
            edition["changes"] for edition in editions
        ]
        for link in root.iterfind(f".//{ATOM}link[@rel='alternate']"):
            assert file_at(publication, str(link.get("href"))).is_file()


def test_sitemap_lists_every_page(publication: Publication) -> None:
    content = (publication.site / "sitemap.xml").read_bytes()
    assert sitemap_problems(content) == []
    assert set(sitemap_dates(content)) == set(pages_by_address(publication))
    assert set(sitemap_dates(content).values()) == {publication.record["brief"]["editions"][0]["date"]}


def test_robots_txt_links_to_the_sitemap(publication: Publication) -> None:
    robots = RobotFileParser()
    robots.parse((publication.site / "robots.txt").read_text("utf-8").splitlines())
    assert robots.site_maps() == [f"{HOME}sitemap.xml"]
    assert all(robots.can_fetch("anybody", address) for address in pages_by_address(publication))


def test_security_txt_has_the_contact(publication: Publication) -> None:
    name = ".well-known/security.txt"
    fields = security_fields((publication.site / name).read_text("utf-8"))
    assert fields["canonical"] == [HOME + name]
    assert fields["contact"] == ["mailto:security@example.org"]
