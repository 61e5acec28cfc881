"""The nodes of a YAML 1.2 text, read by libyaml where ruamel.yaml reads the same.

ruamel.yaml reads YAML 1.2 and is written in Python.  libyaml reads YAML 1.1 in a twentieth of the time.  `quick`
returns the nodes that libyaml reads, or nothing if ruamel.yaml may read the text differently or reject it.  `thorough`
uses ruamel.yaml, for any text and for all errors.
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

DEEPEST = 24
"""Levels of lists and mappings."""

# What the readers treat differently: tabs, the further line breaks of YAML 1.1, byte-order marks within a text, the
# lines that begin or end a document, and a last line without a break.
_DIFFERENT = re.compile(r"[\t\x85\u2028\u2029\ufeff]|(?:\A|[\r\n])(?:---|\.\.\.|%)|[^\r\n]\Z")
# In flow style, YAML 1.2 allows colons and question marks in more places.
_DIFFERENT_IN_FLOW = re.compile(r"\?|:(?! )")
# The header of a block that both readers know, without a blank line below.
_HEADER = re.compile(r"[|>][-+0-9]*(?: *| +#[^\r\n]*)(?:\r\n|\r|\n)(?! *[\r\n])")
_OPEN: Mapping[str, Literal["list", "mapping"]] = {"SequenceStartEvent": "list", "MappingStartEvent": "mapping"}
_CLOSE = {"SequenceEndEvent", "MappingEndEvent"}
# The plain scalars that are no text (YAML 1.2.2, 10.3.2); a number of them is told by Python.
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER = re.compile(
    r"[-+]?[0-9_]+|[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?"
)
# What YAML calls not printable (YAML 1.2.2, 5.1): in any source, it hides something.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
Feature = Literal["depth", "alias", "anchor", "directive", "tag", "second"]
"""What sources must not use; ``second`` is a second document."""


class Position(NamedTuple):
    """A character of a text: its index (``at``), its line and its column, each from 0."""

    at: int
    line: int
    column: int


@dataclass(slots=True)
class YamlNode:
    """A value of YAML.

    ``value`` is a scalar's text, a list's items, or a mapping's keys and values in turn.  ``style`` is the character
    that opens a scalar (``'``, ``"``, ``|`` or ``>``) or a list or mapping in brackets (``[``), or nothing.
    """

    kind: Literal["scalar", "list", "mapping"]
    start: Position
    end: Position
    value: Any
    style: str | None = None

    @property
    def is_block(self) -> bool:
        """Whether this is a scalar below a ``|`` or a ``>``."""
        return self.style in {"|", ">"}


@dataclass(slots=True)
class YamlTree:
    """All nodes of a text in order, and each feature that it must not use with its place."""

    nodes: list[YamlNode] = field(default_factory=list)
    refused: list[tuple[Feature, Position]] = field(default_factory=list)

    @property
    def root(self) -> YamlNode | None:
        """The node of the first document, if there is one."""
        return self.nodes[0] if self.nodes else None


def quick(text: str) -> YamlNode | None:
    """Return the node that libyaml reads, or nothing where the text is for `thorough` to read."""
    if _DIFFERENT.search(text):
        return None
    import yaml  # type: ignore[import-untyped]  # noqa: PLC0415 - `thorough` does without

    if not yaml.__with_libyaml__:
        return None
    try:
        tree = _compose(yaml.parse(text, yaml.CSafeLoader))
    except (yaml.YAMLError, ValueError):
        return None
    # A block that is the whole document may stand at the margin in YAML 1.2.
    if tree.root is None or tree.root.kind == "scalar" or tree.refused:
        return None
    return None if any(_differs(text, node) for node in tree.nodes) else tree.root


def _differs(text: str, node: YamlNode) -> bool:
    """Whether the readers may treat a node differently.

    They may where a scalar has no character, a block begins oddly, or brackets hold unusual signs.
    """
    start, end = node.start.at, node.end.at
    if node.kind != "scalar":
        return bool(node.style and _DIFFERENT_IN_FLOW.search(text, start, end))
    return not _HEADER.match(text, start) if node.is_block else start == end


def thorough(text: str) -> YamlTree:
    """Return what ruamel.yaml reads; raise its ``YAMLError`` where the text is no YAML."""
    from ruamel.yaml import YAML  # noqa: PLC0415 - almost no text needs it

    return _compose(YAML(typ="safe", pure=True).parse(io.StringIO(text)))


def _compose(events: Iterable[Any]) -> YamlTree:
    """Return the tree of events, which both readers name alike; stop where it is too deep: both slow down there."""
    tree = YamlTree()
    around: list[YamlNode] = []
    for event in events:
        kind = type(event).__name__
        start, end = _mark(event.start_mark), _mark(event.end_mark)
        if kind in _OPEN and len(around) == DEEPEST:
            tree.refused.append(("depth", start))
            break
        if feature := _refused(kind, event, tree):
            # A directive is before the mark that begins its document.
            tree.refused.append((feature, Position(0, 0, 0) if feature == "directive" else start))
        if kind in _CLOSE:
            around.pop().end = end
            continue
        if kind in _OPEN:
            node = YamlNode(_OPEN[kind], start, end, [], "[" if event.flow_style else None)
        elif kind == "ScalarEvent":
            node = YamlNode("scalar", start, end, event.value, event.style or None)
        else:
            continue
        tree.nodes.append(node)
        if around:
            around[-1].value.append(node)
        if kind in _OPEN:
            around.append(node)
    return tree


def _refused(kind: str, event: Any, tree: YamlTree) -> Feature | None:  # noqa: ANN401 - of one of two libraries
    if kind == "AliasEvent":
        return "alias"
    if getattr(event, "anchor", None):
        return "anchor"
    if kind == "DocumentStartEvent":
        return "second" if tree.nodes else "directive" if event.version or event.tags else None
    return "tag" if getattr(event, "tag", None) else None


def _mark(mark: Any) -> Position:  # noqa: ANN401 - of one of two libraries
    return Position(mark.index, mark.line, mark.column)


class ValueReader:
    """Builds plain values from nodes, and notes the node of each value and key, and what must not be, with its place.

    Scalars stay text; only null and booleans are told apart, and ``numbers`` where wanted.
    """

    def __init__(self, *, numbers: bool) -> None:
        """Start without values."""
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
                self._refuse(key, "a key must be a word, not a list or a mapping")
                continue
            name = self._text(key)
            if name in result:
                self._refuse(key, f"the key “{name}” stands here a second time")
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
        if found := UNPRINTABLE.search(text):
            self._refuse(node, f"the text holds the control character U+{ord(found[0]):04X}")
        return text

    def _refuse(self, node: YamlNode, message: str) -> None:
        self.refused.append((message, node.start))


def _number(text: str) -> str | float:
    """Return a number as JSON writes it; what YAML alone counts as one (.nan, 0x1f) stays text."""
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        if math.isfinite(number):
            return number
    return text
