"""A text is found however its lines break, and with one sign changed it is not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefwright.verify.comparison import pair
from briefwright.verify.expected import ExpectedText
from briefwright.verify.html_blocks import Block, letters
from briefwright.verify.parity import says

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
def broken(draw: st.DrawFn, text: str) -> str:
    """A text as a page may hold it: lines anywhere between words, and at some letters, with a hyphen."""
    out = []
    for word in text.split(" "):
        cut = draw(st.integers(0, len(word)))
        inside = 0 < cut < len(word) and word[cut - 1].isalpha() and word[cut].isalpha()
        shown = f"{word[:cut]}\x02\n{word[cut:]}" if inside else word
        out.append(shown.replace("\u00ad", "").replace("ﬃ", "ffi"))
        out.append("\n" if draw(st.integers(0, 3)) == 0 else " ")
    return "".join(out)


@given(st.data())
def test_a_text_is_found_in_its_lines(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    assert letters(data.draw(broken(text))) == letters(text)


@given(st.data())
def test_a_text_is_paired_whatever_is_around_it(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    blocks = [Block(("note 1",)), Block((data.draw(broken(text)),)), Block(("note 2",))]
    pairing = pair([Block((text,))], blocks)
    assert pairing.printed == (1,)
    assert pairing.left == (0, 2)


@st.composite
def altered(draw: st.DrawFn, text: str) -> str:
    """The text with one letter or digit that is another, or is gone."""
    places = [index for index, sign in enumerate(text) if sign.isalnum()]
    place = places[draw(st.integers(0, len(places) - 1))]
    other = "0" if text[place].isdigit() and text[place] != "0" else "w" if text[place].isalpha() else "9"
    return text[:place] + (other if draw(st.integers(0, 2)) else "") + text[place + 1 :]


@given(st.data())
def test_a_changed_text_is_not_found(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    wrong = data.draw(altered(text))
    block = Block((wrong,), wrong)
    assert not says(block, ExpectedText("x", "y", text, "whole"))
    assert pair([Block((text,))], [Block((data.draw(broken(wrong)),))]).printed == (None,)


@given(st.data())
def test_a_text_among_others_is_found_and_a_changed_one_is_not(data: st.DataObject) -> None:
    before, text, after = (data.draw(TEXTS) for _ in range(3))
    statement = ExpectedText("x", "y", text)
    whole = f"{before} {text} {after}"
    assert says(Block((whole,), whole), statement)
    wrong = data.draw(altered(text))
    assert says(Block((wrong,), wrong), statement) == (letters(text) in letters(wrong))
