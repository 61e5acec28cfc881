from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from briefwright.model import DocumentType
from briefwright.pdf.finish import add_metadata
from briefwright.pdf.typeset import typeset
from briefwright.pdf.xmp import NAMESPACES
from briefwright.verify.conformance import check_pdf, marking_of
from tests.tools.press import BASE, print_files
from tests.unit.test_finish import FILES
from tests.unit.test_tags import PICTURE
from tests.unit.test_xmp import DATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STYLE = """
@font-face { font-family: Plex; src: url("fonts/sans-regular.ttf") }
@page { size: 100mm 80mm; margin: 15mm }
@page { @top-left { content: element(marking) } @bottom-left { content: element(marking) } }
.marking { position: running(marking) }
html { font: 9pt/1.4 Plex } table { border-collapse: collapse }
"""
BODY = """
<div class="marking">TLP:CLEAR</div>
<h1>Bridges</h1>
<p>Some words, <span lang="fr">quelques mots</span>, and an <a href="https://a.example/">address</a>.</p>
<section><h2 id="two">Two</h2><ul><li>one</li><li>two</li></ul>
<figure><img src="figures/a.svg" alt="A box" width="40" height="20"></figure></section>
<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>
<tbody><tr><th scope="row">r</th><td>x</td></tr><tr><th scope="row">s</th><td>y</td></tr></tbody></table>
<div class="paragraph"><p>Called<sup><span class="note-ref" id="call-1"><a href="#note-1">1</a></span></sup>.</p>
<aside class="note" id="note-1"><p><a href="#call-1">1</a> A note.</p></aside></div>
"""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bytes]:
    folder = tmp_path_factory.mktemp("print")
    with pytest.MonkeyPatch.context() as patch:
        files = print_files(folder, patch)
        (folder / "figures/a.svg").write_text(PICTURE)
        page = f'<!DOCTYPE html><html lang="en-GB"><head><title>T</title></head><body>{BODY}</body></html>'
        document_type = DocumentType(title="document.poster", order=1, page_limit=(2, 4), needs=())
        yield add_metadata(typeset(page, STYLE, BASE, files, document_type), DATA, FILES)


