"""The head of a page: all that machines read there, ready for a template that only writes it down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.content.exports import ANNOTATIONS, ESSAY, RECORD
from briefwright.html.metadata import graph, tags
from briefwright.model import Marking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefwright.content.views import View

Meta = dict[str, Any]
"""``description``, ``names`` and ``properties`` as pairs, ``links`` as lists of pairs, ``graph`` as JSON-LD."""
COLLECTED = {
    "glossary": ("heading.glossary", "site.about-glossary"),
    "recommendations": ("heading.recommendations", "site.about-recommendations"),
    "search": ("site.search", "site.about-search"),
}
"""Keys of the names of pages that gather from all briefs, and of what is said of them."""
_FILES = (
    (RECORD, "application/json", "label.record"),
    # Web Annotation Protocol, 3.1.
    (ANNOTATIONS, 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"', "label.annotations"),
    (ESSAY, "text/plain", "label.essay-text"),
)
"""Names of the files that a brief is published in besides, their media types, and keys of what they are called."""
_ATOM = "application/atom+xml"


def of_brief(facts: View, text: Callable[..., str]) -> Meta:
    """Return the head of a document's page, or of the landing page; ``text`` gives strings of the catalogue.

    ``facts`` are what ``views.site_view`` says of the brief, with the head of a document's view over it.
    """
    home = f"{facts['publisher']['base_url']}/"
    landing = f"{home}{facts['slug']}/"
    document = facts["document"]
    titles = {one["name"]: text(one["title"]) for one in facts["documents"]}
    title = f"{facts['title']} – {titles[document]}" if document else facts["title"]
    address = f"{landing}{document}.html" if document else landing
    shown = [document] if document else list(titles)
    pdfs = {name: f"{landing}{name}.pdf" for name in shown}
    essay = f"{landing}{ESSAY}"
    shown_card = f"{landing}card.png", _alternative(facts, text)
    way = [(text("site.title"), home), (facts["title"], landing)]
    own = {
        "@id": address,
        "url": address,
        "name": title,
        "isBasedOn": {
            "@type": "CreativeWork",
            "@id": essay,
            "name": text("label.essay-text"),
            "url": essay,
            "encodingFormat": "text/plain",
        },
        "image": graph.picture(*shown_card),
    }
    if document:
        way.append((titles[document], address))
        own["isPartOf"] = {"@type": "Report", "@id": landing, "name": facts["title"]}
        own["encoding"] = [graph.file(pdfs[document], "application/pdf", _named_pdf(titles[document], text))]
    else:
        own["isPartOf"] = graph.site(facts)
        own["encoding"] = [
            graph.file(f"{landing}{RECORD}", "application/json", text("label.record")),
            graph.file(f"{landing}{ANNOTATIONS}", "application/ld+json", text("label.annotations")),
        ]
        own["hasPart"] = [
            {
                "@type": "Report",
                "@id": f"{landing}{name}.html",
                "name": f"{facts['title']} – {kind}",
                "encoding": [graph.file(pdfs[name], "application/pdf", _named_pdf(kind, text))],
            }
            for name, kind in titles.items()
        ]
    description = tags.cut(facts["lead"])
    picture, card = tags.shared(*shown_card)
    # An index takes one file for a page.
    whole = pdfs.get(facts["anchored"], pdfs[shown[0]])
    return {
        "description": description,
        "names": [
            *tags.plain(facts),
            *tags.dublin_core(facts, title, address, essay),
            *tags.highwire(facts, title, address, whole),
            *card,
        ],
        "properties": [*tags.open_graph(facts, "article", title, description, address), *picture],
        "links": [
            *_usual(address, facts),
            *(
                _link("alternate", f"{name}.pdf", type="application/pdf", title=_named_pdf(titles[name], text))
                for name in shown
            ),
            *(_link("alternate", name, type=media_type, title=text(key)) for name, media_type, key in _FILES),
            _link("alternate", "feed.xml", type=_ATOM, title=text("label.feed")),
        ],
        "graph": graph.brief_page(facts, own, way),
    }


def _alternative(facts: View, text: Callable[..., str]) -> str:
    """Return what the picture of a brief shows, in words."""
    return text(
        "card.alt", title=facts["title"], publisher=facts["publisher"]["short_name"], edition=facts["edition"]["number"]
    )


def of_site(briefs: Sequence[View], text: Callable[..., str], name: str = "") -> Meta:
    """Return the head of the site's index, or of one of the pages ``COLLECTED``; ``briefs`` stand newest first."""
    newest, publisher = briefs[0], briefs[0]["publisher"]
    home = f"{publisher['base_url']}/"
    address = f"{home}{name}.html" if name else home
    title, about = (text(key) for key in (COLLECTED[name] if name else ("site.title", "site.about")))
    whole = f"{title} – {publisher['name']}"
    parts = [{"@type": "Report", "@id": f"{home}{one['slug']}/", "name": one["title"]} for one in briefs]
    if name:
        own = {
            "@type": "CollectionPage",
            "@id": address,
            "name": whole,
            "isPartOf": graph.site(newest),
            "about": parts,
            "breadcrumb": graph.breadcrumb([(text("site.title"), home), (title, address)]),
        }
    else:
        own = {**graph.site(newest), "hasPart": parts}
    description = tags.cut(about)
    shown = text("card.alt-site", publisher=publisher["short_name"], title=text("site.title"))
    shown_card = f"{home}card.png", shown
    own |= {"url": address, "description": description, "image": graph.picture(*shown_card)}
    picture, card = tags.shared(*shown_card)
    robots = [] if Marking(newest["marking"]).is_public else [("robots", "noindex")]
    return {
        "description": description,
        "names": [("author", publisher["name"]), *robots, *card],
        "properties": [*tags.open_graph(newest, "website", whole, description, address), *picture],
        "links": [*_usual(address, newest), _link("alternate", "feed.xml", type=_ATOM, title=text("label.site-feed"))],
        "graph": graph.site_page(newest, own),
    }


def _named_pdf(title: str, text: Callable[..., str]) -> str:
    return f"{title}, {text('label.pdf')}"


def _usual(address: str, facts: View) -> list[list[tags.Pair]]:
    return [
        _link("canonical", address),
        _link("license", facts["publisher"]["licence"]["url"]),
        _link("alternate", address, hreflang=facts["language"]),
        _link("alternate", address, hreflang="x-default"),
        _link("schema.DCTERMS", "http://purl.org/dc/terms/"),
    ]


def _link(relation: str, address: str, **attributes: str) -> list[tags.Pair]:
    return [("rel", relation), ("href", address), *attributes.items()]
