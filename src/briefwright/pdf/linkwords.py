"""What the area of a link says of itself in a PDF (``Contents``; ISO 14289-1, 7.18.5)."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

__all__ = ["link_words"]

_LONGEST = 120
"""Characters of a target's words; a screen reader speaks them all."""
_BLOCKS = {"p", "li", "td", "th", "tr", "div"}


def link_words(root: Element) -> Callable[[Element], str]:
    """Return a function that says where a link leads: its own words, then its title or its target's words.

    A link that shows its address says what the paragraph around it says.
    """
    targets = {name: element for element in root.iter() if (name := element.get("id"))}
    around: dict[Element, list[Element]] = {}
    for block in root.iter():
        for link in block.iter("a") if block.tag in _BLOCKS else ():
            around.setdefault(link, []).insert(0, block)

    def words(link: Element) -> str:
        own = _text(link)
        address = link.get("href", "").partition(":~:")[0]
        target = targets.get(address.removeprefix("#")) if address.startswith("#") else None
        told = link.get("title") or (_text(target) if target is not None else address)
        if own == told and target is None:
            said = (_text(block).replace(own, "").strip() for block in around.get(link, ()))
            told = next((text for text in said if text), "")
        told = shorten(told, _LONGEST, placeholder=" …")
        return own if told in {"", own} else f"{own}: {told}" if own else told

    return words


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
