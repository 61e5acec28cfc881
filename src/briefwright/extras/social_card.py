"""The picture that stands for a page where it is shared: its words divided into lines, each with its place and size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import uharfbuzz

from briefwright import fonts
from briefwright.html import figures
from briefwright.html.metadata.tags import CARD_SIZE
from briefwright.html.templating import environment, render
from briefwright.model import Marking

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from briefwright.language import Catalogue

Measure = Callable[[str], float]
"""Gives the width of a text at a size of one pixel."""

MARGIN = 76.0
"""Pixels at the left and the right."""
_TITLE = (84.0, 76.0, 68.0, 62.0, 56.0, 50.0, 46.0, 42.0)
_SUBTITLE = (34.0, 31.0, 28.0)
_SMALL = 28.0
_MASTHEAD, _TITLE_TOP, _FOOT = 104.0, 166.0, 566.0
"""Base line of the publisher's name, top of the title, base line of the last line."""
_ROOM = 340.0
"""Pixels for title and subtitle together."""
_GAP = 22.0
_FAMILIES = ("IBM Plex Sans", "IBM Plex Sans Arabic")
_WEIGHTS = ("semibold", "regular")


@dataclass(frozen=True, slots=True)
class CardText:
    """What a card says; ``marking`` is empty where everybody may read on."""

    publisher: str
    title: str
    subtitle: str
    foot: str
    marking: str = ""


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line of text: where its base line begins, how large it is, and as what it is set."""

    kind: str
    text: str
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Card:
    """A card ready to be drawn; ``label`` is the width of the marking's box, in pixels."""

    lines: tuple[CardLine, ...]
    label: float


class Typefaces:
    """Typefaces of which a later one sets a line that holds what an earlier one lacks."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Read the files of the typefaces, the first for all that it can set."""
        self._faces = [fonts.open_font(path) for path in paths]
        self._covered = [set(face.unicodes) for face in self._faces]
        self.width = cache(self._width)  # the same words are tried in many lines

    def setting(self, text: str) -> int:
        """Return the number of the first typeface that has all characters of a text, else of that with the most."""
        lacking = [sum(ord(sign) not in signs for sign in text) for signs in self._covered]
        return lacking.index(min(lacking))

    def _width(self, text: str) -> float:
        """Return the width of a text at a size of one."""
        font = uharfbuzz.Font(self._faces[self.setting(text)])
        return fonts.advance(font, text) / int(font.face.upem)


def layout(words: CardText, bold: Measure, regular: Measure) -> Card:
    """Return a card of some words, as large as they fit.

    ``bold`` measures publisher, title and marking, ``regular`` the rest.
    """
    width = CARD_SIZE[0] - 2 * MARGIN
    label = bold(words.marking) * _SMALL + 36 if words.marking else 0.0
    publisher, _ = _block("publisher", words.publisher, bold, (_SMALL,), width - label - _GAP, _SMALL * 1.2)
    # The title may take what the smallest subtitle leaves it.
    _, least = _block("subtitle", words.subtitle, regular, _SUBTITLE[-1:], width, _SUBTITLE[-1] * 1.35 * 3)
    title, height = _block("title", words.title, bold, _TITLE, width, _ROOM - _GAP - least, 1.14)
    subtitle, _ = _block("subtitle", words.subtitle, regular, _SUBTITLE, width, _ROOM - height - _GAP, 1.35)
    foot, _ = _block("foot", words.foot, regular, (_SMALL,), width, _SMALL * 1.2)
    tops = (_MASTHEAD - publisher[0].y, _TITLE_TOP, _TITLE_TOP + height + _GAP, _FOOT - foot[0].y)
    blocks = zip((publisher, title, subtitle, foot), tops, strict=True)
    placed = (replace(line, y=round(line.y + top, 2)) for block, top in blocks for line in block)
    return Card(tuple(placed), round(label, 2))


