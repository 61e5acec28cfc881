"""Read the structure of a PDF as blocks of text, for comparison with those of a web page (`html_blocks`).

A paragraph or a table row is one block, even if it takes several lines or pages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefwright.pdf.page_content import join_runs
from briefwright.pdf.reader import Element, LinkArea, MarkedText
from briefwright.verify.html_blocks import Block, collapse_spaces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefwright.pdf.page_content import TextRun

_TEXT_BLOCKS = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6"})
"""Blocks that contain no other blocks except figures."""
_BLOCKS = _TEXT_BLOCKS | {
    "Art", "BlockQuote", "Caption", "Div", "Document", "Figure", "L", "LBody", "LI", "Note", "Part", "Sect", "TBody",
    "TFoot", "THead", "TOC", "TOCI", "TR", "Table",
}  # fmt: skip
_EQUIVALENT_TYPES = {"TOCI": "LBody"}
_GENERATED = re.compile(r"\d*|[()]\S*[/@.]\S*[()]")
"""A page number, or the address of a link. On a line with right-to-left words, brackets may be mirrored."""


def read_pdf(root: Element) -> tuple[Block, ...]:
    """Return the blocks of a structure in reading order (ISO 32000-1, 14.8.4.3).

    Labels of list items, and page numbers and addresses that the style sheet adds (``NonStruct``), are left out.
    """
    return tuple(_blocks(root, head=""))


def _blocks(element: Element, *, head: str) -> Iterator[Block]:
    head = "table" if element.type == "THead" else head
    if element.type == "Figure":
        alt = collapse_spaces(element.alt or "")
        yield Block((alt,), alt, type="Figure", page=_page(element), drawn=element.words)
        return
    is_text_block = element.type in _TEXT_BLOCKS
    runs = _runs(element, recursive=is_text_block)
    if element.type == "TR":
        cells = [kid for kid in element.kids if not isinstance(kid, LinkArea)]
        cell_runs = [cell.runs if isinstance(cell, MarkedText) else _runs(cell, recursive=True) for cell in cells]
        row_type = " ".join(["TR", *("" if isinstance(cell, MarkedText) else cell.type for cell in cells)])
        yield _block(element, row_type, cell_runs, head)
    elif any(run.text.strip() for run in runs):
        yield _block(element, _EQUIVALENT_TYPES.get(element.type, element.type), [runs], head)
    if is_text_block or element.type == "TR":
        inner: Iterable[Element] = (part for part in element.walk() if part.type == "Figure")
    else:
        inner = _child_blocks(element)
    for kid in inner:
        yield from _blocks(kid, head=head)


def _block(element: Element, structure_type: str, cells: list[tuple[TextRun, ...]], head: str) -> Block:
    texts = tuple(collapse_spaces(join_runs(runs)) for runs in cells)
    return Block(
        texts,
        " ".join(texts),
        type=structure_type,
        page=_page(element),
        head=head,
        may_be_mirrored=any(run.may_be_mirrored for runs in cells for run in runs),
    )


def _child_blocks(element: Element) -> Iterator[Element]:
    """Yield the blocks directly in an element, or in its inline elements."""
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from [kid] if kid.type in _BLOCKS else _child_blocks(kid)


def _runs(element: Element, *, recursive: bool) -> tuple[TextRun, ...]:
    """Return the text in an element; ``recursive``: including the text of blocks in it."""
    runs: list[TextRun] = []
    for kid in element.kids:
        if isinstance(kid, MarkedText):
            runs += kid.runs
        elif isinstance(kid, Element) and not _is_skipped(kid) and (recursive or kid.type not in _BLOCKS):
            runs += _runs(kid, recursive=recursive)
    return element.apply_actual_text(tuple(runs))


def _is_skipped(element: Element) -> bool:
    if element.type == "NonStruct":
        return bool(_GENERATED.fullmatch("".join(run.text for run in element.runs).strip()))
    return element.type in {"Figure", "Lbl"}


def _page(element: Element) -> int:
    return next((kid.page for inner in element.walk() for kid in inner.kids if isinstance(kid, MarkedText)), 0)
