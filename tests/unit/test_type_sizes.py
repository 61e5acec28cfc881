from __future__ import annotations

import pytest

from briefwright.pdf.page_content import Page, Rectangle, TextRun
from briefwright.pdf.reader import Element, MarkedText
from briefwright.verify.type_sizes import small_text

A4 = Rectangle(0, 0, 595, 842)


def run(text: str, size: float, baseline: float = 100, mcid: int = 0) -> TextRun:
    return TextRun(text, A4, A4, mcid, size=size, baseline=baseline)


def found(*runs: TextRun, figure: tuple[TextRun, ...] = ()) -> list[str]:
    drawing = Element("Document", (Element("Figure", (MarkedText(1, figure),)),))
    return [one.found for one in small_text("a", [Page(1, A4, (*runs, *figure))], drawing)]


def test_finds_text_below_the_smallest_size() -> None:
    assert found(run("words", 8.5), run("small", 8.4), run("tiny", 5)) == ["8.4 pt: small", "5.0 pt: tiny"]


@pytest.mark.parametrize("baseline", [104, 98])
def test_accepts_raised_and_lowered_characters(baseline: float) -> None:
    assert found(run("words", 10), run("1", 6.5, baseline), run("F2", 6.5, baseline)) == []
    assert found(run("1", 6.5, baseline), run("words", 10)) == []


def test_finds_raised_characters_that_are_too_small_or_on_another_line() -> None:
    assert found(run("words", 10), run("1", 5.5, 104)) == ["5.5 pt: 1"]
    assert found(run("words", 10), run("1", 6.5, 120)) == ["6.5 pt: 1"]


def test_letters_of_figures_have_their_own_limit() -> None:
    assert found(run("words", 10), figure=(run("2015", 6, mcid=1),)) == []
