"""Check a PDF's structure tree (ISO 14289-1, PDF/UA-1), beyond what validators check.

Each check yields problems.
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
# RFC 5646, 2.1, as `model.identifiers.language` writes it.
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?(-([a-z\d]{5,8}|\d[a-z\d]{3}))*")


def check_structure(document: Document, root: Element) -> list[str]:
    """Return the problems of a structure tree."""
    return [
        *_content(document, root),
        *_headings(root),
        *_tables(root),
        *_lists(root),
        *_notes(root),
        *_links(root),
        *_figures(document, root),
        *_languages(root),
        *_empty(root),
    ]


def _content(document: Document, root: Element) -> Iterator[str]:
    if root.type != "Document":
        yield f"structure tree begins with {root.type}, not with Document"
    for page in document.pages:
        if page.unmarked:
            yield f"page {page.number} has content that is neither tagged nor an artifact"
        for subtype in {"Header", "Footer"} - set(page.pagination):
            yield f"page {page.number} has no running {subtype.lower()} that is marked as pagination"
    in_structure = set(document.marked_content)
    text_ids = {(page.number, run.mcid) for page in document.pages for run in page.runs if run.text.strip()}
    if untagged := {(page, mcid) for page, mcid in text_ids - in_structure if mcid >= 0}:
        yield f"{len(untagged)} pieces of text are missing from the structure tree"
    if len(in_structure) < len(document.marked_content):
        yield "some text is in the structure tree twice"


def _headings(root: Element) -> Iterator[str]:
    levels = [int(element.type[1]) for element in root.walk() if HEADING.fullmatch(element.type)]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"{levels.count(1)} headings have level 1; exactly one is allowed, the first heading"
    for above, level in pairwise(levels):
        if level > above + 1:
            yield f"heading level skipped: level {level} follows level {above}"


def _tables(root: Element) -> Iterator[str]:
    for table in _elements(root, "Table"):
        place = f"table on page {_page(table)}"
        heads = _elements(table, "TH")
        ids = {head.id for head in heads}
        if not heads:
            yield f"{place} has no header cells"
        if any(head.attributes.get("Scope") not in {"/Column", "/Row"} for head in heads):
            yield f"{place} has header cells without row or column scope (Scope)"
        if None in ids or len(ids) < len(heads):
            yield f"{place} has header cells without a unique identifier (ID)"
        if any(not set(cell.attributes.get("Headers", ())) & ids for cell in _elements(table, "TD")):
            yield f"{place} has cells without a header cell (Headers)"
        widths = {_width(row) for row in _elements(table, "TR")}
        if len(widths) > 1:
            yield f"{place} has rows with different numbers of cells: {', '.join(map(str, sorted(widths)))}"
        if len(_elements(table, "THead")) > 1:
            yield f"{place} has its head twice in the structure tree"


def _width(row: Element) -> int:
    return sum(int(cell.attributes.get("ColSpan", 1)) for cell in row.kids if isinstance(cell, Element))


def _lists(root: Element) -> Iterator[str]:
    for element in root.walk():
        kids = {kid.type for kid in element.kids if isinstance(kid, Element)}
        if element.type in _LISTS and (not kids or kids - _LISTS[element.type]):
            content = ", ".join(sorted(kids)) or "nothing"
            yield f"invalid list on page {_page(element)}: {element.type} contains {content}"


def _notes(root: Element) -> Iterator[str]:
    by_id = {element.id: element for element in root.walk() if element.type in {"Note", "Reference"}}
    for note in _elements(root, "Note"):
        references = [by_id[name] for name in note.refs if name in by_id]
        if note.id is None:
            yield f"note on page {_page(note)} has no identifier (ID)"
        elif not any(note.id in reference.refs for reference in references):
            yield f"note on page {_page(note)} and its note reference do not refer to each other (Ref)"


def _links(root: Element) -> Iterator[str]:
    for element in root.walk():
        for area in (kid for kid in element.kids if isinstance(kid, LinkArea)):
            if element.type != area.parent_type:
                name = {"Link": "link", "Form": "form field"}[area.parent_type]
                yield f"{name} on page {area.page} is tagged as {element.type}"
            if not area.contents.strip() or area.contents == area.target:
                yield f"link on page {area.page} has no description (Contents); its target is {area.target or 'empty'}"
    for link in _elements(root, "Link"):
        if not any(isinstance(kid, LinkArea) for kid in link.kids):
            yield f"“{link.words}” on page {_page(link)} is tagged as a link, but has no target"


def _figures(document: Document, root: Element) -> Iterator[str]:
    for figure in _elements(root, "Figure"):
        place = f"figure on page {_page(figure)}"
        if not (figure.alt or "").strip():
            yield f"{place} has no alternative text (Alt)"
        box = [float(edge) for edge in figure.attributes.get("BBox", ())]
        page = document.pages[(figure.page or 1) - 1].box
        width, height = page.right - page.left, page.top - page.bottom
        if len(box) != 4 or not (0 <= box[0] < box[2] <= width + 1 and 0 <= box[1] < box[3] <= height + 1):  # noqa: PLR2004 - edges
            yield f"{place} has no valid position on the page (BBox)"


def _languages(root: Element) -> Iterator[str]:
    if not root.lang:
        yield "structure tree has no language (Lang)"
    for element in root.walk():
        if element.lang and not _LANGUAGE.fullmatch(element.lang):
            yield f"invalid language tag “{element.lang}” on page {_page(element)}"


def _empty(root: Element) -> Iterator[str]:
    for element in root.walk():
        if not element.kids and element.type not in {"TD", "TH"}:
            yield f"empty element on page {_page(element)}: {element.type}"


def _elements(root: Element, structure_type: str) -> list[Element]:
    return [element for element in root.walk() if element.type == structure_type]


def _page(element: Element) -> int:
    return next((inner.page for inner in element.walk() if inner.page is not None), 1)
