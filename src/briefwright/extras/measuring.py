"""How wide a text is, set in a typeface, and which of several typefaces sets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import uharfbuzz

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Typefaces"]


class Typefaces:
    """Typefaces of which a later one sets a line that holds what an earlier one lacks."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Read the files of the typefaces, the first for all that it can set."""
        self._faces = [uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))) for path in paths]
        self._covered = [set(face.unicodes) for face in self._faces]
        self._widths: dict[str, float] = {}

    def setting(self, text: str) -> int:
        """Return the number of the first typeface that has all characters of a text, else of that with the most."""
        lacking = [sum(ord(sign) not in signs for sign in text) for signs in self._covered]
        return lacking.index(min(lacking))

    def width(self, text: str) -> float:
        """Return the width of a text at a size of one."""
        if text not in self._widths:
            face = self._faces[self.setting(text)]
            buffer = uharfbuzz.Buffer()
            buffer.add_str(text)
            buffer.guess_segment_properties()
            uharfbuzz.shape(uharfbuzz.Font(face), buffer)
            self._widths[text] = sum(position.x_advance for position in buffer.glyph_positions or ()) / face.upem
        return self._widths[text]
