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

__all__ = ["Comment", "Scalar", "comments", "spans"]

Span = tuple[int, int]
"""First character and the one after the last, from the start of the file."""

_BLOCK = frozenset("|>")
# YAML 1.2.2, 5.7: escapes of double-quoted scalars; a break escaped leaves nothing.
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r\n|[\s\S])|[\s\S]")
# Those of white space; those of control characters are refused before.
_SPACES = "nrtNLP_"
_QUOTE = re.compile(r"''|[\s\S]")
_SIGN = re.compile(r"[\s\S]")
_HEADER = re.compile(r"[^\r\n]*")
_NO_BREAK = re.compile(r"[^\r\n]")
_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar: its value, and where its raw text stands, marks and header included.

    ``style`` is the mark that opens it (``'``, ``"``, ``|`` or ``>``), or nothing where it is plain.
    """

    text: str
    start: int
    end: int
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, from its ``#`` on; ``alone`` where nothing else stands on its line."""

    start: int
    text: str
    alone: bool


def spans(source: str, scalar: Scalar) -> tuple[Span | None, ...]:
    """Return where each character of a value stands in the file; ``None`` for white space.

    Raises ``ValueError`` where value and raw text do not pair off.
    """
    signs = _signs(source, scalar)
    found: list[Span | None] = []
    for character in scalar.text:
        if character.isspace():
            found.append(None)
            continue
        sign, span = next(signs, ("", (0, 0)))
        if sign != character:
            message = f"the scalar at {scalar.start} does not read “{scalar.text}”"
            raise ValueError(message)
        found.append(span)
    return tuple(found)


def _signs(source: str, scalar: Scalar) -> Iterator[tuple[str, Span]]:
    """Yield the signs of a scalar's raw text that are no white space."""
    start, end = _inside(source, scalar)
    pattern = {'"': _ESCAPE, "'": _QUOTE}.get(scalar.style or "", _SIGN)
    for match in pattern.finditer(source, start, end):
        sign = _unescaped(match[0])
        if not sign.isspace():
            yield sign, match.span()


def _inside(source: str, scalar: Scalar) -> Span:
    """Return where the words of a scalar can stand: behind its mark or its header."""
    if scalar.style in _BLOCK:
        header = _HEADER.match(source, scalar.start)
        return (header.end() if header else scalar.start), scalar.end
    return (scalar.start + 1, scalar.end - 1) if scalar.style else (scalar.start, scalar.end)


def _unescaped(raw: str) -> str:
    """Return the sign that an escape stands for, or a doubled quotation mark."""
    if len(raw) == 1:
        return raw
    kind, digits = raw[1], raw[2:]
    if kind in "xuU" and digits:
        return chr(int(digits, 16))
    return " " if kind in _SPACES else kind


def comments(source: str, scalars: Iterable[Scalar]) -> tuple[Comment, ...]:
    """Return the comments of a YAML file in order; ``scalars`` are all its scalars, keys included."""
    pieces: list[str] = []
    done = 0
    for scalar in sorted(scalars, key=lambda one: (one.start, one.end)):
        # A block's header may end with a comment, its lines may not.
        start = _inside(source, scalar)[0] if scalar.style in _BLOCK else scalar.start
        pieces += [source[done:start], _NO_BREAK.sub("\N{BULLET}", source[start : scalar.end])]
        done = scalar.end
    outside = "".join([*pieces, source[done:]])
    return tuple(
        Comment(match.start(), match[0].rstrip(), alone=not _before(outside, match.start()).strip())
        for match in _COMMENT.finditer(outside)
    )


def _before(text: str, index: int) -> str:
    """Return what stands before a character on its line."""
    return text[max(text.rfind(sign, 0, index) for sign in "\r\n") + 1 : index]
