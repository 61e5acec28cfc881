"""The checks on pages and prints written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefwright.verify.comparison import Difference
from briefwright.verify.expected import ExpectedText
from briefwright.verify.html_blocks import Block, WebPage
from briefwright.verify.parity import compare, says

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
    assert any(old in block.said for block in BLOCKS)
    return tuple(
        replace(block, cells=tuple(cell.replace(old, new) for cell in block.cells), said=block.said.replace(old, new))
        for block in BLOCKS
    )


def test_what_is_the_same_everywhere_passes() -> None:
    assert found() == []


def test_a_number_that_both_have_wrong_is_wrong_in_both() -> None:
    assert found(changed("130", "150")) == [
        Difference("differs", f"report.{ending}", "finding-a, short", LONG, LONG.replace("130", "150"), page)
        for ending, page in (("html", 0), ("pdf", 1))
    ]


def test_a_number_that_the_page_has_wrong_is_wrong_there_only() -> None:
    assert [one.file for one in found(changed("130", "150"), BLOCKS)] == ["report.html"]


def test_a_number_that_the_print_has_wrong_is_wrong_there_only() -> None:
    assert [(one.check, one.file, one.item, one.page) for one in found(BLOCKS, changed("130", "150"))] == [
        ("differs", "report.pdf", "finding-a", 1)
    ]


def test_a_short_word_must_stand_under_its_own_item() -> None:
    blocks = changed("Confidence: moderate", "Confidence: low")
    assert {(one.check, one.item, one.expected) for one in found(blocks)} == {
        ("missing", "finding-a, confidence", "moderate")
    }


def test_a_short_word_in_a_longer_text_of_the_item_does_not_count() -> None:
    blocks = (Block(("a moderate view",), "a moderate view of what the essay claims", ("finding-a",)),)
    texts = (
        ExpectedText("finding-a", "basis", "a moderate view of what the essay claims"),
        ExpectedText("finding-a", "confidence", "moderate"),
    )
    differences = found(blocks, statements=texts)
    assert {one.item for one in differences} == {"finding-a, confidence"}


def test_a_date_in_another_form() -> None:
    differences = found(changed("13 November 2015", "2015-11-13"))
    assert {(one.item, one.expected, one.found) for one in differences} == {
        ("event “Paris”, date", "13 November 2015", "2015-11-13")
    }


def test_a_second_date_in_another_form() -> None:
    blocks = (*BLOCKS, Block(("Of 2026-11-23",), "Of 2026-11-23"))
    differences = found(blocks, dates={"2026-11-23": "23 November 2026"})
    assert [(one.expected, one.found) for one in differences] == [("23 November 2026", "2026-11-23")]


def test_a_date_that_machines_read_otherwise() -> None:
    page = WebPage(BLOCKS, "", (("2026-11-23", "24 November 2026"),))
    differences = found(page, dates={"2026-11-23": "23 November 2026"})
    assert [(one.item, one.found) for one in differences] == [("the date 2026-11-23", "24 November 2026")]


def test_all_that_an_item_lacks_is_said_once_a_file() -> None:
    assert [(one.check, one.file, one.item) for one in found(BLOCKS[2:])] == [
        ("missing", "report.html", "finding-a, short (and 1 more of its texts)"),
        ("missing", "report.pdf", "finding-a, short (and 1 more of its texts)"),
    ]


def test_a_short_block_is_no_changed_text_although_its_words_stand_in_it() -> None:
    blocks = (*BLOCKS[2:], Block(("The essay",), "The essay", ("finding-a",)))
    differences = found(blocks)
    assert {(one.check, one.expected) for one in differences} == {("missing", LONG)}


def test_what_print_lacks_is_said_once_for_what_stands_together() -> None:
    assert [(one.check, one.file, one.item) for one in found(BLOCKS, BLOCKS[2:])] == [
        ("missing", "report.pdf", "finding-a (and 1 more behind it)")
    ]


def test_what_print_has_besides() -> None:
    extra = Block(("In 2031 there will be 7.",), "In 2031 there will be 7.")
    assert [(one.check, one.found) for one in found(BLOCKS, (*BLOCKS, extra))] == [("extra", extra.text)]


def test_items_whose_parts_change_places() -> None:
    swapped = (BLOCKS[0], BLOCKS[3], BLOCKS[2], BLOCKS[1], BLOCKS[4])
    assert {one.check for one in found(BLOCKS, swapped)} == {"out of place"}


def test_the_one_head_that_print_leaves_out() -> None:
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
def test_short_texts_are_sought_whole(text: str, sought: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert says(Block((text,), text), ExpectedText("x", "y", sought)) is expected


def test_a_whole_text_is_all_that_its_block_says() -> None:
    block = Block((f"4{LONG} 12",), LONG)
    assert says(block, ExpectedText("par-4", "paragraph", LONG, "whole"))
    assert not says(replace(block, said=f"{LONG} More."), ExpectedText("par-4", "paragraph", LONG, "whole"))


def test_an_alternative_text_is_a_pictures() -> None:
    statement = ExpectedText("figure-a", "alt", "Bars.", "alt")
    assert says(Block(("Bars.",), "Bars.", kind="Figure", src="a.svg"), statement)
    assert not says(Block(("Bars.",), "Bars."), statement)
    assert not says(Block(("Bars.",), "Bars.", kind="Figure", src="a.svg"), replace(statement, kind="words"))
