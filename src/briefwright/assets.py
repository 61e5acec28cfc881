"""Typefaces, from pinned packages: static TrueType faces for print, WOFF2 cut to European languages for the web."""

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

__all__ = ["FONTCONFIG", "PRINT_FONTS", "WEB_FONTS", "font_folders", "print_font", "uncovered", "web_font"]

_PACKAGES = ("fontpkg_ibm_plex_serif", "fontpkg_ibm_plex_sans", "fontpkg_ibm_plex_sans_arabic")
_SANS, _SANS_ITALIC = "IBMPlexSans[wdth,wght].ttf", "IBMPlexSans-Italic[wdth,wght].ttf"
# Latin with its European extensions, punctuation, and the signs that the templates print.
_LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2044), 0x20AC, 0x2192, 0x2212]
_ARABIC = [*range(0x600, 0x700), *range(0x750, 0x780), *range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00)]


@dataclass(frozen=True, slots=True)
class Face:
    """A file of a font package, and what is wanted of it.

    ``weights`` bound the OpenType axis ``wght``, where the file has one; ``characters`` are what the web's copy holds.
    """

    file: str
    weights: tuple[float, float] | None = None
    characters: Sequence[int] = ()


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
    "plex-serif-regular.woff2": Face("IBMPlexSerif-Regular.ttf", characters=_LATIN),
    "plex-serif-italic.woff2": Face("IBMPlexSerif-Italic.ttf", characters=_LATIN),
    "plex-serif-semibold.woff2": Face("IBMPlexSerif-SemiBold.ttf", characters=_LATIN),
    "plex-sans.woff2": Face(_SANS, (400, 700), _LATIN),
    "plex-arabic.woff2": Face("IBMPlexSansArabic-Regular.ttf", characters=_ARABIC),
}


def font_folders() -> list[Path]:
    """Return the folders of the installed font packages."""
    return [Path(str(files(package))) / "files" for package in _PACKAGES]


def print_font(name: str) -> bytes:
    """Return one of ``PRINT_FONTS``, with all its glyphs."""
    face = PRINT_FONTS[name]
    return _path(face).read_bytes() if face.weights is None else _cut(face)


def web_font(name: str) -> bytes:
    """Return one of ``WEB_FONTS`` as WOFF2 (W3C WOFF File Format 2.0)."""
    font = TTFont(io.BytesIO(_cut(WEB_FONTS[name])), recalcTimestamp=False)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _path(face: Face) -> Path:
    return next(folder / face.file for folder in font_folders() if (folder / face.file).is_file())


def _cut(face: Face) -> bytes:
    """Return a face with the weights and the characters that are wanted of it."""
    font = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(_path(face))))
    wanted = uharfbuzz.SubsetInput()
    if face.characters:
        wanted.unicode_set.update(face.characters)
        wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
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
