"""The metadata of a page, ready for the template ``web/metadata.html.j2``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.content.essay_work import rights_statement
from briefwright.content.exports import ANNOTATIONS, ESSAY, RECORD, TRACE
from briefwright.content.exports.trace_record import WORKING_PAPERS
from briefwright.html.metadata import graph, tags
from briefwright.model import Marking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefwright.content.scope import View

Meta = dict[str, Any]
"""``description``, ``names`` and ``properties`` as pairs, ``links`` as lists of pairs, ``graph`` as JSON-LD."""
COLLECTED = {
    "glossary": ("heading.glossary", "site.about-glossary"),
    "recommendations": ("heading.recommendations", "site.about-recommendations"),
    "search": ("site.search", "site.about-search"),
}
"""Catalogue keys of the title and the description of the pages that collect from all briefs."""
_FILES = (
    (RECORD, "application/json", "label.brief-record"),
    # Web Annotation Protocol, 3.1.
    (ANNOTATIONS, 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"', "label.annotations"),
    (ESSAY, "text/plain", "label.essay-text"),
)
"""Data files of a brief: name, media type and catalogue key of the title."""
_ATOM = "application/atom+xml"


def brief_metadata(facts: View, text: Callable[..., str]) -> Meta:
    """Return the metadata of a document's page or of the landing page; ``text`` returns the string of a key.

    ``facts`` is ``views.site_view`` of the brief, updated with the head of a document's view.
    """
    home = f"{facts['publisher']['base_url']}/"
    landing = f"{home}{facts['slug']}/"
    document = facts["document"]
    titles = {entry["name"]: text(entry["title"]) for entry in facts["documents"]}
    title = f"{facts['title']} – {titles[document]}" if document else facts["title"]
    address = f"{landing}{document}.html" if document else landing
    documents = [document] if document else list(titles)
    pdfs = {name: f"{landing}{name}.pdf" for name in documents}
    essay = f"{landing}{ESSAY}"
    card = f"{landing}card.png", _card_alt(facts, text)
    breadcrumb = [(text("site.title"), home), (facts["title"], landing)]
    properties = {
        "@id": address,
        "url": address,
        "name": title,
        "isBasedOn": graph.essay(facts["essay"], essay, text("label.essay-text")),
        # schema.org has no licence for a part; the essay, in `isBasedOn`, has its own.
        "copyrightNotice": rights_statement(facts, text),
        "image": graph.picture(*card),
    }
    if document:
        breadcrumb.append((titles[document], address))
        properties["isPartOf"] = {"@type": "Report", "@id": landing, "name": facts["title"]}
        properties["encoding"] = [graph.file(pdfs[document], "application/pdf", _pdf_title(titles[document], text))]
    else:
        properties["isPartOf"] = graph.site(facts)
        properties["encoding"] = [
            graph.file(f"{landing}{RECORD}", "application/json", text("label.brief-record")),
            graph.file(f"{landing}{ANNOTATIONS}", "application/ld+json", text("label.annotations")),
        ]
        properties["hasPart"] = [
            {
                "@type": "Report",
                "@id": f"{landing}{name}.html",
                "name": f"{facts['title']} – {document_type}",
                "encoding": [graph.file(pdfs[name], "application/pdf", _pdf_title(document_type, text))],
            }
            for name, document_type in titles.items()
        ]
    description = tags.truncate(facts["lead"])
    card_properties, card_names = tags.social_card(*card)
    # Google Scholar reads one PDF for each page: the document with the anchors, if the page lists it.
    scholar_pdf = pdfs.get(facts["anchored"], pdfs[documents[0]])
    return {
        "description": description,
        "names": [
            *tags.html_names(facts),
            *tags.dublin_core(facts, title, address, essay, rights_statement(facts, text)),
            *tags.highwire(facts, title, address, scholar_pdf),
            *card_names,
        ],
        "properties": [*tags.open_graph(facts, "article", title, description, address), *card_properties],
        "links": [
            *_common_links(address, facts),
            *(
                _link("alternate", f"{name}.pdf", type="application/pdf", title=_pdf_title(titles[name], text))
                for name in documents
            ),
            *(
                _link("alternate", name, type=media_type, title=text(key), **_language(name, facts))
                for name, media_type, key in _FILES
            ),
            _link("alternate", "feed.xml", type=_ATOM, title=text("label.feed")),
        ],
        "graph": graph.brief_page(facts, properties, breadcrumb),
    }


def working_papers_metadata(facts: View, text: Callable[..., str]) -> Meta:
    """Return the metadata of the page of a brief's working papers; ``facts`` is ``views.site_view`` of the brief."""
    home = f"{facts['publisher']['base_url']}/"
    landing = f"{home}{facts['slug']}/"
    address, own_title = f"{landing}{WORKING_PAPERS}", text("heading.working-papers")
    title, description = f"{facts['title']} – {own_title}", tags.truncate(text("about.working-papers"))
    card = f"{landing}card.png", _card_alt(facts, text)
    properties = {
        "@type": "CollectionPage",
        "@id": address,
        "url": address,
        "name": title,
        "description": description,
        "isPartOf": graph.site(facts),
        "about": [{"@type": "Report", "@id": landing, "name": facts["title"]}],
        "encoding": [graph.file(f"{landing}{TRACE}", "application/json", text("label.trace-record"))],
        "breadcrumb": graph.breadcrumb([(text("site.title"), home), (facts["title"], landing), (own_title, address)]),
        "image": graph.picture(*card),
    }
    links = [
        _link("alternate", TRACE, type="application/json", title=text("label.trace-record")),
        _link("alternate", "feed.xml", type=_ATOM, title=text("label.feed")),
    ]
    return _site_page(facts, title, card, properties, links)


