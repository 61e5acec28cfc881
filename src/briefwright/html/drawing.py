"""A figure from its specification to the SVG that a page of any colour can show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.errors import BriefwrightError, InvalidSources, Problem
from briefwright.fonts import drawing_font, font_folders
from briefwright.html import figures
from briefwright.html.plate import plate
from briefwright.sources.files import load_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefwright.language import Catalogue

__all__ = ["completed", "drawn"]

Drawing = dict[str, Any]
"""What ``content.views.drawings`` gives of a figure."""


def completed(drawing: Drawing, catalogue: Catalogue, templates: Path) -> Drawing:
    """Return a drawing with its specification and words; those of a figure that every brief has are in templates."""
    if "template" not in drawing:
        return drawing
    path = templates / "figures" / drawing["template"]
    specification, _ = load_yaml(path, numbers=True)
    values = drawing["values"]
    return drawing | {
        "path": path.as_posix(),
        "specification": specification,
        "title": catalogue.text(drawing["title"], **values),
        "description": catalogue.text(drawing["description"], **values),
        "words": {name: catalogue.text(key) for name, key in drawing["words"].items()},
    }


def drawn(drawing: Drawing, dark: Mapping[str, str]) -> str:
    """Return a completed drawing as SVG; raise ``InvalidSources`` where Vega-Lite refuses it.

    ``dark`` gives the colour that stands for each colour on a dark page.
    """
    for folder in font_folders():
        figures.register_fonts(folder)
    words = drawing["title"], drawing["description"]
    try:
        svg = figures.draw(
            drawing["specification"], drawing["data_name"], drawing["data"], words, drawing.get("words", {})
        )
    except BriefwrightError as error:
        raise InvalidSources([Problem(drawing["path"], 1, 1, str(error))]) from None
    return plate(svg, dark, drawing_font)
