"""Feeds and maps of a site.

Atom (RFC 4287), sitemap (sitemaps.org 0.9), robots.txt (RFC 9309), security.txt (RFC 9116).  All dates
are those of editions, at the beginning of the day in UTC, since the sources know no hour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from briefwright.model import Marking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from lxml.etree import _Element

__all__ = ["brief_feed", "robots", "security", "site_feed", "sitemap"]

Facts = dict[str, Any]
_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def brief_feed(facts: Facts, text: Callable[..., str]) -> bytes:
    """Return the Atom feed of a brief: an entry for each edition, newest first; ``text`` gives catalogue strings.

    ``facts`` are what ``facts.views`` says for ``feed``.
    """
    home = f"{_base(facts)}/{facts['slug']}/"
    return _feed(facts, home, (facts["title"], facts["subtitle"]), [facts], text)


def site_feed(briefs: Sequence[Facts], text: Callable[..., str]) -> bytes:
    """Return the Atom feed of a site: an entry for each edition of each brief, newest first.

    ``briefs`` stand newest first.
    """
    newest = briefs[0]
    title = f"{text('site.title')} – {newest['house']['name']}"
    return _feed(newest, f"{_base(newest)}/", (title, text("site.about")), briefs, text)


def _feed(newest: Facts, home: str, words: tuple[str, str], briefs: Iterable[Facts], text: Callable[..., str]) -> bytes:
    house = newest["house"]
    feed = etree.Element(f"{{{_ATOM}}}feed", {_LANGUAGE: newest["language"]}, nsmap={None: _ATOM})
    title, subtitle = words
    # An address that does not change names the feed and each entry (4.2.6).
    _add(feed, "id", home)
    _add(feed, "title", title)
    _add(feed, "subtitle", subtitle)
    _add(feed, "updated", _moment(newest["edition"]["date"]))
    author = _add(feed, "author")
    _add(author, "name", house["name"])
    _add(author, "uri", f"{house['base_url']}/")
    _add(author, "email", house["contact"]["email"])
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{home}feed.xml")
    _add(feed, "link", rel="alternate", type="text/html", hreflang=newest["language"], href=home)
    _add(feed, "link", rel="license", href=house["licence"]["url"])
    _add(feed, "rights", house["licence"]["name"])
    for _, brief, edition in sorted(_editions(briefs), key=lambda found: found[0], reverse=True):
        _entry(feed, brief, edition, text)
    return _written(feed)


def _editions(briefs: Iterable[Facts]) -> Iterable[tuple[tuple[str, int], Facts, Facts]]:
    """Yield each edition with what it is ordered by; what came out on one day stays in the order given."""
    found = [(brief, edition) for brief in briefs for edition in brief["editions"]]
    for place, (brief, edition) in enumerate(found):
        yield (edition["date"], -place), brief, edition


def _entry(feed: _Element, brief: Facts, edition: Facts, text: Callable[..., str]) -> None:
    home = f"{_base(brief)}/{brief['slug']}/"
    entry = _add(feed, "entry")
    own = f"{home}editions/{edition['number']}/"
    _add(entry, "id", own)
    _add(entry, "title", text("feed.entry", title=brief["title"], number=edition["number"]))
    _add(entry, "updated", _moment(edition["date"]))
    _add(entry, "published", _moment(edition["date"]))
    # The brief's own page will show another edition one day.
    shown = own if edition["shown"] else home
    _add(entry, "link", rel="alternate", type="text/html", hreflang=brief["language"], href=shown)
    for topic in brief["topics"]:
        _add(entry, "category", term=topic)
    _add(entry, "summary", edition["changes"])


def sitemap(briefs: Sequence[Facts], pages: Iterable[str], documents: Iterable[str]) -> bytes:
    """Return the map of a site: its own ``pages``, then each brief's landing page and ``documents``.

    ``briefs`` stand newest first; names are without ending, and ``index`` is the folder that it stands in.  Earlier
    editions are not in it: their pages name the newest as the one to be found.
    """
    urls = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap={None: _SITEMAP})
    base = _base(briefs[0])
    newest = briefs[0]["edition"]["date"]
    listed = [(_address(base, page), newest) for page in pages]
    own = ["index", *documents]
    listed += [(_address(f"{base}/{one['slug']}", page), one["edition"]["date"]) for one in briefs for page in own]
    for address, date in listed:
        url = etree.SubElement(urls, f"{{{_SITEMAP}}}url")
        etree.SubElement(url, f"{{{_SITEMAP}}}loc").text = address
        etree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = date
    return _written(urls)


def _address(folder: str, page: str) -> str:
    return f"{folder}/" if page == "index" else f"{folder}/{page}.html"


def robots(house: Mapping[str, Any]) -> str:
    """Return ``robots.txt``: everybody may read all, but of an edition that is not for everybody, nothing."""
    if not Marking(house["marking"]).is_public:
        return "User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\n\nSitemap: {house['base_url']}/sitemap.xml\n"


def security(house: Mapping[str, Any]) -> str:
    """Return ``security.txt`` from the house's settings of that name; raise ``ValueError`` where there are none."""
    said = house["security"]
    if not said:
        message = "`security:` is empty: give it `contact:` and `expires:`, or take it out"
        raise ValueError(message)
    fields = [
        ("Contact", said["contact"]),
        ("Expires", _moment(said["expires"])),
        ("Preferred-Languages", house["language"]),
        ("Canonical", f"{house['base_url']}/.well-known/security.txt"),
        *([("Policy", said["policy"])] if said["policy"] else ()),
    ]
    return "".join(f"{name}: {value}\n" for name, value in fields)


def _base(facts: Facts) -> str:
    return str(facts["house"]["base_url"])


def _moment(date: str) -> str:
    """Return a date as RFC 3339 has a moment."""
    return f"{date}T00:00:00Z"


def _add(parent: _Element, name: str, text: str = "", **attributes: str) -> _Element:
    made = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = text or None
    return made


def _written(root: _Element) -> bytes:
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8") + b"\n"
