"""Read a PDF once and check its metadata, structure and marking (ISO 14289-1, PDF/UA-1; ISO 19005-3, PDF/A-3a).

Each check yields problems.
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

_REQUIRED_METADATA = {
    "title": ".//dc:title//rdf:li",
    "author": ".//dc:creator//rdf:li",
    "subject": ".//dc:description//rdf:li",
    "language": ".//dc:language//rdf:li",
    "identifier": ".//dc:identifier",
    "edition": ".//xmpMM:VersionID",
    "licence": ".//xmpRights:WebStatement",
    "marking": ".//handling:marking",
}
_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData"}


@dataclass(frozen=True, slots=True)
class PdfCheck:
    """A PDF and the problems of its structure and metadata; ``document`` is ``None`` if it cannot be read.

    ``marking`` is the marking in the metadata; ``marking_problems`` lists the pages that do not show it.
    """

    document: Document | None
    marking: str | None
    problems: tuple[str, ...]
    marking_problems: tuple[str, ...] = ()


# A site contains the PDFs of the newest edition twice.
@lru_cache(maxsize=8)
def check_pdf(content: bytes) -> PdfCheck:
    """Read a PDF and check its structure, its metadata and its marking."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            document, xmp = read_open(pdf, content), _read_xmp(pdf)
            problems = [
                *_check_metadata(xmp),
                *_check_viewer_settings(pdf),
                *_check_security(pdf),
                *_check_attachments(pdf),
            ]
            if document.root is None:
                problems.append("no structure tree: screen readers find no headings, tables or reading order")
            else:
                problems += check_structure(document, document.root)
                problems += _check_outline(pdf, document.root)
    except UNREADABLE as error:
        return PdfCheck(None, None, (_unreadable(content, error),))
    marking = _marking(xmp)
    return PdfCheck(document, marking, tuple(problems), tuple(_check_page_markings(document, marking)))


def marking_of(content: bytes) -> str | None:
    """Return the marking in a PDF's metadata; ``None`` if there is none or the file cannot be read."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return _marking(_read_xmp(pdf))
    except UNREADABLE:
        return None


def _read_xmp(pdf: pikepdf.Pdf) -> etree._Element | None:
    if "/Metadata" not in pdf.Root:
        return None
    try:
        return etree.fromstring(pdf.Root.Metadata.read_bytes())
    except etree.XMLSyntaxError:
        return None


def _marking(xmp: etree._Element | None) -> str | None:
    return None if xmp is None else xmp.findtext(_REQUIRED_METADATA["marking"], None, NAMESPACES)


def _check_page_markings(document: Document, marking: str | None) -> Iterator[str]:
    """Check that the header and the footer of each page show the marking (TLP 2.0, 2)."""
    if marking is None:
        return  # `_check_metadata` reports it
    for page in document.pages:
        labels = [text.strip() for text in page.artifacts if text.strip().startswith("TLP:")]
        if labels != [marking, marking]:
            yield (
                f"page {page.number} shows {' and '.join(labels) or 'no marking'}, "
                f"but the marking in the metadata is {marking}"
            )


def _unreadable(content: bytes, error: Exception) -> str:
    """Return why a file cannot be read, without the terms of PDF libraries."""
    if isinstance(error, pikepdf.PasswordError):
        return "locked with a password; ask for a copy without one"
    if not content.strip():
        return "empty file; get a new copy"
    if not content.startswith(b"%PDF-"):
        return "not a PDF: the file does not begin with %PDF-"
    if b"%%EOF" not in content[-1024:]:
        return "incomplete PDF: the end of the file is missing; get a new copy"
    return "damaged PDF: it cannot be read; get a new copy"


def _check_metadata(xmp: etree._Element | None) -> Iterator[str]:
    if xmp is None:
        yield "no readable metadata (XMP)"
        return
    if len(xmp.findall("rdf:RDF", NAMESPACES)) != 1:
        yield "metadata in several parts; readers use only the first"
    part, conformance, accessible = (
        xmp.findtext(f".//{name}", "", NAMESPACES) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
    )
    if part + conformance != "3A":
        yield "metadata does not claim PDF/A-3a"
    if accessible != "1":
        yield "metadata does not claim PDF/UA-1"
    for name, path in _REQUIRED_METADATA.items():
        if not xmp.findtext(path, "", NAMESPACES).strip():
            yield f"no {name} in the metadata"


def _check_viewer_settings(pdf: pikepdf.Pdf) -> Iterator[str]:
    viewer, marks = (pdf.Root.get(key, pikepdf.Dictionary()) for key in ("/ViewerPreferences", "/MarkInfo"))
    if not viewer.get("/DisplayDocTitle"):
        yield "the window title is the file name instead of the document title (DisplayDocTitle)"
    if not marks.get("/Marked"):
        yield "not declared as tagged (MarkInfo)"
    if "/PageLabels" not in pdf.Root:
        yield "pages have no labels (PageLabels)"
    if any(page.get("/Tabs") != "/S" for page in pdf.pages):
        yield "on some pages, the Tab key does not follow the structure (Tabs)"


def _check_security(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "encrypted; encryption can block assistive technology"
    if "/OpenAction" in pdf.Root or "/AA" in pdf.Root:
        yield "starts an action when it is opened"
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") in _ACTIONS:
            yield f"contains an action of type {item.S}"


def _check_attachments(pdf: pikepdf.Pdf) -> Iterator[str]:
    associated = {str(spec.get("/UF")) for spec in pdf.Root.get("/AF", [])}
    for name, spec in pdf.attachments.items():
        if name not in associated or spec.obj.get("/AFRelationship") not in {"/Source", "/Data"}:
            yield f"attachment {name} has no relationship to the document (AFRelationship)"


def _check_outline(pdf: pikepdf.Pdf, root: Element) -> Iterator[str]:
    with pdf.open_outline() as outline:
        entries = list(_titles(outline.root))
    headings = [_alphanumeric(element.words) for element in root.walk() if HEADING.fullmatch(element.type)]
    if entries != headings:
        yield f"outline ({len(entries)} entries) does not match the headings ({len(headings)})"


def _titles(items: Iterable[pikepdf.OutlineItem]) -> Iterator[str]:
    for item in items:
        yield _alphanumeric(str(item.title))
        yield from _titles(item.children)


def _alphanumeric(text: str) -> str:
    return "".join(filter(str.isalnum, text))
