"""Parse YAML 1.2 into nodes with positions, and nodes into plain values.

ruamel.yaml reads YAML 1.2, slowly. libyaml reads YAML 1.1, in a twentieth of the time.
`parse_with_libyaml` returns nodes only if both parsers read the text in the same way. `parse_with_ruamel` reads any
text and reports all errors.
"""

from __future__ import annotations

import io
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Location = tuple[int | str, ...]
"""Keys and indexes from the root of a YAML file."""

MAX_DEPTH = 24
"""Levels of lists and mappings."""

# The parsers differ in tabs, the further line breaks of YAML 1.1, byte-order marks within a text, lines that begin or
# end a document, and a last line without a break.
_DIFFERENT = re.compile(r"[\t\x85\u2028\u2029\ufeff]|(?:\A|[\r\n])(?:---|\.\.\.|%)|[^\r\n]\Z")
# In flow style, YAML 1.2 allows colons and question marks in more places.
_DIFFERENT_IN_FLOW = re.compile(r"\?|:(?! )")
# A block header that both parsers accept, without a blank line below.
_HEADER = re.compile(r"[|>][-+0-9]*(?: *| +#[^\r\n]*)(?:\r\n|\r|\n)(?! *[\r\n])")
_OPEN: Mapping[str, Literal["list", "mapping"]] = {"SequenceStartEvent": "list", "MappingStartEvent": "mapping"}
_CLOSE = {"SequenceEndEvent", "MappingEndEvent"}
# Plain scalars that are not text (YAML 1.2.2, 10.3.2).
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER = re.compile(
    r"[-+]?[0-9_]+|[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?"
)
# Characters that are not printable (YAML 1.2.2, 5.1); they can hide text. U+0085 is a line break in YAML 1.1 only, and
# in practice a damaged ellipsis (0x85 in Windows-1252).
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
Feature = Literal["depth", "alias", "anchor", "directive", "tag", "second"]
"""A YAML feature that sources must not use; ``second`` is a second document."""


class Position(NamedTuple):
    """The position of a character in a text: its offset, line and column, each from 0."""

    offset: int
    line: int
    column: int


@dataclass(slots=True)
class YamlNode:
    """A node of YAML.

    ``value`` is the text of a scalar, the items of a list, or the alternating keys and values of a mapping. ``style``
    is the character that opens a scalar (``'``, ``"``, ``|`` or ``>``), ``[`` for a list or mapping in flow style, or
    ``None``.
    """

    kind: Literal["scalar", "list", "mapping"]
    start: Position
    end: Position
    value: Any
    style: str | None = None

    @property
    def is_block(self) -> bool:
        """Whether this is a block scalar (``|`` or ``>``)."""
        return self.style in {"|", ">"}


@dataclass(slots=True)
class YamlTree:
    """All nodes of a text in order, and the positions of refused features."""

    nodes: list[YamlNode] = field(default_factory=list)
    refused: list[tuple[Feature, Position]] = field(default_factory=list)

    @property
    def root(self) -> YamlNode | None:
        """The root node of the first document."""
        return self.nodes[0] if self.nodes else None


def parse_with_libyaml(text: str) -> YamlNode | None:
    """Return the root node, or ``None`` if the text needs `parse_with_ruamel`."""
    if _DIFFERENT.search(text):
        return None
    import yaml  # type: ignore[import-untyped]  # noqa: PLC0415 - `parse_with_ruamel` does not need it

    if not yaml.__with_libyaml__:
        return None
    try:
        tree = _compose(yaml.parse(text, yaml.CSafeLoader))
    except (yaml.YAMLError, ValueError):
        return None
    # YAML 1.2 allows a whole document to be an unindented block scalar.
    if tree.root is None or tree.root.kind == "scalar" or tree.refused:
        return None
    return None if any(_differs(text, node) for node in tree.nodes) else tree.root


def _differs(text: str, node: YamlNode) -> bool:
    """Return whether the parsers may read a node differently.

    They may differ in empty scalars, unusual block headers, and colons and question marks in flow style.
    """
    start, end = node.start.offset, node.end.offset
    if node.kind != "scalar":
        return bool(node.style and _DIFFERENT_IN_FLOW.search(text, start, end))
    return not _HEADER.match(text, start) if node.is_block else start == end


