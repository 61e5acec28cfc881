from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright.sources import lint, loading
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

NOTE = "    note: Nobody knows.\n"
RULE = "likelihood-outside-scale"
ALLOW = f"# allow {RULE}: the register says so"


def heard(make_brief: MakeBrief, note: str) -> list[str]:
    return [warning.partition("\n")[0] for warning in briefs.warnings(make_brief(annotations=(NOTE, note)))]


@pytest.mark.parametrize(
    "note",
    [
        f"    note: Perhaps.  {ALLOW}\n",
        f"    note: >-  {ALLOW}\n      Nobody\n      knows, perhaps.\n",
        f"    {ALLOW}\n    note: >-\n      Nobody\n      knows, perhaps.\n",
        f"{ALLOW}\n    # Another remark.\n    note: Perhaps, and perhaps.\n",
        f"    note: 'Nobody\n      knows, perhaps,\n      or not.'  {ALLOW}\n",
        f"    note:  {ALLOW}\n      Nobody knows, perhaps,\n      or not.\n",
        f"    note:\n      {ALLOW}\n      Nobody knows, perhaps.\n",
        "    note: Perhaps.  ## ALLOW  Likelihood-Outside-Scale :   the register says so\n",
        (
            "    # allow likelihood-outside-scale: it says so\n    # allow mixed-scales: it says so\n"
            "    note: Perhaps, and very likely.\n"
        ),
    ],
)
def test_a_comment_with_a_reason_silences(note: str, make_brief: MakeBrief) -> None:
    assert heard(make_brief, note) == []


@pytest.mark.parametrize(
    "note",
    [
        f"    {ALLOW}\n\n    note: Perhaps.\n",
        f"    note: Perhaps.\n    {ALLOW}\n",
        "    note: Perhaps.  # allow mixed-scales: the register says so\n",
        f"    note: Nobody knows.  {ALLOW}\n",
    ],
)
def test_a_comment_elsewhere_silences_nothing_and_says_so(note: str, make_brief: MakeBrief) -> None:
    found = heard(make_brief, note)
    assert len(found) == 1 + ("Perhaps" in note)
    assert sum("[needless-silence]" in warning for warning in found) == 1


def test_a_comment_inside_a_block_is_text(make_brief: MakeBrief) -> None:
    (found,) = heard(make_brief, f"    note: >-\n      Nobody knows, perhaps. {ALLOW}\n")
    assert found.endswith("[likelihood-outside-scale]")


def test_a_comment_inside_quotes_is_text(make_brief: MakeBrief) -> None:
    (found,) = heard(make_brief, f'    note: "Perhaps {ALLOW}"\n')
    assert found.endswith("[likelihood-outside-scale]")


def test_a_silence_without_a_reason_silences_nothing(make_brief: MakeBrief) -> None:
    for end in ("", ":", ":  "):
        place = "sources/sample/annotations.yaml:12"
        assert heard(make_brief, f"    note: Perhaps.  # allow likelihood-outside-scale{end}\n") == [
            f"{place}:11: warning: “perhaps” is a word of likelihood, but none of the PHIA yardstick [{RULE}]",
            f"{place}:21: warning: a warning is silenced without a reason [silence-without-reason]",
        ]


def test_an_unknown_rule_has_a_nearest_one(make_brief: MakeBrief) -> None:
    folder = make_brief(annotations=(NOTE, "    note: None.  # allow mixed-scale: because\n"))
    (found,) = briefs.warnings(folder)
    assert found.splitlines() == [
        "sources/sample/annotations.yaml:12:18: warning: there is no rule “mixed-scale” to silence [unknown-rule]",
        "   12 |     note: None.  # allow mixed-scale: because",
        "      |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
        "  hint: did you mean “mixed-scales”?",
    ]
    (other,) = briefs.warnings(make_brief(annotations=(NOTE, "    note: None.  # allow zzz\n")))
    assert other.endswith(f"hint: rules: {', '.join(sorted(lint.RULES))}")


def test_a_remark_that_begins_like_a_silence_is_a_remark(make_brief: MakeBrief) -> None:
    assert heard(make_brief, "    note: None.  # allow people to cross\n") == []


def test_a_silence_where_nothing_is_checked_is_needless(make_brief: MakeBrief) -> None:
    folder = make_brief(references=("title: The Town Ledger", f"title: Perhaps  {ALLOW}"))
    (found,) = briefs.warnings(folder)
    assert found.startswith("sources/sample/references.yaml:5:21: warning: there is no likelihood-outside-scale")


def test_no_silence_of_a_rule_that_did_not_run_is_called_needless(make_brief: MakeBrief) -> None:
    folder = make_brief(brief=("  - id: no-price", "  - id: no-price  # allow unused-finding: for the talk"))
    assert lint.check(loading.load(folder), {}) == ()
    (found,) = briefs.warnings(folder)
    assert "[needless-silence]" in found
    kinds = loading.load_document_types(briefs.TEMPLATES)
    brief_only = {name: kind for name, kind in kinds.items() if "findings" not in kind.needs}
    assert lint.check(loading.load(folder), brief_only) == ()
