"""Read source files: UTF-8 text and YAML 1.2 with positions. Refuse aliases, tags and control characters."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from briefwright.errors import InvalidSources, Problem
from briefwright.sources.file_names import file_hint
from briefwright.sources.yaml_mistakes import (
    QUOTE_IT,
    lacks_space_after_key,
    misread_scalars,
    misread_value,
    unclear_comments,
)
from briefwright.sources.yaml_nodes import (
    MAX_DEPTH,
    UNPRINTABLE,
    Location,
    ValueReader,
    parse_with_libyaml,
    parse_with_ruamel,
)
from briefwright.sources.yaml_scalars import Comment, comments, spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from briefwright.sources.yaml_nodes import Feature, YamlNode

_MAX_BYTES = 2_000_000
_EMPTY = ("the file is empty", "restore it, or delete it if the brief needs none")
MERGE_CONFLICT = "unresolved merge conflict"
# The markers of Git around the two sides and before their common ancestor. The marker between the sides is not checked:
# seven equals signs also underline a heading.
_CONFLICT_MARKER = re.compile(r"(<{7}|>{7}|\|{7}) ")
# Alphabetic presentation forms of Latin (U+FB00 to U+FB06). Fonts make ligatures from letters; few have all of these.
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_BREAK = re.compile(r"\r\n|\r|\n")
_MAX_CACHED_TEXTS = 16
_FEATURE_MESSAGES: Mapping[Feature, tuple[str, str]] = {
    "depth": (f"nested more than {MAX_DEPTH} levels deep", "use fewer levels"),
    "alias": ("aliases (*name) are not allowed", f"repeat the value; or, if it is text, {QUOTE_IT}"),
    "anchor": ("anchors (&name) are not allowed", f"delete it; or, if it is text, {QUOTE_IT}"),
    "directive": ("directives (%YAML, %TAG) are not allowed", "delete the line"),
    "tag": ("tags (!name) are not allowed", f"delete it; or, if it is text, {QUOTE_IT}"),
    "second": ("broken YAML: second document", "delete the `---`; a file has one document"),
}
"""Message and hint for each YAML feature that sources must not use."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The text of a source file, with the nodes of its keys and values by location."""

    path: str
    text: str
    values: Mapping[Location, YamlNode] = field(default_factory=dict)
    keys: Mapping[Location, YamlNode] = field(default_factory=dict)

    @property
    def comments(self) -> tuple[Comment, ...]:
        """The comments of a YAML file, in order; empty for other files."""
        if not self.values:
            return ()
        nodes = (*self.keys.values(), *self.values.values())
        return comments(self.text, (node for node in nodes if node.kind == "scalar"))

    def problem(self, location: Location, message: str, *, at_key: bool = False, **extra: Any) -> Problem:  # noqa: ANN401
        """Return a problem at a location, or at the nearest location around it that the file has."""
        tables = (self.keys, self.values) if at_key else (self.values,)
        enclosing = (location[:end] for end in range(len(location), -1, -1))
        node = next((table[place] for place in enclosing for table in tables if place in table), None)
        if node is None:
            return self.problem_at(0, 0, message, **extra)
        start, end = node.start, node.end
        width = end.column - start.column if start.line == end.line else 1
        return self.problem_at(start.line, start.column, message, width=max(1, width), **extra)

    def problem_within(self, location: Location, start: int, end: int, message: str, **extra: Any) -> Problem:  # noqa: ANN401
        """Return a problem at the characters ``start`` to ``end`` of a scalar value.

        The problem is on the line of the first character. Characters on later lines are not underlined.
        """
        node = self.values.get(location)
        characters = spans(self.text, node)[start:end] if node and node.kind == "scalar" else ()
        visible = [span for span in characters if span]
        if not visible:
            return self.problem(location, message, **extra)
        first = visible[0][0]
        line, column = self.position(first)
        width = max(last for _, last in visible if self.position(last)[0] == line) - first
        return self.problem_at(line, column, message, width=width, **extra)

    def misread_values(self, *, allow_null: bool = False) -> dict[Location, Problem]:
        """Return a problem for each value that YAML does not read as the editor means it."""
        found = misread_scalars(self.text, self.values, self.keys, allow_null=allow_null)
        return {
            location: self.problem_at(*self.position(one.start), one.message, hint=one.hint) for location, one in found
        }

    def unclear_comments(self) -> Iterator[tuple[Location, str, str]]:
        """Yield location, message and hint of each comment that may be part of the words before it."""
        return unclear_comments(self.text, self.values, self.keys)

    def position(self, index: int) -> tuple[int, int]:
        """Return the line and column, from 0, of a character of the text."""
        starts = _line_starts(self.text)
        line = bisect_right(starts, index) - 1
        return line, index - starts[line]

    def problem_at(self, line: int, column: int, message: str, **extra: Any) -> Problem:  # noqa: ANN401
        """Return a problem at a line and column, from 0, or at the end of the text if the line is past it."""
        lines = _lines(self.text)
        if line >= len(lines):
            line, column = len(lines) - 1, len(lines[-1])
        return Problem(self.path, line + 1, column + 1, message, excerpt=lines[line], **extra)


