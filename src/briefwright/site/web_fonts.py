"""CSS ``@font-face`` rules: the web fonts, and local fallback fonts scaled to the same width and height.

CSS Fonts Module Level 4 (``font-display``) and Level 5 (``size-adjust`` and the metric overrides).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefwright.fonts import SANS, SERIF, font_metrics
from briefwright.html.theme_css import font_stack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefwright.fonts import CodepointRange, FontMetrics
    from briefwright.model import Theme

_SERIF, _SANS, _ARABIC = "Plex Serif", "Plex Sans", "Plex Arabic"


@dataclass(frozen=True, slots=True)
class WebFontSubset:
    """A subset of one of ``fonts.WEB_FONTS``: its URL relative to the style sheet, and its character ranges."""

    file: str
    url: str
    ranges: tuple[CodepointRange, ...]


@dataclass(frozen=True, slots=True)
class _WebFont:
    family: str
    file: str
    weight: str = "400"
    style: str = "normal"


@dataclass(frozen=True, slots=True)
class LocalFont:
    """A fallback for the web font ``file``: a system font with its full and PostScript names and its mean width."""

    family: str
    names: tuple[str, ...]
    width: float
    file: str
    weight: int = 400
    style: str = "normal"


_WEB_FONTS = (
    _WebFont(_SERIF, "plex-serif-regular.woff2"),
    _WebFont(_SERIF, "plex-serif-italic.woff2", style="italic"),
    _WebFont(_SERIF, "plex-serif-semibold.woff2", "600"),
    _WebFont(_SANS, "plex-sans.woff2", "400 700"),
    _WebFont(_ARABIC, "plex-arabic.woff2"),
)
_REGULAR, _BOLD, _ITALIC = "plex-serif-regular.woff2", "plex-serif-semibold.woff2", "plex-serif-italic.woff2"
_SANS_REGULAR = "plex-sans.woff2"
# Widths: Times New Roman and Arial have those of Liberation Serif and Sans (measured: 1.07.4; DejaVu: 2.37).
# Georgia is scaled from Times New Roman by the mean widths of @capsizecss/metrics 3.5: 913 to 832, bold 1062 to 886,
# italic 931 to 832.
_TIMES, _TIMES_BOLD, _TIMES_ITALIC = 0.4116, 0.4362, 0.4128
_LOCAL_FONTS = (
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
    LocalFont("Plex by Arial", ("Arial", "Helvetica", "Liberation Sans"), 0.4601, _SANS_REGULAR),
    LocalFont("Plex by Arial", ("Arial Bold", "Helvetica-Bold", "Liberation Sans Bold"), 0.4924, _SANS_REGULAR, 600),
    LocalFont("Plex by DejaVu Sans", ("DejaVu Sans",), 0.5234, _SANS_REGULAR),
    LocalFont("Plex by DejaVu Sans", ("DejaVu Sans Bold",), 0.5899, _SANS_REGULAR, 600),
)
# Latin letters and punctuation; other characters come from the next web font.
_LATIN = "U+20-17F, U+2010-2044, U+20AC"


def font_face_rules(subsets: Sequence[WebFontSubset], theme: Theme, own: Mapping[str, str]) -> str:
    """Return the rules of font subsets and fallbacks, and the custom properties ``--serif`` and ``--sans``.

    ``own`` are the names of the publisher's families in style sheets.
    """
    files = {subset.file for subset in subsets}
    local = [font for font in _LOCAL_FONTS if font.file in files]
    rules = [_web_font_rule(font, subset) for font in _WEB_FONTS for subset in subsets if subset.file == font.file]
    rules += [fallback_rule(font, font_metrics(font.file, font.weight)) for font in local]
    # A fallback directly follows its web font, because another web font is wider or narrower.
    serif = [_SERIF, *(font.family for font in local if font.file != _SANS_REGULAR), _SANS, _ARABIC, "serif"]
    sans = [_SANS, *(font.family for font in local if font.file == _SANS_REGULAR), _ARABIC, "sans-serif"]
    lists = {SERIF: _font_list(serif), SANS: _font_list(sans)}
    serif_list, sans_list = font_stack(theme.serif, SERIF, lists, own), font_stack(theme.sans, SANS, lists, own)
    rules.append(f":root {{ --serif: {serif_list}; --sans: {sans_list}; }}")
    return "\n".join(rules) + "\n"


def fallback_rule(local: LocalFont, target: FontMetrics) -> str:
    """Return the rule that scales a local font to the metrics ``target``.

    ``size-adjust`` scales it to the same mean width. The overrides are relative to the scaled size, so they are divided
    by the scale (CSS Fonts 5, 4.4 and 4.5).
    """
    scale = target.width / local.width
    sources = ", ".join(f'local("{name}")' for name in local.names)
    heights = {"ascent": target.ascent, "descent": target.descent, "line-gap": target.gap}
    overrides = " ".join(f"{name}-override: {_percent(height / scale)};" for name, height in heights.items())
    return (
        f'@font-face {{ font-family: "{local.family}"; font-style: {local.style}; font-weight: {local.weight};'
        f" src: {sources}; size-adjust: {_percent(scale)}; {overrides} unicode-range: {_LATIN}; }}"
    )


def _web_font_rule(font: _WebFont, subset: WebFontSubset) -> str:
    ranges = ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in subset.ranges)
    return (
        f'@font-face {{ font-family: "{font.family}"; font-style: {font.style}; font-weight: {font.weight};'
        f' src: url("{subset.url}") format("woff2"); font-display: swap; unicode-range: {ranges}; }}'
    )


def _percent(ratio: float) -> str:
    return f"{100 * ratio:.2f}%"


def _font_list(families: Iterable[str]) -> str:
    return ", ".join(name if name.islower() else f'"{name}"' for name in dict.fromkeys(families))
