from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from briefwright.fonts import print_font
from briefwright.model import DocumentType
from briefwright.pdf.reader import read
from briefwright.pdf.typeset import typeset
from tests.tools.press import BASE, print_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from briefwright.pdf.fetch import PublishedFiles

STYLE = """
@font-face { font-family: Plex; src: url("fonts/sans-regular.ttf") }
@page { size: 100mm 60mm; margin: 10mm; @top-left { content: element(head) } @bottom-left { content: counter(page) } }
.head { position: running(head) }
html { font: 12pt/1.5 Plex } body, p { margin: 0 }
"""
LONG = "word " * 90
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PublishedFiles:
    files = print_files(tmp_path, monkeypatch)
    (tmp_path / "figures/a.svg").write_text(PICTURE)
    return files


def typeset_page(files: PublishedFiles, body: str, pages: int | None = None) -> pikepdf.Pdf:
    html = f'<!DOCTYPE html><html lang="en-GB"><head><title>T</title></head><body>{body}</body></html>'
    document_type = DocumentType(title="document.poster", order=1, page_limit=(pages or 1, pages or 9), needs=())
    return pikepdf.open(io.BytesIO(typeset(html, STYLE, BASE, files, document_type)))


def kids(element: Any) -> list[Any]:  # noqa: ANN401 - pikepdf's stubs know no numbers in arrays
    """Return the kids of an element: numbers of marked content, and dictionaries."""
    return list(element.K)


def elements(pdf: pikepdf.Pdf, structure_type: str) -> list[pikepdf.Dictionary]:
    return [element for element in _walk(pdf.Root.StructTreeRoot.K[0]) if f"/{structure_type}" == element.S]


