"""Read the text of a PDF by its layout.

A PDF has no paragraphs, only characters at positions. Lost are: emphasis, links, lists and tables (their words are
kept in paragraphs), pictures, and the marks of footnotes (a footnote becomes a paragraph where its page has it).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

import pypdfium2

from briefwright.errors import BriefwrightError
from briefwright.intake.original import Facts, Original, no_pictures
from briefwright.intake.pandoc_tree import heading, paragraph, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefwright.intake.changes import Changes
    from briefwright.intake.pandoc_tree import Elements

_MAX_PAGES = 200
_HEADING = 1.15
"""A line with type so much larger than most is a heading."""
_GAP = 1.35
"""The distance between lines in a paragraph, as a multiple of the usual one."""
_SHORT = 0.8
"""A line that reaches less of the width, and ends a sentence, ends its paragraph."""
_INDENT = 6.0
"""Points by which the first line of a paragraph is indented."""
_EDGE = 2
"""Lines at the top and bottom of a page that can be a header or footer."""
_MIN_WORDS = 20
_DIVIDED = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad\ufffe\x02]$")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text: the left and right end, the baseline from the bottom and the size of its type, in points."""

    text: str
    left: float
    right: float
    bottom: float
    size: float
    page: int


def read(content: bytes, changes: Changes) -> Original:
    """Return the text of a PDF; raise ``BriefwrightError`` if it is encrypted or has none."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            hint = "save it without a password"
            raise BriefwrightError(f"the file is encrypted\n  hint: {hint}") from None
        raise BriefwrightError("the file is damaged, or not a PDF") from None
    try:
        if len(document) > _MAX_PAGES:
            raise BriefwrightError(f"the file has more than {_MAX_PAGES} pages")
        pages = [_lines(document[number], number) for number in range(len(document))]
        title = str(document.get_metadata_value("Title") or "").strip()
        author = str(document.get_metadata_value("Author") or "").strip()
    finally:
        document.close()
    lines = _without_headers(pages, changes)
    if sum(len(line.text.split()) for line in lines) < _MIN_WORDS:
        hint = "it may be a scan: run text recognition over it, or type the text"
        raise BriefwrightError(f"the file has no text\n  hint: {hint}")
    changes.add("a PDF has no structure: check headings and paragraphs; formatting, links and pictures are lost")
    return Original(_blocks(lines), Facts(title, (author,) if author else ()), no_pictures)


def _lines(page: Any, number: int) -> list[_Line]:  # noqa: ANN401 - pypdfium2 has no types
    """Return the lines of a page, in the order of its text."""
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    lines: list[_Line] = []
    start = 0
    # PDFium joins the parts of a word that a line end divides, with U+FFFE or U+0002 for the hyphen.
    for piece in re.split("(?<=[\ufffe\x02])|(\r\n|\n|\r)", text):
        if piece is None:
            continue
        shown = [index for index, character in enumerate(piece, start) if not character.isspace()]
        start += len(piece)
        if not shown:
            continue
        boxes = [text_page.get_charbox(index, loose=True) for index in shown]
        size = median(top - bottom for _, bottom, _, top in boxes)
        bottom = median(box[1] for box in boxes)
        left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
        lines.append(_Line(" ".join(piece.split()), left, right, bottom, size, number))
    return lines


def _without_headers(pages: Sequence[list[_Line]], changes: Changes) -> list[_Line]:
    """Return all lines without headers, footers and page numbers: lines at an edge of most pages."""
    edges = Counter(key for lines in pages for key in {_key(line) for line in _edge(lines)})
    often = {key for key, count in edges.items() if count >= max(2, len(pages) / 2)}
    kept: list[_Line] = []
    for lines in pages:
        edge = _edge(lines)
        for line in lines:
            if line in edge and (_key(line) in often or re.fullmatch(r"[-– ]*\d{1,3}[-– ]*", line.text)):
                changes.add("header, footer or page number left out", line.text)
            else:
                kept.append(line)
    return kept


def _edge(lines: Sequence[_Line]) -> list[_Line]:
    ordered = sorted(lines, key=lambda line: line.bottom)
    return [*ordered[:_EDGE], *ordered[-_EDGE:]]


def _key(line: _Line) -> str:
    return re.sub(r"\d+", "0", line.text)


def _blocks(lines: Sequence[_Line]) -> Elements:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0]
    larger = sorted({round(line.size) for line in lines if line.size > body * _HEADING}, reverse=True)
    text = [line for line in lines if line.size <= body * _HEADING]
    gaps = [a.bottom - b.bottom for a, b in pairwise(text) if a.page == b.page and a.bottom > b.bottom]
    step, left = median(gaps or [body * 1.2]), median(line.left for line in text or lines)
    right = sorted(line.right for line in text or lines)[int(len(text or lines) * 0.9)]
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and _continues(groups[-1][-1], line, step, left, right):
            groups[-1].append(line)
        else:
            groups.append([line])
    blocks: Elements = []
    for group in groups:
        size = round(group[0].size)
        joined = _joined([line.text for line in group])
        if size in larger and group[0].size > body * _HEADING:
            blocks.append(heading(min(6, larger.index(size) + 1), joined))
        else:
            blocks.append(paragraph(*words(joined)))
    return blocks


def _continues(last: _Line, line: _Line, step: float, left: float, right: float) -> bool:
    """Return whether a line belongs to the paragraph of the line before it."""
    if abs(last.size - line.size) > 1:
        return False
    ends = bool(re.search(r"[.!?:;…]['\"”’)\]]*\d*$", last.text))
    if last.page != line.page or line.bottom > last.bottom:
        return not ends
    if last.bottom - line.bottom > step * _GAP:
        return False
    if line.left > left + _INDENT and last.left <= left + _INDENT:
        return False
    return not (ends and last.right < left + (right - left) * _SHORT)


def _joined(lines: Sequence[str]) -> str:
    """Return lines as one text. A hyphen at the end of a line goes, if the next line begins with a small letter."""
    text = lines[0]
    for line in lines[1:]:
        text = text[:-1] + line if _DIVIDED.search(text) and line[:1].islower() else f"{text} {line}"
    return re.sub("[\ufffe\x02]", "-", text)
