"""The text that a PDF's pages draw, through pdfium: each piece, where it stands, and what may be seen of it there."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Box", "Run", "runs", "string"]

_END = 2
"""Bytes of the zero that ends pdfium's strings (UTF-16LE)."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in points from the page's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def within(self, other: Box, margin: float = 0.0) -> bool:
        """Say whether it lies in another one, that many points from its edges."""
        return (
            self.left >= other.left + margin
            and self.bottom >= other.bottom + margin
            and self.right <= other.right - margin
            and self.top <= other.top - margin
        )

    def common(self, other: Box) -> Box:
        """Return what it shares with another one; without extent where that is nothing."""
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        return Box(left, bottom, max(left, min(self.right, other.right)), max(bottom, min(self.top, other.top)))


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that is drawn at once; ``clip`` is what may be seen of the page there."""

    text: str
    box: Box
    clip: Box


def runs(page: Any, letters: Any, seen: Box) -> Iterator[tuple[int, Run]]:  # noqa: ANN401 - pointers of pdfium's
    """Yield each text of a page under the number of its marked content, or -1; drawings have theirs as a whole."""
    count = raw.FPDFPage_CountObjects(page)
    objects = (raw.FPDFPage_GetObject(page, index) for index in range(count))
    yield from _texts(objects, letters, seen, _UNMOVED, -1)


def _texts(objects: Iterator[Any], letters: Any, seen: Box, matrix: _Matrix, mark: int) -> Iterator[tuple[int, Run]]:  # noqa: ANN401
    for item in objects:
        kind = raw.FPDFPageObj_GetType(item)
        if kind not in {raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_FORM}:
            continue
        own = raw.FPDFPageObj_GetMarkedContentID(item)
        own = own if own >= 0 else mark
        clip = _clip(item, matrix, seen)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            moved = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(item, moved)
            count = raw.FPDFFormObj_CountObjects(item)
            inner = (raw.FPDFFormObj_GetObject(item, index) for index in range(count))
            steps = (moved.a, moved.b, moved.c, moved.d, moved.e, moved.f)
            yield from _texts(inner, letters, clip, _after(steps, matrix), own)
        elif text := _text(item, letters):
            yield own, Run(text, _bounds(item, matrix), clip)


_Matrix = tuple[float, float, float, float, float, float]
"""a to f of ISO 32000-1, 8.3.4."""
_UNMOVED: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _after(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _moved(points: Iterator[tuple[float, float]], matrix: _Matrix) -> Box:
    a, b, c, d, e, f = matrix
    across, down = zip(*((a * x + c * y + e, b * x + d * y + f) for x, y in points), strict=True)
    return Box(min(across), min(down), max(across), max(down))


def _bounds(item: Any, matrix: _Matrix) -> Box:  # noqa: ANN401 - as above
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    corners = ((x.value, y.value) for x in (left, right) for y in (bottom, top))
    return _moved(corners, matrix)


def _clip(item: Any, matrix: _Matrix, seen: Box) -> Box:  # noqa: ANN401 - as above
    """Return what of an area is left to see of an object: the rectangles around the paths that it is clipped with."""
    clip = raw.FPDFPageObj_GetClipPath(item)
    for path in range(max(0, raw.FPDFClipPath_CountPaths(clip)) if clip else 0):
        count = raw.FPDFClipPath_CountPathSegments(clip, path)
        if count > 0:
            seen = seen.common(_moved((_point(clip, path, index) for index in range(count)), matrix))
    return seen


def _point(clip: Any, path: int, index: int) -> tuple[float, float]:  # noqa: ANN401 - as above
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, index), x, y)
    return x.value, y.value


def _text(item: Any, letters: Any) -> str:  # noqa: ANN401 - as above
    def read(item: Any, buffer: Any, size: int) -> int:  # noqa: ANN401 - as above
        wide = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)) if buffer else None
        return int(raw.FPDFTextObj_GetText(item, letters, wide, size))

    return string(read, item)


def string(read: Callable[[Any, Any, int], int], item: Any) -> str:  # noqa: ANN401 - as above
    """Return what a function of pdfium writes into a buffer, asked first how long that must be."""
    size = read(item, None, 0)
    if size <= _END:
        return ""
    buffer = ctypes.create_string_buffer(size)
    read(item, buffer, size)
    return buffer.raw[: size - _END].decode("utf-16-le", "replace")
