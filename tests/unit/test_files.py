from __future__ import annotations

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


def complaint(folder: Path, content: str | bytes) -> str:
    with pytest.raises(InvalidSources) as error:
        load(folder, content)
    return str(error.value).removeprefix(f"{folder.as_posix()}/")


def test_scalars_stay_text_but_for_nothing_and_yes_or_no(tmp_path: Path) -> None:
    text = 'a: 1.10\nb: 2016-07-01\nc: no\nd: null\ne: ~\nf:\ng: true\nh: "true"\ni: 012\nj: =\n'
    assert load(tmp_path, text) == {
        "a": "1.10", "b": "2016-07-01", "c": "no", "d": None, "e": None, "f": None, "g": True, "h": "true", "i": "012",
        "j": "=",
    }  # fmt: skip


def test_numbers_where_they_are_wanted_and_never_dates(tmp_path: Path) -> None:
    text = 'a: 1\nb: -1.5\nc: 1e3\nd: "1"\ne: 2020-13-45\nf: .nan\ng: 1e999\nh: [0x1f]\n'
    assert load_yaml(written(tmp_path, text), numbers=True)[0] == {
        "a": 1, "b": -1.5, "c": 1000.0, "d": "1", "e": "2020-13-45", "f": ".nan", "g": "1e999", "h": ["0x1f"],
    }  # fmt: skip


def test_every_key_and_value_has_its_place(tmp_path: Path) -> None:
    _, source = load_yaml(written(tmp_path, "one: word\ntwo:\n  - three: [four]\n"))
    assert {location: (node.start.line, node.start.column) for location, node in source.keys.items()} == {
        ("one",): (0, 0), ("two",): (1, 0), ("two", 0, "three"): (2, 4),
    }  # fmt: skip
    found = source.problem(("two", 0, "three", 0), "m")
    assert (found.line, found.column, found.width) == (3, 13, 4)


def test_a_problem_without_a_place_stands_at_the_nearest_one_around_it(tmp_path: Path) -> None:
    _, source = load_yaml(written(tmp_path, "one:\n  two: word\n"))
    assert source.problem(("one", "two", "three"), "m").line == 2
    found = source.problem(("one", "gone"), "m", at_key=True)
    assert (found.line, found.column, found.width) == (1, 1, 3)


def test_what_lies_behind_the_text_is_at_its_end() -> None:
    found = SourceFile("a", "one\ntwo\n").at(7, 7, "m")
    assert (found.line, found.column, found.excerpt) == (2, 4, "two")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_do_anywhere(tmp_path: Path, end: str) -> None:
    assert complaint(tmp_path, f"a: 1{end}a: 2{end}").startswith(
        "a.yaml:2:1: error: the key “a” stands here a second time"
    )


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    assert load(tmp_path, "\ufeffa: b\n") == {"a": "b"}
    assert complaint(tmp_path, b"\xef\xbb\xbfa: \xff").startswith("a.yaml:1:4: error: byte 0xff is not UTF-8")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("%YAML 1.1\n---\na: yes\n", "a.yaml:1:1: error: directives (%YAML, %TAG) are not allowed"),
        ("a: &b c\n", "a.yaml:1:4: error: anchors (&name) are not allowed"),
        ("a: *b\n", "a.yaml:1:4: error: aliases (*name) are not allowed"),
        ("!a {b: c}\n", "a.yaml:1:1: error: tags (!name) are not allowed"),
        ("? [a, b]\n: c\n", "a.yaml:1:3: error: a key must be a word, not a list or a mapping"),
        ('a: "\\ud800"\n', "a.yaml:1:4: error: the text holds the control character U+D800"),
        ('"\\e": a\n', "a.yaml:1:1: error: the text holds the control character U+001B"),
        ("a: b\nc: \x1b[31m\n", "a.yaml:2:4: error: the control character U+001B stands in the text"),
        ("a: b\n" + "- " * 25, "a.yaml:2:1: error: broken YAML"),
        ("- " * 25 + "a", "a.yaml:1:49: error: nested more than 24 levels deep"),
        ('a: "b\n', "a.yaml:1:6: error: broken YAML: found unexpected end of stream"),
    ],
)
def test_what_hides_or_explodes_is_refused(tmp_path: Path, content: str, expected: str) -> None:
    assert complaint(tmp_path, content).startswith(expected)


def test_depth_is_refused_before_it_costs_anything(tmp_path: Path) -> None:
    assert "nested more than" in complaint(tmp_path, "[" * 1_000_000)


def test_24_levels_are_allowed(tmp_path: Path) -> None:
    assert load(tmp_path, "[" * 24 + "]" * 24)


def test_a_file_beyond_reason_is_refused(tmp_path: Path) -> None:
    assert complaint(tmp_path, "a" * 2_000_001).startswith("a.yaml:1:1: error: the file has more than 2000000 bytes")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_merge_that_was_not_finished_is_said_at_each_of_its_marks(tmp_path: Path, end: str) -> None:
    lines = ("a: 1", "<<<<<<< HEAD", "b: 2", "||||||| 1f2e3d4", "b: 1", "=======", "b: 3", ">>>>>>> other", "")
    with pytest.raises(InvalidSources) as error:
        load(tmp_path, end.join(lines))
    assert [(one.line, one.message, one.hint) for one in error.value.problems] == [
        (line, "a merge was not finished here", "keep one side, and delete the lines with the marks")
        for line in (2, 4, 8)
    ]


@pytest.mark.parametrize("text", ["a: |\n  <<<<<<< HEAD\n", "a: <<<<<<< b\n", "# a\n#======= b\na: b\n"])
def test_signs_within_a_line_are_no_marks_of_a_merge(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_told_by_its_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    found = complaint(tmp_path, "\ufeffa: b\n".encode(encoding))
    assert found.startswith("a.yaml:1:1: error: byte 0xf")
    assert "\n  hint: save the file as UTF-8; it looks like UTF-16\n" in found


def test_a_missing_file_is_never_taken_for_one_that_has_its_own_name(tmp_path: Path) -> None:
    written(tmp_path, "a: b\n").rename(tmp_path / "brief.yaml")
    with pytest.raises(InvalidSources, match=r"the file is missing\n\n1 error"):
        read_text(tmp_path / "references.yaml")
    (tmp_path / "brief.yaml").rename(tmp_path / "refrences.yaml")
    with pytest.raises(InvalidSources, match=r"hint: did you mean refrences\.yaml\?"):
        read_text(tmp_path / "references.yaml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidSources, match="this is not a plain file"):
        read_text(tmp_path)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("secret", "utf-8")
    (tmp_path / "essay.md").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InvalidSources, match="a link could lead out of the brief"):
        read_text(tmp_path / "essay.md")


def test_a_missing_file_in_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(InvalidSources, match=r"gone/a\.yaml:1:1: error: the file is missing\n\n1 error"):
        read_text(tmp_path / "gone" / "a.yaml")
