"""Loading any files gives values, or problems at positions that exist in the file."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from briefwright.errors import InvalidSources, render_problems
from briefwright.sources.files import SourceFile, load_yaml, parse_yaml
from briefwright.sources.yaml_nodes import parse_with_libyaml, parse_with_ruamel
from briefwright.sources.yaml_scalars import comments, spans
from tests import briefs
from tests.examples import examples

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ruamel.yaml.error import StreamMark
    from ruamel.yaml.nodes import Node

    from briefwright.errors import Problem
    from briefwright.sources import yaml_nodes

TOKENS = [
    *("a", "b: ", "- ", "? ", ": ", "\n", "\n  ", "\n\t", "{", "}", "[", "]", ",", "&a ", "*a"),
    *("!t ", "!!int ", "|\n", ">-\n "),
    *('"', "'", '"\\x41"', '"\\ud800"', '"\\0"', "#", "---\n", "...\n", "%YAML 1.1\n", "<<: "),
    *("null", "true", "1.10", "2020-13-45"),
    *(".nan", "1e999", "\r", "\N{NEXT LINE}", "\N{LINE SEPARATOR}", "\ufeff", "é", "\0", "\x1b"),
]  # fmt: skip
YAML_LIKE = st.lists(st.sampled_from(TOKENS), max_size=15).map("".join).map(str.encode)
BYTES = st.one_of(st.binary(max_size=60), YAML_LIKE, st.text(max_size=40).map(str.encode))
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x84\x86-\x9f]")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=8), values, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sources")


def outside(problems: Iterable[Problem], root: Path) -> list[Problem]:
    """Return the problems at positions that do not exist in their file."""
    return [problem for problem in problems if not has_position(problem, root)]


def has_position(problem: Problem, root: Path) -> bool:
    path = root / problem.path
    text = path.read_bytes().decode("utf-8-sig", "replace") if path.is_file() else ""
    lines = re.split(r"\r\n|\r|\n", text)
    return 1 <= problem.line <= len(lines) and 1 <= problem.column <= len(lines[problem.line - 1]) + 1


@settings(max_examples=examples(500))
@given(raw=BYTES)
@example(raw=b"# nothing but a comment")
@example(raw=b"[" * 500)
@example(raw=b"a: \xff")
@example(raw=b"? [a]\n: b")
@example(raw=b"---\n")
def test_loads_any_bytes_or_reports_problems(folder: Path, raw: bytes) -> None:
    path = folder / "any.yaml"
    path.write_bytes(raw)
    for numbers in (False, True):
        value, problems = read(path, numbers=numbers)
        assert not outside(problems, folder)
        assert not CONTROL.search(render_problems(problems))
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


def read(path: Path, *, numbers: bool) -> tuple[Any, tuple[Problem, ...]]:
    """Return the data of a file, or its problems."""
    try:
        return load_yaml(path, numbers=numbers)[0], ()
    except InvalidSources as error:
        assert error.problems  # noqa: PT017 - any bytes may be good
        return None, error.problems


def branches(tree: Any) -> Iterable[tuple[Any, Any]]:  # noqa: ANN401 - any JSON
    """Yield every value of a tree as its container and key."""
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield tree, key
        if isinstance(value, dict | list):
            yield from branches(value)


def mutated(tree: Any, data: st.DataObject) -> Any:  # noqa: ANN401 - any JSON
    """Return a tree with one to three changes."""
    tree = copy.deepcopy(tree)
    for _ in range(data.draw(st.integers(1, 3), "changes")):
        places = list(branches(tree))
        if not places:
            break
        holder, key = data.draw(st.sampled_from(places), "place")
        match data.draw(st.sampled_from(["delete", "replace", "add", "duplicate"]), "change"):
            case "delete":
                del holder[key]
            case "replace":
                holder[key] = data.draw(JSON, "value")
            case "add" if isinstance(holder, dict):
                holder[data.draw(st.sampled_from(["colour", "quotes", "id", "1"]), "key")] = data.draw(JSON, "value")
            case "duplicate" if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[key]))
            case _:
                pass
    return tree


@settings(max_examples=examples(60))
@given(name=st.sampled_from(["brief", "annotations", "glossary", "references", "publisher"]), data=st.data())
def test_resolves_any_change_to_a_brief_or_reports_problems(folder: Path, name: str, data: st.DataObject) -> None:
    tree = YAML(typ="safe", pure=True).load(briefs.make(folder).parents[1] / briefs.FILES[name])
    text = json.dumps(mutated(tree, data), default=str, ensure_ascii=False, indent=1)
    problems: tuple[Problem, ...] = ()
    try:
        briefs.resolve(briefs.make(folder, **{name: text.encode("utf-8", "replace")}))
    except InvalidSources as error:
        problems = error.problems
    assert not outside(problems, folder)


PIECES = ["a", "Nobody", " ", " ", ":", ": ", "#", " #", " # ", "*", "&", "!", "%", "@", "`", "|", ">", "-", "- ", "?"]
PIECES += [",", "[", "]", "{", "}", '"', "'", "null", "~", "True", "1.10", "yes", "\\", "=", "<<", "é", "…"]


@settings(max_examples=examples(500))
@given(text=st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join).map(str.strip).filter(bool))
@example(text="rule #4 of the charter")
@example(text="*Nobody* knows.")
@example(text="a ##")
@example(text="a word ##")
def test_no_word_of_a_text_without_quotation_marks_is_lost_in_silence(text: str) -> None:
    assume(not re.fullmatch(r"\".*\"|'.*'|(?:.*\s|\S+)\s#+(\s.*)?|#+(\s.*)?|[|>].*", text))
    try:
        data, source = parse_yaml(SourceFile("a.yaml", f"a: b\nnote: {text}\nc: d\n"))
    except InvalidSources as error:
        assert error.problems[0].line in {2, 3}  # noqa: PT017 - most texts are right
        assert error.problems[0].hint  # noqa: PT017
        return
    value = data.get("note")
    is_reported = source.misread_values() or list(source.unclear_comments()) or not isinstance(value, str)
    assert value == text or is_reported


@given(raw=YAML_LIKE)
@example(raw=b'"a\\\n \xc2\x85b\\u0041" # c')
def test_finds_each_character_of_a_value_in_the_file(folder: Path, raw: bytes) -> None:
    path = folder / "a.yaml"
    path.write_bytes(raw)
    try:
        _, source = load_yaml(path)
    except InvalidSources:
        return
    for scalar in source.values.values():
        if scalar.kind != "scalar":
            continue
        found = spans(source.text, scalar)
        assert [span is None for span in found] == [character.isspace() for character in scalar.value]
        for character, span in zip(scalar.value, found, strict=True):
            if span:
                written = source.text[slice(*span)]
                assert written == character or written.startswith(("\\", "''"))
        visible = [span for span in found if span]
        assert visible == sorted(set(visible))
        assert all(scalar.start.offset <= start < end <= scalar.end.offset for start, end in visible)


# Values that editors may write, right and wrong: a header, a value and lines below it, for each key.
WORDS = [
    *(
        "word",
        "two words",
        "it's",
        "a:b",
        "a: b",
        "a #b",
        "a # b",
        "?",
        "? a",
        "- a",
        "<<",
        "=",
        "~",
        "null",
        "True",
        "é\U0001f600",
    ),
    *(
        '"a: b"',
        "'it''s'",
        '"\\x41 \\/ \\\n  b"',
        '"a\n\n  b"',
        "'a\n  b'",
        "'a'b",
        '"a"#b',
        "@a",
        "%a",
        "`a",
        "}",
        "]",
        "",
    ),
    *(
        "[a, b]",
        "[a: b, c]",
        "{a: b, c: [d]}",
        "{a: b, c}",
        '{"a":b}',
        "{a:b}",
        "[a?b, :c]",
        "[a,\n b] # c",
        "{a: 'b:c?'}",
    ),
    *("1", "-1.5", "1e3", ".5e3", ".5e+3", "0o17", "0x1f", "1_0", "1__0", "1.", "+1", "017", ".inf", "2020-01-01"),
    *(
        "a\n  b",
        "a\n\n  b",
        "a\n   - b",
        "|\n  a\n   b",
        ">-\n  a\n  b\n\n  c",
        ">\n  a\n\n\n",
        "|+\n  a\n\n",
        "|2-\n   a",
    ),
    *(
        "|\n\n  a",
        ">-\n   \n  a",
        "|# a\n  b",
        "| # a\n  b",
        "|\n# a",
        "|-",
        "\n  - a\n  - b: c\n    d: e",
        "\n  a: b",
        "\n- a\n- b",
    ),
]
LINES = st.tuples(
    st.sampled_from(["", "# a\n", "\n", "  # a\n"]),
    st.sampled_from(
        ["a: ", "b: ", "c : ", "d:  ", '"e": ', "f:", "- ", "- - ", "- g: ", "  h: ", "? ", ": ", "[i]: ", ""]
    ),
    st.sampled_from(WORDS),
    st.sampled_from(["\n", "\n", "\n", "\n", " # a\n", " \n", "\r\n", "\r", ""]),
).map("".join)
WRITTEN = st.one_of(st.lists(LINES, max_size=5).map("".join), YAML_LIKE.map(bytes.decode), st.text(max_size=40))


@settings(max_examples=examples(1000))
@given(text=WRITTEN)
@example(text="a: |\n\n   \n  b\n")
@example(text="|\n# a\n")
@example(text="a:\nb: c\n")
@example(text="a: >-# b\n")
def test_libyaml_parses_a_text_like_ruamel_or_skips_it(text: str) -> None:
    found = parse_with_libyaml(text)
    if found:
        tree = parse_with_ruamel(text)
        assert not tree.refused
        assert found == tree.root


@settings(max_examples=examples(500))
@given(text=WRITTEN)
def test_finds_the_same_nodes_and_values_as_ruamel(text: str) -> None:
    try:
        tree = parse_with_ruamel(text)
        composed = YAML(typ="safe", pure=True).compose(text) if not tree.refused else None
    except YAMLError:
        return
    if composed:
        assert plain(tree.root) == of_ruamel(composed)
        try:
            data = parse_yaml(SourceFile("a.yaml", text), numbers=True)[0]
        except InvalidSources:
            return
        assert data == valued(composed)
        assert repr(data) == repr(valued(composed))


def plain(node: yaml_nodes.YamlNode | None) -> object:
    assert node
    value = node.value if node.kind == "scalar" else [plain(item) for item in node.value]
    return node.kind, tuple(node.start), tuple(node.end), value, node.style


def of_ruamel(node: Node) -> object:
    """Return a node of ruamel.yaml in the form of `plain`."""
    places = place(node.start_mark), place(node.end_mark)
    match node:
        case MappingNode():
            return "mapping", *places, [of_ruamel(part) for pair in node.value for part in pair], brackets(node)
        case SequenceNode():
            return "list", *places, [of_ruamel(item) for item in node.value], brackets(node)
        case _:
            return "scalar", *places, node.value, styled(node)


def brackets(node: MappingNode | SequenceNode) -> str | None:
    return "[" if node.flow_style else None


def styled(node: Node) -> str | None:
    style: str | None = getattr(node, "style", None)
    return style


def place(mark: StreamMark) -> tuple[int, int, int]:
    return mark.index, mark.line, mark.column


def valued(node: Node) -> object:
    """Return the value of a node by its tag in ruamel.yaml, with numbers as in JSON."""
    match node:
        case MappingNode():
            return {key.value: valued(value) for key, value in node.value}
        case SequenceNode():
            return [valued(item) for item in node.value]
        case ScalarNode():
            pass
    match str(node.tag).rpartition(":")[2] if styled(node) is None else "str":
        case "null":
            return None
        case "bool":
            return node.value.lower() == "true"
        case "int" | "float":
            return number(node.value)
        case _:
            return node.value


def number(text: str) -> object:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text) if abs(float(text)) < float("inf") else text
    except ValueError:
        return text


@given(text=WRITTEN)
@example(text='"a": # b\n  "c"  # d\n')
def test_finds_comments_outside_all_scalars(text: str) -> None:
    try:
        root = parse_with_ruamel(text).root
    except YAMLError:
        return
    scalars = list(leaves(root))
    outside = list(text)
    for scalar in scalars:
        start, end = scalar.start.offset, scalar.end.offset
        if scalar.is_block:
            start += len(re.split(r"[\r\n]", text[start:], maxsplit=1)[0])
        outside[start:end] = [one if one in "\r\n" else "x" for one in text[start:end]]
    found = list(re.finditer(r"(?<!\S)#[^\r\n]*", "".join(outside)))
    assert [(one.start, one.text) for one in comments(text, scalars)] == [(m.start(), m[0].rstrip()) for m in found]


def leaves(node: yaml_nodes.YamlNode | None) -> Iterable[yaml_nodes.YamlNode]:
    if node and node.kind == "scalar":
        yield node
    for item in node.value if node and node.kind != "scalar" else ():
        yield from leaves(item)
