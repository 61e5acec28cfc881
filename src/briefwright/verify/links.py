"""Check the links within a site in two pure steps: what each file refers to, and which of that is not there.

The values of the first step are plain JSON, so that they can be cached by a file's content.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Literal, TypedDict
from urllib.parse import quote, unquote, urljoin, urlsplit

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from lxml.html import HtmlElement

INDEX, MISSING = "index.html", "404.html"
_FRAGMENT = re.compile(r"(?:^|/)fragments/[^/]+\.html")
"""Pages that become parts of other sites' pages."""
_TEXT_FILES = re.compile(r"\.(?:svg|xml|css)$|^robots\.txt$|^\.well-known/security\.txt$")
_COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->", re.DOTALL)
# In order: attributes and elements of SVG, Atom and sitemaps; CSS Values 4, 4.5; fields of RFC 9309 and RFC 9116.
_ADDRESS = re.compile(
    r"""href=["']([^"']*)|<(?:icon|loc|logo|uri)>\s*([^<\s]*)|url\(\s*["']?([^"')\s]*)|@import\s+["']([^"']*)"""
    r"""|^[A-Z][\w-]*:\s+(https?://\S+)""",
    re.MULTILINE,
)
_ID = re.compile(r"""\sid=["']([^"']+)""")
_QUOTED = re.compile(r'"(https?://[^"\s]+)"')
_DIRECTIVE = re.compile(
    r"text=(?:(?P<prefix>[^,]*)-,)?(?P<start>[^,]*)(?:,(?P<end>[^,-][^,]*))?(?:,-(?P<suffix>[^,]*))?"
)
LinkType = Literal["link", "resource", "name"]


class LinkReference(TypedDict):
    """An address and its line; a reader can follow a ``link``, and the anchor of a ``name`` in data need not exist."""

    address: str
    line: int
    kind: LinkType


class Links(TypedDict):
    """What a file refers to; its identifiers, with duplicates; its text, folded; where it is published (RFC 6596)."""

    references: list[LinkReference]
    ids: list[str]
    text: str
    canonical: str


def links(path: str, content: bytes) -> Links | None:
    """Return what a page, SVG, style sheet, feed or sitemap refers to; ``None`` for other files."""
    if path.endswith(".html"):
        return _read_page(content)
    if not _TEXT_FILES.search(path):
        return None
    text = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), content.decode("utf-8", "replace"))
    found: list[LinkReference] = [
        {"address": unescape(address), "line": text.count("\n", 0, match.start()) + 1, "kind": "resource"}
        for match in _ADDRESS.finditer(text)
        if (address := next(filter(None, match.groups()), ""))
    ]
    return {"references": found, "ids": _ID.findall(text), "text": "", "canonical": ""}


def _read_page(content: bytes) -> Links:
    root = html.document_fromstring(content.strip() or b"<p>", parser=html.HTMLParser(encoding="utf-8"))
    found: list[tuple[HtmlElement, str, LinkType]] = [
        (one, address, "link" if one.tag in {"a", "area"} else "resource") for one, _, address, _ in root.iterlinks()
    ]
    for one in root.iter("meta", "script", "img", "source"):
        found += [(one, address, "resource") for address in _QUOTED.findall(f'"{one.get("content", "")}"')]
        found += [(one, words[0], "resource") for part in one.get("srcset", "").split(", ") if (words := part.split())]
        if "json" in one.get("type", ""):
            found += [(one, address, "name") for address in _QUOTED.findall(one.text or "")]
    references = [LinkReference(address=address, line=one.sourceline or 1, kind=kind) for one, address, kind in found]
    canonical = next((str(one.get("href")) for one in root.iter("link") if one.get("rel") == "canonical"), "")
    ids = [str(one.get("id")) for one in root.iter() if isinstance(one.tag, str) and one.get("id")]
    return {"references": references, "ids": ids, "text": _fold(str(root.text_content())), "canonical": canonical}


