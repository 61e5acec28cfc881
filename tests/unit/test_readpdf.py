"""PDFs set for the purpose, with tags as the real ones have."""

from __future__ import annotations

import pytest
from weasyprint import CSS, HTML

from briefwright.errors import BriefwrightError
from briefwright.pdf.linkwords import link_words
from briefwright.pdf.tags import Tagger
from briefwright.pdf.typeset import VARIANT
from briefwright.verify.readback import letters
from briefwright.verify.readpdf import Pdf, read_pdf

STYLE = "@page { size: 100mm 60mm; margin: 10mm } body { font: 10pt serif; margin: 0 } p { margin: 0 }"


def made(body: str, style: str = "") -> Pdf:
    page = HTML(string=f'<html lang="en"><head><title>t</title></head><body>{body}</body></html>')
    document = page.render(stylesheets=[CSS(string=STYLE + style)], pdf_variant=VARIANT, pdf_tags=True)
    tagger = Tagger(document, page.etree_element, link_words(page.etree_element))
    return read_pdf(document.write_pdf(pdf_variant=VARIANT, finisher=tagger.finish))


def texts(pdf: Pdf) -> list[str]:
    return [block.text for block in pdf.blocks]


def test_blocks_come_in_the_order_of_reading() -> None:
    pdf = made(
        '<h1>Title</h1><p>Text with <em>stress</em>, a call<sup>12</sup> and <a href="#x">a link</a>.</p>'
        '<div>Loose.</div><ul><li>Entry</li><li><p>Other</p></li></ul><p id="x" style="position: absolute">Last.</p>'
    )
    assert texts(pdf) == ["Title", "Text with stress, a call 12 and a link.", "Loose.", "Entry", "Other", "Last."]


def test_lines_are_joined_and_hyphens_known() -> None:
    pdf = made(
        "<p>internationalisation of counter-terrorism</p>",
        "p { width: 22mm; hyphens: auto; hyphenate-character: '-' }",
    )
    assert "\x02" in pdf.blocks[0].cells[0]
    assert letters(pdf.blocks[0].text) == letters("internationalisation of counter-terrorism")


def test_floats_do_not_come_between_the_parts_of_a_paragraph() -> None:
    words = " ".join(f"word{number}" for number in range(120))
    pdf = made(
        f'<div><div class="note"><p>{"note " * 60}</p></div><p>{words}</p></div>',
        ".note { float: right; width: 30mm }",
    )
    assert len(pdf.pages) > 1
    parts = [block for block in pdf.blocks if "word" in block.text]
    assert [block.page for block in parts] == list(range(1, len(parts) + 1))
    assert letters(" ".join(block.text for block in parts)) == letters(words)


def test_a_row_has_its_cells_and_a_head_that_comes_again_is_read_once() -> None:
    rows = "".join(f"<tr><th>{number}</th><td>Some <span>words</span> here</td><td></td></tr>" for number in range(20))
    pdf = made(
        f"<table><thead><tr><th>No.</th><th>What</th></tr></thead><tbody>{rows}</tbody></table>",
        "span { display: block }",
    )
    heads = [block for block in pdf.blocks if block.head]
    assert len(pdf.pages) > 1
    assert [block.cells for block in heads] == [("No.", "What")]
    assert [block.key for block in pdf.blocks if not block.head][:2] == [("0", "somewordshere"), ("1", "somewordshere")]


def test_what_a_style_sheet_generates_is_no_text() -> None:
    pdf = made(
        '<ul><li><a href="#x">Part</a></li></ul><h1 id="x">Part</h1>',
        "a::after { content: target-counter(attr(href), page) }",
    )
    assert texts(pdf) == ["Part", "Part"]


def test_running_heads_are_no_part_of_the_document() -> None:
    pdf = made(
        '<div class="head">Head 1</div><p>Text</p>',
        ".head { position: running(h) } @page { @top-left { content: element(h) } }",
    )
    assert texts(pdf) == ["Text"]
    assert pdf.pages[0].margin == "Head 1"


def test_a_picture_says_its_alternative_text_and_what_it_draws(tmp_path_factory: pytest.TempPathFactory) -> None:
    svg = tmp_path_factory.mktemp("svg") / "c.svg"
    svg.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 50 20" width="50" height="20">'
        '<g transform="translate(5,5)"><text y="9" font-size="9">151 killed</text></g></svg>'
    )
    pdf = made(f'<p>Before</p><img src="{svg.as_uri()}" alt="Bars.">')
    assert texts(pdf) == ["Before", "Bars."]
    assert [(alt, letters(text)) for alt, text in pdf.drawn] == [("Bars.", "151killed")]
    drawn = [run for run in pdf.pages[0].runs if run.text.strip() in {"1", "5", "k"}]
    assert drawn
    assert all(run.box.within(run.clip) for run in drawn)


def test_places_are_in_points_from_the_lower_left() -> None:
    run = made("<p>Text</p>").pages[0].runs[0]
    assert run.box.left == pytest.approx(28.35, abs=1)
    assert 130 < run.box.bottom < run.box.top < 170.1 - 28


@pytest.mark.parametrize(
    "style", ["margin-left: -30mm", "position: absolute; top: 57mm", "margin-left: 75mm; white-space: nowrap"]
)
def test_text_off_the_page_is_read_and_its_place_known(style: str) -> None:
    pdf = made(f'<p style="{style}">Some words to see</p>')
    assert texts(pdf) == ["Some words to see"]
    assert not pdf.pages[0].runs[0].box.within(pdf.pages[0].box, 14)


def test_text_that_is_cut_off_is_read_and_what_may_be_seen_known() -> None:
    pdf = made(
        '<div style="height: 12pt; overflow: hidden; width: 20mm"><p>one two three four five six seven</p></div>'
    )
    cut = [run for run in pdf.pages[0].runs if not run.box.within(run.clip, -1)]
    assert cut
    assert len(cut) < len(pdf.pages[0].runs)


def test_a_blank_page_says_nothing() -> None:
    pdf = made('<p>One</p><p style="break-before: page; height: 10mm"></p><p style="break-before: page">Two</p>')
    assert [(block.page, block.text) for block in pdf.blocks] == [(1, "One"), (3, "Two")]


def test_what_is_no_pdf_or_has_no_tags_is_an_error() -> None:
    with pytest.raises(BriefwrightError, match="it cannot be read"):
        read_pdf(b"not a PDF")
    with pytest.raises(BriefwrightError, match="page 1 has no tags"):
        read_pdf(HTML(string="<p>x").write_pdf())