def _block(  # noqa: PLR0913, PLR0917 - each is a dimension
    kind: str,
    text: str,
    measure: Measure,
    sizes: Sequence[float],
    width: float,
    height: float,
    leading: float = 1.2,
) -> tuple[list[CardLine], float]:
    """Return a text in the largest of some sizes in which it fits a box, else in the smallest, cut with an ellipsis.

    Its lines are placed from the top of the block, whose height is returned with them.
    """
    for size in sizes:
        found = lines(text, measure, width / size)
        whole = all(measure(word) * size <= width for word in text.split())
        if whole and len(found) * size * leading <= height:
            break
    else:
        size = sizes[-1]
        found = _cut(lines(text, measure, width / size), measure, int(height // (size * leading)), width / size)
    step = size * leading
    # Capitals are 0.7 of the size high, and stand in the middle of their line.
    first = (step + size * 0.7) / 2
    return [CardLine(kind, line, first + step * number, size) for number, line in enumerate(found)], len(found) * step


def lines(text: str, measure: Measure, width: float) -> list[str]:
    """Return the lines of a text, of as even a length as their number allows; ``width`` is in ems.

    A word that is wider than a line is divided.
    """
    words = [part for word in text.split() for part in _parts(word, measure, width)]
    wide = list(_filled(words, measure, width))
    # The narrowest column that needs no more lines, so that no last line has one word.
    low, high = 0.0, width
    for _ in range(12):
        middle = (low + high) / 2
        narrow = list(_filled(words, measure, middle))
        fits = len(narrow) <= len(wide) and all(measure(word) <= middle for word in words)
        low, high = (low, middle) if fits else (middle, high)
    return list(_filled(words, measure, high))


def _filled(words: Sequence[str], measure: Measure, width: float) -> Iterator[str]:
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


def _parts(word: str, measure: Measure, width: float) -> Iterator[str]:
    while measure(word) > width and len(word) > 1:
        count = next((n for n in range(len(word), 0, -1) if measure(word[:n]) <= width), 1)
        yield word[:count]
        word = word[count:]
    yield word


def _cut(found: list[str], measure: Measure, count: int, width: float) -> list[str]:
    kept = found[: max(1, count)]
    if len(kept) < len(found):
        last = kept[-1]
        while last and measure(f"{last} …") > width:
            last = last.rpartition(" ")[0] or last[:-1]
        kept[-1] = f"{last.rstrip(' ,;:–—.')} …".strip()
    return kept


def card_svg(
    templates: Path, catalogue: Catalogue, social_card: Card, marking: str, setting: Callable[[str], int]
) -> str:
    """Return a card as SVG; where its language runs from right to left, so does the card.

    ``setting`` gives which of ``_FAMILIES`` sets a line: what draws it would take any typeface of the machine for a
    line that the one named lacks a letter of.
    """
    width, height = CARD_SIZE
    left = catalogue.direction == "ltr"
    label = width - MARGIN - social_card.label if left else MARGIN
    values = {
        "card": social_card,
        "lines": [(line, _FAMILIES[setting(line.text)]) for line in social_card.lines],
        "width": width,
        "height": height,
        "margin": MARGIN,
        "inner": width - 2 * MARGIN,
        "start": MARGIN if left else width - MARGIN,
        "anchor": "start" if left else "end",
        "label_left": label,
        "label_middle": label + social_card.label / 2,
        "label_ink": Marking(marking).colour,
        "marking": marking,
    }
    return render(environment(templates, catalogue), templates, "social_card.svg.j2", values)


def social_card(said: Mapping[str, Any], catalogue: Catalogue, templates: Path, folder: Path) -> bytes:
    """Return the card of a brief, or of the site where ``said`` has no title, as PNG.

    ``folder`` has the print fonts.
    """
    faces = {weight: [folder / f"{family}-{weight}.ttf" for family in ("sans", "arabic")] for weight in _WEIGHTS}
    bold, regular = (Typefaces(faces[weight]) for weight in _WEIGHTS)
    made = layout(_words(said, catalogue), bold.width, regular.width)
    figures.register_fonts(folder)
    return figures.svg_to_png(card_svg(templates, catalogue, made, said["marking"], regular.setting))


def _words(said: Mapping[str, Any], catalogue: Catalogue) -> CardText:
    marking = "" if Marking(said["marking"]).is_public else said["marking"]
    if "title" not in said:
        address = said["base_url"].partition("//")[2]
        return CardText(said["publisher"], catalogue.text("site.title"), catalogue.text("site.about"), address, marking)
    edition = catalogue.text("label.edition", number=said["edition"]["number"])
    foot = f"{said['number']} · {edition}, {catalogue.date(said['edition']['date'])}"
    return CardText(said["publisher"], said["title"], said["subtitle"], foot, marking)
