"""What was published, read back: an HTML page as blocks of text, a drawing as the words in it.

`printed` reads a PDF as the same blocks, so that the two can be compared.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree, html

from briefwright.pdf.page_content import BREAKS
from briefwright.sources.essay import INVISIBLE, QUOTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_OPENS = frozenset({"li", "tr"})
"""What may begin with a link to the item that it is about."""
_SPACES = "".join(chr(code) for code in range(0x10000) if chr(code).isspace())
_FOLDED = str.maketrans(
    {ord(sign): None for sign in (*_SPACES, *INVISIBLE)} | QUOTES | {ord(sign): "-" for sign in "\u2010\u2011" + BREAKS}
)
# A hyphen that may have come, or gone, with the end of a line; beside a digit it is part of a number.
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_KINDS = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "li": "LBody", "th": "TH", "caption": "Caption", "figcaption": "Caption",
}  # fmt: skip
"""Structure types of blocks in a PDF; that of all other text is ``P``, of other cells ``TD`` (ISO 32000-1, 14.8.4)."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, an entry of a list, a row of a table, or the alternative text of a picture.

    ``cells`` are a row's cells, and one text for all else.  ``said`` is the text without note calls and other raised
    characters, ``items`` are the identifiers that it is under, ``links`` the item that it opens with a link to.
    ``kind`` is the structure type (``H2``, ``P``, ``LBody``, ``Caption``, ``Figure``), of a row with those of its cells
    (``TR TH TD``).  ``page`` counts from 1, and is 0 in HTML; ``head`` is the class of the table whose head it is;
    ``src`` is a picture's in HTML, ``drawn`` the text in it in a PDF, where ``is_turned`` marks brackets that may be
    mirrored.
    """

    cells: tuple[str, ...]
    said: str = ""
    items: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    kind: str = "P"
    page: int = 0
    head: str = ""
    src: str = ""
    drawn: str = ""
    is_turned: bool = False

    @property
    def text(self) -> str:
        """The words, white space folded."""
        return " ".join(" ".join(self.cells).split())

    @property
    def name(self) -> str:
        """The innermost identifier that it is under."""
        return self.items[-1] if self.items else "the document"

    @property
    def is_figure(self) -> bool:
        """Whether the text is an alternative for a picture."""
        return self.kind == "Figure"

    @property
    def key(self) -> tuple[str, ...]:
        """What two blocks have in common that have the same words."""
        return tuple(letters(cell) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class WebPage:
    """An HTML page: the blocks of its document; the words of the shell around it; all dates that are marked up.

    A date is a pair: how a machine reads it (ISO 8601), and how it is printed.  ``shown`` are the tables behind its
    figures, which no PDF has.
    """

    blocks: tuple[Block, ...]
    shell: str
    dates: tuple[tuple[str, str], ...]
    shown: tuple[FigureData, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureData:
    """The data behind a figure as a page shows them: the picture's address, the table's cells, the files linked to."""

    src: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SvgText:
    """An SVG: all its texts, and those of them that stand for data, which axes and legends do not."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]


@lru_cache(maxsize=1 << 14)
def letters(text: str) -> str:
    """Return what is the same wherever lines break and however type is set: no spaces, no case, no style of quotes.

    Compatibility forms are folded (Unicode NFKC), and hyphens between letters go.
    """
    return _HYPHEN.sub("", unicodedata.normalize("NFKC", text.translate(_FOLDED)).translate(_FOLDED)).casefold()


def fold(text: str) -> str:
    """Return text with single spaces, and none at its ends."""
    return " ".join(text.split())


def read_page(text: str) -> WebPage:
    """Return an HTML page; a page without ``main`` is all document."""
    root = html.document_fromstring(text)
    body = root.body if root.body is not None else root
    main = root.find(".//main")
    blocks = tuple(_blocks(body if main is None else main, (), head=""))
    dates = tuple((str(time.get("datetime", "")), fold(str(time.text_content()))) for time in root.iter("time"))
    around = [element for element in body if element is not main] if main is not None else []
    shown = tuple(_shown(figure, details) for figure, details in _data(root))
    return WebPage(blocks, fold(" ".join(str(element.text_content()) for element in around)), dates, shown)


def _data(root: HtmlElement) -> Iterator[tuple[HtmlElement, HtmlElement]]:
    """Yield each figure that has its data right behind it, with them."""
    for details in root.iter("details"):
        figure = details.getprevious()
        if "data" in details.classes and figure is not None and figure.tag == "figure":
            yield figure, details


