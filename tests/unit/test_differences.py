from __future__ import annotations

import pytest

from briefwright.verify.differences import Difference, contrast, render


@pytest.mark.parametrize(
    ("expected", "found", "shown"),
    [
        ("130 killed", "150 killed", ("130 killed", "150 killed")),
        ("a b c d e f g h i j", "a b c d e X g h i j", ("… b c d e f g h i j", "… b c d e X g h i j")),
        ("a b c d e f", "a b c d e", ("… b c d e f", "… b c d e")),
        ("a b", "a b", ("a b", "a b")),
    ],
)
def test_words_are_shown_where_they_differ(expected: str, found: str, shown: tuple[str, str]) -> None:
    assert contrast(expected, found) == shown


def test_long_texts_are_shortened() -> None:
    one, other = contrast(" ".join("a" * 100), " ".join("b" * 100))
    assert len(one.split()) == len(other.split()) == 25
    assert "[…]" in one


def test_an_editor_reads_file_page_item_and_words() -> None:
    text = render(
        [
            Difference("differs", "report.pdf", "finding-a, short", "130 killed", "150 killed", 4),
            Difference("missing", "report.html", "finding-b, basis", "No source."),
        ]
    )
    assert text == (
        "2 differences between what the sources hold and what was made\n\n"
        "report.pdf, page 4: differs: finding-a, short\n      expected: 130 killed\n      found:    150 killed\n\n"
        "report.html: missing: finding-b, basis\n      expected: No source."
    )


def test_many_of_one_kind_are_counted() -> None:
    text = render([Difference("extra", "a.pdf", f"item {number}") for number in range(25)])
    assert text.startswith("25 differences")
    assert "item 9" in text
    assert "item 10" not in text
    assert "a.pdf: extra: 15 more" in text
