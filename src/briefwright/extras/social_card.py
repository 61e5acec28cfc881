"""Social cards: wrap the text of a card into lines, choose font sizes, and draw the picture."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import uharfbuzz

from briefwright import fonts
from briefwright.html import figures
from briefwright.html.metadata.tags import CARD_SIZE
from briefwright.html.templating import environment, render_template
from briefwright.model import Marking

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from briefwright.language import Catalogue
    from briefwright.model import Theme

Measure = Callable[[str], float]
"""Returns the width of a text at a font size of one pixel."""

MARGIN = 76.0
"""Pixels at the left and at the right."""
_TITLE_SIZES = (84.0, 76.0, 68.0, 62.0, 56.0, 50.0, 46.0, 42.0)
_SUBTITLE_SIZES = (34.0, 31.0, 28.0)
_SMALL_SIZE = 28.0
_PUBLISHER_BASELINE, _TITLE_TOP, _FOOT_BASELINE = 104.0, 166.0, 566.0
_MAX_HEIGHT = 340.0
"""Pixels for the title and the subtitle."""
_GAP = 22.0
_ARABIC = "IBM Plex Sans Arabic"
_LOGO_BOX = (240.0, 64.0)
"""Largest width and height of the logo in pixels."""
_LOGO_TOP, _LOGO_PADDING = 534.0, 8.0
_WEIGHTS = ("semibold", "regular")


@dataclass(frozen=True, slots=True)
class CardText:
    """The texts of a card; ``marking`` is empty if the brief is public."""

    publisher: str
    title: str
    subtitle: str
    foot: str
    marking: str = ""


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line of text: its role (publisher, title, subtitle, foot), its baseline and its font size."""

    role: str
    text: str
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Card:
    """The layout of a card; ``marking_width`` is the width of the marking's box in pixels."""

    lines: tuple[CardLine, ...]
    marking_width: float


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


def card_layout(text: CardText, bold: Measure, regular: Measure, logo_width: float = 0.0) -> Card:
    """Return the layout of a card with the largest font sizes that fit.

    ``bold`` measures publisher, title and marking, ``regular`` the rest. The foot leaves ``logo_width`` pixels free.
    """
    width = CARD_SIZE[0] - 2 * MARGIN
    marking_width = bold(text.marking) * _SMALL_SIZE + 36 if text.marking else 0.0
    small, leading = _SMALL_SIZE, _SMALL_SIZE * 1.2
    publisher, _ = _block("publisher", text.publisher, bold, (small,), width - marking_width - _GAP, leading)
    # The title may use the height that the smallest subtitle leaves.
    smallest = _SUBTITLE_SIZES[-1]
    _, least = _block("subtitle", text.subtitle, regular, (smallest,), width, smallest * 1.35 * 3)
    title, height = _block("title", text.title, bold, _TITLE_SIZES, width, _MAX_HEIGHT - _GAP - least, 1.14)
    subtitle, _ = _block("subtitle", text.subtitle, regular, _SUBTITLE_SIZES, width, _MAX_HEIGHT - height - _GAP, 1.35)
    foot, _ = _block("foot", text.foot, regular, (small,), width - logo_width, leading)
    tops = (_PUBLISHER_BASELINE - publisher[0].y, _TITLE_TOP, _TITLE_TOP + height + _GAP, _FOOT_BASELINE - foot[0].y)
    blocks = zip((publisher, title, subtitle, foot), tops, strict=True)
    lines = (replace(line, y=round(line.y + top, 2)) for block, top in blocks for line in block)
    return Card(tuple(lines), round(marking_width, 2))


