from __future__ import annotations

import base64
import re

import pytest
from lxml import etree

from briefwright.fonts import SANS as FAMILY
from briefwright.html import figures
from briefwright.html.figures import dark_mode_svg

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg"><title>T</title><desc>D</desc><rect fill="#ffffff"/><g fill="none">'
    f'<text font-family="{FAMILY}, Arial" font-weight="600" fill="#1b1f24">12</text>'
    f'<text font-family="{FAMILY}, Arial" fill="#1b1f24">ba</text><text font-family="Arial">q</text></g></svg>'
)
DARK = {"#ffffff": "#000000", "#1b1f24": "#eeeeee"}


@pytest.fixture(autouse=True)
def fake_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "figure_font", lambda text, weight, _family: f"{text} {weight}".encode())


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
