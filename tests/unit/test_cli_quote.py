from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from briefwright import cli
from briefwright.errors import BriefwrightError, InvalidSources
from briefwright.sources.files import SourceFile, parse_yaml
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief


def run(*arguments: object) -> str:
    return CliRunner().invoke(cli.app, ["quote", *map(str, arguments)], catch_exceptions=False).output


def test_prints_yaml_for_copying(make_brief: MakeBrief) -> None:
    folder = make_brief()
    assert run(folder, "it", "stood", "for", "three", "hundred", "years") == (
        "# ¶1, 96% alike\n- quote: It stood for three hundred years\n  paragraph: 1\n"
        "# ¶2, 96% alike\n- quote: It stood for three hundred years\n  paragraph: 2\n"
    )


def test_printed_yaml_works_in_the_brief(make_brief: MakeBrief) -> None:
    folder = make_brief()
    text = run(folder, 'the clerk wrote, "and nobody counted')
    assert len(parse_yaml(SourceFile("", text))[0]) == 1
    entry = "\n".join(f"      {line}" for line in text.splitlines())
    briefs.edit(
        folder, "brief", "    passages:\n      - quote: After the flood\n    ref", f"    passages:\n{entry}\n    ref"
    )
    assert briefs.errors(folder) == []


def test_needs_only_the_essay(make_brief: MakeBrief) -> None:
    folder = make_brief(brief="a: [\n", annotations="\t", glossary=None, references=None)
    assert run(folder, "town had one bridge") == "# ¶1, 100% alike\n- quote: town had one bridge\n"


def test_prints_a_few_places_of_many(make_brief: MakeBrief) -> None:
    folder = make_brief(essay="and so on, " * 50)
    text = run(folder, "so on")
    assert text.count("- quote: so on\n") == 5
    assert text.endswith("# There are more places; give more words.\n")


def test_says_that_the_essay_has_no_such_words(make_brief: MakeBrief) -> None:
    folder = make_brief()
    with pytest.raises(BriefwrightError, match=r"sources/sample/essay\.md has no words like “The minister resigned”"):
        run(folder, "The minister", "resigned")


def test_names_a_missing_folder_and_a_missing_essay(make_brief: MakeBrief) -> None:
    folder = make_brief(essay=None)
    with pytest.raises(InvalidSources, match=r"essay\.md"):
        run(folder, "words")
    with pytest.raises(InvalidSources, match="did you mean sources/sample"):
        run(folder.with_name("simple"), "words")
