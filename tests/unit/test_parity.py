"""Compare blocks that are written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefwright.verify.comparison import Difference
from briefwright.verify.expected import ExpectedText
from briefwright.verify.html_blocks import Block, WebPage
from briefwright.verify.parity import compare, contains

LONG = "The essay says that 130 people were killed in Paris."
OTHER = "The essay says that agencies held back what they knew."
EVENT = "One of the attacks that the essay names"
STATEMENTS = (
    ExpectedText("finding-a", "short", LONG),
    ExpectedText("finding-a", "confidence", "moderate"),
    ExpectedText("finding-b", "short", OTHER),
    ExpectedText("finding-b", "confidence", "low"),
    ExpectedText("event “Paris”", "essay", EVENT),
    ExpectedText("event “Paris”", "date", "13 November 2015", forms=("2015-11-13",)),
)
BLOCKS = (
    Block((LONG,), LONG, ("finding-a",)),
    Block(("Confidence: moderate",), "Confidence: moderate", ("finding-a",)),
    Block((OTHER,), OTHER, ("finding-b",)),
    Block(("Confidence: low",), "Confidence: low", ("finding-b",)),
    Block(("Paris", "13 November 2015", EVENT), f"Paris 13 November 2015 {EVENT}"),
)  # fmt: skip


def found(
    web: tuple[Block, ...] | WebPage = BLOCKS,
    pdf: tuple[Block, ...] | None = None,
    statements: tuple[ExpectedText, ...] = STATEMENTS,
    dates: dict[str, str] | None = None,
) -> list[Difference]:
    page = web if isinstance(web, WebPage) else WebPage(web, "", ())
    printed = [replace(block, items=(), page=1) for block in (page.blocks if pdf is None else pdf)]
    return list(compare("report", statements, page, printed, dates or {}))


def changed(old: str, new: str) -> tuple[Block, ...]:
    assert any(old in block.plain_text for block in BLOCKS)
    return tuple(
        replace(
            block,
            cells=tuple(cell.replace(old, new) for cell in block.cells),
            plain_text=block.plain_text.replace(old, new),
        )
        for block in BLOCKS
    )


def test_accepts_equal_texts() -> None:
    assert found() == []


def test_reports_wrong_number_in_both_files() -> None:
    assert found(changed("130", "150")) == [
        Difference("differs", f"report.{ending}", "finding-a, short", LONG, LONG.replace("130", "150"), page)
        for ending, page in (("html", 0), ("pdf", 1))
    ]


def test_reports_wrong_number_in_html_only() -> None:
    assert [one.file for one in found(changed("130", "150"), BLOCKS)] == ["report.html"]


def test_reports_wrong_number_in_pdf_only() -> None:
    assert [(one.check, one.file, one.item, one.page) for one in found(BLOCKS, changed("130", "150"))] == [
        ("differs", "report.pdf", "finding-a", 1)
    ]


def test_looks_for_short_text_in_its_item() -> None:
    blocks = changed("Confidence: moderate", "Confidence: low")
    assert {(one.check, one.item, one.expected) for one in found(blocks)} == {
        ("missing", "finding-a, confidence", "moderate")
    }


def test_ignores_short_text_within_longer_text_of_item() -> None:
    blocks = (Block(("a moderate view",), "a moderate view of what the essay claims", ("finding-a",)),)
    texts = (
        ExpectedText("finding-a", "basis", "a moderate view of what the essay claims"),
        ExpectedText("finding-a", "confidence", "moderate"),
    )
    differences = found(blocks, statements=texts)
    assert {one.item for one in differences} == {"finding-a, confidence"}


def test_finds_wrong_form_of_date() -> None:
    differences = found(changed("13 November 2015", "2015-11-13"))
    assert {(one.item, one.expected, one.found) for one in differences} == {
        ("event “Paris”, date", "13 November 2015", "2015-11-13")
    }


def test_finds_wrong_form_of_additional_date() -> None:
    blocks = (*BLOCKS, Block(("Of 2026-11-23",), "Of 2026-11-23"))
    differences = found(blocks, dates={"2026-11-23": "23 November 2026"})
    assert [(one.expected, one.found) for one in differences] == [("23 November 2026", "2026-11-23")]


ESSAY = "It began on January 31, 2026. It says what was known on 31/01/2026, and no more. 2026-01-31."
FORMS = dict.fromkeys(("January 31, 2026", "31/01/2026", "2026-01-31"), "31 January 2026")


@pytest.mark.parametrize(
    "row",
    [
        "¶4 It began on January 31, 2026. unused",
        "¶4 It says what was known on 31/01/2026, and no more. unused",
        "¶4 “known on 31/01/2026” F1",
        "¶4 31/01/2026, and no more F1",
        "¶4 2026-01-31. unused",
        "¶4 January 31, 2026 a",
    ],
)
def test_accepts_dates_of_the_essay_in_their_own_form(row: str) -> None:
    texts = (*STATEMENTS, ExpectedText("par-4", "paragraph", ESSAY, "whole"))
    blocks = (*BLOCKS, Block((ESSAY,), ESSAY, ("par-4",)), Block((row,), row, ("trace",)))
    assert found(blocks, statements=texts, dates=FORMS) == []


def test_finds_wrong_form_of_date_outside_the_words_of_the_essay() -> None:
    texts = (*STATEMENTS, ExpectedText("par-4", "paragraph", ESSAY, "whole"))
    blocks = (*BLOCKS, Block((ESSAY,), ESSAY, ("par-4",)), Block(("Edition: 31/01/2026",), "Edition: 31/01/2026"))
    differences = found(blocks, statements=texts, dates=FORMS)
    assert [(one.expected, one.found) for one in differences] == [("31 January 2026", "31/01/2026")]


def test_finds_time_element_with_another_date() -> None:
    page = WebPage(BLOCKS, "", (("2026-11-23", "24 November 2026"),))
    differences = found(page, dates={"2026-11-23": "23 November 2026"})
    assert [(one.item, one.found) for one in differences] == [("the date 2026-11-23", "24 November 2026")]


def test_reports_missing_texts_of_an_item_together() -> None:
    assert [(one.check, one.file, one.item) for one in found(BLOCKS[2:])] == [
        ("missing", "report.html", "finding-a, short (and 1 more of its texts)"),
        ("missing", "report.pdf", "finding-a, short (and 1 more of its texts)"),
    ]


def test_does_not_take_short_block_for_changed_text() -> None:
    blocks = (*BLOCKS[2:], Block(("The essay",), "The essay", ("finding-a",)))
    differences = found(blocks)
    assert {(one.check, one.expected) for one in differences} == {("missing", LONG)}


def test_reports_adjacent_missing_blocks_together() -> None:
    assert [(one.check, one.file, one.item) for one in found(BLOCKS, BLOCKS[2:])] == [
        ("missing", "report.pdf", "finding-a (and 1 more after it)")
    ]


def test_finds_extra_block_in_pdf() -> None:
    extra = Block(("In 2031 there will be 7.",), "In 2031 there will be 7.")
    assert [(one.check, one.found) for one in found(BLOCKS, (*BLOCKS, extra))] == [("extra", extra.text)]


def test_finds_changed_order() -> None:
    swapped = (BLOCKS[0], BLOCKS[3], BLOCKS[2], BLOCKS[1], BLOCKS[4])
    assert {one.check for one in found(BLOCKS, swapped)} == {"out of order"}


def test_allows_missing_head_of_identifiers_table() -> None:
    for table, differences in (("identifiers rows", 0), ("matrix", 1)):
        head = Block(("Item", "Value"), "Item Value", head=table)
        assert len(found((*BLOCKS, head), BLOCKS)) == differences


@pytest.mark.parametrize(
    ("text", "sought", "expected"),
    [
        ("¶1 ¶11", "¶1", True),
        ("¶11", "¶1", False),
        ("1 and 1.5", "1", True),
        ("1.5", "1", False),
        ("0.1", "1", False),
        ("allow", "low", False),
        ("Low,", "low", True),
        ("(Europol 2016b)", "2016", True),
        ("91.4% removed", "91.4%", True),
        ("211 → 119 attacks", "211 → 119", True),
        ("211 → 118 attacks", "211 → 119", False),
    ],
)
def test_finds_short_text_as_whole_words(text: str, sought: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert contains(Block((text,), text), ExpectedText("x", "y", sought)) is expected


def test_whole_text_must_fill_its_block() -> None:
    block = Block((f"4{LONG} 12",), LONG)
    assert contains(block, ExpectedText("par-4", "paragraph", LONG, "whole"))
    assert not contains(replace(block, plain_text=f"{LONG} More."), ExpectedText("par-4", "paragraph", LONG, "whole"))


def test_looks_for_alternative_text_in_pictures() -> None:
    statement = ExpectedText("figure-a", "alt", "Bars.", "alt")
    assert contains(Block(("Bars.",), "Bars.", type="Figure", src="a.svg"), statement)
    assert not contains(Block(("Bars.",), "Bars."), statement)
    assert not contains(Block(("Bars.",), "Bars.", type="Figure", src="a.svg"), replace(statement, match="words"))