def _walk(element: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    yield element  # type: ignore[misc]
    for kid in kids(element):
        if not isinstance(kid, int) and "/S" in kid:
            yield from _walk(kid)


def streams(pdf: pikepdf.Pdf) -> list[str]:
    return [page.Contents.read_bytes().decode("latin-1") for page in pdf.pages]


def test_tags_paragraph_on_several_pages_as_one_element(files: PublishedFiles) -> None:
    with typeset_page(files, f"<p>{LONG}</p><p>end</p>", 3) as pdf:
        first, last = elements(pdf, "P")
        assert first.Pg.objgen == pdf.pages[0].objgen
        assert {kid.Pg.objgen for kid in kids(first) if not isinstance(kid, int)} == {
            pdf.pages[1].objgen,
            pdf.pages[2].objgen,
        }
        assert last.Pg.objgen == pdf.pages[2].objgen


def test_marks_headers_and_footers_as_pagination(files: PublishedFiles) -> None:
    with typeset_page(files, '<div class="head">Head</div><p>text</p>', 1) as pdf:
        (text,) = streams(pdf)
        artifacts = re.findall(r"/Artifact\s<<([^>]*)>>\sBDC", text)
        assert sorted(re.findall(r"/Subtype\s?/(\w+)", " ".join(artifacts))) == ["Footer", "Header"]
        assert all("/Pagination" in artifact for artifact in artifacts)
        assert [element.S for element in _walk(pdf.Root.StructTreeRoot.K[0])] == ["/Document", "/P"]


def test_parent_tree_matches_marked_content(files: PublishedFiles) -> None:
    with typeset_page(files, f'<div class="head">Head</div><h1>Title</h1><p>{LONG}</p>', 3) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        for index, (page, text) in enumerate(zip(pdf.pages, streams(pdf), strict=True)):
            marks = [int(number) for number in re.findall(r"/MCID (\d+)", text)]
            parents = numbers[2 * index + 1]
            assert page.StructParents == numbers[2 * index] == index
            assert sorted(marks) == list(range(len(parents)))
            for number, parent in enumerate(parents):
                assert number in [kid if isinstance(kid, int) else kid.get("/MCID") for kid in kids(parent)]


def test_tags_table_on_several_pages_as_one_with_one_head(files: PublishedFiles) -> None:
    rows = "".join(f'<tr><th scope="row">r{number}</th><td>x</td></tr>' for number in range(12))
    head = '<thead><tr><th scope="col"><a href="#a">A</a></th><th scope="col">B</th></tr></thead>'
    with typeset_page(files, f'<h1 id="a">T</h1><table>{head}<tbody>{rows}</tbody></table>') as pdf:
        assert len(elements(pdf, "Table")) == len(elements(pdf, "THead")) == 1
        assert len(elements(pdf, "TR")) == 13
        heads = elements(pdf, "TH")
        assert [str(element.A.Scope) for element in heads] == ["/Column"] * 2 + ["/Row"] * 12
        names = {str(element.ID): element for element in heads}
        for number, cell in enumerate(elements(pdf, "TD")):
            assert [names[str(name)] for name in cell.A.Headers] == [heads[number + 2], heads[1]]
        tree = pdf.Root.StructTreeRoot.IDTree.Names
        assert [str(name) for name in list(tree)[::2]] == sorted(names)
        # Repeated heads are not in the structure, so their links are removed.
        assert len(pdf.pages[0].Annots) == 1
        assert all(len(page.get("/Annots", [])) == 0 for page in list(pdf.pages)[1:])


def test_lists_header_cells_of_row_and_all_columns(files: PublishedFiles) -> None:
    head = '<thead><tr><th colspan="2">A</th><th scope="row">B</th><th>C</th></tr></thead>'
    body = '<tbody><tr><th>r</th><td>x</td><td>y</td><td colspan="2">z</td></tr></tbody>'
    with typeset_page(files, f"<table>{head}{body}</table>", 1) as pdf:
        heads = elements(pdf, "TH")
        assert [str(element.A.Scope) for element in heads] == ["/Column", "/Row", "/Column", "/Row"]
        names = {str(element.ID): number for number, element in enumerate(heads)}
        cells = elements(pdf, "TD")
        assert [[names[str(name)] for name in cell.A.Headers] for cell in cells] == [[3, 0], [3], [3, 2]]
        assert [element.A.get("/ColSpan") for element in (*heads, *cells)] == [2, None, None, None, None, None, 2]


def test_writes_no_headers_without_header_cells(files: PublishedFiles) -> None:
    with typeset_page(files, "<table><tr><td>x</td></tr></table>", 1) as pdf:
        assert [set(cell.A.keys()) for cell in elements(pdf, "TD")] == [{"/O"}]


def test_writes_languages(files: PublishedFiles) -> None:
    with typeset_page(files, '<p>text <span lang="fr">mots</span></p><p lang="ar">x</p>', 1) as pdf:
        assert str(elements(pdf, "Document")[0].Lang) == "en-GB"
        assert [str(element.Lang) for element in elements(pdf, "Span")] == ["fr"]
        assert str(elements(pdf, "P")[1].Lang) == "ar"


def test_writes_actual_text_of_right_to_left_words(files: PublishedFiles, tmp_path: Path) -> None:
    (tmp_path / "fonts/arabic.ttf").write_bytes(print_font("arabic-regular.ttf"))
    face = '@font-face { font-family: A; src: url("fonts/arabic.ttf") } span { font-family: A; direction: rtl }'
    words = '<span dir="rtl"><span dir="rtl">وضع استراتيجيات</span> (2015)</span>'
    with typeset_page(files, f"<style>{face}</style><p>should {words}.</p>", 1) as pdf:
        outer, inner = elements(pdf, "Span")
        assert str(outer.ActualText) == "وضع استراتيجيات (2015)"
        assert str(inner.ActualText) == "وضع استراتيجيات"
        out = io.BytesIO()
        pdf.save(out)
    root = read(out.getvalue()).root
    assert root is not None
    (paragraph,) = [element for element in root.walk() if element.type == "P"]
    assert "".join(character for character in paragraph.words if character.isalnum()) == "shouldوضعاستراتيجيات2015"


def test_writes_actual_text_of_a_right_to_left_link(files: PublishedFiles, tmp_path: Path) -> None:
    (tmp_path / "fonts/arabic.ttf").write_bytes(print_font("arabic-regular.ttf"))
    face = '@font-face { font-family: A; src: url("fonts/arabic.ttf") } a { font-family: A; direction: rtl }'
    link = '<a dir="rtl" href="https://example.org/">وضع استراتيجيات</a>'
    with typeset_page(files, f"<style>{face}</style><p>{link}</p>", 1) as pdf:
        (element,) = elements(pdf, "Link")
        assert str(element.ActualText) == "وضع استراتيجيات"


def test_writes_alternative_text_and_bbox_of_picture(files: PublishedFiles) -> None:
    body = '<figure><img src="figures/a.svg" alt="A box" width="40" height="20"></figure>'
    with typeset_page(files, f"<style>figure {{ margin: 0 }}</style>{body}", 1) as pdf:
        (figure,) = elements(pdf, "Figure")
        assert str(figure.Alt) == "A box"
        height = 60 / 25.4 * 72
        left, bottom, right, top = (float(edge) for edge in figure.A.BBox)
        assert left == pytest.approx(10 / 25.4 * 72, abs=0.01)
        assert right - left == pytest.approx(30, abs=0.01)
        assert top - bottom == pytest.approx(15, abs=0.01)
        assert bottom > height / 2


def test_connects_notes_and_note_references(files: PublishedFiles) -> None:
    body = (
        '<div class="paragraph"><p>text<sup><span class="note-ref" id="call-1"><a href="#note-1">1</a></span></sup></p>'
        '<aside class="note" id="note-1"><p><a href="#call-1">1</a> note</p></aside></div>'
    )
    with typeset_page(files, body, 1) as pdf:
        (call,), (note,) = elements(pdf, "Reference"), elements(pdf, "Note")
        assert call.Ref[0].objgen == note.objgen
        assert note.Ref[0].objgen == call.objgen
        assert {str(call.ID), str(note.ID)} == set(map(str, list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]))


def test_describes_links(files: PublishedFiles) -> None:
    with typeset_page(
        files, '<h1 id="a">Title</h1><p><a href="#a">1</a> <a href="https://b.example/">b</a></p>', 1
    ) as pdf:
        assert [str(annotation.Contents) for annotation in pdf.pages[0].Annots] == ["1: Title", "b: https://b.example/"]
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
        for annotation in pdf.pages[0].Annots:
            assert parents[annotation.StructParent].S == "/Link"


def test_tags_printed_address_as_nonstruct(files: PublishedFiles) -> None:
    style = "<style>[data-address]::after { content: ' (' attr(data-address) ')' }</style>"
    link = '<a href="https://a.example/b" data-address="https://a.example/b">words</a>'
    with typeset_page(files, f"{style}<p>See {link}.</p>", 1) as pdf:
        assert {str(area.Contents) for area in pdf.pages[0].Annots.as_list()} == {"words: https://a.example/b"}
        out = io.BytesIO()
        pdf.save(out)
    read_back = read(out.getvalue())
    assert read_back.root is not None
    (added,) = (element for element in read_back.root.walk() if element.type == "NonStruct")
    assert added.words.strip() == "(https://a.example/b)"
    assert "".join(read_back.root.words.split()) == "Seewords(https://a.example/b)."
