"""Colours as ``#rrggbb``: their contrast (WCAG 2.2), mixtures, and the nearest colour with enough contrast."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Requirement = tuple[str, float]
"""Another colour, and the contrast that is needed with it."""
_STEPS = 500
"""Steps of lightness from black to white; a step is smaller than that between two shades of grey."""
_KNEE = 0.04045
"""The end of the linear part of the transfer function of sRGB (CSS Color Module Level 4, 10.2)."""
_TOKEN = re.compile(r"var\(--([a-z][a-z0-9-]*)\)")


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return a mixture of two colours in OKLab; ``share`` is that of the other, 0 to 1."""
    pairs = zip(_to_oklab(one), _to_oklab(other), strict=True)
    lightness, a, b = (first + (second - first) * share for first, second in pairs)
    return _from_oklab(lightness, a, b)


def nearest(colour: str, requirements: Iterable[Requirement]) -> str | None:
    """Return the colour of the same hue and the nearest lightness that meets all requirements; ``None`` if none does.

    Lightness is that of OKLab, in which equal steps look equal. Beyond its ends, a colour becomes black or white.
    """
    needed = list(requirements)
    lightness, a, b = _to_oklab(colour)
    for step in range(2 * _STEPS):
        for change in (step / _STEPS, -step / _STEPS):
            other = _from_oklab(lightness + change, a, b) if step else colour
            if all(contrast(other, one) >= ratio for one, ratio in needed):
                return other
    return None


def tokens_in(text: str) -> list[str]:
    """Return the names in the references ``var(--name)`` of a text, in order."""
    return _TOKEN.findall(text)


def with_tokens(text: str, values: Mapping[str, str]) -> str:
    """Return a text with values in place of its references ``var(--name)``; unknown ones stay."""
    return _TOKEN.sub(lambda match: values.get(match[1], match[0]), text)


def _linear(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue of a colour without the transfer function of sRGB, 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= _KNEE else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_oklab(colour: str) -> tuple[float, float, float]:
    """Return a colour in OKLab (CSS Color Module Level 4, 9.2 and the sample code in 19)."""
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _from_oklab(lightness: float, a: float, b: float) -> str:
    """Return a colour of OKLab; a part outside sRGB becomes its nearest value."""
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    clipped = (min(max(part, 0.0), 1.0) for part in linear)
    parts = (part * 12.92 if part <= _KNEE / 12.92 else 1.055 * part ** (1 / 2.4) - 0.055 for part in clipped)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
