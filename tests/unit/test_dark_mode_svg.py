from __future__ import annotations

import base64
import re

import pytest
from lxml import etree

from briefwright.html import figures
from briefwright.html.figure_config import FAMILY
from briefwright.html.figures import dark_mode_svg
from briefwright.model import Dark
from briefwright.sources.reader import load_model
from tests import briefs

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg"><title>T</title><desc>D</desc><rect fill="#ffffff"/><g fill="none">'
    f'<text font-family="{FAMILY}, Arial" font-weight="600" fill="#1b1f24">12</text>'
    f'<text font-family="{FAMILY}, Arial" fill="#1b1f24">ba</text><text font-family="Arial">q</text></g></svg>'
)
DARK = {"#ffffff": "#000000", "#1b1f24": "#eeeeee"}


@pytest.fixture(autouse=True)
def fake_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "figure_font", lambda text, weight: f"{text} {weight}".encode())


def rules(svg: str) -> str:
    return "".join(etree.fromstring(svg.encode()).xpath("string(//*[local-name()='style'])"))


def test_embeds_a_font_subset_for_each_weight() -> None:
    found = re.findall(
        r'font-weight:(\d+);src:url\("data:font/woff2;base64,([^"]+)"\)', rules(dark_mode_svg(SVG, DARK))
    )
    assert [(weight, base64.b64decode(data)) for weight, data in found] == [("400", b"ab 400"), ("600", b"12 600")]


def test_replaces_known_colours_on_dark_pages() -> None:
    style = rules(dark_mode_svg(SVG, DARK))
    assert style.startswith("@media screen{")
    assert '@media (prefers-color-scheme:dark){[fill="#1b1f24"]{fill:#eeeeee}[fill="#ffffff"]{fill:#000000}}' in style


def test_a_figure_with_an_unknown_colour_stays_light() -> None:
    assert "dark" not in rules(dark_mode_svg(SVG.replace('"#1b1f24"', '"#123456"', 1), DARK))


def test_changes_nothing_else() -> None:
    made = dark_mode_svg(SVG, DARK)
    assert re.sub(r"<style>.*?</style>", "", made) == SVG
    bare = '<svg xmlns="http://www.w3.org/2000/svg"><path fill="#123456"/></svg>'
    assert dark_mode_svg(bare, DARK) == bare


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def schemes() -> dict[str, dict[str, str]]:
    tokens = (briefs.TEMPLATES / "tokens.css").read_text("utf-8")
    style = (briefs.TEMPLATES / "web/web.css").read_text("utf-8")
    dark = style.partition("@media (prefers-color-scheme: dark) {")[2].partition("\n}\n")[0]
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", tokens))
    return {"light": light, "dark": light | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark))}


def test_text_colours_have_enough_contrast() -> None:
    types = ("correction", "caution", "context", "definition", "gap")
    for name, colours in schemes().items():
        pairs = {("ink", "paper"), ("ink", "tint"), ("secondary", "paper"), ("secondary", "tint")}
        pairs |= {("ink", highlight) for highlight in ("highlight", "highlight-2", "highlight-3")}
        for text, background in pairs:
            assert contrast(colours[text], colours[background]) >= 7, f"{name}: {text} on {background}"
        for text in ("accent", *types):
            assert contrast(colours[text], colours["paper"]) >= 7, f"{name}: {text}"
        # Links in highlights, and their underlines.
        for highlight in ("highlight", "highlight-2", "highlight-3"):
            assert contrast(colours["accent"], colours[highlight]) >= 4.5, f"{name}: accent on {highlight}"


def test_dark_figure_colours_have_enough_contrast() -> None:
    dark = load_model(briefs.TEMPLATES / "figures/dark.yaml", Dark).colours
    paper = dark["#ffffff"]
    assert paper == schemes()["dark"]["paper"]
    assert contrast(dark["#1b1f24"], paper) >= 7
    assert contrast(dark["#4a5560"], paper) >= 7
    assert contrast(dark["#0b4f6c"], paper) >= 3
