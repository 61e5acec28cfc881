"""A finished PDF read back: its structure with the words that each element holds, as assistive technology finds it."""

from __future__ import annotations

import ctypes
import io
import re
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

from briefwright.prose import LEFTWARD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Element", "Link", "PageContent", "Tagged", "read"]

_ARTIFACT = re.compile(rb"/Artifact\s*<<([^>]*)>>\s*BDC")
_KIND = re.compile(rb"/Subtype\s*/(\w+)")
_LEFTWARD = re.compile(f"[{LEFTWARD}]")
_LONGEST_NAME = 128
_SHAPE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for a line or a picture."""


@dataclass(frozen=True, slots=True)
class Link:
    """The area of a link: what it says of itself, and where it leads.

    The area of a form field leads nowhere; ``holder`` is the kind of element that it belongs in.
    """

    page: int
    contents: str
    target: str
    holder: str = "Link"


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the structure; ``kids`` are elements, links' areas, and words.

    ``attributes`` are those of its attribute objects; ``refers`` are the identifiers of what it refers to.
    """

    kind: str
    kids: tuple[Element | Link | str, ...]
    page: int | None = None
    identifier: str | None = None
    language: str | None = None
    alternative: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    refers: tuple[str, ...] = ()

    def walk(self) -> Iterator[Element]:
        """Yield this element and all in it, in the order of reading."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    @property
    def words(self) -> str:
        """All words in it, in the order of reading, as they follow each other on the lines."""
        return "".join(kid.words if isinstance(kid, Element) else kid for kid in self.kids if not isinstance(kid, Link))


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page shows: words by their marked content, words of artifacts, and what nothing marks.

    ``running`` are the kinds of its pagination artifacts (``Header``, ``Footer``); ``size`` is in points.
    """

    words: Mapping[int, str]
    artifacts: tuple[str, ...]
    unmarked: str
    running: tuple[str, ...]
    size: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tagged:
    """A PDF's structure and pages; ``spoken`` names the marked content that the structure holds: page and number."""

    root: Element | None
    pages: tuple[PageContent, ...]
    spoken: tuple[tuple[int, int], ...]


# Several checks read a document, and a site has the newest one twice.
@lru_cache(maxsize=8)
def read(content: bytes) -> Tagged:
    """Return what a PDF holds; raise ``pikepdf.PdfError`` where it is none."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = _pages(content, [_running(page) for page in pdf.pages])
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        structure = pdf.Root.get("/StructTreeRoot")
        kid = None if structure is None else structure.get("/K")
        top = kid[0] if isinstance(kid, pikepdf.Array) else kid
        reader = _Reader(numbers, pages)
        root = None if top is None else reader.element(top)
    return Tagged(root, pages, tuple(reader.spoken))


class _Reader:
    def __init__(self, numbers: Mapping[Any, int], pages: tuple[PageContent, ...]) -> None:
        self.numbers = numbers
        self.pages = pages
        self.spoken: list[tuple[int, int]] = []

    def element(self, item: Any) -> Element:  # noqa: ANN401 - pikepdf's objects
        page = self.numbers.get(item.Pg.objgen) if "/Pg" in item else None
        kids = item.get("/K", [])
        kids = kids if isinstance(kids, pikepdf.Array) else [kids]
        attributes = item.get("/A", {})
        held = tuple(found for kid in kids if (found := self._kid(kid, page)) is not None)
        return Element(
            str(item.S).removeprefix("/"),
            (str(item.ActualText),) if "/ActualText" in item else held,
            page,
            _text(item, "/ID"),
            _text(item, "/Lang"),
            _text(item, "/Alt"),
            {str(key).removeprefix("/"): _plain(value) for key, value in attributes.items()},
            tuple(str(other.get("/ID")) for other in item.get("/Ref", [])),
        )

    def _kid(self, kid: Any, page: int | None) -> Element | Link | str | None:  # noqa: ANN401 - pikepdf's objects
        if isinstance(kid, int):
            return None if page is None else self._words(page, int(kid))
        match str(kid.get("/Type", "/StructElem")):
            case "/MCR":
                return self._words(self.numbers[kid.Pg.objgen], int(kid.MCID))
            case "/OBJR":
                on = self.numbers.get(kid.Pg.objgen) if "/Pg" in kid else page
                action = kid.Obj.get("/A", {})
                target = str(action.get("/URI", "") or kid.Obj.get("/Dest", ""))
                holder = "Form" if kid.Obj.get("/Subtype") == "/Widget" else "Link"
                return Link(on if on is not None else -1, str(kid.Obj.get("/Contents", "")), target, holder)
            case _:
                return self.element(kid)

    def _words(self, page: int, mcid: int) -> str:
        self.spoken.append((page, mcid))
        return self.pages[page].words.get(mcid, "")


def _text(item: Any, key: str) -> str | None:  # noqa: ANN401 - pikepdf's objects
    return str(item[key]) if key in item else None


def _plain(value: Any) -> Any:  # noqa: ANN401 - pikepdf's objects
    if isinstance(value, pikepdf.Array):
        return tuple(_plain(one) for one in value)
    return str(value) if isinstance(value, pikepdf.Name | pikepdf.String) else value


def _running(page: pikepdf.Page) -> tuple[str, ...]:
    """Return the kinds of a page's pagination artifacts; pdfium does not tell them."""
    found = _ARTIFACT.findall(page.Contents.read_bytes() if "/Contents" in page else b"")
    return tuple(
        kind.decode() for properties in found if b"/Pagination" in properties for kind in _KIND.findall(properties)
    )


