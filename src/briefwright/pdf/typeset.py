"""Typeset print HTML as a PDF with WeasyPrint, within the page limits of the document type."""

from __future__ import annotations

import logging
import re
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from lxml import etree, html
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from briefwright.errors import BriefwrightError
from briefwright.pdf.apart import TextApart, sections_with_notes
from briefwright.pdf.line_breaks import full_lines
from briefwright.pdf.tags import Tagger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weasyprint import Document

    from briefwright.model import DocumentType
    from briefwright.pdf.fetch import PublishedFiles

_WIDEST_SHIFT = 6.0
"""Millimetres by which binding moves text that has numbers in its margin; a wider binding makes the text narrower."""
_FORCED = {"always", "page", "left", "right", "recto", "verso"}
VARIANT = "pdf/a-3a"
"""The variant that WeasyPrint writes; `tags` and `finish` add PDF/UA-1."""
_PAGE_START = "page-start"
"""The class of elements that begin a page, unless the page before them would be nearly empty."""
_ESTIMATES = 3
"""Number of estimates before bisection; forced page breaks make estimates from the height inaccurate."""
_UNFINISHED = {"uncompressed_pdf": True, "pdf_identifier": False}
"""`finish` compresses the file and adds its identifier; pydyf would compress each stream twice."""


def typeset(page: str, style: str, base_url: str, files: PublishedFiles, document_type: DocumentType) -> bytes:
    """Return the PDF of print HTML.

    ``base_url`` is the address of publication: it makes relative links absolute, and ``files`` serves addresses below
    it. If ``document_type`` has a ``fit``, the font size is reduced until the text fits the page limits.
    Raises ``BriefwrightError`` if the text does not fit, ``files`` refuses an address, or WeasyPrint logs a warning.
    """
    with _warnings_as_errors(files), _temporary_files_removed(), full_lines():
        fonts = FontConfiguration()
        source = _Page(page, base_url, files)
        sheet = CSS(string=style, base_url=base_url, url_fetcher=files, font_config=fonts)
        document = _fit(source, sheet, fonts, document_type)
        tagger = Tagger(document, source.etree_element)
        pdf: bytes = document.write_pdf(pdf_variant=VARIANT, finisher=tagger.finish, **_UNFINISHED)
    return pdf


class _Page(HTML):  # type: ignore[misc]
    """Print HTML, parsed by lxml: WeasyPrint's parser, which is written in Python, takes 30 times as long."""

    wrapper_element: Any

    def __init__(self, page: str, base_url: str, files: PublishedFiles) -> None:
        """Parse an empty page with WeasyPrint, then replace its elements."""
        super().__init__(string="<!DOCTYPE html>", base_url=base_url, url_fetcher=files)
        tree = etree.tostring(html.document_fromstring(page), encoding="utf-8")
        root = ET.fromstring(tree)  # noqa: S314 - lxml wrote it
        self.wrapper_element = type(self.wrapper_element).from_html_root(root, content_language=None)
        self.etree_element = root


def print_style(tokens: str, style: str, size: str, binding: float) -> str:
    """Return the tokens, followed by the style sheet with their values in place of ``var()``.

    ``size`` is the page size, ``binding`` the margin for binding in millimetres. WeasyPrint would resolve a custom
    property for each element again, which takes a twelfth of the report's time.
    """
    own = re.search(r":root \{[^}]*\}", style)
    values = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", tokens + (own[0] if own else "")))
    # US Letter is 18 mm shorter than A4, and 6 mm wider. Smaller margins and wider columns keep the number of pages.
    shorter = "5.5mm" if size == "Letter" else "0mm"
    narrower = f"{max(0, binding - _WIDEST_SHIFT):g}mm"
    values |= {"--page-size": size, "--binding": f"{binding:g}mm", "--shorter": shorter, "--narrower": narrower}

    def with_values(text: str) -> str:
        return re.sub(r"var\((--[\w-]+)\)", lambda use: with_values(values.get(use[1], "")) or use[0], text)

    return tokens + with_values(style)


