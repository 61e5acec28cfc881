"""Read a PDF: the content of its pages, and its structure tree with the words of each element.

The structure (ISO 32000-1, 14.7) gives the text as assistive technology reads it, whatever was drawn first.  One walk
of the structure by pikepdf and one of the page objects by PDFium serve all checks.  Pages count from 1.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2

from briefwright.pdf.page_content import BREAKS, MIRRORED, Page, TextRun, join, read_page_content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

UNREADABLE = (pikepdf.PdfError, pypdfium2.PdfiumError)
"""Exceptions for a file that is no PDF, or is damaged."""
_ARTIFACT = re.compile(rb"/Artifact\s*<<([^>]*)>>\s*BDC")
_TYPE = re.compile(rb"/Subtype\s*/(\w+)")
_UNKNOWN_PAGE = 0


@dataclass(frozen=True, slots=True)
class LinkArea:
    """The area of a link: its description (``Contents``) and target.

    A form field's has no target.  ``holder`` is the structure type that the area belongs in.
    """

    page: int
    contents: str
    target: str
    holder: str = "Link"


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A marked-content sequence (ISO 32000-1, 14.7.4.2): its page and its text."""

    page: int
    runs: tuple[TextRun, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element; ``kids`` are in reading order.

    ``attributes`` are those of its attribute objects, ``refs`` the identifiers of the elements it refers to, ``actual``
    its replacement text (ISO 32000-1, 14.9.4).
    """

    kind: str
    kids: tuple[Element | LinkArea | MarkedText, ...]
    page: int | None = None
    id: str | None = None
    lang: str | None = None
    alt: str | None = None
    actual: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    refs: tuple[str, ...] = ()

    def walk(self) -> Iterator[Element]:
        """Yield this element and all in it, in reading order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [kid for kid in reversed(element.kids) if isinstance(kid, Element)]

    @property
    def runs(self) -> tuple[TextRun, ...]:
        """Return its text; replacement text only where the same characters are drawn, in whatever order."""
        return self.with_replacement(
            tuple(run for kid in self.kids if not isinstance(kid, LinkArea) for run in kid.runs)
        )

    def with_replacement(self, drawn: tuple[TextRun, ...]) -> tuple[TextRun, ...]:
        """Return runs of this element, or its replacement text."""
        if self.actual is None or not drawn or _count(self.actual) != _count("".join(run.text for run in drawn)):
            return drawn
        return (TextRun(self.actual, drawn[-1].box, drawn[-1].clip),)

    @property
    def words(self) -> str:
        """Return its text in reading order, with a space where a line ends."""
        return join(self.runs)


def _count(text: str) -> Counter[str]:
    plain = unicodedata.normalize("NFKC", text).translate(MIRRORED)
    return Counter(letter for letter in plain if unicodedata.category(letter)[0] not in "CZ" and letter not in BREAKS)


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF: its pages, its structure if it has one, and the page and identifier of each marked content in that."""

    pages: tuple[Page, ...]
    root: Element | None = None
    structured: tuple[tuple[int, int], ...] = ()


def read(content: bytes) -> Document:
    """Return a PDF; raise one of ``UNREADABLE`` where it is none."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return read_open(pdf, content)


def read_open(pdf: pikepdf.Pdf, content: bytes) -> Document:
    """Return a PDF that pikepdf has opened already."""
    drawn = _draw(content)
    marked: dict[tuple[int, int], list[TextRun]] = {}
    for page in drawn:
        for run in (run for run in page.runs if run.mcid >= 0):
            marked.setdefault((page.number, run.mcid), []).append(run)
    structure = pdf.Root.get("/StructTreeRoot")
    kid = None if structure is None else structure.get("/K")
    top = kid[0] if isinstance(kid, pikepdf.Array) else kid
    reader = _Reader({page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}, marked)
    root = None if top is None else reader.element(top)
    structured = set(reader.structured)
    pages = []
    for page, source in zip(drawn, pdf.pages, strict=True):
        outside = join(run for run in page.runs if (page.number, run.mcid) not in structured)
        pages.append(replace(page, margin=" ".join(outside.split()), running=_running(source)))
    return Document(tuple(pages), root, tuple(reader.structured))


def _draw(content: bytes) -> list[Page]:
    drawn = []
    with closing(pypdfium2.PdfDocument(content)) as document:
        for index in range(len(document)):
            with closing(document[index]) as page:
                drawn.append(read_page_content(page, index + 1))
    return drawn


def _running(page: pikepdf.Page) -> tuple[str, ...]:
    """Return the types of a page's pagination artifacts, which PDFium does not give."""
    found = _ARTIFACT.findall(page.Contents.read_bytes() if "/Contents" in page else b"")
    return tuple(
        kind.decode() for properties in found if b"/Pagination" in properties for kind in _TYPE.findall(properties)
    )


class _Reader:
    """Walks a structure tree; ``structured`` are the marked contents that it has met."""

    def __init__(self, numbers: Mapping[Any, int], marked: Mapping[tuple[int, int], list[TextRun]]) -> None:
        self._numbers = numbers
        self._marked = marked
        self.structured: list[tuple[int, int]] = []

    def element(self, item: Any) -> Element:  # noqa: ANN401 - pikepdf's objects
        entries = dict(item.items())
        page = self._numbers.get(entries["/Pg"].objgen) if "/Pg" in entries else None
        kids = entries.get("/K", ())
        kids = kids if isinstance(kids, pikepdf.Array) else (kids,) if "/K" in entries else ()
        return Element(
            str(entries["/S"])[1:],
            tuple(self._kid(kid, page) for kid in kids if page is not None or not isinstance(kid, int)),
            page,
            _text(entries, "/ID"),
            _text(entries, "/Lang"),
            _text(entries, "/Alt"),
            _text(entries, "/ActualText"),
            {str(key)[1:]: _plain(value) for key, value in entries["/A"].items()} if "/A" in entries else {},
            tuple(str(other.get("/ID")) for other in entries.get("/Ref", ())),
        )

    def _kid(self, kid: Any, page: int | None) -> Element | LinkArea | MarkedText:  # noqa: ANN401 - pikepdf's objects
        if isinstance(kid, int):
            return self._words(page or _UNKNOWN_PAGE, kid)
        match str(kid.get("/Type", "/StructElem")):
            case "/MCR":
                return self._words(self._numbers[kid.Pg.objgen], int(kid.MCID))
            case "/OBJR":
                on = self._numbers.get(kid.Pg.objgen) if "/Pg" in kid else page
                action = kid.Obj.get("/A", {})
                target = str(action.get("/URI", "") or kid.Obj.get("/Dest", ""))
                holder = "Form" if kid.Obj.get("/Subtype") == "/Widget" else "Link"
                return LinkArea(on or _UNKNOWN_PAGE, str(kid.Obj.get("/Contents", "")), target, holder)
            case _:
                return self.element(kid)

    def _words(self, page: int, mcid: int) -> MarkedText:
        self.structured.append((page, mcid))
        return MarkedText(page, tuple(self._marked.get((page, mcid), ())))


def _text(entries: Mapping[str, Any], key: str) -> str | None:
    return str(entries[key]) if key in entries else None


def _plain(value: Any) -> Any:  # noqa: ANN401 - pikepdf's objects
    if isinstance(value, pikepdf.Array):
        return tuple(_plain(one) for one in value)
    return str(value) if isinstance(value, pikepdf.Name | pikepdf.String) else value
