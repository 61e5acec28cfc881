from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from briefwright.model import EmptyActions, Scales
from briefwright.sources import lint, loading
from briefwright.sources.lint import names_nobody, says_nothing
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

SCALES = loading.load_model(briefs.ROOT / "sources/scales.yaml", Scales)

# What is changed in which file, and how an editor reads the warning.
WARNINGS: dict[str, tuple[str, briefs.Change, str]] = {
    "a word of no scale": (
        "glossary",
        ("definition: A way over water.", "definition: Perhaps a way over water."),
        """
        sources/sample/glossary.yaml:9:17: warning: “perhaps” is a word of likelihood, but none of the PHIA yardstick \
[likelihood-outside-scale]
            9 |     definition: Perhaps a way over water.
              |                 ^^^^^^^
          hint: its words are unlikely, realistic possibility, likely, highly likely, almost certain; \
or make no estimate
        """,
    ),
    "a word of another scale, folded": (
        "brief",
        ("published a plan. The plan named neither", "published a plan. It very\n    likely named neither"),
        """
        sources/sample/brief.yaml:19:37: warning: “very likely” is a word of the ICD 203 scale; this publisher uses \
the PHIA yardstick [mixed-scales]
           19 |     bridge and published a plan. It very
              |                                     ^^^^
          hint: nearest to its 80–95% is “highly likely” (80–90%)
        """,
    ),
    "likelihood and confidence in one sentence": (
        "annotations",
        ("note: Nobody knows.", "note: Nobody knows. With high confidence, it is highly likely. It is likely."),
        """
        sources/sample/annotations.yaml:12:53: warning: “highly likely” stands in one sentence with “high confidence” \
[likelihood-with-confidence]
           12 |     note: Nobody knows. With high confidence, it is highly likely. It is likely.
              |                                                     ^^^^^^^^^^^^^
          hint: say how likely it is in one sentence, and how far the evidence bears that in another
        """,
    ),
    "a recommendation without an actor": (
        "brief",
        ("actor: The council", "actor: All stakeholders"),
        """
        sources/sample/brief.yaml:89:12: warning: “All stakeholders” names nobody who could act [no-actor]
           89 |     actor: All stakeholders
              |            ^^^^^^^^^^^^^^^^
          hint: name a body that can: “Member States”, say, or “the council”
        """,
    ),
    "a recommendation without an action": (
        "brief",
        ("    action: build a second bridge", "    action: >-\n      look into a second bridge"),
        """
        sources/sample/brief.yaml:91:7: warning: “look into” leaves open what should be done [no-action]
           91 |       look into a second bridge
              |       ^^^^^^^^^
          hint: begin with the verb and say what it is done to, as in “share information on …”
        """,
    ),
    "words in quotation marks that nobody wrote": (
        "brief",
        ("evidence: It quotes the plan.", "evidence: It quotes the plan, “the plan named no *prize*”."),
        """
        sources/sample/brief.yaml:50:36: warning: these words stand in quotation marks, but not in the essay \
[quotation-not-in-essay]
           50 |     evidence: It quotes the plan, “the plan named no *prize*”.
              |                                    ^^^^^^^^^^^^^^^^^^^^^^^^^
              quoted:   the plan named no prize
              essay ¶3: the plan named no price
              change:   the plan named no [-prize-] {+price+}
          hint: quote its words as they stand; where others said them, silence this and say who
        """,
    ),
    "words of somebody else": (
        "brief",
        ("evidence: It quotes the plan.", "evidence: It quotes the plan, “zig zag”."),
        """
        sources/sample/brief.yaml:50:36: warning: these words stand in quotation marks, but not in the essay \
[quotation-not-in-essay]
           50 |     evidence: It quotes the plan, “zig zag”.
              |                                    ^^^^^^^
          hint: quote its words as they stand; where others said them, silence this and say who
        """,
    ),
}


@pytest.mark.parametrize("case", WARNINGS)
def test_each_warning_stands_where_its_words_do(case: str, make_brief: MakeBrief) -> None:
    file, change, expected = WARNINGS[case]
    folder = make_brief(**{file: change})
    assert "\n\n".join(briefs.warnings(folder)) == dedent(expected).strip("\n")


def test_the_sample_has_no_warning(make_brief: MakeBrief) -> None:
    assert briefs.warnings(make_brief()) == []


def test_the_publication_has_no_warning() -> None:
    assert briefs.warnings(briefs.ROOT / "sources/cyber-recruitment") == []


def rules(found: list[str]) -> list[str]:
    return [warning.partition("\n")[0].rpartition("[")[2].rstrip("]") for warning in found]


TEXT = "note: Nobody knows. It is highly likely, very likely, probably or likely."


