"""Lines of a social card: measure text by its fonts, and wrap it into lines of the largest size that fits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import uharfbuzz

from briefwright import fonts
from briefwright.html.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefwright.html.wrapping import Measure


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line of text: its role (publisher, title, subtitle, verdict, foot), its baseline and its font size.

    ``x`` is its distance from the start of the line.
    """

    role: str
    text: str
    y: float
    size: float
    x: float = 0.0


class FontStack:
    """Fonts in order of preference, to measure text."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Open font files, the preferred one first."""
        self._faces = [fonts.open_font(path) for path in paths]
        self._covered = [set(face.unicodes) for face in self._faces]
        self.width = cache(self._width)  # wrapping measures the same words many times

    def index_for(self, text: str) -> int:
        """Return the index of the font that has the most characters of a text; the first of several."""
        missing = [sum(ord(character) not in covered for character in text) for covered in self._covered]
        return missing.index(min(missing))

    def _width(self, text: str) -> float:
        font = uharfbuzz.Font(self._faces[self.index_for(text)])
        return fonts.advance(font, text) / int(font.face.upem)


def block(  # noqa: PLR0913, PLR0917 - each is a dimension
    role: str,
    text: str,
    measure: Measure,
    sizes: Sequence[float],
    width: float,
    height: float,
    leading: float = 1.2,
) -> tuple[list[CardLine], float]:
    """Return the lines of a text in the largest size that fits a box, and their height.

    A text that does not fit in the smallest size is truncated. Baselines count from the top of the block.
    """
    for size in sizes:
        lines = wrap(text, measure, width / size)
        words_fit = all(measure(word) * size <= width for word in text.split())
        if words_fit and len(lines) * size * leading <= height:
            break
    else:
        size = sizes[-1]
        lines = _truncate(wrap(text, measure, width / size), measure, int(height // (size * leading)), width / size)
    line_height = size * leading
    # The height of capitals is 0.7 of the size. They are vertically centred in their line.
    first = (line_height + size * 0.7) / 2
    card_lines = [CardLine(role, line, first + line_height * number, size) for number, line in enumerate(lines)]
    return card_lines, len(lines) * line_height


def _truncate(lines: list[str], measure: Measure, count: int, width: float) -> list[str]:
    shown = lines[: max(1, count)]
    if len(shown) < len(lines):
        last = shown[-1]
        while last and measure(f"{last} …") > width:
            last = last.rpartition(" ")[0] or last[:-1]
        shown[-1] = f"{last.rstrip(' ,;:–—.')} …".strip()
    return shown
