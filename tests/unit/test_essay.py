from __future__ import annotations

import unicodedata
from typing import Literal

import pytest

from briefwright.model import Passage
from briefwright.prose import Run
from briefwright.sources.essay.paragraphs import parse
from briefwright.sources.quotes.folding import fold
from briefwright.sources.quotes.matching import find_quote

Form = Literal["NFC", "NFD"]


def test_numbers_paragraphs_and_keeps_emphasis_and_links() -> None:
    first, second = parse("One *two* three.\n\n[Four](https://a.b).").paragraphs
    assert (first.number, second.number) == (1, 2)
    assert first.runs == (Run("One "), Run("two", emphasis=True), Run(" three."))
    assert first.text == "One two three."
    assert second.runs == (Run("Four", href="https://a.b"), Run("."))


def test_folds_only_white_space() -> None:
    (paragraph,) = parse("a \t b\n \\*  c* d\N{NO-BREAK SPACE}e").paragraphs
    assert paragraph.text == "a b * c* d\N{NO-BREAK SPACE}e"


def test_joins_the_spaces_of_adjacent_runs() -> None:
    (paragraph,) = parse("a ` b`\n`c `\n d").paragraphs
    assert paragraph.text == "a b c d"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("two  words\nhere", "two\N{NO-BREAK SPACE}words here"),
        ("“said” ‘so’", "\"said\" 'so'"),
        ("«\N{NO-BREAK SPACE}dit\N{NARROW NO-BREAK SPACE}»", "“dit”"),
        ("il (« dit ») là", 'il ("dit") là'),
        ("sagte »Wort« und", 'sagte "Wort" und'),
        ("„Wort“", '"Wort"'),
        ("5″ it\N{ACUTE ACCENT}s", "5\" it's"),
        ("re\N{SOFT HYPHEN}cruit", "recruit"),
        ("cafe\N{COMBINING ACUTE ACCENT}", "café"),
        (unicodedata.normalize("NFD", "한국"), "한국"),
        (unicodedata.normalize("NFD", "가각"), "가각"),
        ("oﬃcer ﬁrst", "officer first"),
        ("\N{RIGHT-TO-LEFT MARK}كتاب", "كتاب"),
        ("ﻛﺘﺎﺏ", "كتاب"),
        ("91\N{FULLWIDTH FULL STOP}4\N{FULLWIDTH PERCENT SIGN}", "91.4%"),
    ],
)
def test_folds_equivalent_texts_to_the_same_text(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(
    ("one", "other"), [("word", "Word"), ("a-b", "a b"), ("resume", "résumé"), ("كتاب", "كِتاب"), ("ten", "10")]
)
def test_does_not_fold_different_words(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


def test_folded_text_has_the_position_of_each_character() -> None:
    text = "a\N{SOFT HYPHEN}b  oﬃce e\N{COMBINING ACUTE ACCENT}!"
    folded = fold(text)
    assert folded.text == "ab office é!"
    assert [text[start:end] for start, end in zip(folded.starts, folded.ends, strict=True)] == [
        "a", "b", " ", "o", "ﬃ", "ﬃ", "ﬃ", "c", "e", " ", "e\N{COMBINING ACUTE ACCENT}", "!",
    ]  # fmt: skip


@pytest.mark.parametrize(("essay", "quote"), [("NFC", "NFD"), ("NFD", "NFC"), ("NFD", "NFD")])
def test_finds_korean_composed_and_decomposed(essay: Form, quote: Form) -> None:
    text = unicodedata.normalize(essay, "첫째 한국 둘째")
    (match,) = find_quote({1: fold(text)}, Passage(quote=unicodedata.normalize(quote, "한국")))
    assert text[match.start : match.end] == unicodedata.normalize(essay, "한국")


def test_removes_spaces_at_the_edges() -> None:
    assert fold("  a ").text == "a"
    assert fold(" \N{SOFT HYPHEN} ").text == ""
