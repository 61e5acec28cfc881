"""Find web addresses in a fragment, and mark them with a class, since they must not be hyphenated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# A URL, a host with a path, an e-mail address, or a DOI.
_ADDRESS = re.compile(
    r"(?:https?://|mailto:|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b10\.\d{4,9}/\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S*"
)
_CLASS = "address"


def hidden_address(link: HtmlElement) -> str | None:
    """Return the address of an external link, unless the link's text is the address."""
    address = link.get("href", "").removeprefix("mailto:")
    is_external = address.startswith(("http:", "https:")) or address != link.get("href", "")
    short = address.removeprefix("https://").removeprefix("http://")
    text = unquote("".join(link.text_content().split())).rstrip("/")
    return address if is_external and text not in {unquote(form).rstrip("/") for form in (address, short)} else None


def mark_links(root: HtmlElement) -> None:
    """Give the class ``address`` to each link whose text contains an address."""
    for link in root.iter("a"):
        if _ADDRESS.search(link.text_content()):
            link.classes.add(_CLASS)


def mark_addresses(root: HtmlElement) -> None:
    """Give the class ``address`` to each address: to its link, or to a new ``span`` around it.

    A link gets no ``span``, because PDF/UA requires its text directly in it.
    """
    mark_links(root)
    for element in list(root.iter()):
        if not is_address(element):
            element.text, spans = _split_at_addresses(element.text)
            element[:0] = spans
        if element is not root and not is_address(element.getparent()):
            element.tail, spans = _split_at_addresses(element.tail)
            for span in reversed(spans):
                # `addnext` would move the tail of the element behind the span.
                tail, element.tail = element.tail, None
                element.addnext(span)
                element.tail = tail


def _split_at_addresses(text: str | None) -> tuple[str | None, list[HtmlElement]]:
    """Return the text before the first address, and a ``span`` for each address with the text after it as its tail."""
    places = [match.span() for match in _ADDRESS.finditer(text or "")]
    if not text or not places:
        return text, []
    spans = []
    for (start, end), (following, _) in zip(places, [*places[1:], (len(text), 0)], strict=True):
        span = html.Element("span", {"class": _CLASS})
        span.text, span.tail = text[start:end], text[end:following]
        spans.append(span)
    return text[: places[0][0]], spans


def is_address(element: HtmlElement | None) -> bool:
    """Return whether an element is, or is part of, an address."""
    return element is not None and any(_CLASS in one.classes for one in (element, *element.iterancestors()))
