from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright.sources.files import load_yaml
from briefwright.sources.yaml_scalars import Comment, spans

if TYPE_CHECKING:
    from pathlib import Path

    from briefwright.sources.files import SourceFile


def read(folder: Path, text: str) -> SourceFile:
    path = folder / "a.yaml"
    path.write_bytes(text.encode())
    return load_yaml(path)[1]


def raw_text(source: SourceFile, words: str) -> str:
    """Return the raw text of words of the value under `a`."""
    scalar = source.values["a",]
    start = scalar.value.index(words)
    found = [span for span in spans(source.text, scalar)[start : start + len(words)] if span]
    return source.text[found[0][0] : found[-1][1]]


@pytest.mark.parametrize(
    ("text", "words", "raw"),
    [
        ("a: one two\n", "two", "two"),
        ("a: one\n  two\n", "one two", "one\n  two"),
        ("a: >-\n  one\n  two three\n", "two three", "two three"),
        ("a: >-  # >- two\n  one\n  two\n", "one two", "one\n  two"),
        ("a: |2-\r\n  # one\r\n   two\r\n", "# one", "# one"),
        ("a: 'it''s two'\n", "it's two", "it''s two"),
        (
            'a: "\\u201cone\\x21\\t\\U0001f600 \\\n   two\\"" # two\n',
            '“one!\t😀 two"',
            '\\u201cone\\x21\\t\\U0001f600 \\\n   two\\"',
        ),
        ("a: 'one\n\n  two'\n", "two", "two"),
    ],
)
def test_finds_words_of_a_value_in_the_raw_text(tmp_path: Path, text: str, words: str, raw: str) -> None:
    assert raw_text(read(tmp_path, text), words) == raw


def test_white_space_has_no_span(tmp_path: Path) -> None:
    source = read(tmp_path, "a: b  c\n")
    assert spans(source.text, source.values["a",]) == ((3, 4), None, None, (6, 7))


def test_finds_comments(tmp_path: Path) -> None:
    text = (
        "# first\n"
        "a: plain#no # one\n"
        'b: "# no \\" # no"  # two\n'
        "c: '# no'\n"
        "d: >-  # three\n  # no\n  no # no\n\n # four\n"
        "'e # no': [f, # five\n  'g#no']\n"
        "h:\n  # six\n  - i\n"
    )
    source = read(tmp_path, text)
    assert [(comment.text, comment.alone) for comment in source.comments] == [
        ("# first", True), ("# one", False), ("# two", False), ("# three", False), ("# four", True), ("# five", False),
        ("# six", True),
    ]  # fmt: skip
    assert source.comments[0] == Comment(0, "# first", alone=True)
    assert all(source.text[comment.start :].startswith(comment.text) for comment in source.comments)


def test_reports_a_problem_on_the_line_of_its_words(tmp_path: Path) -> None:
    source = read(tmp_path, "a: >-\n  one two\n  three four\nb: [c]\n")
    found = source.problem_within(("a",), 8, 13, "m")
    assert (found.line, found.column, found.width, found.excerpt) == (3, 3, 5, "  three four")
    over = source.problem_within(("a",), 4, 13, "m")
    assert (over.line, over.column, over.width, over.excerpt) == (2, 7, 3, "  one two")
    around = source.problem_within(("b",), 0, 1, "m")
    assert (around.line, around.column) == (4, 4)
