from __future__ import annotations

from briefwright.sources.quotes.folding import fold
from briefwright.sources.quotes.similarity import most_similar, shared_words, word_diff

TEXTS = {1: "One plan was made. It named no date, he said.", 2: "The boats were counted; nobody knows why."}


def words(*pieces: str) -> tuple[int, list[str]] | None:
    found = most_similar({number: fold(text) for number, text in TEXTS.items()}, pieces)
    if found is None:
        return None
    match, _ = found
    return match.paragraph, [TEXTS[match.paragraph][start:end] for start, end in match.pieces]


def test_finds_whole_words() -> None:
    assert words("named any dat") == (1, ["named no date"])
    assert words("boats was count") == (2, ["boats were counted"])


def test_finds_words_in_scripts_without_spaces() -> None:
    found = most_similar({1: fold("我们需要第二座桥、不是第三座。")}, ["第二座橋"])
    assert found
    assert (found[0].start, found[0].end) == (4, 8)


def test_finds_nothing_that_is_not_like_each_piece() -> None:
    assert words("One plan was made", "and the mayor slept") is None
    assert words("Quite something else") is None


def test_finds_pieces_in_order() -> None:
    assert words("One plans", "any date") == (1, ["One plan", "no date"])
    assert words("no dates", "One plan") != (1, ["no date", "One plan"])


def test_finds_nothing_without_words() -> None:
    assert words() is None
    assert most_similar({}, ["a"]) is None
    assert most_similar({1: fold("…")}, ["a"]) is None


def test_finds_a_very_long_quote_by_its_ends() -> None:
    text = " ".join(f"word{number}" for number in range(5000))
    quote = text[9_000:30_000].replace("word2000", "swap")
    found = most_similar({1: fold(text)}, [quote])
    assert found
    match, score = found
    assert abs(match.start - 9000) < 10
    assert abs(match.end - 30_000) < 10
    assert score > 99


def test_shows_changes_by_word() -> None:
    assert word_diff("a b c d", "a x c d e") == "a [-b-] {+x+} c d {+e+}"
    assert word_diff("a b c", "c") == "[-a b-] c"
    assert word_diff("a b", "c d e") == "[-a b-] {+c d e+}"


def test_shortens_unchanged_words() -> None:
    same = " ".join(map(str, range(100)))
    assert word_diff(f"a {same}", f"b {same}") == "[-a-] {+b+} 0 1 2 3 4 5 6 7 … 92 93 94 95 96 97 98 99"


def test_counts_thousands_of_words_instead_of_comparing() -> None:
    assert word_diff("a " * 6000, "b") == "6000 words before, 1 words after"


def test_shared_words_ignore_case_and_punctuation() -> None:
    assert shared_words("The plan named no date", "the plan, named no date.") == 100
    assert shared_words("one two three four", "four, one, two") == 50
    assert shared_words("one", "one two three four") == 25
    assert shared_words("on fear", "one far") == 0
