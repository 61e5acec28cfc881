from __future__ import annotations

import pytest

from briefwright.pdf.page_content import Page, Rectangle, TextRun
from briefwright.verify.appearance import (
    cut_off_text,
    data_tables,
    figure_texts,
    overlapping_text,
    plotted_numbers,
    running_headers,
    shell_texts,
)
from briefwright.verify.html_blocks import Block, SvgText, WebPage, read_page

A4 = Rectangle(0, 0, 595, 842)
HEADS = ("Report", "2026/1", "edition 1.0, 23 November 2026", "TLP:CLEAR")


def page(*boxes: Rectangle, clip: Rectangle = A4, margin: str = "", number: int = 1) -> Page:
    return Page(number, A4, tuple(TextRun("words", box, clip) for box in boxes), margin=margin)


@pytest.mark.parametrize(
    "box",
    [
        Rectangle(-60, 100, 40, 110),
        Rectangle(560, 100, 600, 110),
        Rectangle(100, -5, 200, 5),
        Rectangle(100, 835, 200, 845),
        Rectangle(100, 5, 200, 12),
    ],
)
def test_finds_text_near_edges(box: Rectangle) -> None:
    assert [one.check for one in cut_off_text("a", [page(box, Rectangle(100, 100, 200, 110))])] == ["cut off"]


def test_finds_clipped_text() -> None:
    box = Rectangle(100, 100, 200, 110)
    assert list(cut_off_text("a", [page(box, clip=Rectangle(99.5, 99.5, 199.5, 111))])) == []
    assert [one.item for one in cut_off_text("a", [page(box, clip=Rectangle(90, 105, 210, 120))])] == [
        "clipped by the box around it"
    ]


def test_finds_text_over_other_text() -> None:
    line = Rectangle(100, 100, 200, 110)
    (found,) = overlapping_text("a", [page(line, Rectangle(150, 102, 220, 112), number=3)])
    assert (found.check, found.file, found.page) == ("overlaps", "a.pdf", 3)


@pytest.mark.parametrize(
    "other", [Rectangle(200, 100, 300, 110), Rectangle(100, 108, 200, 118), Rectangle(190, 106, 205, 112)]
)
def test_accepts_neighbouring_words_lines_and_raised_characters(other: Rectangle) -> None:
    assert list(overlapping_text("a", [page(Rectangle(100, 100, 200, 110), other)])) == []


def margins(
    *texts: str, expected: tuple[str, ...] = HEADS, blocks: tuple[Block, ...] = ()
) -> list[tuple[str, str, int]]:
    pages = [page(margin=text, number=number) for number, text in enumerate(texts, 1)]
    return [
        (one.check, one.expected or one.found, one.page)
        for one in running_headers("a", pages, blocks, expected, ("TLP:CLEAR",))
    ]


FULL = "Report TLP:CLEAR House 2026/1 · edition 1.0, 23 November 2026 page {} of {}"


def test_accepts_complete_running_headers() -> None:
    assert margins("TLP:CLEAR TLP:CLEAR", FULL.format(2, 2)) == []
    assert margins(FULL.format(1, 2), FULL.format(2, 2)) == []


def test_cover_needs_marking() -> None:
    assert margins("", FULL.format(2, 2)) == [("missing", "TLP:CLEAR", 1)]


def test_each_page_of_a_draft_needs_its_label() -> None:
    pages = [page(margin="TLP:CLEAR", number=1), page(margin=FULL.format(2, 2), number=2)]
    found = running_headers("a", pages, (), (*HEADS, "Draft"), ("TLP:CLEAR", "Draft"))
    assert [(one.check, one.expected, one.page) for one in found] == [("missing", "Draft", 1), ("missing", "Draft", 2)]


def test_finds_wrong_date_number_and_page_in_running_headers() -> None:
    assert margins(FULL.format(1, 1).replace("23 November", "24 November"))[0] == (
        "missing", "edition 1.0, 23 November 2026", 1,
    )  # fmt: skip
    assert margins(FULL.format(1, 1) + " 7") == [("extra", "7", 1)]
    assert margins(FULL.format(1, 2), FULL.format(1, 2)) == [("extra", "1", 2), ("missing", "2", 2)]


def test_accepts_number_in_title() -> None:
    assert margins(FULL.format(1, 1) + " Seven times 7", expected=(*HEADS, "Seven times 7")) == []


