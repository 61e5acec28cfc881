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
from briefwright.html.metadata.tags import truncate
from briefwright.html.page import shell
from briefwright.sources.document_types import load_document_types
from tests import briefs
from tests.tools import linked_data

if TYPE_CHECKING:
    from lxml.html import HtmlElement


CATALOGUE = language.load(briefs.TEMPLATES / "locales", "en-GB")
TEXT = CATALOGUE.text
DOCUMENT_TYPES = load_document_types(briefs.TEMPLATES)
SHEET, REPORT = "recommendations-sheet", "annotated-report"
RESOLVED = briefs.resolve()
SITE_VIEW = site_view(RESOLVED, DOCUMENT_TYPES)
FACTS = {
    name: SITE_VIEW | view["head"] | ({} if view.get("references") else {"works": []})
    for name, view in views(RESOLVED, DOCUMENT_TYPES).items()
} | {"landing": SITE_VIEW}
PAGES = [*DOCUMENT_TYPES, "landing"]
HOME = "https://briefs.example.org/"
LANDING = f"{HOME}sample/"
HOSTILE = "</script>\"'><script>alert(1)</script>&amp;\u2028<!--"


def brief_page_metadata(page: str, **changes: object) -> dict[str, Any]:
    return metadata.brief_metadata({**FACTS[page], **changes}, TEXT)


def site(**changes: object) -> dict[str, Any]:
    return {**site_view(RESOLVED, DOCUMENT_TYPES), **changes}


def head(meta: dict[str, Any]) -> HtmlElement:
    made = shell(briefs.TEMPLATES, "web/metadata.html.j2", CATALOGUE, meta=meta)
    return html.document_fromstring(f"<!DOCTYPE html><html><head><title>x</title>{made}</head><body></body></html>")


def address_of(page: str) -> str:
    return LANDING if page == "landing" else f"{LANDING}{page}.html"


SITE = {"index": metadata.site_metadata([site()], TEXT)} | {
    name: metadata.site_metadata([site()], TEXT, name) for name in COLLECTED
}
WORKING_PAPERS = metadata.working_papers_metadata(site(), TEXT)
ALL = {**{page: brief_page_metadata(page) for page in PAGES}, **SITE}


# --- schema.org -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ALL)
def test_graph_is_valid_schema_org(page: str) -> None:
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
def test_the_graph_check_finds_errors(page: str, name: str, value: object) -> None:
    graph = {key: one for key, one in {**ALL[page]["graph"], name: value}.items() if one is not None}
    assert linked_data.problems(graph)


@pytest.mark.parametrize("page", PAGES)
def test_graph_links_a_page_to_its_essay_publisher_whole_and_pdfs(page: str) -> None:
    graph = linked_data.graph(ALL[page]["graph"])
    page_uri = URIRef(address_of(page))
    assert (page_uri, RDF.type, SDO.Report) in graph
    assert (page_uri, SDO.isBasedOn, URIRef(f"{LANDING}essay.txt")) in graph
    assert (page_uri, SDO.publisher, URIRef(f"{HOME}#publisher")) in graph
    parent = HOME if page == "landing" else LANDING
    assert (page_uri, SDO.isPartOf, URIRef(parent)) in graph
    pdfs = {str(value) for value in graph.objects(None, SDO.contentUrl) if str(value).endswith(".pdf")}
    assert pdfs == {f"{LANDING}{name}.pdf" for name in (DOCUMENT_TYPES if page == "landing" else [page])}


@pytest.mark.parametrize("page", ALL)
def test_site_has_one_name(page: str) -> None:
    named = {str(name) for name in linked_data.graph(ALL[page]["graph"]).objects(URIRef(HOME), SDO.name)}
    assert named == (set() if page in DOCUMENT_TYPES else {"Test"})
    assert names(ALL[page])["og:site_name"] == ["Test"]


def test_landing_page_has_documents_and_data() -> None:
    graph = linked_data.graph(ALL["landing"]["graph"])
    assert set(graph.objects(URIRef(LANDING), SDO.hasPart)) == {URIRef(address_of(name)) for name in DOCUMENT_TYPES}
    files = {str(graph.value(one, SDO.encodingFormat)) for one in graph.objects(URIRef(LANDING), SDO.encoding)}
    assert files == {"application/json", "application/ld+json"}


def test_working_papers_are_about_the_brief_and_encoded_as_json() -> None:
    graph = WORKING_PAPERS["graph"]
    assert linked_data.problems(graph) == []
    assert (graph["@id"], graph["about"][0]["@id"]) == (f"{LANDING}trace.html", LANDING)
    assert ["rel", "canonical"] in [list(pair) for link in WORKING_PAPERS["links"] for pair in link]
    assert [file["contentUrl"] for file in graph["encoding"]] == [f"{LANDING}trace.json"]


def test_cites_works_on_pages_that_list_them() -> None:
    titles = {reference.title for reference in RESOLVED.sources.references.references}
    for page in PAGES:
        cited = {one["name"] for one in ALL[page]["graph"].get("citation", ())}
        assert cited == (titles if page in {REPORT, "landing"} else set())


def test_cited_work_has_type_authors_and_date() -> None:
    work = {
        "type": "article-journal",
        "title": "Bridges",
        "author": [{"family": "Roe", "given": "R."}, {"literal": "The Office"}, {"family": "Doe"}],
        "issued": {"date-parts": [[2015, 3, 7]]},
        "URL": "https://a.example/b",
        "DOI": "10.1000/1<2>",
        "publisher": "P",
        "language": "de",
    }
    (cited,) = brief_page_metadata(REPORT, works=[work])["graph"]["citation"]
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
        "sameAs": "https://doi.org/10.1000/1%3C2%3E",
    }
    assert linked_data.problems(brief_page_metadata(REPORT, works=[work])["graph"]) == []
    for csl_type in ("entry", "speech", "post"):
        assert (
            brief_page_metadata(REPORT, works=[{"type": csl_type, "title": "x"}])["graph"]["citation"][0]["@type"]
            == "CreativeWork"
        )


