"""Lay out figures by their width, so that their letters stay legible in print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import html
from lxml.html import builder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.html import HtmlElement

_MM = 25.4 / 96
"""Millimetres in a pixel (CSS Values 4, 6.2)."""
_POINTS = 72 / 96
"""Points in a pixel."""
WIDTH, HEIGHT = 170.0, 195.0
"""The largest figure of a page in millimetres; the rest of the page is for heading and caption, in A4 and Letter."""
SIDE_WIDTH, SIDE_HEIGHT = 52.0, 85.0
"""The largest figure of a side column in millimetres."""
_PREFERRED_SIDE_HEIGHT, _PREFERRED_HEIGHT = 62.0, 80.0
"""The height of a figure in a side column and below columns in millimetres, unless its letters would be too small."""
_GAP = 8.0
"""Millimetres between the figures of a row."""
_ROUNDING = 0.1
"""Millimetres of a row that stay free, since the widths of its figures are rounded."""
_BESIDE = 100.0
"""The largest width of a picture with its caption beside it in millimetres."""
_MIN_CAPTION = 80.0
"""The smallest width of a figure with its caption in millimetres, if the row has room."""
MIN_LETTERS = 8.5
"""The smallest letters in print, in points, unless the figure would be larger than a page."""
_REFUSED = 6.0
"""A figure whose letters would be smaller on a page of its own is an error."""
_ROUNDING_SCALE = 1e-6
_PHONE = 328.0
"""The width of the text on a small phone, in pixels."""
_SMALLEST_ON_SCREEN = 8.0
"""The smallest letters on screen, in pixels."""
_LETTERS_ON_SCREEN, _WIDTH_ON_SCREEN = 17.0, 700.0
"""The letters up to which a figure is enlarged on screen, and the width, in pixels."""
_TEXT = re.compile(r'<text\b[^>]*?\bfont-size="([\d.]+)px"')
_SIZE = re.compile(r'<svg\b[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')


@dataclass(frozen=True, slots=True)
class FigureSize:
    """Width and height of a figure and of its smallest letters, in pixels; letters are 0 without texts."""

    width: float
    height: float
    letters: float

    def scale(self, width: float, height: float) -> float:
        """Return the scale at which the figure fits into a width and height in millimetres.

        It is at most 1, unless only a larger scale makes the letters legible.
        """
        return min(max(1.0, self.smallest_scale), width / (self.width * _MM), height / (self.height * _MM))

    @property
    def smallest_scale(self) -> float:
        """The smallest scale at which the letters are legible."""
        return MIN_LETTERS / self.points(1) if self.letters else 0.0

    def points(self, scale: float) -> float:
        """Return the size of the smallest letters at a scale, in points."""
        return self.letters * _POINTS * scale

    @property
    def on_screen(self) -> tuple[int, int]:
        """Width and height on a web page in pixels: enlarged until the letters are as large as the text around it."""
        scale = max(1.0, min(_LETTERS_ON_SCREEN / self.letters, _WIDTH_ON_SCREEN / self.width)) if self.letters else 1.0
        return round(self.width * scale), round(self.height * scale)

    def is_legible(self, scale: float) -> bool:
        """Return whether the smallest letters are large enough at a scale."""
        return scale >= self.smallest_scale - _ROUNDING_SCALE


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure in a row: its index, and the widths of its picture and of its caption in millimetres."""

    index: int
    width: float
    box: float


def figure_size(svg: str) -> FigureSize:
    """Return the size of a drawn figure."""
    size = _SIZE.search(svg)
    width, height = (float(size[1]), float(size[2])) if size else (1.0, 1.0)
    return FigureSize(width, height, min(map(float, _TEXT.findall(svg)), default=0.0))


def figure_sizes(files: Mapping[str, bytes]) -> dict[str, FigureSize]:
    """Return the sizes of the drawn figures (SVG) among files, by name."""
    return {name: figure_size(content.decode()) for name, content in files.items() if name.endswith(".svg")}


def size_problem(size: FigureSize) -> tuple[str, str] | None:
    """Return a message and a hint if a figure on a page of its own would have letters that are too small."""
    scale = size.scale(WIDTH, HEIGHT)
    if not size.letters or size.points(scale) >= _REFUSED:
        return None
    smallest = _REFUSED / size.points(1)
    limits = {"wide": WIDTH / _MM / smallest, "tall": HEIGHT / _MM / smallest}
    over = {name: value - limits[name] for name, value in (("wide", size.width), ("tall", size.height))}
    name = max(over, key=lambda one: over[one])
    message = (
        f"the figure is {over[name]:.0f} px too {name} for a page: its letters would be {size.points(scale):.1f} pt in"
        f" print, and the smallest legible size is {_REFUSED:g} pt"
    )
    hint = f"make it at most {limits[name]:.0f} px {name}, make its letters larger, or divide it into several figures"
    return message, hint


def rows(sizes: Sequence[FigureSize], width: float = WIDTH, height: float = HEIGHT) -> list[list[Placed]]:
    """Return figures in rows, in order. A row has as many as fit with legible letters, all at the same scale."""
    found: list[list[int]] = []
    for index in range(len(sizes)):
        if found and _shares_row([sizes[other] for other in (*found[-1], index)], width, height):
            found[-1].append(index)
        else:
            found.append([index])
    return [_placed(row, sizes, width, height) for row in found]


