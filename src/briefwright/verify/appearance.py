"""What can be lost on a page although its words are in the file: edges, covered text, running heads, drawn numbers.

Pure, like `parity`: what was read back in, differences out.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING

from briefwright.verify.comparison import Difference
from briefwright.verify.html_blocks import letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefwright.pdf.page_content import Page
    from briefwright.verify.html_blocks import Block, SvgText, WebPage

_EDGE = 14.0
"""Points; printers leave about 5 mm of a sheet blank."""
_SLACK = 1.0
"""Points by which a sign may reach over what it is clipped with: its edge is anti-aliased."""
_NUMBER = re.compile(r"\d+(?:[.,\u2009\u00a0\u202f]\d+)*")


def edges(name: str, pages: Iterable[Page]) -> Iterator[Difference]:
    """Yield text that stands off the page, too near its edge, or where something cuts it off."""
    for page in pages:
        for run in page.runs:
            if not (text := run.text.strip()):
                continue
            if not run.box.within(page.box, _EDGE):
                where = "off the page, or within 5 mm of its edge"
            elif not run.box.within(run.clip, -_SLACK):
                where = "cut off by the box that it stands in"
            else:
                continue
            yield Difference("lost at an edge", f"{name}.pdf", where, "", text, page.number)


def shell(name: str, web: WebPage, expected: Iterable[str]) -> Iterator[Difference]:
    """Yield what the shell of a web page should say and does not: marking, number, edition and its date."""
    for text in expected:
        if letters(text) not in letters(web.shell):
            yield Difference("missing", f"{name}.html", "head and foot of the page", text)


def running_heads(
    name: str, pages: Sequence[Page], printed: Iterable[Block], expected: Sequence[str], marking: str
) -> Iterator[Difference]:
    """Yield what running heads and feet should say and do not, and any number in them besides.

    A cover, which has no running title and no edition, has the marking all the same.  The head of a table that goes
    on from another page is repeated outside the document as well.
    """
    file, item = f"{name}.pdf", "running heads and feet"
    heads = [block.text for block in printed if block.head]
    for page in pages:
        margin = letters(page.margin)
        is_cover = page.number == 1 and not any(letters(text) in margin for text in expected if text != marking)
        wanted = [marking] if is_cover else expected
        for text in wanted:
            if letters(text) not in margin:
                yield Difference("missing", file, item, text, page.margin, page.number)
        rest = page.margin
        for text in (*wanted, *heads):
            rest = re.sub(r"\s*".join(map(re.escape, text.split())), " ", rest)
        numbers = [] if is_cover else [str(page.number), str(len(pages))]
        for number in _NUMBER.findall(rest):
            if number in numbers:
                numbers.remove(number)
            else:
                yield Difference("extra", file, item, "", number, page.number)
        for number in numbers:
            yield Difference("missing", file, item, number, page.margin, page.number)


def figure_texts(
    name: str, web: WebPage, printed: Iterable[Block], drawn: Mapping[str, SvgText]
) -> Iterator[Difference]:
    """Yield the texts of a document's figures that its PDF does not print, or prints besides."""
    file = f"{name}.pdf"
    for figure in (block for block in printed if block.is_figure):
        said = {block.src for block in web.blocks if block.is_figure and letters(block.text) == letters(figure.text)}
        for src in sorted(said & drawn.keys()):
            rest = letters(figure.drawn)
            for label in sorted(drawn[src].texts, key=len, reverse=True):
                if letters(label) not in rest:
                    yield Difference("figure", file, f"{src} is printed without a text", label, "", figure.page)
                rest = rest.replace(letters(label), " ", 1)
            if rest.strip():
                yield Difference("figure", file, f"{src} is printed with other text", "", rest.strip(), figure.page)


def plotted_numbers(file: str, drawing: SvgText, rows: Sequence[Mapping[str, str]]) -> Iterator[Difference]:
    """Yield the numbers that a figure prints as data and its data do not hold, and values that it leaves out.

    A figure that prints more than half of a column's values prints that column.
    """
    held = {_value(number) for row in rows for cell in row.values() for number in _NUMBER.findall(cell)}
    for label in drawing.labels:
        for number in _NUMBER.findall(label):
            if _value(number) not in held:
                yield Difference("figure", file, "a number that its data do not hold", "", f"{number} in “{label}”")
    shown = Counter(_plain(label) for label in drawing.labels)
    for column in rows[0] if rows else ():
        values = Counter(_plain(row[column]) for row in rows if row[column])
        lost = values - shown
        if 0 < lost.total() < values.total() / 2:
            texts = (row[column] for row in rows if _plain(row[column]) in lost)
            yield from (Difference("figure", file, f"a value of “{column}” is not printed", text) for text in texts)


def tables(name: str, web: WebPage, data: Mapping[str, Sequence[Sequence[str]]]) -> Iterator[Difference]:
    """Yield where the table behind a figure of a page is not the figure's data, cell for cell, or leads elsewhere.

    ``data`` are the rows of each figure's CSV, its head first, by the address of the picture.
    """
    file = f"{name}.html"
    behind = {shown.src: shown for shown in web.shown}
    for src in (block.src for block in web.blocks if block.src in data):
        if src not in behind:
            yield Difference("missing", file, "figures", f"the data behind {src}")
    for src, shown in behind.items():
        head, *rows = data.get(src, [()])
        if [letters(cell) for cell in shown.head] != [letters(cell.replace("_", " ")) for cell in head]:
            yield Difference("figure", file, f"head of the data of {src}", " | ".join(head), " | ".join(shown.head))
        for number, (row, other) in enumerate(zip_longest(rows, shown.rows, fillvalue=()), 1):
            if [" ".join(cell.split()) for cell in row] != list(other):
                item = f"row {number} of the data of {src}"
                yield Difference("figure", file, item, " | ".join(row), " | ".join(other))
        address = f"{src.removesuffix('.svg')}.csv"
        if shown.links != (address,):
            yield Difference("figure", file, f"file of the data of {src}", address, " | ".join(shown.links))


def _value(number: str) -> str:
    """Return a number's digits as a value: 1,234 and 1234 are one, and so are 1.50 and 1.5."""
    digits = re.sub(r"[,\u2009\u00a0\u202f](?=\d{3})", "", number)
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _plain(text: str) -> str:
    return _value(text) if _NUMBER.fullmatch(text) else letters(text)
