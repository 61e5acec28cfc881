"""Fragments for other systems, as published and in a host page."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema import Draft202012Validator
from lxml import html

from tests.tools import browser as browsers
from tests.tools import nu
from tests.tools.loopback import served
from tests.tools.project import BRIEF, DOCUMENTS, REPORT, ROOT, SHEET, SLUG, Project
from tests.tools.publication import find, squeezed, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.html import HtmlElement
    from playwright.sync_api import Browser

    from tests.tools.publication import Publication

pytestmark = pytest.mark.slow

EXAMPLE = ROOT / "docs/example-embedding.html"
INCLUDE = re.compile(r'<!--#include virtual="/publications/[^/]+/([^"]+)" -->')
FOLDER = f"{SLUG}/fragments"
SETTINGS = 'web: {fragments: {prefix: "{document}-", heading_shift: 1, base: /publications}}'
ATTRIBUTES = {"id", "class", "href", "src", "lang", "dir", "role", "title", "alt", "width", "height", "datetime"}
ATTRIBUTES |= {"scope", "headers", "colspan", "rowspan", "start", "type", "tabindex"}


def records(site: Path) -> dict[str, dict[str, Any]]:
    """Return the entry of each document in fragment.json."""
    found = json.loads((site / FOLDER / "fragment.json").read_text("utf-8"))
    return {one["document"]: one for one in found["fragments"]}


def read(site: Path, document: str) -> HtmlElement:
    return html.fragment_fromstring((site / FOLDER / f"{document}.html").read_text("utf-8"))


def identifiers(root: HtmlElement) -> list[str]:
    return [name for element in root.iter() if (name := element.get("id"))]


# --- as published ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS)
def test_fragment_has_no_style_script_or_address_of_the_site(publication: Publication, document: str) -> None:
    article = read(publication.site, document)
    assert (article.tag, article.get("lang")) == ("article", "en-GB")
    for element in article.iter():
        assert element.tag not in {"script", "style", "link", "h1", "main", "iframe", "object"}
        assert {str(name) for name in element.attrib if not str(name).startswith("aria-")} <= ATTRIBUTES
        assert all(name.startswith("bw-") for name in element.get("class", "").split())
        for address in filter(None, (element.get("href"), element.get("src"))):
            assert not address.startswith("/")
            assert urlsplit(address).hostname != "briefs.example.org"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_all_references_of_a_fragment_resolve(publication: Publication, document: str) -> None:
    article = read(publication.site, document)
    ids = set(identifiers(article))
    assert Counter(identifiers(article)).most_common(1)[0][1] == 1
    for element in article.iter():
        for name in ("headers", "aria-labelledby"):
            assert set((element.get(name) or "").split()) <= ids
        for address in filter(None, (element.get("href"), element.get("src"))):
            url = urlsplit(address)
            anchor = unquote(url.fragment.partition(":~:")[0])
            if not url.scheme and url.path:
                target = (publication.site / FOLDER / unquote(url.path)).resolve()
                assert target.is_file(), address
                if anchor:
                    find(html.document_fromstring(target.read_text("utf-8")), anchor)
            elif not url.scheme:
                assert anchor in ids, address


@pytest.mark.parametrize("document", DOCUMENTS)
def test_fragment_has_the_text_of_the_document(publication: Publication, document: str) -> None:
    article = read(publication.site, document)
    first, *_, last = article
    assert text_of(first) == text_of(last) == "TLP:CLEAR"
    first.drop_tree()
    last.drop_tree()
    found = squeezed(text_of(article))
    fragment = publication.fragment(document)
    (code,) = fragment.find_class("qr")
    code.drop_tree()
    assert found == squeezed(text_of(fragment))
    assert len(found) > 500


def test_record_matches_the_fragments(publication: Publication) -> None:
    site = publication.site
    found = json.loads((site / FOLDER / "fragment.json").read_text("utf-8"))
    schema = json.loads((site / "schemas" / str(found["$schema"]).rpartition("/")[2]).read_text("utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(found)) == []
    assert set(records(site)) == set(DOCUMENTS)
    for document, one in records(site).items():
        content = (site / FOLDER / one["file"]).read_bytes()
        assert (one["size"], one["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        article = read(site, document)
        for entry in entries(one["contents"]):
            heading = find(article, entry["id"])
            assert text_of(heading) == entry["title"]
            assert heading.tag == f"h{entry['level']}"
        shown = {str(image.get("src")): image.get("alt") for image in article.iter("img")}
        assert {asset["path"]: asset["alt"] for asset in one["assets"]} == shown
        for asset in one["assets"]:
            picture = (site / FOLDER / asset["path"]).read_bytes()
            assert (asset["size"], asset["sha256"]) == (len(picture), hashlib.sha256(picture).hexdigest())
        canonical = publication.html(document).find("head/link[@rel='canonical']")
        assert canonical is not None
        assert one["metadata"]["canonical"] == canonical.get("href")
    assert len(records(site)[REPORT]["assets"]) >= 2


def entries(tree: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for entry in tree:
        yield entry
        yield from entries(entry["entries"])


# --- in a host page -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def embedded(original: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The publication built with the settings of the example, and a host page with two fragments."""
    project = original.copy_to(tmp_path_factory.mktemp("embedded") / "project")
    project.append("sources/publisher.yaml", SETTINGS)
    run = project.build()
    assert f"page {SLUG}" in run.jobs
    # The settings of fragments do not change the documents.
    assert not run.rules() & {"draw", "render"}
    host = project.root / "host"
    shutil.copytree(project.site, host / "publications")
    page = INCLUDE.sub(lambda found: (project.site / SLUG / found[1]).read_text("utf-8"), EXAMPLE.read_text("utf-8"))
    (host / "library.html").write_text(page, "utf-8")
    return project


