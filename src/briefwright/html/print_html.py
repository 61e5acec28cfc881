"""Print HTML: the fragment of a document, shaped for the PDF."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from lxml import html

from briefwright.html.addresses import hidden_address, is_address, mark_addresses
from briefwright.html.figure_layout import lay_out_figures, move_wide_figures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

    from briefwright.html.figure_layout import FigureSize

_LONG_WORD = re.compile(r"[^\W\d_]{30,}")
"""Words that may be wider than the narrowest column."""
_SYLLABLE_LETTERS = 8
_ITEM_CLASSES = ("finding", "recommendation")


def print_html(fragment: str, sizes: Mapping[str, FigureSize] = MappingProxyType({})) -> str:
    """Return a fragment shaped for print.

    - A side note gets ``data-beside``: the identifier of what it stands beside: the last passage that begins
      before its reference, or the reference.
    - Table rows, findings and recommendations get ``data-item``: they may be too long for a page.
    - An external link whose text is not its address gets ``data-address``, which the style sheet prints.
    - Figures get widths by their ``sizes``, which are by the address of the picture.
    - Addresses get the class ``address``: they break anywhere, without a hyphen, which would be part of the address.
    - A list that starts at another number than 1 gets a counter: WeasyPrint ignores the attribute ``start``.
    - A word joiner keeps raised numbers on the line of the word before: a line may break between “.” and a digit.
    - Words too long for a narrow column get soft hyphens, since no hyphenation dictionary covers them all.
    """
    root = html.fragment_fromstring(fragment, create_parent="div")
    move_wide_figures(root, sizes)
    lay_out_figures(root, sizes)
    for paragraph in root.find_class("paragraph"):
        _mark_places_of_notes(paragraph)
    for item in root.iter("section", "div", "tr"):
        if item.tag == "tr" or any(name in item.classes for name in _ITEM_CLASSES):
            item.set("data-item", "")
    for link in root.iter("a"):
        if address := hidden_address(link):
            link.set("data-address", address)
    for numbered in root.iterfind(".//ol[@start]"):
        numbered.set("style", f"counter-reset: list-item {int(numbered.get('start', '1')) - 1}")
    for raised in root.iter("sup"):
        raised.text = f"\N{WORD JOINER}{raised.text or ''}"
    mark_addresses(root)
    for element in list(root.iter()):
        element.text = element.text if is_address(element) else _hyphenate(element.text)
        if element is not root and not is_address(element.getparent()):
            element.tail = _hyphenate(element.tail)
    return "".join(html.tostring(child, encoding="unicode") for child in root)


def _mark_places_of_notes(paragraph: HtmlElement) -> None:
    """Set ``data-beside`` of each note: the last passage that begins before its reference, or the reference."""
    beside: dict[str, str] = {}
    begin = ""
    for element in paragraph.iter("mark", "span"):
        name = element.get("id", "")
        if element.tag == "mark":
            begin = name or begin
        elif name and "note-ref" in element.classes:
            beside[f"#{name}"] = begin or name
    for note in paragraph.find_class("note"):
        calls = (beside.get(link.get("href", "")) for link in note.find_class("backlink"))
        if place := next(filter(None, calls), None):
            note.set("data-beside", place)


def _hyphenate(text: str | None) -> str | None:
    """Insert soft hyphens into the long words of a text."""
    return text and _LONG_WORD.sub(_soft_hyphens, text)


def _soft_hyphens(word: re.Match[str]) -> str:
    return "\N{SOFT HYPHEN}".join(re.findall(rf".{{1,{_SYLLABLE_LETTERS}}}", word[0]))
