"""A citation style may flip quotation marks and change case; it may not drop a word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefwright.verify.titles import contains_title

WORDS = st.lists(st.text("abcxyzABCXYZäßéñłøждЯ0123456789", min_size=1, max_size=8), min_size=2, max_size=60)
FLIPPED = str.maketrans("“”‘’\"'", "‘’“”'\"")


@given(WORDS, st.sampled_from(["“{}”", "‘{}’", '"{}"', "'{}'", "{}:", "{}?", "({})"]))
def test_finds_a_title_of_any_length_with_flipped_marks_and_in_capitals(words: list[str], form: str) -> None:
    title = " ".join([form.format(words[0]), *words[1:]])
    for text in (title.translate(FLIPPED), title.upper(), title.lower()):
        assert contains_title(f"Clerk, Ada. 2001. {text}. Town Press.", title)


@given(WORDS, st.data())
def test_misses_a_title_without_one_of_its_words(words: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(words) - 1))
    rest = words[:index] + words[index + 1 :]
    assert not contains_title(" ".join(rest), " ".join(words))
