"""Fonts of the pinned font packages: static TrueType fonts for print, WOFF2 font subsets for the web."""

from __future__ import annotations

import contextlib
import io
import tempfile
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import uharfbuzz
from fontTools.ttLib import TTFont

from briefwright.output import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_PACKAGES = ("fontpkg_ibm_plex_serif", "fontpkg_ibm_plex_sans", "fontpkg_ibm_plex_sans_arabic", "fontpkg_ibm_plex_mono")
SERIF, SANS = "IBM Plex Serif", "IBM Plex Sans"
FAMILIES = (SERIF, SANS)
"""The packaged font families that a theme may choose."""
_SANS, _SANS_ITALIC = "IBMPlexSans[wdth,wght].ttf", "IBMPlexSans-Italic[wdth,wght].ttf"
# Features for correct shaping (OpenType 1.9). The alternates, which no style sheet uses, are a third of a font file.
_FEATURES = ("ccmp", "kern", "liga", "locl", "mark", "mkmk")
_ARABIC_FEATURES = ("calt", "fina", "init", "isol", "medi", "rlig")
_WITHOUT_GLYPHS = {"Cc", "Cf", "Zs", "Zl", "Zp"}
"""General categories (Unicode Standard, 4.5)."""
_SAMPLE = (
    "Most readers come to a report with one question, and leave when the page has answered it. Those who stay look for"
    " what stands behind each statement: who said so, when, on what evidence, and how sure they were."
)
"""Typical English, to measure the mean width of the characters of a font."""


@dataclass(frozen=True, slots=True)
class Face:
    """A file of a font package; ``weights`` is the range of the ``wght`` axis of a variable font (OpenType)."""

    file: str
    weights: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class FontMetrics:
    """Font metrics in ems: the mean advance of characters, and the values of the ``hhea`` table (OpenType 1.9)."""

    width: float
    ascent: float
    descent: float
    gap: float


PRINT_FONTS = {
    "serif-regular.ttf": Face("IBMPlexSerif-Regular.ttf"),
    "serif-italic.ttf": Face("IBMPlexSerif-Italic.ttf"),
    "serif-semibold.ttf": Face("IBMPlexSerif-SemiBold.ttf"),
    "sans-regular.ttf": Face(_SANS, (400, 400)),
    "sans-semibold.ttf": Face(_SANS, (600, 600)),
    "sans-italic.ttf": Face(_SANS_ITALIC, (400, 400)),
    "mono-regular.ttf": Face("IBMPlexMono-Regular.ttf"),
    "arabic-regular.ttf": Face("IBMPlexSansArabic-Regular.ttf"),
    "arabic-semibold.ttf": Face("IBMPlexSansArabic-SemiBold.ttf"),
}
"""Static fonts. WeasyPrint could make instances of variable fonts, but writes the current time into them."""

FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">.</dir>
</fontconfig>
"""
"""The Fontconfig file next to the print fonts, which hides the fonts that are installed on the machine."""

WEB_FONTS = {
    "plex-serif-regular.woff2": Face("IBMPlexSerif-Regular.ttf"),
    "plex-serif-italic.woff2": Face("IBMPlexSerif-Italic.ttf"),
    "plex-serif-semibold.woff2": Face("IBMPlexSerif-SemiBold.ttf"),
    "plex-sans.woff2": Face(_SANS, (400, 700)),
    "plex-arabic.woff2": Face("IBMPlexSansArabic-Regular.ttf"),
}
"""The sans font keeps its weight axis: two static fonts are an eighth larger."""

CodepointRange = tuple[int, int]
"""First and last code point."""
_BASE: tuple[CodepointRange, ...] = (
    (0x20, 0x7E), (0xA0, 0xA0), (0xB6, 0xB7), (0xD7, 0xD7), (0x2013, 0x2014), (0x2018, 0x2019), (0x201C, 0x201D),
    (0x2026, 0x2026), (0x2190, 0x2193), (0x2212, 0x2212), (0x25B4, 0x25BE),
)  # fmt: skip
_LATIN: tuple[CodepointRange, ...] = (
    (0xA1, 0xB5), (0xB8, 0xD6), (0xD8, 0x24F), (0x1E00, 0x1EFF), (0x2010, 0x2012), (0x2015, 0x2017), (0x201A, 0x201B),
    (0x201E, 0x2025), (0x2027, 0x218F), (0x2194, 0x2211), (0x2213, 0x22FF),
)  # fmt: skip
_OTHER: tuple[CodepointRange, ...] = (
    (0x250, 0x5FF), (0xE3F, 0xE3F), (0x1C80, 0x1DFF), (0x1F00, 0x1FFF), (0x2300, 0x25B3), (0x25BF, 0xFB4F),
)  # fmt: skip
SUBSETS: Mapping[str, tuple[CodepointRange, ...]] = {"base": _BASE, "latin": _LATIN, "other": _OTHER}
"""Font subsets by name. A browser downloads a subset if a page shows one of its characters.

