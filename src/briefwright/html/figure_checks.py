"""Check a drawn figure: that it has marks, that no label is cut, and that no two labels overlap."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from lxml import etree

from briefwright.fonts import SANS, SERIF, figure_text_width

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

Matrix = tuple[float, float, float, float, float, float]
"""A transformation of SVG: a, b, c, d, e, f (SVG 2, 8.4)."""
Point = tuple[float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_TRANSFORM = re.compile(r"(translate|rotate|scale|matrix)\(([^)]*)\)")
_NOT_A_NUMBER = re.compile(r"\b(NaN|Infinity|undefined)\b")
_BROKEN_LOG = re.compile(r"log scale with values from (0 to|−|.* to (0$|−|NaN))")
"""The description that Vega gives an axis."""
_WRONG_TEXTS = {"NaN", "Infinity", "undefined", "null", "Invalid Date"}
_ASCENT, _DESCENT = 0.66, 0.12
"""The part of a line, in ems, that overlaps visibly: from the height of capitals to half a descender."""
_TOLERANCE = 1.5
"""User units by which texts may overlap, or leave the figure."""
_MAX_SHOWN = 60
"""Characters of a label that a message shows."""


@dataclass(frozen=True, slots=True)
class DrawnText:
    """A line of text in a figure, with the corners of its box in user units."""

    text: str
    corners: tuple[Point, ...]


def drawing_problems(svg: str, texts: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield a message and a hint for each problem of a drawn figure.

    ``texts`` are the texts of its data and specification.
    """
    root = etree.fromstring(svg.encode())
    if not any(len(group) for group in root.iter("{*}g") if "role-mark" in group.get("class", "").split()):
        hint = "check its filters and expressions, the types of its fields, and the domains of its scales"
        yield "the figure has no marks", hint
        return
    if any(_NOT_A_NUMBER.search(str(value)) for group in _marks(root) for value in _geometry(group)):
        hint = "check the expressions for values that are missing"
        yield "a mark has a position or size that is not a number", hint
    if any(_BROKEN_LOG.search(str(axis.get("aria-label", ""))) for axis in root.iter("{*}g")):
        hint = "use a scale of type symlog, or leave these values out"
        yield "values of 0 or less are on a logarithmic scale, which has only values above 0", hint
    drawn = [text for text in drawn_texts(root) if text.text.strip()]
    for text in drawn:
        if text.text in _WRONG_TEXTS and text.text not in texts:
            hint = "leave the rows without a value out of this layer: `transform: [{filter: isValid(datum.FIELD)}]`"
            yield f"the figure shows the text “{text.text}”", hint
        if text.text.endswith("…") and not any(other.endswith(text.text) for other in texts):
            hint = "remove its length limit (`limit`, `labelLimit` or `titleLimit`), or shorten it"
            yield f"the label “{text.text}” is cut", hint
    yield from _outside(root, drawn)
    yield from _overlaps(drawn)


def _marks(root: etree._Element) -> Iterator[etree._Element]:
    yield from (part for group in root.iter("{*}g") if "role-mark" in group.get("class", "") for part in group.iter())


def _geometry(element: etree._Element) -> Iterator[str]:
    yield from (str(value) for name, value in element.items() if name in {"d", "transform", "x", "y", "x2", "y2"})


def _outside(root: etree._Element, drawn: list[DrawnText]) -> Iterator[tuple[str, str]]:
    left, top, width, height = (float(value) for value in str(root.get("viewBox")).split())
    for text in drawn:
        over = max(max(left - x, x - left - width, top - y, y - top - height) for x, y in text.corners)
        if over > _TOLERANCE:
            hint = "make the figure larger, add `padding`, or move the label"
            yield f"the label “{_short(text.text)}” is cut at the edge of the figure, by {over:.0f} px", hint