# A file with many problems asks for its lines once for each.
@lru_cache(_MAX_CACHED_TEXTS)
def _lines(text: str) -> tuple[str, ...]:
    """Split a text into lines as YAML, CommonMark and editors do."""
    lines = _BREAK.split(text)
    return tuple(lines[:-1] if len(lines) > 1 and not lines[-1] else lines)


@lru_cache(_MAX_CACHED_TEXTS)
def _line_starts(text: str) -> tuple[int, ...]:
    """Return the offset of the start of each line."""
    return 0, *(match.end() for match in _BREAK.finditer(text))


def file_name(source: SourceFile) -> str:
    """Return the name of a source file without its folder."""
    return source.path.rpartition("/")[2]


def read_text(path: Path) -> SourceFile:
    """Read a source file. Ligatures that were copied from a PDF (ﬁ, ﬃ) become their letters.

    Raises ``InvalidSources`` if it is missing, empty, too large or not UTF-8, or contains control characters or a merge
    conflict.
    """
    name = path.as_posix()
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            # A link could point outside the brief.
            message = "this is not a regular file; links are not followed"
            raise InvalidSources([Problem(name, 1, 1, message, "replace it with the file itself")])
        with path.open("rb") as file:
            raw = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        raise InvalidSources([Problem(name, 1, 1, "the file is missing", file_hint(path))]) from None
    except OSError as error:
        raise InvalidSources([Problem(name, 1, 1, f"the file cannot be read: {error.strerror}")]) from None
    if len(raw) > _MAX_BYTES:
        raise InvalidSources([Problem(name, 1, 1, f"the file has more than {_MAX_BYTES} bytes", "shorten it")])
    try:
        text = raw.decode().removeprefix("\ufeff").translate(_LIGATURES)
    except UnicodeDecodeError as error:
        raise InvalidSources([_encoding_problem(name, raw, error)]) from None
    if not text.strip():
        raise InvalidSources([Problem(name, 1, 1, *_EMPTY)])
    source = SourceFile(name, text)
    if match := UNPRINTABLE.search(text):
        character = "a NUL byte" if match[0] == "\0" else f"the control character U+{ord(match[0]):04X}"
        message = f"the text contains {character}"
        raise InvalidSources([source.problem_at(*source.position(match.start()), message, hint="delete it")])
    if markers := [(number, len(line)) for number, line in enumerate(_lines(text)) if _CONFLICT_MARKER.match(line)]:
        # The conflict may cause further problems, so report only the markers.
        hint = "keep one side, and delete the lines with the conflict markers"
        raise InvalidSources(
            source.problem_at(line, 0, MERGE_CONFLICT, width=width, hint=hint) for line, width in markers
        )
    return source


def _offset(text: str, line: int, column: int) -> int:
    """Return the offset of a line and column, from 0; the end of the text if the line is past it."""
    starts = _line_starts(text)
    return min(len(text), starts[line] + column) if line < len(starts) else len(text)


