"""The ``meta`` elements of a page: HTML, Dublin Core, Highwire, Open Graph and Twitter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.content.essay_work import source_text
from briefwright.model import Marking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefwright.content.scope import View

Pair = tuple[str, str]
"""A name and its value."""
CARD_SIZE = (1200, 630)
"""Width and height of a social card in pixels; Open Graph clients expect 1.91 to 1."""


def truncate(text: str, length: int = 160) -> str:
    """Return a text, cut after a whole word with an ellipsis if it is longer than search engines show."""
    if len(text) <= length:
        return text
    start = text[:length].rpartition(" ")[0] or text[: length - 1]
    return f"{start.rstrip(' ,;:–—.')}…"


def html_names(facts: View) -> Iterator[Pair]:
    """Yield the standard names of HTML (HTML, 4.2.5.1), and ``robots`` for a draft and unless the marking is public."""
    yield "author", facts["publisher"]["name"]
    if facts["topics"]:
        yield "keywords", ", ".join(facts["topics"])
    if facts["draft"] or not Marking(facts["marking"]).is_public:
        yield "robots", "noindex"


def dublin_core(facts: View, title: str, address: str, essay: str, rights: str) -> Iterator[Pair]:
    """Yield Dublin Core terms (DCMI Metadata Terms, in HTML as DCMI recommended in 2008).

    The publisher made the publication, so it is its creator. The authors of the essay contributed to it, and the essay
    is its source: its text at the address ``essay``, and its own address or citation. ``rights`` says which text the
    licence covers.
    """
    work = facts["essay"]
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
        *(("contributor", author["name"]) for author in work["authors"]),
        ("source", essay),
        *([("source", source)] if (source := source_text(work)) else ()),
        ("language", facts["language"]),
        ("license", facts["publisher"]["licence"]["url"]),
        ("rights", rights),
        ("accessRights", facts["marking"]),
    ]
    yield from ((f"DCTERMS.{term}", value) for term, value in terms if value)


def highwire(facts: View, title: str, address: str, pdf: str) -> Iterator[Pair]:
    """Yield the tags of scholarly indexes (Google Scholar, Inclusion Guidelines for Webmasters)."""
    publisher = facts["publisher"]["name"]
    names = (
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
    yield from ((name, value) for name, value in names if value)


def open_graph(facts: View, og_type: str, title: str, description: str, address: str) -> Iterator[Pair]:
    """Yield the properties of a shared link (Open Graph protocol), with those of its type ``article``."""
    yield from (
        ("og:type", og_type),
        ("og:site_name", facts["publisher"]["short_name"]),
        ("og:title", title),
        ("og:description", description),
        ("og:url", address),
        ("og:locale", facts["language"].replace("-", "_")),
    )
    if og_type == "article":
        yield "article:published_time", facts["published"]
        yield "article:modified_time", facts["edition"]["date"]
        yield from (("article:tag", topic) for topic in facts["topics"])


def social_card(address: str, alt: str) -> tuple[list[Pair], list[Pair]]:
    """Return the Open Graph properties and the Twitter names of a social card."""
    properties = [
        ("og:image", address),
        ("og:image:type", "image/png"),
        ("og:image:width", str(CARD_SIZE[0])),
        ("og:image:height", str(CARD_SIZE[1])),
        ("og:image:alt", alt),
    ]
    return properties, [("twitter:card", "summary_large_image"), ("twitter:image:alt", alt)]
