"""Values that YAML reads otherwise than an editor means them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright.errors import InvalidSources
from briefwright.sources.files import SourceFile, parse_yaml
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

QUOTE_IT = "put the whole value in quotation marks, or write it in a `>-` block"
BELOW = '    type: caution\n  - id: it\'s\n    note: the "end"\n'


def note_problem(value: str) -> tuple[int, int, str, str]:
    """Return line, column, message and hint of the problem of a note."""
    with pytest.raises(InvalidSources) as error:
        parse_yaml(SourceFile("a.yaml", f"annotations:\n  - id: a\n    note: {value}\n{BELOW}"))
    (found,) = error.value.problems
    return found.line, found.column, found.message, found.hint or ""


@pytest.mark.parametrize(
    "value",
    [
        "*Nobody* knows.", "**Nobody** knows.", "*Nobody*", "[Nobody](https://example.org) knows.", "[Nobody] knows",
        "{Nobody} knows", "%5 of it", "@home", "`code` is", "&c. and more", "& more", "|x", "> quoted words", ">x",
        "!important", "! x", "- dash", "? who", ", then", "] then", "} then", "[open", "{open",
    ],
)  # fmt: skip
def test_text_that_begins_with_a_character_of_yaml_gets_its_place_and_a_hint(value: str) -> None:
    line, column, _, hint = note_problem(value)
    assert (line, column) == (3, 11)
    assert QUOTE_IT in hint


@pytest.mark.parametrize(
    ("value", "other"),
    [
        ('"Nobody" knows.', "single"), ("'Nobody' knows.", "double"), ("'tis not known", "double"),
        ('"Nobody', "single"), ('"Nobody\n      knows" it.', "single"),
    ],
)  # fmt: skip
def test_text_that_begins_with_a_quotation_mark_gets_a_hint_to_the_other_one(value: str, other: str) -> None:
    line, column, _, hint = note_problem(value)
    assert (line, column) == (3, 11)
    assert f"put the whole value in {other} quotation marks, or write it in a `>-` block" in hint


@pytest.mark.parametrize("value", ["See rule #4 of\n      the charter", "See rule # 4 of\n    the charter"])
def test_comment_within_a_text_is_named(value: str) -> None:
    line, column, message, hint = note_problem(value)
    assert (line, column) == (3, 20)
    assert "as a comment, so the value ends before it" in message
    assert hint == QUOTE_IT


@pytest.mark.parametrize("value", ["Town: the river", "See:", "a: b: c"])
def test_colon_and_space_in_a_text_get_a_hint(value: str) -> None:
    assert "colon and a space" in note_problem(value)[3]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("title:Bridges\nnumber: 1\n", 1, "no space follows the colon of this key"),
        ("a: b\ntitle:Bridges\nc: d\n", 2, "no space follows the colon of this key"),
        ("a:\N{NO-BREAK SPACE}b\nc: d\n", 1, "no space follows the colon of this key"),
        ("a: b\n c: d\n", 2, "this line does not fit those above"),
        ("a: b\nwords\n", 2, "this line has no key"),
        ('a: "\\d"\n', 1, "unknown escape"),
    ],
)
def test_other_mistakes_have_their_own_message(text: str, line: int, message: str) -> None:
    with pytest.raises(InvalidSources) as error:
        parse_yaml(SourceFile("a.yaml", text))
    (found,) = error.value.problems
    assert found.line == line
    assert message in found.message
    assert found.hint


@pytest.mark.parametrize("value", ["'fine'", '"fine"  # why', "[a, 'b']", "{a: b}  # why", '"two\n      lines"'])
def test_a_right_value_is_not_blamed_for_an_error_below(value: str) -> None:
    assert note_problem(f"{value}\n    broken: a: b")[0] == 3 + value.count("\n") + 1


def test_quotation_marks_within_a_block_are_not_blamed() -> None:
    assert note_problem('>-\n      "Nobody" knows.\n    broken: a: b')[0] == 5


@pytest.mark.parametrize("value", ["See rule #4 of the charter", "#4 is right", "word #4"])
def test_text_that_yaml_takes_for_a_comment_is_an_error(value: str, make_brief: MakeBrief) -> None:
    (found,) = briefs.errors(make_brief(annotations=("note: Nobody knows.", f"note: {value}")))
    column = 11 + value.index("#")
    assert found.startswith(
        f"sources/sample/annotations.yaml:12:{column}: error: YAML reads “{value[value.index('#') :]}”"
    )
    assert f"if it is text, {QUOTE_IT}" in found


def test_comment_after_one_space_is_a_warning_that_editors_can_suppress(make_brief: MakeBrief) -> None:
    (found,) = briefs.warnings(make_brief(annotations=("note: Nobody knows.", "note: Nobody knows # 4 of them")))
    assert "warning: YAML reads “# 4 of them” as a comment [unclear-comment]" in found
    suppressed = "# allow unclear-comment: a comment\n    note: Nobody knows # 4 of them"
    assert not briefs.warnings(make_brief(annotations=("note: Nobody knows.", suppressed)))


@pytest.mark.parametrize(
    "value",
    ["Nobody knows.  # ask the clerk", "Nobody.  #", "Word # one", "'Nobody' #4", ">-  # why\n      Nobody #4."],
)
def test_comments_are_no_mistakes(value: str, make_brief: MakeBrief) -> None:
    folder = make_brief(annotations=("note: Nobody knows.", f"note: {value}"))
    assert not briefs.errors(folder)
    assert not briefs.warnings(folder)


@pytest.mark.parametrize("value", ["Null", "null", "NULL", "~"])
def test_null_in_words_is_an_error_even_where_a_text_may_be_left_out(value: str, make_brief: MakeBrief) -> None:
    (found,) = briefs.errors(make_brief(publisher=("short_name: Test", f"short_name: Test\nnote: {value}")))
    assert found.startswith(f"sources/publisher.yaml:4:7: error: YAML reads “{value}” as no value\n")
    assert f'hint: if it is a text, write it in quotation marks: "{value}"; otherwise leave the key out' in found
    assert not briefs.errors(make_brief(publisher=("short_name: Test", f'short_name: Test\nnote: "{value}"')))


def test_colour_without_quotation_marks_in_a_figure_is_an_error(make_brief: MakeBrief) -> None:
    folder = make_brief(figure=("mark: bar", "mark: {type: bar}\nbackground: #ffffff"))
    assert any("as a comment, so it is left out" in found for found in briefs.errors(folder))


def test_figures_may_contain_null() -> None:
    source = parse_yaml(SourceFile("a.yaml", "title: null\n"), numbers=True)[1]
    assert source.misread_values()
    assert not source.misread_values(allow_null=True)
