from __future__ import annotations

import io
import re
import string
import unicodedata
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from briefwright.fonts import (
    ARABIC_SUBSET,
    FONTCONFIG,
    PRINT_FONTS,
    SUBSETS,
    WEB_FONTS,
    font_folders,
    font_metrics,
    missing_characters,
    print_font,
    web_font,
    write_print_fonts,
)
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path


def ttfont(data: bytes) -> TTFont:
    return TTFont(io.BytesIO(data))


def original(file: str) -> TTFont:
    return TTFont(next(folder / file for folder in font_folders() if (folder / file).is_file()))


@pytest.mark.parametrize("name", PRINT_FONTS)
def test_print_font_is_static_with_all_glyphs(name: str) -> None:
    font, source = ttfont(print_font(name)), original(PRINT_FONTS[name].file)
    assert "fvar" not in font
    assert "gvar" not in font
    assert font.getBestCmap() == source.getBestCmap()
    assert font.getGlyphOrder() == source.getGlyphOrder()


@pytest.mark.parametrize(
    ("name", "weight", "italic"),
    [
        ("serif-regular.ttf", 400, False),
        ("serif-italic.ttf", 400, True),
        ("serif-semibold.ttf", 600, False),
        ("sans-regular.ttf", 400, False),
        ("sans-semibold.ttf", 600, False),
        ("sans-italic.ttf", 400, True),
        ("arabic-regular.ttf", 400, False),
        ("arabic-semibold.ttf", 600, False),
    ],
)
def test_print_font_has_weight_and_style_of_its_name(name: str, weight: int, *, italic: bool) -> None:
    font = ttfont(print_font(name))
    assert font["OS/2"].usWeightClass == weight
    assert bool(font["OS/2"].fsSelection & 1) == italic


def test_semibold_is_wider() -> None:
    light, bold = (ttfont(print_font(f"sans-{weight}.ttf"))["hmtx"]["m"][0] for weight in ("regular", "semibold"))
    assert bold > light


@pytest.mark.parametrize("name", PRINT_FONTS)
def test_print_font_is_reproducible(name: str) -> None:
    assert print_font(name) == print_font(name)


def test_writes_print_fonts_once(tmp_path: Path) -> None:
    folder = write_print_fonts(tmp_path / "fonts/engine")
    assert {path.name for path in folder.iterdir()} == {*PRINT_FONTS, "fonts.conf"}
    (folder / "fonts.conf").write_text("as it is", "utf-8")
    assert write_print_fonts(folder) == folder
    assert (folder / "fonts.conf").read_text("utf-8") == "as it is"
    assert [path.name for path in folder.parent.iterdir()] == ["engine"]


REPLACEMENT = 0xFFFD
LATIN, ARABIC = ((0x41, 0x43), (0xE9, 0xE9)), ((0x633, 0x645),)


@pytest.mark.parametrize("name", WEB_FONTS)
def test_web_font_is_woff2_subset_of_the_ranges(name: str) -> None:
    ranges = ARABIC if "arabic" in name else LATIN
    data = web_font(name, ranges)
    assert data is not None
    assert data[:4] == b"wOF2"
    font = ttfont(data)
    wanted = {code for first, last in ranges for code in range(first, last + 1)}
    assert set(font.getBestCmap()) == wanted & set(original(WEB_FONTS[name].file).getBestCmap())
    assert ("fvar" in font) == (WEB_FONTS[name].weights is not None)
    assert set(font["hmtx"].metrics) == set(font.getGlyphOrder())


@pytest.mark.parametrize("name", WEB_FONTS)
def test_web_font_is_reproducible(name: str) -> None:
    ranges = (*LATIN, *ARABIC)
    assert web_font(name, ranges) == web_font(name, iter(ranges[::-1]))


def test_no_web_font_without_characters_of_the_ranges() -> None:
    assert web_font("plex-serif-italic.woff2", ARABIC) is None
    assert web_font("plex-serif-italic.woff2", ()) is None


def subset_of(code: int) -> list[str]:
    return [name for name, ranges in SUBSETS.items() if any(first <= code <= last for first, last in ranges)]


