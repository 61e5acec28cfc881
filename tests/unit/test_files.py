from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from briefwright.errors import InvalidSources
from briefwright.sources.files import SourceFile, load_yaml, read_text

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "a.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def load(folder: Path, content: str | bytes) -> Any:  # noqa: ANN401 - any YAML
    return load_yaml(written(folder, content))[0]


def problem(folder: Path, content: str | bytes) -> str:
    with pytest.raises(InvalidSources) as error:
        load(folder, content)
    return str(error.value).removeprefix(f"{folder.as_posix()}/")


def test_reads_scalars_as_text_except_null_and_booleans(tmp_path: Path) -> None:
    text = 'a: 1.10\nb: 2016-07-01\nc: no\nd: null\ne: ~\nf:\ng: true\nh: "true"\ni: 012\nj: =\n'
    assert load(tmp_path, text) == {
        "a": "1.10", "b": "2016-07-01", "c": "no", "d": None, "e": None, "f": None, "g": True, "h": "true", "i": "012",
        "j": "=",
    }  # fmt: skip


def test_reads_numbers_on_request_and_never_dates(tmp_path: Path) -> None:
    text = 'a: 1\nb: -1.5\nc: 1e3\nd: "1"\ne: 2020-13-45\nf: .nan\ng: 1e999\nh: [0x1f]\n'
    assert load_yaml(written(tmp_path, text), numbers=True)[0] == {
        "a": 1, "b": -1.5, "c": 1000.0, "d": "1", "e": "2020-13-45", "f": ".nan", "g": "1e999", "h": ["0x1f"],
    }  # fmt: skip


def test_records_the_positions_of_keys_and_values(tmp_path: Path) -> None:
    _, source = load_yaml(written(tmp_path, "one: word\ntwo:\n  - three: [four]\n"))
    assert {location: (node.start.line, node.start.column) for location, node in source.keys.items()} == {
        ("one",): (0, 0), ("two",): (1, 0), ("two", 0, "three"): (2, 4),
    }  # fmt: skip
    found = source.problem(("two", 0, "three", 0), "m")
    assert (found.line, found.column, found.width) == (3, 13, 4)


def test_reports_a_missing_location_at_the_nearest_enclosing_one(tmp_path: Path) -> None:
    _, source = load_yaml(written(tmp_path, "one:\n  two: word\n"))
    assert source.problem(("one", "two", "three"), "m").line == 2
    found = source.problem(("one", "gone"), "m", at_key=True)
    assert (found.line, found.column, found.width) == (1, 1, 3)


def test_reports_a_line_behind_the_text_at_its_end() -> None:
    found = SourceFile("a", "one\ntwo\n").problem_at(7, 7, "m")
    assert (found.line, found.column, found.excerpt) == (2, 4, "two")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_finds_the_line_and_column_of_a_character(end: str) -> None:
    source = SourceFile("a", f"one{end}{end}two{end}")
    found = [source.position(source.text.index(letter)) for letter in "oetw"]
    assert [*found, source.position(len(source.text))] == [(0, 0), (0, 2), (2, 0), (2, 1), (3, 0)]