def test_dates_of_publication_and_change_come_from_first_and_newest_edition() -> None:
    graph = brief_page_metadata("landing", published="2025-01-02", edition={"number": "2.0", "date": "2026-03-04"})[
        "graph"
    ]
    assert (graph["datePublished"], graph["dateModified"], graph["version"]) == ("2025-01-02", "2026-03-04", "2.0")


def test_breadcrumb_begins_at_the_index() -> None:
    steps = ALL[SHEET]["graph"]["mainEntityOfPage"]["breadcrumb"]["itemListElement"]
    assert [step["item"] for step in steps] == [HOME, LANDING, address_of(SHEET)]
    assert [step["position"] for step in steps] == [1, 2, 3]


# --- meta elements --------------------------------------------------------------------------------------------------


def names(meta: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in [*meta["names"], *meta["properties"]]:
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("page", PAGES)
def test_dublin_core_and_highwire_are_complete(page: str) -> None:
    found = names(ALL[page])
    title = FACTS[page]["title"]
    full_title = title if page == "landing" else f"{title} – {TEXT(DOCUMENT_TYPES[page].title)}"
    pdf = REPORT if page == "landing" else page
    assert {name: found[name] for name in found if name.startswith("citation_")} == {
        "citation_title": [full_title],
        "citation_author": ["Test House"],
        "citation_publication_date": ["2026/01/31"],
        "citation_technical_report_institution": ["Test House"],
        "citation_technical_report_number": ["2026/1"],
        "citation_language": ["en-GB"],
        "citation_keywords": ["Bridges; Floods"],
        "citation_abstract_html_url": [address_of(page)],
        "citation_pdf_url": [f"{LANDING}{pdf}.pdf"],
    }
    terms = {name: found[f"DCTERMS.{name}"] for name in (
        "title", "creator", "publisher", "subject", "issued", "modified", "type", "identifier", "source", "language",
        "license", "accessRights",
    )}  # fmt: skip
    assert terms == {
        "title": [full_title],
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
    found = names(ALL[page])
    picture = f"{LANDING if page in PAGES else HOME}card.png"
    assert found["og:image"] == [picture]
    assert (found["og:image:width"], found["og:image:height"], found["og:image:type"]) == (
        ["1200"],
        ["630"],
        ["image/png"],
    )
    assert found["og:image:alt"] == found["twitter:image:alt"]
    assert found["og:image:alt"][0]
    assert found["twitter:card"] == ["summary_large_image"]
    assert found["og:type"] == ["article" if page in PAGES else "website"]
    assert found["og:locale"] == ["en_GB"]
    assert found["og:description"] == [ALL[page]["description"]]
    (canonical,) = (dict(link)["href"] for link in ALL[page]["links"] if dict(link)["rel"] == "canonical")
    assert found["og:url"] == [canonical]
    for name, values in found.items():
        assert all(values), name
        if name.startswith(("og:", "twitter:")):
            assert len(values) == 1, name


@pytest.mark.parametrize("page", PAGES)
def test_links_to_other_formats(page: str) -> None:
    links = [dict(link) for link in ALL[page]["links"]]
    alternates = {(link["href"], link.get("type")) for link in links if link["rel"] == "alternate" and "type" in link}
    pdfs = {(f"{name}.pdf", "application/pdf") for name in (DOCUMENT_TYPES if page == "landing" else [page])}
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
def test_restricted_editions_are_not_indexed(marking: str) -> None:
    assert names(brief_page_metadata(REPORT, marking=marking))["robots"] == ["noindex"]
    assert names(metadata.site_metadata([site(marking=marking)], TEXT))["robots"] == ["noindex"]
    assert all("robots" not in names(meta) for meta in ALL.values())


# --- the template ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ALL)
def test_template_writes_all_metadata(page: str) -> None:
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
def test_author_text_cannot_end_the_json_block(key: str) -> None:
    meta = brief_page_metadata(REPORT, **{key: HOSTILE})
    made = head(meta)
    (block,) = made.iter("script")
    assert json.loads(block.text or "") == meta["graph"]
    assert not set("<>&'\u2028") & set(block.text or "")
    assert [element.tag for element in made.iter()] == [element.tag for element in head(ALL[REPORT]).iter()]


# --- descriptions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_description_is_the_documents_lead(page: str) -> None:
    brief = RESOLVED.sources.brief
    assert brief.purpose != brief.subtitle
    assert ALL[page]["description"] == (brief.purpose if page == SHEET else brief.subtitle)


def test_truncates_descriptions_after_a_word() -> None:
    assert truncate("short") == "short"
    assert truncate("one two, three", 10) == "one two…"
    assert truncate("x" * 20, 10) == "x" * 9 + "…"
    assert truncate("a" * 160) == "a" * 160


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_descriptions_are_never_too_long(text: str) -> None:
    made = truncate(text)
    assert len(made) <= 160
    assert made == text or made.endswith("…")


def test_graph_has_no_relative_addresses() -> None:
    for meta in ALL.values():
        for _, _, value in linked_data.graph(meta["graph"]):
            if isinstance(value, URIRef):
                assert urljoin("x:/", str(value)) == str(value)