@pytest.mark.parametrize("name", [name for name in WEB_FONTS if "arabic" not in name])
def test_each_printable_character_is_in_one_subset(name: str) -> None:
    codes = [code for code in original(WEB_FONTS[name].file).getBestCmap() if chr(code).isprintable()]
    codes = [code for code in codes if code != REPLACEMENT]
    assert {chr(code): subset_of(code) for code in codes if len(subset_of(code)) != 1} == {}


def test_arabic_subset_has_all_arabic_characters() -> None:
    codes = set(original(WEB_FONTS["plex-arabic.woff2"].file).getBestCmap())
    arabic = {code for code in codes if unicodedata.name(chr(code), "").startswith("ARABIC")}
    assert {chr(code) for code in arabic if not any(a <= code <= b for a, b in ARABIC_SUBSET)} == set()


@pytest.mark.parametrize("text", [string.printable.split(string.whitespace)[0], "“A – b’s” … — ¶ · × − ← ↑ → ↓ ▴ ▾"])
def test_base_subset_has_english_and_interface_characters(text: str) -> None:
    assert {character: subset_of(ord(character)) for character in text if subset_of(ord(character)) != ["base"]} == {}


def test_digits_have_the_same_width() -> None:
    for name in ("plex-sans.woff2", "plex-serif-regular.woff2"):
        data = web_font(name, ((0x30, 0x39),))
        assert data is not None
        assert len({advance for glyph, (advance, _) in ttfont(data)["hmtx"].metrics.items() if glyph != ".notdef"}) == 1


def test_web_sans_has_the_weights_of_the_style_sheet() -> None:
    data = web_font("plex-sans.woff2", LATIN)
    assert data is not None
    (axis,) = ttfont(data)["fvar"].axes
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 400, 700)


def test_measures_match_the_font_file() -> None:
    source = original("IBMPlexSerif-Regular.ttf")
    found = font_metrics("plex-serif-regular.woff2", 400)
    em = source["head"].unitsPerEm
    hhea = source["hhea"]
    assert (found.ascent, found.descent, found.gap) == (hhea.ascent / em, -hhea.descent / em, hhea.lineGap / em)
    assert 0.4 < found.width < 0.55
    assert font_metrics("plex-sans.woff2", 600).width > font_metrics("plex-sans.woff2", 400).width


# The files with text that is printed.
PRINTED = [
    *briefs.ROOT.glob("sources/**/*.yaml"),
    *briefs.ROOT.glob("sources/**/*.md"),
    *briefs.TEMPLATES.rglob("*.po"),
    *briefs.TEMPLATES.rglob("*.j2"),
]


@pytest.mark.parametrize("name", [name for name in WEB_FONTS if "arabic" not in name])
def test_web_fonts_have_all_characters_of_sources_and_templates(name: str) -> None:
    # The browser takes Arabic from the Arabic font.
    files = (WEB_FONTS[name].file, WEB_FONTS["plex-arabic.woff2"].file)
    covered = {code for file in files for code in original(file).getBestCmap()}
    used = {character for path in PRINTED for character in path.read_text("utf-8") if character.isprintable()}
    assert {character for character in used if ord(character) not in covered} == set()


def test_print_style_sheet_uses_exactly_the_print_fonts() -> None:
    css = (briefs.TEMPLATES / "print/print.css").read_text("utf-8")
    assert set(re.findall(r'url\("?fonts/([^")]+)', css)) == set(PRINT_FONTS)


def test_lists_missing_characters_in_order_and_once(tmp_path: Path) -> None:
    (tmp_path / "serif-regular.ttf").write_bytes(print_font("serif-regular.ttf"))
    assert missing_characters("aé“漢b字漢\n\t", tmp_path) == "漢字"
    assert missing_characters("سلام", tmp_path) == "سلام"
    (tmp_path / "arabic-regular.ttf").write_bytes(print_font("arabic-regular.ttf"))
    assert not missing_characters("سلام", tmp_path)


def test_print_fonts_have_all_characters_of_sources_and_templates(tmp_path: Path) -> None:
    for name in PRINT_FONTS:
        (tmp_path / name).write_bytes(print_font(name))
    assert not missing_characters("".join(path.read_text("utf-8") for path in PRINTED), tmp_path)


def test_fontconfig_uses_one_folder() -> None:
    root = etree.fromstring(FONTCONFIG.encode())
    (folder,) = root
    assert (folder.tag, folder.text, dict(folder.attrib)) == ("dir", ".", {"prefix": "relative"})
