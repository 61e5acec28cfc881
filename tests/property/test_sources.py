"""Whatever stands in the files, reading them gives values or problems, each at a place that the file has."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from briefwright.errors import InvalidSources, render_all
from briefwright.sources.files import load_yaml
from briefwright.sources.scalars import spans
from tests import briefs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from briefwright.errors import Problem

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
    """Return the problems whose place their file does not have."""
    return [problem for problem in problems if not has_place(problem, root)]


def has_place(problem: Problem, root: Path) -> bool:
    path = root / problem.path
    text = path.read_bytes().decode("utf-8-sig", "replace") if path.is_file() else ""
    lines = re.split(r"\r\n|\r|\n", text)
    return 1 <= problem.line <= len(lines) and 1 <= problem.column <= len(lines[problem.line - 1]) + 1


@settings(max_examples=500)
@given(raw=BYTES)
@example(raw=b"# nothing but a comment")
@example(raw=b"[" * 500)
@example(raw=b"a: \xff")
@example(raw=b"? [a]\n: b")
@example(raw=b"---\n")
def test_any_bytes_give_a_value_or_problems(folder: Path, raw: bytes) -> None:
    path = folder / "any.yaml"
    path.write_bytes(raw)
    for numbers in (False, True):
        value, problems = read(path, numbers=numbers)
        assert not outside(problems, folder)
        assert not CONTROL.search(render_all(problems))
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


def read(path: Path, *, numbers: bool) -> tuple[Any, tuple[Problem, ...]]:
    """Return what a file holds, or what is wrong with it."""
    try:
        return load_yaml(path, numbers=numbers)[0], ()
    except InvalidSources as error:
        assert error.problems  # noqa: PT017 - any bytes may be good
        return None, error.problems


def branches(tree: Any) -> Iterable[tuple[Any, Any]]:  # noqa: ANN401 - any JSON
    """Yield every place of a tree: what holds it, and under which key."""
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield tree, key
        if isinstance(value, dict | list):
            yield from branches(value)


def mutated(tree: Any, data: st.DataObject) -> Any:  # noqa: ANN401 - any JSON
    """Return a tree changed in one to three places."""
    tree = copy.deepcopy(tree)
    for _ in range(data.draw(st.integers(1, 3), "changes")):
        places = list(branches(tree))
        if not places:
            break
        holder, key = data.draw(st.sampled_from(places), "place")
        match data.draw(st.sampled_from(["take out", "replace", "add", "double"]), "change"):
            case "take out":
                del holder[key]
            case "replace":
                holder[key] = data.draw(JSON, "value")
            case "add" if isinstance(holder, dict):
                holder[data.draw(st.sampled_from(["colour", "quotes", "id", "1"]), "key")] = data.draw(JSON, "value")
            case "double" if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[key]))
            case _:
                pass
    return tree


@settings(max_examples=60)
@given(name=st.sampled_from(["brief", "annotations", "glossary", "references", "house"]), data=st.data())
def test_any_change_to_a_brief_gives_a_value_or_problems(folder: Path, name: str, data: st.DataObject) -> None:
    tree = YAML(typ="safe", pure=True).load(briefs.make(folder).parents[1] / briefs.FILES[name])
    text = json.dumps(mutated(tree, data), default=str, ensure_ascii=False, indent=1)
    problems: tuple[Problem, ...] = ()
    try:
        briefs.resolve(briefs.make(folder, **{name: text.encode("utf-8", "replace")}))
    except InvalidSources as error:
        problems = error.problems
    assert not outside(problems, folder)


@given(raw=YAML_LIKE)
@example(raw=b'"a\\\n \xc2\x85b\\u0041" # c')
def test_every_value_stands_in_its_file_sign_by_sign(folder: Path, raw: bytes) -> None:
    path = folder / "a.yaml"
    path.write_bytes(raw)
    try:
        _, source = load_yaml(path)
    except InvalidSources:
        return
    for scalar in source.scalars.values():
        found = spans(source.text, scalar)
        assert [span is None for span in found] == [sign.isspace() for sign in scalar.text]
        kept = [span for span in found if span]
        assert kept == sorted(set(kept))
        assert all(scalar.start <= start < end <= scalar.end for start, end in kept)
