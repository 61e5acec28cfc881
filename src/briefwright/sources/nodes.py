"""The nodes of a YAML 1.2 text, read by libyaml where ruamel.yaml reads the same.

ruamel.yaml reads YAML 1.2 and is written in Python.  libyaml reads YAML 1.1 in a twentieth of the time.  `quick`
returns the nodes that libyaml reads, or nothing if ruamel.yaml may read the text differently or reject it.  `thorough`
uses ruamel.yaml, for any text and for all errors.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["DEEPEST", "Mark", "Node", "Refusal", "Tree", "quick", "thorough"]

DEEPEST = 24
"""Levels of lists and mappings."""

# What the readers treat differently: tabs, the further line breaks of YAML 1.1, byte-order marks within a text, the
# lines that begin or end a document, and a last line without a break.
_DIFFERENT = re.compile(r"[\t\x85\u2028\u2029\ufeff]|(?:\A|[\r\n])(?:---|\.\.\.|%)|[^\r\n]\Z")
# In flow style, YAML 1.2 allows colons and question marks in more places.
_DIFFERENT_IN_FLOW = re.compile(r"\?|:(?! )")
_BLOCK = ("|", ">")
# The header of a block that both readers know, without a blank line below.
_HEADER = re.compile(r"[|>][-+0-9]*(?: *| +#[^\r\n]*)(?:\r\n|\r|\n)(?! *[\r\n])")
_OPEN: Mapping[str, Literal["list", "mapping"]] = {"SequenceStartEvent": "list", "MappingStartEvent": "mapping"}
_CLOSE = {"SequenceEndEvent", "MappingEndEvent"}
Feature = Literal["depth", "alias", "anchor", "directive", "tag"]


class Mark(NamedTuple):
    """A character of a text: its index (``at``), its line and its column, each from 0."""

    at: int
    line: int
    column: int


@dataclass(slots=True)
class Node:
    """A value of YAML.

    ``value`` is a scalar's text, a list's items, or a mapping's keys and values in turn.  ``style`` is the character
    that opens a scalar (``'``, ``"``, ``|`` or ``>``), or nothing where it is plain.
    """

    kind: Literal["scalar", "list", "mapping"]
    start: Mark
    end: Mark
    value: Any
    style: str | None = None


class Refusal(NamedTuple):
    """A feature of YAML that sources must not use, and where it is used."""

    what: Feature
    mark: Mark


@dataclass(slots=True)
class Tree:
    """The node of a text's first document, if it has one; ``second`` is where another document begins.

    ``nodes`` are all nodes in order, and ``flow`` those lists and mappings that stand in brackets or braces.
    """

    root: Node | None = None
    refused: list[Refusal] = field(default_factory=list)
    second: Any = None
    nodes: list[Node] = field(default_factory=list)
    flow: list[Node] = field(default_factory=list)


def quick(text: str) -> Node | None:
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
    if tree.root is None or tree.root.kind == "scalar" or tree.refused or tree.second:
        return None
    if any(_differs(text, node) for node in tree.nodes) or any(_differs_in_flow(text, node) for node in tree.flow):
        return None
    return tree.root


def _differs(text: str, node: Node) -> bool:
    """Whether the readers may treat a scalar differently: one without a character, or a block that begins oddly."""
    if node.kind != "scalar":
        return False
    if node.style in _BLOCK:
        return not _HEADER.match(text, node.start.at)
    return node.start.at == node.end.at


def _differs_in_flow(text: str, node: Node) -> bool:
    """Whether the readers may treat a list or mapping in flow style differently; quotations in it are no matter."""
    start = node.start.at
    for scalar in _quoted(node):
        if _DIFFERENT_IN_FLOW.search(text, start, scalar.start.at):
            return True
        start = scalar.end.at
    return _DIFFERENT_IN_FLOW.search(text, start, node.end.at) is not None


def _quoted(node: Node) -> Iterator[Node]:
    if node.kind != "scalar":
        for item in node.value:
            yield from _quoted(item)
    elif node.style:
        yield node


def thorough(text: str) -> Tree:
    """Return what ruamel.yaml reads; raise its ``YAMLError`` where the text is no YAML."""
    from ruamel.yaml import YAML  # noqa: PLC0415 - almost no text needs it

    return _compose(YAML(typ="safe", pure=True).parse(io.StringIO(text)))


def _compose(events: Iterable[Any]) -> Tree:
    """Return the tree of events, which both readers name alike; stop where it is too deep: both slow down there."""
    tree = Tree()
    around: list[Node] = []
    for event in events:
        kind = type(event).__name__
        if kind in _OPEN and len(around) == DEEPEST:
            tree.refused.append(Refusal("depth", _mark(event.start_mark)))
            break
        if what := _refused(kind, event):
            tree.refused.append(Refusal(what, _mark(event.start_mark)))
        if kind in _CLOSE:
            around.pop().end = _mark(event.end_mark)
        elif kind == "DocumentStartEvent":
            tree.second = tree.second or (event.start_mark if tree.root else None)
        elif node := _node(kind, event):
            if around:
                around[-1].value.append(node)
            else:
                tree.root = tree.root or node
            if kind in _OPEN:
                around.append(node)
            if kind in _OPEN and event.flow_style:
                tree.flow.append(node)
            tree.nodes.append(node)
    return tree


def _node(kind: str, event: Any) -> Node | None:  # noqa: ANN401 - of one of two libraries
    start, end = _mark(event.start_mark), _mark(event.end_mark)
    if kind == "ScalarEvent":
        return Node("scalar", start, end, event.value, event.style or None)
    return Node(_OPEN[kind], start, end, []) if kind in _OPEN else None


def _refused(kind: str, event: Any) -> Feature | None:  # noqa: ANN401 - of one of two libraries
    if kind == "AliasEvent":
        return "alias"
    if getattr(event, "anchor", None):
        return "anchor"
    if kind == "DocumentStartEvent":
        return "directive" if event.version or event.tags else None
    return "tag" if getattr(event, "tag", None) else None


def _mark(mark: Any) -> Mark:  # noqa: ANN401 - of one of two libraries
    return Mark(mark.index, mark.line, mark.column)
