from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright.sources import loading
from briefwright.sources.essay.facts import parse_front_matter
from briefwright.sources.files import SourceFile
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeBrief

FRONT_MATTER = """---
title: On Bridges
author: Ada Clerk
date: 2015-03
lang: fr
---

"""


def with_front_matter(folder: Path, text: str) -> Path:
    path = folder / "essay.md"
    path.write_text(text + path.read_text("utf-8"), "utf-8")
    return folder


def test_front_matter_gives_the_facts_that_brief_yaml_leaves_out(make_brief: MakeBrief) -> None:
    folder = make_brief(brief=("brief_figure: boats", "brief_figure: boats\nessay:\n  title: Over Bridges"))
    resolved = briefs.resolve(with_front_matter(folder, FRONT_MATTER))
    facts = resolved.sources.brief.essay
    assert (facts.title, facts.date, facts.language) == ("Over Bridges", "2015-03", "fr")
    assert [author.name.literal for author in facts.authors or ()] == ["Ada Clerk"]
    assert resolved.sources.essay.paragraphs[0].text.startswith("The town had one bridge.")


def test_front_matter_changes_the_checksum_of_the_essay(make_brief: MakeBrief) -> None:
    before = briefs.resolve(make_brief()).sources.checksums
    after = briefs.resolve(with_front_matter(make_brief(), FRONT_MATTER)).sources.checksums
    assert {name for name in before if before[name] != after[name]} == {"essay.md"}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("status: draft", 2, "unknown key “status” in the front matter"),
        ("title: x\nauthor:\n  - name: A\n    orcid: 0000-0002-1825-0098", 5, "ORCID"),
        ("title: x\ndate: spring", 3, "is not a date"),
        ("title: [", 2, "broken YAML"),
        ("- a", 2, "not a mapping"),
        ("title: x\ntitle: y", 3, "title"),
    ],
)
def test_refuses_front_matter_at_its_line(text: str, line: int, message: str) -> None:
    _, problems = parse_front_matter(text, SourceFile("essay.md", f"---\n{text}\n---\n\nText.\n"))
    assert [(problem.line, message in problem.message) for problem in problems] == [(line, True)], problems


def test_reports_problems_of_front_matter_and_quotes_in_one_run(make_brief: MakeBrief) -> None:
    folder = make_brief(annotations=("“and nobody counted the cost”", "words that are not there"))
    loaded = loading.load(with_front_matter(folder, "---\nstatus: x\n---\n\n"))
    assert ["front matter" in problem.message for problem in loaded.problems] == [True]
