from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from rdflib import RDF, URIRef
from rdflib.namespace import SDO

from briefwright import language
from briefwright.content.views import site_view, views
from briefwright.html import metadata
from briefwright.html.metadata.pages import COLLECTED
from briefwright.html.metadata.tags import cut
from briefwright.html.page import shell
from briefwright.sources import loading
from tests import briefs
from tests.tools import linked_data

if TYPE_CHECKING:
    from lxml.html import HtmlElement


CATALOGUE = language.load(briefs.TEMPLATES / "locales", "en-GB")
TEXT = CATALOGUE.text
KINDS = loading.load_document_types(briefs.TEMPLATES)
SHEET, REPORT = "recommendations-sheet", "annotated-report"
RESOLVED = briefs.resolve()
SITE_VIEW = site_view(RESOLVED, KINDS)
FACTS = {
    name: SITE_VIEW | view["head"] | ({} if "references" in view else {"works": []})
    for name, view in views(RESOLVED, KINDS).items()
} | {"landing": SITE_VIEW}
PAGES = [*KINDS, "landing"]
HOME = "https://briefs.example.org/"
LANDING = f"{HOME}sample/"
HOSTILE = "</script>\"'><script>alert(1)</script>&amp;\u2028<!--"


def told(page: str, **changes: object) -> dict[str, Any]:
    return metadata.of_brief({**FACTS[page], **changes}, TEXT)


def site(**changes: object) -> dict[str, Any]:
    return {**site_view(RESOLVED, KINDS), **changes}


def head(meta: dict[str, Any]) -> HtmlElement:
    made = shell(briefs.TEMPLATES, "web/metadata.html.j2", CATALOGUE, meta=meta)
    return html.document_fromstring(f"<!DOCTYPE html><html><head><title>x</title>{made}</head><body></body></html>")


def address_of(page: str) -> str:
    return LANDING if page == "landing" else f"{LANDING}{page}.html"


SITE = {"index": metadata.of_site([site()], TEXT)} | {
    name: metadata.of_site([site()], TEXT, name) for name in COLLECTED
}
ALL = {**{page: told(page) for page in PAGES}, **SITE}


# --- schema.org -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ALL)
def test_the_graph_is_linked_data_of_known_terms_and_has_what_readers_ask_for(page: str) -> None:
    assert linked_data.problems(ALL[page]["graph"]) == []


@pytest.mark.parametrize(
    ("page", "name", "value"),
    [
        (REPORT, "isBasedOn", None),
        (REPORT, "encoding", [{"@type": "MediaObject", "name": "x"}]),
        (REPORT, "dateModified", "23 November 2026"),
        (REPORT, "@type", "Article"),
        (REPORT, "numberOfFindings", 3),
        (REPORT, "image", {"@type": "ImageObject", "contentUrl": "https://a.example/b.png"}),
        ("landing", "version", None),
        ("glossary", "breadcrumb", None),
        ("index", "publisher", None),
        ("index", "@type", "House"),
    ],
)
def test_the_check_would_see_what_is_wrong(page: str, name: str, value: object) -> None:
    graph = {key: one for key, one in {**ALL[page]["graph"], name: value}.items() if one is not None}
    assert linked_data.problems(graph)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_and_what_belongs_to_it_are_joined_by_addresses(page: str) -> None:
    graph = linked_data.graph(ALL[page]["graph"])
    own = URIRef(address_of(page))
    assert (own, RDF.type, SDO.Report) in graph
    assert (own, SDO.isBasedOn, URIRef(f"{LANDING}essay.txt")) in graph
    assert (own, SDO.publisher, URIRef(f"{HOME}#publisher")) in graph
    whole = HOME if page == "landing" else LANDING
    assert (own, SDO.isPartOf, URIRef(whole)) in graph
    pdfs = {str(value) for value in graph.objects(None, SDO.contentUrl) if str(value).endswith(".pdf")}
    assert pdfs == {f"{LANDING}{name}.pdf" for name in (KINDS if page == "landing" else [page])}


@pytest.mark.parametrize("page", ALL)
def test_the_site_has_one_name(page: str) -> None:
    named = {str(name) for name in linked_data.graph(ALL[page]["graph"]).objects(URIRef(HOME), SDO.name)}
    assert named == (set() if page in KINDS else {"Test"})
    assert names(ALL[page])["og:site_name"] == ["Test"]


