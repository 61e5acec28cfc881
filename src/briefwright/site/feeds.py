"""Feeds and maps of a site.

Atom (RFC 4287), sitemap (sitemaps.org 0.9), robots.txt (RFC 9309), security.txt (RFC 9116).  All dates
are those of editions, at the beginning of the day in UTC, since the sources know no hour.  A brief is what
``views.site_view`` says of it; ``text`` gives catalogue strings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree
from lxml.builder import ElementMaker

from briefwright import prose
from briefwright.model import Marking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from lxml.etree import _Element

Brief = dict[str, Any]
_ATOM = ElementMaker(nsmap={None: "http://www.w3.org/2005/Atom"}, namespace="http://www.w3.org/2005/Atom")
_SITEMAP = ElementMaker(
    nsmap={None: "http://www.sitemaps.org/schemas/sitemap/0.9"},
    namespace="http://www.sitemaps.org/schemas/sitemap/0.9",
)
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def brief_feed(brief: Brief, text: Callable[..., str]) -> bytes:
    """Return the Atom feed of a brief: an entry for each edition, newest first."""
    home = f"{_base(brief)}/{brief['slug']}/"
    return _feed([brief], home, brief["title"], brief["subtitle"], text)


def site_feed(briefs: Sequence[Brief], text: Callable[..., str]) -> bytes:
    """Return the Atom feed of a site: an entry for each edition of each brief, newest first.

    ``briefs`` stand newest first.
    """
    title = f"{text('site.title')} – {briefs[0]['publisher']['name']}"
    return _feed(briefs, f"{_base(briefs[0])}/", title, text("site.about"), text)


def _feed(briefs: Sequence[Brief], home: str, title: str, subtitle: str, text: Callable[..., str]) -> bytes:
    newest, make = briefs[0], _ATOM
    publisher, language = newest["publisher"], newest["language"]
    feed = make.feed(
        {_LANGUAGE: language},
        # An address that does not change names the feed and each entry (4.2.6).
        make.id(home),
        make.title(title),
        make.subtitle(subtitle),
        make.updated(_moment(newest["edition"]["date"])),
        make.author(
            make.name(publisher["name"]), make.uri(f"{_base(newest)}/"), make.email(publisher["contact"]["email"])
        ),
        make.link(rel="self", type="application/atom+xml", href=f"{home}feed.xml"),
        make.link(rel="alternate", type="text/html", hreflang=language, href=home),
        make.link(rel="license", href=publisher["licence"]["url"]),
        make.rights(publisher["licence"]["name"]),
    )
    editions = [(brief, edition) for brief in briefs for edition in brief["editions"]]
    # What came out on one day stays in the order given.
    editions.sort(key=lambda found: str(found[1]["date"]), reverse=True)
    feed.extend(_entry(brief, edition, text) for brief, edition in editions)
    return _written(feed)


def _entry(brief: Brief, edition: Mapping[str, str | None], text: Callable[..., str]) -> _Element:
    home = f"{_base(brief)}/{brief['slug']}/"
    own = f"{home}editions/{edition['number']}/"
    moment = _moment(str(edition["date"]))
    # The brief's own page will show another edition one day.
    shown = own if edition["href"] else home
    changes = "\n\n".join(prose.plain_text(runs) for runs in prose.parse(str(edition["changes"])))
    make = _ATOM
    return make.entry(
        make.id(own),
        make.title(text("feed.entry", title=brief["title"], number=edition["number"])),
        make.updated(moment),
        make.published(moment),
        make.link(rel="alternate", type="text/html", hreflang=brief["language"], href=shown),
        *(make.category(term=topic) for topic in brief["topics"]),
        make.summary(changes),
    )


def sitemap(briefs: Sequence[Brief], pages: Iterable[str]) -> bytes:
    """Return the map of a site: its own ``pages``, then each brief's landing page and documents.

    ``briefs`` stand newest first; names are without ending, and ``index`` is the folder that it stands in.  Earlier
    editions are not in it: their pages name the newest as the one to be found.
    """
    base = _base(briefs[0])
    listed = [(base, page, briefs[0]) for page in pages]
    for brief in briefs:
        own = ["index", *(document["name"] for document in brief["documents"])]
        listed += [(f"{base}/{brief['slug']}", page, brief) for page in own]
    urls = _SITEMAP.urlset()
    for folder, page, brief in listed:
        address = f"{folder}/" if page == "index" else f"{folder}/{page}.html"
        urls.append(_SITEMAP.url(_SITEMAP.loc(address), _SITEMAP.lastmod(brief["edition"]["date"])))
    return _written(urls)


def robots(brief: Brief) -> str:
    """Return ``robots.txt``: everybody may read all, but of an edition that is not for everybody, nothing."""
    if not Marking(brief["marking"]).is_public:
        return "User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\n\nSitemap: {_base(brief)}/sitemap.xml\n"


def security(brief: Brief, said: Mapping[str, str]) -> str:
    """Return ``security.txt`` from the publisher's settings of that name."""
    fields = [
        ("Contact", said["contact"]),
        ("Expires", _moment(said["expires"])),
        ("Preferred-Languages", brief["language"]),
        ("Canonical", f"{_base(brief)}/.well-known/security.txt"),
        *([("Policy", said["policy"])] if said["policy"] else ()),
    ]
    return "".join(f"{name}: {value}\n" for name, value in fields)


def _base(brief: Brief) -> str:
    return str(brief["publisher"]["base_url"])


def _moment(date: str) -> str:
    """Return a date as RFC 3339 has a moment."""
    return f"{date}T00:00:00Z"


def _written(root: _Element) -> bytes:
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8") + b"\n"
