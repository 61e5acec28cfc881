"""Read a PDF once and check its metadata, structure and marking (ISO 14289-1, PDF/UA-1; ISO 19005-3, PDF/A-3a).

Each check yields what is wrong in plain words, and nothing where all is well.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pikepdf
from lxml import etree

from briefwright.pdf.reader import UNREADABLE, read_open
from briefwright.pdf.xmp import NAMESPACES
from briefwright.verify.tagging import HEADING, check_structure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefwright.pdf.reader import Document, Element

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
_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData"}


@dataclass(frozen=True, slots=True)
class PdfCheck:
    """A PDF and what is wrong with it by itself; ``document`` is ``None`` where it cannot be read.

    ``complaints`` are of its structure and metadata, ``unmarked`` of the pages that do not show its marking.
    """

    document: Document | None
    marking: str | None
    complaints: tuple[str, ...]
    unmarked: tuple[str, ...] = ()


# A site has the newest edition twice.
@lru_cache(maxsize=8)
def check_pdf(content: bytes) -> PdfCheck:
    """Read a PDF and check its structure, its metadata and its marking."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            document, packet = read_open(pdf, content), _packet(pdf)
            found = [*_declared(packet), *_presented(pdf), *_harmless(pdf), *_carried(pdf)]
            if document.root is None:
                found.append("it has no structure: a screen reader finds no headings, tables or order in it")
            else:
                found += check_structure(document, document.root)
                found += _outline(pdf, document.root)
    except UNREADABLE as error:
        return PdfCheck(None, None, (_unreadable(content, error),))
    marking = _marking(packet)
    return PdfCheck(document, marking, tuple(found), tuple(_unmarked(document, marking)))


def marking_of(content: bytes) -> str | None:
    """Return the handling marking that a PDF's metadata give, if any; that of no PDF is none."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return _marking(_packet(pdf))
    except UNREADABLE:
        return None


def _packet(pdf: pikepdf.Pdf) -> etree._Element | None:
    if "/Metadata" not in pdf.Root:
        return None
    try:
        return etree.fromstring(pdf.Root.Metadata.read_bytes())
    except etree.XMLSyntaxError:
        return None


def _marking(packet: etree._Element | None) -> str | None:
    return None if packet is None else packet.findtext(_SAID["handling marking"], None, NAMESPACES)


def _unmarked(document: Document, marking: str | None) -> Iterator[str]:
    """Yield the pages that do not show their label twice (TLP 2.0, 2: in the header and the footer of each page)."""
    if marking is None:
        return  # the metadata lack it, which is a complaint already
    for page in document.pages:
        shown = [text.strip() for text in page.artifacts if text.strip().startswith("TLP:")]
        if shown != [marking, marking]:
            yield f"page {page.number} shows {' and '.join(shown) or 'no marking'}, where the metadata say {marking}"


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


def _declared(packet: etree._Element | None) -> Iterator[str]:
    if packet is None:
        yield "it says nothing of itself: there are no metadata (XMP) that can be read"
        return
    if len(packet.findall("rdf:RDF", NAMESPACES)) != 1:
        yield "its metadata are in several parts, of which readers take only the first"
    part, conformance, accessible = (
        packet.findtext(f".//{name}", "", NAMESPACES) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
    )
    if part + conformance != "3A":
        yield "its metadata do not say that it is PDF/A-3a"
    if accessible != "1":
        yield "its metadata do not say that it is PDF/UA-1"
    for name, path in _SAID.items():
        if not packet.findtext(path, "", NAMESPACES).strip():
            yield f"its metadata give no {name}"


def _presented(pdf: pikepdf.Pdf) -> Iterator[str]:
    viewer, marks = (pdf.Root.get(key, pikepdf.Dictionary()) for key in ("/ViewerPreferences", "/MarkInfo"))
    if not viewer.get("/DisplayDocTitle"):
        yield "a reader's window would show its file name instead of its title"
    if not marks.get("/Marked"):
        yield "it does not say that it is tagged"
    if "/PageLabels" not in pdf.Root:
        yield "its pages have no labels"
    if any(page.get("/Tabs") != "/S" for page in pdf.pages):
        yield "on some pages the Tab key does not follow the structure"


def _harmless(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "it is encrypted, which can lock assistive technology out"
    if "/OpenAction" in pdf.Root or "/AA" in pdf.Root:
        yield "it does something by itself when it is opened"
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") in _ACTIONS:
            yield f"it holds an action that runs something: {item.S}"


def _carried(pdf: pikepdf.Pdf) -> Iterator[str]:
    associated = {str(one.get("/UF")) for one in pdf.Root.get("/AF", [])}
    for name, spec in pdf.attachments.items():
        if name not in associated or spec.obj.get("/AFRelationship") not in {"/Source", "/Data"}:
            yield f"it carries the file {name} without saying what it is to the document"


def _outline(pdf: pikepdf.Pdf, root: Element) -> Iterator[str]:
    with pdf.open_outline() as outline:
        entries = list(_titles(outline.root))
    headings = [_letters(element.words) for element in root.walk() if HEADING.fullmatch(element.kind)]
    if entries != headings:
        yield f"its outline has {len(entries)} entries and does not agree with its {len(headings)} headings"


def _titles(items: Iterable[pikepdf.OutlineItem]) -> Iterator[str]:
    for item in items:
        yield _letters(str(item.title))
        yield from _titles(item.children)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