def broken(found: Mapping[str, Links], paths: Collection[str], base: str) -> dict[str, list[str]]:
    """Return the problems of each file by its path in the site; a file without problems has no entry.

    ``found`` are the links of its files, ``paths`` all of its files, ``base`` its address without a slash at the end.
    """
    if INDEX not in found:
        return {INDEX: ["it is missing, so nothing leads to what is here"]}
    ids = {path: {"", "top", *one["ids"]} for path, one in found.items() if path.endswith((".html", ".svg"))}
    problems = {path: list(dict.fromkeys(_problems(path, found, paths, base, ids))) for path in found}
    pages = {path for path in found if path.endswith(".html")}
    seen, waiting = {INDEX}, [INDEX]
    while waiting:
        path = waiting.pop()
        followed = (one["address"] for one in found[path]["references"] if one["kind"] == "link")
        reached = {target for one in followed if (target := _target(one, path, base)) in pages} - seen
        seen |= reached
        waiting += reached
    for path in sorted(one for one in pages - seen if one != MISSING and not _FRAGMENT.search(one)):
        problems[path].append(f"no link leads here from {INDEX}, over whatever pages")
    return {path: messages for path, messages in sorted(problems.items()) if messages}


def _problems(
    path: str, found: Mapping[str, Links], paths: Collection[str], base: str, ids: Mapping[str, set[str]]
) -> Iterator[str]:
    for name, count in Counter(found[path]["ids"]).items():
        if count > 1:
            yield f"the identifier {name} stands {count} times"
    for reference in found[path]["references"]:
        address = reference["address"].strip()
        url, target = urlsplit(address), _target(address, path, base)
        where = f"line {reference['line']}: {address} leads"
        if path == MISSING and not url.scheme and url.path and not url.path.startswith("/"):
            yield f"{where} elsewhere from each address that this page is shown at; begin it with /"
        elif target is not None and target not in paths:
            yield f"{where} to {target}, which is not there"
        elif target is not None and target in ids:
            name, _, directive = url.fragment.partition(":~:")
            if reference["kind"] != "name" and not {name, unquote(name)} & ids[target]:
                yield f"{where} to {target}, where nothing has the identifier {unquote(name)}"
            elif not all(_contains(found[target]["text"], one) for one in directive.split("&")):
                yield f"{where} to words that {target} does not say"


@lru_cache(maxsize=1 << 16)
def _target(address: str, path: str, base: str) -> str | None:
    """Return the path in the site that an address leads to, or ``None`` where it leads to another site."""
    url, site = urlsplit(urljoin(f"{base}/{quote(path)}", address)), urlsplit(base)
    if (url.scheme, url.netloc) != (site.scheme, site.netloc) or (address.startswith("/") and _FRAGMENT.search(path)):
        return None
    if not f"{url.path}/".startswith(f"{site.path}/"):
        return None if address.startswith(("/", site.scheme)) else unquote(url.path)
    name = unquote(url.path.removeprefix(site.path).removeprefix("/"))
    return f"{name}{INDEX}" if name.endswith("/") or not name else name


def _contains(text: str, directive: str) -> bool:
    """Return whether a page has the words of a text directive (WICG URL Fragment Text Directives, 3.3)."""
    terms = _DIRECTIVE.fullmatch(directive)
    if terms is None:
        return not directive.startswith("text=")
    prefix, start, end, suffix = (_fold(unquote(part or "")) for part in terms.groups())
    opening, closing = (prefix + start, end + suffix) if end else (prefix + start + suffix, "")
    place = text.find(opening)
    return place >= 0 and text.find(closing, place + len(opening)) >= 0


def _fold(text: str) -> str:
    """Return text as a browser compares it: without case, accents and space."""
    plain = "".join(unicodedata.normalize("NFKD", text).casefold().split())
    return plain if plain.isascii() else "".join(letter for letter in plain if not unicodedata.combining(letter))
