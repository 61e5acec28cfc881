"""Find the characters of YAML values, and the comments, in the raw text of a file.

YAML folds lines, drops indentation and decodes escapes, but keeps every character other than white space, in order
(YAML 1.2.2, 7.3 and 8.1). So each such character of a value has exactly one counterpart in the raw text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefwright.prose import Span
    from briefwright.sources.yaml_nodes import YamlNode

# Escapes of double-quoted scalars (YAML 1.2.2, 5.7). An escaped line break has no value.
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r\n|[\s\S])|[\s\S]")
# Escapes for white space. Control characters are refused before.
_SPACE_ESCAPES = "nrtNLP_"
_QUOTE = re.compile(r"''|[\s\S]")
_CHARACTER = re.compile(r"[\s\S]")
# ruamel.yaml ends a header at the line breaks of YAML 1.1.
_HEADER = re.compile(r"[^\r\n\u2028\u2029]*")
_NO_BREAK = re.compile(r"[^\r\n]")
# The first group matches if the comment is alone on its line.
_COMMENT = re.compile(r"((?:\A|(?<=[\r\n]))[^\S\r\n]*)?(?<!\S)(#[^\r\n]*)")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment from its ``#`` on; ``alone`` if nothing else is on its line."""

    start: int
    text: str
    alone: bool


def spans(source: str, scalar: YamlNode) -> tuple[Span | None, ...]:
    """Return the span in the file of each character of a scalar's value; ``None`` for white space."""
    raw_spans = _raw_spans(source, scalar)
    return tuple(None if character.isspace() else next(raw_spans) for character in scalar.value)


def _raw_spans(source: str, scalar: YamlNode) -> Iterator[Span]:
    """Yield the span of each character of a scalar's raw text, except white space."""
    quoted = {'"': _ESCAPE, "'": _QUOTE}.get(scalar.style or "")
    end = scalar.end.offset - 1 if quoted else scalar.end.offset
    for match in (quoted or _CHARACTER).finditer(source, _content_start(source, scalar), end):
        if not _is_space(match[0]):
            yield match.span()


def _is_space(raw: str) -> bool:
    """Return whether a raw character or escape is white space."""
    if len(raw) == 1:
        return raw.isspace()
    letter, digits = raw[1], raw[2:]
    if letter in "xuU" and digits:
        return chr(int(digits, 16)).isspace()
    return letter in _SPACE_ESCAPES or letter.isspace()


def _content_start(source: str, scalar: YamlNode) -> int:
    """Return the offset after the opening quotation mark or block header of a scalar."""
    if scalar.is_block and (header := _HEADER.match(source, scalar.start.offset)):
        return header.end()
    return scalar.start.offset + 1 if scalar.style else scalar.start.offset


def comments(source: str, scalars: Iterable[YamlNode]) -> tuple[Comment, ...]:
    """Return the comments of a YAML file in order; ``scalars`` are all its scalars, including keys."""
    pieces: list[str] = []
    offset = 0
    for scalar in sorted(scalars, key=lambda node: (node.start, node.end)):
        # A block header may end with a comment; its lines contain text only.
        start = _content_start(source, scalar) if scalar.is_block else scalar.start.offset
        pieces += [source[offset:start], _NO_BREAK.sub("\N{BULLET}", source[start : scalar.end.offset])]
        offset = scalar.end.offset
    outside = "".join([*pieces, source[offset:]])
    matches = _COMMENT.finditer(outside)
    return tuple(Comment(match.start(2), match[2].rstrip(), alone=match[1] is not None) for match in matches)
