"""What a page's head says in ``meta`` elements: Dublin Core, Highwire's tags, Open Graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.model import Marking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefwright.content.views import View

Pair = tuple[str, str]
"""A name and what it says."""
CARD_SIZE = (1200, 630)
"""Width and height of a social card in pixels; Open Graph's readers ask for 1.91 to 1."""


def cut(text: str, longest: int = 160) -> str:
    """Return as many whole words of a text as search engines show, with an ellipsis where some are left out."""
    if len(text) <= longest:
        return text
    kept = text[:longest].rpartition(" ")[0] or text[: longest - 1]
    return f"{kept.rstrip(' ,;:–—.')}…"


def plain(facts: View) -> Iterator[Pair]:
    """Yield what HTML itself has names for (HTML, 4.2.5.1), and that what is not for everybody is not to be indexed."""
    yield "author", facts["publisher"]["name"]
    yield "keywords", ", ".join(facts["topics"])
    if not Marking(facts["marking"]).is_public:
        yield "robots", "noindex"


def dublin_core(facts: View, title: str, address: str, essay: str) -> Iterator[Pair]:
    """Yield the terms of Dublin Core (DCMI Metadata Terms), as DCMI's recommendation of 2008 has them in HTML."""
    terms = [
        ("title", title),
        ("alternative", facts["subtitle"]),
        ("creator", facts["publisher"]["name"]),
        ("publisher", facts["publisher"]["name"]),
        *(("subject", topic) for topic in facts["topics"]),
        ("abstract", facts["summary"]),
        ("issued", facts["published"]),
        ("modified", facts["edition"]["date"]),
        ("type", "Text"),
        ("format", "text/html"),
        ("identifier", address),
        ("source", essay),
        ("language", facts["language"]),
        ("license", facts["publisher"]["licence"]["url"]),
        ("accessRights", facts["marking"]),
    ]
    yield from ((f"DCTERMS.{term}", value) for term, value in terms)


def highwire(facts: View, title: str, address: str, pdf: str) -> Iterator[Pair]:
    """Yield the tags that scholarly indexes read (Google Scholar, Inclusion Guidelines for Webmasters)."""
    publisher = facts["publisher"]["name"]
    yield from (
        ("citation_title", title),
        ("citation_author", publisher),
        ("citation_publication_date", facts["edition"]["date"].replace("-", "/")),
        ("citation_technical_report_institution", publisher),
        ("citation_technical_report_number", facts["number"]),
        ("citation_language", facts["language"]),
        ("citation_keywords", "; ".join(facts["topics"])),
        ("citation_abstract_html_url", address),
        ("citation_pdf_url", pdf),
    )


def open_graph(facts: View, kind: str, title: str, description: str, address: str) -> Iterator[Pair]:
    """Yield what a page says of itself where it is shared (the Open Graph protocol, with its type ``article``)."""
    yield from (
        ("og:type", kind),
        ("og:site_name", facts["publisher"]["short_name"]),
        ("og:title", title),
        ("og:description", description),
        ("og:url", address),
        ("og:locale", facts["language"].replace("-", "_")),
    )
    if kind == "article":
        yield "article:published_time", facts["published"]
        yield "article:modified_time", facts["edition"]["date"]
        yield from (("article:tag", topic) for topic in facts["topics"])


def shared(picture: str, alternative: str) -> tuple[list[Pair], list[Pair]]:
    """Return how a page's picture is named: in Open Graph's properties, and in the names of Twitter's cards."""
    properties = [
        ("og:image", picture),
        ("og:image:type", "image/png"),
        ("og:image:width", str(CARD_SIZE[0])),
        ("og:image:height", str(CARD_SIZE[1])),
        ("og:image:alt", alternative),
    ]
    return properties, [("twitter:card", "summary_large_image"), ("twitter:image:alt", alternative)]
