"""Locators of passages: the paragraph, and in a long paragraph the sentence (¶8.14)."""

from __future__ import annotations

from briefwright.sentences import sentences

LONG = 120
"""Words; a reader finds a passage in a shorter paragraph without the number of the sentence."""


def sentence_number(text: str, position: int, language: str) -> int | None:
    """Return the number of the sentence at a position of a paragraph, from 1; ``None`` in a short paragraph.

    ``language`` is a BCP 47 tag. White space alone is no sentence.
    """
    if len(text.split()) < LONG:
        return None
    starts = (start for start, end in sentences(text, language) if text[start:end].strip())
    return max(1, sum(start <= position for start in starts))
