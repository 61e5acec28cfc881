"""A fragment in a shell: the web page, the print page, and the site's index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from briefwright.render.card import MARGIN, SIZE
from briefwright.render.inline import inline
from briefwright.render.templating import environment, render

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from briefwright.language import Catalogue
    from briefwright.render.card import Card

__all__ = ["drawing", "shell"]

_FAMILIES = ("IBM Plex Sans", "IBM Plex Sans Arabic")
# TLP 2.0 (FIRST, August 2022): the colours of labels on black.
_LABELS = {"TLP:GREEN": "#33ff00", "TLP:AMBER": "#ffc000", "TLP:AMBER+STRICT": "#ffc000", "TLP:RED": "#ff2b2b"}


def shell(
    templates: Path,
    name: str,
    catalogue: Catalogue,
    fragment: str = "",
    *,
    root: str = "",
    **values: Mapping[str, Any] | object,
) -> str:
    """Return ``templates/<name>`` around a fragment that `convert` has sanitised.

    ``root`` is what leads from the page to the root of the site: nothing, or ``../`` for each folder between.
    """
    made = environment(templates, catalogue)
    made.filters.update(prose=inline, data_block=_data_block)
    # The fragment is sanitised by `convert`.
    return render(made, templates, name, {"fragment": Markup(fragment), "root": root, **values})  # noqa: S704


def _data_block(value: object) -> Markup:
    """Return JSON that nothing in it can end: all that HTML or a script knows as a sign is written as an escape."""
    return htmlsafe_json_dumps(value, sort_keys=True)


def drawing(templates: Path, catalogue: Catalogue, card: Card, marking: str, setting: Callable[[str], int]) -> str:
    """Return a card as SVG; where its language runs from right to left, so does the card.

    ``setting`` gives which of ``_FAMILIES`` sets a line: what draws it would take any typeface of the machine for a
    line that the one named lacks a letter of.
    """
    width, height = SIZE
    left = catalogue.direction == "ltr"
    label = width - MARGIN - card.label if left else MARGIN
    values = {
        "card": card,
        "lines": [(line, _FAMILIES[setting(line.text)]) for line in card.lines],
        "width": width,
        "height": height,
        "margin": MARGIN,
        "inner": width - 2 * MARGIN,
        "start": MARGIN if left else width - MARGIN,
        "anchor": "start" if left else "end",
        "label_left": label,
        "label_middle": label + card.label / 2,
        "label_ink": _LABELS.get(marking, "#ffffff"),
        "marking": marking,
    }
    return render(environment(templates, catalogue), templates, "card.svg.j2", values)
