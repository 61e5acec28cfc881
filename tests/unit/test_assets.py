from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from briefwright.fonts import SUBSETS, WEB_FONTS
from briefwright.site.asset_urls import hashed
from briefwright.site.assets import shared_assets
from tests.briefs import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefwright.fonts import CodepointRange


def cut(file: str, ranges: Iterable[CodepointRange]) -> bytes:
    return f"{file} {list(ranges)}".encode()


def without_italics(file: str, ranges: Iterable[CodepointRange]) -> bytes | None:
    return None if "italic" in file else cut(file, ranges)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return shared_assets(TEMPLATES, cut)


def test_the_files_are_style_sheet_icon_and_the_subsets_of_each_font(made: dict[str, bytes]) -> None:
    fonts = {f"fonts/{file.removesuffix('.woff2')}" for file in WEB_FONTS}
    subsets = {f"{font}-{part}.woff2" for font in fonts if "arabic" not in font for part in SUBSETS}
    assert set(made) == {"web.css", "icon.svg", "fonts/plex-arabic-arabic.woff2", *subsets}


@pytest.mark.parametrize("cutter", [cut, without_italics])
def test_the_style_sheet_loads_the_fonts_that_there_are(cutter: object) -> None:
    made = shared_assets(TEMPLATES, cutter)  # type: ignore[arg-type]
    urls = re.findall(r'url\("?([^")]+)"?\)', made["web.css"].decode())
    fonts = {hashed(name, made[name]).removeprefix("assets/") for name in made if name.startswith("fonts/")}
    assert set(urls) == fonts
    assert len(urls) == len(fonts)


def test_the_style_sheet_begins_with_the_tokens(made: dict[str, bytes]) -> None:
    assert made["web.css"].startswith((TEMPLATES / "tokens.css").read_bytes())
    assert made["web.css"].endswith((TEMPLATES / "web/web.css").read_bytes())


def test_another_font_changes_font_and_style_sheet_alone(made: dict[str, bytes]) -> None:
    def other(file: str, ranges: Iterable[CodepointRange]) -> bytes:
        data = cut(file, ranges)
        return b"other" if (file, ranges) == ("plex-sans.woff2", SUBSETS["base"]) else data

    changed = {name for name, content in shared_assets(TEMPLATES, other).items() if made[name] != content}
    assert changed == {"fonts/plex-sans-base.woff2", "web.css"}
