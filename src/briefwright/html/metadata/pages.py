"""The head of a page: all that machines read there, ready for a template that only writes it down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.html.metadata import graph, tags
from briefwright.model import Marking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from briefwright.content.views import View

__all__ = ["GATHERED", "gathering", "of_brief", "of_site"]

Meta = dict[str, Any]
"""``description``, ``names`` and ``properties`` as pairs, ``links`` as lists of pairs, ``graph`` as JSON-LD."""
GATHERED = {
    "glossary": ("heading.glossary", "site.about-glossary"),
    "recommendations": ("heading.recommendations", "site.about-recommendations"),
    "search": ("site.search", "site.about-search"),
}
"""Keys of the names of pages that gather from all briefs, and of what is said of them."""
_RECORD, _ANNOTATIONS, _ESSAY = "brief.json", "annotations.jsonld", "essay.txt"
_MEDIA_TYPES = {
    _RECORD: "application/json",
    # Web Annotation Protocol, 3.1.
    _ANNOTATIONS: 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    _ESSAY: "text/plain",
}
_ATOM = "application/atom+xml"


def of_brief(facts: View, text: Callable[..., str]) -> Meta:
    """Return the head of a document's page, or of the landing page; ``text`` gives strings of the catalogue.

    ``facts`` are what ``views.site_view`` says of the brief, with the head of a document's view over it.
    """
    home = f"{facts['house']['base_url']}/"
    landing = f"{home}{facts['slug']}/"
    document = facts["document"]
    titles = {one["name"]: text(one["title"]) for one in facts["documents"]}
    title = f"{facts['title']} – {titles[document]}" if document else facts["title"]
    address = f"{landing}{document}.html" if document else landing
    shown = [document] if document else list(titles)
    pdfs = {name: f"{landing}{name}.pdf" for name in shown}
    essay = f"{landing}{_ESSAY}"
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
        "image": graph.picture(f"{landing}card.png", tags.CARD_SIZE, alternative(facts, text)),
    }
    if document:
        way.append((titles[document], address))
        own["isPartOf"] = {"@type": "Report", "@id": landing, "name": facts["title"]}
        own["encoding"] = [graph.file(pdfs[document], "application/pdf", _named_pdf(titles[document], text))]
    else:
        own["isPartOf"] = graph.site(facts)
        own["encoding"] = [
            graph.file(f"{landing}{_RECORD}", _MEDIA_TYPES[_RECORD], text("label.record")),
            graph.file(f"{landing}{_ANNOTATIONS}", "application/ld+json", text("label.annotations")),
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
    picture, card = tags.shared(f"{landing}card.png", tags.CARD_SIZE, alternative(facts, text))
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
            *_alternates([(name, titles[name]) for name in shown], text),
            _link("alternate", "feed.xml", type=_ATOM, title=text("label.feed")),
        ],
        "graph": graph.brief_page(facts, own, way),
    }


def alternative(facts: View, text: Callable[..., str]) -> str:
    """Return what the picture of a brief shows, in words."""
    return text(
        "card.alt", title=facts["title"], house=facts["house"]["short_name"], edition=facts["edition"]["number"]
    )


def of_site(briefs: Sequence[View], text: Callable[..., str]) -> Meta:
    """Return the head of the site's index; ``briefs`` stand newest first."""
    home = f"{briefs[0]['house']['base_url']}/"
    parts = [{"@type": "Report", "@id": f"{home}{brief['slug']}/", "name": brief["title"]} for brief in briefs]
    own = {**graph.site(briefs[0]), "url": home, "hasPart": parts}
    return _of_all(briefs[0], home, (text("site.title"), text("site.about")), own, text)


def gathering(name: str, briefs: Sequence[View], text: Callable[..., str]) -> Meta:
    """Return the head of a page that gathers something from all briefs."""
    home = f"{briefs[0]['house']['base_url']}/"
    address = f"{home}{name}.html"
    title, about = (text(key) for key in GATHERED[name])
    own = {
        "@type": "CollectionPage",
        "@id": address,
        "url": address,
        "isPartOf": graph.site(briefs[0]),
        "about": [{"@type": "Report", "@id": f"{home}{one['slug']}/", "name": one["title"]} for one in briefs],
        "breadcrumb": graph.breadcrumb([(text("site.title"), home), (title, address)]),
    }
    return _of_all(briefs[0], address, (title, about), own, text)


def _of_all(newest: View, address: str, words: tuple[str, str], own: graph.Node, text: Callable[..., str]) -> Meta:
    title, about = words
    house = newest["house"]
    title = f"{title} – {house['name']}"
    description = tags.cut(about)
    shown = text("card.alt-site", house=house["short_name"], title=text("site.title"))
    address_of_picture = f"{house['base_url']}/card.png"
    picture, card = tags.shared(address_of_picture, tags.CARD_SIZE, shown)
    said = {
        "name": title,
        **own,
        "description": description,
        "image": graph.picture(address_of_picture, tags.CARD_SIZE, shown),
    }
    robots = [] if Marking(newest["marking"]).is_public else [("robots", "noindex")]
    return {
        "description": description,
        "names": [("author", house["name"]), *robots, *card],
        "properties": [*tags.open_graph(newest, "website", title, description, address), *picture],
        "links": [*_usual(address, newest), _link("alternate", "feed.xml", type=_ATOM, title=text("label.site-feed"))],
        "graph": graph.site_page(newest, said),
    }


def _named_pdf(title: str, text: Callable[..., str]) -> str:
    return f"{title}, {text('label.pdf')}"


def _usual(address: str, facts: View) -> list[list[tags.Pair]]:
    return [
        _link("canonical", address),
        _link("license", facts["house"]["licence"]["url"]),
        _link("alternate", address, hreflang=facts["language"]),
        _link("alternate", address, hreflang="x-default"),
        _link("schema.DCTERMS", "http://purl.org/dc/terms/"),
    ]


def _alternates(pdfs: Iterable[tuple[str, str]], text: Callable[..., str]) -> Iterable[list[tags.Pair]]:
    for name, title in pdfs:
        yield _link("alternate", f"{name}.pdf", type="application/pdf", title=_named_pdf(title, text))
    for name, key in ((_RECORD, "label.record"), (_ANNOTATIONS, "label.annotations"), (_ESSAY, "label.essay-text")):
        yield _link("alternate", name, type=_MEDIA_TYPES[name], title=text(key))


def _link(relation: str, address: str, **attributes: str) -> list[tags.Pair]:
    return [("rel", relation), ("href", address), *attributes.items()]
