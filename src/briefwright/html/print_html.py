"""Imposition for print: a fragment's notes go into the margin, level with their passages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LONG = re.compile(r"[^\W\d_]{30,}")
"""A word as long as the narrowest column is wide."""
_SYLLABLE = 8
"""Letters."""
_ITEMS = ("finding", "recommendation")


def print_html(fragment: str) -> str:
    """Return a fragment as the print page wants it.

    A paragraph's notes move before its text, where one float holds them all and goes on to the next page.
    Items that may be too long are marked with ``data-item``.  A link that leads out of the publication without saying
    where has its address in ``data-address``: paper cannot be clicked.  Words too long for a narrow column have
    soft hyphens: no dictionary knows where to divide them all.
    """
    root = html.fragment_fromstring(fragment, create_parent="div")
    for paragraph in root.find_class("paragraph"):
        for notes in paragraph.find_class("notes"):
            paragraph.insert(0, notes)
    for item in root.iter("section", "div", "tr"):
        if item.tag == "tr" or any(name in item.classes for name in _ITEMS):
            item.set("data-item", "")
    for element in list(root.iter()):
        _loosen(element)
    for link in root.iter("a"):
        if address := _unsaid(link):
            link.set("data-address", address)
    return "".join(html.tostring(child, encoding="unicode") for child in root)


def _unsaid(link: HtmlElement) -> str | None:
    """Return the address of a link that leads elsewhere, unless it is the link's words."""
    address = link.get("href", "").removeprefix("mailto:")
    leads_out = address.startswith(("http:", "https:")) or address != link.get("href", "")
    short = address.removeprefix("https://").removeprefix("http://")
    shown = "".join(link.text_content().split()).rstrip("/")
    return address if leads_out and shown not in {address.rstrip("/"), short.rstrip("/")} else None


def _loosen(element: HtmlElement) -> None:
    """Let the long words of an element's own text, and of the text behind it, be hyphenated."""
    element.text, element.tail = (text and _LONG.sub(_hyphenated, text) for text in (element.text, element.tail))


def _hyphenated(word: re.Match[str]) -> str:
    return "\N{SOFT HYPHEN}".join(re.findall(rf".{{1,{_SYLLABLE}}}", word[0]))
