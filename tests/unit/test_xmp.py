from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from briefwright.pdf.xmp import NAMESPACES, Metadata, xmp_packet

if TYPE_CHECKING:
    from lxml.etree import _Element

DATA = Metadata(
    title="Bridges & floods – Brief",
    author="The publisher",
    subject="What an essay argues",
    keywords=("Bridges", "Floods"),
    language="en-GB",
    identifier="https://briefs.example.org/bridges/brief.html",
    edition="1.10",
    date="2026-01-31",
    licence=("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    marking="TLP:CLEAR",
    producer="WeasyPrint 70.0",
    creator_tool="Briefwright 1",
)


def read() -> _Element:
    text = xmp_packet(DATA)
    assert text.startswith(b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n')
    assert text.endswith(b'<?xpacket end="r"?>')
    return etree.fromstring(text)


def values(path: str) -> list[str]:
    return [str(element.text) for element in read().iterfind(path, NAMESPACES)]


def test_declares_standards() -> None:
    assert values(".//pdfaid:part") == ["3"]
    assert values(".//pdfaid:conformance") == ["A"]
    assert values(".//pdfuaid:part") == ["1"]


def test_writes_metadata() -> None:
    assert values(".//dc:title/rdf:Alt/rdf:li") == ["Bridges & floods – Brief"]
    assert values(".//dc:creator/rdf:Seq/rdf:li") == ["The publisher"]
    assert values(".//dc:description//rdf:li") == ["What an essay argues"]
    assert values(".//dc:subject/rdf:Bag/rdf:li") == ["Bridges", "Floods"]
    assert values(".//dc:language//rdf:li") == ["en-GB"]
    assert values(".//dc:identifier") == ["https://briefs.example.org/bridges/brief.html"]
    assert values(".//xmpMM:VersionID") == ["1.10"]
    assert values(".//xmpRights:WebStatement") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert values(".//pdf:Keywords") == ["Bridges, Floods"]
    assert values(".//handling:marking") == ["TLP:CLEAR"]


def test_describes_extension_schemas() -> None:
    assert values(".//pdfaSchema:prefix") == ["pdfuaid", "handling"]
    assert values(".//pdfaSchema:namespaceURI") == [NAMESPACES["pdfuaid"], NAMESPACES["handling"]]
    assert values(".//pdfaProperty:name") == ["part", "marking"]


def test_writes_one_rdf_element() -> None:
    assert len(read().findall("rdf:RDF", NAMESPACES)) == 1
