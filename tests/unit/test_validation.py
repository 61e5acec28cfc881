from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import Field, StringConstraints, ValidationError

from briefwright.model import Frozen, PatternHint, Risk
from briefwright.sources.files import SourceFile
from briefwright.sources.validation import validation_problems


class Inner(Frozen):
    word: str = Field(description="A word.")
    level: Risk = Risk.LOW


Short = Annotated[str, StringConstraints(pattern="^[a-z]$"), PatternHint("a letter from a to z")]


class Outer(Frozen):
    plain: Short = "a"
    maybe: Short | None = None
    many: tuple[Inner, ...] = Field(default=(), min_length=1, max_length=2)
    one: Inner | None = None
    number: int = 1
    short: str = Field(default="a", alias="kurz", pattern="^[a-z]$", min_length=1)


def explained(value: Any) -> list[tuple[str, str | None]]:  # noqa: ANN401 - any YAML
    with pytest.raises(ValidationError) as error:
        Outer.model_validate(value)
    return [(problem.message, problem.hint) for problem in validation_problems(SourceFile("a", ""), Outer, error.value)]


def test_lists_the_known_keys_of_the_location() -> None:
    assert explained({"many": [{"word": "a", "wrod": "b"}]}) == [("unknown key “wrod”", "did you mean “word”?")]
    assert explained({"one": {"word": "a", "xyz": "b"}}) == [("unknown key “xyz”", "known keys: word, level")]
    assert explained({"xyz": 1}) == [("unknown key “xyz”", "known keys: plain, maybe, many, one, number, kurz")]


def test_describes_a_missing_key() -> None:
    assert explained({"many": [{}]}) == [("“word” is missing", "add `word:`. A word.")]


def test_does_not_report_a_list_of_invalid_items_as_empty() -> None:
    assert explained({"many": [{"word": []}]}) == [("“word” must be text, not a list", None)]
    assert explained({"many": []}) == [("“many” has too few items (0); the minimum is 1", None)]


def test_reports_too_many_items() -> None:
    assert explained({"many": [{"word": "a"}] * 3}) == [("“many” has too many items (3); the maximum is 2", None)]


def test_names_an_item_by_its_list() -> None:
    assert explained({"many": ["a"]}) == [("item 1 of “many” must be a mapping of keys to values, not “a”", None)]


@pytest.mark.parametrize(("value", "described"), [(True, "true"), ({}, "a mapping"), ([], "a list")])
def test_describes_a_value_of_the_wrong_type(value: object, described: str) -> None:
    assert explained({"many": [{"word": value}]}) == [(f"“word” must be text, not {described}", None)]


def test_reports_an_empty_value() -> None:
    assert explained({"many": [{"word": None}]}) == [("“word” is empty; it must be text", None)]


def test_shortens_long_values() -> None:
    ((message, _),) = explained({"number": "one\ntwo " + "three " * 40})
    assert message.startswith("“number” must be a number, not “one two three")
    assert len(message) < 120
    assert "\n" not in message


def test_explains_choices_and_patterns() -> None:
    assert explained({"one": {"word": "a", "level": "hihg"}}) == [
        ("“level” must be none, low, moderate or high, not “hihg”", "did you mean “high”?")
    ]
    assert explained({"kurz": "A"}) == [("“A” is not a valid kurz", "write a value that matches ^[a-z]$")]
    assert explained({"plain": "A"}) == [("“A” is not a valid plain", "write a letter from a to z")]
    assert explained({"maybe": "A"}) == [("“A” is not a valid maybe", "write a letter from a to z")]
    assert explained({"kurz": ""})[0][0] == "“kurz” is empty"


def test_keeps_the_message_of_pydantic_for_other_errors() -> None:
    assert explained("a")[0][0] == "the file must be a mapping of keys to values, not “a”"
    assert explained({"number": 1.5}) == [
        ("“number”: input should be a valid integer, got a number with a fractional part", None)
    ]
