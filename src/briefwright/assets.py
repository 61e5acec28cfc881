"""Typefaces, from pinned packages: as they are for print, cut down to WOFF2 for the web."""

from __future__ import annotations

import io
from importlib.resources import files
from pathlib import Path

import uharfbuzz
from fontTools.ttLib import TTFont

__all__ = ["WEB_FONTS", "font_folders", "web_font"]

_PACKAGES = ("fontpkg_ibm_plex_serif", "fontpkg_ibm_plex_sans")
WEB_FONTS = {
    "plex-serif-regular.woff2": "IBMPlexSerif-Regular.ttf",
    "plex-serif-italic.woff2": "IBMPlexSerif-Italic.ttf",
    "plex-serif-semibold.woff2": "IBMPlexSerif-SemiBold.ttf",
    "plex-sans.woff2": "IBMPlexSans[wdth,wght].ttf",
}
# Latin with its European extensions, punctuation, and the signs that the templates print.
_UNICODES = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2044), 0x20AC, 0x2192, 0x2212, 0x25CF]
_WEIGHTS = (400, 700)


def font_folders() -> list[Path]:
    """Return the folders of the installed font packages."""
    return [Path(str(files(package))) / "files" for package in _PACKAGES]


def web_font(name: str) -> bytes:
    """Return one of ``WEB_FONTS``: a TrueType file cut down to what European languages need, as WOFF2."""
    path = next(folder / WEB_FONTS[name] for folder in font_folders() if (folder / WEB_FONTS[name]).is_file())
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(_UNICODES)
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
    if "wdth" in path.name:
        wanted.pin_axis_location(face, "wdth", 100)
        wanted.set_axis_range(face, "wght", *_WEIGHTS)
    font = TTFont(io.BytesIO(uharfbuzz.subset(face, wanted).blob.data), recalcTimestamp=False)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