def test_fragments_in_a_page_share_no_id(embedded: Project) -> None:
    page = html.document_fromstring((embedded.root / "host/library.html").read_text("utf-8"))
    articles = list(page.iter("article"))
    assert len(articles) == 2
    assert Counter(identifiers(page)).most_common(1)[0][1] == 1
    for article, document in zip(articles, (BRIEF, SHEET), strict=True):
        assert all(name.startswith(f"{document}-") for name in identifiers(article))
        targets = {str(link.get("href")) for link in article.iter("a")}
        assert {name.removeprefix("#") for name in targets if name.startswith("#")} <= set(identifiers(article))
        assert any(name.startswith(f"/publications/{SLUG}/{REPORT}.html#") for name in targets)


@pytest.mark.conformance
def test_host_page_is_valid(embedded: Project) -> None:
    messages = nu.check([embedded.root / "host/library.html"])
    assert [str(message) for message in messages] == []


@pytest.fixture(scope="module")
def address(embedded: Project) -> Iterator[str]:
    with served(embedded.root / "host") as url:
        yield url


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_host_page_is_accessible(chromium: Browser, address: str, width: int) -> None:
    with browsers.page(chromium, width=width) as page:
        page.goto(f"{address}/library.html")
        assert browsers.axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.browser
def test_host_page_sets_the_style_and_links_work(chromium: Browser, address: str) -> None:
    with browsers.page(chromium) as page:
        page.goto(f"{address}/library.html")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.styleSheets.length") == 1
        fonts = "[...document.querySelectorAll('article p, article td')].map(e => getComputedStyle(e).fontFamily)"
        assert {font.partition(",")[0] for font in page.evaluate(fonts)} <= {"Georgia", '"Liberation Sans"'}
        colours = "[...document.querySelectorAll('article :is(h2, h3)')].map(e => getComputedStyle(e).color)"
        assert set(page.evaluate(colours)) == {"rgb(31, 90, 43)"}
        assert page.evaluate("[...document.images].filter(image => !image.naturalWidth).map(i => i.src)") == []
        page.locator(f"article [id='{BRIEF}-finding-one-bridge'] a").first.click()
        page.wait_for_load_state()
        assert page.url == f"{address}/publications/{SLUG}/{REPORT}.html#finding-one-bridge"
        assert page.evaluate("document.querySelector(':target').id") == "finding-one-bridge"
