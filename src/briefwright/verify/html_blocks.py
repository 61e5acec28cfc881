"""Read an HTML page as blocks of text, and an SVG as its texts.

`pdf_blocks` reads a PDF as the same blocks, for comparison.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree, html

from briefwright.pdf.page_content import LINE_END_HYPHENS
from briefwright.sources.quotes.folding import INVISIBLE, QUOTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_WITH_OPENING_LINK = frozenset({"li", "tr"})
"""Elements that may begin with a link to their item."""
_ADDED = frozenset({"note-ref", "statement-refs", "footnote-ref", "paragraph-number"})
"""Classes of what the report adds to a text of the sources."""
_SPACES = "".join(chr(code) for code in range(0x10000) if chr(code).isspace())
_VARIATION_SELECTORS = "".join(map(chr, range(0xFE00, 0xFE10)))
"""They choose a form of the character before them, and a PDF does not contain them."""
_NORMAL_CHARACTERS = str.maketrans(
    {ord(character): None for character in (*_SPACES, *INVISIBLE, *_VARIATION_SELECTORS)}
    | QUOTES
    | {ord(character): "-" for character in "\u2010\u2011" + LINE_END_HYPHENS}
)
# A line break can add or remove a hyphen between letters. A hyphen beside a digit is part of a number.
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_TYPES = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "li": "LBody", "th": "TH", "caption": "Caption", "figcaption": "Caption",
}  # fmt: skip
"""PDF structure types by HTML element (ISO 32000-1, 14.8.4). Other text is ``P``, other cells are ``TD``."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table row, or alternative text of a picture.

    ``cells``: the cells of a row; one text for all other blocks.
    ``plain_text``: the text without note references and other raised characters.
    ``items``: the identifiers of the block and the elements around it.
    ``links``: the target of a link at the beginning of the block.
    ``type``: the structure type (``H2``, ``P``, ``LBody``, ``Caption``, ``Figure``); for a row, also the types of its
    cells (``TR TH TD``).
    ``page``: counts from 1; 0 in HTML.
    ``head``: the class of the table, if the block is a row of a table head.
    ``src``: the address of a picture in HTML; ``drawn``: the text drawn in a picture of a PDF.
    ``may_be_mirrored``: brackets in a PDF may be mirrored.
    """

    cells: tuple[str, ...]
    plain_text: str = ""
    items: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    type: str = "P"
    page: int = 0
    head: str = ""
    src: str = ""
    drawn: str = ""
    may_be_mirrored: bool = False

    @property
    def text(self) -> str:
        """The text with single spaces."""
        return collapse_spaces(" ".join(self.cells))

    @property
    def name(self) -> str:
        """The innermost identifier."""
        return self.items[-1] if self.items else "the document"

    @property
    def is_figure(self) -> bool:
        """Whether the block is the alternative text of a picture."""
        return self.type == "Figure"

    @property
    def key(self) -> tuple[str, ...]:
        """The normalised cells: equal for blocks with the same text."""
        return tuple(normalise(cell) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class WebPage:
    """An HTML page: the blocks of its document, the text of the web shell, and the dates marked up with ``time``.

    A date is a pair: ISO 8601, and the text shown. ``figure_data`` are the data tables of figures, which PDFs lack.
    """

    blocks: tuple[Block, ...]
    shell: str
    dates: tuple[tuple[str, str], ...]
    figure_data: tuple[FigureData, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureData:
    """The data table of a figure on a page: address of the picture, cells, and addresses of linked files."""

    src: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SvgText:
    """The texts of an SVG; ``labels`` are the texts that show data, without those of axes and legends."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]


@lru_cache(maxsize=1 << 14)
def normalise(text: str) -> str:
    """Normalise text for comparison, independent of line breaks and typesetting.

    Removes spaces, case, hyphens between letters, styles of quotation marks, and compatibility forms (Unicode NFKC).
    """
    text = unicodedata.normalize("NFKC", text.translate(_NORMAL_CHARACTERS)).translate(_NORMAL_CHARACTERS)
    return _HYPHEN.sub("", text).casefold()


def collapse_spaces(text: str) -> str:
    """Return text with single spaces, and without spaces at the start and end."""
    return " ".join(text.split())


def read_page(text: str) -> WebPage:
    """Read an HTML page. If it has no ``main``, its whole body is the document."""
    root = html.document_fromstring(text)
    body = root.body if root.body is not None else root
    main = root.find(".//main")
    blocks = tuple(_blocks(body if main is None else main, (), head=""))
    times = ((str(time.get("datetime", "")), str(time.text_content())) for time in root.iter("time"))
    dates = tuple((iso, collapse_spaces(shown)) for iso, shown in times)
    around = [element for element in body if element is not main] if main is not None else []
    data = tuple(_read_figure_data(figure, details) for figure, details in _figures_with_data(root))
    return WebPage(blocks, collapse_spaces(" ".join(str(element.text_content()) for element in around)), dates, data)


