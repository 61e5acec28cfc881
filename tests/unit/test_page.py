from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from babel import Locale
from lxml import html

from briefwright import language
from briefwright.content import site_pages, views
from briefwright.errors import InvalidSources
from briefwright.html import metadata
from briefwright.html.page import shell
from briefwright.site.assets import page_theme
from briefwright.sources.document_types import load_document_types
from tests import briefs

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CATALOGUE = language.load(briefs.TEMPLATES / "locales", "en-GB")
DOCUMENT_TYPES = load_document_types(briefs.TEMPLATES)
SHEET = "recommendations-sheet"
ADDRESS = "https://briefs.example.org/sample/recommendations-sheet.html"
SHELLS = ["web/page.html.j2", "print/page.html.j2"]
FRAGMENT = '<h1 id="top">Bridges &amp; <em>boats</em></h1><p>A “<a href="#top">b</a>” &lt;</p>'
ASSETS = {
    name: f"assets/{name}"
    for name in ("web.css", "icon.svg", "fonts/plex-serif-regular-base.woff2", "fonts/plex-sans-base.woff2")
}
THEME = page_theme(briefs.theme())
HOSTILE = "</title>\"'><script>alert(1)</script>&amp;"


def head(**changes: object) -> dict[str, Any]:
    return {**views.views(briefs.resolve(), DOCUMENT_TYPES)[SHEET]["head"], **changes}


def rendered(name: str, catalogue: language.Catalogue = CATALOGUE, **values: object) -> str:
    return shell(briefs.TEMPLATES, name, catalogue, FRAGMENT, root="../", assets=ASSETS, theme=THEME, **values)


def page(name: str, **changes: object) -> str:
    return rendered(name, head=head(**changes))


def site(slug: str, date: str, **changes: object) -> dict[str, Any]:
    view = views.site_view(briefs.resolve(), DOCUMENT_TYPES)
    return {**view, "slug": slug, "edition": {"number": "1.10", "date": date}, **changes}


def index(*listed: dict[str, Any]) -> str:
    publisher, marking = listed[0]["publisher"], listed[0]["marking"]
    values = {"briefs": listed, "topics": site_pages.by_topic(listed), "publisher": publisher, "marking": marking}
    return shell(briefs.TEMPLATES, "web/index.html.j2", CATALOGUE, assets=ASSETS, theme=THEME, **values)


def tree(text: str) -> HtmlElement:
    return html.document_fromstring(text)


ALL = {**{name: page(name) for name in SHELLS}, "web/index.html.j2": index(site("sample", "2026-01-31"))}


@pytest.mark.parametrize("name", SHELLS)
def test_contains_the_fragment_unchanged(name: str) -> None:
    assert page(name).count(FRAGMENT) == 1


@pytest.mark.parametrize("name", ALL)
def test_has_language_encoding_and_one_title(name: str) -> None:
    root = tree(ALL[name])
    assert ALL[name].startswith("<!DOCTYPE html>\n")
    assert root.get("lang") == "en-GB"
    assert root.findall("head/meta")[0].get("charset") == "utf-8"
    assert len(root.findall(".//h1")) == len(root.findall(".//title")) == 1


@pytest.mark.parametrize("name", ALL)
def test_has_no_inline_script_or_style(name: str) -> None:
    root = tree(ALL[name])
    assert {element.get("type") for element in root.iter("script")} <= {"application/ld+json"}
    assert not [element.tag for element in root.iter("style", "iframe", "object", "embed", "base")]
    attributes = {str(key) for element in root.iter() for key in element.attrib}
    assert not [key for key in attributes if key == "style" or key.startswith("on")]


@pytest.mark.parametrize("name", SHELLS)
@pytest.mark.parametrize("key", ["title", "subtitle", "short_title", "number", "language", "document"])
def test_escapes_values(name: str, key: str) -> None:
    plain, hostile = page(name, **{key: "x"}), page(name, **{key: HOSTILE})
    assert "<script" not in hostile
    assert [element.tag for element in tree(hostile).iter()] == [element.tag for element in tree(plain).iter()]


@pytest.mark.parametrize("key", ["title", "summary", "number", "slug", "language"])
def test_escapes_values_of_the_index(key: str) -> None:
    text = index(site("a", "2026-01-31") | {key: HOSTILE})
    assert "<script" not in text
    assert [element.tag for element in tree(text).iter()] == [
        element.tag for element in tree(ALL["web/index.html.j2"]).iter()
    ]


