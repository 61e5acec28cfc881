"""Source files as text with places: UTF-8, YAML 1.2, nothing that could hide or explode."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefwright.errors import InvalidSources, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Location", "SourceFile", "load_specification", "load_yaml", "read_text"]

Location = tuple[int | str, ...]
"""Keys and indexes from the root of a YAML file."""

_MAX_BYTES = 2_000_000
_MAX_DEPTH = 24


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A text with the places of its keys and values, so that any later check can point at a line.

    ``places`` maps a location (keys and indexes from the root) to line, column (from 0) and width.
    """

    path: str
    text: str
    places: Mapping[Location, tuple[int, int, int]] = field(default_factory=dict)
    keys: Mapping[Location, tuple[int, int, int]] = field(default_factory=dict)

    def problem(self, location: Location, message: str, *, at_key: bool = False, **extra: Any) -> Problem:  # noqa: ANN401
        """Return a problem at a location, or at the nearest one around it."""
        tables = (self.keys, self.places) if at_key else (self.places,)
        ways = (location[:end] for end in range(len(location), -1, -1))
        place = next((table[way] for way in ways for table in tables if way in table), (0, 0, 1))
        line, column, width = place
        return self.at(line, column, message, width=width, **extra)

    def at(self, line: int, column: int, message: str, **extra: Any) -> Problem:  # noqa: ANN401
        """Return a problem at a line and a column, both from 0."""
        lines = self.text.splitlines()
        excerpt = lines[line] if line < len(lines) else None
        return Problem(self.path, line + 1, column + 1, message, excerpt=excerpt, **extra)


def read_text(path: Path) -> SourceFile:
    """Return a file's text; raise ``InvalidSources`` where it is missing, empty, too large or not UTF-8."""
    name = path.as_posix()
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise InvalidSources([Problem(name, 1, 1, "the file is missing", _missing_hint(path))]) from None
    except OSError as error:
        raise InvalidSources([Problem(name, 1, 1, f"cannot be read: {error.strerror}")]) from None
    if len(raw) > _MAX_BYTES:
        raise InvalidSources([Problem(name, 1, 1, f"the file has {len(raw)} bytes; {_MAX_BYTES} are the limit")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidSources([_not_utf8(name, raw, error)]) from None
    if not text.strip():
        raise InvalidSources([Problem(name, 1, 1, "the file is empty", "restore it, or copy one from another brief")])
    if "\0" in text:
        before = text[: text.index("\0")]
        raise InvalidSources([Problem(name, before.count("\n") + 1, 1, "a NUL byte stands in the text")])
    return SourceFile(name, text)


def _missing_hint(path: Path) -> str | None:
    siblings = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
    close = get_close_matches(path.name, siblings, 1)
    return f"did you mean {close[0]}?" if close else None


def _not_utf8(name: str, raw: bytes, error: UnicodeDecodeError) -> Problem:
    start = raw.rfind(b"\n", 0, error.start) + 1
    end = raw.find(b"\n", error.start)
    return Problem(
        name,
        raw.count(b"\n", 0, error.start) + 1,
        len(raw[start : error.start].decode("utf-8", "replace")) + 1,
        f"byte 0x{raw[error.start]:02x} is not UTF-8",
        "save the file as UTF-8; it looks like Latin-1 or Windows-1252",
        raw[start : end if end >= 0 else None].decode("latin-1"),
    )


def load_yaml(path: Path) -> tuple[Any, SourceFile]:
    """Return a YAML 1.2 file as plain values with their places.

    Scalars stay text (only null and booleans are told apart): the model says which are numbers or dates, so
    an edition 1.10 stays 1.10.  Aliases, tags and depth beyond reason are refused.
    """
    source = read_text(path)
    parser = YAML(typ="safe", pure=True)
    try:
        for event in parser.parse(io.StringIO(source.text)):
            if isinstance(event, AliasEvent):
                mark = event.start_mark
                message = "aliases (*name) are not allowed"
                raise InvalidSources([source.at(mark.line, mark.column, message, hint="write the value out")])
        root = YAML(typ="safe", pure=True).compose(io.StringIO(source.text))
    except MarkedYAMLError as error:
        raise InvalidSources([_broken_yaml(source, error)]) from None
    except (YAMLError, RecursionError) as error:
        raise InvalidSources([source.at(0, 0, f"broken YAML: {str(error).splitlines()[0]}")]) from None
    reader = _Reader(source)
    data = reader.value(root, ())
    if reader.problems:
        raise InvalidSources(reader.problems)
    return data, SourceFile(source.path, source.text, reader.places, reader.keys)


def load_specification(path: Path) -> Any:  # noqa: ANN401 - any JSON
    """Return a YAML file that has no model of ours, numbers as numbers, after the same checks."""
    _, source = load_yaml(path)
    return YAML(typ="safe", pure=True).load(source.text)


def _broken_yaml(source: SourceFile, error: MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    what = (error.problem or str(error)).strip().rstrip(".")
    lines = source.text.splitlines()
    here = lines[line] if line < len(lines) else ""
    hint = "check the indentation and the colons around this line"
    if "\\t" in what or "\t" in here[: column + 1]:
        what, hint = "a tab stands where YAML wants spaces", "indent with spaces, two a level"
    elif "mapping values are not allowed" in what:
        hint = "a colon followed by a space needs quotes around the value, or a `>-` block"
    elif line >= len(lines) and lines:
        line, column = len(lines) - 1, len(lines[-1])
    return source.at(line, column, f"broken YAML: {what}", hint=hint)


class _Reader:
    """Builds plain values from YAML nodes, and notes where each stands."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.places: dict[Location, tuple[int, int, int]] = {}
        self.keys: dict[Location, tuple[int, int, int]] = {}
        self.problems: list[Problem] = []

    def value(self, node: Node, location: Location) -> Any:  # noqa: ANN401
        start, end = node.start_mark, node.end_mark
        width = end.column - start.column if start.line == end.line else 1
        self.places[location] = (start.line, start.column, max(1, width))
        if len(location) > _MAX_DEPTH:
            self._refuse(node, f"nested more than {_MAX_DEPTH} levels deep")
            return None
        match node:
            case MappingNode():
                return self._mapping(node, location)
            case SequenceNode():
                return [self.value(item, (*location, index)) for index, item in enumerate(node.value)]
            case ScalarNode():
                return self._scalar(node)
            case _:
                message = f"unknown YAML node {node}"
                raise TypeError(message)

    def _mapping(self, node: MappingNode, location: Location) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            here = (*location, key)
            mark = key_node.start_mark
            if key in result:
                self._refuse(key_node, f"the key “{key}” stands here a second time")
                continue
            self.keys[here] = (mark.line, mark.column, max(1, len(key)))
            result[key] = self.value(value_node, here)
        return result

    def _scalar(self, node: ScalarNode) -> str | bool | None:
        kind = str(node.tag).rpartition(":")[2]
        if kind not in {"str", "int", "float", "bool", "null", "timestamp"}:
            self._refuse(node, f"the tag {node.tag} is not allowed")
            return None
        if node.style is None and kind == "null":
            return None
        if node.style is None and kind == "bool":
            return str(node.value).lower() == "true"
        return str(node.value)

    def _refuse(self, node: Node, message: str) -> None:
        self.problems.append(self.source.at(node.start_mark.line, node.start_mark.column, message))
