"""Definitions of a Markdown file that no reader sees: footnotes and addresses without a mark, or with a second name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

if TYPE_CHECKING:
    from briefwright.intake.changes import Changes

_FOOTNOTE = "footnote without a mark, or with the name of another, left out"
_ADDRESS = "address that no link names left out"


def report_unused(text: str, changes: Changes) -> None:
    """Report the definitions that Pandoc leaves out without a log entry."""
    environment: dict[str, Any] = {}
    # The last rule moves footnotes to the end and drops those that this reports.
    tokens = MarkdownIt().use(footnote_plugin).disable("footnote_tail").parse(text, environment)
    marks = environment.get("footnotes", {}).get("refs", {})
    lines = re.split(r"\r\n|\r|\n", text)
    defined: set[str] = set()
    for token in tokens:
        if token.type == "footnote_reference_open":
            name = f":{token.meta['label']}"
            if name in defined or marks.get(name, -1) < 0:
                changes.add(_FOOTNOTE, lines[token.map[0]] if token.map else name[1:])
            defined.add(name)
    addresses: dict[str, Any] = environment.get("references", {})
    seconds: list[dict[str, Any]] = environment.get("duplicate_refs", [])
    places = [each["map"] for each in (*addresses.values(), *seconds)]
    defining = {number for start, end in places for number in range(start, end)}
    rest = "\n".join(line for number, line in enumerate(lines) if number not in defining)
    named = {_name(label) for label in re.findall(r"\[((?:[^\[\]\\]|\\.)+)\]", rest)}
    unused = [*seconds, *(each for name, each in addresses.items() if _name(name) not in named)]
    for start, _ in sorted(each["map"] for each in unused):
        changes.add(_ADDRESS, lines[start])


def _name(label: str) -> str:
    """Return the name of an address, in which case and white space do not matter (CommonMark 0.31.2, 6.3)."""
    return " ".join(label.split()).casefold()
