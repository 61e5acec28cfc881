"""A print page in, a PDF out: WeasyPrint behind a closed door, within the pages that the document may have."""

from __future__ import annotations

import logging
import re
import tempfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from lxml import etree, html
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from briefwright.errors import BriefwrightError
from briefwright.pdf.tags import Tagger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weasyprint import Document

    from briefwright.model import DocumentType
    from briefwright.pdf.fetch import PublishedFiles

_FORCED = {"always", "page", "left", "right", "recto", "verso"}
VARIANT = "pdf/a-3a"
"""What WeasyPrint can be asked for; `tags` and `finish` make it PDF/UA-1 as well."""
_ESTIMATES = 3
"""How many sizes are estimated before the rest is halved: where page breaks are forced, the height says little."""
_DRAFT = {"uncompressed_pdf": True, "pdf_identifier": False}
"""`finish` compresses the file and gives it its identifier; pydyf would compress each stream twice."""


def typeset(page: str, style: str, base_url: str, files: PublishedFiles, document_type: DocumentType) -> bytes:
    """Return the PDF of a print page.

    ``base_url`` is where the document will be published: relative links become absolute with it, and ``files``
    answers for it.  Where ``document_type`` has a ``fit``, the body type steps down until the pages suffice.
    Raises ``BriefwrightError`` where they do not, where a file was refused, or where WeasyPrint warned of anything.
    """
    with _warnings_as_errors(files), _tidied():
        fonts = FontConfiguration()
        source = _Page(page, base_url, files)
        sheet = CSS(string=style, base_url=base_url, url_fetcher=files, font_config=fonts)
        document = _fitting(source, sheet, fonts, document_type)
        tagger = Tagger(document, source.etree_element)
        pdf: bytes = document.write_pdf(pdf_variant=VARIANT, finisher=tagger.finish, **_DRAFT)
    return pdf


class _Page(HTML):  # type: ignore[misc]
    """A print page as lxml parses it: WeasyPrint's own parser, in Python, takes 30 times as long."""

    wrapper_element: Any

    def __init__(self, page: str, base_url: str, files: PublishedFiles) -> None:
        """Put the elements of a page in the place of those of an empty page."""
        super().__init__(string="<!DOCTYPE html>", base_url=base_url, url_fetcher=files)
        tree = etree.tostring(html.document_fromstring(page), encoding="utf-8")
        root = ET.fromstring(tree)  # noqa: S314 - what lxml has just written
        self.wrapper_element = type(self.wrapper_element).from_html_root(root, content_language=None)
        self.etree_element = root


def print_style(tokens: str, style: str, size: str, binding: float) -> str:
    """Return a style sheet with the values of the design tokens in it, and the tokens before it.

    ``size`` is that of the page, ``binding`` its margin for binding in millimetres.  WeasyPrint works out a custom
    property anew for each element that uses it, at a twelfth of the report's time.
    """
    values = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", tokens))
    # US Letter is 18 mm shorter than A4: its head and foot give up some of that, so that text takes as many pages.
    shorter = "5.5mm" if size == "Letter" else "0mm"
    values |= {"--page-size": size, "--binding": f"{binding:g}mm", "--shorter": shorter}
    return tokens + re.sub(r"var\((--[\w-]+)\)", lambda use: values.get(use[1], use[0]), style)


def sizes(document_type: DocumentType) -> list[float | None]:
    """Return the body sizes to try, in points, the largest first; one ``None`` where the style sheet's own holds."""
    if document_type.fit is None:
        return [None]
    steps = int((document_type.fit.largest - document_type.fit.smallest) / document_type.fit.step + 1e-9)
    tried = [round(document_type.fit.largest - step * document_type.fit.step, 3) for step in range(steps + 1)]
    return [*tried, *([] if tried[-1] == document_type.fit.smallest else [document_type.fit.smallest])]


@contextmanager
def _tidied() -> Iterator[None]:
    """Remove what WeasyPrint puts aside: a process that ends without finalisers would leave its fonts behind."""
    with tempfile.TemporaryDirectory(prefix="briefwright-") as folder:
        before, tempfile.tempdir = tempfile.tempdir, folder
        try:
            yield
        finally:
            tempfile.tempdir = before


def _fitting(page: HTML, sheet: CSS, fonts: FontConfiguration, document_type: DocumentType) -> Document:
    fewest, most = document_type.pages
    tried = sizes(document_type)
    documents: dict[int, Document] = {}
    too_large, first, index = -1, len(tried), len(tried) // 2
    # Smaller type never takes more pages, so the first size that fits stands behind the last that does not.
    while first - too_large > 1:
        documents[index] = _render(page, sheet, fonts, tried[index])
        if len(documents[index].pages) <= most:
            first = index
        else:
            too_large = index
        if len(documents) > _ESTIMATES:
            index = (first + too_large) // 2
        else:
            index = min(max(_estimate(documents[index], most, tried, index), too_large + 1), first - 1)
    if first == len(tried):
        raise BriefwrightError(_overflow(documents[first - 1], page, most, tried[-1]))
    document = documents[first]
    if len(document.pages) < fewest:
        count = len(document.pages)
        raise BriefwrightError(
            f"the PDF has {count} page{'s' * (count != 1)}, where {fewest} to {most} are asked for: by `page_limit` in "
            "document.yaml, or by `page_limits` in brief.yaml"
        )
    return document


