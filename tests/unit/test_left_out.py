from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright.content import exports
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

LINE = "brief_figure: boats"


def left_out(quote: str, *more: str) -> tuple[str, str]:
    lines = [f"  - quote: {quote}", "    reason: It is said before.", *(f"    {line}" for line in more)]
    return LINE, "\n".join([LINE, "left_out:", *lines])


def test_finds_left_out_quote_without_making_it_a_passage(make_brief: MakeBrief) -> None:
    before = briefs.resolve()
    resolved = briefs.resolve(make_brief(brief=left_out("It stood for three hundred years", "paragraph: 2")))
    (left_out_quote,) = resolved.left_out
    assert (left_out_quote.match.paragraph, left_out_quote.exact) == (2, "It stood for three hundred years")
    assert left_out_quote.reason == "It is said before."
    assert set(resolved.anchors.values()) == set(before.anchors.values())


def test_brief_record_lists_left_out_quotes(make_brief: MakeBrief) -> None:
    resolved = briefs.resolve(make_brief(brief=left_out("It stood for three hundred years", "paragraph: 2")))
    record = exports.record(resolved, briefs.REPORT)
    (left_out_quote,) = record.left_out
    text = record.essay[left_out_quote.paragraph - 1].text
    assert text[left_out_quote.start : left_out_quote.end] == left_out_quote.exact == "It stood for three hundred years"
    assert left_out_quote.reason == "It is said before."
    assert exports.record(briefs.resolve(), briefs.REPORT).left_out == ()


def test_left_out_quote_may_omit_words(make_brief: MakeBrief) -> None:
    resolved = briefs.resolve(make_brief(brief=left_out("It stood […] the clerk wrote", "paragraph: 2")))
    assert resolved.left_out[0].exact == "It stood […] the clerk wrote"


@pytest.mark.parametrize(
    ("quote", "users"),
    [
        ("The town had one bridge.", ["F1 (one-bridge)", "`summary`"]),
        ("the council asked", ["`thesis`", "R1 (second-bridge)"]),
        ("Nobody counted the boats.", ["“by-boat” in `analysis`"]),
        ("nobody counted", ["“clerk” in `annotations`"]),
    ],
)
def test_rejects_left_out_quote_that_is_used(make_brief: MakeBrief, quote: str, users: list[str]) -> None:
    more = ["paragraph: 2"] if quote == "nobody counted" else []
    (problem,) = briefs.errors(make_brief(brief=left_out(quote, *more)))
    assert all(user in problem for user in users)
    assert problem.startswith("sources/sample/brief.yaml:")
    assert f"| {' ' * 11}{'^' * len(quote)}" in problem
    assert "hint: remove the quote from `left_out`" in problem


def test_accepts_left_out_quote_next_to_a_passage(make_brief: MakeBrief) -> None:
    assert briefs.errors(make_brief(brief=left_out("a second bridge. It stood", "paragraph: 2"))) != []
    assert briefs.errors(make_brief(brief=left_out("It stood for three", "paragraph: 2"))) == []


def test_reports_left_out_quote_that_is_not_in_the_essay(make_brief: MakeBrief) -> None:
    (problem,) = briefs.errors(make_brief(brief=left_out("It stood for four hundred years")))
    assert "the quote is not in the essay" in problem


def test_requires_a_reason(make_brief: MakeBrief) -> None:
    change = (LINE, f"{LINE}\nleft_out:\n  - quote: It stood for three hundred years\n    paragraph: 2")
    assert any("reason" in problem for problem in briefs.errors(make_brief(brief=change)))
