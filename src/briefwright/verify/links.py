"""Check the links within a site in two pure steps: read the links of each file, then check their targets.

The results of the first step are plain JSON, so they can be cached by a file's content.
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

INDEX, NOT_FOUND_PAGE = "index.html", "404.html"
_FRAGMENT = re.compile(r"(?:^|/)fragments/[^/]+\.html")
"""HTML to embed in pages of other sites."""
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
    """An address and its line.

    ``type``: a ``link`` that readers follow, a ``resource`` that browsers load, or a ``name`` in linked data, which may
    have an anchor that does not exist.
    """

    address: str
    line: int
    type: LinkType


class Links(TypedDict):
    """The addresses in a file, its identifiers (with duplicates), its folded text, its canonical address (RFC 6596)."""

    references: list[LinkReference]
    ids: list[str]
    text: str
    canonical: str


def links(path: str, content: bytes) -> Links | None:
    """Return the links of a page, SVG, style sheet, feed or sitemap; ``None`` for other files."""
    if path.endswith(".html"):
        return _read_page(content)
    if not _TEXT_FILES.search(path):
        return None
    text = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), content.decode("utf-8", "replace"))
    references: list[LinkReference] = [
        {"address": unescape(address), "line": text.count("\n", 0, match.start()) + 1, "type": "resource"}
        for match in _ADDRESS.finditer(text)
        if (address := next(filter(None, match.groups()), ""))
    ]
    return {"references": references, "ids": _ID.findall(text), "text": "", "canonical": ""}


def _read_page(content: bytes) -> Links:
    root = html.document_fromstring(content.strip() or b"<p>", parser=html.HTMLParser(encoding="utf-8"))
    addressed: list[tuple[HtmlElement, str, LinkType]] = [
        (element, address, "link" if element.tag in {"a", "area"} else "resource")
        for element, _, address, _ in root.iterlinks()
    ]
    for element in root.iter("meta", "script", "img", "source"):
        addresses = _QUOTED.findall(f'"{element.get("content", "")}"')
        addresses += [words[0] for part in element.get("srcset", "").split(", ") if (words := part.split())]
        addressed += [(element, address, "resource") for address in addresses]
        if "json" in element.get("type", ""):
            addressed += [(element, address, "name") for address in _QUOTED.findall(element.text or "")]
    references = [
        LinkReference(address=address, line=element.sourceline or 1, type=link_type)
        for element, address, link_type in addressed
    ]
    canonical = next((str(link.get("href")) for link in root.iter("link") if link.get("rel") == "canonical"), "")
    ids = [str(part.get("id")) for part in root.iter() if isinstance(part.tag, str) and part.get("id")]
    return {"references": references, "ids": ids, "text": _fold(str(root.text_content())), "canonical": canonical}


def broken(links_by_path: Mapping[str, Links], paths: Collection[str], base: str) -> dict[str, list[str]]:
    """Return broken links, duplicate identifiers and unreachable pages: the problems of files by path in the site.

    ``paths`` are all paths of the site, ``base`` is its address without a final slash.
    """
    if INDEX not in links_by_path:
        return {INDEX: ["missing; the site needs this page, and all other pages must be reachable from it"]}
    ids = {path: {"", "top", *file["ids"]} for path, file in links_by_path.items() if path.endswith((".html", ".svg"))}
    problems = {path: list(dict.fromkeys(_problems(path, links_by_path, paths, base, ids))) for path in links_by_path}
    pages = {path for path in links_by_path if path.endswith(".html")}
    reachable, queue = {INDEX}, [INDEX]
    while queue:
        path = queue.pop()
        addresses = (link["address"] for link in links_by_path[path]["references"] if link["type"] == "link")
        reached = {target for address in addresses if (target := _target(address, path, base)) in pages} - reachable
        reachable |= reached
        queue += reached
    for path in sorted(pages - reachable - {NOT_FOUND_PAGE}):
        if not _FRAGMENT.search(path):
            problems[path].append(f"cannot be reached by links from {INDEX}")
    return {path: messages for path, messages in sorted(problems.items()) if messages}


def _problems(
    path: str, links_by_path: Mapping[str, Links], paths: Collection[str], base: str, ids: Mapping[str, set[str]]
) -> Iterator[str]:
    for name, count in Counter(links_by_path[path]["ids"]).items():
        if count > 1:
            yield f"identifier {name} is used {count} times"
    for reference in links_by_path[path]["references"]:
        address = reference["address"].strip()
        url, target = urlsplit(address), _target(address, path, base)
        line = f"line {reference['line']}"
        if path == NOT_FOUND_PAGE and not url.scheme and url.path and not url.path.startswith("/"):
            yield f"{line}: relative link {address} breaks when a server shows this page; begin it with /"
        elif target is not None and target not in paths:
            yield f"{line}: broken link {address}: there is no file {target}"
        elif target is not None and target in ids:
            name, _, directive = url.fragment.partition(":~:")
            if reference["type"] != "name" and not {name, unquote(name)} & ids[target]:
                yield f"{line}: broken link {address}: {target} has no identifier {unquote(name)}"
            elif not all(_contains(links_by_path[target]["text"], part) for part in directive.split("&")):
                yield f"{line}: broken link {address}: {target} does not contain the text to highlight"


@lru_cache(maxsize=1 << 16)
def _target(address: str, path: str, base: str) -> str | None:
    """Return the path of an address in the site, or ``None`` for an address of another site."""
    url, site = urlsplit(urljoin(f"{base}/{quote(path)}", address)), urlsplit(base)
    if (url.scheme, url.netloc) != (site.scheme, site.netloc) or (address.startswith("/") and _FRAGMENT.search(path)):
        return None
    if not f"{url.path}/".startswith(f"{site.path}/"):
        return None if address.startswith(("/", site.scheme)) else unquote(url.path)
    name = unquote(url.path.removeprefix(site.path).removeprefix("/"))
    return f"{name}{INDEX}" if name.endswith("/") or not name else name


def _contains(text: str, directive: str) -> bool:
    """Return whether a page contains the text of a text directive (WICG URL Fragment Text Directives, 3.3)."""
    terms = _DIRECTIVE.fullmatch(directive)
    if terms is None:
        return not directive.startswith("text=")
    prefix, start, end, suffix = (_fold(unquote(part or "")) for part in terms.groups())
    opening, closing = (prefix + start, end + suffix) if end else (prefix + start + suffix, "")
    start_index = text.find(opening)
    return start_index >= 0 and text.find(closing, start_index + len(opening)) >= 0


def _fold(text: str) -> str:
    """Return text without case, accents and spaces, as browsers compare it."""
    folded = "".join(unicodedata.normalize("NFKD", text).casefold().split())
    if folded.isascii():
        return folded
    return "".join(character for character in folded if not unicodedata.combining(character))
