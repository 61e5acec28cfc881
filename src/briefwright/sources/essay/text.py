"""The essay as plain text (``essay.txt``): every text once, with the marks of lists and quotations before it.

The text of a paragraph stays in one piece, so that positions in it are positions in the paragraph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefwright.sources.essay.tree import Block

_INDENT = "  "
_LISTS = {"bullets", "numbers"}


def plain_essay(
    blocks: Iterable[Block], footnotes: Iterable[Block], texts: Sequence[str]
) -> tuple[str, tuple[int, ...]]:
    """Return the plain text of an essay, and the start of each of its ``texts`` in it (in code points from 0).

    A blank line separates blocks. Rows of a table and items of a list follow each other without one.
    """
    writer = _Writer(texts)
    writer.blocks(blocks, "", "")
    for footnote in footnotes:
        writer.blocks(footnote.children, f"[{footnote.level}] ", _INDENT)
    return f"{''.join(writer.parts)}\n", tuple(writer.starts)


class _Writer:
    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.parts: list[str] = []
        self.starts = [0] * len(texts)
        self._length = 0

    def _add(self, text: str, prefix: str, *, close: bool = False) -> int:
        """Add a text in lines of its own; return its start. ``close``: without a blank line before it."""
        before = ("\n" if close else "\n\n") * bool(self.parts)
        self.parts.append(f"{before}{prefix}{text}")
        start = self._length + len(before) + len(prefix)
        self._length = start + len(text)
        return start

    def blocks(self, blocks: Iterable[Block], first: str, further: str, *, close: bool = False) -> None:
        """Add blocks; ``first`` is before the first of them, ``further`` before all others."""
        for index, block in enumerate(blocks):
            self.block(block, further if index else first, further, close=close and not index)

    def item(self, blocks: Sequence[Block], first: str, further: str, *, close: bool) -> None:
        """Add the blocks of a list item; a list in it follows without a blank line."""
        for index, block in enumerate(blocks):
            is_close = block.type in _LISTS if index else close
            self.block(block, further if index else first, further, close=is_close)

    def block(self, block: Block, first: str, further: str, *, close: bool) -> None:
        if block.paragraph is not None:
            self.starts[block.paragraph - 1] = self._add(self.texts[block.paragraph - 1], first, close=close)
        elif block.type == "quotation":
            self.blocks(block.children, f"{first}> ", f"{further}> ", close=close)
        elif block.type in _LISTS:
            for index, item in enumerate(block.children):
                mark = f"{block.start + index}. " if block.type == "numbers" else "- "
                before = first if index == 0 else further
                self.item(item.children, before + mark, further + " " * len(mark), close=close or index > 0)
        elif block.type == "table":
            for index, row in enumerate(block.children):
                self.block(row, first if index == 0 else further, further, close=index > 0)
        elif block.type == "rule":
            self._add("* * *", first, close=close)
        elif block.picture is not None:
            caption = f" {block.picture.caption}" if block.picture.caption else ""
            self._add(f"[{block.picture.alt}]{caption}", first, close=close)
        else:
            self._add(block.text, first, close=close)
