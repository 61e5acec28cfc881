"""The content of a PDF's page as PDFium lists it: pieces of text with their places, artifacts, unmarked objects.

Lengths are in points, from the lower left corner of the page.
"""

from __future__ import annotations

import ctypes
import re
from contextlib import closing
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pypdfium2 import PdfMatrix, raw

from briefwright.prose import RTL_SCRIPTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BREAKS = "\x02\ufffe"
"""PDFium's characters for a hyphen at the end of a line."""
MIRRORED = str.maketrans(")]}>»›", "([{<«‹")
"""Characters that right-to-left text draws mirrored, each to its pair (Unicode, Bidi_Mirrored)."""
_END = 2
"""Bytes of the zero that ends PDFium's strings (UTF-16LE)."""
_RTL = re.compile(f"[{RTL_SCRIPTS}]")
_SAME_LINE = 0.5
"""Two pieces of text are on one line if they share this part of the lower one's height."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle."""

    left: float
    bottom: float
    right: float
    top: float

    def within(self, other: Rectangle, margin: float = 0.0) -> bool:
        """Return whether it lies in another box, ``margin`` points from its edges."""
        return (
            self.left >= other.left + margin
            and self.bottom >= other.bottom + margin
            and self.right <= other.right - margin
            and self.top <= other.top - margin
        )

    def common(self, other: Rectangle) -> Rectangle:
        """Return the intersection with another box; without extent where there is none."""
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        return Rectangle(left, bottom, max(left, min(self.right, other.right)), max(bottom, min(self.top, other.top)))