def _block(  # noqa: PLR0913, PLR0917 - each is a dimension
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


def wrap(text: str, measure: Measure, width: float) -> list[str]:
    """Return the lines of a text, as few and as even as possible; ``width`` is in ems.

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


def _truncate(lines: list[str], measure: Measure, count: int, width: float) -> list[str]:
    shown = lines[: max(1, count)]
    if len(shown) < len(lines):
        last = shown[-1]
        while last and measure(f"{last} …") > width:
            last = last.rpartition(" ")[0] or last[:-1]
        shown[-1] = f"{last.rstrip(' ,;:–—.')} …".strip()
    return shown


def card_svg(  # noqa: PLR0913, PLR0917 - what a card is made of
    templates: Path,
    catalogue: Catalogue,
    card: Card,
    marking: str,
    font_index: Callable[[str], int],
    theme: Theme,
    logo: bytes = b"",
) -> str:
    """Return a card as SVG, mirrored if its language is right-to-left.

    ``font_index`` returns the index of a line's font: 0 for that of the theme, 1 for Arabic. Without it, the renderer
    would replace a font that lacks a character with any installed font. ``logo`` is the picture of the theme's logo.
    """
    width, height = CARD_SIZE
    is_ltr = catalogue.direction == "ltr"
    marking_left = width - MARGIN - card.marking_width if is_ltr else MARGIN
    values = {
        "card": card,
        "lines": [(line, (theme.figure_family, _ARABIC)[font_index(line.text)]) for line in card.lines],
        "width": width,
        "height": height,
        "margin": MARGIN,
        "inner": width - 2 * MARGIN,
        "start": MARGIN if is_ltr else width - MARGIN,
        "anchor": "start" if is_ltr else "end",
        "label_left": marking_left,
        "label_middle": marking_left + card.marking_width / 2,
        "label_ink": Marking(marking).colour,
        "marking": marking,
        "family": theme.figure_family,
        "colours": theme.light,
        "logo": _logo_box(theme, logo, is_ltr=is_ltr),
    }
    return render_template(environment(templates, catalogue), templates, "social_card.svg.j2", values)


def _logo_box(theme: Theme, logo: bytes, *, is_ltr: bool) -> dict[str, Any] | None:
    """Return the logo as a data URL and its place, at the end of the foot."""
    if not (logo and theme.logo):
        return None
    scale = min(_LOGO_BOX[0] / theme.logo.width, _LOGO_BOX[1] / theme.logo.height)
    width, height = theme.logo.width * scale, theme.logo.height * scale
    media_type = "image/svg+xml" if theme.logo.name.endswith(".svg") else "image/png"
    return {
        "address": f"data:{media_type};base64,{base64.b64encode(logo).decode()}",
        "x": CARD_SIZE[0] - MARGIN - width - _LOGO_PADDING if is_ltr else MARGIN + _LOGO_PADDING,
        "y": _LOGO_TOP + (_LOGO_BOX[1] - height) / 2,
        "width": width,
        "height": height,
        "padding": _LOGO_PADDING,
    }


def social_card(  # noqa: PLR0913, PLR0917 - what a card is made of
    facts: Mapping[str, Any], catalogue: Catalogue, templates: Path, folder: Path, theme: Theme, logo: bytes = b""
) -> bytes:
    """Return the card of a brief as PNG, or of the site if ``facts`` has no title.

    ``folder`` has the print fonts, ``logo`` is the picture of the theme's logo.
    """
    sans = "serif" if theme.figure_family == fonts.SERIF else "sans"
    faces = {weight: [folder / f"{family}-{weight}.ttf" for family in (sans, "arabic")] for weight in _WEIGHTS}
    bold, regular = (FontStack(faces[weight]) for weight in _WEIGHTS)
    logo_width = _LOGO_BOX[0] + 2 * _LOGO_PADDING + _GAP if logo else 0.0
    card = card_layout(_card_text(facts, catalogue), bold.width, regular.width, logo_width)
    figures.register_fonts(folder)
    svg = card_svg(templates, catalogue, card, facts["marking"], regular.index_for, theme, logo)
    return figures.svg_to_png(svg)


def _card_text(facts: Mapping[str, Any], catalogue: Catalogue) -> CardText:
    publisher, marking = facts["publisher"], "" if Marking(facts["marking"]).is_public else facts["marking"]
    if "title" not in facts:
        address = facts["base_url"].partition("//")[2]
        return CardText(publisher, catalogue.text("site.title"), catalogue.text("site.about"), address, marking)
    edition = catalogue.text("label.edition", number=facts["edition"]["number"])
    number = f"{facts['number']} · " if facts["number"] else ""
    foot = f"{number}{edition}, {catalogue.date(facts['edition']['date'])}"
    return CardText(publisher, facts["title"], facts["subtitle"] or "", foot, marking)
