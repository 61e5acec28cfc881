from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

YAML = (briefs.DATA / "sample/references.yaml").read_text("utf-8")
SECOND = "  - id: second\n    type: book\n    title: {}\n"


def warnings(make_brief: MakeBrief, second: str, *, cited: bool = True) -> list[str]:
    annotations = ("references: [ledger]", "references: [ledger, second]") if cited else ("Nobody knows.", "Who knows?")
    folder = make_brief(annotations=annotations)
    (folder / "references.yaml").write_text(f"{YAML}{second}", "utf-8")
    return briefs.warnings(folder)


def test_warns_of_a_work_that_nothing_cites(make_brief: MakeBrief) -> None:
    (warning,) = warnings(make_brief, SECOND.format("Another"), cited=False)
    assert "references.yaml:11:9: warning: nothing cites the work “second” [unused-reference]" in warning
    assert "hint: cite it under `references:`, or delete it" in warning
    assert warnings(make_brief, SECOND.format("Another")) == []


def test_warns_once_of_a_whole_library(make_brief: MakeBrief) -> None:
    folder = make_brief()
    (folder / "references.yaml").unlink()
    names = ["ledger", *(f"Work{number}" for number in range(8))]
    items = [{"id": name, "type": "book", "title": f"Title of {name}"} for name in names]
    (folder / "references.json").write_text(json.dumps(items, indent=1), "utf-8")
    (warning,) = briefs.warnings(folder)
    assert "nothing cites 8 of 9 works: Work0, Work1, Work2, Work3, Work4 and 3 more [unused-reference]" in warning
    assert "references.json:8:" in warning


@pytest.mark.parametrize(
    "second",
    [
        "    DOI: 10.1000/abc\n",
        "    author: [{family: Clerk, given: A.}]\n    issued: 2001\n    publisher: Town Press\n",
    ],
)
def test_warns_of_a_work_that_is_listed_twice(make_brief: MakeBrief, second: str) -> None:
    folder = make_brief(annotations=("references: [ledger]", "references: [ledger, second]"))
    text = YAML + "    DOI: https://doi.org/10.1000/ABC\n" + SECOND.format("The town <i>Ledger</i>") + second
    (folder / "references.yaml").write_text(text, "utf-8")
    (warning,) = briefs.warnings(folder)
    assert "the work “second” is the same as “ledger” [duplicate-reference]" in warning


def test_other_volumes_and_editions_are_other_works(make_brief: MakeBrief) -> None:
    other = SECOND.format("The Town Ledger") + "    author: [{family: Clerk}]\n    issued: 2001\n    volume: 2\n"
    assert warnings(make_brief, other) == []


@pytest.mark.parametrize("title", ["On *Salmo trutta*", "'[iBoat]{.nocase}'", r"A \*star", "H~2~O", "Carbon^14^"])
def test_warns_of_markdown_in_a_title(make_brief: MakeBrief, title: str) -> None:
    (warning,) = warnings(make_brief, SECOND.format(title))
    assert "is printed as typed [markdown-in-reference]" in warning


@pytest.mark.parametrize("title", ["M*A*S*H", "5 * 3 * 2", "A ~ b ~ c", "On <i>Salmo trutta</i>"])
def test_accepts_other_signs_in_a_title(make_brief: MakeBrief, title: str) -> None:
    assert warnings(make_brief, SECOND.format(title)) == []
