"""Fragments for pages of other systems, such as a CMS: without style or script, with prefixed ids and classes.

Pure. `convert` makes fragments for the site's own shell; this module adapts them to a host page.
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

CLASS_PREFIX = "bw-"
"""The prefix of each class, so that no rule of the host's style sheet matches it by chance."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LOWEST_LEVEL = 6
_ID_ATTRIBUTES = ("aria-labelledby", "headers")
"""Allowed attributes whose value is a list of ids, separated by spaces (HTML, 2.3.7)."""
_STRONG = ("annotation-type", "term-name", "figure-title", "value", "paragraph-number", "field-label")
"""Classes of spans that become ``strong``, so that they stand out without a style sheet."""


@dataclass(frozen=True, slots=True)
class HostPage:
    """The settings with which a host page embeds a document.

    ``id_prefix`` is the start of each id. Headings move down by ``heading_shift`` levels. ``brief_folder`` is the
    address of the brief's folder, with a slash at its end. ``replacements`` are prefixes of the site's absolute
    addresses and their replacements, the longest first. ``language`` is a BCP 47 tag, ``direction`` is ``ltr`` or
    ``rtl``, ``marking`` is a TLP 2.0 label.
    """

    id_prefix: str
    heading_shift: int
    brief_folder: str
    replacements: tuple[tuple[str, str], ...]
    language: str
    direction: str
    marking: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level in the host page, its text, its id."""

    level: int
    text: str
    id: str | None


@dataclass(frozen=True, slots=True)
class EmbeddedFragment:
    """A fragment, its headings in order, and the ``alt`` of each picture by its address in the brief's folder."""

    html: str
    headings: tuple[Heading, ...]
    pictures: dict[str, str]


def embed(fragment: str, host: HostPage) -> EmbeddedFragment:
    """Return a document's fragment for a host page.

    - It is one ``article`` with its own language and direction.
    - Sections and notes lose their landmark roles, which would clutter the host page.
    - A heading below h6 is a ``div`` with ``role=heading`` and its level (WAI-ARIA 1.2, heading).
    - Relative and absolute links into the site become links from the host page.
    """
    root = html.fragment_fromstring(fragment, create_parent="div")
    for code in root.find_class("qr"):  # only useful on paper
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
    headings = tuple(_shift_headings(article, host))
    pictures = {picture.get("src", ""): picture.get("alt", "") for picture in article.iter("img")}
    for element in article.iter("*"):
        _prefix(element, host)
    return EmbeddedFragment(f"{html.tostring(article, encoding='unicode')}\n", headings, pictures)


def _drop(element: HtmlElement) -> None:
    """Remove an element, and its ancestors that are then empty."""
    parent = element.getparent()
    element.drop_tree()
    while parent is not None and not len(parent) and not (parent.text or "").strip() and parent.getparent() is not None:
        grandparent = parent.getparent()
        parent.drop_tree()
        parent = grandparent


def _adapt(element: HtmlElement) -> None:
    """Remove landmarks and table labels, and make the element readable without a style sheet."""
    element.attrib.pop("data-label", None)
    following = element.getnext()
    if element.tag == "section":
        element.attrib.pop("aria-labelledby", None)
        element.attrib.pop("aria-label", None)
    elif element.tag == "aside":
        element.set("role", "note")
    elif element.tag == "span" and any(name in element.classes for name in _STRONG):
        element.tag = "strong"
        if "paragraph-number" in element.classes:
            element.tail = f" {(element.tail or '').lstrip()}"
    elif element.tag == "sup" and following is not None and following.tag == "sup" and not element.tail:
        element.tail = " "


def _marking(host: HostPage) -> HtmlElement:
    """Return the marking for the start or the end of a document (TLP 2.0, 2)."""
    label = make.P({"class": "marking"}, make.STRONG(host.marking))
    label.tail = "\n"
    return label


def _shift_headings(article: HtmlElement, host: HostPage) -> Iterator[Heading]:
    """Move headings down and yield each."""
    for heading in list(article.iter(*_HEADINGS)):
        level = int(str(heading.tag)[1]) + host.heading_shift
        if level <= _LOWEST_LEVEL:
            heading.tag = f"h{level}"
        else:
            heading.tag = "div"
            heading.set("role", "heading")
            heading.set("aria-level", str(level))
        name = heading.get("id")
        yield Heading(level, " ".join(str(heading.text_content()).split()), f"{host.id_prefix}{name}" if name else None)


def _prefix(element: HtmlElement, host: HostPage) -> None:
    """Prefix an element's ids and classes, and adapt its addresses to the host page."""
    if name := element.get("id"):
        element.set("id", f"{host.id_prefix}{name}")
    for attribute in _ID_ATTRIBUTES:
        if names := element.get(attribute):
            element.set(attribute, " ".join(f"{host.id_prefix}{name}" for name in names.split()))
    if classes := element.get("class"):
        element.set("class", " ".join(f"{CLASS_PREFIX}{name}" for name in classes.split()))
    if (address := element.get("href")) is not None:
        element.set("href", _link(address, host))
    if (address := element.get("src")) is not None:
        element.set("src", host.brief_folder + address)


def _link(address: str, host: HostPage) -> str:
    if address.startswith("#"):
        return f"#{host.id_prefix}{address[1:]}"
    for prefix, replacement in host.replacements:
        if address.startswith(prefix):
            return replacement + address.removeprefix(prefix)
    return address if urlsplit(address).scheme else host.brief_folder + address
