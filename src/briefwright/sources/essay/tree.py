"""The blocks of an essay as a tree. Their texts that can be quoted are `Leaf`s, numbered from 1."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from briefwright import prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefwright.faults import Fault
    from briefwright.prose import Run

BlockType = Literal[
    "paragraph", "heading", "bullets", "numbers", "item", "quotation", "table", "head", "row", "picture", "code",
    "rule", "footnote",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the essay.

    ``paragraph`` is its number, if it can be quoted (paragraph, table row, code). ``runs`` is the text of a heading
    and of a table's head, with a tab between cells. ``level`` is that of a heading, from 1 without gaps, or the
    number of a footnote; ``anchor`` is the heading's anchor in the report. ``start`` is the first number of a list;
    ``alignments`` of a table's columns are left, right, center or empty.
    """

    type: BlockType
    paragraph: int | None = None
    runs: tuple[Run, ...] = ()
    children: tuple[Block, ...] = ()
    level: int = 0
    anchor: str = ""
    start: int = 1
    alignments: tuple[str, ...] = ()
    picture: Picture | None = None

    @property
    def text(self) -> str:
        """The text of a heading or a table's head."""
        return prose.plain_text(self.runs)

    def walk(self) -> Iterator[Block]:
        """Yield this block and all blocks in it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture beside the essay: its path in the folder of the brief, its alternative text, its caption.

    ``line`` is that of its paragraph, from 0.
    """

    path: str
    alt: str
    caption: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text that can be quoted: its runs; its first line, from 0; ``breaks`` as in `essay.Paragraph`."""

    runs: tuple[Run, ...]
    line: int
    breaks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EssayTree:
    """The blocks of an essay, its footnotes, its texts by number (from 1), its faults, and its front matter (YAML)."""

    blocks: tuple[Block, ...]
    footnotes: tuple[Block, ...]
    leaves: tuple[Leaf, ...]
    faults: tuple[Fault, ...]
    front_matter: str | None
