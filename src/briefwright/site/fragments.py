"""A fragment for the page of another system: without shell, style or script, and nothing that collides with its host.

Pure.  What `convert` made is for our own shells; here it gets what a foreign page needs to show it well by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import html
from lxml.html import builder as make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

CLASSES = "bw-"
"""Before each class, so that no rule of a host's style sheet means it by chance."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LOWEST = 6
_REFERENCES = ("aria-labelledby", "headers")
"""Attributes that hold identifiers, parted by spaces (HTML, 2.3.7; of what `convert` lets through)."""
_STRONG = ("kind", "lead", "term-name", "figure-title", "value", "paragraph-number", "key")
"""Classes of spans that a reader must tell from what follows, where no style sheet sets them apart."""


@dataclass(frozen=True, slots=True)
class HostPage:
    """How a document fits into a page.

    ``prefix`` stands before each id; headings move down by ``shift`` levels.  ``folder`` leads to the brief's folder of
    the site, with a slash at its end.  ``places`` are absolute addresses of the own site, each with a slash at its end,
    and what stands in their place, the longest first.  ``language`` is a BCP 47 tag, ``direction`` ``ltr`` or ``rtl``.
    ``marking`` is a label of TLP 2.0.
    """

    prefix: str
    shift: int
    folder: str
    places: tuple[tuple[str, str], ...]
    language: str
    direction: str
    marking: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level in the host's page, its text, its id."""

    level: int
    text: str
    id: str | None


@dataclass(frozen=True, slots=True)
class EmbeddedFragment:
    """A fragment, its headings in order, and the alternative of each picture, by its name in the brief's folder."""

    html: str
    headings: tuple[Heading, ...]
    pictures: dict[str, str]


def embed(fragment: str, host: HostPage) -> EmbeddedFragment:
    """Return a document's fragment as its host takes it.

    - It is one ``article`` with language and direction, since its host may have others.
    - Sections lose their names, since each would be a landmark of the host's page; so do notes.
    - A heading lower than h6 is a ``div`` with ``role=heading`` and its level (WAI-ARIA 1.2, heading).
    - What leads into the own site does so from the host's folder, whether it was relative or absolute.
    """
    root = html.fragment_fromstring(fragment, create_parent="div")
    for code in list(root.iter("img")):
        if "code" in code.classes:  # it leads from paper to the page that this is
            _drop(code)
    for element in root.iter("*"):
        _adapt(element)
    title = next((name for heading in root.iter("h1") if (name := heading.get("id"))), None)
    article = make.E.article({"class": "document", "lang": host.language, "dir": host.direction})
    if title:
        article.set("aria-labelledby", title)
        for nav in root.iter("nav"):
            nav.set("aria-labelledby", f"{nav.get('aria-labelledby', '')} {title}".strip())
    article.text = "\n"
    article.extend([_marking(host), *root, _marking(host)])
    headings = tuple(_shifted(article, host))
    pictures = {picture.get("src", ""): picture.get("alt", "") for picture in article.iter("img")}
    for element in article.iter("*"):
        _point(element, host)
    return EmbeddedFragment(f"{html.tostring(article, encoding='unicode')}\n", headings, pictures)


def _drop(element: HtmlElement) -> None:
    """Take an element out, and what holds nothing without it."""
    parent = element.getparent()
    element.drop_tree()
    while parent is not None and not len(parent) and not (parent.text or "").strip() and parent.getparent() is not None:
        above = parent.getparent()
        parent.drop_tree()
        parent = above


def _adapt(element: HtmlElement) -> None:
    """Take away landmarks and labels, which only our own pages need, and set words apart without a style sheet."""
    element.attrib.pop("data-label", None)
    following = element.getnext()
    if element.tag == "section":
        element.attrib.pop("aria-labelledby", None)
        element.attrib.pop("aria-label", None)
    elif element.tag == "aside":
        element.set("role", "note")
    elif element.tag == "span" and any(kind in element.classes for kind in _STRONG):
        element.tag = "strong"
        if "paragraph-number" in element.classes:
            element.tail = f" {(element.tail or '').lstrip()}"
    elif element.tag == "sup" and following is not None and following.tag == "sup" and not element.tail:
        element.tail = " "


def _marking(host: HostPage) -> HtmlElement:
    """Return the label that stands where a document starts and where it ends (TLP 2.0, 2)."""
    label = make.P({"class": "marking"}, make.STRONG(host.marking))
    label.tail = "\n"
    return label


def _shifted(article: HtmlElement, host: HostPage) -> Iterator[Heading]:
    """Move the headings down, and yield each."""
    for heading in list(article.iter(*_HEADINGS)):
        level = int(str(heading.tag)[1]) + host.shift
        if level <= _LOWEST:
            heading.tag = f"h{level}"
        else:
            heading.tag = "div"
            heading.set("role", "heading")
            heading.set("aria-level", str(level))
        name = heading.get("id")
        yield Heading(level, " ".join(str(heading.text_content()).split()), f"{host.prefix}{name}" if name else None)


def _point(element: HtmlElement, host: HostPage) -> None:
    """Give an element's identifiers and classes their prefixes, and let its addresses hold where the fragment is."""
    if name := element.get("id"):
        element.set("id", f"{host.prefix}{name}")
    for attribute in _REFERENCES:
        if names := element.get(attribute):
            element.set(attribute, " ".join(f"{host.prefix}{name}" for name in names.split()))
    if kinds := element.get("class"):
        element.set("class", " ".join(f"{CLASSES}{kind}" for kind in kinds.split()))
    if (address := element.get("href")) is not None:
        element.set("href", _link(address, host))
    if (address := element.get("src")) is not None:
        element.set("src", host.folder + address)


def _link(address: str, host: HostPage) -> str:
    if address.startswith("#"):
        return f"#{host.prefix}{address[1:]}"
    for own, place in host.places:
        if address.startswith(own):
            return place + address.removeprefix(own)
    return address if urlsplit(address).scheme else host.folder + address
