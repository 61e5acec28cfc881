"""Whether a PDF's structure is right where validators look no further (ISO 14289-1, PDF/UA-1; ISO 19005-3, PDF/A-3a).

Each check yields what is wrong in plain words, and nothing where all is well.
"""

from __future__ import annotations

import io
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
from lxml import etree

from briefwright.pdf.xmp import NAMESPACES
from briefwright.verify.tagged import Element, Link, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from briefwright.verify.tagged import Tagged

__all__ = ["UNREADABLE", "complaints", "marking_of"]

UNREADABLE = (pikepdf.PdfError, pypdfium2.PdfiumError)
"""What the libraries raise of a file that is no PDF, or is damaged."""

# What every document says of itself, and how a complaint names it.
_SAID = {
    "title": ".//dc:title//rdf:li",
    "author": ".//dc:creator//rdf:li",
    "subject": ".//dc:description//rdf:li",
    "keywords": ".//dc:subject//rdf:li",
    "language": ".//dc:language//rdf:li",
    "identifier": ".//dc:identifier",
    "edition": ".//xmpMM:VersionID",
    "licence": ".//xmpRights:WebStatement",
    "handling marking": ".//handling:marking",
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_HEADING = re.compile(r"H[1-6]")


def complaints(content: bytes) -> list[str]:
    """Return all that is wrong with the structure and the metadata of a PDF."""
    try:
        tagged = read(content)
        pdf = pikepdf.open(io.BytesIO(content))
    except UNREADABLE as error:
        return [_unreadable(content, error)]
    with pdf:
        found = [message for check in _OF_FILES for message in check(pdf)]
        if tagged.root is None:
            return [*found, "it has no structure: a screen reader finds no headings, tables or order in it"]
        found += [message for check in _OF_STRUCTURES for message in check(tagged, tagged.root)]
        found += _outline(pdf, tagged.root)
    return found


def marking_of(content: bytes) -> str | None:
    """Return the handling marking that a PDF's metadata give, if any; that of no PDF is none."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            packet = _packet(pdf)
            return None if packet is None else packet.findtext(_SAID["handling marking"], None, NAMESPACES)
    except UNREADABLE:
        return None


def _unreadable(content: bytes, error: Exception) -> str:
    """Say why a file cannot be read, without the names that libraries have for it."""
    if isinstance(error, pikepdf.PasswordError):
        return "it is locked: it opens with a password only"
    if not content.strip():
        return "it is empty"
    if not content.startswith(b"%PDF-"):
        return "it is no PDF: it does not begin as one does (%PDF-)"
    if b"%%EOF" not in content[-1024:]:
        return "it is cut off: the end of the PDF, without which nothing in it is found, is missing"
    return "it is damaged: it cannot be read as a PDF"


def _packet(pdf: pikepdf.Pdf) -> etree._Element | None:
    if "/Metadata" not in pdf.Root:
        return None
    try:
        return etree.fromstring(pdf.Root.Metadata.read_bytes())
    except etree.XMLSyntaxError:
        return None


def _declared(pdf: pikepdf.Pdf) -> Iterator[str]:
    packet = _packet(pdf)
    if packet is None:
        yield "it says nothing of itself: there are no metadata (XMP) that can be read"
        return
    if len(packet.findall("rdf:RDF", NAMESPACES)) != 1:
        yield "its metadata are in several parts, of which readers take only the first"
    archival = packet.findtext(".//pdfaid:part", "", NAMESPACES) + packet.findtext(
        ".//pdfaid:conformance", "", NAMESPACES
    )
    if archival != "3A":
        yield "its metadata do not say that it is PDF/A-3a"
    if packet.findtext(".//pdfuaid:part", "", NAMESPACES) != "1":
        yield "its metadata do not say that it is PDF/UA-1"
    for name, path in _SAID.items():
        if not packet.findtext(path, "", NAMESPACES).strip():
            yield f"its metadata give no {name}"


def _presented(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not _entry(root, "/ViewerPreferences", "/DisplayDocTitle"):
        yield "a reader's window would show its file name instead of its title"
    if not _entry(root, "/MarkInfo", "/Marked"):
        yield "it does not say that it is tagged"
    if "/PageLabels" not in root:
        yield "its pages have no labels"
    if any(page.get("/Tabs") != "/S" for page in pdf.pages):
        yield "on some pages the Tab key does not follow the structure"


def _entry(root: Any, *keys: str) -> Any:  # noqa: ANN401 - pikepdf's objects
    """Return what stands under keys within keys, or ``None``."""
    for key in keys:
        root = root.get(key) if root is not None else None
    return root


def _harmless(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "it is encrypted, which can lock assistive technology out"
    if "/OpenAction" in pdf.Root or "/AA" in pdf.Root:
        yield "it does something by itself when it is opened"
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") in {
            "/JavaScript",
            "/Launch",
            "/SubmitForm",
            "/ImportData",
        }:
            yield f"it holds an action that runs something: {item.S}"


def _carried(pdf: pikepdf.Pdf) -> Iterator[str]:
    associated = {str(one.get("/UF")) for one in pdf.Root.get("/AF", [])}
    for name, spec in pdf.attachments.items():
        if name not in associated or spec.obj.get("/AFRelationship") not in {"/Source", "/Data"}:
            yield f"it carries the file {name} without saying what it is to the document"


def _held(tagged: Tagged, root: Element) -> Iterator[str]:
    if root.kind != "Document":
        yield f"its structure begins with {root.kind}, not with Document"
    for number, page in enumerate(tagged.pages, 1):
        if page.unmarked:
            yield f"page {number} shows something that is neither structure nor artifact"
        for kind in {"Header", "Footer"} - set(page.running):
            yield f"page {number} has no running {kind.lower()} that is marked as pagination"
    shown = {
        (number, mcid) for number, page in enumerate(tagged.pages) for mcid, text in page.words.items() if text.strip()
    }
    if silent := shown - set(tagged.spoken):
        yield f"{len(silent)} pieces of its text are shown and no part of the structure"
    if len(set(tagged.spoken)) < len(tagged.spoken):
        yield "some of its text stands in the structure twice"


def _headings(_: Tagged, root: Element) -> Iterator[str]:
    levels = [int(element.kind[1]) for element in root.walk() if _HEADING.fullmatch(element.kind)]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"it has {levels.count(1)} headings of the first level; it needs one, and first"
    for above, level in pairwise(levels):
        if level > above + 1:
            yield f"a heading of level {level} follows one of level {above}: a level is skipped"


def _tables(_: Tagged, root: Element) -> Iterator[str]:
    for table in _of_kind(root, "Table"):
        where = f"the table on page {_page(table)}"
        heads = _of_kind(table, "TH")
        names = {head.identifier for head in heads}
        if not heads:
            yield f"{where} has no head cells"
        if any(head.attributes.get("Scope") not in {"/Column", "/Row"} for head in heads):
            yield f"{where} has head cells that do not say whether they head a row or a column (Scope)"
        if None in names or len(names) < len(heads):
            yield f"{where} has head cells without a name of their own (ID)"
        if any(not set(cell.attributes.get("Headers", ())) & names for cell in _of_kind(table, "TD")):
            yield f"{where} has cells that name none of its head cells (Headers)"
        widths = {_width(row) for row in _of_kind(table, "TR")}
        if len(widths) > 1:
            yield f"{where} has rows of {' and '.join(map(str, sorted(widths)))} cells"
        if len(_of_kind(table, "THead")) > 1:
            yield f"{where} repeats its head in the structure"


def _width(row: Element) -> int:
    return sum(int(cell.attributes.get("ColSpan", 1)) for cell in row.kids if isinstance(cell, Element))


def _lists(_: Tagged, root: Element) -> Iterator[str]:
    for element in root.walk():
        held = {kid.kind for kid in element.kids if isinstance(kid, Element)}
        wanted = {"L": {"LI", "L", "Caption"}, "LI": {"Lbl", "LBody"}, "TOC": {"TOCI", "TOC", "Caption"}}.get(
            element.kind
        )
        if wanted and (not held or held - wanted):
            holds = ", ".join(sorted(held)) or "nothing"
            yield f"a list on page {_page(element)} is not built as one: {element.kind} holds {holds}"


def _notes(_: Tagged, root: Element) -> Iterator[str]:
    tied = {element.identifier: element for element in root.walk() if element.kind in {"Note", "Reference"}}
    for note in _of_kind(root, "Note"):
        calls = [tied[name] for name in note.refers if name in tied]
        if note.identifier is None:
            yield f"a note on page {_page(note)} has no name (ID)"
        elif not any(note.identifier in call.refers for call in calls):
            yield f"a note on page {_page(note)} and its call do not lead to each other"


def _links(_: Tagged, root: Element) -> Iterator[str]:
    for element in root.walk():
        for area in (kid for kid in element.kids if isinstance(kid, Link)):
            if element.kind != area.holder:
                what = {"Link": "a link", "Form": "a form field"}[area.holder]
                yield f"{what} on page {area.page + 1} is tagged as {element.kind}"
            if not area.contents.strip() or area.contents == area.target:
                yield f"a link on page {area.page + 1} does not say where it leads, but for {area.target or 'nothing'}"
    for link in _of_kind(root, "Link"):
        if not any(isinstance(kid, Link) for kid in link.kids):
            yield f"“{link.words}” on page {_page(link)} is tagged as a link and leads nowhere"


def _figures(tagged: Tagged, root: Element) -> Iterator[str]:
    for figure in _of_kind(root, "Figure"):
        where = f"the figure on page {_page(figure)}"
        if not (figure.alternative or "").strip():
            yield f"{where} has no words for those who cannot see it (Alt)"
        box = [float(edge) for edge in figure.attributes.get("BBox", ())]
        width, height = tagged.pages[figure.page or 0].size
        if len(box) != 4 or not (0 <= box[0] < box[2] <= width + 1 and 0 <= box[1] < box[3] <= height + 1):  # noqa: PLR2004 - edges
            yield f"{where} does not say where on the page it is (BBox)"


def _languages(_: Tagged, root: Element) -> Iterator[str]:
    if not root.language:
        yield "its structure does not say in which language it is"
    for element in root.walk():
        if element.language and not _LANGUAGE.fullmatch(element.language):
            yield f"“{element.language}” on page {_page(element)} is no language"


def _empty(_: Tagged, root: Element) -> Iterator[str]:
    for element in root.walk():
        if not element.kids and element.kind not in {"TD", "TH"}:
            yield f"an element on page {_page(element)} holds nothing: {element.kind}"


def _outline(pdf: pikepdf.Pdf, root: Element) -> Iterator[str]:
    with pdf.open_outline() as outline:
        entries = [_letters(str(title)) for title in _titles(outline.root)]
    headings = [_letters(element.words) for element in root.walk() if _HEADING.fullmatch(element.kind)]
    if entries != headings:
        yield f"its outline has {len(entries)} entries and does not agree with its {len(headings)} headings"


def _titles(items: Any) -> Iterator[str]:  # noqa: ANN401 - pikepdf's own
    for item in items:
        yield item.title
        yield from _titles(item.children)


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _of_kind(root: Element, kind: str) -> list[Element]:
    return [element for element in root.walk() if element.kind == kind]


def _page(element: Element) -> int:
    return next((one.page for one in element.walk() if one.page is not None), 0) + 1


_OF_FILES: tuple[Callable[[pikepdf.Pdf], Iterator[str]], ...] = (_declared, _presented, _harmless, _carried)
_OF_STRUCTURES: tuple[Callable[[Tagged, Element], Iterator[str]], ...] = (
    _held, _headings, _tables, _lists, _notes, _links, _figures, _languages, _empty,
)  # fmt: skip
