from __future__ import annotations

import pytest

from briefwright.content.locators import LONG, sentence_number

SENTENCE = "The council met at 3.30 on that day. "


@pytest.mark.parametrize(("words", "number"), [("The council", 1), ("that day", 1)])
def test_counts_the_sentences_of_a_long_paragraph(words: str, number: int) -> None:
    text = "It rained. " + SENTENCE * LONG
    assert sentence_number(text, text.index(words), "en-GB") == number + 1
    assert sentence_number(text, 0, "en-GB") == 1


def test_white_space_at_the_edge_of_a_sentence_belongs_to_it() -> None:
    text = "One two. " * LONG
    assert [sentence_number(text, position, "en-GB") for position in (0, 8, 9, 18)] == [1, 1, 2, 3]


def test_short_paragraph_needs_no_sentence() -> None:
    assert sentence_number("One. Two. Three.", 5, "en-GB") is None
