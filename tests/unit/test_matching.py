from __future__ import annotations

import pytest

from briefwright.model import Passage
from briefwright.sources.essay import fold
from briefwright.sources.matching import QuoteMatch, find

TEXTS = {1: "The plan named no date. A plan, he said, is a plan.", 2: "No date; the “plan” again."}
FOLDED = {number: fold(text) for number, text in TEXTS.items()}


def found(quote: str, **where: str | int) -> list[str]:
    """Return what stands around each place that is found, as in ``1: be[quote]fore``."""
    passage = Passage.model_validate({"quote": quote, **where})
    return [
        f"{match.paragraph}: {TEXTS[match.paragraph][match.start - 2 : match.start]}"
        f"[{TEXTS[match.paragraph][match.start : match.end]}]"
        for match in find(FOLDED, passage)
    ]


def test_words_are_found_where_they_stand() -> None:
    assert find(FOLDED, Passage(quote="named no date")) == (QuoteMatch(1, 9, 22),)


def test_every_place_is_found() -> None:
    assert found("plan") == ["1: e [plan]", "1: A [plan]", "1: a [plan]", "2:  “[plan]"]


def test_a_paragraph_a_prefix_and_a_suffix_narrow_it() -> None:
    assert found("plan", paragraph=2) == ["2:  “[plan]"]
    assert found("plan", prefix="is  a") == ["1: a [plan]"]
    assert found("plan", suffix=", he") == ["1: A [plan]"]
    assert found("plan", prefix='the "', suffix="” again") == ["2:  “[plan]"]
    assert found("plan", prefix="gone") == []
    assert found("plan", paragraph=3) == []


@pytest.mark.parametrize("quote", ["pla", "lan", "an", "ate", "o date"])
def test_no_quotation_begins_or_ends_within_a_word(quote: str) -> None:
    assert found(quote) == []


def test_case_matters() -> None:
    assert found("no date") == ["1: d [no date]"]


def test_marks_at_the_edges_belong_to_the_quotation() -> None:
    assert found("date.") == ["1: o [date.]"]
    assert found('"plan" again.') == ["2: e [“plan” again.]"]


def test_nothing_is_found_nowhere() -> None:
    assert found("\N{SOFT HYPHEN}") == []


@pytest.mark.parametrize(("text", "quote"), [("كتَب", "كت"), ("किताब", "क"), ("cafe\N{COMBINING ACUTE ACCENT}", "cafe")])
def test_a_vowel_sign_or_an_accent_does_not_end_a_word(text: str, quote: str) -> None:
    assert find({1: fold(text)}, Passage(quote=quote)) == ()


def test_a_passage_ends_behind_the_last_signs_own_accents() -> None:
    text = "a cafe\N{COMBINING ACUTE ACCENT} b"
    (match,) = find({1: fold(text)}, Passage(quote="café"))
    assert text[match.start : match.end] == "cafe\N{COMBINING ACUTE ACCENT}"


def pieces(quote: str, text: str = TEXTS[1], **where: str) -> list[list[str]]:
    """Return the stretches that each place quotes."""
    passage = Passage.model_validate({"quote": quote, **where})
    return [[text[start:end] for start, end in match.pieces] for match in find({1: fold(text)}, passage)]


@pytest.mark.parametrize("mark", ["[…]", "[...]", "[ … ]"])
def test_a_quotation_with_an_omission_is_found_piece_by_piece(mark: str) -> None:
    assert pieces(f"The plan {mark} no date {mark} he said") == [["The plan", "no date", "he said"]]
    assert find(FOLDED, Passage(quote=f"The plan {mark} date")) == (QuoteMatch(1, 0, 22, ((8, 18),)),)


def test_pieces_follow_each_other_in_one_paragraph() -> None:
    assert pieces("he said […] The plan") == []
    assert pieces("The plan […] the “plan” again") == []
    assert pieces("plan […] plan […] plan […] plan") == []


def test_every_way_in_which_pieces_follow_each_other_is_found() -> None:
    assert pieces("plan […] is a plan") == [["plan", "is a plan"]] * 2
    assert pieces("plan […] is a plan", prefix="The") == [["plan", "is a plan"]]


def test_an_omission_that_stands_in_the_essay_itself_is_words() -> None:
    text = "They said: no […] never. No, not ever; no and never."
    assert pieces("no […] never", text) == [["no […] never"]]


def test_a_place_far_behind_many_others_is_found() -> None:
    text = "a plan, " * 20_000 + "the last plan."
    (match,) = find({1: fold(text)}, Passage(quote="plan", prefix="last"))
    assert match.start == len(text) - len("plan.")


@pytest.mark.parametrize("quote", ["*no* date", "named [no date](https://example.org/a)", "**named** `no` date"])
def test_a_quotation_that_was_copied_with_its_marks_is_found(quote: str) -> None:
    assert found(quote) == found(quote.translate(str.maketrans("", "", "*`")).partition("](")[0].replace("[", ""))
    assert len(found(quote)) == 1


def test_marks_that_lead_nowhere_safe_or_open_only_stay_signs() -> None:
    assert found("[no date](javascript:1)") == []
    assert found("*no date") == []


def test_marks_that_the_essay_itself_has_are_words() -> None:
    text = "two * three * four, two three four"
    assert find({1: fold(text)}, Passage(quote="two * three * four")) == (QuoteMatch(1, 0, 18),)


@pytest.mark.parametrize("quote", ["a", "a a", "a b a", "a b a b a", "b a b", "a a b a a", "a b a b a c a b a b a"])
def test_places_that_overlap_are_all_found(quote: str) -> None:
    text = "a b a b a c a b a b a c a b a b a b a a b a a b a a c"
    padded, wanted = f" {text} ", f" {quote} "
    starts = [index for index in range(len(padded)) if padded.startswith(wanted, index)]
    assert [match.start for match in find({1: fold(text)}, Passage(quote=quote))] == starts


def test_the_first_of_very_many_ways_are_found_at_once() -> None:
    text = "a " * 30_000
    assert len(find({1: fold(text)}, Passage(quote="a […] a […] a […] a"))) == 100
    assert find({1: fold(text)}, Passage(quote="a […] a […] a […] b")) == ()
    assert len(find({1: fold(text + "b")}, Passage(quote="a […] b", suffix="b"))) == 0
    assert find({1: fold(text)}, Passage(quote=" […] ".join("a" * 40_000))) == ()
