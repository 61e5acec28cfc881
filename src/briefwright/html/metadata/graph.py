"""Pages as linked data: JSON-LD in the vocabulary of schema.org (version 29).

Nodes that more than one page names have addresses, so that what a reader gathers from several pages joins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.html.metadata.tags import CARD_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefwright.content.views import View
    from briefwright.output import JsonObject

CONTEXT = "https://schema.org"
_KINDS = {
    "article": "Article",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "bill": "Legislation",
    "book": "Book",
    "chapter": "Chapter",
    "legislation": "Legislation",
    "report": "Report",
    "webpage": "WebPage",
}
"""Types of works, by those of the Citation Style Language; what schema.org has no type for is a ``CreativeWork``."""


def publisher(facts: View) -> JsonObject:
    """Return the publishing body; Web Annotations name it by the same address."""
    said = facts["publisher"]
    home = f"{said['base_url']}/"
    return {
        "@type": "Organization",
        "@id": f"{home}#publisher",
        "name": said["name"],
        "url": home,
        "email": said["contact"]["email"],
    }


def site(facts: View) -> JsonObject:
    """Return the site, named as the head of each page and Open Graph's ``og:site_name`` name it."""
    return {"@type": "WebSite", "@id": f"{facts['publisher']['base_url']}/", "name": facts["publisher"]["short_name"]}


def picture(address: str, caption: str) -> JsonObject:
    """Return a social card; E37 is the pixel (UN/CEFACT Recommendation 20)."""
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
    """Return the way to a page from the site's index; a step is its name and its address."""
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": address}
        for number, (name, address) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def file(address: str, media_type: str, name: str) -> JsonObject:
    """Return another form of a work."""
    return {"@type": "MediaObject", "contentUrl": address, "encodingFormat": media_type, "name": name}


def brief_page(facts: View, own: Mapping[str, Any], way: Sequence[tuple[str, str]]) -> JsonObject:
    """Return a page of a brief as a report; ``own`` is what only this page says of itself, its address at least."""
    body = publisher(facts)
    return {
        "@context": CONTEXT,
        "@type": "Report",
        "headline": facts["title"],
        "alternativeHeadline": facts["subtitle"],
        "abstract": facts["summary"],
        "reportNumber": facts["number"],
        "version": facts["edition"]["number"],
        "datePublished": facts["published"],
        "dateModified": facts["edition"]["date"],
        "inLanguage": facts["language"],
        "license": facts["publisher"]["licence"]["url"],
        "isAccessibleForFree": True,
        "author": {"@id": body["@id"]},
        "publisher": body,
        "about": [{"@type": "Thing", "name": topic} for topic in facts["topics"]],
        "keywords": facts["topics"],
        "mainEntityOfPage": {"@type": "WebPage", "url": own["@id"], "breadcrumb": breadcrumb(way)},
        **({"citation": list(_works(facts["works"]))} if facts["works"] else {}),
        **own,
    }


def _works(works: Iterable[Mapping[str, Any]]) -> Iterable[JsonObject]:
    for work in works:
        node: JsonObject = {"@type": _KINDS.get(work["type"], "CreativeWork"), "name": work["title"]}
        if "author" in work:
            node["author"] = [_author(name) for name in work["author"]]
        if "publisher" in work:
            node["publisher"] = {"@type": "Organization", "name": work["publisher"]}
        if "issued" in work:
            node["datePublished"] = "-".join(f"{part:02}" for part in work["issued"]["date-parts"][0])
        if "language" in work:
            node["inLanguage"] = work["language"]
        if "URL" in work:
            node["url"] = work["URL"]
        if "DOI" in work:
            node["sameAs"] = f"https://doi.org/{work['DOI']}"
        yield node


def _author(name: Mapping[str, str]) -> JsonObject:
    if "literal" in name:
        return {"@type": "Organization", "name": name["literal"]}
    given = {"givenName": name["given"]} if "given" in name else {}
    full = " ".join(name[part] for part in ("given", "family") if part in name)
    return {"@type": "Person", "name": full, "familyName": name.get("family", full), **given}


def site_page(newest: View, own: Mapping[str, Any]) -> JsonObject:
    """Return a page of the site as a whole; ``own`` is what only this page says of itself, its type at least."""
    return {
        "@context": CONTEXT,
        "inLanguage": newest["language"],
        "license": newest["publisher"]["licence"]["url"],
        "publisher": publisher(newest),
        "dateModified": newest["edition"]["date"],
        **own,
    }