def test_accepts_number_in_repeated_table_head() -> None:
    text = "Deaths in 2015"
    head = Block((text,), text, page=1, head="table")
    pages = FULL.format(1, 2), f"{FULL.format(2, 2)} Deaths\nin 2015"
    assert margins(*pages, blocks=(head,)) == []
    assert margins(pages[0], f"{pages[1]} 2015", blocks=(head,)) == [("extra", "2015", 2)]
    assert margins(*pages, blocks=(Block((text,), text, page=1),)) == [("extra", "2015", 2)]


def test_finds_text_missing_from_web_shell() -> None:
    web = WebPage((), " · ".join(HEADS), ())
    assert list(shell_texts("a", web, HEADS)) == []
    assert [one.expected for one in shell_texts("a", WebPage((), "Report 2026/1 TLP:CLEAR", ()), HEADS)] == [HEADS[2]]


def test_compares_texts_of_printed_figure() -> None:
    picture = Block(("Bars.",), "Bars.", type="Figure", src="c.svg")
    web, drawing = WebPage((picture,), "", ()), {"c.svg": SvgText(("2015", "151"), ("151",))}

    def differences(text: str) -> list[tuple[str, str, int]]:
        printed = Block(("Bars.",), "Bars.", type="Figure", page=3, drawn=text)
        return [(one.expected, one.found, one.page) for one in figure_texts("a", web, [printed], drawing)]

    assert differences("2015 151") == []
    assert differences("151") == [("2015", "", 3)]
    assert differences("2015 151 142") == [("", "142", 3)]
    assert differences("2015 15") == [("151", "", 3), ("", "15", 3)]


ROWS = [{"year": str(year), "deaths": deaths} for year, deaths in ((2015, "151"), (2016, "1420"), (2017, "68.0"))]


def wrong_labels(*labels: str) -> list[tuple[str, str]]:
    return [(one.expected, one.found) for one in plotted_numbers("c.svg", SvgText(labels, labels), ROWS)]


def test_finds_number_that_is_not_in_data() -> None:
    assert wrong_labels("151", "1,420", "68") == []
    assert wrong_labels("151", "1,421", "68") == [("", "1,421 in “1,421”"), ("1420", "")]


def test_finds_unlabelled_value() -> None:
    assert wrong_labels("151", "1420") == [("68.0", "")]
    assert wrong_labels("151") == []
    assert wrong_labels() == []


DATA = [["year", "by_country"], ["2015", "151"], ["2016", "1,42"]]
PAGE_WITH_DATA = """<html><body><main id="main"><figure><img src="figures/c.svg" alt="Bars."></figure>
<details class="data">
<summary>Data</summary><table><caption>Bars</caption><thead><tr><th>Year</th><th>By country</th></tr></thead>
<tbody><tr><th>2015</th><td>151</td></tr><tr><th>2016</th><td>1,42</td></tr></tbody></table>
<p><a href="figures/c.csv">CSV</a></p></details></main></body></html>"""


def wrong_table(old: str = "", new: str = "") -> list[tuple[str, str, str]]:
    assert old in PAGE_WITH_DATA
    found = data_tables(
        "report",
        read_page(PAGE_WITH_DATA.replace(old, new) if old else PAGE_WITH_DATA),
        {"figures/c.svg": DATA},
        "no value",
    )
    return [(one.check, one.expected, one.found) for one in found]


def test_compares_data_table_with_csv() -> None:
    assert wrong_table() == []
    assert wrong_table(">151<", ">152<") == [("figure", "2015 | 151", "2015 | 152")]
    assert wrong_table("1,42", "142") == [("figure", "2016 | 1,42", "2016 | 142")]
    assert wrong_table("<tr><th>2015</th><td>151</td></tr>") == [
        ("figure", "2015 | 151", "2016 | 1,42"),
        ("figure", "2016 | 1,42", ""),
    ]
    assert wrong_table("By country", "Deaths") == [("figure", "year | by_country", "Year | Deaths")]
    assert wrong_table("c.csv", "d.csv") == [("figure", "figures/c.csv", "figures/d.csv")]


def test_finds_missing_and_unknown_data_table() -> None:
    assert wrong_table('class="data"', 'class="other"')[0][:2] == ("missing", "data table of figures/c.svg")
    assert wrong_table("figures/c.svg", "figures/e.svg")[0][:2] == ("figure", "")