def _figures_with_data(root: HtmlElement) -> Iterator[tuple[HtmlElement, HtmlElement]]:
    """Yield each figure that has a data table directly after it, with the ``details`` of the table."""
    for details in root.iter("details"):
        figure = details.getprevious()
        if "data" in details.classes and figure is not None and figure.tag == "figure":
            yield figure, details


def _read_figure_data(figure: HtmlElement, details: HtmlElement) -> FigureData:
    picture = next(figure.iter("img"), None)
    head, *rows = [tuple(_text(cell, recursive=True) for cell in row) for row in details.iter("tr")] or [()]
    links = tuple(str(link.get("href", "")) for link in details.iter("a"))
    return FigureData(str(picture.get("src", "")) if picture is not None else "", head, tuple(rows), links)


def _blocks(element: HtmlElement, items: tuple[str, ...], *, head: str) -> Iterator[Block]:
    items = (*items, *_identifiers([element]))
    if element.tag == "thead" and (table := element.getparent()) is not None:
        head = table.get("class") or "table"
    links = _opening_link(element) if element.tag in _WITH_OPENING_LINK else ()
    inlines = [child for child in element if isinstance(child.tag, str) and not _is_block(child)]
    if element.tag == "tr":
        cells = tuple(_text(cell, recursive=True) for cell in element)
        plain = collapse_spaces(" ".join(_text(cell, recursive=True, raised=False) for cell in element))
        row_type = " ".join(["TR", *(_TYPES.get(str(cell.tag), "TD") for cell in element)])
        yield Block(cells, plain, (*_identifiers_within(element), *items), links, row_type, head=head)
    elif text := _text(element):
        names, structure_type = (*_identifiers_within(inlines), *items), _TYPES.get(str(element.tag), "P")
        yield Block((text,), _text(element, raised=False), names, links, structure_type, head=head)
    for picture in (part for child in inlines for part in child.iter("img")):
        alt = collapse_spaces(picture.get("alt", ""))
        yield Block((alt,), alt, items, type="Figure", src=picture.get("src", ""))
    if element.tag != "tr":
        data = {details for _, details in _figures_with_data(element)}
        for child in element:
            if _is_block(child) and child not in data:
                yield from _blocks(child, items, head=head)


def _is_block(element: HtmlElement) -> bool:
    """Return whether an element is a block: a note in a paragraph is one too, after the paragraph."""
    return element.tag in _BLOCKS or element.get("role") == "note"


def _identifiers(elements: Iterable[HtmlElement]) -> Iterator[str]:
    """Yield the identifiers of elements and of the headings that label them."""
    for element in elements:
        if isinstance(element.tag, str):
            labels = element.get("aria-labelledby", "").split() if element.tag in {"section", "nav"} else []
            yield from (name for name in (element.get("id"), *labels) if name)


def _identifiers_within(elements: Iterable[HtmlElement]) -> Iterator[str]:
    return _identifiers(part for element in elements for part in element.iter())


def _opening_link(element: HtmlElement) -> tuple[str, ...]:
    """Return the target identifier of a link at the beginning of an element."""
    links = ((link, _text(link, recursive=True)) for link in element.iter("a"))
    link, words = next(((link, words) for link, words in links if words), (None, ""))
    if link is None or not _text(element, recursive=True).startswith(words):
        return ()
    name = link.get("href", "").partition("#")[2]
    return (name,) if name else ()


def _text(element: HtmlElement, *, recursive: bool = False, raised: bool = True) -> str:
    """Return the text of an element, with or without blocks in it (``recursive``) and raised characters."""
    return collapse_spaces("".join(_pieces(element, recursive=recursive, raised=raised)))


def _pieces(element: HtmlElement, *, recursive: bool, raised: bool) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        is_block = _is_block(child)
        if is_block:
            yield " "
        if isinstance(child.tag, str) and (recursive or not is_block) and (raised or not _is_raised(child)):
            yield from _pieces(child, recursive=recursive, raised=raised)
        if recursive and is_block:
            yield " "
        yield child.tail or ""


def _is_raised(element: HtmlElement) -> bool:
    """Return whether an element is a note reference, a label or a paragraph number: no text of the sources."""
    children = element if element.tag == "sup" else [element]
    return any(not _ADDED.isdisjoint(child.get("class", "").split()) for child in children)


def read_svg(svg: str) -> SvgText:
    """Return the texts of an SVG; raise ``lxml.etree.XMLSyntaxError`` for broken XML."""
    root = etree.fromstring(svg.encode())
    texts, labels = [], []
    for text in root.iter("{*}text"):
        words = collapse_spaces("".join(str(part) for part in text.itertext()))
        group = text.getparent()
        if words:
            texts.append(words)
            # Vega's class for marks; axes, legends and titles have other classes.
            if group is not None and "role-mark" in str(group.get("class", "")).split():
                labels.append(words)
    return SvgText(tuple(texts), tuple(labels))
