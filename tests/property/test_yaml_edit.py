"""Replacing a value in any YAML file changes only that value."""

from __future__ import annotations

import json
import textwrap

from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright.sources.files import SourceFile, parse_yaml
from briefwright.sources.yaml_edit import replace_scalars
from tests.examples import examples

CHARACTERS = st.sampled_from([*"abé “”‘’'\"\\#:-,[]{}&*!|>%@`?~–\N{NO-BREAK SPACE}\N{SOFT HYPHEN}\u2028\u0301قلा1.= "])
VALUES = (
    st.text(CHARACTERS, min_size=1, max_size=90).map(str.strip).map(lambda text: " ".join(text.split(" "))).filter(bool)
)
STYLES = ["plain", "'", '"', ">-", ">", ">+", "|-", "|"]


def written(style: str, words: str, indent: str) -> str:
    match style:
        case "plain":
            return words
        case "'":
            return "'" + words.replace("'", "''") + "'"
        case '"':
            return json.dumps(words)
        case _:
            lines = textwrap.wrap(words, 20) if style.startswith(">") else [words]
            return "\n".join([style, *(f"{indent}  {line}" for line in lines)])


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, int]:
    """Return a file with quotes in all styles and comments, and the number of quotes."""
    plain = st.text("abcé –“”", min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool)
    lines = []
    count = draw(st.integers(1, 4))
    for _ in range(count):
        comment = draw(st.sampled_from(["", "  # it’s: [a] 'comment'", "  #"]))
        style, words = draw(st.sampled_from(STYLES)), f"x{draw(plain)}x"
        value = written(style, words, "    ")
        first, *others = value.split("\n")
        lines += ["# above", f"  - quote: {first}{comment}", *others, *draw(st.sampled_from([[], [""], ["", ""]]))]
        lines += ["    # below", f"    note: {{quote: {json.dumps(words)}, b: [1,  2]}}"]
    return "\n".join(["# yaml", "passages:", *lines, "end: 'x'", ""]).replace(
        "\n", draw(st.sampled_from(["\n", "\r\n"]))
    ), count


@settings(max_examples=examples(200))
@given(documents(), VALUES, st.data())
def test_changes_one_value(document: tuple[str, int], value: str, data: st.DataObject) -> None:
    text, count = document
    index = data.draw(st.integers(0, count - 1))
    at = data.draw(st.sampled_from([("passages", index, "quote"), ("passages", index, "note", "quote")]))
    before, source = parse_yaml(SourceFile("", text))
    replaced = replace_scalars(source, {at: value})
    after, _ = parse_yaml(SourceFile("", replaced))
    node, old = after["passages"][index], before["passages"][index]
    if at[2] == "note":
        node, old = node["note"], old["note"]
    assert node["quote"].rstrip("\n") == value
    node["quote"] = old["quote"]
    assert after == before
    # The lines above and below the value do not change.
    lines, new = text.splitlines(keepends=True), replaced.splitlines(keepends=True)
    same = next((i for i, pair in enumerate(zip(lines, new, strict=False)) if pair[0] != pair[1]), len(lines))
    marks = ("    # below", "end:", "# above")
    below = next(number for number, line in enumerate(lines[same:], same + 1) if line.startswith(marks))
    assert replaced.endswith("".join(lines[below:]))
    assert ("\r\n" in replaced, replaced.count("#") - value.count("#")) == ("\r\n" in text, text.count("#"))


@given(documents(), st.data())
def test_replacing_a_value_by_itself_keeps_the_data(document: tuple[str, int], data: st.DataObject) -> None:
    text, count = document
    index = data.draw(st.integers(0, count - 1))
    before, source = parse_yaml(SourceFile("", text))
    same = before["passages"][index]["quote"].rstrip("\n")
    assert parse_yaml(SourceFile("", replace_scalars(source, {("passages", index, "quote"): same})))[0] == before
