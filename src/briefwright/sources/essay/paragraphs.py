"""The essay: a tree of blocks, and its numbered texts."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from briefwright import prose
from briefwright.sources.essay.blocks import read_blocks
from briefwright.sources.essay.text import plain_essay
from briefwright.sources.essay.tree import Block

if TYPE_CHECKING:
    from briefwright.prose import Run
    from briefwright.sources.essay.tree import EssayTree, Picture


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text of the essay that can be quoted: a paragraph, a row of a table, or code. ``number`` counts from 1.

    ``line`` is its first line in the file, from 0. ``breaks`` are the positions of its line breaks, counted in
    characters that are no white space.
    """

    number: int
    runs: tuple[Run, ...]
    line: int = field(default=0, compare=False)
    breaks: tuple[int, ...] = field(default=(), compare=False)

    @property
    def text(self) -> str:
        """The text without formatting; a tab separates the cells of a row."""
        return prose.plain_text(self.runs)

    def line_at(self, index: int) -> int:
        """Return the line of a character in the Markdown file, from 1."""
        return self.line + 1 + bisect_right(self.breaks, len("".join(self.text[:index].split())))


@dataclass(frozen=True, slots=True)
class Section:
    """The paragraphs under a heading, by their first and last number; ``title`` is empty before the first heading."""

    title: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Essay:
    """The essay: ``blocks`` and ``footnotes`` refer to ``paragraphs``, all its texts in order, by their numbers.

    ``text`` is the essay as plain text. ``starts`` are the starts of the paragraphs in it, in code points from 0.
    """

    paragraphs: tuple[Paragraph, ...]
    blocks: tuple[Block, ...] = ()
    footnotes: tuple[Block, ...] = ()
    text: str = field(init=False, compare=False)
    starts: tuple[int, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Lay out the plain text. An essay without blocks consists of its paragraphs."""
        if not self.blocks:
            blocks = tuple(Block("paragraph", paragraph=paragraph.number) for paragraph in self.paragraphs)
            object.__setattr__(self, "blocks", blocks)
        text, starts = plain_essay(self.blocks, self.footnotes, [paragraph.text for paragraph in self.paragraphs])
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "starts", starts)

    def offset(self, number: int) -> int:
        """Return the start of a paragraph in ``text``, in Unicode code points from 0."""
        return self.starts[number - 1]

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures of the essay and its footnotes."""
        blocks = (block for top in (*self.blocks, *self.footnotes) for block in top.walk())
        return tuple(block.picture for block in blocks if block.picture is not None)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of the essay, without its footnotes; none if it has no headings.

        A section begins at a heading of the highest level that has more than one.
        """
        levels = Counter(block.level for block in self.blocks if block.type == "heading")
        level = min((level for level, count in levels.items() if count > 1), default=None)
        if level is None:
            return ()
        sections = [Section("", 1, 0)]
        for block in self.blocks:
            if block.type == "heading" and block.level == level:
                sections.append(Section(block.text, sections[-1].last + 1, sections[-1].last))
            elif numbers := [each.paragraph for each in block.walk() if each.paragraph]:
                sections[-1] = replace(sections[-1], last=max(numbers))
        return tuple(section for section in sections if section.last >= section.first)


def parse(markdown: str) -> Essay:
    """Parse an essay from Markdown; raise ``ProseError`` with everything that cannot be shown."""
    tree = read_blocks(markdown)
    if errors := [fault for fault in tree.faults if fault.severity == "error"]:
        raise prose.ProseError(errors)
    return essay_of(tree)


def essay_of(tree: EssayTree) -> Essay:
    """Return the essay of its blocks."""
    paragraphs = (Paragraph(number, leaf.runs, leaf.line, leaf.breaks) for number, leaf in enumerate(tree.leaves, 1))
    return Essay(tuple(paragraphs), tree.blocks, tree.footnotes)
