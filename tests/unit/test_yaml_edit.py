from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from briefwright.errors import BriefwrightError
from briefwright.sources.files import SourceFile, parse_yaml
from briefwright.sources.yaml_edit import replace_scalars

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefwright.sources.yaml_nodes import Location

QUOTE: Location = ("a", "quote")


def replaced(text: str, values: Mapping[Location, str]) -> str:
    return replace_scalars(parse_yaml(SourceFile("a.yaml", text))[1], values)


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        ("one two", "three", "three"),
        ("one two", "three: four", '"three: four"'),
        ("one two", "three # four", '"three # four"'),
        ("one two", "“three” – d’accord", "“three” – d’accord"),
        ("one two", 'say "three": four', "'say \"three\": four'"),
        ("one two", "null", '"null"'),
        ("one two", "True", '"True"'),
        ("one two", "1.10", "1.10"),
        ("one two", "* three", '"* three"'),
        ("one two", "zero\N{ZERO WIDTH NO-BREAK SPACE}width #", '"zero\\ufeffwidth #"'),
        ("'it''s'", "it’s 'three'", "'it’s ''three'''"),
        ('"one\\u00e9"', 'a "b" \\ c', '"a \\"b\\" \\\\ c"'),
    ],
)
def test_keeps_the_style_of_a_value_if_it_is_safe(old: str, value: str, new: str) -> None:
    around = "# above\na: # beside\n    quote:   {}   # behind\n\n    b: [1,  2]\n"
    assert replaced(around.format(old), {QUOTE: value}) == around.format(new)


def test_wraps_a_folded_block_at_its_old_width() -> None:
    text = """\
        a:
          quote: >-   # why
            One two three four five six seven eight nine ten eleven
            twelve thirteen.

          # below
          b: 1
        """
    new = "One 2 three four five six seven eight nine ten eleven, twelve and thirteen."
    assert replaced(dedent(text), {QUOTE: new}) == dedent("""\
        a:
          quote: >-   # why
            One 2 three four five six seven eight nine ten eleven,
            twelve and thirteen.

          # below
          b: 1
        """)


@pytest.mark.parametrize("header", [">", ">-", ">+", "|", "|-", "|+"])
def test_keeps_the_header_of_a_block(header: str) -> None:
    text = f"a:\n  quote: {header}\n    one\n\n  b: 1\n"
    assert replaced(text, {QUOTE: "two three"}) == text.replace("one", "two three")


def test_quotes_the_value_of_a_block_with_an_indentation_indicator() -> None:
    text = "a:\n  quote: |2-\n    one\n\n  b: 1\n"
    assert replaced(text, {QUOTE: "two three"}) == 'a:\n  quote: "two three"\n\n  b: 1\n'


def test_keeps_a_scalar_on_several_lines() -> None:
    text = """\
        a:
          quote: one two three four five six seven eight nine ten
            eleven twelve # behind
          b: "one two three four five six seven eight nine ten
            eleven"
        """
    new = "one two three four five six seven eight 9 and ten eleven twelve"
    assert replaced(dedent(text), {QUOTE: new, ("a", "b"): f"“{new}”"}) == dedent("""\
        a:
          quote: one two three four five six seven eight 9 and ten
            eleven twelve # behind
          b: "“one two three four five six seven eight 9 and ten
            eleven twelve”"
        """)


def test_replaces_values_in_flow_style() -> None:
    text = "a: {quote: one, p: 1} # c\nb: [one, 'two']\n"
    assert replaced(text, {QUOTE: "a, b}", ("b", 0): "]", ("a", "p"): "2"}) == (
        'a: {quote: "a, b}", p: 2} # c\nb: ["]", \'two\']\n'
    )


def test_keeps_line_ends() -> None:
    text = "# c\r\na:\r\n  quote: >-\r\n    one two\r\n    three\r\n\r\n  b: 1\r\n"
    new = "one two three four five six seven eight nine ten eleven twelve thirteen"
    assert replaced(text, {QUOTE: new}) == (
        "# c\r\na:\r\n  quote: >-\r\n    one two three four five six seven eight nine ten eleven\r\n"
        "    twelve thirteen\r\n\r\n  b: 1\r\n"
    )


def test_refuses_a_text_that_would_change_other_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefwright.sources.yaml_edit._double_quoted", lambda value: value)
    with pytest.raises(BriefwrightError, match=r"a\.yaml: .* nothing was written; edit the file by hand"):
        replaced("a:\n  quote: one\n", {QUOTE: "two # three"})
