"""Characters that no font has, at their places in the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import briefs
from tests.tools.tiny_font import write_font

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeBrief

HINT = "; or put a font with them into sources/fonts/, and list it under `fonts:` in publisher.yaml"
FONTS = "short_name: Test\nfonts:\n  - {name: Tiny, licence: OFL-1.1, regular: tiny.ttf}"


def add_to_essay(folder: Path, text: str) -> Path:
    with (folder / "essay.md").open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")
    return folder


def first_lines(problems: list[str]) -> list[str]:
    return [problem.splitlines()[0] for problem in problems]


def test_names_characters_of_the_essay_that_no_font_has(make_brief: MakeBrief) -> None:
    folder = add_to_essay(make_brief(), "The engineer said 我们需要 and left. It read גשר שני,\nand 🚢.")
    problems = briefs.errors(folder)
    place, ideograph, letter = "sources/sample/essay.md", "CJK UNIFIED IDEOGRAPH", "HEBREW LETTER"
    assert first_lines(problems) == [
        f"{place}:8:19: error: no font has “我们需要” (U+6211 {ideograph}-6211, U+4EEC {ideograph}-4EEC, 2 more)",
        f"{place}:8:42: error: no font has “גשר שני” (U+05D2 {letter} GIMEL, U+05E9 {letter} SHIN, 3 more)",
        f"{place}:9:5: error: no font has “🚢” (U+1F6A2 SHIP)",
    ]
    assert all(problem.endswith(HINT) for problem in problems)


@pytest.mark.parametrize("file", ["annotations", "brief", "glossary", "publisher", "data"])
def test_finds_them_in_each_file_that_is_printed(file: str, make_brief: MakeBrief) -> None:
    changes = {
        "annotations": ("note: Nobody knows.", "note: Nobody knows 桥."),
        "brief": ("title: Bridges\nsub", "title: Bridges 桥\nsub"),
        "glossary": ("A way over", "A 桥 way over"),
        "publisher": ("short_name: Test", 'short_name: "Test \\u6865"'),
        "data": ("year,boats\n", "year,boats\n桥,1\n"),
    }
    problems = first_lines(briefs.errors(make_brief(**{file: changes[file]})))
    assert [problem.partition("error: ")[2] for problem in problems] == [
        "no font has “桥” (U+6865 CJK UNIFIED IDEOGRAPH-6865)"
    ]


def test_comments_and_words_of_quotes_are_not_printed(make_brief: MakeBrief) -> None:
    folder = add_to_essay(make_brief(annotations=("note: Nobody knows.", "note: Nobody knows.  # 🚢")), "A 桥 bridge.")
    briefs.edit(
        folder,
        "annotations",
        "    quote: It stood for three hundred years\n    paragraph: 1",
        "    quote: A 桥 bridge.",
    )
    assert [problem.partition(":")[0] for problem in briefs.errors(folder)] == ["sources/sample/essay.md"]


def test_private_use_characters_are_in_no_font(make_brief: MakeBrief) -> None:
    (problem,) = briefs.errors(add_to_essay(make_brief(), "\uf0b7 A point."))
    assert "(U+F0B7 private-use or unassigned character)" in problem


@pytest.mark.parametrize(
    "text", ["eﬃcient ﬁsh, ﬅ", "two\N{EM SPACE}spaces", "soft\N{SOFT HYPHEN}hyphen", "© \N{VARIATION SELECTOR-16}"]
)
def test_characters_without_a_glyph_and_ligatures_need_no_font(text: str, make_brief: MakeBrief) -> None:
    assert not briefs.errors(add_to_essay(make_brief(), text))


def test_ligatures_are_set_as_their_letters(make_brief: MakeBrief) -> None:
    folder = add_to_essay(make_brief(annotations=("note: Nobody knows.", "note: The ﬂood.")), "The eﬃcient ferry.")
    sources = briefs.resolve(folder).sources
    assert sources.essay.paragraphs[-1].text == "The efficient ferry."
    assert sources.annotations.annotations[1].note == "The flood."


def test_lists_ten_places_of_a_file_at_most(make_brief: MakeBrief) -> None:
    problems = briefs.errors(add_to_essay(make_brief(), "桥 a\n" * 30))
    assert len(problems) == 10
    assert "no font has the characters here and at 20 more" in problems[-1]


def test_publisher_can_add_a_font(make_brief: MakeBrief) -> None:
    folder = add_to_essay(make_brief(publisher=("short_name: Test", FONTS)), "It read גשר.")
    assert first_lines(briefs.errors(folder)) == [
        "sources/publisher.yaml:5:45: error: sources/fonts/tiny.ttf: the file is missing"
    ]
    write_font(folder.parent / "fonts/tiny.ttf", "גשר")
    assert not briefs.errors(folder)