def _encoding_problem(name: str, raw: bytes, error: UnicodeDecodeError) -> Problem:
    # A byte-order mark identifies UTF-16 (Unicode Standard, 23.8).
    like = "UTF-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "Latin-1 or Windows-1252"
    message, hint = f"byte 0x{raw[error.start]:02x} is not UTF-8", f"save the file as UTF-8; it looks like {like}"
    if like == "UTF-16":
        return Problem(name, 1, 1, message, hint)
    before = raw[: error.start].decode().removeprefix("\ufeff")
    source = SourceFile(name, before + raw[error.start :].decode("latin-1"))
    return source.problem_at(*source.position(len(before)), message, hint=hint)


def load_yaml(path: Path, *, numbers: bool = False) -> tuple[Any, SourceFile]:
    """Return the plain values of a YAML 1.2 file, and the file with their positions.

    Scalars stay text, except null, booleans and, with ``numbers``, numbers. The model decides what is a number or a
    date, so edition 1.10 stays 1.10. Raises ``InvalidSources`` for anchors, aliases, tags and deep nesting.
    """
    return parse_yaml(read_text(path), numbers=numbers)


def parse_yaml(source: SourceFile, *, numbers: bool = False) -> tuple[Any, SourceFile]:
    """Return the plain values of a YAML 1.2 text, and the file with their positions."""
    root = parse_with_libyaml(source.text) or _parse_or_raise(source)
    reader = ValueReader(numbers=numbers)
    data = reader.value(root)
    if reader.refused:
        raise InvalidSources(source.problem_at(place.line, place.column, message) for message, place in reader.refused)
    return data, SourceFile(source.path, source.text, reader.values, reader.keys)


def _parse_or_raise(source: SourceFile) -> YamlNode:
    """Parse a text with ruamel.yaml; raise ``InvalidSources`` for broken YAML and refused features."""
    # ruamel.yaml is slow to import, and few texts need it.
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415

    try:
        tree = parse_with_ruamel(source.text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        raise InvalidSources([_broken_yaml(source, line, column, error.problem or str(error))]) from None
    except YAMLError as error:
        raise InvalidSources([source.problem_at(0, 0, f"broken YAML: {str(error).splitlines()[0]}")]) from None
    if tree.refused:
        raise InvalidSources(
            source.problem_at(
                place.line, place.column, _FEATURE_MESSAGES[feature][0], hint=_FEATURE_MESSAGES[feature][1]
            )
            for feature, place in tree.refused
        )
    if tree.root is None:
        raise InvalidSources([Problem(source.path, 1, 1, *_EMPTY)])
    return tree.root


def _broken_yaml(source: SourceFile, line: int, column: int, problem: str) -> Problem:
    message = problem.strip().rstrip(".")
    lines = _lines(source.text)
    before = lines[line][: column + 1] if line < len(lines) else ""
    hint = "check indentation, colons, quotation marks and brackets, here and in the lines above"
    if "\\t" in message or "\t" in before:
        message, hint = "a tab is not allowed here", "indent with two spaces per level"
    elif "unknown escape" in message:
        hint = "in double quotation marks, a backslash begins an escape: write two, or use single quotation marks"
    elif re.search(r":\s.*:\Z", before) and "mapping values are not allowed" in message:
        hint = "put quotes around a value with a colon and a space, or write it in a `>-` block"
    elif (
        keys := [number for number in (line - 1, line) if lacks_space_after_key("".join(lines[number : number + 1]))]
    ) and ("mapping values" in message or "expected ':'" in message):
        line, column, message, hint = keys[0], 0, "no space follows the colon of this key", "write `key: value`"
    elif misread := misread_value(source.text, _offset(source.text, line, column)):
        (line, column), message, hint = source.position(misread.start), misread.message, misread.hint
    elif "mapping values are not allowed" in message:
        message, hint = (
            "this line does not fit those above",
            "indent it like the key above; or, if it is text, " + QUOTE_IT,
        )
    elif "expected ':'" in message:
        message = "this line has no key"
        hint = "begin it with a key and a colon; or indent it, if it continues the text above"
    elif "<block end>" in message:
        message = "this line does not fit those above"
    return source.problem_at(line, column, f"broken YAML: {message}", hint=hint)