def _shown(figure: HtmlElement, details: HtmlElement) -> FigureData:
    picture = next(figure.iter("img"), None)
    head, *rows = [tuple(_text(cell, inside=True) for cell in row) for row in details.iter("tr")] or [()]
    links = tuple(str(link.get("href", "")) for link in details.iter("a"))
    return FigureData(str(picture.get("src", "")) if picture is not None else "", head, tuple(rows), links)


def _blocks(element: HtmlElement, items: tuple[str, ...], *, head: str) -> Iterator[Block]:
    own = (*items, *_names([element]))
    if element.tag == "thead" and (table := element.getparent()) is not None:
        head = table.get("class") or "table"
    links = _opening_link(element) if element.tag in _OPENS else ()
    inlines = [child for child in element if isinstance(child.tag, str) and child.tag not in _BLOCKS]
    if element.tag == "tr":
        cells = tuple(_text(cell, inside=True) for cell in element)
        said = fold(" ".join(_text(cell, inside=True, raised=False) for cell in element))
        kind = " ".join(["TR", *(_KINDS.get(str(cell.tag), "TD") for cell in element)])
        yield Block(cells, said, (*_names_in(element), *own), links, kind, head=head)
    elif element.tag == "details" and "note" in element.classes:
        # In print a note is one paragraph, its head before its words.
        text, said = (_text(element, inside=True, raised=raised) for raised in (True, False))
        yield Block((text,), said, (*_names_in([element]), *own), links, head=head)
        return
    elif text := _text(element):
        kind = _KINDS.get(str(element.tag), "P")
        yield Block((text,), _text(element, raised=False), (*_names_in(inlines), *own), links, kind, head=head)
    for picture in (part for child in inlines for part in child.iter("img")):
        alt = fold(picture.get("alt", ""))
        yield Block((alt,), alt, own, kind="Figure", src=picture.get("src", ""))
    if element.tag != "tr":
        apart = {details for _, details in _data(element)}
        for child in element:
            if child.tag in _BLOCKS and child not in apart:
                yield from _blocks(child, own, head=head)


def _names(elements: Iterable[HtmlElement]) -> Iterator[str]:
    """Yield the identifiers of elements, and of what labels them."""
    for element in elements:
        if isinstance(element.tag, str):
            labels = element.get("aria-labelledby", "").split() if element.tag in {"section", "nav"} else []
            yield from (name for name in (element.get("id"), *labels) if name)


def _names_in(elements: Iterable[HtmlElement]) -> Iterator[str]:
    return _names(part for element in elements for part in element.iter())


def _opening_link(element: HtmlElement) -> tuple[str, ...]:
    links = ((link, _text(link, inside=True)) for link in element.iter("a"))
    link, words = next(((link, words) for link, words in links if words), (None, ""))
    if link is None or not _text(element, inside=True).startswith(words):
        return ()
    name = link.get("href", "").partition("#")[2]
    return (name,) if name else ()


def _text(element: HtmlElement, *, inside: bool = False, raised: bool = True) -> str:
    """Return the text directly in a block, or all that is inside it; without raised signs where they are not wanted."""
    return fold("".join(_pieces(element, inside=inside, raised=raised)))


def _pieces(element: HtmlElement, *, inside: bool, raised: bool) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        is_block = child.tag in _BLOCKS
        if is_block:
            yield " "
        if isinstance(child.tag, str) and (inside or not is_block) and (raised or not _is_raised(child)):
            yield from _pieces(child, inside=inside, raised=raised)
        if inside and is_block:
            yield " "
        yield child.tail or ""


def _is_raised(element: HtmlElement) -> bool:
    return element.tag == "sup" or "paragraph-number" in element.get("class", "").split()


def read_svg(svg: str) -> SvgText:
    """Return the words of an SVG; raise ``lxml.etree.XMLSyntaxError`` where it is none."""
    root = etree.fromstring(svg.encode())
    texts, labels = [], []
    for text in root.iter("{*}text"):
        words = fold("".join(str(part) for part in text.itertext()))
        group = text.getparent()
        if words:
            texts.append(words)
            # Vega's own name for what a mark draws, and no axis, legend or title.
            if group is not None and "role-mark" in str(group.get("class", "")).split():
                labels.append(words)
    return SvgText(tuple(texts), tuple(labels))
