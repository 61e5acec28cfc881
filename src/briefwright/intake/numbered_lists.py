"""Numbers of lists that an essay cannot show: letters, Roman numerals, and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.intake.pandoc_tree import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from briefwright.intake.changes import Changes
    from briefwright.intake.pandoc_tree import Elements

_NUMBERS = {"Decimal", "DefaultStyle", "Example"}


def items_of(content: list[Any], changes: Changes) -> tuple[int, list[Elements]]:
    """Return the first number of an `OrderedList` and its items; report letters and Roman numerals."""
    (start, style, _), items = content
    if items and style["t"] not in _NUMBERS:
        changes.add("list with letters or Roman numerals, now with numbers", text_of(items[0]))
    return start, items


def numbered(start: int, texts: list[str], changes: Changes) -> Iterator[tuple[int, str]]:
    """Yield the number and the text of each item with a text; report the empty items between them.

    Markdown counts a list from its first number, so the items after an empty one have other numbers than before.
    """
    full = [index for index, text in enumerate(texts) if text]
    first = full[0] if full else 0
    for index in sorted({*range(first, full[-1] if full else 0)} - {*full}):
        changes.add("empty item of a numbered list left out", f"{start + index}.")
    for count, index in enumerate(full):
        yield start + first + count, texts[index]
