from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright.sources import lint, loading
from briefwright.sources.document_types import load_document_types
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

NOTE = "    note: Nobody knows.\n"
RULE = "likelihood-outside-scale"
ALLOW = f"# allow {RULE}: the register says so"


def warnings(make_brief: MakeBrief, note: str) -> list[str]:
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
def test_suppresses_a_warning_by_a_comment_with_a_reason(note: str, make_brief: MakeBrief) -> None:
    assert warnings(make_brief, note) == []


@pytest.mark.parametrize(
    "note",
    [
        f"    {ALLOW}\n\n    note: Perhaps.\n",
        f"    note: Perhaps.\n    {ALLOW}\n",
        "    note: Perhaps.  # allow mixed-scales: the register says so\n",
        f"    note: Nobody knows.  {ALLOW}\n",
    ],
)
def test_reports_an_unused_suppression(note: str, make_brief: MakeBrief) -> None:
    found = warnings(make_brief, note)
    assert len(found) == 1 + ("Perhaps" in note)
    assert sum("[unused-suppression]" in warning for warning in found) == 1


def test_ignores_comments_inside_a_block(make_brief: MakeBrief) -> None:
    (found,) = warnings(make_brief, f"    note: >-\n      Nobody knows, perhaps. {ALLOW}\n")
    assert found.endswith("[likelihood-outside-scale]")


def test_ignores_comments_inside_quotes(make_brief: MakeBrief) -> None:
    (found,) = warnings(make_brief, f'    note: "Perhaps {ALLOW}"\n')
    assert found.endswith("[likelihood-outside-scale]")


def test_does_not_suppress_without_a_reason(make_brief: MakeBrief) -> None:
    for end in ("", ":", ":  "):
        place = "sources/sample/annotations.yaml:12"
        assert warnings(make_brief, f"    note: Perhaps.  # allow likelihood-outside-scale{end}\n") == [
            f"{place}:11: warning: the likelihood term “perhaps” is not in the PHIA yardstick [{RULE}]",
            f"{place}:21: warning: the suppression has no reason, so it has no effect [suppression-without-reason]",
        ]


def test_suggests_the_nearest_rule_for_an_unknown_one(make_brief: MakeBrief) -> None:
    folder = make_brief(annotations=(NOTE, "    note: None.  # allow mixed-scale: because\n"))
    (found,) = briefs.warnings(folder)
    assert found.splitlines() == [
        "sources/sample/annotations.yaml:12:18: warning: unknown rule “mixed-scale” [unknown-rule]",
        "   12 |     note: None.  # allow mixed-scale: because",
        "      |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
        "  hint: did you mean “mixed-scales”?",
    ]
    (other,) = briefs.warnings(make_brief(annotations=(NOTE, "    note: None.  # allow zzz\n")))
    assert other.endswith(f"hint: choose one of {', '.join(sorted(lint.RULES))}")


def test_ignores_other_comments_that_begin_with_allow(make_brief: MakeBrief) -> None:
    assert warnings(make_brief, "    note: None.  # allow people to cross\n") == []


def test_reports_a_suppression_in_a_file_without_checks(make_brief: MakeBrief) -> None:
    folder = make_brief(references=("title: The Town Ledger", f"title: Perhaps  {ALLOW}"))
    (found,) = briefs.warnings(folder)
    assert found.startswith("sources/sample/references.yaml:5:21: warning: no likelihood-outside-scale warning")


def test_does_not_report_suppressions_of_rules_that_did_not_run(make_brief: MakeBrief) -> None:
    folder = make_brief(brief=("  - id: no-price", "  - id: no-price  # allow unused-finding: for the talk"))
    assert lint.check(loading.load(folder), {}) == ()
    (found,) = briefs.warnings(folder)
    assert "[unused-suppression]" in found
    types = load_document_types(briefs.TEMPLATES)
    brief_only = {name: one for name, one in types.items() if "findings" not in one.needs}
    assert lint.check(loading.load(folder), brief_only) == ()
