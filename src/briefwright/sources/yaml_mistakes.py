"""Find values that YAML reads otherwise than an editor means them: text that is taken for a comment, null, or markup.

`misread_scalars` finds them in valid YAML. `misread_value` finds the one that makes YAML invalid, which the parsers
often report on a later line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from briefwright.sources.yaml_nodes import Location, YamlNode

if TYPE_CHECKING:
    from collections.abc import Iterator


QUOTE_IT = "put the whole value in quotation marks, or write it in a `>-` block"
_MEANT_AS_TEXT_OR_COMMENT = (
    f"if it is text, {QUOTE_IT}; if it is a comment, write two spaces before `#` and one after it"
)
_COMMENT = re.compile(r"([ \t]*:?[ \t]+)(#[^\r\n]*)")
_SUPPRESSION = re.compile(r"#+\s*allow\s", re.IGNORECASE)
_NULLS = {"~", "null", "Null", "NULL"}
# A line that begins a value: list marks, a key, or both.
_ENTRY = re.compile(r"[ \t]*(?:- +)*(?:[\w.$-]+ *: +)?")
_KEY_WITHOUT_SPACE = re.compile(r"\s*(?:- +)*[\w-]+(?::(?=[^\s:/])|:(?=\N{NO-BREAK SPACE})|\N{FULLWIDTH COLON})")
_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\[\s\S])*"'), "'": re.compile(r"'(?:[^']|'')*'")}
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(?:[ \t]#.*)?")
# What may follow a quoted or bracketed value: nothing, a comment, or the rest of a flow collection or a key.
_AFTER_VALUE = re.compile(r"[ \t]*(?:[ \t]#[^\r\n]*)?(?:\r|\n|\Z)|[ \t]*[,\]}:]")


class Misread(NamedTuple):
    """A value that is not read as text: its offset, the message and the hint."""

    start: int
    message: str
    hint: str


Nodes = Mapping[Location, YamlNode]


def misread_scalars(
    text: str, values: Nodes, keys: Nodes, *, allow_null: bool = False
) -> Iterator[tuple[Location, Misread]]:
    """Yield each plain scalar that is null in words, or that a comment directly follows without a space after ``#``."""
    for location, node in values.items():
        if node.kind != "scalar" or node.style:
            continue
        if comment := _comment_after(text, node, keys.get(location)):
            start, words = comment
            if re.match(r"#[^\s#]", words):
                message = f"YAML reads “{_shorten(words)}” as a comment, so it is left out"
                yield location, Misread(start, message, _MEANT_AS_TEXT_OR_COMMENT)
                continue
        if node.value in _NULLS and not allow_null:
            message = f"YAML reads “{node.value}” as no value"
            item = "delete the item" if location and isinstance(location[-1], int) else "leave the key out"
            hint = f'if it is a text, write it in quotation marks: "{node.value}"; otherwise {item}'
            yield location, Misread(node.start.offset, message, hint)


def unclear_comments(text: str, values: Nodes, keys: Nodes) -> Iterator[tuple[Location, str, str]]:
    """Yield each comment that one space separates from several words: location of the words, message and hint.

    Style guides ask for two spaces (yamllint, rule ``comments``), so one space may belong to the text.
    """
    for location, node in values.items():
        if node.kind != "scalar" or node.style or len(node.value.split()) < len(("two", "words")):
            continue
        comment = _comment_after(text, node, keys.get(location))
        if comment and comment[0] == node.end.offset + 1 and re.match(r"#+(?:\s|\Z)", comment[1]):
            yield location, f"YAML reads “{_shorten(comment[1])}” as a comment", _MEANT_AS_TEXT_OR_COMMENT


def _comment_after(text: str, node: YamlNode, key: YamlNode | None) -> tuple[int, str] | None:
    """Return offset and text of the comment after a plain scalar on its last line, unless it is a suppression."""
    # The place of an empty value is that of the next key.
    start = key.end.offset if key and node.start.offset == node.end.offset else node.end.offset
    match = _COMMENT.match(text, start)
    return (match.start(2), match[2].rstrip()) if match and not _SUPPRESSION.match(match[2]) else None


