from __future__ import annotations

import pytest

from briefwright.verify.html_blocks import Block, FigureData, normalise, read_page, read_svg

PAGE = """<!DOCTYPE html><html lang="en"><body><header><p>TLP:CLEAR</p></header>
<main id="main">
<h1 id="top">A <em>title</em></h1>
<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
<section aria-labelledby="finding-a"><h3 id="finding-a"><span>F1</span> Short.</h3>
<p>Words<sup><span id="call-1" class="note-ref"><a href="#note-1">1</a></span></sup>
 and <mark id="p1-more">more</mark>.</p></section>
</section>
<ul><li><a href="report.html#finding-a">F1</a> Short. <ul><li>inner</li></ul></li></ul>
<table class="matrix rows"><thead><tr><th>No.</th><th>Who</th></tr></thead>
<tbody><tr><th><a href="report.html#recommendation-b">1</a></th><td>EU<br>States</td><td></td></tr></tbody></table>
<figure id="figure-c"><img src="figures/c.svg" alt="Bars: 1, 2."><figcaption><p>Bars</p></figcaption></figure>
</main>
<footer><p><time datetime="2026-11-23">23 November 2026</time></p></footer></body></html>"""


def blocks() -> dict[str, Block]:
    return {block.text: block for block in read_page(PAGE).blocks}


def test_reads_a_note_after_its_paragraph_and_figure_data_apart() -> None:
    page = read_page("""<html><body><main id="main"><div id="par-1"><p>One.<span role="note" id="note-a"> <span><a
href="#call-a">1</a> Gap</span> No <sup><span class="note-ref">x</span></sup>words.</span> Two.</p></div>
<figure><img src="f/c.svg" alt="Bars."></figure><details class="data"><summary>Data</summary><table><tr><th>A</th></tr>
<tr><th>b</th></tr></table><a href="f/c.csv">CSV</a></details>
<details class="data"><summary>Alone.</summary></details></main></body></html>""")
    paragraph, note, picture, alone = page.blocks
    assert (note.text, note.plain_text, note.items) == (
        "1 Gap No xwords.",
        "1 Gap No words.",
        ("main", "par-1", "note-a"),
    )
    assert (paragraph.text, paragraph.items) == ("One. Two.", ("main", "par-1"))
    assert (picture.src, alone.text) == ("f/c.svg", "Alone.")
    assert page.figure_data == (FigureData("f/c.svg", ("A",), (("b",),), ("f/c.csv",)),)


def test_reads_blocks_in_order() -> None:
    assert [block.cells for block in read_page(PAGE).blocks] == [
        ("A title",),
        ("Findings",),
        ("F1 Short.",),
        ("Words1 and more.",),
        ("F1 Short.",),
        ("inner",),
        ("No.", "Who"),
        ("1", "EUStates", ""),
        ("Bars: 1, 2.",),
        ("Bars",),
    ]


def test_reads_identifiers_and_links_of_blocks() -> None:
    found = blocks()
    assert found["Words1 and more."].items == ("call-1", "p1-more", "main", "findings", "finding-a")
    assert found["1 EUStates"].links == ("recommendation-b",)
    assert found["F1 Short."].links == ("finding-a",)
    assert found["inner"].links == ()
    assert found["Bars"].items[-1] == "figure-c"


def test_plain_text_has_no_note_references() -> None:
    assert blocks()["Words1 and more."].plain_text == "Words and more."


def test_marks_table_heads_and_pictures() -> None:
    found = blocks()
    assert (found["No. Who"].head, found["1 EUStates"].head) == ("matrix rows", "")
    assert (found["Bars: 1, 2."].src, found["Bars"].src) == ("figures/c.svg", "")


def test_reads_shell_and_dates() -> None:
    web = read_page(PAGE)
    assert web.shell == "TLP:CLEAR 23 November 2026"
    assert web.dates == (("2026-11-23", "23 November 2026"),)
    assert read_page("<p>alone</p>").shell == ""
    assert [block.text for block in read_page("<p>alone</p>").blocks] == ["alone"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("counter-terror\x02ism", "counter-terrorism"),
        ("counter\x02terrorism", "counter-terrorism"),
        ("co\u00adoperate", "cooperate"),
        ("eﬃcient ﬁne", "efficient fine"),
        ("Small Caps", "SMALL\u00a0CAPS"),
        ("“a” ‘b’", "\"a\" 'b'"),
        ("a\nb", "a b"),
        ("COVID\x0219", "COVID-19"),
    ],
)
def test_normalises_typesetting(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2015-16", "201516"),
        ("-5", "5"),
        ("\u22125", "5"),
        ("1,234", "1.234"),
        ("91%", "91"),
        ("a", "b"),
        ("3–4", "34"),
    ],
)
def test_normalised_text_keeps_words_and_numbers(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


def test_reads_texts_and_data_labels_of_svg() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"><title>t</title>'
        '<g class="mark-text role-axis-label"><text>2015</text></g>'
        '<g class="mark-text role-mark layer_1_marks"><text>1<tspan>51</tspan></text><text></text></g></svg>'
    )
    drawing = read_svg(svg)
    assert drawing.texts == ("2015", "151")
    assert drawing.labels == ("151",)