def parse_with_ruamel(text: str) -> YamlTree:
    """Return the tree of a text; raise the ``YAMLError`` of ruamel.yaml for broken YAML."""
    from ruamel.yaml import YAML  # noqa: PLC0415 - few texts need it

    return _compose(YAML(typ="safe", pure=True).parse(io.StringIO(text)))


def _compose(events: Iterable[Any]) -> YamlTree:
    """Build the tree from events, which have the same names in both parsers.

    Stop at the maximum depth: both parsers are slow with deep nesting.
    """
    tree = YamlTree()
    enclosing: list[YamlNode] = []
    for event in events:
        event_type = type(event).__name__
        start, end = _position(event.start_mark), _position(event.end_mark)
        if event_type in _OPEN and len(enclosing) == MAX_DEPTH:
            tree.refused.append(("depth", start))
            break
        if feature := _refused_feature(event_type, event, tree):
            # The event is at the `---` below the directive.
            tree.refused.append((feature, Position(0, 0, 0) if feature == "directive" else start))
        if event_type in _CLOSE:
            enclosing.pop().end = end
            continue
        if event_type in _OPEN:
            node = YamlNode(_OPEN[event_type], start, end, [], "[" if event.flow_style else None)
        elif event_type == "ScalarEvent":
            node = YamlNode("scalar", start, end, event.value, event.style or None)
        else:
            continue
        tree.nodes.append(node)
        if enclosing:
            enclosing[-1].value.append(node)
        if event_type in _OPEN:
            enclosing.append(node)
    return tree


def _refused_feature(event_type: str, event: Any, tree: YamlTree) -> Feature | None:  # noqa: ANN401 - of one of two libraries
    if event_type == "AliasEvent":
        return "alias"
    if getattr(event, "anchor", None):
        return "anchor"
    if event_type == "DocumentStartEvent":
        return "second" if tree.nodes else "directive" if event.version or event.tags else None
    return "tag" if getattr(event, "tag", None) else None


def _position(mark: Any) -> Position:  # noqa: ANN401 - of one of two libraries
    return Position(mark.index, mark.line, mark.column)


class ValueReader:
    """Builds plain values from nodes. Records the node of each value and key, and problems with their positions.

    Scalars stay text, except null, booleans and, with ``numbers``, numbers.
    """

    def __init__(self, *, numbers: bool) -> None:
        """Set whether numbers are converted or stay text."""
        self.numbers = numbers
        self.values: dict[Location, YamlNode] = {}
        self.keys: dict[Location, YamlNode] = {}
        self.refused: list[tuple[str, Position]] = []

    def value(self, node: YamlNode, location: Location = ()) -> Any:  # noqa: ANN401 - any YAML
        """Return the value of a node."""
        self.values[location] = node
        match node.kind:
            case "mapping":
                return self._mapping(node, location)
            case "list":
                return [self.value(item, (*location, index)) for index, item in enumerate(node.value)]
            case "scalar":
                return self._scalar(node)

    def _mapping(self, node: YamlNode, location: Location) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in zip(node.value[::2], node.value[1::2], strict=True):
            if key.kind != "scalar":
                self._refuse(key, "a key must be text, not a list or a mapping")
                continue
            name = self._text(key)
            if name in result:
                self._refuse(key, f"duplicate key “{name}”")
                continue
            self.keys[*location, name] = key
            result[name] = self.value(value, (*location, name))
        return result

    def _scalar(self, node: YamlNode) -> str | float | bool | None:
        text = self._text(node)
        if node.style:
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        return _number(text) if self.numbers and _NUMBER.fullmatch(text) else text

    def _text(self, node: YamlNode) -> str:
        text: str = node.value
        if match := UNPRINTABLE.search(text):
            self._refuse(node, f"the text contains the control character U+{ord(match[0]):04X}")
        return text

    def _refuse(self, node: YamlNode, message: str) -> None:
        self.refused.append((message, node.start))


def _number(text: str) -> str | float:
    """Convert a text to a number. Numbers that JSON does not have (.nan, 0x1f) stay text."""
    for convert in (int, float):
        try:
            number = convert(text)
        except ValueError:
            continue
        if math.isfinite(number):
            return number
    return text
