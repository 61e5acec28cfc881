from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from briefwright import cli
from briefwright.errors import InvalidSources
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

ESSAY = "The council [published]"


def check(*arguments: str) -> str:
    return CliRunner().invoke(cli.app, ["check", *arguments], catch_exceptions=False).output


def test_mark_is_an_error_in_a_published_brief(make_brief: MakeBrief) -> None:
    folder = make_brief(
        brief=("basis: A reference agrees.", "basis: A reference agrees. TODO which?"),
        annotations=("note: Nobody knows.", "note: TODO"),
        essay=(ESSAY, f"TODO: a line is missing. {ESSAY}"),
    )
    found = briefs.errors(folder)
    assert [problem.partition(": error: to-do mark")[0] for problem in found] == [
        "sources/sample/annotations.yaml:12:11",
        "sources/sample/brief.yaml:42:32",
        "sources/sample/essay.md:6:1",
    ]
    assert all(problem.endswith("hint: write the text, or set `status: draft` in brief.yaml") for problem in found)


def test_picture_without_a_description_has_a_mark(make_brief: MakeBrief) -> None:
    folder = make_brief(essay=(ESSAY, f"![TODO: describe it](bridge.png)\n\n{ESSAY}"))
    assert "sources/sample/essay.md:6:3: error: to-do mark" in "\n".join(briefs.errors(folder))


def test_mark_is_a_note_in_a_draft(make_brief: MakeBrief) -> None:
    make_brief(brief=("title: Bridges\nsub", "status: draft\ntitle: TODO\nsub"))
    text = check()
    assert "sources/sample/brief.yaml:3:8: note: to-do mark" in text
    assert "sources/sample: draft with 1 to-do mark; no problems;" in text


def test_mark_in_front_matter_is_found(make_brief: MakeBrief) -> None:
    essay = (briefs.DATA / "sample/essay.md").read_text("utf-8")
    folder = make_brief(essay=f"---\ntitle: Bridges\n# TODO: ask\nauthor: TODO\n---\n\n{essay}")
    found = briefs.errors(folder)
    assert [problem.partition(": error: to-do mark")[0] for problem in found] == ["sources/sample/essay.md:4:9"]


@pytest.mark.parametrize("words", ["TODOS", "todo", "A list (TODO: none) of the author"])
def test_other_words_are_no_marks(words: str, make_brief: MakeBrief) -> None:
    assert briefs.errors(make_brief(essay=(ESSAY, f"{words}. {ESSAY}"))) == []


def test_errors_of_a_draft_count_only_by_name(make_brief: MakeBrief) -> None:
    make_brief(brief=("title: Bridges\nsub", "status: draft\nsub"))
    text = check()
    assert "note: “title” is missing" in text
    assert "sources/sample: draft; 1 error, shown as notes" in text
    with pytest.raises(InvalidSources, match="“title” is missing"):
        check("sources/sample")