@dataclass(frozen=True, slots=True)
class TextRun:
    """A piece of text that is drawn at once; only what lies in ``clip`` is visible.

    ``mcid`` is its marked-content identifier, or -1.  ``is_turned``: PDFium may have mirrored its brackets, as it does
    beside right-to-left text.
    """

    text: str
    box: Rectangle
    clip: Rectangle
    mcid: int = -1
    is_turned: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page, numbered from 1: its media box, and its text in the order of drawing.

    ``artifacts`` are the texts that are artifacts; ``unmarked`` says whether anything is neither artifact nor marked
    content (ISO 32000-1, 14.8.2.2).  ``margin`` is the text outside the structure: running headers and footers.
    ``running`` are the types of its pagination artifacts (``Header``, ``Footer``).  The last two are for `reader` to
    add.
    """

    number: int
    box: Rectangle
    runs: tuple[TextRun, ...]
    artifacts: tuple[str, ...] = ()
    unmarked: bool = False
    margin: str = ""
    running: tuple[str, ...] = ()


def join(runs: Iterable[TextRun]) -> str:
    """Return the text of runs, with a space where a line ends."""
    text = ""
    last: TextRun | None = None
    for run in runs:
        if last and not _on_one_line(last.box, run.box) and not text.endswith((*BREAKS, " ")):
            text += " "
        text += run.text
        last = run
    return text


def _on_one_line(one: Rectangle, other: Rectangle) -> bool:
    common = min(one.top, other.top) - max(one.bottom, other.bottom)
    return common > _SAME_LINE * min(one.top - one.bottom, other.top - other.bottom) and other.left >= one.left


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
            found = list(reader.texts(item, -1, None, box))
            runs += found
            if raw.FPDFPageObj_GetMarkedContentID(item) < 0:
                if not reader.is_artifact(item):
                    unmarked = True
                elif raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT:
                    artifacts += [run.text for run in found]
    return Page(number, box, tuple(runs), tuple(artifacts), unmarked)


class _Reader:
    """Reads objects of a page, with buffers that PDFium writes into."""

    def __init__(self, textpage: Any) -> None:  # noqa: ANN401 - pypdfium2 has no types
        self._textpage = textpage
        self._letters = (ctypes.c_ushort * 4096)()
        self._floats = tuple(ctypes.c_float() for _ in range(4))
        self._placed = self._place() if _RTL.search(textpage.get_text_range()) else None

    def texts(self, item: Any, mcid: int, matrix: PdfMatrix | None, seen: Rectangle) -> Iterator[TextRun]:  # noqa: ANN401 - as above
        """Yield the text of an object, and of all in a form XObject; ``mcid`` is of what is around it."""
        own = raw.FPDFPageObj_GetMarkedContentID(item)
        mcid = own if own >= 0 else mcid
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            if text := self._text(item):
                box, clip = self._bounds(item, matrix), self._clip(item, matrix, seen)
                yield TextRun(text, box, clip, mcid, self._placed is not None)
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            clip, moved = self._clip(item, matrix, seen), raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(item, moved)
            inner = PdfMatrix.from_raw(moved)
            inner = inner if matrix is None else inner.multiply(matrix)
            for index in range(raw.FPDFFormObj_CountObjects(item)):
                yield from self.texts(raw.FPDFFormObj_GetObject(item, index), mcid, inner, clip)

    def _text(self, item: Any) -> str:  # noqa: ANN401 - as above
        if self._placed is not None:
            return self._placed.get(_address(item), "")
        size = raw.FPDFTextObj_GetText(item, self._textpage.raw, self._letters, ctypes.sizeof(self._letters))
        if size > ctypes.sizeof(self._letters):
            self._letters = (ctypes.c_ushort * size)()
            return self._text(item)
        return ctypes.string_at(self._letters, max(0, size - _END)).decode("utf-16-le", "replace")

    def _place(self) -> dict[int | None, str]:
        """Return the text of each object on a page with Arabic or Hebrew, as it stands from left to right.

        Where a line has a word from right to left, PDFium gives its other words in an order of its own.
        """
        found: dict[int | None, list[tuple[float, str]]] = {}
        page, left, bottom = self._textpage.raw, ctypes.c_double(), ctypes.c_double()
        for index in range(self._textpage.count_chars()):
            raw.FPDFText_GetCharOrigin(page, index, left, bottom)
            item = _address(raw.FPDFText_GetTextObject(page, index))
            found.setdefault(item, []).append((left.value, chr(raw.FPDFText_GetUnicode(page, index))))
        return {
            item: "".join(letter for _, letter in sorted(letters, key=itemgetter(0))) for item, letters in found.items()
        }

    def _bounds(self, item: Any, matrix: PdfMatrix | None) -> Rectangle:  # noqa: ANN401 - as above
        raw.FPDFPageObj_GetBounds(item, *self._floats)
        edges = [edge.value for edge in self._floats]
        return Rectangle(*(edges if matrix is None else matrix.on_rect(*edges)))

    def _clip(self, item: Any, matrix: PdfMatrix | None, seen: Rectangle) -> Rectangle:  # noqa: ANN401 - as above
        """Return the visible part of an area: within the rectangles around an object's clipping paths."""
        clip = raw.FPDFPageObj_GetClipPath(item)
        for path in range(max(0, raw.FPDFClipPath_CountPaths(clip)) if clip else 0):
            count = raw.FPDFClipPath_CountPathSegments(clip, path)
            if count > 0:
                points = [self._point(clip, path, index, matrix) for index in range(count)]
                across, up = zip(*points, strict=True)
                seen = seen.common(Rectangle(min(across), min(up), max(across), max(up)))
        return seen

    def _point(self, clip: Any, path: int, index: int, matrix: PdfMatrix | None) -> tuple[float, float]:  # noqa: ANN401 - as above
        x, y, *_ = self._floats
        raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, index), x, y)
        return (x.value, y.value) if matrix is None else matrix.on_point(x.value, y.value)

    def is_artifact(self, item: Any) -> bool:  # noqa: ANN401 - as above
        """Return whether an object is in marked content with the tag ``Artifact``."""
        length = ctypes.c_ulong()
        for number in range(raw.FPDFPageObj_CountMarks(item)):
            mark = raw.FPDFPageObj_GetMark(item, number)
            name = ctypes.cast(self._letters, ctypes.POINTER(raw.FPDF_WCHAR))
            raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(self._letters), length)
            if ctypes.string_at(self._letters, max(0, length.value - _END)) == "Artifact".encode("utf-16-le"):
                return True
        return False


def _address(item: Any) -> int | None:  # noqa: ANN401 - as above
    return ctypes.cast(item, ctypes.c_void_p).value