def _card_alt(facts: View, text: Callable[..., str]) -> str:
    """Return the alternative text of a brief's social card."""
    return text(
        "card.alt", title=facts["title"], publisher=facts["publisher"]["short_name"], edition=facts["edition"]["number"]
    )


def site_metadata(briefs: Sequence[View], text: Callable[..., str], name: str = "") -> Meta:
    """Return the metadata of the site's index, or of a page in ``COLLECTED``; ``briefs`` are sorted newest first."""
    newest, publisher = briefs[0], briefs[0]["publisher"]
    home = f"{publisher['base_url']}/"
    address = f"{home}{name}.html" if name else home
    title, about = (text(key) for key in (COLLECTED[name] if name else ("site.title", "site.about")))
    full_title = f"{title} – {publisher['name']}"
    parts = [{"@type": "Report", "@id": f"{home}{brief['slug']}/", "name": brief["title"]} for brief in briefs]
    if name:
        properties = {
            "@type": "CollectionPage",
            "@id": address,
            "name": full_title,
            "isPartOf": graph.site(newest),
            "about": parts,
            "breadcrumb": graph.breadcrumb([(text("site.title"), home), (title, address)]),
        }
    else:
        properties = {**graph.site(newest), "hasPart": parts}
    description = tags.truncate(about)
    alt = text("card.alt-site", publisher=publisher["short_name"], title=text("site.title"))
    card = f"{home}card.png", alt
    properties |= {"url": address, "description": description, "image": graph.picture(*card)}
    links = [_link("alternate", "feed.xml", type=_ATOM, title=text("label.site-feed"))]
    return _site_page(newest, full_title, card, properties, links)


def _site_page(
    facts: View, title: str, card: tuple[str, str], properties: View, links: Sequence[list[tags.Pair]]
) -> Meta:
    """Return the metadata of a page that is no document.

    ``facts`` are of its brief or of the newest one, ``card`` is the address and the alternative text of its picture,
    ``properties`` are its schema.org properties, and ``links`` its own links.
    """
    address, description = properties["url"], properties["description"]
    card_properties, card_names = tags.social_card(*card)
    robots = [] if Marking(facts["marking"]).is_public else [("robots", "noindex")]
    return {
        "description": description,
        "names": [("author", facts["publisher"]["name"]), *robots, *card_names],
        "properties": [*tags.open_graph(facts, "website", title, description, address), *card_properties],
        "links": [*_common_links(address, facts), *links],
        "graph": graph.site_page(facts, properties),
    }


def _language(name: str, facts: View) -> dict[str, str]:
    """Return the language of a file, if it is not that of the page."""
    return {"hreflang": facts["essay"]["language"]} if name == ESSAY and facts["essay"]["marked"] else {}


def _pdf_title(title: str, text: Callable[..., str]) -> str:
    return f"{title}, {text('label.pdf')}"


def _common_links(address: str, facts: View) -> list[list[tags.Pair]]:
    return [
        _link("canonical", address),
        _link("license", facts["publisher"]["licence"]["url"]),
        _link("alternate", address, hreflang=facts["language"]),
        _link("alternate", address, hreflang="x-default"),
        _link("schema.DCTERMS", "http://purl.org/dc/terms/"),
    ]


def _link(relation: str, address: str, **attributes: str) -> list[tags.Pair]:
    return [("rel", relation), ("href", address), *attributes.items()]