def body_sizes(document_type: DocumentType) -> list[float | None]:
    """Return the font sizes to try, in points, the largest first; without ``fit``, only ``None``: the style sheet's."""
    fit = document_type.fit
    if fit is None:
        return [None]
    steps = int((fit.largest - fit.smallest) / fit.step + 1e-9)
    sizes = [round(fit.largest - step * fit.step, 3) for step in range(steps + 1)]
    return [*sizes, *([] if sizes[-1] == fit.smallest else [fit.smallest])]


@contextmanager
def _temporary_files_removed() -> Iterator[None]:
    """Remove the temporary files of WeasyPrint; its finalisers do not run when a step's process ends."""
    with tempfile.TemporaryDirectory(prefix="briefwright-") as folder:
        before, tempfile.tempdir = tempfile.tempdir, folder
        try:
            yield
        finally:
            tempfile.tempdir = before


def _fit(page: HTML, sheet: CSS, fonts: FontConfiguration, document_type: DocumentType) -> Document:
    """Lay out a page in the largest font size that fits; raise ``BriefwrightError`` if none does."""
    if document_type.pages is None:
        return _render(page, sheet, fonts, None)
    min_pages, max_pages = document_type.pages
    sizes = body_sizes(document_type)
    documents: dict[int, Document] = {}
    too_large, first_fitting, index = -1, len(sizes), len(sizes) // 2
    # A smaller font never takes more pages, so the first size that fits follows the last size that does not.
    while first_fitting - too_large > 1:
        documents[index] = _render(page, sheet, fonts, sizes[index])
        if len(documents[index].pages) <= max_pages:
            first_fitting = index
        else:
            too_large = index
        if len(documents) > _ESTIMATES:
            index = (first_fitting + too_large) // 2
        else:
            index = min(max(_estimate(documents[index], max_pages, sizes, index), too_large + 1), first_fitting - 1)
    if first_fitting == len(sizes):
        raise BriefwrightError(_overflow_message(documents[first_fitting - 1], page, max_pages, sizes[-1]))
    document = documents[first_fitting]
    if len(document.pages) < min_pages:
        count = len(document.pages)
        raise BriefwrightError(
            f"the PDF has {count} page{'s' * (count != 1)}, fewer than the {min_pages} to {max_pages} required; "
            "change `page_limits` in brief.yaml, or `page_limit` in document.yaml"
        )
    return document


def _estimate(document: Document, max_pages: int, sizes: Sequence[float | None], index: int) -> int:
    """Estimate the index of the first size that fits; the height of a document is proportional to its size."""
    room = max_pages * document.pages[0]._page_box.height  # noqa: SLF001 - no public name for boxes
    estimate = (sizes[index] or 0) * room / max(sum(map(_used_height, document.pages)), 1)
    return next((other for other, size in enumerate(sizes) if size is not None and size <= estimate), len(sizes))


def _used_height(page: Any) -> float:  # noqa: ANN401 - WeasyPrint's own
    """Return the height of a page down to the end of the last block of the body."""
    last = list(_edge_boxes(page, -1).values())[:3][-1]
    return float(last.position_y + last.margin_height() - page._page_box.content_box_y())  # noqa: SLF001


def _render(page: HTML, sheet: CSS, fonts: FontConfiguration, size: float | None) -> Document:
    """Lay out a page, without the breaks of `_PAGE_START` that would leave most of a page empty."""
    scale = [] if size is None else [CSS(string=f"html {{ font-size: {size}pt }}")]

    def render(one: HTML) -> Document:
        return one.render(stylesheets=[sheet, *scale], font_config=fonts, pdf_variant=VARIANT, pdf_tags=True)

    texts = [TextApart(page, section, render) for section in sections_with_notes(page.etree_element)]
    with ExitStack() as apart:
        for text in texts:
            apart.enter_context(text)
        document = render(page)
        while (element := _needless_page_start(document)) is not None:
            classes = [name for name in element.get("class").split() if name != _PAGE_START]
            element.set("class", " ".join(classes))
            document = render(page)
    for text in texts:
        text.insert(document)
    return document


