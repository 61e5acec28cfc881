"""Read the content of a PDF page with PDFium: runs of text with their boxes, artifacts, unmarked objects.

Lengths are in points, from the lower left corner of the page.
"""

from __future__ import annotations

import ctypes
import math
import re
from contextlib import closing
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pypdfium2 import PdfMatrix, raw

from briefwright.prose import RTL_SCRIPTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LINE_END_HYPHENS = "\x02\ufffe"
"""Characters that PDFium returns for a hyphen at the end of a line."""
UNMIRRORED = str.maketrans(")]}>»›", "([{<«‹")
"""Closing brackets to opening ones, because right-to-left text draws them mirrored (Unicode, Bidi_Mirrored)."""
_TERMINATOR = 2
"""Bytes of the NUL at the end of PDFium's strings (UTF-16LE)."""
_RIGHT_TO_LEFT = re.compile(f"[{RTL_SCRIPTS}]")
_SAME_LINE = 0.5
"""Two runs are on one line if they share this part of the height of the less high run."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle."""

    left: float
    bottom: float
    right: float
    top: float

    def within(self, other: Rectangle, margin: float = 0.0) -> bool:
        """Return whether it is inside another rectangle, at least ``margin`` points from its edges."""
        return (
            self.left >= other.left + margin
            and self.bottom >= other.bottom + margin
            and self.right <= other.right - margin
            and self.top <= other.top - margin
        )

    def intersection(self, other: Rectangle) -> Rectangle:
        """Return the intersection with another rectangle; without overlap, a rectangle of size zero."""
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        return Rectangle(left, bottom, max(left, min(self.right, other.right)), max(bottom, min(self.top, other.top)))


