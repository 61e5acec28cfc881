from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from briefwright import cli
from briefwright.errors import BriefwrightError
from briefwright.intake.original import Facts
from briefwright.intake.starter import brief_files
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

FILES = {"annotations.yaml", "brief.yaml", "essay.md", "glossary.yaml", "references.yaml"}
TEXT = (
    '# On "Bridges"\n\nThe town had one bridge: it was old.\n\n## More\n\nThe council should build a second bridge.\n'
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "templates").symlink_to(briefs.TEMPLATES)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, [*arguments], catch_exceptions=False)


def refusal(*arguments: str) -> str:
    with pytest.raises(BriefwrightError) as caught:
        run("new", *arguments)
    return str(caught.value)


@pytest.mark.pandoc
def test_brief_from_a_file_is_a_draft_without_errors(project: Path) -> None:
    (project / "essay.md").write_text(TEXT, "utf-8")
    output = run("new", "bridges", "--essay", "essay.md").output
    folder = project / "sources/bridges"
    assert {path.name for path in folder.iterdir()} == FILES
    assert "briefwright check sources/bridges" in output
    assert "briefwright build bridges" in output
    checked = run("check", "sources/bridges")
    assert checked.exit_code == 0
    assert "draft with 8 to-do marks" in checked.output
    brief = (folder / "brief.yaml").read_text("utf-8")
    assert brief.count('quote: "The town had one bridge: it was old."') == 3
    assert brief.count('quote: "The council should build a second bridge."') == 1
    assert 'title: "On \\"Bridges\\""' in brief


@pytest.mark.pandoc
def test_brief_without_the_status_names_each_todo_mark_as_an_error(project: Path) -> None:
    (project / "essay.md").write_text(TEXT, "utf-8")
    run("new", "bridges", "--essay", "essay.md")
    path = project / "sources/bridges/brief.yaml"
    path.write_text(path.read_text("utf-8").replace("status: draft\n", ""), "utf-8")
    with pytest.raises(BriefwrightError, match="error: to-do mark"):
        run("check", "sources/bridges")


@pytest.mark.pandoc
def test_quote_that_occurs_twice_names_its_paragraph(project: Path) -> None:
    (project / "essay.md").write_text("The town had one bridge.\n\n- The town had one bridge.\n", "utf-8")
    run("new", "bridges", "--essay", "essay.md")
    assert "\n    paragraph: 1\n" in (project / "sources/bridges/annotations.yaml").read_text("utf-8")
    assert run("check", "sources/bridges").exit_code == 0


def test_brief_without_a_file_has_an_example(project: Path) -> None:
    run("new", "bridges")
    assert "Replace this text" in (project / "sources/bridges/essay.md").read_text("utf-8")
    assert run("check", "sources/bridges").exit_code == 0


def test_shared_files_are_written_once(project: Path) -> None:
    assert "sources/publisher.yaml: written" in run("new", "one").output
    (project / "sources/publisher.yaml").write_text("mine", "utf-8")
    assert "publisher.yaml" not in run("new", "two").output
    assert (project / "sources/publisher.yaml").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "hint"),
    [("My Brief", "use my-brief"), ("2026 Élan", "use elan"), ("search", "use search-brief"), ("..", "")],
)
def test_invalid_name_is_refused_with_a_proposal(name: str, hint: str, project: Path) -> None:
    text = refusal(name)
    assert "invalid name for a brief" in text
    assert hint in text
    assert not (project / "sources").exists()


def test_existing_folder_is_kept(project: Path) -> None:
    (project / "sources/bridges").mkdir(parents=True)
    assert "exists" in refusal("bridges")
    assert not list((project / "sources/bridges").iterdir())


def test_refused_file_leaves_nothing(project: Path) -> None:
    (project / "essay.docx").write_bytes(b"words")
    assert refusal("bridges", "--essay", "essay.docx").startswith("essay.docx: the file is damaged")
    assert "does not exist" in refusal("bridges", "--essay", "missing.md")
    assert not (project / "sources").exists()


LINE = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=40).filter(lambda text: text.strip())


@given(LINE, st.lists(LINE, max_size=2))
def test_any_facts_and_words_give_valid_yaml(title: str, authors: list[str]) -> None:
    from briefwright.model import Brief  # noqa: PLC0415 - the model is built when it is used
    from briefwright.sources.files import SourceFile, parse_yaml  # noqa: PLC0415

    title, names = " ".join(title.split()), tuple(" ".join(name.split()) for name in authors)
    files = brief_files("The town had one bridge.\n", Facts(title, names), "a", "2026-01-31", briefs.TEMPLATES)
    brief = Brief.model_validate(parse_yaml(SourceFile("brief.yaml", files["brief.yaml"]))[0])
    assert brief.title == brief.essay.title == title
    expected = list(names) or ["TODO: the name of the author"]
    assert [author.name.literal for author in brief.essay.authors or ()] == expected