def test_a_landing_page_has_its_documents_and_its_data() -> None:
    graph = linked_data.graph(ALL["landing"]["graph"])
    assert set(graph.objects(URIRef(LANDING), SDO.hasPart)) == {URIRef(address_of(name)) for name in KINDS}
    files = {str(graph.value(one, SDO.encodingFormat)) for one in graph.objects(URIRef(LANDING), SDO.encoding)}
    assert files == {"application/json", "application/ld+json"}


def test_works_are_cited_where_they_are_listed() -> None:
    titles = {reference.title for reference in RESOLVED.sources.references.references}
    for page in PAGES:
        cited = {one["name"] for one in ALL[page]["graph"].get("citation", ())}
        assert cited == (set() if page == SHEET else titles)


def test_a_work_says_what_it_is_and_who_wrote_it_when() -> None:
    work = {
        "type": "article-journal",
        "title": "Bridges",
        "author": [{"family": "Roe", "given": "R."}, {"literal": "The Office"}, {"family": "Doe"}],
        "issued": {"date-parts": [[2015, 3, 7]]},
        "URL": "https://a.example/b",
        "DOI": "10.1000/1",
        "publisher": "P",
        "language": "de",
    }
    (cited,) = told(REPORT, works=[work])["graph"]["citation"]
    assert cited == {
        "@type": "ScholarlyArticle",
        "name": "Bridges",
        "author": [
            {"@type": "Person", "name": "R. Roe", "givenName": "R.", "familyName": "Roe"},
            {"@type": "Organization", "name": "The Office"},
            {"@type": "Person", "name": "Doe", "familyName": "Doe"},
        ],
        "publisher": {"@type": "Organization", "name": "P"},
        "datePublished": "2015-03-07",
        "inLanguage": "de",
        "url": "https://a.example/b",
        "sameAs": "https://doi.org/10.1000/1",
    }
    assert linked_data.problems(told(REPORT, works=[work])["graph"]) == []
    for kind in ("entry", "speech", "post"):
        assert told(REPORT, works=[{"type": kind, "title": "x"}])["graph"]["citation"][0]["@type"] == "CreativeWork"


def test_the_first_edition_says_when_a_brief_was_published_and_the_newest_when_it_was_changed() -> None:
    graph = told("landing", published="2025-01-02", edition={"number": "2.0", "date": "2026-03-04"})["graph"]
    assert (graph["datePublished"], graph["dateModified"], graph["version"]) == ("2025-01-02", "2026-03-04", "2.0")


def test_the_way_to_a_page_begins_at_the_index() -> None:
    way = ALL[SHEET]["graph"]["mainEntityOfPage"]["breadcrumb"]["itemListElement"]
    assert [step["item"] for step in way] == [HOME, LANDING, address_of(SHEET)]
    assert [step["position"] for step in way] == [1, 2, 3]


# --- meta elements --------------------------------------------------------------------------------------------------


