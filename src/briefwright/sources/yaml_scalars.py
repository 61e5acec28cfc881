"""The raw text of YAML scalars: where each sign of a value stands in the file, and which comments lie between them.

YAML folds lines, drops indentation and undoes escapes, but every sign that is no white space stands in the file once,
in the same order (YAML 1.2.2, 7.3 and 8.1).  So the signs of a value and those of its raw text pair off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefwright.prose import Span
    from briefwright.sources.yaml_nodes import YamlNode

# YAML 1.2.2, 5.7: escapes of double-quoted scalars; a break escaped leaves nothing.
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r\n|[\s\S])|[\s\S]")
# Those of white space; those of control characters are refused before.
_SPACES = "nrtNLP_"
_QUOTE = re.compile(r"''|[\s\S]")
_SIGN = re.compile(r"[\s\S]")
_HEADER = re.compile(r"[^\r\n]*")
_NO_BREAK = re.compile(r"[^\r\n]")
# The first group is there where nothing else stands on the comment's line.
_COMMENT = re.compile(r"((?:\A|(?<=[\r\n]))[^\S\r\n]*)?(?<!\S)(#[^\r\n]*)")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, from its ``#`` on; ``alone`` where nothing else stands on its line."""

    start: int
    text: str
    alone: bool


def spans(source: str, scalar: YamlNode) -> tuple[Span | None, ...]:
    """Return where each character of a scalar's value stands in the file; ``None`` for white space."""
    signs = _signs(source, scalar)
    return tuple(None if character.isspace() else next(signs) for character in scalar.value)


def _signs(source: str, scalar: YamlNode) -> Iterator[Span]:
    """Yield where the signs of a scalar's raw text stand that are no white space."""
    quoted = {'"': _ESCAPE, "'": _QUOTE}.get(scalar.style or "")
    end = scalar.end.at - 1 if quoted else scalar.end.at
    for match in (quoted or _SIGN).finditer(source, _first(source, scalar), end):
        if not _is_space(match[0]):
            yield match.span()


def _is_space(raw: str) -> bool:
    """Whether a sign of raw text, or what its escape stands for, is white space."""
    if len(raw) == 1:
        return raw.isspace()
    kind, digits = raw[1], raw[2:]
    if kind in "xuU" and digits:
        return chr(int(digits, 16)).isspace()
    return kind in _SPACES or kind.isspace()


def _first(source: str, scalar: YamlNode) -> int:
    """Return where the words of a scalar can begin: behind its mark or its header."""
    if scalar.is_block and (header := _HEADER.match(source, scalar.start.at)):
        return header.end()
    return scalar.start.at + 1 if scalar.style else scalar.start.at


def comments(source: str, scalars: Iterable[YamlNode]) -> tuple[Comment, ...]:
    """Return the comments of a YAML file in order; ``scalars`` are all its scalars, keys included."""
    pieces: list[str] = []
    done = 0
    for scalar in sorted(scalars, key=lambda one: (one.start, one.end)):
        # A block's header may end with a comment, its lines may not.
        start = _first(source, scalar) if scalar.is_block else scalar.start.at
        pieces += [source[done:start], _NO_BREAK.sub("\N{BULLET}", source[start : scalar.end.at])]
        done = scalar.end.at
    outside = "".join([*pieces, source[done:]])
    found = _COMMENT.finditer(outside)
    return tuple(Comment(match.start(2), match[2].rstrip(), alone=match[1] is not None) for match in found)
