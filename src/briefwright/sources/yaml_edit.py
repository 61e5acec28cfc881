"""Replace scalars in YAML text without changing any other character."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, Any

from briefwright.errors import BriefwrightError, InvalidSources
from briefwright.sources.files import SourceFile, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefwright.sources.yaml_nodes import Location, YamlNode

_BREAK = re.compile(r"\r\n|\r|\n")
# Blank lines after a block are kept.
_BLANK_END = re.compile(r"(?:(?:\r\n|\r|\n)[ \t]*)+\Z")
_MIN_WIDTH, _DEFAULT_WIDTH = 60, 100
_WRAP_AT_SPACES: Any = {"break_long_words": False, "break_on_hyphens": False, "expand_tabs": False}
# Some parsers read these values as numbers, dates, truth values or null.
_OTHER_TYPE = re.compile(r"[-+.\d:_,/TZe ]+|0[xob][\da-f_]+|~|y|n|yes|no|on|off|true|false|null", re.IGNORECASE)
# Some parsers read these as line breaks or drop them, and editors may not show them.
_ESCAPED = re.compile(r"[\x85\u2028\u2029\ufeff]")


def replace_scalars(source: SourceFile, values: Mapping[Location, str]) -> str:
    """Return the text of a YAML file with new values at some locations; each scalar keeps its style if possible.

    Each value has one line. Raises ``BriefwrightError`` if the result would change other data than these values.
    """
    text, expected = source.text, _parse(source.text)
    for location in sorted(values, key=lambda location: source.values[location].start, reverse=True):
        node, value = source.values[location], values[location]
        start, written = node.start.offset, _BLANK_END.sub("", text[node.start.offset : node.end.offset])
        in_flow = any(source.values[location[:end]].style for end in range(len(location)))
        *candidates, last = _candidates(node, written, value)
        new = next((scalar for scalar in candidates if _parses_as(scalar, value, in_flow=in_flow)), last)
        text = text[:start] + new + text[start + len(written) :]
        # The style of a block decides whether its value ends with line breaks.
        end = node.value[len(node.value.rstrip("\n")) :] if new.startswith(("|", ">")) else ""
        expected = _with_value(expected, location, value + end)
    if _parse(text) != expected:
        problem = "the new text would change other values, so nothing was written; edit the file by hand"
        raise BriefwrightError(f"{source.path}: {problem}")
    return text


def scalar(value: str) -> str:
    """Return a text on one line as a YAML scalar: plain if every parser reads the same text, otherwise in quotes."""
    in_quotes = _single_quoted(value) if '"' in value or "\\" in value else _double_quoted(value)
    candidates = [in_quotes] if _OTHER_TYPE.fullmatch(value) else [value, in_quotes]
    return next((written for written in candidates if _parses_as(written, value, in_flow=False)), _double_quoted(value))


def _parses_as(written: str, value: str, *, in_flow: bool) -> bool:
    """Return whether the text of a scalar parses as a value."""
    # A block may end with a line break.
    return _parse(f"{{key: {written}}}\n" if in_flow else f"key: {written}\n") in (
        {"key": value},
        {"key": value + "\n"},
    )


def _parse(text: str) -> Any:  # noqa: ANN401 - any YAML
    """Return the data of a YAML text, or ``None`` if it is broken."""
    try:
        return parse_yaml(SourceFile("", text))[0]
    except InvalidSources:
        return None


def _with_value(data: Any, location: Location, value: str) -> Any:  # noqa: ANN401 - any YAML
    """Return a copy of data with another value at a location."""
    if not location:
        return value
    key, *below = location
    copy = data.copy()
    copy[key] = _with_value(data[key], tuple(below), value)
    return copy


def _candidates(node: YamlNode, written: str, value: str) -> Iterator[str]:
    """Yield texts for a value: first in the style of the old scalar, then in quotes."""
    match node.style:
        case "|" | ">":
            yield _block(node, written, value)
        case '"':
            yield _wrapped(node, written, _double_quoted(value))
        case "'":
            yield _wrapped(node, written, _single_quoted(value))
        case _:
            yield _wrapped(node, written, value)
    # Keep a comment on the header line of a block.
    comment = re.sub(r"^[|>][-+\d]*", "", _BREAK.split(written)[0]) if node.is_block else ""
    if '"' in value or "\\" in value:
        yield _single_quoted(value) + comment
    yield _double_quoted(value) + comment


def _block(node: YamlNode, written: str, value: str) -> str:
    header, *lines = _BREAK.split(written)
    indent = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)
    width = max(_MIN_WIDTH, *map(len, lines)) if len(lines) > 1 else _DEFAULT_WIDTH
    folded = textwrap.wrap(value, width - indent, **_WRAP_AT_SPACES) if node.style == ">" else [value]
    return _line_break(written).join([header, *(" " * indent + line for line in folded)])


def _wrapped(node: YamlNode, written: str, scalar: str) -> str:
    """Wrap a plain or quoted scalar if the old one has several lines."""
    first, *others = _BREAK.split(written)
    lines = [line for line in others if line.strip()]
    if not lines:
        return scalar
    column = node.start.column
    width = max(_MIN_WIDTH, column + len(first), *map(len, lines))
    indent = " " * (len(lines[0]) - len(lines[0].lstrip(" ")))
    folded = textwrap.wrap(scalar, width, initial_indent=" " * column, subsequent_indent=indent, **_WRAP_AT_SPACES)
    return _line_break(written).join(folded)[column:]


def _line_break(written: str) -> str:
    match = _BREAK.search(written)
    return match[0] if match else "\n"


def _double_quoted(value: str) -> str:
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def _single_quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
