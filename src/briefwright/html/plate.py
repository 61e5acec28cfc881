"""A drawn figure for a page of any colour: its own letters, and other colours where the page is dark.

A picture in a page may use neither the page's typefaces nor its style sheet (SVG 2, 2.7, secure static mode), so it
carries both.  All of it is for screens: in print, and for what knows no style sheets, the figure is as it was.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["FAMILY", "plate"]

FAMILY = "IBM Plex Sans"
"""The typeface that figures are drawn in."""
_NONE = frozenset({"none", "transparent", "currentColor"})
_BOLD = frozenset({"bold", "600", "700"})
_PAINTS = ("fill", "stroke")


def plate(svg: str, dark: Mapping[str, str], cut: Callable[[str, int], bytes]) -> str:
    """Return an SVG with a style sheet of its own.

    ``dark`` gives for each colour of the house (``#rrggbb``) the one that stands for it on a dark page; a figure with
    any other colour stays light, for nobody has said what it is to be.  ``cut`` returns the typeface of a weight
    (400, 600) with the letters of a text, as WOFF2.
    """
    root = etree.fromstring(svg.encode())
    rules = "".join([*_faces(root, cut), *_dark(root, dark)])
    if not rules:
        return svg
    return re.sub(r"(?=<(?:rect|g|path)\b)", lambda _: f"<style>@media screen{{{rules}}}</style>", svg, count=1)


def _faces(root: etree._Element, cut: Callable[[str, int], bytes]) -> Iterator[str]:
    letters: dict[int, set[str]] = {400: set(), 600: set()}
    for text in root.iter("{*}text"):
        if FAMILY in text.get("font-family", ""):
            weight = 600 if text.get("font-weight") in _BOLD else 400
            letters[weight] |= set("".join(str(part) for part in text.itertext()))
    for weight, signs in letters.items():
        if signs:
            data = base64.b64encode(cut("".join(sorted(signs)), weight)).decode()
            source = f'url("data:font/woff2;base64,{data}") format("woff2")'
            yield f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};src:{source}}}'


def _dark(root: etree._Element, dark: Mapping[str, str]) -> Iterator[str]:
    used = {
        (paint, value)
        for element in root.iter()
        for paint in _PAINTS
        if (value := element.get(paint)) is not None and value not in _NONE
    }
    if all(value in dark for _, value in used):
        rules = (f'[{paint}="{value}"]{{{paint}:{dark[value]}}}' for paint, value in sorted(used))
        yield f"@media (prefers-color-scheme:dark){{{''.join(rules)}}}"