def names(meta: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in [*meta["names"], *meta["properties"]]:
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("page", PAGES)
def test_dublin_core_and_highwire_are_complete(page: str) -> None:
    said = names(ALL[page])
    title = FACTS[page]["title"]
    whole = title if page == "landing" else f"{title} – {TEXT(KINDS[page].title)}"
    pdf = REPORT if page == "landing" else page
    assert {name: said[name] for name in said if name.startswith("citation_")} == {
        "citation_title": [whole],
        "citation_author": ["Test House"],
        "citation_publication_date": ["2026/01/31"],
        "citation_technical_report_institution": ["Test House"],
        "citation_technical_report_number": ["2026/1"],
        "citation_language": ["en-GB"],
        "citation_keywords": ["Bridges; Floods"],
        "citation_abstract_html_url": [address_of(page)],
        "citation_pdf_url": [f"{LANDING}{pdf}.pdf"],
    }
    terms = {name: said[f"DCTERMS.{name}"] for name in (
        "title", "creator", "publisher", "subject", "issued", "modified", "type", "identifier", "source", "language",
        "license", "accessRights",
    )}  # fmt: skip
    assert terms == {
        "title": [whole],
        "creator": ["Test House"],
        "publisher": ["Test House"],
        "subject": ["Bridges", "Floods"],
        "issued": [FACTS[page]["published"]],
        "modified": ["2026-01-31"],
        "type": ["Text"],
        "identifier": [address_of(page)],
        "source": [f"{LANDING}essay.txt"],
        "language": ["en-GB"],
        "license": ["https://creativecommons.org/licenses/by/4.0/"],
        "accessRights": ["TLP:CLEAR"],
    }


@pytest.mark.parametrize("page", ALL)
def test_open_graph_is_complete(page: str) -> None:
    said = names(ALL[page])
    picture = f"{LANDING if page in PAGES else HOME}card.png"
    assert said["og:image"] == [picture]
    assert (said["og:image:width"], said["og:image:height"], said["og:image:type"]) == (
        ["1200"],
        ["630"],
        ["image/png"],
    )
    assert said["og:image:alt"] == said["twitter:image:alt"]
    assert said["og:image:alt"][0]
    assert said["twitter:card"] == ["summary_large_image"]
    assert said["og:type"] == ["article" if page in PAGES else "website"]
    assert said["og:locale"] == ["en_GB"]
    assert said["og:description"] == [ALL[page]["description"]]
    (canonical,) = (dict(link)["href"] for link in ALL[page]["links"] if dict(link)["rel"] == "canonical")
    assert said["og:url"] == [canonical]
    for name, values in said.items():
        assert all(values), name
        if name.startswith(("og:", "twitter:")):
            assert len(values) == 1, name


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_other_forms(page: str) -> None:
    links = [dict(link) for link in ALL[page]["links"]]
    alternates = {(link["href"], link.get("type")) for link in links if link["rel"] == "alternate" and "type" in link}
    pdfs = {(f"{name}.pdf", "application/pdf") for name in (KINDS if page == "landing" else [page])}
    assert alternates == pdfs | {
        ("brief.json", "application/json"),
        # Web Annotation Protocol, 3.1: the media type of annotations.
        ("annotations.jsonld", 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'),
        ("essay.txt", "text/plain"),
        ("feed.xml", "application/atom+xml"),
    }
    assert all(link["title"] for link in links if "type" in link)
    languages = {link["hreflang"]: link["href"] for link in links if "hreflang" in link}
    assert languages == {"en-GB": address_of(page), "x-default": address_of(page)}
    others = {link["rel"]: link["href"] for link in links if link["rel"] != "alternate"}
    assert others == {
        "canonical": address_of(page),
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "schema.DCTERMS": "http://purl.org/dc/terms/",
    }


@pytest.mark.parametrize("marking", ["TLP:GREEN", "TLP:RED"])
def test_what_is_not_for_everybody_is_not_to_be_indexed(marking: str) -> None:
    assert names(told(REPORT, marking=marking))["robots"] == ["noindex"]
    assert names(metadata.of_site([site(marking=marking)], TEXT))["robots"] == ["noindex"]
    assert all("robots" not in names(meta) for meta in ALL.values())


# --- the template ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ALL)
def test_the_head_says_what_was_made_ready(page: str) -> None:
    made, meta = head(ALL[page]), ALL[page]
    assert [(one.get("name"), one.get("content")) for one in made.iter("meta") if one.get("name")] == [
        ("description", meta["description"]), *meta["names"],
    ]  # fmt: skip
    properties = [(one.get("property"), one.get("content")) for one in made.iter("meta") if one.get("property")]
    assert properties == meta["properties"]
    assert [dict(link.attrib) for link in made.iter("link")] == [dict(link) for link in meta["links"]]
    (block,) = made.iter("script")
    assert dict(block.attrib) == {"type": "application/ld+json"}
    assert json.loads(block.text or "") == meta["graph"]


@pytest.mark.parametrize("key", ["title", "subtitle", "summary", "number", "slug"])
def test_nothing_that_an_author_writes_ends_the_block(key: str) -> None:
    meta = told(REPORT, **{key: HOSTILE})
    made = head(meta)
    (block,) = made.iter("script")
    assert json.loads(block.text or "") == meta["graph"]
    assert not set("<>&'\u2028") & set(block.text or "")
    assert [element.tag for element in made.iter()] == [element.tag for element in head(ALL[REPORT]).iter()]


# --- descriptions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_described_in_its_own_sentence_where_it_has_one(page: str) -> None:
    brief = RESOLVED.sources.brief
    assert brief.purpose != brief.subtitle
    assert ALL[page]["description"] == (brief.purpose if page == SHEET else brief.subtitle)


def test_a_description_is_cut_at_a_word() -> None:
    assert cut("short") == "short"
    assert cut("one two, three", 10) == "one two…"
    assert cut("x" * 20, 10) == "x" * 9 + "…"
    assert cut("a" * 160) == "a" * 160


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_a_description_is_never_longer_than_search_engines_show(text: str) -> None:
    made = cut(text)
    assert len(made) <= 160
    assert made == text or made.endswith("…")


def test_the_block_leads_nowhere_relative() -> None:
    for meta in ALL.values():
        for _, _, value in linked_data.graph(meta["graph"]):
            if isinstance(value, URIRef):
                assert urljoin("x:/", str(value)) == str(value)
