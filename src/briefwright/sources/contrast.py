"""Check the contrast of a theme's colours (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from briefwright.colours import contrast, nearest
from briefwright.model.theme import FOLLOWING, PAIRS, TEXT_CONTRAST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefwright.errors import Problem
    from briefwright.model import Theme
    from briefwright.sources.files import SourceFile
    from briefwright.sources.yaml_nodes import Location

_SCHEMES = {
    "colours": ("light", "on light pages and in PDFs"),
    "dark": ("dark", "on dark pages"),
    "printed": ("printed", "on printed web pages"),
}
"""The keys of ``theme.yaml`` with colours: their names in a `Theme`, and where the colours are used."""


class _Setting(NamedTuple):
    """A colour and the place that sets it, in the publisher's file or in that of the templates."""

    is_own: bool
    location: Location
    value: str


class _Neighbour(NamedTuple):
    """A colour that another one is shown on or under, the contrast that they need, and where."""

    name: str
    value: str
    ratio: float
    where: str


def contrast_problems(theme: Theme, own: SourceFile, default: SourceFile) -> Iterator[Problem]:
    """Yield a problem for each colour with too little contrast, at the place that sets it.

    ``own`` is the publisher's file, ``default`` that of the templates.
    """
    # A proposed colour must suit all neighbours, also those that the present one suits.
    neighbours: defaultdict[_Setting, list[_Neighbour]] = defaultdict(list)
    failing: defaultdict[_Setting, list[_Neighbour]] = defaultdict(list)
    for key, (attribute, where) in _SCHEMES.items():
        values: Mapping[str, str] = getattr(theme, attribute)
        for text, background, ratio in PAIRS:
            settings = {name: _setting(own, default, key, name, values) for name in (text, background)}
            # The text is to blame, unless only the background is the publisher's.
            blamed = background if settings[background].is_own and not settings[text].is_own else text
            for name, other in ((text, background), (background, text)):
                neighbour = _Neighbour(other, values[other], ratio, where)
                neighbours[settings[name]].append(neighbour)
                if name == blamed and contrast(values[text], values[background]) < ratio:
                    failing[settings[name]].append(neighbour)
    for setting, found in failing.items():
        source = own if setting.is_own else default
        yield _problem(source, setting, found, neighbours[setting])


def _setting(own: SourceFile, default: SourceFile, key: str, name: str, values: Mapping[str, str]) -> _Setting:
    """Return the place that sets a colour, or the colour that it follows."""
    # A light colour also decides the printed one. A dark one that is computed is not the publisher's.
    keys = [key, "colours"] if key == "printed" else [key]
    for other in (name, FOLLOWING.get(name, name)):
        field = other.replace("-", "_")
        for source, is_own in ((own, True), (default, False)):
            for place in keys:
                if (place, field) in source.values:
                    return _Setting(is_own, (place, field), values[name])
    return _Setting(False, (key,), values[name])  # noqa: FBT003 - a field


def _problem(source: SourceFile, setting: _Setting, failing: list[_Neighbour], all_: list[_Neighbour]) -> Problem:
    worst = min(failing, key=lambda other: contrast(setting.value, other.value) / other.ratio)
    use, rule = ("text needs", "1.4.3") if worst.ratio == TEXT_CONTRAST else ("a picture needs", "1.4.11")
    ratio = int(contrast(setting.value, worst.value) * 100) / 100  # 4.499 is not 4.5
    message = (
        f"“{setting.location[-1]}” ({setting.value}) and “{worst.name.replace('-', '_')}” ({worst.value}) have a"
        f" contrast of {ratio:.2f}:1 {worst.where}; {use} {worst.ratio:g}:1 (WCAG 2.2, {rule})"
    )
    # Other colours may be wrong as well, so that no colour suits all.
    wanted = ([(other.value, other.ratio) for other in others] for others in (all_, failing, [worst]))
    better = next(filter(None, (nearest(setting.value, ratios) for ratios in wanted)), None)
    hint = f'use "{better}", the nearest colour with enough contrast' if better else "change the other colour"
    return source.problem(setting.location, message, hint=hint)
