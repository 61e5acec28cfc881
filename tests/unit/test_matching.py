from __future__ import annotations

import pytest

from briefwright.model import Passage
from briefwright.sources.quotes.folding import fold
from briefwright.sources.quotes.matching import QuoteMatch, find_quote

TEXTS = {1: "The plan named no date. A plan, he said, is a plan.", 2: "No date; the “plan” again."}
FOLDED = {number: fold(text) for number, text in TEXTS.items()}


def found(quote: str, **where: str | int) -> list[str]:
    """Return each match with its paragraph and the two characters before it, as in ``1: e [plan]``."""
    passage = Passage.model_validate({"quote": quote, **where})
    return [
        f"{match.paragraph}: {TEXTS[match.paragraph][match.start - 2 : match.start]}"
        f"[{TEXTS[match.paragraph][match.start : match.end]}]"
        for match in find_quote(FOLDED, passage)
    ]


def test_finds_a_quote() -> None:
    assert find_quote(FOLDED, Passage(quote="named no date")) == (QuoteMatch(1, 9, 22),)


def test_finds_every_match() -> None:
    assert found("plan") == ["1: e [plan]", "1: A [plan]", "1: a [plan]", "2:  “[plan]"]


def test_filters_matches_by_paragraph_prefix_and_suffix() -> None:
    assert found("plan", paragraph=2) == ["2:  “[plan]"]
    assert found("plan", prefix="is  a") == ["1: a [plan]"]
    assert found("plan", suffix=", he") == ["1: A [plan]"]
    assert found("plan", prefix='the "', suffix="” again") == ["2:  “[plan]"]
    assert found("plan", prefix="gone") == []
    assert found("plan", paragraph=3) == []


@pytest.mark.parametrize("quote", ["pla", "lan", "an", "ate", "o date"])
def test_finds_whole_words_only(quote: str) -> None:
    assert found(quote) == []


def test_compares_case() -> None:
    assert found("no date") == ["1: d [no date]"]


def test_compares_punctuation_at_the_edges() -> None:
    assert found("date.") == ["1: o [date.]"]
    assert found('"plan" again.') == ["2: e [“plan” again.]"]


def test_finds_nothing_without_visible_characters() -> None:
    assert found("\N{SOFT HYPHEN}") == []


@pytest.mark.parametrize(("text", "quote"), [("كتَب", "كت"), ("किताब", "क"), ("cafe\N{COMBINING ACUTE ACCENT}", "cafe")])
def test_vowel_signs_and_accents_do_not_end_a_word(text: str, quote: str) -> None:
    assert find_quote({1: fold(text)}, Passage(quote=quote)) == ()


def test_match_includes_the_accents_of_its_last_character() -> None:
    text = "a cafe\N{COMBINING ACUTE ACCENT} b"
    (match,) = find_quote({1: fold(text)}, Passage(quote="café"))
    assert text[match.start : match.end] == "cafe\N{COMBINING ACUTE ACCENT}"


def pieces(quote: str, text: str = TEXTS[1], **where: str) -> list[list[str]]:
    """Return the quoted pieces of each match."""
    passage = Passage.model_validate({"quote": quote, **where})
    return [[text[start:end] for start, end in match.pieces] for match in find_quote({1: fold(text)}, passage)]


@pytest.mark.parametrize(
    "mark",
    [
        "[…]",
        "[...]",
        "[ … ]",
        "[. . .]",
        "[....]",
        "\N{FULLWIDTH LEFT SQUARE BRACKET}…\N{FULLWIDTH RIGHT SQUARE BRACKET}",
    ],
)
def test_finds_a_quote_with_omissions(mark: str) -> None:
    assert pieces(f"The plan {mark} no date {mark} he said") == [["The plan", "no date", "he said"]]
    assert find_quote(FOLDED, Passage(quote=f"The plan {mark} date")) == (QuoteMatch(1, 0, 22, ((8, 18),)),)


def test_finds_pieces_in_order_in_one_paragraph() -> None:
    assert pieces("he said […] The plan") == []
    assert pieces("The plan […] the “plan” again") == []
    assert pieces("plan […] plan […] plan […] plan") == []


def test_finds_every_alignment_of_pieces() -> None:
    assert pieces("plan […] is a plan") == [["plan", "is a plan"]] * 2
    assert pieces("plan […] is a plan", prefix="The") == [["plan", "is a plan"]]


def test_prefers_an_omission_mark_of_the_essay() -> None:
    text = "They said: no […] never. No, not ever; no and never."
    assert pieces("no […] never", text) == [["no […] never"]]


def test_finds_a_match_after_many_others() -> None:
    text = "a plan, " * 20_000 + "the last plan."
    (match,) = find_quote({1: fold(text)}, Passage(quote="plan", prefix="last"))
    assert match.start == len(text) - len("plan.")


@pytest.mark.parametrize("quote", ["*no* date", "named [no date](https://example.org/a)", "**named** `no` date"])
def test_finds_a_quote_with_markdown(quote: str) -> None:
    assert found(quote) == found(quote.translate(str.maketrans("", "", "*`")).partition("](")[0].replace("[", ""))
    assert len(found(quote)) == 1


def test_keeps_unsafe_links_and_unclosed_emphasis_as_text() -> None:
    assert found("[no date](javascript:1)") == []
    assert found("*no date") == []


def test_prefers_markdown_characters_of_the_essay() -> None:
    text = "two * three * four, two three four"
    assert find_quote({1: fold(text)}, Passage(quote="two * three * four")) == (QuoteMatch(1, 0, 18),)


@pytest.mark.parametrize("quote", ["a", "a a", "a b a", "a b a b a", "b a b", "a a b a a", "a b a b a c a b a b a"])
def test_finds_overlapping_matches(quote: str) -> None:
    text = "a b a b a c a b a b a c a b a b a b a a b a a b a a c"
    padded, wanted = f" {text} ", f" {quote} "
    starts = [index for index in range(len(padded)) if padded.startswith(wanted, index)]
    assert [match.start for match in find_quote({1: fold(text)}, Passage(quote=quote))] == starts


def test_limits_the_number_of_alignments() -> None:
    text = "a " * 30_000
    assert len(find_quote({1: fold(text)}, Passage(quote="a […] a […] a […] a"))) == 100
    assert find_quote({1: fold(text)}, Passage(quote="a […] a […] a […] b")) == ()
    assert len(find_quote({1: fold(text + "b")}, Passage(quote="a […] b", suffix="b"))) == 0
    assert find_quote({1: fold(text)}, Passage(quote=" […] ".join("a" * 40_000))) == ()


def test_finds_a_quote_with_a_bracketed_letter() -> None:
    assert pieces("[t]he plan named") == [["The plan named"]]
    assert pieces("[t]he plan […] [a] plan, he") == [["The plan", "A plan, he"]]
    assert pieces("[É]tat", "un état") == [["état"]]


@pytest.mark.parametrize(
    "quote", ["[T]he plan named", "[X]he plan named", "[Th]e plan named", "th[E] plan", "[t]hat plan"]
)
def test_brackets_allow_only_another_case_of_a_first_letter(quote: str) -> None:
    assert pieces(quote) == []


def test_prefers_brackets_of_the_essay() -> None:
    assert pieces("[t]he plan", "He wrote: “[t]he plan”. The plan?") == [["[t]he plan"]]
