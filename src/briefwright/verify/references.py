"""What a file of a site refers to, and what in it can be referred to: pages, drawings, style sheets, feeds, maps.

URLs are read as HTML (2.4), CSS Values 4 (4.5), Atom (RFC 4287), Sitemaps 0.9 and RFC 9309 (robots.txt) say.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree, html

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Document", "Reference", "read"]

_ADDRESSES = frozenset(
    {"action", "cite", "data", "formaction", "href", "poster", "src", "{http://www.w3.org/1999/xlink}href"}
)
# https: what a value that may be anything must begin with to be an address.
_ABSOLUTE = re.compile(r"https?://[^\s<>\"]+")
_URL = re.compile(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^'\")\s]+))\s*\)|@import\s+(?:\"([^\"]*)\"|'([^']*)')")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LISTS = ("robots.txt", ".well-known/security.txt")


@dataclass(frozen=True, slots=True)
class Reference:
    """An address as it is written, and the line that it stands on.

    ``leads`` says whether a reader can follow it; ``exact`` whether an anchor in it must be there, which is not so for
    names of things in data.
    """

    address: str
    line: int
    leads: bool = False
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """What a file refers to, its identifiers, its words, and what makes it hard to refer to, each with its line."""

    references: tuple[Reference, ...] = ()
    anchors: frozenset[str] = frozenset()
    text: str = ""
    canonical: str | None = None
    faults: tuple[tuple[int, str], ...] = ()


def read(path: str, content: bytes) -> Document | None:
    """Return what a file refers to; ``None`` where its kind refers to nothing, or nothing that is read here."""
    match path.rpartition(".")[2]:
        case "html":
            return _page(content)
        case "svg" | "xml":
            return _xml(content)
        case "css":
            style = content.decode("utf-8", "replace")
            return Document(tuple(Reference(address, line) for address, line in _styled(style)))
        case _ if path in _LISTS:
            return Document(tuple(_listed(content.decode("utf-8", "replace"))))
        case _:
            return None


def _page(content: bytes) -> Document:
    root = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    found: list[Reference] = []
    faults: list[tuple[int, str]] = []
    canonical = None
    for element in elements:
        line = element.sourceline or 1
        found += [
            Reference(str(value), line, element.tag in {"a", "area"})
            for name, value in element.items()
            if name in _ADDRESSES
        ]
        found += [Reference(address, line) for address in _candidates(element.get("srcset", ""))]
        if element.tag == "meta" and _ABSOLUTE.fullmatch(str(element.get("content", ""))):
            found.append(Reference(str(element.get("content")), line))
        elif element.tag == "link" and element.get("rel") == "canonical":
            canonical = str(element.get("href"))
        elif element.tag == "script" and "json" in element.get("type", ""):
            try:
                found += [Reference(name, line, exact=False) for name in _named(json.loads(element.text or ""))]
            except ValueError as error:
                faults.append((line, f"its data are not JSON: {error}"))
    names = [(str(element.get("id")), element.sourceline or 1) for element in elements if element.get("id")]
    faults += _repeated(names)
    return Document(tuple(found), frozenset(dict(names)), str(root.text_content()), canonical, tuple(faults))


def _repeated(names: list[tuple[str, int]]) -> Iterator[tuple[int, str]]:
    """Yield identifiers that stand twice (HTML, 3.2.6: unique in the document), once each."""
    lines = dict(names)
    for name, count in Counter(name for name, _ in names).items():
        if count > 1:
            yield lines[name], f"the identifier {name} stands {count} times"


def _candidates(srcset: str) -> Iterator[str]:
    """Yield the addresses of image candidates (HTML, 4.8.4.2.1)."""
    for candidate in re.split(r",\s+", srcset.strip()):
        if words := candidate.rstrip(",").split():
            yield words[0]


def _named(value: object) -> Iterator[str]:
    """Yield the absolute addresses in data."""
    match value:
        case str() if _ABSOLUTE.fullmatch(value):
            yield value
        case list():
            for item in value:
                yield from _named(item)
        case dict():
            for item in value.values():
                yield from _named(item)


def _xml(content: bytes) -> Document:
    """Read a drawing, a feed or a map; nothing that it names is fetched."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return Document(faults=((error.lineno or 1, f"it is not XML: {error.msg}"),))
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    found: list[Reference] = []
    for element in elements:
        line, name = element.sourceline or 1, etree.QName(element).localname
        found += [Reference(str(value), line) for key, value in element.items() if key in _ADDRESSES]
        if name in {"icon", "loc", "logo", "uri"} and element.text:
            found.append(Reference(element.text.strip(), line))
        elif name == "style":
            found += [Reference(address, line) for address, _ in _styled(element.text or "")]
    names = [(str(element.get("id")), element.sourceline or 1) for element in elements if element.get("id")]
    return Document(tuple(found), frozenset(dict(names)), faults=tuple(_repeated(names)))


def _styled(style: str) -> Iterator[tuple[str, int]]:
    """Yield the addresses in a style sheet with their lines; comments keep theirs."""
    bare = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), style)
    for found in _URL.finditer(bare):
        yield next(filter(None, found.groups()), ""), bare.count("\n", 0, found.start()) + 1


def _listed(text: str) -> Iterator[Reference]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            yield from (Reference(address, number) for address in _ABSOLUTE.findall(line))
