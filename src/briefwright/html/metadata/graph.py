"""JSON-LD of pages, in the vocabulary of schema.org (version 29).

Nodes that occur on several pages have an ``@id``, so that clients can merge them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.html.metadata.tags import CARD_SIZE
from briefwright.model import without_rich_text
from briefwright.model.csl import display_name
from briefwright.model.identifiers import doi_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefwright.content.scope import View
    from briefwright.output import JsonObject

CONTEXT = "https://schema.org"
_SCHEMA_TYPES = {
    "article": "Article",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "bill": "Legislation",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "legislation": "Legislation",
    "map": "Map",
    "post-weblog": "BlogPosting",
    "regulation": "Legislation",
    "report": "Report",
    "software": "SoftwareSourceCode",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
"""Schema.org types by CSL type; all others are a ``CreativeWork``."""


def publisher(facts: View) -> JsonObject:
    """Return the publisher; Web Annotations use the same ``@id``."""
    body = facts["publisher"]
    home = f"{body['base_url']}/"
    return {
        "@type": "Organization",
        "@id": f"{home}#publisher",
        "name": body["name"],
        "url": home,
        "email": body["contact"]["email"],
    }


def site(facts: View) -> JsonObject:
    """Return the site, with the same name as the page headers and ``og:site_name``."""
    return {"@type": "WebSite", "@id": f"{facts['publisher']['base_url']}/", "name": facts["publisher"]["short_name"]}


def picture(address: str, caption: str) -> JsonObject:
    """Return a social card; E37 is the unit code of the pixel (UN/CEFACT Recommendation 20)."""
    width, height = ({"@type": "QuantitativeValue", "value": pixels, "unitCode": "E37"} for pixels in CARD_SIZE)
    return {
        "@type": "ImageObject",
        "contentUrl": address,
        "encodingFormat": "image/png",
        "width": width,
        "height": height,
        "caption": caption,
    }


def breadcrumb(steps: Sequence[tuple[str, str]]) -> JsonObject:
    """Return the breadcrumb of a page from the site's index; a step is a name and an address."""
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": address}
        for number, (name, address) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def file(address: str, media_type: str, name: str) -> JsonObject:
    """Return a file that encodes a work."""
    return {"@type": "MediaObject", "contentUrl": address, "encodingFormat": media_type, "name": name}


def essay(work: Mapping[str, Any], address: str, name: str) -> JsonObject:
    """Return the essay: its plain text at ``address``, and what is known of it; ``name`` is for one without a title.

    ``licence`` is that of the essay, never the publisher's.
    """
    known = {
        "author": [_person(author) for author in work["authors"]],
        "translator": _person(work["translator"]) if work["translator"] else None,
        "datePublished": work["date"],
        "isPartOf": {"@type": "CreativeWork", "name": work["published_in"]} if work["published_in"] else None,
        "sameAs": list(dict.fromkeys(filter(None, [work["address"], work["url"]]))),
        "license": work["licence"]["url"] if work["licence"] else None,
        "copyrightNotice": work["rights"],
    }
    return {
        "@type": "CreativeWork",
        "@id": address,
        "name": work["title"] or name,
        "url": address,
        "encodingFormat": "text/plain",
        "inLanguage": work["language"],
        **{key: value for key, value in known.items() if value},
    }


def _person(person: Mapping[str, Any]) -> JsonObject:
    """Return an author; a name in one text may be that of a person or of a body, and has no type without more facts."""
    node = _author(person["csl"])
    if "literal" in person["csl"]:
        is_person = person["orcid"] or person["affiliation"]
        node = {**({"@type": "Person"} if is_person else {}), "name": person["name"]}
    if person["affiliation"]:
        node["affiliation"] = {"@type": "Organization", "name": person["affiliation"]}
    return node | ({"@id": person["orcid"], "sameAs": person["orcid"]} if person["orcid"] else {})


def brief_page(facts: View, properties: Mapping[str, Any], steps: Sequence[tuple[str, str]]) -> JsonObject:
    """Return a page of a brief as a report.

    ``properties`` are those of this page only, at least its ``@id``; ``steps`` are those of its breadcrumb.
    """
    body = publisher(facts)
    optional = {"alternativeHeadline": facts["subtitle"], "reportNumber": facts["number"], "keywords": facts["topics"]}
    return {
        "@context": CONTEXT,
        "@type": "Report",
        "headline": facts["title"],
        "abstract": facts["summary"],
        "version": facts["edition"]["number"],
        "datePublished": facts["published"],
        "dateModified": facts["edition"]["date"],
        "inLanguage": facts["language"],
        "license": facts["publisher"]["licence"]["url"],
        "isAccessibleForFree": True,
        "author": {"@id": body["@id"]},
        "publisher": body,
        **({"about": [{"@type": "Thing", "name": topic} for topic in facts["topics"]]} if facts["topics"] else {}),
        **{name: value for name, value in optional.items() if value},
        "mainEntityOfPage": {"@type": "WebPage", "url": properties["@id"], "breadcrumb": breadcrumb(steps)},
        **({"citation": list(_works(facts["works"]))} if facts["works"] else {}),
        **properties,
    }


def _works(works: Iterable[Mapping[str, Any]]) -> Iterable[JsonObject]:
    for work in works:
        node: JsonObject = {
            "@type": _SCHEMA_TYPES.get(work["type"], "CreativeWork"),
            "name": without_rich_text(work["title"]),
        }
        if "author" in work:
            node["author"] = [_author(name) for name in work["author"]]
        if "publisher" in work:
            node["publisher"] = {"@type": "Organization", "name": work["publisher"]}
        if parts := work.get("issued", {}).get("date-parts"):
            # The first date of a range.
            node["datePublished"] = "-".join(f"{part:02}" for part in parts[0])
        if "language" in work:
            node["inLanguage"] = work["language"]
        if "URL" in work:
            node["url"] = work["URL"]
        if "DOI" in work:
            node["sameAs"] = doi_address(work["DOI"])
        yield node


def _author(name: Mapping[str, str]) -> JsonObject:
    if "literal" in name:
        return {"@type": "Organization", "name": name["literal"]}
    given_name = {"givenName": name["given"]} if "given" in name else {}
    full = display_name(name)
    parts = ("dropping-particle", "non-dropping-particle", "family")
    family = " ".join(name[part] for part in parts if part in name)
    return {"@type": "Person", "name": full, "familyName": family or full, **given_name}


def site_page(newest: View, properties: Mapping[str, Any]) -> JsonObject:
    """Return a page of the whole site; ``properties`` are those of this page only, at least its ``@type``."""
    return {
        "@context": CONTEXT,
        "inLanguage": newest["language"],
        "license": newest["publisher"]["licence"]["url"],
        "publisher": publisher(newest),
        "dateModified": newest["edition"]["date"],
        **properties,
    }