def _row_scale(sizes: Sequence[FigureSize], width: float, height: float) -> float:
    room = width - _GAP * (len(sizes) - 1) - _ROUNDING
    return min(room / sum(size.width * _MM for size in sizes), *(size.scale(width, height) for size in sizes))


def _shares_row(sizes: Sequence[FigureSize], width: float, height: float) -> bool:
    scale = _row_scale(sizes, width, height)
    return all(size.is_legible(scale) for size in sizes)


def _placed(row: Sequence[int], sizes: Sequence[FigureSize], width: float, height: float) -> list[Placed]:
    scale = _row_scale([sizes[index] for index in row], width, height)
    widths = [sizes[index].width * _MM * scale for index in row]
    spare = (width - _GAP * (len(row) - 1) - _ROUNDING - sum(widths)) / len(row)
    return [
        Placed(index, own, max(own, min(own + spare, _MIN_CAPTION))) for index, own in zip(row, widths, strict=True)
    ]


def lay_out_figures(root: HtmlElement, sizes: Mapping[str, FigureSize]) -> None:
    """Put the figures of each element ``figures`` into rows for print, and set the widths of all figures.

    A narrow figure alone in its row has its caption beside it. ``sizes`` are by the address of the picture.
    """
    for name, width, height in (("side", SIDE_WIDTH, _PREFERRED_SIDE_HEIGHT), ("below", WIDTH, _PREFERRED_HEIGHT)):
        for element in root.find_class(name):
            for figure in element.iter("figure"):
                if size := _size(figure, sizes):
                    # Higher than preferred, if only that makes it legible.
                    legible = min(size.smallest_scale, size.scale(WIDTH, HEIGHT))
                    _set_width(figure, size.width * _MM * max(size.scale(width, height), legible))
    for group in root.find_class("figures"):
        figures = [figure for figure in group.iter("figure") if _size(figure, sizes)]
        known = [size for figure in figures if (size := _size(figure, sizes))]
        for row in rows(known):
            element = builder.DIV({"class": "figure-row"})
            figures[row[0].index].addprevious(element)
            for place in row:
                figure = figures[place.index]
                figure.tail = None
                if len(row) == 1 and place.width <= _BESIDE:
                    figure.classes.add("beside")
                    for caption in figure.iter("figcaption"):
                        caption.set("style", f"width: {WIDTH - place.width - _GAP:.2f}mm")
                else:
                    figure.set("style", f"width: {place.box:.2f}mm")
                _set_width(figure, place.width)
                element.append(figure)


def wide_figures_below(fragment: str, sizes: Mapping[str, FigureSize]) -> str:
    """Return a fragment with its wide figures below the columns; without any, the same text."""
    root = html.fragment_fromstring(fragment, create_parent="div")
    if not move_wide_figures(root, sizes):
        return fragment
    return "".join(html.tostring(child, encoding="unicode") for child in root)


def move_wide_figures(root: HtmlElement, sizes: Mapping[str, FigureSize]) -> int:
    """Move each figure that is not legible in a side column below the columns, in the page as in the PDF.

    Return the number of figures that have moved.
    """
    moved = 0
    for side in root.find_class("side"):
        columns = side.getparent()
        for figure in list(side.iter("figure")):
            size = _size(figure, sizes)
            if columns is None or size is None or size.is_legible(size.scale(SIDE_WIDTH, SIDE_HEIGHT)):
                continue
            figure.tail = None
            figure.classes.add("below")
            columns.append(figure)
            moved += 1
    return moved


def scroll_wide_figures(root: HtmlElement, sizes: Mapping[str, FigureSize]) -> None:
    """Let each figure whose letters would be too small on a phone keep its size there, and scroll sideways.

    A keyboard can scroll it as well, so it has a name: the title of the figure.
    """
    for figure in root.iter("figure"):
        size, picture, title = _size(figure, sizes), figure.find(".//img"), figure.find_class("figure-title")
        if size and picture is not None and title and size.letters * _PHONE / size.width < _SMALLEST_ON_SCREEN:
            name = " ".join(str(title[0].text_content()).split())
            box = builder.DIV({"class": "scroll", "tabindex": "0", "role": "group", "aria-label": name})
            box.tail, picture.tail = picture.tail, None
            picture.addprevious(box)
            box.append(picture)


def group_with_data(root: HtmlElement) -> None:
    """Put each figure of an element ``figures`` and its data table into an element of their own, for web pages."""
    for group in root.find_class("figures"):
        for figure in list(group.iter("figure")):
            details = figure.getnext()
            item = builder.DIV({"class": "figure-item"})
            figure.addprevious(item)
            for part in (figure, details):
                if part is not None and (part is figure or "data" in part.classes):
                    part.tail = None
                    item.append(part)


def _size(figure: HtmlElement, sizes: Mapping[str, FigureSize]) -> FigureSize | None:
    picture = figure.find(".//img")
    return sizes.get(picture.get("src", "")) if picture is not None else None


def _set_width(figure: HtmlElement, width: float) -> None:
    for picture in figure.iter("img"):
        picture.set("style", f"width: {width:.2f}mm")
