from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from briefwright.model import DocumentType
from briefwright.pdf.finish import finish
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
        kind = DocumentType(title="document.poster", order=1, page_limit=(2, 4), needs=())
        yield finish(typeset(page, STYLE, BASE, files, kind), DATA, FILES)


def element(pdf: pikepdf.Pdf, kind: str, number: int = 0) -> Any:  # noqa: ANN401 - pikepdf's objects
    return [item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/S") == f"/{kind}"][number]


def every(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    return [item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/S") == f"/{kind}"]


def rename(old: str, new: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for item in every(pdf, old):
            item.S = Name(f"/{new}")

    return change


def drop(kind: str, key: str, *, of_attributes: bool = False) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for item in every(pdf, kind):
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


def cut_paragraph(pdf: pikepdf.Pdf) -> None:
    paragraph = element(pdf, "P")
    paragraph.K = Array(list(paragraph.K)[:-1])


def speak_twice(pdf: pikepdf.Pdf) -> None:
    paragraph = element(pdf, "P")
    paragraph.K.append(paragraph.K[0])


def silent_link(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for area in page.get("/Annots", []):
            area.Contents = String(str(area.A.URI) if "/A" in area else " ")


def uneven_row(pdf: pikepdf.Pdf) -> None:
    row = element(pdf, "TR", 1)
    row.K = Array(list(row.K)[:1])


def repeat_head(pdf: pikepdf.Pdf) -> None:
    table = element(pdf, "Table")
    table.K.append(table.K[0])


def far_figure(pdf: pikepdf.Pdf) -> None:
    element(pdf, "Figure").A.BBox = Array([0, -100, 50, 20])


def other_language(pdf: pikepdf.Pdf) -> None:
    element(pdf, "Span").Lang = String("French")


def other_heading(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[0].title = "Tunnels"


def loose_file(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF[0].AFRelationship = Name.Unspecified


def lost_file(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF = Array([pdf.Root.AF[0]])


def untabbed(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Tabs


def bury_script(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0].A = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


MUTATIONS: list[tuple[str, Callable[[pikepdf.Pdf], None], str]] = [
    ("no structure", root("/StructTreeRoot"), "no structure"),
    ("no metadata", root("/Metadata"), "says nothing of itself"),
    ("broken metadata", metadata("</rdf:RDF>", ""), "says nothing of itself"),
    ("metadata in two parts", metadata("</rdf:RDF>", f"</rdf:RDF><RDF xmlns='{NAMESPACES['rdf']}'/>"), "several parts"),
    ("not archival", metadata("<pdfaid:conformance>A<", "<pdfaid:conformance>B<"), "PDF/A-3a"),
    ("not accessible", metadata("<pdfuaid:part>1</pdfuaid:part>", ""), "PDF/UA-1"),
    *((f"no {name}", metadata(rf"<{term}>.*</{term}>", ""), f"no {name}") for name, term in (
        ("title", "dc:title"), ("author", "dc:creator"), ("subject", "dc:description"), ("keywords", "dc:subject"),
        ("language", "dc:language"), ("identifier", "dc:identifier"), ("edition", "xmpMM:VersionID"),
        ("licence", "xmpRights:WebStatement"), ("handling marking", "handling:marking"),
    )),
    ("title not shown", root("/ViewerPreferences"), "file name instead of its title"),
    ("not marked", root("/MarkInfo"), "does not say that it is tagged"),
    ("no labels", root("/PageLabels"), "no labels"),
    ("no tab order", untabbed, "Tab key"),
    ("opens by itself", root("/OpenAction", Dictionary(S=Name.JavaScript, JS=String("1"))), "by itself"),
    ("script in a link", bury_script, "runs something: /JavaScript"),
    ("file without relation", loose_file, "without saying what it is"),
    ("file not associated", lost_file, "without saying what it is"),
    ("heads as layout", stream("/Pagination", "/Layout"), "no running header"),
    ("text without a mark", stream(r"/Span\s<</MCID 0>>\sBDC", "/Span BMC"), "neither structure nor artifact"),
    ("words left out", cut_paragraph, "no part of the structure"),
    ("words spoken twice", speak_twice, "twice"),
    ("two first headings", rename("H2", "H1"), "2 headings of the first level"),
    ("a level skipped", rename("H2", "H3"), "a level is skipped"),
    ("no head cells", rename("TH", "TD"), "no head cells"),
    ("heads without scope", drop("TH", "/Scope", of_attributes=True), "(Scope)"),
    ("heads without name", drop("TH", "/ID"), "(ID)"),
    ("cells without heads", drop("TD", "/Headers", of_attributes=True), "(Headers)"),
    ("a row cut", uneven_row, "rows of 1 and 2 cells"),
    ("head repeated", repeat_head, "repeats its head"),
    ("list without items", rename("LI", "P"), "is not built as one"),
    ("note without name", drop("Note", "/ID"), "no name (ID)"),
    ("call without note", drop("Reference", "/Ref"), "do not lead to each other"),
    ("note without call", drop("Note", "/Ref"), "do not lead to each other"),
    ("silent links", silent_link, "does not say where it leads"),
    ("links as text", rename("Link", "Span"), "a link on page 1 is tagged as Span"),
    ("figure without words", drop("Figure", "/Alt"), "(Alt)"),
    ("figure off the page", far_figure, "(BBox)"),
    ("figure nowhere", drop("Figure", "/A"), "(BBox)"),
    ("no language", drop("Document", "/Lang"), "in which language"),
    ("no such language", other_language, "“French”"),
    ("another outline", other_heading, "outline"),
]  # fmt: skip


def test_a_good_file_has_nothing_to_complain_of(good: bytes) -> None:
    assert check_pdf(good).complaints == ()
    assert marking_of(good) == "TLP:CLEAR"


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in MUTATIONS], ids=[row[0] for row in MUTATIONS])
def test_every_mutation_is_rejected(good: bytes, change: Callable[[pikepdf.Pdf], None], expected: str) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as pdf:
        change(pdf)
        pdf.save(out, fix_metadata_version=False)
    found = check_pdf(out.getvalue()).complaints
    assert any(expected in complaint for complaint in found), found


def test_encryption_is_rejected(good: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="x", user=""))
    assert any("encrypted" in complaint for complaint in check_pdf(out.getvalue()).complaints)


def test_what_is_no_pdf_is_said_to_be_none() -> None:
    (complaint,) = check_pdf(b"no pdf").complaints
    assert complaint.startswith("it is no PDF")
