"""Whether a PDF is read aloud as its web page is: the same blocks, with the same words, in the same order."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from lxml import html

from briefwright.verify.tagged import Element, Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

__all__ = ["differences"]

_KINDS = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "p": "P", "li": "LBody", "th": "TH", "td": "TD", "caption": "Caption", "figcaption": "Caption", "img": "Figure",
}  # fmt: skip
_BLOCKS = {*_KINDS.values(), "TOC", "TOCI"}
_CELLS = {"TD", "TH"}
_LONGEST, _MOST = 60, 3
Block = tuple[str, str]
"""A structure type and the letters in it."""


def differences(page: str, root: Element) -> list[str]:
    """Return where the structure of a PDF departs from its web page, in plain words.

    What the style sheet adds in print, the numbers of pages and the addresses of links, does not count (``NonStruct``).
    """
    main = html.document_fromstring(page).get_element_by_id("main")
    wanted, spoken = list(_of_page(main)), list(_of_structure(root))
    matcher = SequenceMatcher(None, wanted, spoken, autojunk=False)
    return [
        f"{_said(wanted[i1:i2], 'the web page has')}, {_said(spoken[j1:j2], 'the PDF has')}"
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    ]


def _said(blocks: list[Block], who: str) -> str:
    shown = "; ".join(f"{kind} “{letters[:_LONGEST]}”" for kind, letters in blocks[:_MOST])
    return f"{who} {shown or 'nothing there'}" + (f" and {len(blocks) - _MOST} more" if len(blocks) > _MOST else "")


def _block(kind: str, text: str) -> Block:
    """Return letters and digits, so that lines broken elsewhere compare equal; signs, where there is nothing else."""
    plain = unicodedata.normalize("NFKC", text)
    return kind, "".join(sign for sign in plain if sign.isalnum()) or "".join(plain.split())


def _words(element: Element) -> str:
    inside = (_words(kid) if isinstance(kid, Element) else kid for kid in element.kids if not isinstance(kid, Link))
    return "" if element.kind == "NonStruct" else "".join(inside)


def _of_page(element: HtmlElement) -> Iterator[Block]:
    """Yield the innermost blocks of a page.

    The head of the cover's table and the data behind figures are for screens only; a note that folds is a paragraph.
    """
    own_words = [element.text, *(child.tail for child in element)]
    kind = _KINDS.get(str(element.tag)) or ("P" if any((text or "").strip() for text in own_words) else None)
    has_blocks = any(child.tag in _KINDS for child in element.iterdescendants())
    if element.tag == "thead" and any("identifiers" in table.classes for table in element.iterancestors("table")):
        return
    if element.tag == "details":
        if "data" not in element.classes:
            yield _block("P", str(element.text_content()))
    elif kind == "Figure":
        yield _block(kind, element.get("alt", ""))
    elif kind and not has_blocks:
        if (block := _block(kind, str(element.text_content())))[1] or kind in _CELLS:
            yield block
    else:
        for child in element:
            yield from _of_page(child)


def _of_structure(element: Element) -> Iterator[Block]:
    has_blocks = any(one.kind in _BLOCKS for one in element.walk() if one is not element)
    if element.kind == "Figure":
        yield _block(element.kind, element.alternative or "")
    elif element.kind in _BLOCKS and not has_blocks:
        yield _block("LBody" if element.kind == "TOCI" else element.kind, _words(element))
    else:
        for kid in element.kids:
            if isinstance(kid, Element):
                yield from _of_structure(kid)
