"""Atom feeds (RFC 4287), sitemap (sitemaps.org 0.9), robots.txt (RFC 9309) and security.txt (RFC 9116).

All dates are dates of editions, at midnight UTC, because the sources have no times. A brief is a ``views.site_view``;
``text`` returns the string of a catalogue key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree
from lxml.builder import ElementMaker

from briefwright import prose
from briefwright.content.essay_work import rights_statement
from briefwright.content.exports.trace_record import WORKING_PAPERS
from briefwright.model import Marking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from lxml.etree import _Element

BriefFacts = dict[str, Any]
_ATOM = ElementMaker(nsmap={None: "http://www.w3.org/2005/Atom"}, namespace="http://www.w3.org/2005/Atom")
_SITEMAP = ElementMaker(
    nsmap={None: "http://www.sitemaps.org/schemas/sitemap/0.9"},
    namespace="http://www.sitemaps.org/schemas/sitemap/0.9",
)
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def brief_feed(brief: BriefFacts, text: Callable[..., str]) -> bytes:
    """Return the Atom feed of a brief: an entry for each edition, newest first."""
    home = f"{_base(brief)}/{brief['slug']}/"
    return _feed([brief], home, brief["title"], brief["lead"], text, rights_statement(brief, text))


def site_feed(briefs: Sequence[BriefFacts], text: Callable[..., str]) -> bytes:
    """Return the Atom feed of a site: an entry for each edition of each brief, newest first.

    ``briefs`` are sorted newest first.
    """
    title = f"{text('site.title')} – {briefs[0]['publisher']['name']}"
    rights = f"{text('label.editors-work')} {briefs[0]['publisher']['licence']['name']}."
    return _feed(briefs, f"{_base(briefs[0])}/", title, text("site.about"), text, rights)


def _feed(  # noqa: PLR0913, PLR0917 - what a feed is made of
    briefs: Sequence[BriefFacts], home: str, title: str, subtitle: str, text: Callable[..., str], rights: str
) -> bytes:
    newest, atom = briefs[0], _ATOM
    publisher, language = newest["publisher"], newest["language"]
    feed = atom.feed(
        {_LANGUAGE: language},
        # The ids of the feed and its entries must never change (4.2.6).
        atom.id(home),
        atom.title(title),
        atom.subtitle(subtitle),
        atom.updated(_timestamp(newest["edition"]["date"])),
        atom.author(
            atom.name(publisher["name"]), atom.uri(f"{_base(newest)}/"), atom.email(publisher["contact"]["email"])
        ),
        atom.link(rel="self", type="application/atom+xml", href=f"{home}feed.xml"),
        atom.link(rel="alternate", type="text/html", hreflang=language, href=home),
        atom.link(rel="license", href=publisher["licence"]["url"]),
        atom.rights(rights),
    )
    editions = [(brief, edition) for brief in briefs for edition in brief["editions"]]
    # The sort is stable: editions of one day stay in the order of the briefs.
    editions.sort(key=lambda pair: str(pair[1]["date"]), reverse=True)
    feed.extend(_entry(brief, edition, text) for brief, edition in editions)
    return _serialise(feed)


def _entry(brief: BriefFacts, edition: Mapping[str, str | None], text: Callable[..., str]) -> _Element:
    home = f"{_base(brief)}/{brief['slug']}/"
    edition_url = f"{home}editions/{edition['number']}/"
    timestamp = _timestamp(str(edition["date"]))
    # The landing page shows only the newest edition, but an edition without pages has no other address.
    page = edition_url if edition["href"] else home
    changes = "\n\n".join(prose.plain_text(runs) for runs in prose.parse(edition["changes"] or ""))
    atom, essay = _ATOM, brief["essay"]
    return atom.entry(
        atom.id(edition_url),
        atom.title(text("feed.entry", title=brief["title"], number=edition["number"])),
        atom.updated(timestamp),
        atom.published(timestamp),
        atom.link(rel="alternate", type="text/html", hreflang=brief["language"], href=page),
        *([atom.link(rel="related", href=essay["address"])] if essay["address"] else ()),
        # The author of the feed is the publisher.
        *(atom.contributor(atom.name(author["name"]), *_uri(author)) for author in essay["authors"]),
        *(atom.category(term=topic) for topic in brief["topics"]),
        atom.rights(rights_statement(brief, text)),
        # The entry has no content, so it needs a summary (4.1.1.1).
        atom.summary(changes or brief["lead"]),
    )


def _uri(author: Mapping[str, str | None]) -> Iterable[_Element]:
    return [_ATOM.uri(author["orcid"])] if author["orcid"] else []


def sitemap(briefs: Sequence[BriefFacts], pages: Iterable[str]) -> bytes:
    """Return the sitemap: the ``pages`` of the whole site, then each brief's landing page, documents, working papers.

    ``briefs`` are sorted newest first. Names have no ending; ``index`` becomes its folder. Earlier editions are left
    out: their canonical address is the newest edition.
    """
    base = _base(briefs[0])
    entries = [(base, page, briefs[0]) for page in pages]
    for brief in briefs:
        names = ["index", *(document["name"] for document in brief["documents"]), WORKING_PAPERS.removesuffix(".html")]
        entries += [(f"{base}/{brief['slug']}", page, brief) for page in names]
    urls = _SITEMAP.urlset()
    for folder, page, brief in entries:
        address = f"{folder}/" if page == "index" else f"{folder}/{page}.html"
        urls.append(_SITEMAP.url(_SITEMAP.loc(address), _SITEMAP.lastmod(brief["edition"]["date"])))
    return _serialise(urls)


def robots_txt(brief: BriefFacts) -> str:
    """Return ``robots.txt``, which allows everything if the marking is public, else nothing."""
    if not Marking(brief["marking"]).is_public:
        return "User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\n\nSitemap: {_base(brief)}/sitemap.xml\n"


def security_txt(brief: BriefFacts, settings: Mapping[str, str]) -> str:
    """Return ``security.txt`` from the publisher's settings ``security``."""
    fields = [
        ("Contact", settings["contact"]),
        ("Expires", _timestamp(settings["expires"])),
        ("Preferred-Languages", brief["language"]),
        ("Canonical", f"{_base(brief)}/.well-known/security.txt"),
        *([("Policy", settings["policy"])] if settings["policy"] else ()),
    ]
    return "".join(f"{name}: {value}\n" for name, value in fields)


def _base(brief: BriefFacts) -> str:
    return str(brief["publisher"]["base_url"])


def _timestamp(date: str) -> str:
    """Return the beginning of a day as an RFC 3339 timestamp."""
    return f"{date}T00:00:00Z"


def _serialise(root: _Element) -> bytes:
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8") + b"\n"
