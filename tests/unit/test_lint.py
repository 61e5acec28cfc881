from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from briefwright.model import EmptyActions, Scales
from briefwright.sources import lint, loading
from briefwright.sources.document_types import load_document_types
from briefwright.sources.lint import is_vague_actor, vague_action
from briefwright.sources.reader import load_yaml_model
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

SCALES = load_yaml_model(briefs.ROOT / "sources/scales.yaml", Scales)[0]

# File, change, and the warning that the editor sees.
WARNINGS: dict[str, tuple[str, briefs.Change, str]] = {
    "a term outside all scales": (
        "glossary",
        ("definition: A way over water.", "definition: Perhaps a way over water."),
        """
        sources/sample/glossary.yaml:9:17: warning: the likelihood term “perhaps” is not in the PHIA yardstick \
[likelihood-outside-scale]
            9 |     definition: Perhaps a way over water.
              |                 ^^^^^^^
          hint: use unlikely, realistic possibility, likely, highly likely, almost certain; or delete the estimate
        """,
    ),
    "a term of another scale, over two lines": (
        "brief",
        ("published a plan. The plan named neither", "published a plan. It very\n    likely named neither"),
        """
        sources/sample/brief.yaml:19:37: warning: “very likely” is a term of the ICD 203 scale; the publisher uses \
the PHIA yardstick [mixed-scales]
           19 |     bridge and published a plan. It very
              |                                     ^^^^
          hint: use “highly likely” (80–90%), the nearest to 80–95%
        """,
    ),
    "likelihood and confidence in one sentence": (
        "annotations",
        ("note: Nobody knows.", "note: Nobody knows. With high confidence, it is highly likely. It is likely."),
        """
        sources/sample/annotations.yaml:12:53: warning: “highly likely” and “high confidence” are in the same sentence \
[likelihood-with-confidence]
           12 |     note: Nobody knows. With high confidence, it is highly likely. It is likely.
              |                                                     ^^^^^^^^^^^^^
          hint: state likelihood and confidence in separate sentences
        """,
    ),
    "a recommendation without an actor": (
        "brief",
        ("actor: The council", "actor: All stakeholders"),
        """
        sources/sample/brief.yaml:89:12: warning: “All stakeholders” does not name an actor [no-actor]
           89 |     actor: All stakeholders
              |            ^^^^^^^^^^^^^^^^
          hint: name a body that can act, such as “Member States” or “the council”
        """,
    ),
    "markup in plain text": (
        "brief",
        ("action: build a second bridge", "action: build a *second* bridge"),
        """
        sources/sample/brief.yaml:90:13: warning: this field is plain text; its markup is printed as typed \
[markup-in-plain-text]
           90 |     action: build a *second* bridge
              |             ^^^^^^^^^^^^^^^^^^^^^^^
          hint: delete the markup
        """,
    ),
    "a recommendation without an action": (
        "brief",
        ("    action: build a second bridge", "    action: >-\n      look into a second bridge"),
        """
        sources/sample/brief.yaml:91:7: warning: “look into” does not state an action [no-action]
           91 |       look into a second bridge
              |       ^^^^^^^^^
          hint: begin with a verb and its object, as in “share information on …”
        """,
    ),
    "a quotation with a wrong word": (
        "brief",
        ("basis: The plan was not seen.", "basis: It quotes the plan, “the plan named no *prize*”."),
        """
        sources/sample/brief.yaml:52:33: warning: the words in quotation marks are not in the essay \
[quotation-not-in-essay]
           52 |     basis: It quotes the plan, “the plan named no *prize*”.
              |                                 ^^^^^^^^^^^^^^^^^^^^^^^^^
              quoted:   the plan named no prize
              essay ¶3: the plan named no price
              change:   the plan named no [-prize-] {+price+}
          hint: copy the words exactly from the essay; if they are from another source, suppress this warning and name \
the source
        """,
    ),
    "a quotation that is not similar to the essay": (
        "brief",
        ("basis: The plan was not seen.", "basis: It quotes the plan, “zig zag”."),
        """
        sources/sample/brief.yaml:52:33: warning: the words in quotation marks are not in the essay \
[quotation-not-in-essay]
           52 |     basis: It quotes the plan, “zig zag”.
              |                                 ^^^^^^^
          hint: copy the words exactly from the essay; if they are from another source, suppress this warning and name \
the source
        """,
    ),
}


@pytest.mark.parametrize("case", WARNINGS)
def test_reports_each_warning_at_its_position(case: str, make_brief: MakeBrief) -> None:
    file, change, expected = WARNINGS[case]
    folder = make_brief(**{file: change})
    assert "\n\n".join(briefs.warnings(folder)) == dedent(expected).strip("\n")


