from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright.content import exports
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

MARK = "brief_figure: boats"


def left_out(quote: str, *more: str) -> tuple[str, str]:
    lines = [f"  - quote: {quote}", "    reason: It is said before.", *(f"    {line}" for line in more)]
    return MARK, "\n".join([MARK, "left_out:", *lines])


def test_what_is_left_out_is_found_and_kept_apart(make_brief: MakeBrief) -> None:
    before = briefs.resolve()
    resolved = briefs.resolve(make_brief(brief=left_out("It stood for three hundred years", "paragraph: 2")))
    (omission,) = resolved.left_out
    assert (omission.match.paragraph, omission.exact) == (2, "It stood for three hundred years")
    assert omission.reason == "It is said before."
    assert set(resolved.anchors.values()) == set(before.anchors.values())


def test_the_record_tells_what_is_left_out_and_where(make_brief: MakeBrief) -> None:
    resolved = briefs.resolve(make_brief(brief=left_out("It stood for three hundred years", "paragraph: 2")))
    record = exports.record(resolved, briefs.REPORT)
    (omission,) = record.left_out
    text = record.essay[omission.paragraph - 1].text
    assert text[omission.start : omission.end] == omission.exact == "It stood for three hundred years"
    assert omission.reason == "It is said before."
    assert exports.record(briefs.resolve(), briefs.REPORT).left_out == ()


def test_words_may_be_left_out_of_what_is_left_out(make_brief: MakeBrief) -> None:
    resolved = briefs.resolve(make_brief(brief=left_out("It stood […] the clerk wrote", "paragraph: 2")))
    assert resolved.left_out[0].exact == "It stood […] the clerk wrote"


@pytest.mark.parametrize(
    ("quote", "who"),
    [
        ("The town had one bridge.", "F1 (one-bridge) and `summary` rest on it"),
        ("the council asked", "`thesis` and R1 (second-bridge) rest on it"),
        ("Nobody counted the boats.", "“by-boat” in `analysis` rests on it"),
        ("nobody counted", "“clerk” in `annotations` rests on it"),
    ],
)
def test_what_is_used_cannot_be_left_out(make_brief: MakeBrief, quote: str, who: str) -> None:
    more = ["paragraph: 2"] if quote == "nobody counted" else []
    (complaint,) = briefs.errors(make_brief(brief=left_out(quote, *more)))
    for words in who.partition(" rest")[0].split(" and "):
        assert words in complaint
    assert "this is left out, yet" in complaint
    assert complaint.startswith("sources/sample/brief.yaml:")
    assert f"| {' ' * 11}{'^' * len(quote)}" in complaint
    assert "hint: take it out of `left_out`" in complaint
    assert "sources/sample/annotations.yaml:5: quote: “and nobody" in complaint or "brief.yaml:" in complaint


def test_what_touches_without_overlap_is_no_contradiction(make_brief: MakeBrief) -> None:
    assert briefs.errors(make_brief(brief=left_out("a second bridge. It stood", "paragraph: 2"))) != []
    assert briefs.errors(make_brief(brief=left_out("It stood for three", "paragraph: 2"))) == []


def test_a_wrong_quotation_is_said_as_any_other(make_brief: MakeBrief) -> None:
    (complaint,) = briefs.errors(make_brief(brief=left_out("It stood for four hundred years")))
    assert "the quote is not in the essay" in complaint


def test_a_reason_is_asked_for(make_brief: MakeBrief) -> None:
    change = (MARK, f"{MARK}\nleft_out:\n  - quote: It stood for three hundred years\n    paragraph: 2")
    assert any("reason" in complaint for complaint in briefs.errors(make_brief(brief=change)))
