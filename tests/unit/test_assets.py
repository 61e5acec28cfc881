from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from briefwright.fonts import SUBSETS, WEB_FONTS
from briefwright.site.asset_urls import asset_url
from briefwright.site.assets import shared_assets
from tests.briefs import TEMPLATES, theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefwright.fonts import CodepointRange


def subset_font(file: str, ranges: Iterable[CodepointRange]) -> bytes:
    return f"{file} {list(ranges)}".encode()


def subset_without_italics(file: str, ranges: Iterable[CodepointRange]) -> bytes | None:
    return None if "italic" in file else subset_font(file, ranges)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return shared_assets(TEMPLATES, subset_font, theme())


def test_returns_style_sheet_icon_and_font_subsets(made: dict[str, bytes]) -> None:
    fonts = {f"fonts/{file.removesuffix('.woff2')}" for file in WEB_FONTS}
    subsets = {f"{font}-{part}.woff2" for font in fonts if "arabic" not in font for part in SUBSETS}
    assert set(made) == {"web.css", "icon.svg", "fonts/plex-arabic-arabic.woff2", *subsets}


@pytest.mark.parametrize("subset", [subset_font, subset_without_italics])
def test_style_sheet_loads_all_font_subsets(subset: object) -> None:
    made = shared_assets(TEMPLATES, subset, theme())  # type: ignore[arg-type]
    urls = re.findall(r'url\("?([^")]+)"?\)', made["web.css"].decode())
    fonts = {asset_url(name, made[name]).removeprefix("assets/") for name in made if name.startswith("fonts/")}
    assert set(urls) == fonts
    assert len(urls) == len(fonts)


def test_style_sheet_begins_with_the_tokens_and_has_no_comments(made: dict[str, bytes]) -> None:
    style = made["web.css"].decode()
    assert style.startswith(":root{")
    last = (TEMPLATES / "web/web.css").read_text("utf-8").rpartition("*/")[2]
    assert "".join(style.split()).endswith("".join(last.split()))
    assert "/*" not in style


def test_style_sheet_keeps_the_space_in_strings_and_values(made: dict[str, bytes]) -> None:
    style = made["web.css"].decode()
    rules = (TEMPLATES / "web/web.css").read_text("utf-8")
    strings = re.findall(r'"[^"\n]*"', re.sub(r"/\*.*?\*/", "", rules, flags=re.DOTALL))
    assert [text for text in strings if text not in style] == []
    assert 'content: ", " / "";' in style
    assert "margin: 0 auto;" in style
    assert "html:has(.contents-bar){" in style


def test_a_changed_font_changes_only_its_file_and_the_style_sheet(made: dict[str, bytes]) -> None:
    def other(file: str, ranges: Iterable[CodepointRange]) -> bytes:
        data = subset_font(file, ranges)
        return b"other" if (file, ranges) == ("plex-sans.woff2", SUBSETS["base"]) else data

    changed = {name for name, content in shared_assets(TEMPLATES, other, theme()).items() if made[name] != content}
    assert changed == {"fonts/plex-sans-base.woff2", "web.css"}
