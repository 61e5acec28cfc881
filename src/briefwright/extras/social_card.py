"""Social cards: lay out the texts and the verdict of a card, and draw the picture."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from briefwright import fonts
from briefwright.extras.card_lines import CardLine, FontStack, block
from briefwright.html import figures
from briefwright.html.metadata.tags import CARD_SIZE
from briefwright.html.templating import environment, render_template
from briefwright.model import Marking

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from briefwright.html.wrapping import Measure
    from briefwright.language import Catalogue
    from briefwright.model import Theme

MARGIN = 76.0
"""Pixels at the left and at the right."""
_TITLE_SIZES = (84.0, 76.0, 68.0, 62.0, 56.0, 50.0, 46.0, 42.0)
_SUBTITLE_SIZES = (34.0, 31.0, 28.0)
_SMALL_SIZE = 28.0
_PUBLISHER_BASELINE, _TITLE_TOP, _FOOT_BASELINE = 104.0, 166.0, 566.0
_MAX_HEIGHT = 340.0
"""Pixels for the title and the subtitle."""
_GAP = 22.0
_ROW, _LAST_ROW = 44.0, 496.0
"""The distance between the rows of the verdict, and the baseline of the last, in pixels."""
_BOX, _BOX_GAP, _GROUP_GAP = 20.0, 5.0, 14.0
_MAX_BOXES = 24
"""More boxes of a verdict would leave no room for its words."""
_ARABIC = "IBM Plex Sans Arabic"
_LOGO_BOX = (240.0, 64.0)
"""Largest width and height of the logo in pixels."""
_LOGO_TOP, _LOGO_PADDING = 534.0, 8.0
_WEIGHTS = ("semibold", "regular")


@dataclass(frozen=True, slots=True)
class CardText:
    """The texts of a card, and the rows of its verdict; ``marking`` is empty if the brief is public."""

    publisher: str
    title: str
    subtitle: str
    foot: str
    marking: str = ""
    verdict: tuple[VerdictRow, ...] = ()


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """How findings or recommendations fared: the words, and the marks of their boxes by groups."""

    words: str
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """The layout of a card; ``marking_width`` is the width of the marking's box in pixels."""

    lines: tuple[CardLine, ...]
    marking_width: float
    boxes: tuple[CardBox, ...] = ()
    words: tuple[CardLine, ...] = ()


@dataclass(frozen=True, slots=True)
class CardBox:
    """A box of the verdict: its mark, its distance from the start of the line, and its top."""

    mark: str
    x: float
    y: float
    size: float = _BOX


def card_layout(text: CardText, bold: Measure, regular: Measure, logo_width: float = 0.0) -> Card:
    """Return the layout of a card with the largest font sizes that fit.

    ``bold`` measures publisher, title and marking, ``regular`` the rest. The foot leaves ``logo_width`` pixels free.
    """
    width = CARD_SIZE[0] - 2 * MARGIN
    marking_width = bold(text.marking) * _SMALL_SIZE + 36 if text.marking else 0.0
    small, leading = _SMALL_SIZE, _SMALL_SIZE * 1.2
    publisher, _ = block("publisher", text.publisher, bold, (small,), width - marking_width - _GAP, leading)
    # The title may use the height that the smallest subtitle leaves.
    smallest = _SUBTITLE_SIZES[-1]
    _, least = block("subtitle", text.subtitle, regular, (smallest,), width, smallest * 1.35 * 3)
    room = _MAX_HEIGHT - _ROW * len(text.verdict)
    title, height = block("title", text.title, bold, _TITLE_SIZES, width, room - _GAP - least, 1.14)
    subtitle, _ = block("subtitle", text.subtitle, regular, _SUBTITLE_SIZES, width, room - height - _GAP, 1.35)
    foot, _ = block("foot", text.foot, regular, (small,), width - logo_width, leading)
    tops = (_PUBLISHER_BASELINE - publisher[0].y, _TITLE_TOP, _TITLE_TOP + height + _GAP, _FOOT_BASELINE - foot[0].y)
    blocks = zip((publisher, title, subtitle, foot), tops, strict=True)
    lines = (replace(line, y=round(line.y + top, 2)) for block, top in blocks for line in block)
    boxes, words = _verdict(text.verdict, regular, width)
    return Card(tuple(lines), round(marking_width, 2), boxes, words)


def _verdict(
    rows: Sequence[VerdictRow], measure: Measure, width: float
) -> tuple[tuple[CardBox, ...], tuple[CardLine, ...]]:
    """Return the boxes and the words of a verdict; the words of all rows begin at the same place.

    The place of a line of words is its ``x``, in pixels from the start.
    """
    boxes: list[CardBox] = []
    widest = 0.0
    for number, row in enumerate(rows):
        x, baseline = 0.0, _LAST_ROW - _ROW * (len(rows) - 1 - number)
        for group in row.groups if sum(map(len, row.groups)) <= _MAX_BOXES else ():
            for mark in group:
                boxes.append(CardBox(mark, x, baseline - _BOX + 1))
                x += _BOX + _BOX_GAP
            x += _GROUP_GAP - _BOX_GAP
        widest = max(widest, x)
    lines = (
        replace(line, x=widest, y=_LAST_ROW - _ROW * (len(rows) - 1 - number))
        for number, row in enumerate(rows)
        for line in block("verdict", row.words, measure, (26.0, 23.0, 20.0), width - widest, 34.0)[0]
    )
    return tuple(boxes), tuple(lines)


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
        "lines": [(line, (theme.figure_family, _ARABIC)[font_index(line.text)]) for line in (*card.lines, *card.words)],
        "mirror": 1 if is_ltr else -1,
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
    return CardText(publisher, facts["title"], facts["subtitle"] or "", foot, marking, _verdict_rows(facts, catalogue))


def _verdict_rows(facts: Mapping[str, Any], catalogue: Catalogue) -> tuple[VerdictRow, ...]:
    verdict = facts["verdict"] or {}
    keys = (("findings", "count.claims"), ("recommendations", "count.recommendations"))
    return tuple(
        VerdictRow(
            catalogue.text(
                "card.verdict",
                total=catalogue.count(count, sum(len(group["items"]) for group in groups)),
                parts=catalogue.listing([f"{len(group['items'])} {_name(group, catalogue)}" for group in groups]),
            ),
            tuple(tuple(group["mark"] for _ in group["items"]) for group in groups),
        )
        for key, count in keys
        if (groups := verdict.get(key))
    )


def _name(group: Mapping[str, Any], catalogue: Catalogue) -> str:
    if group["phrase"]:
        return str(group["phrase"])
    return catalogue.text(f"standing.{group['state']}" if group["state"] else "word.not-rated")
