"""Wrap a text of a picture into lines, by the width of its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Measure = Callable[[str], float]
"""Returns the width of a text, in the unit of the width of the lines."""


def wrap(text: str, measure: Measure, width: float) -> list[str]:
    """Return the lines of a text, as few and as even as possible.

    A word that is wider than a line is split.
    """
    words = [part for word in text.split() for part in _split_word(word, measure, width)]
    count = len(list(_fill_lines(words, measure, width)))
    # Find the narrowest column with as many lines, so the last line is not a single word.
    low, high = 0.0, width
    for _ in range(12):
        middle = (low + high) / 2
        narrow = list(_fill_lines(words, measure, middle))
        fits = len(narrow) <= count and all(measure(word) <= middle for word in words)
        low, high = (low, middle) if fits else (middle, high)
    return list(_fill_lines(words, measure, high))


def _fill_lines(words: Sequence[str], measure: Measure, width: float) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and measure(longer) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _split_word(word: str, measure: Measure, width: float) -> Iterator[str]:
    while measure(word) > width and len(word) > 1:
        count = next((n for n in range(len(word), 0, -1) if measure(word[:n]) <= width), 1)
        yield word[:count]
        word = word[count:]
    yield word