def elements(pdf: pikepdf.Pdf, structure_type: str) -> list[Any]:
    return [item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/S") == f"/{structure_type}"]


def element(pdf: pikepdf.Pdf, structure_type: str, number: int = 0) -> Any:  # noqa: ANN401 - pikepdf's objects
    return elements(pdf, structure_type)[number]


def rename(old: str, new: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for item in elements(pdf, old):
            item.S = Name(f"/{new}")

    return change


def drop(structure_type: str, key: str, *, of_attributes: bool = False) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for item in elements(pdf, structure_type):
            del (item.A if of_attributes else item)[key]

    return change


def stream(old: str, new: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            text, count = re.subn(old.encode(), new.encode(), page.Contents.read_bytes())
            assert count
            page.Contents = pdf.make_stream(text)

    return change


def metadata(old: str, new: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        text, count = re.subn(old.encode(), new.encode(), pdf.Root.Metadata.read_bytes(), flags=re.DOTALL)
        assert count
        pdf.Root.Metadata.write(text)

    return change


def root(key: str, value: Any = None) -> Callable[[pikepdf.Pdf], None]:  # noqa: ANN401 - pikepdf's objects
    def change(pdf: pikepdf.Pdf) -> None:
        if value is None:
            del pdf.Root[key]
        else:
            pdf.Root[key] = value

    return change


def untag_text(pdf: pikepdf.Pdf) -> None:
    paragraph = element(pdf, "P")
    paragraph.K = Array(list(paragraph.K)[:-1])


def tag_text_twice(pdf: pikepdf.Pdf) -> None:
    paragraph = element(pdf, "P")
    paragraph.K.append(paragraph.K[0])


def remove_link_descriptions(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for area in page.get("/Annots", []):
            area.Contents = String(str(area.A.URI) if "/A" in area else " ")


def remove_cell(pdf: pikepdf.Pdf) -> None:
    row = element(pdf, "TR", 1)
    row.K = Array(list(row.K)[:1])


def repeat_head(pdf: pikepdf.Pdf) -> None:
    table = element(pdf, "Table")
    table.K.append(table.K[0])


def move_figure_off_page(pdf: pikepdf.Pdf) -> None:
    element(pdf, "Figure").A.BBox = Array([0, -100, 50, 20])


def set_invalid_language(pdf: pikepdf.Pdf) -> None:
    element(pdf, "Span").Lang = String("French")


def change_bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[0].title = "Tunnels"


def remove_relationship(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF[0].AFRelationship = Name.Unspecified


def remove_association(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF = Array([pdf.Root.AF[0]])


def remove_tab_order(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Tabs


def add_script(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0].A = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


MUTATIONS: list[tuple[str, Callable[[pikepdf.Pdf], None], str]] = [
    ("no structure", root("/StructTreeRoot"), "no structure tree"),
    ("no metadata", root("/Metadata"), "no readable metadata"),
    ("broken metadata", metadata("</rdf:RDF>", ""), "no readable metadata"),
    ("metadata in two parts", metadata("</rdf:RDF>", f"</rdf:RDF><RDF xmlns='{NAMESPACES['rdf']}'/>"), "several parts"),
    ("not archival", metadata("<pdfaid:conformance>A<", "<pdfaid:conformance>B<"), "PDF/A-3a"),
    ("not accessible", metadata("<pdfuaid:part>1</pdfuaid:part>", ""), "PDF/UA-1"),
    *((f"no {name}", metadata(rf"<{term}>.*</{term}>", ""), f"no {name}") for name, term in (
        ("title", "dc:title"), ("author", "dc:creator"), ("subject", "dc:description"),
        ("language", "dc:language"), ("identifier", "dc:identifier"), ("edition", "xmpMM:VersionID"),
        ("licence", "xmpRights:WebStatement"), ("marking", "handling:marking"),
    )),
    ("title not shown", root("/ViewerPreferences"), "(DisplayDocTitle)"),
    ("not tagged", root("/MarkInfo"), "(MarkInfo)"),
    ("no page labels", root("/PageLabels"), "(PageLabels)"),
    ("no tab order", remove_tab_order, "(Tabs)"),
    ("action on opening", root("/OpenAction", Dictionary(S=Name.JavaScript, JS=String("1"))), "when it is opened"),
    ("script in a link", add_script, "action of type /JavaScript"),
    ("attachment without relationship", remove_relationship, "(AFRelationship)"),
    ("attachment not associated", remove_association, "(AFRelationship)"),
    ("headers as layout", stream("/Pagination", "/Layout"), "no running header"),
    ("untagged content", stream(r"/Span\s<</MCID 0>>\sBDC", "/Span BMC"), "neither tagged nor an artifact"),
    ("text not in structure", untag_text, "missing from the structure tree"),
    ("text twice in structure", tag_text_twice, "twice"),
    ("two headings of level 1", rename("H2", "H1"), "2 headings have level 1"),
    ("heading level skipped", rename("H2", "H3"), "level 3 follows level 1"),
    ("no header cells", rename("TH", "TD"), "no header cells"),
    ("header cells without scope", drop("TH", "/Scope", of_attributes=True), "(Scope)"),
    ("header cells without identifier", drop("TH", "/ID"), "(ID)"),
    ("cells without header cells", drop("TD", "/Headers", of_attributes=True), "(Headers)"),
    ("row with a missing cell", remove_cell, "different numbers of cells: 1, 2"),
    ("table head twice", repeat_head, "its head twice"),
    ("list without items", rename("LI", "P"), "L contains P"),
    ("note without identifier", drop("Note", "/ID"), "no identifier (ID)"),
    ("note reference without note", drop("Reference", "/Ref"), "(Ref)"),
    ("note without note reference", drop("Note", "/Ref"), "(Ref)"),
    ("links without description", remove_link_descriptions, "(Contents)"),
    ("links as text", rename("Link", "Span"), "link on page 1 is tagged as Span"),
    ("figure without alternative text", drop("Figure", "/Alt"), "(Alt)"),
    ("figure outside the page", move_figure_off_page, "(BBox)"),
    ("figure without position", drop("Figure", "/A"), "(BBox)"),
    ("no language", drop("Document", "/Lang"), "(Lang)"),
    ("invalid language", set_invalid_language, "“French”"),
    ("wrong bookmark", change_bookmark, "outline"),
]  # fmt: skip


def test_accepts_good_file(good: bytes) -> None:
    assert check_pdf(good).problems == ()
    assert marking_of(good) == "TLP:CLEAR"


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in MUTATIONS], ids=[row[0] for row in MUTATIONS])
def test_finds_every_mutation(good: bytes, change: Callable[[pikepdf.Pdf], None], expected: str) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as pdf:
        change(pdf)
        pdf.save(out, fix_metadata_version=False)
    found = check_pdf(out.getvalue()).problems
    assert any(expected in problem for problem in found), found


def test_rejects_encryption(good: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="x", user=""))
    assert any("encrypted" in problem for problem in check_pdf(out.getvalue()).problems)


def test_names_file_that_is_not_a_pdf() -> None:
    (problem,) = check_pdf(b"no pdf").problems
    assert problem.startswith("not a PDF")