def _overlaps(drawn: list[DrawnText]) -> Iterator[tuple[str, str]]:
    """Yield the first of the overlaps: the others usually have the same cause."""
    pairs = [
        (one, two)
        for one, two in combinations(drawn, 2)
        if one != two and _overlap(one.corners, two.corners) > _TOLERANCE
    ]
    if pairs:
        one, two = pairs[0]
        more = f", and {len(pairs) - 1} other pairs" if len(pairs) > 1 else ""
        hint = "make the figure larger, turn the labels (`labelAngle`), shorten them, or show fewer (`labelOverlap`)"
        yield f"the labels “{_short(one.text)}” and “{_short(two.text)}” overlap{more}", hint


def _short(text: str) -> str:
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]} …"


def drawn_texts(root: etree._Element) -> Iterator[DrawnText]:
    """Yield the visible lines of text of a figure."""
    for element, matrix, style in _walk(root, _IDENTITY, {}):
        if etree.QName(element).localname != "text" or style.get("opacity") == "0" or style.get("fill") == "none":
            continue
        size = float(style.get("font-size", "11").removesuffix("px"))
        lines = element.findall("{*}tspan")
        family = SERIF if SERIF in style.get("font-family", "") else SANS
        down = 0.0
        for line in lines or [element]:
            down += float(line.get("dy", 0)) if lines else 0
            text = "".join(str(part) for part in line.itertext())
            width = figure_text_width(text, family, bold=style.get("font-weight") in {"bold", "600", "700"}) * size
            start = {"middle": -width / 2, "end": -width}.get(style.get("text-anchor", ""), 0.0)
            top, bottom = down - _ASCENT * size, down + _DESCENT * size
            box = ((start, top), (start + width, top), (start + width, bottom), (start, bottom))
            corners = tuple(_apply(matrix, point) for point in box)
            yield DrawnText(text, corners)


def _walk(
    element: etree._Element, matrix: Matrix, style: Mapping[str, str]
) -> Iterator[tuple[etree._Element, Matrix, Mapping[str, str]]]:
    """Yield each element with its transformation and its inherited attributes."""
    matrix = _multiply(matrix, _matrix(element.get("transform", "")))
    # Opacity is not inherited.
    style = {**style, "opacity": "1", **{str(name): str(value) for name, value in element.items()}}
    yield element, matrix, style
    for child in element.iterchildren("*"):
        yield from _walk(child, matrix, style)


@cache
def _matrix(transform: str) -> Matrix:
    matrix = _IDENTITY
    for name, arguments in _TRANSFORM.findall(transform):
        values = [float(value) for value in re.split(r"[\s,]+", arguments.strip())]
        matrix = _multiply(matrix, _single(name, values))
    return matrix


def _single(name: str, values: list[float]) -> Matrix:
    if name == "translate":
        return (1, 0, 0, 1, values[0], values[1] if len(values) > 1 else 0)
    if name == "scale":
        return (values[0], 0, 0, values[-1], 0, 0)
    if name == "rotate":
        sine, cosine = math.sin(math.radians(values[0])), math.cos(math.radians(values[0]))
        turn = (cosine, sine, -sine, cosine, 0.0, 0.0)
        if len(values) == 1:
            return turn
        x, y = values[1:]
        return _multiply(_multiply((1, 0, 0, 1, x, y), turn), (1, 0, 0, 1, -x, -y))
    a, b, c, d, e, f = values
    return (a, b, c, d, e, f)


def _multiply(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def _apply(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return (a * x + c * y + e, b * x + d * y + f)


def _overlap(one: tuple[Point, ...], two: tuple[Point, ...]) -> float:
    """Return how far two rectangles overlap in the direction where they do least; negative if they are apart.

    Two convex shapes are apart if and only if they are apart in the direction of a normal of an edge (separating axis
    theorem).
    """
    depth = math.inf
    for shape in (one, two):
        for (x1, y1), (x2, y2) in ((shape[0], shape[1]), (shape[1], shape[2])):
            length = math.hypot(x2 - x1, y2 - y1) or 1
            nx, ny = (y1 - y2) / length, (x2 - x1) / length
            first = [x * nx + y * ny for x, y in one]
            second = [x * nx + y * ny for x, y in two]
            depth = min(depth, min(max(first), max(second)) - max(min(first), min(second)))
    return depth
