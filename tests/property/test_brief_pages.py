"""The brief keeps its two pages as the sheet keeps its one, and never by smaller type."""

from __future__ import annotations

import re
from functools import cache

import pypdfium2
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from briefwright.errors import BriefwrightError
from tests.tools.press import press, view

BRIEF = "executive-brief"
REFUSAL = re.compile(
    r"the text does not fit on 2 pages; shorten it by about [1-9]\d* lines?; the longest item has (\d+) words: “.+ …”"
)


def brief(count: int, length: int, size: str) -> bytes:
    """Set the sample brief with so many findings of so many words."""
    made = view(BRIEF)
    first = made["brief_findings"][0]
    words = " ".join(["word"] * length)
    made["brief_findings"] = [
        {**first, "id": f"f{number}", "number": f"F{number}", "text": words} for number in range(1, count + 1)
    ]
    return press(BRIEF, made, size).pdf


def read(pdf: bytes) -> tuple[int, int, frozenset[float]]:
    """Return how many pages there are, how often “word” stands on them, and the sizes of their type."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage() for page in document]
        text = " ".join(page.get_text_range() for page in pages)
        sizes = {
            round(pypdfium2.raw.FPDFText_GetFontSize(page, index), 1)
            for page in pages
            for index in range(page.count_chars())
            if chr(pypdfium2.raw.FPDFText_GetUnicode(page, index)).isalnum()
        }
        return len(pages), len(re.findall(r"\bword\b", text)), frozenset(sizes)
    finally:
        document.close()


@cache
def usual_type(size: str) -> frozenset[float]:
    return read(brief(1, 5, size))[2]


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(count=st.integers(1, 40), length=st.integers(5, 25), size=st.sampled_from(["A4", "Letter"]))
@example(count=7, length=20, size="Letter")
@example(count=40, length=25, size="A4")
def test_a_brief_has_two_pages_in_its_own_type_or_is_refused(count: int, length: int, size: str) -> None:
    try:
        pdf = brief(count, length, size)
    except BriefwrightError as error:
        refusal = REFUSAL.fullmatch(str(error))
        said = str(error)
    else:
        assert read(pdf) == (2, count * length, usual_type(size))
        assert count < 25
        return
    assert refusal, said
    assert int(refusal[1]) > length
    # Seven findings of up to 25 words have room beside everything else.
    assert count > 7
