"""Read a PDF: the content of its pages, and its structure tree with the text of each element.

Assistive technology reads the text in the order of the structure (ISO 32000-1, 14.7), not in the order of drawing.
pikepdf walks the structure once, and PDFium walks the page objects once; all checks use the result. Pages count from 1.
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

from briefwright.pdf.page_content import LINE_END_HYPHENS, UNMIRRORED, Page, TextRun, join_runs, read_page_content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

UNREADABLE = (pikepdf.PdfError, pypdfium2.PdfiumError)
"""Exceptions for a file that is not a PDF or is damaged."""
_ARTIFACT = re.compile(rb"/Artifact\s*<<([^>]*)>>\s*BDC")
_SUBTYPE = re.compile(rb"/Subtype\s*/(\w+)")
_UNKNOWN_PAGE = 0


@dataclass(frozen=True, slots=True)
class LinkArea:
    """The area of a link or form field: its description (``Contents``) and its target (empty for a form field).

    ``parent_type`` is the type that its structure element must have.
    """

    page: int
    contents: str
    target: str
    parent_type: str = "Link"


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A marked-content sequence (ISO 32000-1, 14.7.4.2): its page and its text."""

    page: int
    runs: tuple[TextRun, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element; ``kids`` are in reading order.

    ``attributes`` are those of its attribute objects, ``refs`` the identifiers of the elements that it refers to,
    ``actual_text`` its replacement text (ISO 32000-1, 14.9.4).
    """

    type: str
    kids: tuple[Element | LinkArea | MarkedText, ...]
    page: int | None = None
    id: str | None = None
    lang: str | None = None
    alt: str | None = None
    actual_text: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    refs: tuple[str, ...] = ()

    def walk(self) -> Iterator[Element]:
        """Yield this element and all its descendants, in reading order."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack += [kid for kid in reversed(element.kids) if isinstance(kid, Element)]

    @property
    def runs(self) -> tuple[TextRun, ...]:
        """The text of the element and its descendants."""
        return self.apply_actual_text(
            tuple(run for kid in self.kids if not isinstance(kid, LinkArea) for run in kid.runs)
        )

    def apply_actual_text(self, drawn: tuple[TextRun, ...]) -> tuple[TextRun, ...]:
        """Return the replacement text if it has the same characters as ``drawn``, in any order; otherwise ``drawn``."""
        text, drawn_text = self.actual_text, "".join(run.text for run in drawn)
        if text is None or not drawn or _count_characters(text) != _count_characters(drawn_text):
            return drawn
        return (TextRun(text, drawn[-1].box, drawn[-1].clip),)

    @property
    def words(self) -> str:
        """The text in reading order, with a space at the end of each line."""
        return join_runs(self.runs)


def _count_characters(text: str) -> Counter[str]:
    """Count the characters of a text, without spaces, control characters and hyphens at line ends."""
    return Counter(
        character
        for character in unicodedata.normalize("NFKC", text).translate(UNMIRRORED)
        if unicodedata.category(character)[0] not in "CZ" and character not in LINE_END_HYPHENS
    )


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF: its pages, and its structure if it has one.

    ``marked_content`` has the page and identifier of each marked-content sequence in the structure.
    """

    pages: tuple[Page, ...]
    root: Element | None = None
    marked_content: tuple[tuple[int, int], ...] = ()


def read(content: bytes) -> Document:
    """Read a PDF; raise one of the exceptions ``UNREADABLE`` if it cannot be read."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return read_open(pdf, content)


def read_open(pdf: pikepdf.Pdf, content: bytes) -> Document:
    """Read a PDF that pikepdf has opened already."""
    contents = _read_pages(content)
    marked: dict[tuple[int, int], list[TextRun]] = {}
    for page in contents:
        for run in (run for run in page.runs if run.mcid >= 0):
            marked.setdefault((page.number, run.mcid), []).append(run)
    structure = pdf.Root.get("/StructTreeRoot")
    kid = None if structure is None else structure.get("/K")
    top = kid[0] if isinstance(kid, pikepdf.Array) else kid
    reader = _Reader({page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}, marked)
    root = None if top is None else reader.element(top)
    in_structure = set(reader.marked_content)
    pages = []
    for page, source in zip(contents, pdf.pages, strict=True):
        outside = join_runs(run for run in page.runs if (page.number, run.mcid) not in in_structure)
        pages.append(replace(page, margin=" ".join(outside.split()), pagination=_read_pagination(source)))
    return Document(tuple(pages), root, tuple(reader.marked_content))


def _read_pages(content: bytes) -> list[Page]:
    pages = []
    with closing(pypdfium2.PdfDocument(content)) as document:
        for index in range(len(document)):
            with closing(document[index]) as page:
                pages.append(read_page_content(page, index + 1))
    return pages


def _read_pagination(page: pikepdf.Page) -> tuple[str, ...]:
    """Return the types of a page's pagination artifacts, which PDFium does not provide."""
    artifacts = _ARTIFACT.findall(page.Contents.read_bytes() if "/Contents" in page else b"")
    return tuple(
        subtype.decode()
        for properties in artifacts
        if b"/Pagination" in properties
        for subtype in _SUBTYPE.findall(properties)
    )


class _Reader:
    """Reads a structure tree; ``marked_content`` lists the marked-content sequences in it."""

    def __init__(self, numbers: Mapping[Any, int], marked: Mapping[tuple[int, int], list[TextRun]]) -> None:
        self._numbers = numbers
        self._marked = marked
        self.marked_content: list[tuple[int, int]] = []

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
            return self._marked_text(page or _UNKNOWN_PAGE, kid)
        match str(kid.get("/Type", "/StructElem")):
            case "/MCR":
                return self._marked_text(self._numbers[kid.Pg.objgen], int(kid.MCID))
            case "/OBJR":
                page = self._numbers.get(kid.Pg.objgen) if "/Pg" in kid else page
                action = kid.Obj.get("/A", {})
                target = str(action.get("/URI", "") or kid.Obj.get("/Dest", ""))
                parent_type = "Form" if kid.Obj.get("/Subtype") == "/Widget" else "Link"
                return LinkArea(page or _UNKNOWN_PAGE, str(kid.Obj.get("/Contents", "")), target, parent_type)
            case _:
                return self.element(kid)

    def _marked_text(self, page: int, mcid: int) -> MarkedText:
        self.marked_content.append((page, mcid))
        return MarkedText(page, tuple(self._marked.get((page, mcid), ())))


def _text(entries: Mapping[str, Any], key: str) -> str | None:
    return str(entries[key]) if key in entries else None


def _plain(value: Any) -> Any:  # noqa: ANN401 - pikepdf's objects
    if isinstance(value, pikepdf.Array):
        return tuple(_plain(item) for item in value)
    return str(value) if isinstance(value, pikepdf.Name | pikepdf.String) else value
