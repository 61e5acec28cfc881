"""Read a published site: pages as trees, PDFs as words with their positions."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pypdfium2
from lxml import etree, html

from tests.tools.project import REPORT, SLUG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lxml.html import HtmlElement

    from tests.tools.project import Project

# Hyphens that line breaks add or remove: hyphen-minus, soft, hyphen, non-breaking, and PDFium's characters for one.
_HYPHENS = re.compile("[-\u00ad\u2010\u2011\ufffe\x02]")


def fold(text: str) -> str:
    """Return text with single spaces."""
    return " ".join(text.split())


def squeezed(text: str) -> str:
    """Return text without spaces and hyphens, for comparison independent of line breaks."""
    return _HYPHENS.sub("", "".join(unicodedata.normalize("NFKC", text).split()))


@dataclass(frozen=True)
class Word:
    """A word on a page, in points from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """A page of a PDF: its size and its words, from pdftotext."""

    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """All words, with single spaces."""
        return " ".join(word.text for word in self.words)

    def between(self, top: float, bottom: float) -> list[Word]:
        """Return the words between two margins in points, from the top and from the bottom."""
        return [word for word in self.words if word.top >= top and word.bottom <= self.height - bottom]


@dataclass(frozen=True)
class Bookmark:
    """An entry of a PDF's outline; ``page`` counts from 0, ``top`` is in points from the top."""

    level: int
    title: str
    page: int
    top: float


@dataclass(frozen=True)
class Essay:
    """The essay in the report.

    ``starts`` and ``calls`` have the positions of passages and note references: paragraph, offset in its text.
    ``labels`` has the addresses of the findings and recommendations after a position, in order.
    ``links`` has the paragraph, start and end of each link of the essay.
    ``marked`` has for each character of each paragraph whether it is highlighted.
    """

    paragraphs: tuple[str, ...]
    marked: tuple[tuple[bool, ...], ...]
    starts: dict[str, tuple[int, int]]
    calls: dict[int, tuple[int, int]]
    labels: dict[tuple[int, int], list[str]]
    links: tuple[tuple[int, int, int], ...]

    def after(self, passage: Mapping[str, Any]) -> tuple[int, int]:
        """Return where references of a passage are: after it, or after the link that it ends in."""
        number, end = passage["paragraph"], passage["end"]
        return number, next((last for at, first, last in self.links if at == number and first < end < last), end)


@dataclass(frozen=True)
class Publication:
    """The site of a built project."""

    project: Project
    slug: str = SLUG

    @property
    def site(self) -> Path:
        """The published folder."""
        return self.project.site

    @property
    def work(self) -> Path:
        """The work folder of the brief."""
        return self.project.root / "build/work" / self.slug

    def path(self, document: str, ending: str) -> Path:
        """Return the path of a published document."""
        return self.site / self.slug / f"{document}.{ending}"

    @property
    def pages(self) -> list[Path]:
        """All pages of the site, without fragments."""
        return sorted(path for path in self.site.rglob("*.html") if path.parent.name != "fragments")

    @property
    def pdfs(self) -> list[Path]:
        """All PDFs of the site, without the copies in the folder of the newest edition."""
        return sorted(path for path in self.site.rglob("*.pdf") if "editions" not in path.parts)

    @property
    def record(self) -> dict[str, Any]:
        """The brief record."""
        value: dict[str, Any] = json.loads((self.work / "resolved/brief.json").read_text("utf-8"))
        return value

    def html(self, document: str) -> HtmlElement:
        """Return a document's page."""
        return tree(self.path(document, "html"))

    def fragment(self, document: str) -> HtmlElement:
        """Return a document's fragment, in a ``div``."""
        text = (self.work / "fragments" / f"{document}.html").read_text("utf-8")
        return html.fragment_fromstring(text, create_parent="div")

    def pdf(self, document: str) -> tuple[Page, ...]:
        """Return the pages of a document's PDF."""
        return read_pdf(self.path(document, "pdf"))

    def bookmarks(self, document: str) -> list[Bookmark]:
        """Return the outline of a document's PDF."""
        return read_outline(self.path(document, "pdf"))

    def essay(self) -> Essay:
        """Return the essay in the report."""
        return read_essay(self.html(REPORT))

    def labelled_passages(self) -> set[str]:
        """Return the passages with a note or a label, which the essay highlights."""
        brief = self.record["brief"]
        stated = {name for key in ("findings", "recommendations") for item in brief[key] for name in item["passages"]}
        return stated | {note["passage"] for note in self.record["annotations"]}


@cache
def tree(path: Path) -> HtmlElement:
    """Return an HTML file as a tree."""
    return html.document_fromstring(path.read_text("utf-8"))


def text_of(element: HtmlElement) -> str:
    """Return an element's text with single spaces."""
    return fold(str(element.text_content()))


def find(root: HtmlElement, identifier: str) -> HtmlElement:
    """Return the only element with an identifier."""
    found = [element for element in root.iter() if element.get("id") == identifier]
    assert len(found) == 1, f"{len(found)} elements have the id {identifier}"
    return found[0]


def child(element: HtmlElement, path: str) -> HtmlElement:
    """Return the first element at a path; it must exist."""
    found = element.find(path)
    assert found is not None, f"there is no {path} in “{text_of(element)[:80]}”"
    return found


