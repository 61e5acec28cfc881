"""The blocks of a PDF's structure, as `readback` has those of a web page, so that the two can be compared.

A paragraph, or a row of a table, is one block however many lines and pages it takes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefwright.pdf.page_content import join
from briefwright.pdf.reader import Element, LinkArea, MarkedText
from briefwright.verify.html_blocks import Block, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefwright.pdf.page_content import TextRun

_WHOLE = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6"})
"""Blocks that no other block is in, but for figures."""
_BLOCKS = _WHOLE | {
    "Art", "BlockQuote", "Caption", "Div", "Document", "Figure", "L", "LBody", "LI", "Note", "Part", "Sect", "TBody",
    "TFoot", "THead", "TOC", "TOCI", "TR", "Table",
}  # fmt: skip
_SAME = {"TOCI": "LBody"}
_ADDED = re.compile(r"\d*|\(\S*[/@.]\S*\)")
"""The number of a page, or the address of a link."""


def read_pdf(root: Element) -> tuple[Block, ...]:
    """Return the blocks of a structure in reading order (ISO 32000-1, 14.8.4.3).

    Labels of list items, and the page numbers and addresses that the style sheet adds (``NonStruct``), are no text.
    """
    return tuple(_blocks(root, head=""))


def _blocks(element: Element, *, head: str) -> Iterator[Block]:
    head = "table" if element.kind == "THead" else head
    if element.kind == "Figure":
        alt = fold(element.alt or "")
        yield Block((alt,), alt, kind="Figure", page=_page(element), drawn=element.words)
        return
    is_whole = element.kind in _WHOLE
    runs = _runs(element, whole=is_whole)
    if element.kind == "TR":
        cells = [kid for kid in element.kids if not isinstance(kid, LinkArea)]
        cell_runs = [cell.runs if isinstance(cell, MarkedText) else _runs(cell, whole=True) for cell in cells]
        kind = " ".join(["TR", *("" if isinstance(cell, MarkedText) else cell.kind for cell in cells)])
        yield _block(element, kind, cell_runs, head)
    elif any(run.text.strip() for run in runs):
        yield _block(element, _SAME.get(element.kind, element.kind), [runs], head)
    if is_whole or element.kind == "TR":
        inner: Iterable[Element] = (one for one in element.walk() if one.kind == "Figure")
    else:
        inner = _nested(element)
    for kid in inner:
        yield from _blocks(kid, head=head)


def _block(element: Element, kind: str, cells: list[tuple[TextRun, ...]], head: str) -> Block:
    texts = tuple(fold(join(runs)) for runs in cells)
    is_turned = any(run.is_turned for runs in cells for run in runs)
    return Block(texts, " ".join(texts), kind=kind, page=_page(element), head=head, is_turned=is_turned)


def _nested(element: Element) -> Iterator[Element]:
    """Yield the blocks directly in an element, or in its inline elements."""
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from [kid] if kid.kind in _BLOCKS else _nested(kid)


def _runs(element: Element, *, whole: bool) -> tuple[TextRun, ...]:
    """Return the text in an element, without that of blocks in it unless it is a whole one."""
    found: list[TextRun] = []
    for kid in element.kids:
        if isinstance(kid, MarkedText):
            found += kid.runs
        elif isinstance(kid, Element) and not _is_silent(kid) and (whole or kid.kind not in _BLOCKS):
            found += _runs(kid, whole=whole)
    return element.with_replacement(tuple(found))


def _is_silent(element: Element) -> bool:
    if element.kind == "NonStruct":
        return bool(_ADDED.fullmatch("".join(run.text for run in element.runs).strip()))
    return element.kind in {"Figure", "Lbl"}


def _page(element: Element) -> int:
    return next((kid.page for one in element.walk() for kid in one.kids if isinstance(kid, MarkedText)), 0)
