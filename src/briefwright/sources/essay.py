"""The essay: numbered paragraphs of runs, and the folded text in which quotes are searched."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from briefwright import prose
from briefwright.prose import Run

if TYPE_CHECKING:
    from collections.abc import Callable

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
_PARAGRAPH_BREAK = "\n\n"
# NFKC does not change these characters and does not compose them with each other: ASCII, Latin-1 letters, dashes and
# English quotation marks.
_SIMPLE = re.compile(r"[\t\n\r -~À-ÿ–—‘’“”]*")
_WORD = re.compile(r"\S+")
_CACHE_SIZE = 4096
"""Enough for the paragraphs of a long essay and the quotes from it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the essay; ``number`` counts from 1."""

    number: int
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The text without emphasis and links."""
        return prose.plain_text(self.runs)


@dataclass(frozen=True, slots=True)
class Essay:
    """The essay: its paragraphs in order."""

    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """The essay as plain text: a blank line between paragraphs, a line break at the end."""
        return f"{_PARAGRAPH_BREAK.join(paragraph.text for paragraph in self.paragraphs)}\n"

    def offset(self, number: int) -> int:
        """Return the start of a paragraph in ``text``, in Unicode code points from 0."""
        return sum(len(paragraph.text) + len(_PARAGRAPH_BREAK) for paragraph in self.paragraphs[: number - 1])


@dataclass(frozen=True, slots=True)
class Folded:
    """Text normalised for comparison; ``starts[i]`` and ``ends[i]`` bound character ``i`` in the original."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def parse(markdown: str) -> Essay:
    """Parse an essay from Markdown. White space is folded; the words do not change."""
    paragraphs = (tuple(_fold_spaces(runs)) for runs in prose.parse(markdown))
    return Essay(tuple(Paragraph(number, runs) for number, runs in enumerate(paragraphs, 1)))


def line_of(markdown: str) -> Callable[[Paragraph, int], int]:
    """Return a function that maps a character of a paragraph to its line in the Markdown file, from 1."""
    lines = prose.line_breaks(markdown)

    def line(paragraph: Paragraph, index: int) -> int:
        first, further = lines[paragraph.number - 1]
        return first + 1 + bisect_right(further, len("".join(paragraph.text[:index].split())))

    return line


def _fold_spaces(runs: tuple[Run, ...]) -> list[Run]:
    folded: list[Run] = []
    for run in runs:
        text = re.sub(r"[ \t\n]+", " ", run.text)
        if text.startswith(" ") and (not folded or folded[-1].text.endswith(" ")):
            text = text[1:]
        if text:
            folded.append(Run(text, run.emphasis, run.strong, run.code, run.href))
    return folded


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
