"""Find the title of a work in its entry, as a citation style may change it.

A style may change the case of a title, turn its quotation marks (double into single within others), set its rich text,
replace straight apostrophes and hyphens, and drop or move punctuation beside it. It never drops, adds or reorders
words, numbers or symbols. So these must be the same, from the first to the last, and no part of a longer word.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_DROPPED = frozenset("\"'`.,:;!?\N{ACUTE ACCENT}\N{PRIME}\N{DOUBLE PRIME}")
_DROPPED_CATEGORIES = frozenset({"Pi", "Pf", "Pd", "Ps", "Pe", "Cf", "Cc", "Zs", "Zl", "Zp"})
"""Quotation marks, dashes, brackets, invisible characters, spaces."""


def contains_title(text: str, title: str) -> bool:
    """Return whether a text contains a title, both without rich text."""
    wanted, _ = _fold(title)
    found, boundaries = _fold(text)
    if not wanted:  # a title of punctuation only
        return "".join(title.split()) in "".join(text.split())
    start = found.find(wanted)
    while start >= 0:
        if start in boundaries and start + len(wanted) in boundaries:
            return True
        start = found.find(wanted, start + 1)
    return False


@lru_cache(maxsize=1 << 10)
def _fold(text: str) -> tuple[str, frozenset[int]]:
    """Return the words, numbers and symbols of a text, joined, and the positions at which a word can begin or end."""
    kept: list[str] = []
    boundaries = {0}
    in_word = False
    for character in unicodedata.normalize("NFKC", text).casefold():
        if character in _DROPPED or unicodedata.category(character) in _DROPPED_CATEGORIES:
            in_word = False
            continue
        is_letter = character.isalnum()
        if not (in_word and is_letter):
            boundaries.add(len(kept))
        kept.append(character)
        in_word = is_letter
    return "".join(kept), frozenset({*boundaries, len(kept)})
