"""A text is found whatever its line breaks, and not found if one character is changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefwright.verify.comparison import pair_blocks
from briefwright.verify.expected import ExpectedText
from briefwright.verify.html_blocks import Block, normalise
from briefwright.verify.parity import contains

WORDS = [
    *(
        "The",
        "the",
        "bridge",
        "counter-terrorism",
        "co-operation",
        "efficient",
        "oﬃcer",
        "naïve",
        "cafe\u0301",
        "1,234",
    ),
    *(
        "91.4%",
        "2015–2016",
        "−5",
        "COVID-19",
        "«\u00a0mot\u00a0»",
        "“quoted”",
        "it’s",
        "(or",
        "not)",
        "re\u00adcruit",
        "¶3",
    ),
]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=6, max_size=30).map(" ".join)


@st.composite
def typeset(draw: st.DrawFn, text: str) -> str:
    """A text as a PDF may contain it: line breaks between words, and within words after a hyphen."""
    out = []
    for word in text.split(" "):
        cut = draw(st.integers(0, len(word)))
        inside = 0 < cut < len(word) and word[cut - 1].isalpha() and word[cut].isalpha()
        shown = f"{word[:cut]}\x02\n{word[cut:]}" if inside else word
        out.append(shown.replace("\u00ad", "").replace("ﬃ", "ffi"))
        out.append("\n" if draw(st.integers(0, 3)) == 0 else " ")
    return "".join(out)


@given(st.data())
def test_normalisation_ignores_line_breaks(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    assert normalise(data.draw(typeset(text))) == normalise(text)


@given(st.data())
def test_pairs_text_among_other_blocks(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    blocks = [Block(("note 1",)), Block((data.draw(typeset(text)),)), Block(("note 2",))]
    pairing = pair_blocks([Block((text,))], blocks)
    assert pairing.matches == (1,)
    assert pairing.unmatched == (0, 2)


@st.composite
def with_changed_character(draw: st.DrawFn, text: str) -> str:
    """The text with one letter or digit changed or removed."""
    places = [index for index, character in enumerate(text) if character.isalnum()]
    place = places[draw(st.integers(0, len(places) - 1))]
    other = "0" if text[place].isdigit() and text[place] != "0" else "w" if text[place].isalpha() else "9"
    return text[:place] + (other if draw(st.integers(0, 2)) else "") + text[place + 1 :]


@given(st.data())
def test_does_not_find_changed_text(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    wrong = data.draw(with_changed_character(text))
    block = Block((wrong,), wrong)
    assert not contains(block, ExpectedText("x", "y", text, "whole"))
    assert pair_blocks([Block((text,))], [Block((data.draw(typeset(wrong)),))]).matches == (None,)


@given(st.data())
def test_finds_text_within_block_unless_changed(data: st.DataObject) -> None:
    before, text, after = (data.draw(TEXTS) for _ in range(3))
    statement = ExpectedText("x", "y", text)
    whole = f"{before} {text} {after}"
    assert contains(Block((whole,), whole), statement)
    wrong = data.draw(with_changed_character(text))
    assert contains(Block((wrong,), wrong), statement) == (normalise(text) in normalise(wrong))
