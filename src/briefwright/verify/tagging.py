"""Check a PDF's structure tree where validators look no further (ISO 14289-1, PDF/UA-1).

Each check yields what is wrong in plain words, and nothing where all is well.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from briefwright.pdf.reader import Element, LinkArea

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefwright.pdf.reader import Document

HEADING = re.compile(r"H[1-6]")
_LISTS = {"L": {"LI", "L", "Caption"}, "LI": {"Lbl", "LBody"}, "TOC": {"TOCI", "TOC", "Caption"}}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


def check_structure(document: Document, root: Element) -> list[str]:
    """Return all that is wrong with a structure."""
    return [
        *_held(document, root),
        *_headings(root),
        *_tables(root),
        *_lists(root),
        *_notes(root),
        *_links(root),
        *_figures(document, root),
        *_languages(root),
        *_empty(root),
    ]


def _held(document: Document, root: Element) -> Iterator[str]:
    if root.kind != "Document":
        yield f"its structure begins with {root.kind}, not with Document"
    for page in document.pages:
        if page.unmarked:
            yield f"page {page.number} shows something that is neither structure nor artifact"
        for kind in {"Header", "Footer"} - set(page.running):
            yield f"page {page.number} has no running {kind.lower()} that is marked as pagination"
    structured = set(document.structured)
    shown = {(page.number, run.mcid) for page in document.pages for run in page.runs if run.text.strip()}
    if silent := {(page, mcid) for page, mcid in shown - structured if mcid >= 0}:
        yield f"{len(silent)} pieces of its text are shown and no part of the structure"
    if len(structured) < len(document.structured):
        yield "some of its text stands in the structure twice"


def _headings(root: Element) -> Iterator[str]:
    levels = [int(element.kind[1]) for element in root.walk() if HEADING.fullmatch(element.kind)]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"it has {levels.count(1)} headings of the first level; it needs one, and first"
    for above, level in pairwise(levels):
        if level > above + 1:
            yield f"a heading of level {level} follows one of level {above}: a level is skipped"


def _tables(root: Element) -> Iterator[str]:
    for table in _of_kind(root, "Table"):
        where = f"the table on page {_page(table)}"
        heads = _of_kind(table, "TH")
        names = {head.id for head in heads}
        if not heads:
            yield f"{where} has no head cells"
        if any(head.attributes.get("Scope") not in {"/Column", "/Row"} for head in heads):
            yield f"{where} has head cells that do not say whether they head a row or a column (Scope)"
        if None in names or len(names) < len(heads):
            yield f"{where} has head cells without a name of their own (ID)"
        if any(not set(cell.attributes.get("Headers", ())) & names for cell in _of_kind(table, "TD")):
            yield f"{where} has cells that name none of its head cells (Headers)"
        widths = {_width(row) for row in _of_kind(table, "TR")}
        if len(widths) > 1:
            yield f"{where} has rows of {' and '.join(map(str, sorted(widths)))} cells"
        if len(_of_kind(table, "THead")) > 1:
            yield f"{where} repeats its head in the structure"


def _width(row: Element) -> int:
    return sum(int(cell.attributes.get("ColSpan", 1)) for cell in row.kids if isinstance(cell, Element))


def _lists(root: Element) -> Iterator[str]:
    for element in root.walk():
        held = {kid.kind for kid in element.kids if isinstance(kid, Element)}
        if element.kind in _LISTS and (not held or held - _LISTS[element.kind]):
            holds = ", ".join(sorted(held)) or "nothing"
            yield f"a list on page {_page(element)} is not built as one: {element.kind} holds {holds}"


def _notes(root: Element) -> Iterator[str]:
    tied = {element.id: element for element in root.walk() if element.kind in {"Note", "Reference"}}
    for note in _of_kind(root, "Note"):
        calls = [tied[name] for name in note.refs if name in tied]
        if note.id is None:
            yield f"a note on page {_page(note)} has no name (ID)"
        elif not any(note.id in call.refs for call in calls):
            yield f"a note on page {_page(note)} and its call do not lead to each other"


def _links(root: Element) -> Iterator[str]:
    for element in root.walk():
        for area in (kid for kid in element.kids if isinstance(kid, LinkArea)):
            if element.kind != area.holder:
                what = {"Link": "a link", "Form": "a form field"}[area.holder]
                yield f"{what} on page {area.page} is tagged as {element.kind}"
            if not area.contents.strip() or area.contents == area.target:
                yield f"a link on page {area.page} does not say where it leads, but for {area.target or 'nothing'}"
    for link in _of_kind(root, "Link"):
        if not any(isinstance(kid, LinkArea) for kid in link.kids):
            yield f"“{link.words}” on page {_page(link)} is tagged as a link and leads nowhere"


def _figures(document: Document, root: Element) -> Iterator[str]:
    for figure in _of_kind(root, "Figure"):
        where = f"the figure on page {_page(figure)}"
        if not (figure.alt or "").strip():
            yield f"{where} has no words for those who cannot see it (Alt)"
        box = [float(edge) for edge in figure.attributes.get("BBox", ())]
        page = document.pages[(figure.page or 1) - 1].box
        width, height = page.right - page.left, page.top - page.bottom
        if len(box) != 4 or not (0 <= box[0] < box[2] <= width + 1 and 0 <= box[1] < box[3] <= height + 1):  # noqa: PLR2004 - edges
            yield f"{where} does not say where on the page it is (BBox)"


def _languages(root: Element) -> Iterator[str]:
    if not root.lang:
        yield "its structure does not say in which language it is"
    for element in root.walk():
        if element.lang and not _LANGUAGE.fullmatch(element.lang):
            yield f"“{element.lang}” on page {_page(element)} is no language"


def _empty(root: Element) -> Iterator[str]:
    for element in root.walk():
        if not element.kids and element.kind not in {"TD", "TH"}:
            yield f"an element on page {_page(element)} holds nothing: {element.kind}"


def _of_kind(root: Element, kind: str) -> list[Element]:
    return [element for element in root.walk() if element.kind == kind]


def _page(element: Element) -> int:
    return next((one.page for one in element.walk() if one.page is not None), 1)
