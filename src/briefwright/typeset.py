"""A print page in, a PDF out: WeasyPrint behind a closed door, within the pages that the document may have."""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from briefwright.errors import BriefwrightError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weasyprint import Document

    from briefwright.fetch import PublishedFiles
    from briefwright.model import DocumentType

__all__ = ["sizes", "typeset", "with_tokens"]

VARIANT = "pdf/ua-1"


def typeset(page: str, style: str, base_url: str, files: PublishedFiles, kind: DocumentType) -> bytes:
    """Return the PDF of a print page.

    ``base_url`` is where the document will be published: relative links become absolute with it, and ``files``
    answers for it.  Where ``kind`` has a ``fit``, the body type steps down until the pages suffice.
    Raises ``BriefwrightError`` where they do not, where a file was refused, or where WeasyPrint warned of anything.
    """
    fonts = FontConfiguration()
    with _warnings_as_errors(files):
        html = HTML(string=page, base_url=base_url, url_fetcher=files)
        sheet = CSS(string=style, base_url=base_url, url_fetcher=files, font_config=fonts)
        document = _fitting(html, sheet, fonts, kind)
        pdf: bytes = document.write_pdf(pdf_variant=VARIANT)
    return pdf


def with_tokens(tokens: str, style: str) -> str:
    """Return a style sheet with the values of the design tokens in it, and the tokens before it.

    WeasyPrint works out a custom property anew for each element that uses it, at a twelfth of the report's time.
    """
    values = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", tokens))
    return tokens + re.sub(r"var\((--[\w-]+)\)", lambda use: values.get(use[1], use[0]), style)


def sizes(kind: DocumentType) -> list[float | None]:
    """Return the body sizes to try, in points, the largest first; one ``None`` where the style sheet's own holds."""
    if kind.fit is None:
        return [None]
    steps = int((kind.fit.largest - kind.fit.smallest) / kind.fit.step + 1e-9)
    tried = [round(kind.fit.largest - step * kind.fit.step, 3) for step in range(steps + 1)]
    return [*tried, *([] if tried[-1] == kind.fit.smallest else [kind.fit.smallest])]


def _fitting(html: HTML, sheet: CSS, fonts: FontConfiguration, kind: DocumentType) -> Document:
    fewest, most = kind.page_limit
    tried = sizes(kind)
    documents: dict[int, Document] = {}

    def fits(index: int) -> bool:
        documents[index] = _render(html, sheet, fonts, tried[index])
        return len(documents[index].pages) <= most

    # Smaller type never takes more pages, so halving finds the first size that fits.
    first = bisect_left(range(len(tried)), True, key=fits)  # noqa: FBT003 - the value that is sought
    if first == len(tried):
        raise BriefwrightError(_overflow(documents[first - 1], html, most, tried[-1]))
    document = documents[first]
    if len(document.pages) < fewest:
        message = f"the PDF has {len(document.pages)} pages; document.yaml asks for {fewest} to {most}"
        raise BriefwrightError(message)
    return document


def _render(html: HTML, sheet: CSS, fonts: FontConfiguration, size: float | None) -> Document:
    scale = [] if size is None else [CSS(string=f"html {{ font-size: {size}pt }}")]
    return html.render(stylesheets=[sheet, *scale], font_config=fonts, pdf_variant=VARIANT, pdf_tags=True)


def _overflow(document: Document, html: HTML, most: int, size: float | None) -> str:
    """Say by how many lines a document runs over, and which of its items is the longest."""
    lines = sum(_lines(page) for page in document.pages[most:])
    pages = f"{most} page{'s' if most > 1 else ''}"
    at_size = f" even at {size} pt, the smallest that document.yaml allows" if size else ""
    message = f"the text does not fit on {pages}{at_size}: about {lines} lines too many"
    items = html.etree_element.iterfind(".//*[@data-item]")
    texts = sorted((" ".join("".join(item.itertext()).split()) for item in items), key=len)
    if texts:
        words = texts[-1].split()
        message += f"; the longest item has {len(words)} words: “{' '.join(words[:10])} …”"
    return message


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

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            warnings.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    handler = Collect(logging.WARNING)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        with suppress(FatalURLFetchingError):  # kept in `files.refused`
            yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
    found = [f"refused: {url}" for url in files.refused] + warnings
    if found:
        raise BriefwrightError("WeasyPrint: " + "; ".join(dict.fromkeys(found)))
