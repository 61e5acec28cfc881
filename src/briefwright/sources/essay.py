"""The essay: a tree of blocks, its numbered texts, and the folded text in which quotes are searched."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from briefwright import prose
from briefwright.sources.essay_blocks import read_blocks
from briefwright.sources.essay_text import plain_essay
from briefwright.sources.essay_tree import Block

if TYPE_CHECKING:
    from briefwright.prose import Run
    from briefwright.sources.essay_tree import EssayTree, Picture

QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″❝❞", '"') | dict.fromkeys("‘’‚‛‹›′`\u00b4", "'"))
# French puts spaces inside its quotation marks. German marks point inwards and have no spaces.
_SPACE_INSIDE_QUOTES = re.compile(r"(?:(?<!\S)|(?<=[(\[]))[«‹](\s+)|(?<!\s)(\s+)[»›](?!\w)")
# Soft hyphen, zero-width space and joiners, word joiner, byte-order mark, direction marks.
INVISIBLE = frozenset(
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)

# The time to compose accents grows with the square of their number.
_MAX_ACCENTS = 30
"""Accents on one letter, as in the Stream-Safe Text Format (UAX #15, 12.1)."""
# NFKC does not change these characters and does not compose them with each other: ASCII, Latin-1 letters, dashes and
# English quotation marks.
_SIMPLE = re.compile(r"[\t\n\r -~À-ÿ–—‘’“”]*")
_WORD = re.compile(r"\S+")
_CACHE_SIZE = 4096
"""Enough for the paragraphs of a long essay and the quotes from it."""


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


@dataclass(frozen=True, slots=True)
class Folded:
    """Text normalised for comparison; ``starts[i]`` and ``ends[i]`` bound character ``i`` in the original."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


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


def _combines(character: str) -> bool:
    """Return whether a character composes with the one before it: an accent, or a vowel or final of a Korean syllable.

    Vowels and finals of Hangul are not combining marks, but NFC composes them (Unicode Standard, 3.12).
    """
    return unicodedata.combining(character) > 0 or "\u1160" <= character <= "\u11ff"


@lru_cache(_CACHE_SIZE)
def fold(text: str) -> Folded:
    """Fold white space, styles of quotation marks, compatibility forms (NFKC) and invisible characters."""
    return _fold_simple(text) if _SIMPLE.fullmatch(text) else fold_any(text)


def _fold_simple(text: str) -> Folded:
    """Fold a text in which only white space and quotation marks change; faster than `fold_any`."""
    words = [match.span() for match in _WORD.finditer(text)]
    # Each word includes the first space after it.
    starts = tuple(chain.from_iterable(range(start, end + 1) for start, end in words))[:-1]
    return Folded(" ".join(text.translate(QUOTES).split()), starts, tuple(start + 1 for start in starts))


def fold_any(text: str) -> Folded:
    """Fold a text of any characters."""
    plain = text.translate(QUOTES)
    dropped = {
        index for match in _SPACE_INSIDE_QUOTES.finditer(text) for index in range(*match.span(match.lastindex or 0))
    }
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    index = 0
    while index < len(text):
        end = index + 1
        while end < len(text) and end - index <= _MAX_ACCENTS and _combines(text[end]):
            end += 1
        for normalised in unicodedata.normalize("NFKC", plain[index:end]):
            if normalised in INVISIBLE or index in dropped:
                continue
            character = " " if normalised.isspace() else normalised
            if character == " " and (not characters or characters[-1] == " "):
                continue
            characters.append(character)
            starts.append(index)
            ends.append(end)
        index = end
    if characters and characters[-1] == " ":
        del characters[-1], starts[-1], ends[-1]
    return Folded("".join(characters), tuple(starts), tuple(ends))