def test_accepts_the_sample(make_brief: MakeBrief) -> None:
    assert briefs.warnings(make_brief()) == []


def rules(found: list[str]) -> list[str]:
    return [warning.partition("\n")[0].rpartition("[")[2].rstrip("]") for warning in found]


TEXT = "note: Nobody knows. It is highly likely, very likely, probably or likely."


@pytest.mark.parametrize(("scale", "expected"), [("phia", ["very likely", "probably"]), ("icd-203", ["highly likely"])])
def test_uses_the_scale_of_the_publisher(scale: str, expected: list[str], make_brief: MakeBrief) -> None:
    folder = make_brief(
        publisher=("marking: TLP:CLEAR", f"likelihood_scale: {scale}"), annotations=("note: Nobody knows.", TEXT)
    )
    found = briefs.warnings(folder)
    assert rules(found) == ["mixed-scales"] * len(expected)
    assert [warning.split("“")[1].split("”")[0] for warning in found] == expected


@pytest.mark.parametrize(
    "quoted",
    [
        "three hundred years",
        "the council […] published",
        "named no price.",
        "named no *date*,",
        "and nobody counted,",
        "the council … published",
        "the council [of the town], it says",
        "[t]hen the council",
        "the cost”. Then the council",
    ],
)
def test_accepts_quotations_of_the_essay(quoted: str, make_brief: MakeBrief) -> None:
    text = "The council [published](https://example.org/plan) a plan."
    folder = make_brief(
        annotations=("note: Nobody knows.", f"note: “{quoted}”"),
        essay=(text, f"Then the council, it says, published much. {text}"),
    )
    assert briefs.warnings(folder) == []


def test_ignores_likelihood_terms_in_quotations(make_brief: MakeBrief) -> None:
    folder = make_brief(
        annotations=("note: Nobody knows.", "note: The essay says “perhaps”."),
        essay=("Nobody counted the boats.", "Nobody counted the boats. It did so, perhaps."),
    )
    assert briefs.warnings(folder) == []


def test_reports_findings_that_no_document_shows(make_brief: MakeBrief) -> None:
    loaded = loading.load(make_brief())
    types = load_document_types(briefs.TEMPLATES)
    brief_only = {name: one for name, one in types.items() if "findings" not in one.needs}
    (warning,) = lint.check(loaded, brief_only)
    assert (warning.path, warning.line, warning.column, warning.width) == ("sources/sample/brief.yaml", 47, 9, 8)
    assert warning.message == "no document shows the finding “no-price” [unused-finding]"
    none = {name: one for name, one in types.items() if not {"findings", "brief_findings"} & set(one.needs)}
    assert len(lint.check(loaded, none)) == 2
    assert lint.check(loaded, types) == lint.check(loaded, {}) == ()


def test_does_not_check_sources_with_errors(make_brief: MakeBrief) -> None:
    folder = make_brief(
        annotations=("note: Nobody knows.", "note: Perhaps."), glossary=("term: bridge", "turm: bridge")
    )
    assert lint.check(loading.load(folder), {}) == ()


@pytest.mark.parametrize(
    "actor",
    ["We", "Everyone", "One", "All", "All stakeholders", "All relevant stakeholders", "The international community",
     "Everybody, stakeholders and all of us", "The relevant actors", "All of us", "Others"],
)  # fmt: skip
def test_rejects_vague_actors(actor: str) -> None:
    assert is_vague_actor(actor, SCALES.vague_actors)


@pytest.mark.parametrize(
    "actor",
    ["EU Member States", "The Commission and other stakeholders", "The editors", "One-World Trust", "All Member States",
     "The Community Security Trust", "National authorities", "Young people’s councils"],
)  # fmt: skip
def test_accepts_particular_actors(actor: str) -> None:
    assert not is_vague_actor(actor, SCALES.vague_actors)


@pytest.mark.parametrize(
    ("action", "underlined"),
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
def test_rejects_vague_actions(action: str, underlined: str) -> None:
    found = vague_action(action, SCALES.empty_actions)
    assert found
    assert action[found[0] : found[1]] == underlined


@pytest.mark.parametrize(
    "action",
    ["share information", "bring laws into force", "implement the plan", "question the need", "take a view of it",
     "considerably raise the sum", "have videos taken down", "sanction breaches"],
)  # fmt: skip
def test_accepts_clear_actions(action: str) -> None:
    assert vague_action(action, SCALES.empty_actions) is None


def test_checks_only_the_length_without_word_lists() -> None:
    assert vague_action("sharing it", EmptyActions()) is None
    assert vague_action("go", EmptyActions()) == (0, 2, "is too short to state an action")
