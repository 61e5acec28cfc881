"""Check the visible page: text that is cut off, running headers and footers, texts and numbers in figures.

Pure, like `parity`.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING

from briefwright.verify.comparison import Difference
from briefwright.verify.html_blocks import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from briefwright.pdf.page_content import Page, Rectangle
    from briefwright.verify.html_blocks import Block, SvgText, WebPage

_EDGE = 14.0
"""Points from the edge of a sheet that printers cannot print on, about 5 mm."""
_TOLERANCE = 1.0
"""Points by which a character may extend beyond its clipping box, because edges are anti-aliased."""
_NUMBER = re.compile(r"\d+(?:[.,\u2009\u00a0\u202f]\d+)*")


def cut_off_text(name: str, pages: Iterable[Page]) -> Iterator[Difference]:
    """Yield text outside the page, too near its edge, or clipped by a box."""
    for page in pages:
        for run in page.runs:
            if not (text := run.text.strip()):
                continue
            if not run.box.within(page.box, _EDGE):
                position = "outside the page, or less than 5 mm from its edge"
            elif not run.box.within(run.clip, -_TOLERANCE):
                position = "clipped by the box around it"
            else:
                continue
            yield Difference("cut off", f"{name}.pdf", position, "", text, page.number)


def overlapping_text(name: str, pages: Iterable[Page]) -> Iterator[Difference]:
    """Yield text that is printed over other text: a run that covers more than half of another."""
    for page in pages:
        runs = sorted((run for run in page.runs if run.text.strip()), key=lambda run: run.box.bottom)
        for index, one in enumerate(runs):
            for other in runs[index + 1 :]:
                if other.box.bottom >= one.box.top:
                    break
                if _shared_area(one.box, other.box) > min(_area(one.box), _area(other.box)) / 2:
                    yield Difference(
                        "overlaps", f"{name}.pdf", "printed over other text", other.text, one.text, page.number
                    )
                    break


def _shared_area(one: Rectangle, other: Rectangle) -> float:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.top, other.top) - max(one.bottom, other.bottom)
    return across * down if across > 0 and down > 0 else 0.0


def _area(box: Rectangle) -> float:
    return (box.right - box.left) * (box.top - box.bottom)


def shell_texts(name: str, web: WebPage, expected: Iterable[str]) -> Iterator[Difference]:
    """Yield expected texts missing from the shell of a web page: document type, number, edition with date, marking."""
    for text in expected:
        if normalise(text) not in normalise(web.shell):
            yield Difference("missing", f"{name}.html", "header and footer of the page", text)


def running_headers(
    name: str, pages: Sequence[Page], pdf_blocks: Iterable[Block], expected: Sequence[str], labels: Sequence[str]
) -> Iterator[Difference]:
    """Yield expected texts that are missing from running headers and footers, and unexpected numbers in them.

    A cover has only the labels, such as the marking. A page that continues a table repeats the table head outside the
    structure.
    """
    file, item = f"{name}.pdf", "running header and footer"
    table_heads = [block.text for block in pdf_blocks if block.head]
    for page in pages:
        margin = normalise(page.margin)
        is_cover = page.number == 1 and not any(normalise(text) in margin for text in expected if text not in labels)
        page_texts = labels if is_cover else expected
        for text in page_texts:
            if normalise(text) not in margin:
                yield Difference("missing", file, item, text, page.margin, page.number)
        rest = page.margin
        for text in (*page_texts, *table_heads):
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
    name: str, web: WebPage, pdf_blocks: Iterable[Block], svg_texts: Mapping[str, SvgText]
) -> Iterator[Difference]:
    """Yield texts of figures that are missing from the PDF, and texts in its figures that are not in the SVG."""
    file = f"{name}.pdf"
    for figure in (block for block in pdf_blocks if block.is_figure):
        pictures = (block for block in web.blocks if block.is_figure)
        sources = {block.src for block in pictures if normalise(block.text) == normalise(figure.text)}
        for src in sorted(sources & svg_texts.keys()):
            rest = normalise(figure.drawn)
            for text in sorted(svg_texts[src].texts, key=len, reverse=True):
                if normalise(text) not in rest:
                    yield Difference("figure", file, f"text missing in {src}", text, "", figure.page)
                rest = rest.replace(normalise(text), " ", 1)
            if rest.strip():
                yield Difference("figure", file, f"unknown text in {src}", "", rest.strip(), figure.page)


def plotted_numbers(file: str, drawing: SvgText, rows: Sequence[Mapping[str, str]]) -> Iterator[Difference]:
    """Yield numbers in a figure's labels that are not in its data, and values of its data without a label.

    If a figure labels more than half of the values of a column, it must label all of them.
    """
    data_numbers = {_number_value(number) for row in rows for cell in row.values() for number in _NUMBER.findall(cell)}
    for label in drawing.labels:
        for number in _NUMBER.findall(label):
            if _number_value(number) not in data_numbers:
                yield Difference("figure", file, "a number that is not in the data", "", f"{number} in “{label}”")
    labels = Counter(_normalise_value(label) for label in drawing.labels)
    for column in rows[0] if rows else ():
        values = Counter(_normalise_value(row[column]) for row in rows if row[column])
        missing = values - labels
        if 0 < missing.total() < values.total() / 2:
            texts = (row[column] for row in rows if _normalise_value(row[column]) in missing)
            yield from (Difference("figure", file, f"a value of “{column}” has no label", text) for text in texts)


def timeline_labels(
    file: str, drawing: SvgText, rows: Sequence[Mapping[str, str]], words: Callable[[str], str]
) -> Iterator[Difference]:
    """Yield events and lanes that a timeline lacks, and texts that are neither; ``words`` returns a date in words."""
    events = [f"{row['event']} {words('/'.join((row['from'], row['to'])))}" for row in rows]
    lanes = dict.fromkeys(filter(None, (row.get("lane") for row in rows)))
    rest = normalise(" ".join(drawing.labels))
    for text in sorted([*events, *lanes], key=len, reverse=True):
        if normalise(text) not in rest:
            yield Difference("figure", file, "an event or lane is missing", text)
        rest = rest.replace(normalise(text), " ", 1)
    if rest.strip():
        yield Difference("figure", file, "unknown text", "", rest.strip())


def data_tables(
    name: str, web: WebPage, data: Mapping[str, Sequence[Sequence[str]]], no_value: str
) -> Iterator[Difference]:
    """Yield differences between the data tables of a page and the figures' data, and wrong links to CSV files.

    ``data`` has the rows of each figure's CSV, the header row first, by the address of the picture. A page may
    show ``no_value`` for an empty cell.
    """
    file = f"{name}.html"
    by_picture = {shown.src: shown for shown in web.figure_data}
    for src in (block.src for block in web.blocks if block.src in data):
        if src not in by_picture:
            yield Difference("missing", file, "figures", f"data table of {src}")
    for src, shown in by_picture.items():
        head, *rows = data.get(src, [()])
        if [normalise(cell) for cell in shown.head] != [normalise(cell.replace("_", " ")) for cell in head]:
            yield Difference("figure", file, f"data table of {src}, head", " | ".join(head), " | ".join(shown.head))
        for number, (row, other) in enumerate(zip_longest(rows, shown.rows, fillvalue=()), 1):
            given = [" ".join(cell.split()) for cell in row]
            if len(given) != len(other) or any(
                shown_cell not in {cell, cell or no_value} for cell, shown_cell in zip(given, other, strict=True)
            ):
                item = f"data table of {src}, row {number}"
                yield Difference("figure", file, item, " | ".join(row), " | ".join(other))
        address = f"{src.removesuffix('.svg')}.csv"
        if shown.links != (address,):
            yield Difference("figure", file, f"data table of {src}, link", address, " | ".join(shown.links))


def _number_value(number: str) -> str:
    """Return a number in one form, so that 1,234 equals 1234, and 1.50 equals 1.5."""
    digits = re.sub(r"[,\u2009\u00a0\u202f](?=\d{3})", "", number)
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _normalise_value(text: str) -> str:
    return _number_value(text) if _NUMBER.fullmatch(text) else normalise(text)