def parent(element: HtmlElement) -> HtmlElement:
    """Return the parent of an element; it must exist."""
    found = element.getparent()
    assert found is not None
    return found


def by_class(root: HtmlElement, name: str) -> list[HtmlElement]:
    """Return the elements with a class, in order."""
    return list(root.find_class(name))


@cache
def read_pdf(path: Path) -> tuple[Page, ...]:
    """Return the pages of a PDF."""
    done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], check=True, capture_output=True, timeout=60)
    root = etree.fromstring(done.stdout, etree.XMLParser(recover=True))
    return tuple(
        Page(
            float(page.get("width", "")),
            float(page.get("height", "")),
            tuple(
                Word(word.text or "", *(float(word.get(edge, "")) for edge in ("xMin", "yMin", "xMax", "yMax")))
                for word in page.iter("{*}word")
            ),
        )
        for page in root.iter("{*}page")
    )


def overlaps(words: tuple[Word, ...]) -> list[str]:
    """Return the pairs of words that overlap by more than half of the smaller one."""
    found = []
    ordered = sorted(words, key=lambda word: word.top)
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.top >= one.bottom:
                break
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            smaller = min((word.right - word.left) * (word.bottom - word.top) for word in (one, other))
            if across > 0 and down > 0 and across * down > smaller / 2:
                found.append(f"“{one.text}” and “{other.text}”")
    return found


def page_texts(path: Path) -> list[str]:
    """Return the text of each page as PDFium reads it, in the order of drawing, with its line breaks."""
    document = pypdfium2.PdfDocument(path)
    try:
        texts = []
        for page in document:
            textpage = page.get_textpage()
            lines = str(textpage.get_text_range()).replace("\r\n", "\n").replace("\ufffe", "\u2010")
            texts.append("\n".join(line.rstrip() for line in lines.splitlines()))
            textpage.close()
            page.close()
        return texts
    finally:
        document.close()


def read_outline(path: Path) -> list[Bookmark]:
    """Return the outline of a PDF."""
    document = pypdfium2.PdfDocument(path)
    try:
        found = []
        for entry in document.get_toc():
            target = entry.get_dest()
            view = target.get_view()[1]
            height = document.get_page_size(target.get_index())[1]
            found.append(Bookmark(entry.level, fold(entry.get_title()), target.get_index(), height - view[1]))
        return found
    finally:
        document.close()


def read_essay(report: HtmlElement) -> Essay:
    """Read the essay of a report with the positions of passages and note references.

    Its paragraphs are all that have a number: also items of lists, code, and rows of tables, with tabs between cells.
    """
    essay = Essay((), (), {}, {}, {}, ())
    for number, label in enumerate(by_class(report, "paragraph-number"), 1):
        assert text_of(label) == str(number)
        essay = _with_paragraph(essay, number, _block(label))
    return essay


def _with_paragraph(essay: Essay, number: int, block: HtmlElement) -> Essay:
    """Return an essay with one more paragraph, whose positions it has as well."""
    text = ""
    flags: list[bool] = []
    links = []
    for part, element, within in _pieces(block, inside=False):
        if element is None:
            # After the number of a footnote or a row is a space.
            shown = part if text and not text.endswith("\t") else part.lstrip()
            text, flags = text + shown, [*flags, *[within] * len(shown)]
        elif element.tag == "td" and text:
            text, flags = f"{text}\t", [*flags, False]
        elif _is_reference(element):
            _add_reference(essay, element, (number, len(text)))
        elif element.tag == "a" and "permalink" not in element.classes:
            length = sum(len(more) for more, inner, _ in _pieces(element, inside=False) if inner is None)
            links.append((number, len(text), len(text) + length))
        elif element.get("id") and "paragraph-number" not in element.classes:
            essay.starts[str(element.get("id"))] = (number, len(text))
    return replace(
        essay,
        paragraphs=(*essay.paragraphs, text),
        marked=(*essay.marked, tuple(flags)),
        links=(*essay.links, *links),
    )


def _add_reference(essay: Essay, element: HtmlElement, place: tuple[int, int]) -> None:
    for link in element.iter("a"):
        if by_class(element, "statement-refs"):
            essay.labels.setdefault(place, []).append(str(link.get("href")).removeprefix("#"))
        elif by_class(element, "note-ref"):
            essay.calls[int(link.text_content())] = place


def _block(label: HtmlElement) -> HtmlElement:
    """Return the paragraph, code or row of a table that a number belongs to."""
    return next(one for one in label.iterancestors() if one.tag in {"p", "pre", "tr"})


def _is_reference(element: HtmlElement) -> bool:
    """Return whether an element is what the report adds to the text: a reference to a note or a statement."""
    names = ("note-ref", "statement-refs", "footnote-ref")
    return element.tag == "sup" and any(by_class(element, name) for name in names)


def _pieces(element: HtmlElement, *, inside: bool) -> Iterator[tuple[str, HtmlElement | None, bool]]:
    """Yield elements at their start, and the text of the essay, each with whether it is inside a ``mark``."""
    if element.get("role") == "note":
        return
    yield "", element, inside
    inside = inside or element.tag == "mark"
    if not _is_reference(element) and "paragraph-number" not in element.get("class", "").split():
        # Between the cells of a row is no text.
        shown = element.tag != "tr"
        yield (element.text or "") if shown else "", None, inside
        for child in element:
            yield from _pieces(child, inside=inside)
            yield (child.tail or "") if shown else "", None, inside