def test_makes_thousands_of_problems_of_a_long_file_quickly() -> None:
    source = SourceFile("a", "a line of words\n" * 100_000)
    start = time.process_time()
    for index in range(0, len(source.text), len(source.text) // 2000):
        source.problem_at(*source.position(index), "m")
    assert time.process_time() - start < 5  # splitting the text for each takes far longer


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_counts_lines_with_any_line_ends(tmp_path: Path, end: str) -> None:
    assert problem(tmp_path, f"a: 1{end}a: 2{end}").startswith("a.yaml:2:1: error: duplicate key “a”")


def test_ignores_a_byte_order_mark(tmp_path: Path) -> None:
    assert load(tmp_path, "\ufeffa: b\n") == {"a": "b"}
    assert problem(tmp_path, b"\xef\xbb\xbfa: \xff").startswith("a.yaml:1:4: error: byte 0xff is not UTF-8")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("%YAML 1.1\n---\na: yes\n", "a.yaml:1:1: error: directives (%YAML, %TAG) are not allowed"),
        ("a: &b c\n", "a.yaml:1:4: error: anchors (&name) are not allowed"),
        ("a: *b\n", "a.yaml:1:4: error: aliases (*name) are not allowed"),
        ("!a {b: c}\n", "a.yaml:1:1: error: tags (!name) are not allowed"),
        ("? [a, b]\n: c\n", "a.yaml:1:3: error: a key must be text, not a list or a mapping"),
        ('a: "\\ud800"\n', "a.yaml:1:4: error: the text contains the control character U+D800"),
        ('"\\e": a\n', "a.yaml:1:1: error: the text contains the control character U+001B"),
        ("a: |\x85  b\n", "a.yaml:1:5: error: the text contains the control character U+0085"),
        ("a: b\nc: \x1b[31m\n", "a.yaml:2:4: error: the text contains the control character U+001B"),
        ("a: b\n" + "- " * 25, "a.yaml:2:1: error: broken YAML"),
        ("- " * 25 + "a", "a.yaml:1:49: error: nested more than 24 levels deep"),
        ('a: "b\n', 'a.yaml:1:4: error: broken YAML: the quotation mark (") is not closed'),
    ],
)
def test_rejects_dangerous_yaml(tmp_path: Path, content: str, expected: str) -> None:
    assert problem(tmp_path, content).startswith(expected)


def test_rejects_deep_nesting_quickly(tmp_path: Path) -> None:
    assert "nested more than" in problem(tmp_path, "[" * 1_000_000)


def test_accepts_24_levels(tmp_path: Path) -> None:
    assert load(tmp_path, "[" * 24 + "]" * 24)


def test_rejects_a_very_large_file(tmp_path: Path) -> None:
    assert problem(tmp_path, "a" * 2_000_001).startswith("a.yaml:1:1: error: the file has more than 2000000 bytes")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_reports_each_marker_of_a_merge_conflict(tmp_path: Path, end: str) -> None:
    lines = ("a: 1", "<<<<<<< HEAD", "b: 2", "||||||| 1f2e3d4", "b: 1", "=======", "b: 3", ">>>>>>> other", "")
    with pytest.raises(InvalidSources) as error:
        load(tmp_path, end.join(lines))
    assert [(one.line, one.message, one.hint) for one in error.value.problems] == [
        (line, "unresolved merge conflict", "keep one side, and delete the lines with the conflict markers")
        for line in (2, 4, 8)
    ]


@pytest.mark.parametrize("text", ["a: |\n  <<<<<<< HEAD\n", "a: <<<<<<< b\n", "# a\n#======= b\na: b\n"])
def test_ignores_conflict_markers_within_a_line(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_recognizes_utf_16_by_its_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    found = problem(tmp_path, "\ufeffa: b\n".encode(encoding))
    assert found.startswith("a.yaml:1:1: error: byte 0xf")
    assert "\n  hint: save the file as UTF-8; it looks like UTF-16\n" in found


def test_suggests_a_misspelled_file_but_no_other_source(tmp_path: Path) -> None:
    written(tmp_path, "a: b\n").rename(tmp_path / "brief.yaml")
    with pytest.raises(InvalidSources, match=r"the file is missing\n  hint: create or restore it\n\n1 error"):
        read_text(tmp_path / "references.yaml")
    (tmp_path / "brief.yaml").rename(tmp_path / "refrences.yaml")
    with pytest.raises(InvalidSources, match=r"hint: rename refrences\.yaml to references\.yaml, if"):
        read_text(tmp_path / "references.yaml")


def test_rejects_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InvalidSources, match="this is not a regular file"):
        read_text(tmp_path)


def test_does_not_follow_links(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("secret", "utf-8")
    (tmp_path / "essay.md").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InvalidSources, match="links are not followed"):
        read_text(tmp_path / "essay.md")


def test_reports_a_missing_file_in_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(
        InvalidSources, match=r"gone/a\.yaml:1:1: error: the file is missing\n  hint: create or restore it\n\n1 error"
    ):
        read_text(tmp_path / "gone" / "a.yaml")
