"""XMP metadata of a PDF (ISO 16684-1), as PDF/A-3 and PDF/UA-1 require."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NAMESPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    # No public schema defines a marking of the Traffic Light Protocol.
    "handling": "urn:briefwright:handling:1.0#",
}
# The file must describe properties that are not in XMP's own schemas (ISO 19005-3, 6.6.2.3).
_EXTENSION_SCHEMAS = (
    ("PDF/UA identification", "pdfuaid", "part", "Integer", "internal", "Part of ISO 14289 to which the file conforms"),
    ("Handling", "handling", "marking", "Text", "external", "Traffic Light Protocol 2.0 label of the file"),
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """Metadata of a document: ``date`` in ISO 8601, ``language`` a BCP 47 tag.

    ``author`` is the publisher, which made this edition; ``contributors`` are the authors of the essay, and ``source``
    is its address or its citation (Dublin Core: a resource from which the document is derived). ``licence`` is
    a statement that says which text is under which licence, and the address of the publisher's licence.
    """

    title: str
    author: str
    subject: str
    keywords: Sequence[str]
    language: str
    identifier: str
    edition: str
    date: str
    licence: tuple[str, str]
    marking: str
    producer: str
    creator_tool: str
    contributors: Sequence[str] = ()
    source: str = ""
    essay_language: str = ""


def xmp_packet(data: Metadata) -> bytes:
    """Return the XMP packet of a document."""
    root = etree.Element(_name("x:xmpmeta"), nsmap={"x": NAMESPACES["x"]})
    rdf = etree.SubElement(root, _name("rdf:RDF"), nsmap={"rdf": NAMESPACES["rdf"]})
    _describe(rdf, "pdfaid", part="3", conformance="A")
    _describe(rdf, "pdfuaid", part="1")
    rights, address = data.licence
    source = {"source": data.source} if data.source else {}
    dublin = _describe(rdf, "dc", format="application/pdf", identifier=data.identifier, **source)
    for term, text in (("title", data.title), ("description", data.subject), ("rights", rights)):
        _list(dublin, f"dc:{term}", "Alt", [text])
    for term, texts in (
        ("creator", [data.author]), ("publisher", [data.author]), ("subject", data.keywords),
        ("contributor", data.contributors), ("language", dict.fromkeys([data.language, data.essay_language])),
        ("date", [data.date]),
    ):  # fmt: skip
        if texts := list(filter(None, texts)):
            _list(dublin, f"dc:{term}", "Seq" if term in {"creator", "date"} else "Bag", texts)
    _describe(
        rdf, "xmp", CreatorTool=data.creator_tool, CreateDate=data.date, ModifyDate=data.date, MetadataDate=data.date
    )
    _describe(rdf, "xmpMM", VersionID=data.edition)
    _describe(rdf, "xmpRights", Marked="True", WebStatement=address)
    keywords = {"Keywords": ", ".join(data.keywords)} if data.keywords else {}
    _describe(rdf, "pdf", Producer=data.producer, **keywords)
    _describe(rdf, "handling", marking=data.marking)
    _describe_extension_schemas(rdf)
    etree.indent(root)
    xml = etree.tostring(root, encoding="utf-8")
    return b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' + xml + b'\n<?xpacket end="r"?>'


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _describe(rdf: etree._Element, prefix: str, **properties: str) -> etree._Element:
    description = etree.SubElement(rdf, _name("rdf:Description"), nsmap={prefix: NAMESPACES[prefix]})
    description.set(_name("rdf:about"), "")
    for key, text in properties.items():
        etree.SubElement(description, _name(f"{prefix}:{key}")).text = text
    return description


def _list(parent: etree._Element, name: str, container_type: str, texts: Iterable[str]) -> None:
    container = etree.SubElement(etree.SubElement(parent, _name(name)), _name(f"rdf:{container_type}"))
    for text in texts:
        item = etree.SubElement(container, _name("rdf:li"))
        item.text = text
        if container_type == "Alt":
            item.set("{http://www.w3.org/XML/1998/namespace}lang", "x-default")


def _describe_extension_schemas(rdf: etree._Element) -> None:
    prefixes = ("pdfaExtension", "pdfaSchema", "pdfaProperty")
    description = etree.SubElement(rdf, _name("rdf:Description"), nsmap={key: NAMESPACES[key] for key in prefixes})
    description.set(_name("rdf:about"), "")
    schemas = etree.SubElement(etree.SubElement(description, _name("pdfaExtension:schemas")), _name("rdf:Bag"))
    for title, prefix, *terms in _EXTENSION_SCHEMAS:
        schema = _resource(schemas)
        for key, text in (("schema", title), ("namespaceURI", NAMESPACES[prefix]), ("prefix", prefix)):
            etree.SubElement(schema, _name(f"pdfaSchema:{key}")).text = text
        properties = etree.SubElement(etree.SubElement(schema, _name("pdfaSchema:property")), _name("rdf:Seq"))
        definition = _resource(properties)
        for key, text in zip(("name", "valueType", "category", "description"), terms, strict=True):
            etree.SubElement(definition, _name(f"pdfaProperty:{key}")).text = text


def _resource(parent: etree._Element) -> etree._Element:
    item = etree.SubElement(parent, _name("rdf:li"))
    item.set(_name("rdf:parseType"), "Resource")
    return item
