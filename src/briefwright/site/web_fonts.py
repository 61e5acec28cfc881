"""The web's fonts in CSS: our own, and local fonts of the same width and height until ours have arrived.

CSS Fonts Module Level 4 (``font-display``) and Level 5 (``size-adjust`` and the overrides of metrics).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefwright.fonts import measures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefwright.fonts import CodepointRange, Measures

_SERIF, _SANS, _ARABIC = "Plex Serif", "Plex Sans", "Plex Arabic"


@dataclass(frozen=True, slots=True)
class WebFontSubset:
    """A part of one of ``fonts.WEB_FONTS``: its URL from the style sheet, and its ranges of characters."""

    file: str
    url: str
    ranges: tuple[CodepointRange, ...]


@dataclass(frozen=True, slots=True)
class _Own:
    family: str
    file: str
    weight: str = "400"
    style: str = "normal"


@dataclass(frozen=True, slots=True)
class LocalFont:
    """A typeface of the reader's system, by its full and PostScript names; ``width`` is its ``Measures.width``."""

    family: str
    names: tuple[str, ...]
    width: float
    file: str
    weight: int = 400
    style: str = "normal"


_OWN = (
    _Own(_SERIF, "plex-serif-regular.woff2"),
    _Own(_SERIF, "plex-serif-italic.woff2", style="italic"),
    _Own(_SERIF, "plex-serif-semibold.woff2", "600"),
    _Own(_SANS, "plex-sans.woff2", "400 700"),
    _Own(_ARABIC, "plex-arabic.woff2"),
)
_REGULAR, _BOLD, _ITALIC = "plex-serif-regular.woff2", "plex-serif-semibold.woff2", "plex-serif-italic.woff2"
_UPRIGHT = "plex-sans.woff2"
# Times New Roman and Arial are as wide as Liberation Serif and Sans, of which 1.07.4 was measured, as DejaVu 2.37 was.
# Georgia is to Times New Roman as the mean widths in @capsizecss/metrics 3.5: 913 to 832, bold 1062 to 886, italic 931.
_TIMES, _TIMES_BOLD, _TIMES_ITALIC = 0.4116, 0.4362, 0.4128
_STAND_INS = (
    LocalFont("Plex by Georgia", ("Georgia",), _TIMES * 913 / 832, _REGULAR),
    LocalFont("Plex by Georgia", ("Georgia Bold", "Georgia-Bold"), _TIMES_BOLD * 1062 / 886, _BOLD, 600),
    LocalFont("Plex by Georgia", ("Georgia Italic", "Georgia-Italic"), _TIMES * 931 / 832, _ITALIC, style="italic"),
    LocalFont("Plex by Times", ("Times New Roman", "Liberation Serif"), _TIMES, _REGULAR),
    LocalFont("Plex by Times", ("Times New Roman Bold", "Liberation Serif Bold"), _TIMES_BOLD, _BOLD, 600),
    LocalFont(
        "Plex by Times", ("Times New Roman Italic", "Liberation Serif Italic"), _TIMES_ITALIC, _ITALIC, style="italic"
    ),
    LocalFont("Plex by DejaVu", ("DejaVu Serif",), 0.5272, _REGULAR),
    LocalFont("Plex by DejaVu", ("DejaVu Serif Bold",), 0.5778, _BOLD, 600),
    LocalFont("Plex by Arial", ("Arial", "Helvetica", "Liberation Sans"), 0.4601, _UPRIGHT),
    LocalFont("Plex by Arial", ("Arial Bold", "Helvetica-Bold", "Liberation Sans Bold"), 0.4924, _UPRIGHT, 600),
    LocalFont("Plex by DejaVu Sans", ("DejaVu Sans",), 0.5234, _UPRIGHT),
    LocalFont("Plex by DejaVu Sans", ("DejaVu Sans Bold",), 0.5899, _UPRIGHT, 600),
)
# Latin and its punctuation: what a stand-in lacks the next of ours may have.
_LATIN = "U+20-17F, U+2010-2044, U+20AC"


def font_face_rules(subsets: Sequence[WebFontSubset]) -> str:
    """Return the rules for font subsets, and the custom properties that list the families."""
    files = {subset.file for subset in subsets}
    local = [face for face in _STAND_INS if face.file in files]
    rules = [_own(face, subset) for face in _OWN for subset in subsets if subset.file == face.file]
    rules += [fallback_rule(face, measures(face.file, face.weight)) for face in local]
    # A stand-in comes right after its font: another of ours that has arrived would be wider or narrower.
    serif = [_SERIF, *(face.family for face in local if face.file != _UPRIGHT), _SANS, _ARABIC, "serif"]
    sans = [_SANS, *(face.family for face in local if face.file == _UPRIGHT), _ARABIC, "sans-serif"]
    rules.append(f":root {{ --serif: {_listed(serif)}; --sans: {_listed(sans)}; }}")
    return "\n".join(rules) + "\n"


def fallback_rule(local: LocalFont, wanted: Measures) -> str:
    """Return the rule that lets a local typeface take the room of one with the measures ``wanted``.

    ``size-adjust`` scales it to the same mean width; the overrides are parts of its size then, so they are divided by
    that scale (CSS Fonts 5, 4.4 and 4.5).
    """
    scale = wanted.width / local.width
    sources = ", ".join(f'local("{name}")' for name in local.names)
    heights = {"ascent": wanted.ascent, "descent": wanted.descent, "line-gap": wanted.gap}
    overrides = " ".join(f"{name}-override: {_percent(height / scale)};" for name, height in heights.items())
    return (
        f'@font-face {{ font-family: "{local.family}"; font-style: {local.style}; font-weight: {local.weight};'
        f" src: {sources}; size-adjust: {_percent(scale)}; {overrides} unicode-range: {_LATIN}; }}"
    )


def _own(face: _Own, subset: WebFontSubset) -> str:
    ranges = ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in subset.ranges)
    return (
        f'@font-face {{ font-family: "{face.family}"; font-style: {face.style}; font-weight: {face.weight};'
        f' src: url("{subset.url}") format("woff2"); font-display: swap; unicode-range: {ranges}; }}'
    )


def _percent(part: float) -> str:
    return f"{100 * part:.2f}%"


def _listed(families: Iterable[str]) -> str:
    return ", ".join(name if name.islower() else f'"{name}"' for name in dict.fromkeys(families))
