from __future__ import annotations

import pytest

from briefwright.essay import fold
from briefwright.matching import Match, find
from briefwright.model import Passage

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
    assert find(FOLDED, Passage(quote="named no date")) == (Match(1, 9, 22),)


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
