"""Which structure type an element of the print page has in the PDF (ISO 32000-1, 14.8.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["GROUPING", "INLINE", "Kind", "kind_of"]

Kind = str
"""A standard structure type, without its solidus."""

GROUPING = frozenset({"Document", "Part", "Sect", "Art", "Div", "BlockQuote", "TOC", "TOCI", "L", "LI", "Table", "TR"})
"""Types that hold other elements and no words of their own."""

INLINE = frozenset({"Link", "Span", "Reference"})
"""Types of words within a paragraph."""

_KINDS = {
    "article": "Art",
    "aside": "Sect",
    "blockquote": "BlockQuote",
    "nav": "Sect",
    "section": "Sect",
    "figure": "Div",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "p": "P",
    "ul": "L",
    "ol": "L",
    "li": "LI",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "caption": "Caption",
    "figcaption": "Caption",
    "img": "Figure",
    "a": "Link",
}
_CONTENTS = {"ul": "TOC", "ol": "TOC", "li": "TOCI"}


def kind_of(element: Element, *, in_contents: bool) -> Kind | None:
    """Return the structure type of an element, or ``None`` where its words belong to what is around it.

    Within a table of contents lists are ``TOC``.  Side notes are ``Note``, their calls ``Reference``.
    """
    classes = element.get("class", "").split()
    match element.tag:
        case "aside" if "note" in classes:
            return "Note"
        case "div" if "paragraph" in classes:
            return "Div"
        case "sup" if "call" in classes or any("call" in child.get("class", "").split() for child in element):
            return "Reference"
        case str(tag) if in_contents and tag in _CONTENTS:
            return _CONTENTS[tag]
        case str(tag) if tag in _KINDS:
            return _KINDS[tag]
        case _:
            return "Span" if element.get("lang") or element.get("dir") else None
