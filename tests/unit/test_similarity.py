from __future__ import annotations

from briefwright.sources.essay import fold
from briefwright.sources.similarity import changes, nearest, shared

TEXTS = {1: "One plan was made. It named no date, he said.", 2: "The boats were counted; nobody knows why."}


def words(*pieces: str) -> tuple[int, list[str]] | None:
    found = nearest({number: fold(text) for number, text in TEXTS.items()}, pieces)
    if found is None:
        return None
    match, _ = found
    return match.paragraph, [TEXTS[match.paragraph][start:end] for start, end in match.pieces]


def test_whole_words_are_found() -> None:
    assert words("named any dat") == (1, ["named no date"])
    assert words("boats was count") == (2, ["boats were counted"])


def test_pieces_are_found_in_their_order() -> None:
    assert words("One plans", "any date") == (1, ["One plan", "no date"])
    assert words("no dates", "One plan") != (1, ["no date", "One plan"])


def test_nothing_is_like_nothing() -> None:
    assert words() is None
    assert nearest({}, ["a"]) is None
    assert nearest({1: fold("…")}, ["a"]) is None


def test_a_very_long_quotation_is_found_by_its_ends() -> None:
    text = " ".join(f"word{number}" for number in range(5000))
    quote = text[9_000:30_000].replace("word2000", "swap")
    found = nearest({1: fold(text)}, [quote])
    assert found
    match, likeness = found
    assert abs(match.start - 9000) < 10
    assert abs(match.end - 30_000) < 10
    assert likeness > 99


def test_changes_are_shown_word_by_word() -> None:
    assert changes("a b c d", "a x c d e") == "a [-b-] {+x+} c d {+e+}"
    assert changes("a b c", "c") == "[-a b-] c"
    assert changes("a b", "c d e") == "[-a b-] {+c d e+}"


def test_what_did_not_change_is_cut_short() -> None:
    same = " ".join(map(str, range(100)))
    assert changes(f"a {same}", f"b {same}") == "[-a-] {+b+} 0 1 2 3 4 5 6 7 … 92 93 94 95 96 97 98 99"


def test_thousands_of_words_are_counted_only() -> None:
    assert changes("a " * 6000, "b") == "6000 words there, 1 words here"


def test_words_are_shared_in_their_order_whatever_their_case_and_marks() -> None:
    assert shared("The plan named no date", "the plan, named no date.") == 100
    assert shared("one two three four", "four, one, two") == 50
    assert shared("one", "one two three four") == 25
    assert shared("on fear", "one far") == 0
