"""Typefaces, from pinned packages: static TrueType faces for print, WOFF2 cut to what the site uses for the web."""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import uharfbuzz
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "FONTCONFIG",
    "PRINT_FONTS",
    "WEB_FONTS",
    "Measures",
    "drawing_font",
    "font_folders",
    "measures",
    "print_font",
    "uncovered",
    "web_font",
]

_PACKAGES = ("fontpkg_ibm_plex_serif", "fontpkg_ibm_plex_sans", "fontpkg_ibm_plex_sans_arabic")
_SANS, _SANS_ITALIC = "IBMPlexSans[wdth,wght].ttf", "IBMPlexSans-Italic[wdth,wght].ttf"
_ARABIC = frozenset((*range(0x600, 0x700), *range(0x750, 0x780), *range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00)))
# What letters need to stand together (OpenType 1.9); alternates that no style sheet asks for take a third of a file.
_FEATURES = ("ccmp", "kern", "liga", "locl", "mark", "mkmk")
_ARABIC_FEATURES = ("calt", "fina", "init", "isol", "medi", "rlig")
_SAMPLE = (
    "Most readers come to a report with one question, and leave when the page has answered it. Those who stay look for"
    " what stands behind each statement: who said so, when, on what evidence, and how sure they were."
)
"""English as it is written, for the mean width of a typeface's letters."""


@dataclass(frozen=True, slots=True)
class Face:
    """A file of a font package, and what is wanted of it.

    ``weights`` bound the OpenType axis ``wght``, where the file has one; ``characters`` are what the web's copy may
    hold, where that is not all that the file has.
    """

    file: str
    weights: tuple[float, float] | None = None
    characters: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    """How wide and high a typeface is, in ems: the mean advance of a text, and what ``hhea`` says (OpenType 1.9)."""

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
    "arabic-regular.ttf": Face("IBMPlexSansArabic-Regular.ttf"),
    "arabic-semibold.ttf": Face("IBMPlexSansArabic-SemiBold.ttf"),
}
"""Static faces: WeasyPrint cuts instances of variable ones by itself, but stamps them with the time."""

FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">.</dir>
</fontconfig>
"""
"""Beside the print fonts: a typeface that happens to be installed on a machine is not ours to use."""

WEB_FONTS = {
    "plex-serif-regular.woff2": Face("IBMPlexSerif-Regular.ttf"),
    "plex-serif-italic.woff2": Face("IBMPlexSerif-Italic.ttf"),
    "plex-serif-semibold.woff2": Face("IBMPlexSerif-SemiBold.ttf"),
    "plex-sans.woff2": Face(_SANS, (400, 700)),
    "plex-arabic.woff2": Face("IBMPlexSansArabic-Regular.ttf", characters=_ARABIC),
}
"""The sans keeps its axis: two static cuts of it take an eighth more."""


def font_folders() -> list[Path]:
    """Return the folders of the installed font packages."""
    return [Path(str(files(package))) / "files" for package in _PACKAGES]


def print_font(name: str) -> bytes:
    """Return one of ``PRINT_FONTS``, with all its glyphs."""
    face = PRINT_FONTS[name]
    return _path(face).read_bytes() if face.weights is None else _cut(face)


def web_font(name: str, letters: str) -> bytes | None:
    """Return one of ``WEB_FONTS`` with the characters of a text, as WOFF2 (W3C WOFF File Format 2.0).

    ``None`` stands for a face that has none of them.
    """
    face = WEB_FONTS[name]
    wanted = set(map(ord, letters)) & set(_opened(face).unicodes)
    if face.characters is not None:
        wanted &= face.characters
    return _woff2(_cut(face, sorted(wanted))) if wanted else None


def drawing_font(text: str, weight: int) -> bytes:
    """Return the typeface of figures in a weight, with the letters of a text and no others, as WOFF2."""
    return _woff2(_cut(Face(_SANS, (weight, weight)), sorted(map(ord, text))))


def measures(name: str, weight: int) -> Measures:
    """Return the measures of one of ``WEB_FONTS`` in a weight."""
    face = WEB_FONTS[name]
    font = uharfbuzz.Font(_opened(face))
    if face.weights:
        font.set_variations({"wght": weight, "wdth": 100})
    buffer = uharfbuzz.Buffer()
    buffer.add_str(_SAMPLE)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, {"kern": False})
    em = font.face.upem
    extents = font.get_font_extents("ltr")
    width = sum(position.x_advance for position in buffer.glyph_positions) / len(_SAMPLE)
    return Measures(width / em, extents.ascender / em, -extents.descender / em, extents.line_gap / em)


def _woff2(data: bytes) -> bytes:
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _path(face: Face) -> Path:
    return next(folder / face.file for folder in font_folders() if (folder / face.file).is_file())


def _opened(face: Face) -> uharfbuzz.Face:
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(_path(face))))


def _cut(face: Face, characters: Sequence[int] = ()) -> bytes:
    """Return a face with the weights that are wanted of it, and characters of it or all."""
    font = _opened(face)
    wanted = uharfbuzz.SubsetInput()
    if characters:
        wanted.unicode_set.update(characters)
        wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
        features = (*_FEATURES, *(_ARABIC_FEATURES if face.characters else ()))
        wanted.layout_feature_tag_set.clear()
        wanted.layout_feature_tag_set.update(int.from_bytes(tag.encode()) for tag in features)
    else:
        wanted.keep_everything()
    if face.weights:
        wanted.pin_axis_location(font, "wdth", 100)
        lightest, boldest = face.weights
        if lightest == boldest:
            wanted.pin_axis_location(font, "wght", lightest)
        else:
            wanted.set_axis_range(font, "wght", lightest, boldest)
    data: bytes = uharfbuzz.subset(font, wanted).blob.data
    return data


def uncovered(text: str, fonts: Path) -> str:
    """Return the characters of a text for which no typeface of a folder has a glyph, in order, each once."""
    covered: set[int] = set()
    for path in sorted(fonts.glob("*.ttf")):
        covered |= set(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))).unicodes)
    return "".join(sign for sign in dict.fromkeys(text) if ord(sign) not in covered and sign.isprintable())
