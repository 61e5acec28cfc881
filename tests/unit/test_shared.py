from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from briefwright.fonts import SUBSETS, WEB_FONTS
from briefwright.site.addresses import hashed, integrity
from briefwright.site.shared import Shared, shared
from tests.briefs import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from briefwright.fonts import Range


def cut(file: str, ranges: Iterable[Range]) -> bytes:
    return f"{file} {list(ranges)}".encode()


def without_italics(file: str, ranges: Iterable[Range]) -> bytes | None:
    return None if "italic" in file else cut(file, ranges)


@pytest.fixture(scope="module")
def made() -> Shared:
    return shared(TEMPLATES, cut)


def style_of(made: Shared) -> str:
    return made.files[made.addresses["web.css"]].decode()


def test_each_file_has_an_address_with_its_checksum(made: Shared) -> None:
    assert set(made.addresses.values()) == set(made.files)
    for name, address in made.addresses.items():
        assert address == hashed(name, made.files[address])
        assert made.integrity[name] == integrity(made.files[address])


def test_the_files_are_style_sheet_icon_and_the_subsets_of_each_font(made: Shared) -> None:
    fonts = {f"fonts/{file.removesuffix('.woff2')}" for file in WEB_FONTS}
    subsets = {f"{font}-{part}.woff2" for font in fonts if "arabic" not in font for part in SUBSETS}
    assert set(made.addresses) == {"web.css", "icon.svg", "fonts/plex-arabic-arabic.woff2", *subsets}


@pytest.mark.parametrize("cutter", [cut, without_italics])
def test_the_style_sheet_loads_the_fonts_that_there_are(cutter: object) -> None:
    made = shared(TEMPLATES, cutter)  # type: ignore[arg-type]
    urls = re.findall(r'url\("?([^")]+)"?\)', style_of(made))
    fonts = {address.removeprefix("assets/") for name, address in made.addresses.items() if name.startswith("fonts/")}
    assert set(urls) == fonts
    assert len(urls) == len(fonts)


def test_the_style_sheet_begins_with_the_tokens(made: Shared) -> None:
    assert style_of(made).startswith((TEMPLATES / "tokens.css").read_text("utf-8"))
    assert style_of(made).endswith((TEMPLATES / "web/web.css").read_text("utf-8"))


def test_another_font_changes_the_addresses_of_font_and_style_sheet_alone(made: Shared) -> None:
    def other(file: str, ranges: Iterable[Range]) -> bytes:
        data = cut(file, ranges)
        return b"other" if (file, ranges) == ("plex-sans.woff2", SUBSETS["base"]) else data

    changed = {name for name, address in shared(TEMPLATES, other).addresses.items() if made.addresses[name] != address}
    assert changed == {"fonts/plex-sans-base.woff2", "web.css"}


def test_another_icon_changes_its_address_alone(made: Shared, tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    (templates / "web/icon.svg").write_text("<svg/>", "utf-8")
    other = shared(templates, cut).addresses
    assert {name for name in other if other[name] != made.addresses[name]} == {"icon.svg"}


def test_one_more_file_changes_no_other(made: Shared) -> None:
    more = made.with_file("search.js", b"run()")
    assert more.files[more.addresses["search.js"]] == b"run()"
    assert more.integrity["search.js"] == integrity(b"run()")
    assert {name: more.addresses[name] for name in made.addresses} == made.addresses
    assert "search.js" not in made.addresses
