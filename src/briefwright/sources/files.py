"""Source files as text with places: UTF-8, YAML 1.2, nothing that could hide or explode."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from briefwright.errors import InvalidSources, Problem
from briefwright.sources.yaml_nodes import DEEPEST, UNPRINTABLE, Location, ValueReader, quick, thorough
from briefwright.sources.yaml_scalars import Comment, comments, spans

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefwright.sources.yaml_nodes import Feature, YamlNode

_MAX_BYTES = 2_000_000
_EMPTY = ("the file is empty", "restore it, or copy one from another brief")
_NAMES = {
    "publisher.yaml",
    "scales.yaml",
    "brief.yaml",
    "annotations.yaml",
    "glossary.yaml",
    "references.yaml",
    "essay.md",
    "passages.lock.json",
}
_RENAMED_FILES = {"publisher.yaml": "house.yaml"}
UNFINISHED = "a merge was not finished here"
# What Git writes around the two sides and before their common ancestor.  The line between the sides is left out: seven
# equals signs underline a heading as well.
_MERGE_MARK = re.compile(r"(<{7}|>{7}|\|{7}) ")
_BREAK = r"\r\n|\r|\n"
_REFUSED: Mapping[Feature, tuple[str, str | None]] = {
    "depth": (f"nested more than {DEEPEST} levels deep", None),
    "alias": ("aliases (*name) are not allowed", "write the value out"),
    "anchor": ("anchors (&name) are not allowed", "delete it"),
    "directive": ("directives (%YAML, %TAG) are not allowed", "delete the line"),
    "tag": ("tags (!name) are not allowed", "write the value without it"),
    "second": ("broken YAML: a second document begins", "a file holds one; delete the `---`"),
}
"""What is said of each feature that sources must not use, and what to do."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A text with the nodes of its keys and values by location, so that any later check can point at a line."""

    path: str
    text: str
    values: Mapping[Location, YamlNode] = field(default_factory=dict)
    keys: Mapping[Location, YamlNode] = field(default_factory=dict)

    @property
    def comments(self) -> tuple[Comment, ...]:
        """The comments of a YAML file, in order; no other file has any."""
        if not self.values:
            return ()
        nodes = (*self.keys.values(), *self.values.values())
        return comments(self.text, (node for node in nodes if node.kind == "scalar"))

    def problem(self, location: Location, message: str, *, at_key: bool = False, **extra: Any) -> Problem:  # noqa: ANN401
        """Return a problem at a location, or at the nearest one around it."""
        tables = (self.keys, self.values) if at_key else (self.values,)
        ways = (location[:end] for end in range(len(location), -1, -1))
        node = next((table[way] for way in ways for table in tables if way in table), None)
        if node is None:
            return self.at(0, 0, message, **extra)
        start, end = node.start, node.end
        width = end.column - start.column if start.line == end.line else 1
        return self.at(start.line, start.column, message, width=max(1, width), **extra)

    def inside(self, location: Location, start: int, end: int, message: str, **extra: Any) -> Problem:  # noqa: ANN401
        """Return a problem at words of a value, ``start`` to ``end``, on the line where its scalar puts them.

        Words that go over a line's end are underlined as far as that line goes.
        """
        node = self.values.get(location)
        words = [span for span in spans(self.text, node)[start:end] if span] if node and node.kind == "scalar" else []
        if not words:
            return self.problem(location, message, **extra)
        first = words[0][0]
        line, column = self.place(first)
        width = max(last for _, last in words if self.place(last)[0] == line) - first
        return self.at(line, column, message, width=width, **extra)

    def place(self, index: int) -> tuple[int, int]:
        """Return the line and the column, both from 0, of a character of the text."""
        return _end_of(self.text[:index])

    def at(self, line: int, column: int, message: str, **extra: Any) -> Problem:  # noqa: ANN401
        """Return a problem at a line and a column, both from 0; what lies behind the text is at its end."""
        lines = _lines(self.text)
        if line >= len(lines):
            line, column = len(lines) - 1, len(lines[-1])
        return Problem(self.path, line + 1, column + 1, message, excerpt=lines[line], **extra)


def _lines(text: str) -> list[str]:
    """Return the lines of a text as YAML, CommonMark and editors count them."""
    lines = re.split(_BREAK, text)
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines


