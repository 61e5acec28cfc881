"""The essay: numbered paragraphs of runs, and the folded text in which quotations are sought."""

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
# The spaces that French sets inside its quotation marks; German, whose marks point inwards, sets none.
_INSIDE_QUOTES = re.compile(r"(?:(?<!\S)|(?<=[(\[]))[«‹](\s+)|(?<!\s)(\s+)[»›](?!\w)")
# Soft hyphen, zero-width space and joiners, word joiner, byte-order mark, marks of direction: they carry no words.
INVISIBLE = frozenset(
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)


# More accents on one letter are no writing; composing them takes time that grows with the square of their number.
_MOST_ACCENTS = 30
"""Stream-Safe Text Format (UAX #15, 12.1)."""
_BETWEEN = "\n\n"
# Characters that NFKC leaves as they are, that compose with none beside them, and that are kept wherever they stand:
# ASCII, the letters of Latin-1, dashes and English quotation marks.
_SIMPLE = re.compile(r"[\t\n\r -~À-ÿ–—‘’“”]*")
_WORD = re.compile(r"\S+")
_REMEMBERED = 4096
"""Folded texts: those of a long essay, and of the quotations from it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the essay; ``number`` counts from 1."""

    number: int
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The words, without emphasis and links."""
        return prose.plain_text(self.runs)


@dataclass(frozen=True, slots=True)
class Essay:
    """The source essay, in order."""

    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """The essay as plain text: a blank line between paragraphs, a line break at the end."""
        return f"{_BETWEEN.join(paragraph.text for paragraph in self.paragraphs)}\n"

    def offset(self, number: int) -> int:
        """Return where a paragraph begins in ``text``, in Unicode code points from 0."""
        return sum(len(paragraph.text) + len(_BETWEEN) for paragraph in self.paragraphs[: number - 1])


@dataclass(frozen=True, slots=True)
class Folded:
    """Text in which only words matter; ``starts[i]`` and ``ends[i]`` bound character ``i`` in the original."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def parse(markdown: str) -> Essay:
    """Return the essay of a Markdown text; white space is folded, the words stay as they are."""
    paragraphs = (tuple(_fold_spaces(runs)) for runs in prose.parse(markdown))
    return Essay(tuple(Paragraph(number, runs) for number, runs in enumerate(paragraphs, 1)))


def line_of(markdown: str) -> Callable[[Paragraph, int], int]:
    """Return what finds the line, from 1, of a character of a paragraph in the essay's Markdown."""
    lines = prose.breaks(markdown)

    def line(paragraph: Paragraph, at: int) -> int:
        first, further = lines[paragraph.number - 1]
        return first + 1 + bisect_right(further, len("".join(paragraph.text[:at].split())))

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


def _continues(sign: str) -> bool:
    """Whether a sign composes with what stands before it: an accent, or a vowel or a final of a Korean syllable.

    The vowels and finals of Hangul are no combining marks, but NFC joins them (Unicode Standard, 3.12).
    """
    return unicodedata.combining(sign) > 0 or "\u1160" <= sign <= "\u11ff"


@lru_cache(_REMEMBERED)
def fold(text: str) -> Folded:
    """Fold white space, quotation-mark style, compatibility forms (NFKC) and invisible signs."""
    return _fold_simple(text) if _SIMPLE.fullmatch(text) else fold_any(text)


def _fold_simple(text: str) -> Folded:
    """Do what `fold_any` does, faster, for a text of which folding changes only white space and quotation marks."""
    words = [match.span() for match in _WORD.finditer(text)]
    # With each word goes the first space behind it.
    starts = tuple(chain.from_iterable(range(start, end + 1) for start, end in words))[:-1]
    return Folded(" ".join(text.translate(QUOTES).split()), starts, tuple(start + 1 for start in starts))


def fold_any(text: str) -> Folded:
    """Fold a text of any characters."""
    plain = text.translate(QUOTES)
    silent = {index for found in _INSIDE_QUOTES.finditer(text) for index in range(*found.span(found.lastindex or 0))}
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    index = 0
    while index < len(text):
        end = index + 1
        while end < len(text) and end - index <= _MOST_ACCENTS and _continues(text[end]):
            end += 1
        for sign in unicodedata.normalize("NFKC", plain[index:end]):
            if sign in INVISIBLE or index in silent:
                continue
            kept = " " if sign.isspace() else sign
            if kept == " " and (not out or out[-1] == " "):
                continue
            out.append(kept)
            starts.append(index)
            ends.append(end)
        index = end
    if out and out[-1] == " ":
        del out[-1], starts[-1], ends[-1]
    return Folded("".join(out), tuple(starts), tuple(ends))