def _needless_page_start(document: Document) -> Any | None:  # noqa: ANN401 - WeasyPrint's own
    """Return an element that begins a page although the page before is at most half full, or has room for all of it."""
    pages, height = document.pages, document.pages[0]._page_box.height  # noqa: SLF001 - no public name for boxes
    for number in range(1, len(pages)):
        if not _is_forced_break(pages[number - 1], pages[number]):
            continue
        starts = [box.element for box in _edge_boxes(pages[number], 0).values()]
        element = next((item for item in starts if _PAGE_START in item.get("class", "").split()), None)
        if element is None:
            continue
        before, after = _used_height(pages[number - 1]), _used_height(pages[number])
        is_whole = number + 1 == len(pages) or _is_forced_break(pages[number], pages[number + 1])
        if before <= height / 2 or (is_whole and before + after <= height):
            return element
    return None


def _overflow_message(document: Document, page: HTML, max_pages: int, size: float | None) -> str:
    """Return the message for text that does not fit: the number of lines to remove, and the longest item."""
    lines = _excess_lines(document.pages, max_pages)
    pages = f"{max_pages} page{'s' if max_pages > 1 else ''}"
    at_size = f", even at {size} pt, the smallest size in document.yaml" if size else ""
    message = f"the text does not fit on {pages}{at_size}; shorten it by about {lines} line{'s' if lines > 1 else ''}"
    items = page.etree_element.iterfind(".//*[@data-item]")
    texts = sorted((" ".join("".join(item.itertext()).split()) for item in items), key=len)
    if texts:
        words = texts[-1].split()
        message += f"; the longest item has {len(words)} words: “{' '.join(words[:10])} …”"
    return message


def _excess_lines(pages: Sequence[Any], max_pages: int) -> int:
    """Return the minimum number of lines to remove: all after the limit, or the overflow before a forced break."""
    after = sum(map(_count_lines, pages[max_pages:]))
    if len(pages) > max_pages + 1:
        return after
    breaks = {number for number in range(1, len(pages)) if _is_forced_break(pages[number - 1], pages[number])}
    ends = [number - 1 for number in sorted(breaks)]
    return min([after, *(_count_lines(pages[end]) for end in ends if end and end not in breaks)])


def _is_forced_break(before: Any, page: Any) -> bool:  # noqa: ANN401 - WeasyPrint's own
    """Return whether the style sheet forces a page break before ``page`` that does not split an element."""
    last, first = _edge_boxes(before, -1), _edge_boxes(page, 0)
    return any(box.style["break_before"] in _FORCED and box.element not in last for box in first.values()) or any(
        box.style["break_after"] in _FORCED and box.element not in first for box in last.values()
    )


def _edge_boxes(page: Any, index: int) -> dict[Any, Any]:  # noqa: ANN401 - WeasyPrint's own
    """Return the first (0) or last (-1) boxes of a page's flow by element, the outermost first."""
    box = page._page_box.children[0]  # noqa: SLF001 - no public name for boxes
    boxes = {}
    while getattr(box, "children", ()) and box.is_in_normal_flow():
        boxes[box.element] = box
        box = box.children[index]
    return boxes


def _count_lines(page: object) -> int:
    """Count the lines of text on a page, without its margins."""
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
    """Turn the warnings of WeasyPrint into errors: after a warning, the PDF still claims conformance."""
    warnings: list[str] = []

    def collect(record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING:
            warnings.append(record.getMessage())
        return False

    logger = logging.getLogger("weasyprint")
    logger.addFilter(collect)
    try:
        with suppress(FatalURLFetchingError):  # listed in `files.refused`
            yield
    finally:
        logger.removeFilter(collect)
    problems = [f"“{url}” is not a file of this publication" for url in files.refused] + warnings
    if problems:
        raise BriefwrightError("WeasyPrint: " + "; ".join(dict.fromkeys(problems)))
