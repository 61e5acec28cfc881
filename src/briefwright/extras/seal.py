"""The visible seal of a signed document: one line in a box, above the head of a page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pyhanko.pdf_utils.font.api import FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, SimpleBoxLayoutRule
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.stamp import TextStampStyle

from briefwright.errors import BriefwrightError
from briefwright.fonts import print_font

if TYPE_CHECKING:
    from pyhanko.pdf_utils.writer import BasePdfFileWriter

__all__ = ["seal"]

_HEIGHT = 12
"""Points; with the distance from the edge, less than the margin that no head reaches into (print.css)."""
_EDGE = 12
"""Points between the seal and the edge of the paper, most of which printers leave white."""
_SIZE = 7
_PADDING = 6
_TIGHT = SimpleBoxLayoutRule(
    AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, inner_content_scaling=InnerScaling.NO_SCALING
)
_INK = (0.043, 0.31, 0.424)
"""The accent of tokens.css."""


class _OneFont(FontEngineFactory):
    """Gives the same font each time, so that what measures the text also sets it, and is embedded once."""

    def __init__(self, writer: BasePdfFileWriter) -> None:
        self.engine = GlyphAccumulator(writer, io.BytesIO(print_font("sans-regular.ttf")), _SIZE)

    def create_font_engine(self, writer: BasePdfFileWriter, obj_stream: object = None) -> GlyphAccumulator:  # noqa: ARG002 - pyHanko's signature
        return self.engine


def seal(
    writer: BasePdfFileWriter, text: str, width: float, height: float
) -> tuple[tuple[int, int, int, int], TextStampStyle]:
    """Return the box of a seal (left, bottom, right, top) and its style: in the middle of a page's upper edge.

    ``width`` and ``height`` are those of the page; all lengths are in points.
    Raises ``BriefwrightError`` where its typeface lacks a character: an archive takes no missing glyphs (ISO 19005-3,
    6.2.11.8).
    """
    font = _OneFont(writer)
    missing = {sign for sign in text if ord(sign) not in font.engine.tt.getBestCmap()}
    if missing:
        message = f"the typeface of the seal has no {', '.join(f'“{sign}”' for sign in sorted(missing))}"
        raise BriefwrightError(message)
    length = round(min(font.engine.shape(text).x_advance * _SIZE + 2 * _PADDING, width - 2 * _EDGE))
    left, bottom = round((width - length) / 2), round(height - _EDGE - _HEIGHT)
    style = TextStampStyle(
        border_width=1,
        border_color=_INK,
        text_box_style=TextBoxStyle(font=font, font_size=_SIZE, text_color=_INK, box_layout_rule=_TIGHT),
        stamp_text="%(text)s",
    )
    return (left, bottom, left + length, bottom + _HEIGHT), style