``base`` is for nearly all English pages: ASCII, dashes, quotation marks and the characters of the interface.
"""
ARABIC_SUBSET: tuple[CodepointRange, ...] = (
    (0x600, 0x6FF),
    (0x750, 0x77F),
    (0x8A0, 0x8FF),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFF),
)


def font_folders() -> list[Path]:
    """Return the folders of the installed font packages."""
    return [Path(str(files(package))) / "files" for package in _PACKAGES]


def print_font(name: str) -> bytes:
    """Return one of ``PRINT_FONTS``, with all its glyphs."""
    face = PRINT_FONTS[name]
    return _path(face).read_bytes() if face.weights is None else _subset(face)


def web_font(name: str, ranges: Iterable[CodepointRange]) -> bytes | None:
    """Return a subset of one of ``WEB_FONTS`` as WOFF2 (W3C WOFF File Format 2.0); ``None`` if it would be empty."""
    face = WEB_FONTS[name]
    codes = {code for first, last in ranges for code in range(first, last + 1)} & set(open_font(_path(face)).unicodes)
    return woff2(_subset(face, sorted(codes))) if codes else None


def write_print_fonts(folder: Path, more: Mapping[str, Callable[[], bytes]] | None = None) -> Path:
    """Write the print fonts and their Fontconfig file into a folder, unless it exists; return the folder.

    ``more`` returns further fonts, by their file names.
    """
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".fonts-") as temporary:
            new = Path(temporary, "fonts")
            for name in PRINT_FONTS:
                write(new / name, print_font(name))
            for name, font in (more or {}).items():
                write(new / name, font())
            write(new / "fonts.conf", FONTCONFIG)
            with contextlib.suppress(OSError):  # another job has written the folder
                new.rename(folder)
    return folder


def figure_font(text: str, weight: int, family: str = SANS) -> bytes:
    """Return a font of ``FAMILIES`` in the weight 400 or 600, reduced to the characters of a text, as WOFF2."""
    return woff2(_subset(_figure_face(family, weight), sorted(map(ord, text))))


@lru_cache(maxsize=4096)
def figure_text_width(text: str, family: str = SANS, *, bold: bool = False) -> float:
    """Return the width of a text of a figure in one of ``FAMILIES``, in ems."""
    font = _figure_shaper(family, 600 if bold else 400)
    em: int = font.face.upem
    return advance(font, text) / em


@lru_cache(maxsize=4)
def _figure_shaper(family: str, weight: int) -> uharfbuzz.Font:
    face = _figure_face(family, weight)
    font = uharfbuzz.Font(open_font(_path(face)))
    if face.weights:
        font.set_variations({"wght": weight, "wdth": 100})
    return font


def _figure_face(family: str, weight: int) -> Face:
    if family == SERIF:
        return PRINT_FONTS["serif-semibold.ttf" if weight > 400 else "serif-regular.ttf"]  # noqa: PLR2004 - regular
    return Face(_SANS, (weight, weight))


def font_metrics(name: str, weight: int) -> FontMetrics:
    """Return the metrics of one of ``WEB_FONTS`` in a weight."""
    face = WEB_FONTS[name]
    font = uharfbuzz.Font(open_font(_path(face)))
    if face.weights:
        font.set_variations({"wght": weight, "wdth": 100})
    width = advance(font, _SAMPLE, kern=False) / len(_SAMPLE)
    em = font.face.upem
    extents = font.get_font_extents("ltr")
    return FontMetrics(width / em, extents.ascender / em, -extents.descender / em, extents.line_gap / em)


def advance(font: uharfbuzz.Font, text: str, *, kern: bool = True) -> int:
    """Return the width of a text in font units."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, {"kern": kern})
    return sum(position.x_advance for position in buffer.glyph_positions or ())


def open_font(path: Path) -> uharfbuzz.Face:
    """Return the font in a file."""
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))


def woff2(data: bytes) -> bytes:
    """Return a font as WOFF2 (W3C WOFF File Format 2.0)."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _path(face: Face) -> Path:
    return next(folder / face.file for folder in font_folders() if (folder / face.file).is_file())


def _subset(face: Face, codes: Sequence[int] = ()) -> bytes:
    """Return a font with the weights of a face, reduced to code points if ``codes`` are given."""
    font = open_font(_path(face))
    options = uharfbuzz.SubsetInput()
    if codes:
        options.unicode_set.update(codes)
        options.flags = uharfbuzz.SubsetFlags.NO_HINTING
        features = (*_FEATURES, *(_ARABIC_FEATURES if "Arabic" in face.file else ()))
        options.layout_feature_tag_set.clear()
        options.layout_feature_tag_set.update(int.from_bytes(tag.encode()) for tag in features)
    else:
        options.keep_everything()
    if face.weights:
        options.pin_axis_location(font, "wdth", 100)
        lightest, boldest = face.weights
        if lightest == boldest:
            options.pin_axis_location(font, "wght", lightest)
        else:
            options.set_axis_range(font, "wght", lightest, boldest)
    return subset(font, options)


def subset(font: uharfbuzz.Face, options: uharfbuzz.SubsetInput) -> bytes:
    """Return a font with less of its content."""
    data: bytes = uharfbuzz.subset(font, options).blob.data
    return data


@lru_cache(maxsize=1)
def packaged_characters() -> frozenset[int]:
    """Return the code points of the characters in the packaged fonts."""
    paths = {_path(face) for face in PRINT_FONTS.values()}
    return frozenset(code for path in paths for code in open_font(path).unicodes)


def needs_glyph(character: str) -> bool:
    """Return whether a character must be in a font: not spaces, controls, joiners and variation selectors."""
    is_selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return unicodedata.category(character) not in _WITHOUT_GLYPHS and not is_selector


def missing_characters(text: str, fonts: Path) -> str:
    """Return the characters of a text that no font in a folder has, in order, each once."""
    covered = {code for path in fonts.glob("*.[to]tf") for code in open_font(path).unicodes}
    return "".join(
        character for character in dict.fromkeys(text) if ord(character) not in covered and needs_glyph(character)
    )