@pytest.mark.parametrize(("scale", "expected"), [("phia", ["very likely", "probably"]), ("icd-203", ["highly likely"])])
def test_the_publisher_chooses_the_scale(scale: str, expected: list[str], make_brief: MakeBrief) -> None:
    folder = make_brief(
        publisher=("marking: TLP:CLEAR", f"likelihood_scale: {scale}"), annotations=("note: Nobody knows.", TEXT)
    )
    found = briefs.warnings(folder)
    assert rules(found) == ["mixed-scales"] * len(expected)
    assert [warning.split("“")[1].split("”")[0] for warning in found] == expected


@pytest.mark.parametrize(
    "quoted",
    ["three hundred years", "the council […] published", "named no price.", "named no *date*,", "and nobody counted,"],
)
def test_words_of_the_essay_may_stand_in_quotation_marks(quoted: str, make_brief: MakeBrief) -> None:
    text = "The council [published](https://example.org/plan) a plan."
    folder = make_brief(
        annotations=("note: Nobody knows.", f"note: “{quoted}”"),
        essay=(text, f"Then the council, it says, published much. {text}"),
    )
    assert briefs.warnings(folder) == []


def test_words_of_the_essay_are_no_estimate_of_the_editors(make_brief: MakeBrief) -> None:
    folder = make_brief(
        annotations=("note: Nobody knows.", "note: The essay says “perhaps”."),
        essay=("Nobody counted the boats.", "Nobody counted the boats. It did so, perhaps."),
    )
    assert briefs.warnings(folder) == []


def test_a_finding_that_no_document_shows(make_brief: MakeBrief) -> None:
    reading = loading.load(make_brief())
    kinds = loading.load_document_types(briefs.TEMPLATES)
    brief_only = {name: kind for name, kind in kinds.items() if "findings" not in kind.needs}
    (warning,) = lint.check(reading, brief_only)
    assert (warning.path, warning.line, warning.column, warning.width) == ("sources/sample/brief.yaml", 47, 9, 8)
    assert warning.message == "no document shows the finding “no-price” [unused-finding]"
    none = {name: kind for name, kind in kinds.items() if not {"findings", "brief_findings"} & set(kind.needs)}
    assert len(lint.check(reading, none)) == 2
    assert lint.check(reading, kinds) == lint.check(reading, {}) == ()


def test_sources_with_errors_are_not_warned_about(make_brief: MakeBrief) -> None:
    folder = make_brief(
        annotations=("note: Nobody knows.", "note: Perhaps."), glossary=("term: bridge", "turm: bridge")
    )
    assert lint.check(loading.load(folder), {}) == ()


@pytest.mark.parametrize(
    "actor",
    ["We", "Everyone", "One", "All", "All stakeholders", "All relevant stakeholders", "The international community",
     "Everybody, stakeholders and all of us", "The relevant actors", "All of us", "Others"],
)  # fmt: skip
def test_actors_who_are_nobody(actor: str) -> None:
    assert names_nobody(actor, SCALES.vague_actors)


@pytest.mark.parametrize(
    "actor",
    ["EU Member States", "The Commission and other stakeholders", "The editors", "One-World Trust", "All Member States",
     "The Community Security Trust", "National authorities", "Young people’s councils"],
)  # fmt: skip
def test_actors_who_are_somebody(actor: str) -> None:
    assert not names_nobody(actor, SCALES.vague_actors)


@pytest.mark.parametrize(
    ("action", "blamed"),
    [
        ("consider sharing information", "consider"),
        ("look into the matter", "look into"),
        ("be aware of the danger", "be aware"),
        ("Think about it", "Think"),
        ("a common strategy", "a"),
        ("the sharing of files", "the"),
        ("more cooperation", "more"),
        ("better controls", "better"),
        ("sharing information", "sharing"),
        ("coordination of agencies", "coordination"),
        ("improvement of ties", "improvement"),
        ("cooperate", "cooperate"),
    ],
)
def test_actions_that_leave_open_what_to_do(action: str, blamed: str) -> None:
    found = says_nothing(action, SCALES.empty_actions)
    assert found
    assert action[found[0] : found[1]] == blamed


@pytest.mark.parametrize(
    "action",
    ["share information", "bring laws into force", "implement the plan", "question the need", "take a view of it",
     "considerably raise the sum", "have videos taken down", "sanction breaches"],
)  # fmt: skip
def test_actions_that_say_what_to_do(action: str) -> None:
    assert says_nothing(action, SCALES.empty_actions) is None


def test_without_lists_only_the_length_counts() -> None:
    assert says_nothing("sharing it", EmptyActions()) is None
    assert says_nothing("go", EmptyActions()) == (0, 2, "is too short to say what should be done")
