from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import Field, StringConstraints, ValidationError

from briefwright.model import Frozen, Level, PatternHint
from briefwright.sources.files import SourceFile
from briefwright.sources.validation import validation_problems


class Inner(Frozen):
    word: str = Field(description="A word.")
    level: Level = Level.LOW


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


def test_siblings_are_those_of_the_place() -> None:
    assert explained({"many": [{"word": "a", "wrod": "b"}]}) == [("unknown key “wrod”", "did you mean “word”?")]
    assert explained({"one": {"word": "a", "xyz": "b"}}) == [("unknown key “xyz”", "known keys: word, level")]
    assert explained({"xyz": 1}) == [("unknown key “xyz”", "known keys: plain, maybe, many, one, number, kurz")]


def test_a_missing_key_says_what_it_is_for() -> None:
    assert explained({"many": [{}]}) == [("“word” is missing", "add `word:` A word.")]


def test_a_list_of_wrong_items_is_not_called_empty_too() -> None:
    assert explained({"many": [{"word": []}]}) == [("“word” must be text, not a list", None)]
    assert explained({"many": []}) == [("“many” is empty; it needs at least 1", None)]


def test_too_many() -> None:
    assert explained({"many": [{"word": "a"}] * 3}) == [("“many” has more than 2", None)]


def test_an_item_is_named_by_its_list() -> None:
    assert explained({"many": ["a"]}) == [("“many, item 1” must be keys and values, not “a”", None)]


@pytest.mark.parametrize(
    ("value", "kind"), [(None, "nothing"), (True, "yes or no"), ({}, "keys and values"), ([], "a list")]
)
def test_what_stands_there_instead(value: object, kind: str) -> None:
    assert explained({"many": [{"word": value}]}) == [(f"“word” must be text, not {kind}", None)]


def test_what_an_editor_wrote_is_shortened() -> None:
    ((message, _),) = explained({"number": "one\ntwo " + "three " * 40})
    assert message.startswith("“number” must be a number, not “one two three")
    assert len(message) < 120
    assert "\n" not in message


def test_a_choice_and_a_pattern() -> None:
    assert explained({"one": {"word": "a", "level": "hihg"}}) == [
        ("“hihg” is not one of low, moderate, high", "did you mean “high”?")
    ]
    assert explained({"kurz": "A"}) == [("“A” does not look like kurz", "it must match ^[a-z]$")]
    assert explained({"plain": "A"}) == [("“A” does not look like plain", "it is a letter from a to z")]
    assert explained({"maybe": "A"}) == [("“A” does not look like maybe", "it is a letter from a to z")]
    assert explained({"kurz": ""})[0][0] == "“kurz” is empty; it needs at least 1"


def test_any_other_finding_is_in_pydantics_words() -> None:
    assert explained("a")[0][0] == "“the file” must be keys and values, not “a”"
    assert explained({"number": 1.5}) == [
        ("“number”: input should be a valid integer, got a number with a fractional part", None)
    ]
