"""Values put into YAML text in place of others: nothing but the characters of these scalars changes."""

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
# The lines below a block belong to what follows.
_BLANK_END = re.compile(r"(?:(?:\r\n|\r|\n)[ \t]*)+\Z")
_LEAST, _WIDTH = 60, 100
_AT_SPACES: Any = {"break_long_words": False, "break_on_hyphens": False, "expand_tabs": False}
# What YAML's readers may take for a line break, or for nothing at all, and what hides in an editor.
_ESCAPED = re.compile(r"[\x85\u2028\u2029\ufeff]")


def replace_scalars(source: SourceFile, values: Mapping[Location, str]) -> str:
    """Return the text of a YAML file with other scalars at some locations, in the style in which each is written.

    ``values`` hold one line each.  Comments, order, line ends and all other characters stay.  Raises
    ``BriefwrightError`` where the result would not read as the old data with exactly these values changed.
    """
    text, expected = source.text, _data(source.text)
    for location in sorted(values, key=lambda one: source.values[one].start, reverse=True):
        node, value = source.values[location], values[location]
        start, written = node.start.at, _BLANK_END.sub("", text[node.start.at : node.end.at])
        in_flow = any(source.values[location[:end]].style for end in range(len(location)))
        *candidates, last = _candidates(node, written, value)
        new = next((one for one in candidates if _reads(one, value, in_flow=in_flow)), last)
        text = text[:start] + new + text[start + len(written) :]
        # Line breaks at the end of a block are part of its style.
        end = node.value[len(node.value.rstrip("\n")) :] if new.startswith(("|", ">")) else ""
        expected = _changed(expected, location, value + end)
    if _data(text) != expected:
        problem = "this cannot be written without changing something else; edit it by hand"
        raise BriefwrightError(f"{source.path}: {problem}; nothing was written")
    return text


def _reads(written: str, value: str, *, in_flow: bool) -> bool:
    """Whether something written reads as a value, in a file of its own."""
    # A block may end with a line break.
    return _data(f"{{key: {written}}}\n" if in_flow else f"key: {written}\n") in ({"key": value}, {"key": value + "\n"})


def _data(text: str) -> Any:  # noqa: ANN401 - any YAML
    """Return what a text reads as, nothing where it is no YAML."""
    try:
        return parse_yaml(SourceFile("", text))[0]
    except InvalidSources:
        return None


def _changed(data: Any, location: Location, value: str) -> Any:  # noqa: ANN401 - any YAML
    """Return data with another value at a location."""
    if not location:
        return value
    key, *below = location
    copy = data.copy()
    copy[key] = _changed(data[key], tuple(below), value)
    return copy


def _candidates(node: YamlNode, written: str, value: str) -> Iterator[str]:
    """Yield ways to write a value in place of a scalar: in its style, then in quotes."""
    match node.style:
        case "|" | ">":
            yield _block(node, written, value)
        case '"':
            yield _wrapped(node, written, _double_quoted(value))
        case "'":
            yield _wrapped(node, written, _single_quoted(value))
        case _:
            yield _wrapped(node, written, value)
    # A comment beside the header of a block stays.
    beside = re.sub(r"^[|>][-+\d]*", "", _BREAK.split(written)[0]) if node.is_block else ""
    if '"' in value or "\\" in value:
        yield _single_quoted(value) + beside
    yield _double_quoted(value) + beside


def _block(node: YamlNode, written: str, value: str) -> str:
    header, *lines = _BREAK.split(written)
    indent = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)
    wide = max(_LEAST, *map(len, lines)) if len(lines) > 1 else _WIDTH
    folded = textwrap.wrap(value, wide - indent, **_AT_SPACES) if node.style == ">" else [value]
    return _break_of(written).join([header, *(" " * indent + line for line in folded)])


def _wrapped(node: YamlNode, written: str, marked: str) -> str:
    """Return a plain or quoted scalar on several lines if it was so."""
    first, *others = _BREAK.split(written)
    lines = [line for line in others if line.strip()]
    if not lines:
        return marked
    column = node.start.column
    wide = max(_LEAST, column + len(first), *map(len, lines))
    indent = " " * (len(lines[0]) - len(lines[0].lstrip(" ")))
    folded = textwrap.wrap(marked, wide, initial_indent=" " * column, subsequent_indent=indent, **_AT_SPACES)
    return _break_of(written).join(folded)[column:]


def _break_of(written: str) -> str:
    found = _BREAK.search(written)
    return found[0] if found else "\n"


def _double_quoted(value: str) -> str:
    return _ESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False))


def _single_quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