def read_text(path: Path) -> SourceFile:
    """Return a file's text; raise ``InvalidSources`` where it is missing, empty, too large or not UTF-8."""
    name = path.as_posix()
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            message = "this is not a plain file; a link could lead out of the brief"
            raise InvalidSources([Problem(name, 1, 1, message, "put the file itself here")])
        with path.open("rb") as file:
            raw = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        raise InvalidSources([Problem(name, 1, 1, "the file is missing", misnamed(path))]) from None
    except OSError as error:
        raise InvalidSources([Problem(name, 1, 1, f"cannot be read: {error.strerror}")]) from None
    if len(raw) > _MAX_BYTES:
        raise InvalidSources([Problem(name, 1, 1, f"the file has more than {_MAX_BYTES} bytes")])
    try:
        text = raw.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise InvalidSources([_not_utf8(name, raw, error)]) from None
    if not text.strip():
        raise InvalidSources([Problem(name, 1, 1, *_EMPTY)])
    source = SourceFile(name, text)
    if found := UNPRINTABLE.search(text):
        what = "a NUL byte" if found[0] == "\0" else f"the control character U+{ord(found[0]):04X}"
        place = _end_of(text[: found.start()])
        raise InvalidSources([source.at(*place, f"{what} stands in the text", hint="delete it")])
    if left := [(number, len(line)) for number, line in enumerate(_lines(text)) if _MERGE_MARK.match(line)]:
        # What stands between the marks says two things at once: nothing else of it is worth reading.
        hint = "keep one side, and delete the lines with the marks"
        raise InvalidSources(source.at(line, 0, UNFINISHED, width=size, hint=hint) for line, size in left)
    return source


def misnamed(path: Path) -> str | None:
    """Return a hint at the file that a missing one may be; one that has a name of its own is no misspelling."""
    siblings = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
    if (old := _RENAMED_FILES.get(path.name)) in siblings:
        return f"rename {old} to {path.name}"
    close = get_close_matches(path.name, [name for name in siblings if name not in {*_NAMES, path.name}], 1)
    return f"did you mean {close[0]}?" if close else None


def _end_of(text: str) -> tuple[int, int]:
    """Return the line and the column, both from 0, where a text ends."""
    # Counting is faster than splitting, and each comment of a file is placed so.
    line = text.count("\n") + text.count("\r") - text.count("\r\n")
    return line, len(text) - 1 - max(text.rfind("\n"), text.rfind("\r"))


def _not_utf8(name: str, raw: bytes, error: UnicodeDecodeError) -> Problem:
    # UTF-16 is known by its byte-order mark (Unicode Standard, 23.8).
    like = "UTF-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "Latin-1 or Windows-1252"
    message, hint = f"byte 0x{raw[error.start]:02x} is not UTF-8", f"save the file as UTF-8; it looks like {like}"
    if like == "UTF-16":
        return Problem(name, 1, 1, message, hint)
    before = raw[: error.start].decode().removeprefix("\ufeff")
    source = SourceFile(name, before + raw[error.start :].decode("latin-1"))
    return source.at(*_end_of(before), message, hint=hint)


def load_yaml(path: Path, *, numbers: bool = False) -> tuple[Any, SourceFile]:
    """Return a YAML 1.2 file as plain values with their places.

    Scalars stay text (only null and booleans are told apart, and ``numbers`` where wanted): the model says which are
    numbers or dates, so an edition 1.10 stays 1.10.  Anchors, aliases, tags and depth beyond reason are refused.
    """
    return parse_yaml(read_text(path), numbers=numbers)


def parse_yaml(source: SourceFile, *, numbers: bool = False) -> tuple[Any, SourceFile]:
    """Return a YAML 1.2 text as plain values with their places."""
    root = quick(source.text) or _thorough(source)
    reader = ValueReader(numbers=numbers)
    data = reader.value(root)
    if reader.refused:
        raise InvalidSources(source.at(mark.line, mark.column, message) for message, mark in reader.refused)
    return data, SourceFile(source.path, source.text, reader.values, reader.keys)


def _thorough(source: SourceFile) -> YamlNode:
    """Return the node of a text; raise ``InvalidSources`` where it is no YAML, or has what is not wanted."""
    # Almost no text needs ruamel.yaml, which takes long to import.
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415

    try:
        tree = thorough(source.text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        raise InvalidSources([_broken_yaml(source, line, column, error.problem or str(error))]) from None
    except YAMLError as error:
        raise InvalidSources([source.at(0, 0, f"broken YAML: {str(error).splitlines()[0]}")]) from None
    if tree.refused:
        raise InvalidSources(
            source.at(mark.line, mark.column, _REFUSED[feature][0], hint=_REFUSED[feature][1])
            for feature, mark in tree.refused
        )
    if tree.root is None:
        raise InvalidSources([Problem(source.path, 1, 1, *_EMPTY)])
    return tree.root


def _broken_yaml(source: SourceFile, line: int, column: int, problem: str) -> Problem:
    what = problem.strip().rstrip(".")
    lines = _lines(source.text)
    here = lines[line] if line < len(lines) else ""
    hint = "check the indentation and the colons around this line"
    if "\\t" in what or "\t" in here[: column + 1]:
        what, hint = "a tab stands where YAML wants spaces", "indent with spaces, two a level"
    elif "mapping values are not allowed" in what:
        hint = "a colon followed by a space needs quotes around the value, or a `>-` block"
    return source.at(line, column, f"broken YAML: {what}", hint=hint)
