"""A theme as CSS custom properties: fonts and colours of print and web."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from briefwright.fonts import SANS, SERIF

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefwright.model import Theme

_SERIF = '"Plex Serif", "Plex Sans", "Plex Arabic", "IBM Plex Serif", Georgia, "Times New Roman", serif'
_SANS = '"Plex Sans", "Plex Arabic", "IBM Plex Sans", "Helvetica Neue", Arial, sans-serif'
_MONO = '"Plex Mono", ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace'
_WHITE = "#ffffff"


def print_tokens(sizes: str, theme: Theme, own: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the custom properties of PDFs: the sizes of `tokens.css`, and the fonts and light colours of a theme.

    ``own`` are the names of the publisher's families in style sheets. A page has a background only if the paper is not
    white.
    """
    background = f"@page {{ background: {theme.light['paper']} }}\n" if theme.light["paper"] != _WHITE else ""
    return f"{sizes}{_root(_fonts(theme, own) | _colours(theme.light))}{background}"


def web_tokens(sizes: str, theme: Theme) -> str:
    """Return the custom properties of web pages: the sizes, and the colours of light, dark and printed pages.

    `site.web_fonts` adds the fonts.
    """
    light, dark, printed = _colours(theme.light), _colours(theme.dark), _colours(theme.printed)
    # A logo may have dark parts, so it keeps its light background.
    dark |= {"logo-background": theme.light["paper"]}
    first = {"mono": _MONO} | light
    return (
        f"{sizes}{_root(first)}@media (prefers-color-scheme: dark) {{\n{_root(dark)}}}\n"
        f"@media print {{\n{_root(printed)}}}\n"
    )


def _fonts(theme: Theme, own: Mapping[str, str]) -> dict[str, str]:
    stacks = {SERIF: _SERIF, SANS: _SANS}
    serif, sans = font_stack(theme.serif, SERIF, stacks, own), font_stack(theme.sans, SANS, stacks, own)
    return {"serif": serif, "sans": sans, "mono": _MONO}


def font_stack(family: str, default: str, stacks: Mapping[str, str], own: Mapping[str, str]) -> str:
    """Return the value of ``font-family`` for a family: its stack, or the publisher's family before the default."""
    if family in own:
        return f'"{own[family]}", {stacks[default]}'
    return stacks.get(family, stacks[default])


def _colours(values: Mapping[str, str]) -> dict[str, str]:
    return {**values, "logo-background": values["paper"]}


def _root(properties: Mapping[str, str]) -> str:
    lines = (f"  --{name}: {value};\n" for name, value in properties.items())
    return f":root {{\n{''.join(lines)}}}\n"