def _shorten(text: str, length: int = 30) -> str:
    return text if len(text) <= length else f"{text[:length].rstrip()} …"


def misread_value(text: str, error: int) -> Misread | None:
    """Return the value that probably causes an error of the parser at an offset; ``None`` if no value looks like it.

    The error may be below a value with an open quotation mark or bracket; other causes are on its line.
    """
    lines = [match.span() for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text)]
    above = [span for span in lines if span[0] <= error]
    for number, (start, end) in enumerate(reversed(above)):
        entry = _ENTRY.match(text, start, end)
        if not entry or (number and not entry[0].strip()):
            continue  # a line that continues a value
        value = entry.end()
        if misread := _misread_at(text, value, end, is_here=number == 0):
            return misread
    return _comment_in_text(text, above)


def _misread_at(text: str, start: int, end: int, *, is_here: bool) -> Misread | None:
    """Return whether the value at an offset, whose line ends at ``end``, is not read as text."""
    first = text[start : start + 1]
    line = text[start:end].rstrip()
    if first in _QUOTED:
        return _misread_quoted(text, start)
    if first in {"[", "{"}:
        return _misread_bracket(text, start)
    if is_here and first in {"|", ">"} and not _BLOCK_HEADER.fullmatch(line):
        message = f"the value begins with “{first}”, so YAML expects the text on the lines below"
        return Misread(start, message, QUOTE_IT)
    if is_here and line and (first in "*&!%@`,]}" or re.match(r"[-?](?:\s|\Z)", line)):
        return Misread(start, f"the value begins with “{first}”, which has a meaning in YAML", QUOTE_IT)
    return None


def _misread_quoted(text: str, start: int) -> Misread | None:
    mark = text[start]
    match = _QUOTED[mark].match(text, start)
    other = "single" if mark == '"' else "double"
    hint = f"put the whole value in {other} quotation marks, or write it in a `>-` block"
    if not match:
        return Misread(start, f"the quotation mark ({mark}) is not closed", f"close it; or, if it is text, {hint}")
    if not _AFTER_VALUE.match(text, match.end()):
        return Misread(start, f"the value begins with a quotation mark ({mark}), so it ends at the next one", hint)
    return None


def _misread_bracket(text: str, start: int) -> Misread | None:
    bracket, close = text[start], _closing(text, start)
    if close is None:
        return Misread(start, f"the bracket “{bracket}” is not closed", f"close it; or, if it is text, {QUOTE_IT}")
    if not _AFTER_VALUE.match(text, close):
        collection = "a list" if bracket == "[" else "a mapping"
        return Misread(start, f"the value begins with “{bracket}”, so YAML reads it as {collection}", QUOTE_IT)
    return None


def _closing(text: str, start: int) -> int | None:
    """Return the offset after the bracket that closes the one at ``start``; quoted brackets do not count."""
    depth = 0
    for match in re.finditer(r"\"(?:[^\"\\]|\\[\s\S])*\"|(?<![\w])'(?:[^']|'')*'|[\[\]{}]", text[start:]):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return start + match.end()
    return None


def _comment_in_text(text: str, above: list[tuple[int, int]]) -> Misread | None:
    """Return a comment that ends a text which the line of the error continues."""
    for start, end in reversed(above[:-1]):
        line = text[start:end]
        if comment := re.search(r"(?<=\S)[ \t]+(#.*)", line):
            message = f"YAML reads “{_shorten(comment[1])}” as a comment, so the value ends before it"
            return Misread(start + comment.start(1), message, QUOTE_IT)
        entry = _ENTRY.match(line)
        if entry and entry[0].strip():
            break
    return None


def lacks_space_after_key(line: str) -> bool:
    """Return whether a line has a key whose colon no space follows, such as ``title:Bridges``."""
    return _KEY_WITHOUT_SPACE.match(line) is not None
