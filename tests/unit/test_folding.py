"""Texts that look alike match; words stay whole, except in scripts without spaces between words."""

from __future__ import annotations

import unicodedata

import pytest

from briefwright.model import Passage
from briefwright.sources.quotes.folding import fold, is_inside_word, tokens
from briefwright.sources.quotes.matching import find_quote


def found(text: str, quote: str) -> list[str]:
    """Return the words of a text that match a quote."""
    return [text[match.start : match.end] for match in find_quote({1: fold(text)}, Passage(quote=quote))]


HYPHENS = ["-", "\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}", "\N{SOFT HYPHEN}", "\N{FULLWIDTH HYPHEN-MINUS}"]
SPACES = [" ", "\n", "\t", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{FIGURE SPACE}", "\N{THIN SPACE}"]
MARKS = [
    "“a”",
    "„a“",
    "«a»",
    "‹a›",
    "»a«",
    "‘a’",
    '"a"',
    "'a'",
    "「a」",
    "『a』",
    "«\N{NO-BREAK SPACE}a\N{NO-BREAK SPACE}»",
]


@pytest.mark.parametrize("hyphen", HYPHENS)
@pytest.mark.parametrize("other", HYPHENS)
def test_all_hyphens_match(hyphen: str, other: str) -> None:
    text = f"they co{hyphen}operate here"
    assert found(text, f"co{other}operate") == [f"co{hyphen}operate"]


def test_a_soft_hyphen_also_matches_no_hyphen() -> None:
    assert found("re\u00adcruit-ment", "recruit-ment") == ["re\u00adcruit-ment"]
    assert found("recruitment", "recruit\u00adment") == ["recruitment"]
    assert found("recruitment", "recruit-ment") == []


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("other", SPACES)
def test_all_white_space_matches(space: str, other: str) -> None:
    assert found(f"it rose by 5{space}% in all", f"5{other}%") == [f"5{space}%"]


@pytest.mark.parametrize("quoted", MARKS)
@pytest.mark.parametrize("other", MARKS)
def test_all_quotation_marks_match(quoted: str, other: str) -> None:
    assert found(f"so {quoted} it is", f"so {other} it") == [f"so {quoted} it"]


@pytest.mark.parametrize(
    "apostrophe", ["'", "’", "\N{MODIFIER LETTER APOSTROPHE}", "\N{PRIME}", "\N{FULLWIDTH APOSTROPHE}"]
)
def test_all_apostrophes_match(apostrophe: str) -> None:
    assert found(f"the town{apostrophe}s bridge", "town's") == [f"town{apostrophe}s"]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("eﬃcient ﬂeet", "efficient fleet"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER A} \N{FULLWIDTH LATIN SMALL LETTER B}", "A b"),
        ("ｶﾞｽの橋", "ガスの橋"),
        ("the\N{ZERO WIDTH SPACE} pl\N{ZERO WIDTH JOINER}an", "the plan"),
        ("a\N{VARIATION SELECTOR-16} plan", "a plan"),
        ("a cafe\N{COMBINING GRAPHEME JOINER}\N{COMBINING ACUTE ACCENT}", "a café"),
        ("how… so", "how... so"),
    ],
)
def test_matches_visible_text(text: str, quote: str) -> None:
    assert len(found(text, quote)) == 1
    assert len(found(quote, text)) == 1


@pytest.mark.parametrize("word", ["Ångström", "ক্ষো", "தொகை", "മൊഴി", "한국", "ガス", "Việt", "ὕδωρ"])
def test_composed_and_decomposed_letters_match(word: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, f"a {word} b") for form in ("NFC", "NFD"))
    assert found(composed, decomposed) == [composed]
    assert found(decomposed, composed) == [decomposed]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The engineer said 我们需要第二座桥、不是第三座 and left.", "第二座桥"),
        ("The engineer said 我们需要第二座桥、不是第三座 and left.", "said 我们"),
        ("二番目の橋が必要です。", "橋が必要"),
        ("コンピューターの橋", "の橋"),
        ("เราต้องการสะพานที่สอง", "สะพาน"),
        ("ພວກເຮົາຕ້ອງການຂົວ", "ຂົວ"),
        ("យើងត្រូវការស្ពាន", "ស្ពាន"),
        ("ကျွန်ုပ်တို့လိုအပ်သည်", "လိုအပ်"),
        ("使用AI技术在EU内", "技术"),
        ("使用AI技术在EU内", "EU"),
        ("建于2015年", "2015"),
    ],
)
def test_finds_words_inside_a_sentence_of_a_script_without_spaces(text: str, quote: str) -> None:
    assert found(text, quote) == [quote]


def test_line_breaks_do_not_matter_in_scripts_without_spaces() -> None:
    assert found("我们需要第二\n座桥、\n不是", "第二座桥、不是") == ["第二\n座桥、\n不是"]
    assert found("我们需要第二座桥", "第二\n座桥") == ["第二座桥"]
    assert found("使用 AI 技术", "使用AI技术") == ["使用 AI 技术"]


@pytest.mark.parametrize(
    ("text", "quote"),
    [("建于2015年", "201"), ("使用AIS技术", "AI"), ("ที่น้ำ", "นำ"), ("น้ำ", "น้"), ("ស្ពាន", "ស"), ("ក្រ", "រ")],
)
def test_does_not_divide_letters_and_numbers_of_scripts_without_spaces(text: str, quote: str) -> None:
    assert found(text, quote) == []


def test_words_of_scripts_without_spaces_are_characters() -> None:
    assert tokens("The bridge 第二") == ["the", "bridge", "第", "二"]


def test_the_edges_of_a_text_are_not_inside_a_word() -> None:
    assert not is_inside_word("ab", 0)
    assert is_inside_word("ab", 1)
    assert not is_inside_word("ab", 2)
