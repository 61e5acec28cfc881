"""Values put into YAML text in place of others: nothing but the characters of these scalars changes."""

from __future__ import annotations

import json
import re
import textwrap
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefwright.errors import BriefwrightError, InvalidSources
from briefwright.sources.files import SourceFile, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefwright.sources.files import Location

__all__ = ["MendError", "mend"]

_BREAK = re.compile(r"\r\n|\r|\n")
# The lines below a block belong to what follows.
_BLANK_END = re.compile(r"(?:(?:\r\n|\r|\n)[ \t]*)+\Z")
_LEAST, _WIDTH = 60, 100
_AT_SPACES: Any = {"break_long_words": False, "break_on_hyphens": False, "expand_tabs": False}
# What YAML's readers may take for a line break, or for nothing at all, and what hides in an editor.
_ESCAPED = re.compile(r"[\x85\u2028\u2029\ufeff]")


class MendError(BriefwrightError):
    """A text that cannot be mended without changing something else."""


def mend(text: str, values: Mapping[Location, str]) -> str:
    """Return YAML text with other scalars at some locations, in the style in which each is written.

    ``values`` hold one line each.  Comments, order, line ends and all other characters stay.  Raises ``MendError``
    where the result would not read as the old data with exactly these values changed.
    """
    scalars = dict(_scalars(text, _compose(text), (), in_flow=False))
    if unknown := [location for location in values if location not in scalars]:
        message = f"there is no text at {unknown[0]}"
        raise MendError(message)
    pieces: list[str] = []
    rest = len(text)
    for location in sorted(values, key=lambda one: scalars[one].start, reverse=True):
        scalar = scalars[location]
        pieces += [text[scalar.end : rest], scalar.rewritten(values[location])]
        rest = scalar.start
    mended = "".join([text[:rest], *reversed(pieces)])
    _compare(_data(text), _data(mended), values)
    return mended


def _compose(text: str) -> Node:
    try:
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, RecursionError) as error:
        message = f"broken YAML: {str(error).splitlines()[0]}"
        raise MendError(message) from None
    if root is None:
        message = "the file is empty"
        raise MendError(message)
    return root


def _data(text: str) -> Any:  # noqa: ANN401 - any YAML
    try:
        return parse_yaml(SourceFile("", text))[0]
    except InvalidSources as error:
        message = f"the result would be no YAML: {error.problems[0].message}"
        raise MendError(message) from None


def _compare(old: Any, new: Any, values: Mapping[Location, str]) -> None:  # noqa: ANN401 - any YAML
    """Raise ``MendError`` unless new data are old ones with other values.

    Line breaks at the end of a block are part of its style.
    """
    restored = deepcopy(new)
    for location, value in values.items():
        before, after = old, restored
        for step in location[:-1]:
            before, after = before[step], after[step]
        if str(after[location[-1]]).rstrip("\n") != value:
            break
        after[location[-1]] = before[location[-1]]
    if restored != old:
        message = "this cannot be written without changing something else; edit it by hand"
        raise MendError(message)


@dataclass(frozen=True, slots=True)
class _Scalar:
    """A scalar as it is written, and where: start and end in the text, column of its first character."""

    start: int
    written: str
    column: int
    style: str | None
    in_flow: bool

    @property
    def end(self) -> int:
        return self.start + len(self.written)

    def rewritten(self, value: str) -> str:
        """Return a value in the style of this scalar, or in quotes where it cannot be."""
        *candidates, last = self._candidates(value)
        return next((one for one in candidates if self._reads(one, value)), last)

    def _candidates(self, value: str) -> Iterator[str]:
        match self.style:
            case "|" | ">":
                yield self._block(value)
            case '"':
                yield self._wrapped(_double_quoted(value))
            case "'":
                yield self._wrapped(_single_quoted(value))
            case _:
                yield self._wrapped(value)
        beside = re.sub(r"^[|>][-+\d]*", "", _BREAK.split(self.written)[0]) if self.style in {"|", ">"} else ""
        if '"' in value or "\\" in value:
            yield _single_quoted(value) + beside
        yield _double_quoted(value) + beside

    def _reads(self, written: str, value: str) -> bool:
        """Whether something written reads as a value, in a file of its own."""
        whole = f"{{key: {written}}}" if self.in_flow else f"key: {written}\n"
        try:
            read = _data(whole)
        except MendError:
            return False
        return isinstance(read, dict) and list(read) == ["key"] and str(read["key"]).rstrip("\n") == value

    def _block(self, value: str) -> str:
        header, *lines = _BREAK.split(self.written)
        indent = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)
        wide = max(_LEAST, *map(len, lines)) if len(lines) > 1 else _WIDTH
        folded = textwrap.wrap(value, wide - indent, **_AT_SPACES) if self.style == ">" else [value]
        return self._broken([header, *(" " * indent + line for line in folded)])

    def _wrapped(self, marked: str) -> str:
        """Return a plain or quoted scalar on several lines if it was so."""
        first, *others = _BREAK.split(self.written)
        lines = [line for line in others if line.strip()]
        if not lines:
            return marked
        wide = max(_LEAST, self.column + len(first), *map(len, lines))
        indent = " " * (len(lines[0]) - len(lines[0].lstrip(" ")))
        folded = textwrap.wrap(marked, wide, initial_indent=" " * self.column, subsequent_indent=indent, **_AT_SPACES)
        return self._broken(folded)[self.column :]

    def _broken(self, lines: Sequence[str]) -> str:
        """Return lines with line ends as this scalar has them."""
        found = _BREAK.search(self.written)
        return (found[0] if found else "\n").join(lines)


def _double_quoted(value: str) -> str:
    return _ESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False))


def _single_quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _scalars(text: str, node: Node, location: Location, *, in_flow: bool) -> Iterator[tuple[Location, _Scalar]]:
    """Yield every value that is a scalar, with its location."""
    in_flow = in_flow or bool(getattr(node, "flow_style", False))
    match node:
        case MappingNode():
            for key, value in node.value:
                yield from _scalars(text, value, (*location, str(key.value)), in_flow=in_flow)
        case SequenceNode():
            for index, item in enumerate(node.value):
                yield from _scalars(text, item, (*location, index), in_flow=in_flow)
        case ScalarNode():
            start = node.start_mark.index
            written = _BLANK_END.sub("", text[start : node.end_mark.index])
            column = start - max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) - 1
            yield location, _Scalar(start, written, column, node.style, in_flow)