def test_web_page_has_metadata() -> None:
    meta = metadata.brief_metadata({**views.site_view(briefs.resolve(), DOCUMENT_TYPES), **head()}, CATALOGUE.text)
    root = tree(rendered("web/page.html.j2", head=head(), meta=meta))
    assert root.findall("head/link[@rel='canonical']")[0].get("href") == ADDRESS
    style = {"rel": "stylesheet", "href": "../assets/web.css"}
    links = [dict(link.attrib) for link in root.iter("link") if link.get("rel") not in {"preload", "icon"}]
    assert links == [style, *(dict(link) for link in meta["links"])]
    assert len(root.findall("head/script")) == 1


def test_web_page_links_to_all_documents_and_marks_the_current_one() -> None:
    links = tree(page("web/page.html.j2")).findall(".//nav[@class='documents']//a")
    assert [link.get("href") for link in links] == [
        "index.html",
        "executive-brief.html", "annotated-report.html", f"{SHEET}.html", f"{SHEET}.pdf",
    ]  # fmt: skip
    assert [link.get("href") for link in links if link.get("aria-current") == "page"] == [f"{SHEET}.html"]


@pytest.mark.parametrize("name", SHELLS)
def test_shows_the_marking_with_its_class(name: str) -> None:
    root = tree(page(name, marking="TLP:AMBER+STRICT"))
    marked = root.find_class("tlp-amber-strict")
    assert marked
    assert {element.text_content() for element in marked} == {"TLP:AMBER+STRICT"}


def test_print_page_has_running_headers_and_footers() -> None:
    root = tree(page("print/page.html.j2"))
    running = {element.get("class"): element.text_content() for element in root.findall("body/div")}
    assert running["running-title"] == "Bridges · Recommendations sheet"
    assert running["running-edition"] == "Test 2026/1 · edition 1.10, 31 January 2026 · page  of "
    assert [span.get("class") for span in root.find_class("running-edition")[0]] == ["page-number", "page-count"]


def test_print_page_has_the_date_of_its_edition() -> None:
    named = {meta.get("name"): meta.get("content") for meta in tree(page("print/page.html.j2")).iter("meta")}
    assert named["dcterms.created"] == named["dcterms.modified"] == "2026-01-31"
    assert named["keywords"] == "Bridges, Floods"
    assert named["author"] == "Test House"


def test_index_lists_each_brief_with_its_documents() -> None:
    root = tree(index(site("b", "2026-02-01"), site("a", "2025-11-13")))
    assert [heading.get("id") for heading in root.iter("h2")] == ["b", "a", "by_topic"]
    assert [time.text for time in root.iter("time")] == ["1 February 2026", "13 November 2025"]
    first = root.findall(".//article")[0]
    assert first.get("aria-labelledby") == "b"
    assert [link.get("href") for link in first.iter("a")] == [
        "b/index.html",
        *(f"b/{name}.{end}" for name in DOCUMENT_TYPES for end in ("html", "pdf")),
    ]
    assert "The essay argues that a town with one bridge" in first.text_content()
    assert [element.text for element in root.iter("dt")] == ["Bridges", "Floods"]
    assert [link.get("href") for link in root.findall(".//dl//a")] == ["b/index.html", "a/index.html"] * 2


@pytest.mark.parametrize(("tag", "direction"), [("en-GB", "ltr"), ("ar", "rtl"), ("he", "rtl")])
def test_web_page_has_the_direction_of_its_language(tag: str, direction: str) -> None:
    catalogue = language.Catalogue(Locale.parse(tag, sep="-"), CATALOGUE.strings)
    root = tree(rendered("web/page.html.j2", catalogue, head=head()))
    assert (root.get("lang"), root.get("dir")) == (tag, direction)


def test_loads_shared_files_relative_to_the_site_root() -> None:
    root = tree(page("web/page.html.j2"))
    loaded = [str(link.get("href")) for link in root.findall("head/link") if link.get("rel") in {"preload", "icon"}]
    loaded += [str(link.get("href")) for link in root.findall("head/link[@rel='stylesheet']")]
    assert sorted(loaded) == sorted(f"../{address}" for address in ASSETS.values())


def test_rejects_an_unknown_shared_file() -> None:
    with pytest.raises(InvalidSources, match=r"base\.html\.j2:\d+:1: error: unknown shared file “web\.css”"):
        shell(
            briefs.TEMPLATES,
            "web/page.html.j2",
            CATALOGUE,
            FRAGMENT,
            root="../",
            assets={name: address for name, address in ASSETS.items() if name != "web.css"},
            theme=THEME,
            head=head(),
        )
