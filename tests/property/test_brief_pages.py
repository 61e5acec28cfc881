"""The executive brief has at most two pages, and its font sizes never shrink."""

from __future__ import annotations

import re
from functools import cache

import pypdfium2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from briefwright.errors import BriefwrightError
from tests.examples import examples
from tests.tools.press import press, view

pytestmark = pytest.mark.pandoc

BRIEF = "executive-brief"
ERROR = re.compile(
    r"the text does not fit on 2 pages; shorten it by about [1-9]\d* lines?; the longest item has (\d+) words: “.+ …”"
)


def brief(count: int, length: int, size: str) -> bytes:
    """Typeset the sample brief with ``count`` findings of ``length`` words."""
    view_data = view(BRIEF)
    first = view_data["brief_findings"][0]
    words = " ".join(["word"] * length)
    view_data["brief_findings"] = [
        {**first, "id": f"f{number}", "number": f"F{number}", "place": number, "short": words}
        for number in range(1, count + 1)
    ]
    view_data["finding_count"] = count
    return press(BRIEF, view_data, size).pdf


def read(pdf: bytes) -> tuple[int, int, frozenset[float]]:
    """Return the number of pages, the number of occurrences of “word”, and the font sizes."""
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
def usual_sizes(size: str) -> frozenset[float]:
    return read(brief(1, 5, size))[2]


@settings(max_examples=examples(6), suppress_health_check=[HealthCheck.too_slow])
@given(count=st.integers(1, 40), length=st.integers(5, 25), size=st.sampled_from(["A4", "Letter"]))
@example(count=7, length=20, size="Letter")
@example(count=40, length=25, size="A4")
def test_brief_fits_at_most_two_pages_in_its_font_sizes_or_is_rejected(count: int, length: int, size: str) -> None:
    try:
        pdf = brief(count, length, size)
    except BriefwrightError as error:
        match = ERROR.fullmatch(str(error))
        message = str(error)
    else:
        pages, words, sizes = read(pdf)
        assert pages <= 2
        assert (words, sizes) == (count * length, usual_sizes(size))
        assert count < 30
        return
    assert match, message
    assert int(match[1]) > length
    # Seven findings of up to 25 words always fit.
    assert count > 7
