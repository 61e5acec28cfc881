"""Read small PDFs that are tagged like the published ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from weasyprint import CSS, HTML

from briefwright.pdf.page_content import Page, Rectangle, TextRun
from briefwright.pdf.reader import UNREADABLE, Element, MarkedText, read
from briefwright.pdf.tags import Tagger
from briefwright.pdf.typeset import VARIANT
from briefwright.verify.comparison import compare_blocks, pair_blocks
from briefwright.verify.html_blocks import Block, normalise
from briefwright.verify.pdf_blocks import read_pdf

STYLE = "@page { size: 100mm 60mm; margin: 10mm } body { font: 10pt serif; margin: 0 } p { margin: 0 }"


@dataclass(frozen=True)
class Pdf:
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]


def typeset(body: str, style: str = "") -> Pdf:
    page = HTML(string=f'<html lang="en"><head><title>t</title></head><body>{body}</body></html>')
    document = page.render(stylesheets=[CSS(string=STYLE + style)], pdf_variant=VARIANT, pdf_tags=True)
    tagger = Tagger(document, page.etree_element)
    found = read(document.write_pdf(pdf_variant=VARIANT, finisher=tagger.finish))
    assert found.root is not None
    return Pdf(found.pages, read_pdf(found.root))


def texts(pdf: Pdf) -> list[str]:
    return [block.text for block in pdf.blocks]


def test_reads_blocks_in_reading_order() -> None:
    pdf = typeset(
        '<h1>Title</h1><p>Text with <em>stress</em>, a call<sup>12</sup> and <a href="#x">a link</a>.</p>'
        '<div>Loose.</div><ul><li>Entry</li><li><p>Other</p></li></ul><p id="x" style="position: absolute">Last.</p>'
    )
    assert texts(pdf) == ["Title", "Text with stress, a call 12 and a link.", "Loose.", "Entry", "Other", "Last."]
    assert [block.type for block in pdf.blocks] == ["H1", "P", "P", "LBody", "P", "P"]


def test_joins_lines_and_recognises_hyphens() -> None:
    pdf = typeset(
        "<p>internationalisation of counter-terrorism</p>",
        "p { width: 22mm; hyphens: auto; hyphenate-character: '-' }",
    )
    assert "\x02" in pdf.blocks[0].cells[0]
    assert normalise(pdf.blocks[0].text) == normalise("internationalisation of counter-terrorism")


def test_reads_paragraph_over_pages_and_floats_as_one_block() -> None:
    words = " ".join(f"word{number}" for number in range(120))
    pdf = typeset(
        f'<div><div class="note"><p>{"note " * 60}</p></div><p>{words}</p></div>',
        ".note { float: right; width: 30mm }",
    )
    assert len(pdf.pages) > 1
    (block,) = (block for block in pdf.blocks if "word" in block.text)
    assert block.text == words


def test_joins_word_divided_by_page_break() -> None:
    pdf = typeset(
        "<p>internationalisation</p>",
        "@page { size: 42mm 26mm } p { width: 22mm; hyphens: auto; orphans: 1; widows: 1; line-height: 6mm }",
    )
    assert len(pdf.pages) > 1
    assert [normalise(block.text) for block in pdf.blocks] == ["internationalisation"]


def test_reads_rows_by_cell_and_repeated_head_once() -> None:
    rows = "".join(f"<tr><th>{number}</th><td>Some <span>words</span> here</td><td></td></tr>" for number in range(20))
    pdf = typeset(
        f"<table><thead><tr><th>No.</th><th>What</th></tr></thead><tbody>{rows}</tbody></table>",
        "span { display: block }",
    )
    heads = [block for block in pdf.blocks if block.head]
    assert len(pdf.pages) > 1
    assert [block.cells for block in heads] == [("No.", "What")]
    rows_read = [block for block in pdf.blocks if not block.head]
    assert [block.key for block in rows_read] == [(str(number), "somewordshere", "") for number in range(20)]
    assert {block.type for block in rows_read} == {"TR TH TD TD"}
    assert "No. What" in pdf.pages[1].margin


def test_ignores_generated_page_numbers() -> None:
    pdf = typeset(
        '<ul><li><a href="#x">Part</a></li></ul><h1 id="x">Part</h1>',
        "a::after { content: target-counter(attr(href), page) }",
    )
    assert texts(pdf) == ["Part", "Part"]


def test_reads_running_header_as_margin_text() -> None:
    pdf = typeset(
        '<div class="head">Head 1</div><p>Text</p>',
        ".head { position: running(h) } @page { @top-left { content: element(h) } }",
    )
    assert texts(pdf) == ["Text"]
    assert pdf.pages[0].margin == "Head 1"


def test_reads_alternative_text_and_drawn_text_of_picture(tmp_path_factory: pytest.TempPathFactory) -> None:
    svg = tmp_path_factory.mktemp("svg") / "c.svg"
    svg.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 50 20" width="50" height="20">'
        '<g transform="translate(5,5)"><text y="9" font-size="9">151 killed</text></g></svg>'
    )
    pdf = typeset(f'<p>Before</p><img src="{svg.as_uri()}" alt="Bars.">')
    assert texts(pdf) == ["Before", "Bars."]
    assert [(block.text, normalise(block.drawn)) for block in pdf.blocks if block.is_figure] == [("Bars.", "151killed")]
    drawn = [run for run in pdf.pages[0].runs if run.text.strip() in {"1", "5", "k"}]
    assert drawn
    assert all(run.box.within(run.clip) for run in drawn)


def test_measures_boxes_in_points_from_lower_left() -> None:
    run = typeset("<p>Text</p>").pages[0].runs[0]
    assert run.box.left == pytest.approx(28.35, abs=1)
    assert 130 < run.box.bottom < run.box.top < 170.1 - 28


@pytest.mark.parametrize(
    "style", ["margin-left: -30mm", "position: absolute; top: 57mm", "margin-left: 75mm; white-space: nowrap"]
)
def test_reads_text_outside_the_page_with_its_box(style: str) -> None:
    pdf = typeset(f'<p style="{style}">Some words to see</p>')
    assert texts(pdf) == ["Some words to see"]
    assert not pdf.pages[0].runs[0].box.within(pdf.pages[0].box, 14)


def test_reads_clipped_text_with_its_clip() -> None:
    pdf = typeset(
        '<div style="height: 12pt; overflow: hidden; width: 20mm"><p>one two three four five six seven</p></div>'
    )
    cut = [run for run in pdf.pages[0].runs if not run.box.within(run.clip, -1)]
    assert cut
    assert len(cut) < len(pdf.pages[0].runs)


def test_reads_no_text_on_blank_page() -> None:
    pdf = typeset('<p>One</p><p style="break-before: page; height: 10mm"></p><p style="break-before: page">Two</p>')
    assert [(block.page, block.text) for block in pdf.blocks] == [(1, "One"), (3, "Two")]


ARABIC = "\u0648\u0636\u0639 \u0627\u0633\u062a\u0631\u0627\u062a\u064a\u062c\u064a\u0627\u062a"


def test_keeps_word_order_on_page_with_arabic() -> None:
    pdf = typeset(f'<p>The council (<span dir="rtl">{ARABIC}</span>) met in 2015.</p><p>Not dated.</p>')
    text = f"The council ({ARABIC}) met in 2015."
    page = [Block((text,), text), Block(("Not dated.",), "Not dated.")]
    assert list(compare_blocks("a", page, pdf.blocks, pair_blocks(page, pdf.blocks))) == []
    for old, new in (("2015", "2051"), ("council", "concuil"), ("\u0648", "\u0649"), ("(", "")):
        wrong = [replace(page[0], cells=(text.replace(old, new),)), page[1]]
        found = compare_blocks("a", wrong, pdf.blocks, pair_blocks(wrong, pdf.blocks))
        assert [one.check for one in found] == ["differs"]


def test_uses_actual_text_only_with_the_same_characters() -> None:
    pdf = typeset(f'<p><span dir="rtl">{ARABIC}</span></p>', "span::after { content: '!' }")
    assert normalise(pdf.blocks[0].text).endswith("!")
    drawn = TextRun("abc", Rectangle(0, 0, 9, 9), Rectangle(0, 0, 9, 9))
    assert Element("Span", (MarkedText(1, (drawn,)),), actual_text="cba").words == "cba"
    assert Element("Span", (MarkedText(1, (drawn,)),), actual_text="abd").words == "abc"
    assert Element("Span", (), actual_text="abc").words == ""


def test_rejects_other_files_and_reads_untagged_pdf() -> None:
    with pytest.raises(UNREADABLE):
        read(b"not a PDF")
    assert read(HTML(string="<p>x").write_pdf()).root is None