def _estimate(document: Document, most: int, tried: Sequence[float | None], index: int) -> int:
    """Return which size may be the first that fits, from a document in another: its height grows with it."""
    room = most * document.pages[0]._page_box.height  # noqa: SLF001 - no public name for boxes
    size = (tried[index] or 0) * room / max(sum(map(_filled, document.pages)), 1)
    return next((other for other, one in enumerate(tried) if one is not None and one <= size), len(tried))


def _filled(page: Any) -> float:  # noqa: ANN401 - WeasyPrint's own
    """Return how much of a page's height its flow takes: down to the end of the last block of the body."""
    last = list(_edge(page, -1).values())[:3][-1]
    return float(last.position_y + last.margin_height() - page._page_box.content_box_y())  # noqa: SLF001


def _render(page: HTML, sheet: CSS, fonts: FontConfiguration, size: float | None) -> Document:
    scale = [] if size is None else [CSS(string=f"html {{ font-size: {size}pt }}")]
    return page.render(stylesheets=[sheet, *scale], font_config=fonts, pdf_variant=VARIANT, pdf_tags=True)


def _overflow(document: Document, page: HTML, most: int, size: float | None) -> str:
    """Say by how many lines a document runs over, and which of its items is the longest."""
    lines = _too_many(document.pages, most)
    pages = f"{most} page{'s' if most > 1 else ''}"
    at_size = f" even at {size} pt, the smallest that document.yaml allows" if size else ""
    message = f"the text does not fit on {pages}{at_size}: about {lines} line{'s' if lines > 1 else ''} too many"
    items = page.etree_element.iterfind(".//*[@data-item]")
    texts = sorted((" ".join("".join(item.itertext()).split()) for item in items), key=len)
    if texts:
        words = texts[-1].split()
        message += f"; the longest item has {len(words)} words: “{' '.join(words[:10])} …”"
    return message


def _too_many(pages: Sequence[Any], most: int) -> int:
    """Return how many lines must go at least: those behind the limit, or those that spill over a forced break."""
    behind = sum(map(_lines, pages[most:]))
    if len(pages) > most + 1:
        return behind
    breaks = {number for number in range(1, len(pages)) if _is_forced(pages[number - 1], pages[number])}
    ends = [number - 1 for number in sorted(breaks)]
    return min([behind, *(_lines(pages[end]) for end in ends if end and end not in breaks)])


def _is_forced(before: Any, page: Any) -> bool:  # noqa: ANN401 - WeasyPrint's own
    """Whether the style sheet wants a new page here; an element that goes on from the page before asks for none."""
    last, first = _edge(before, -1), _edge(page, 0)
    return any(box.style["break_before"] in _FORCED and box.element not in last for box in first.values()) or any(
        box.style["break_after"] in _FORCED and box.element not in first for box in last.values()
    )


def _edge(page: Any, which: int) -> dict[Any, Any]:  # noqa: ANN401 - WeasyPrint's own
    """Return the boxes at the beginning or the end of a page's flow, by their elements, the outermost first."""
    box = page._page_box.children[0]  # noqa: SLF001 - no public name for boxes
    found = {}
    while getattr(box, "children", ()) and box.is_in_normal_flow():
        found[box.element] = box
        box = box.children[which]
    return found


def _lines(page: object) -> int:
    """Return how many lines of text stand in a page's flow."""
    boxes = [page._page_box]  # type: ignore[attr-defined]  # noqa: SLF001 - no public name for lines
    count = 0
    while boxes:
        box = boxes.pop()
        if type(box).__name__ == "LineBox":
            count += 1
        elif type(box).__name__ != "MarginBox":
            boxes += getattr(box, "children", ())
    return count


@contextmanager
def _warnings_as_errors(files: PublishedFiles) -> Iterator[None]:
    """Raise what WeasyPrint only logs: it claims conformance all the same."""
    warnings: list[str] = []

    def collect(record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING:
            warnings.append(record.getMessage())
        return False

    logger = logging.getLogger("weasyprint")
    logger.addFilter(collect)
    try:
        with suppress(FatalURLFetchingError):  # kept in `files.refused`
            yield
    finally:
        logger.removeFilter(collect)
    found = [f"refused: {url}" for url in files.refused] + warnings
    if found:
        raise BriefwrightError("WeasyPrint: " + "; ".join(dict.fromkeys(found)))
