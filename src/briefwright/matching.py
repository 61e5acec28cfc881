"""Finding words in the essay: white space and quotation marks do not matter, words do."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefwright.essay import Folded, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefwright.model import Passage

__all__ = ["Match", "find"]


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """Where words stand: paragraph (from 1), first character and the one after the last (from 0)."""

    paragraph: int
    start: int
    end: int


def find(folded: Mapping[int, Folded], passage: Passage) -> tuple[Match, ...]:
    """Return every place where a quotation stands, whole words only, its prefix and suffix around it."""
    quote = fold(passage.quote).text.strip()
    prefix, suffix = fold(passage.prefix or "").text.strip(), fold(passage.suffix or "").text.strip()
    found = []
    for number, paragraph in folded.items():
        if passage.paragraph not in {None, number}:
            continue
        for start in _occurrences(paragraph.text, quote):
            end = start + len(quote)
            before, after = paragraph.text[:start].rstrip(), paragraph.text[end:].lstrip()
            if before.endswith(prefix) and after.startswith(suffix):
                found.append(Match(number, paragraph.starts[start], paragraph.ends[end - 1]))
    return tuple(found)


def _occurrences(text: str, quote: str) -> Iterable[int]:
    start = text.find(quote) if quote else -1
    while start >= 0:
        end = start + len(quote)
        if not (_inside_word(text, start) or _inside_word(text, end)):
            yield start
        start = text.find(quote, start + 1)


def _inside_word(text: str, index: int) -> bool:
    return 0 < index < len(text) and _in_word(text[index - 1]) and _in_word(text[index])


def _in_word(sign: str) -> bool:
    """Whether a sign belongs to a word: vowel signs of Arabic or Hindi do, though Python counts no letters there."""
    return sign.isalnum() or unicodedata.category(sign).startswith("M")