def _pages(content: bytes, running: list[tuple[str, ...]]) -> tuple[PageContent, ...]:
    document = pypdfium2.PdfDocument(content)
    try:
        return tuple(_page(page, kinds) for page, kinds in zip(document, running, strict=True))
    finally:
        document.close()


def _page(page: Any, running: tuple[str, ...]) -> PageContent:  # noqa: ANN401 - pypdfium2's own
    words: dict[int, str] = {}
    artifacts: list[str] = []
    unmarked = ""
    textpage = page.get_textpage()
    placed = _placed(textpage) if _LEFTWARD.search(textpage.get_text_range()) else None
    for number in range(raw.FPDFPage_CountObjects(page.raw)):
        item = raw.FPDFPage_GetObject(page.raw, number)
        kind = raw.FPDFPageObj_GetType(item)
        text = ""
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            text = _words_of(item, textpage) if placed is None else placed.get(_address(item), "")
        mcid = raw.FPDFPageObj_GetMarkedContentID(item)
        if mcid >= 0:
            words[mcid] = words.get(mcid, "") + text
        elif _is_artifact(item):
            artifacts.append(text)
        else:
            unmarked += text or _SHAPE
    textpage.close()
    size = page.get_size()
    page.close()
    return PageContent(words, tuple(artifacts), unmarked, running, size)


def _words_of(item: Any, textpage: Any) -> str:  # noqa: ANN401 - pypdfium2's own
    length = raw.FPDFTextObj_GetText(item, textpage.raw, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    raw.FPDFTextObj_GetText(item, textpage.raw, buffer, length)
    return bytes(buffer).decode("utf-16-le").partition("\0")[0]


def _placed(textpage: Any) -> dict[int | None, str]:  # noqa: ANN401 - pypdfium2's own
    """Return the words of each piece of text as they stand on the page, from left to right.

    Where a line has a word from right to left, pdfium gives its other words in an order of its own.
    """
    signs: dict[int | None, list[tuple[float, str]]] = {}
    left, bottom = ctypes.c_double(), ctypes.c_double()
    for index in range(textpage.count_chars()):
        raw.FPDFText_GetCharOrigin(textpage.raw, index, left, bottom)
        sign = chr(raw.FPDFText_GetUnicode(textpage.raw, index))
        signs.setdefault(_address(raw.FPDFText_GetTextObject(textpage.raw, index)), []).append((left.value, sign))
    return {item: "".join(sign for _, sign in sorted(found, key=itemgetter(0))) for item, found in signs.items()}


def _address(item: Any) -> int | None:  # noqa: ANN401 - pypdfium2's own
    return ctypes.cast(item, ctypes.c_void_p).value


def _is_artifact(item: Any) -> bool:  # noqa: ANN401 - pypdfium2's own
    marks = (raw.FPDFPageObj_GetMark(item, number) for number in range(raw.FPDFPageObj_CountMarks(item)))
    return any(_name(mark) == "Artifact" for mark in marks)


def _name(mark: Any) -> str:  # noqa: ANN401 - pypdfium2's own
    length = ctypes.c_ulong()
    buffer = (ctypes.c_ushort * _LONGEST_NAME)()
    raw.FPDFPageObjMark_GetName(
        mark, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), ctypes.sizeof(buffer), ctypes.byref(length)
    )
    return bytes(buffer).decode("utf-16-le").partition("\0")[0]
