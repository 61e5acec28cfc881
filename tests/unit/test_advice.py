from __future__ import annotations

import pytest

from briefwright.model import EmptyActions, Scales
from briefwright.sources.lint import names_nobody, says_nothing
from briefwright.sources.loading import load_model
from tests import briefs

SCALES = load_model(briefs.ROOT / "sources/scales.yaml", Scales)


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