@dataclass(frozen=True, slots=True)
class TextRun:
    """A text that is drawn in one operation; only the part in ``clip`` is visible.

    ``mcid`` is its marked-content identifier, or -1. ``may_be_mirrored`` is true on pages with right-to-left text,
    where PDFium mirrors some brackets. ``size`` is that of the font, ``baseline`` the height of the baseline.
    """

    text: str
    box: Rectangle
    clip: Rectangle
    mcid: int = -1
    may_be_mirrored: bool = False
    size: float = 0.0
    baseline: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page, numbered from 1: its media box, and its text in the order of drawing.

    ``artifacts``: texts of artifacts. ``unmarked``: some object is neither an artifact nor marked content
    (ISO 32000-1, 14.8.2.2). `reader` adds ``margin``, the text outside the structure (running headers and footers),
    and ``pagination``, the types of pagination artifacts (``Header``, ``Footer``).
    """

    number: int
    box: Rectangle
    runs: tuple[TextRun, ...]
    artifacts: tuple[str, ...] = ()
    unmarked: bool = False
    margin: str = ""
    pagination: tuple[str, ...] = ()


def join_runs(runs: Iterable[TextRun]) -> str:
    """Return the text of runs, with a space at the end of each line."""
    text = ""
    last: TextRun | None = None
    for run in runs:
        if last and not _on_one_line(last.box, run.box) and not text.endswith((*LINE_END_HYPHENS, " ")):
            text += " "
        text += run.text
        last = run
    return text


def _on_one_line(first: Rectangle, second: Rectangle) -> bool:
    shared = min(first.top, second.top) - max(first.bottom, second.bottom)
    return shared > _SAME_LINE * min(first.top - first.bottom, second.top - second.bottom) and second.left >= first.left


def read_page_content(page: Any, number: int) -> Page:  # noqa: ANN401 - pypdfium2 has no types
    """Return the content of a page of pypdfium2."""
    box = Rectangle(*page.get_mediabox())
    runs: list[TextRun] = []
    artifacts: list[str] = []
    unmarked = False
    with closing(page.get_textpage()) as textpage:
        reader = _Reader(textpage)
        for index in range(raw.FPDFPage_CountObjects(page.raw)):
            item = raw.FPDFPage_GetObject(page.raw, index)
            item_runs = list(reader.texts(item, -1, None, box))
            runs += item_runs
            if raw.FPDFPageObj_GetMarkedContentID(item) < 0:
                if not reader.is_artifact(item):
                    unmarked = True
                elif raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT:
                    artifacts += [run.text for run in item_runs]
    return Page(number, box, tuple(runs), tuple(artifacts), unmarked)


class _Reader:
    """Reads the objects of a page; PDFium writes into its buffers."""

    def __init__(self, textpage: Any) -> None:  # noqa: ANN401 - pypdfium2 has no types
        self._textpage = textpage
        self._characters = (ctypes.c_ushort * 4096)()
        self._floats = tuple(ctypes.c_float() for _ in range(4))
        has_right_to_left = _RIGHT_TO_LEFT.search(textpage.get_text_range())
        self._sorted_texts = self._sort_characters() if has_right_to_left else None

    def texts(self, item: Any, mcid: int, matrix: PdfMatrix | None, visible: Rectangle) -> Iterator[TextRun]:  # noqa: ANN401 - as above
        """Yield the text of an object, or of all objects in a form XObject.

        ``mcid`` and ``visible`` belong to the object around it.
        """
        item_mcid = raw.FPDFPageObj_GetMarkedContentID(item)
        mcid = item_mcid if item_mcid >= 0 else mcid
        object_type = raw.FPDFPageObj_GetType(item)
        if object_type == raw.FPDF_PAGEOBJ_TEXT:
            if text := self._text(item):
                box, clip = self._bounds(item, matrix), self._clip(item, matrix, visible)
                yield TextRun(text, box, clip, mcid, self._sorted_texts is not None, *self._size(item, matrix))
        elif object_type == raw.FPDF_PAGEOBJ_FORM:
            clip, inner = self._clip(item, matrix, visible), _matrix(item, matrix)
            for index in range(raw.FPDFFormObj_CountObjects(item)):
                yield from self.texts(raw.FPDFFormObj_GetObject(item, index), mcid, inner, clip)

    def _text(self, item: Any) -> str:  # noqa: ANN401 - as above
        if self._sorted_texts is not None:
            return self._sorted_texts.get(_address(item), "")
        size = raw.FPDFTextObj_GetText(item, self._textpage.raw, self._characters, ctypes.sizeof(self._characters))
        if size > ctypes.sizeof(self._characters):
            self._characters = (ctypes.c_ushort * size)()
            return self._text(item)
        return ctypes.string_at(self._characters, max(0, size - _TERMINATOR)).decode("utf-16-le", "replace")

    def _sort_characters(self) -> dict[int | None, str]:
        """Return the text of each object, sorted from left to right, by the object's address.

        On a line with right-to-left words, PDFium changes the order of the other words.
        """
        characters_by_item: dict[int | None, list[tuple[float, str]]] = {}
        page, left, bottom = self._textpage.raw, ctypes.c_double(), ctypes.c_double()
        for index in range(self._textpage.count_chars()):
            raw.FPDFText_GetCharOrigin(page, index, left, bottom)
            item = _address(raw.FPDFText_GetTextObject(page, index))
            characters_by_item.setdefault(item, []).append((left.value, chr(raw.FPDFText_GetUnicode(page, index))))
        return {
            item: "".join(character for _, character in sorted(characters, key=itemgetter(0)))
            for item, characters in characters_by_item.items()
        }

    def _size(self, item: Any, matrix: PdfMatrix | None) -> tuple[float, float]:  # noqa: ANN401 - as above
        """Return the size of a text and the height of its baseline."""
        (size, *_), placed = self._floats, _matrix(item, matrix)
        raw.FPDFTextObj_GetFontSize(item, size)
        return size.value * math.hypot(placed.c, placed.d), placed.f

    def _bounds(self, item: Any, matrix: PdfMatrix | None) -> Rectangle:  # noqa: ANN401 - as above
        raw.FPDFPageObj_GetBounds(item, *self._floats)
        edges = [edge.value for edge in self._floats]
        return Rectangle(*(edges if matrix is None else matrix.on_rect(*edges)))

    def _clip(self, item: Any, matrix: PdfMatrix | None, visible: Rectangle) -> Rectangle:  # noqa: ANN401 - as above
        """Return the intersection of an area with the bounding boxes of an object's clipping paths."""
        clip = raw.FPDFPageObj_GetClipPath(item)
        for path in range(max(0, raw.FPDFClipPath_CountPaths(clip)) if clip else 0):
            count = raw.FPDFClipPath_CountPathSegments(clip, path)
            if count > 0:
                points = [self._point(clip, path, index, matrix) for index in range(count)]
                across, up = zip(*points, strict=True)
                visible = visible.intersection(Rectangle(min(across), min(up), max(across), max(up)))
        return visible

    def _point(self, clip: Any, path: int, index: int, matrix: PdfMatrix | None) -> tuple[float, float]:  # noqa: ANN401 - as above
        x, y, *_ = self._floats
        raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, index), x, y)
        return (x.value, y.value) if matrix is None else matrix.on_point(x.value, y.value)

    def is_artifact(self, item: Any) -> bool:  # noqa: ANN401 - as above
        """Return whether an object is in marked content with the tag ``Artifact``."""
        length = ctypes.c_ulong()
        for number in range(raw.FPDFPageObj_CountMarks(item)):
            mark = raw.FPDFPageObj_GetMark(item, number)
            name = ctypes.cast(self._characters, ctypes.POINTER(raw.FPDF_WCHAR))
            raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(self._characters), length)
            if ctypes.string_at(self._characters, max(0, length.value - _TERMINATOR)) == "Artifact".encode("utf-16-le"):
                return True
        return False


def _matrix(item: Any, around: PdfMatrix | None) -> PdfMatrix:  # noqa: ANN401 - as above
    """Return the transformation of an object, with that of the objects around it."""
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, own)
    matrix = PdfMatrix.from_raw(own)
    return matrix if around is None else matrix.multiply(around)


def _address(item: Any) -> int | None:  # noqa: ANN401 - as above
    return ctypes.cast(item, ctypes.c_void_p).value
