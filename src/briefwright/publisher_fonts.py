"""The publisher's own fonts: static fonts for print, WOFF2 subsets for the web, and their ``@font-face`` rules.

They are used for characters that the packaged fonts lack, in the order of `publisher.yaml`.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

import uharfbuzz
from fontTools.ttLib import TTFont, TTLibError

from briefwright.errors import BriefwrightError
from briefwright.fonts import packaged_characters, subset, woff2

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from briefwright.fonts import CodepointRange

_REGULAR, _BOLD = 400, 600
_SLICE = 512
"""Characters from which a web subset ends; a font with few more is not divided."""
_PAGE = 256
"""Code points that stay in one subset; most scripts have fewer."""
_RESTRICTED, _EMBEDDING = 0x0002, 0x000F
"""``fsType`` of OS/2 (OpenType 1.9): the licence that forbids embedding, and the bits for it."""
_LAST_GENERIC = re.compile(r"(--(?:serif|sans):[^;]*?)(,\s*[\w-]+\s*;)")


@dataclass(frozen=True)
class PublisherFace:
    """A weight and style of a family of the publisher; ``family`` is its name in style sheets, ``path`` its file."""

    family: str
    name: str
    licence: str
    path: Path
    weight: int = _REGULAR
    style: str = "normal"

    @cached_property
    def font(self) -> uharfbuzz.Face:
        """The font, with outlines and tables as in a TrueType or OpenType file."""
        return uharfbuzz.Face(uharfbuzz.Blob(_sfnt(self.path)))

    @cached_property
    def file(self) -> str:
        """The name of the static font for print."""
        is_cff = any(tag in self.font.table_tags for tag in ("CFF ", "CFF2"))
        family = self.family.lower().replace(" ", "-")
        style = "italic" if self.style == "italic" else "bold" if self.weight > _REGULAR else "regular"
        return f"{family}-{style}.{'otf' if is_cff else 'ttf'}"

    def static(self) -> bytes:
        """Return the font in its weight, with all glyphs."""
        options = self._options()
        options.keep_everything()
        return subset(self.font, options)

    def web_subset(self, codes: Iterable[int]) -> bytes:
        """Return the font in its weight, reduced to code points, as WOFF2."""
        options = self._options()
        options.unicode_set.update(codes)
        options.flags = uharfbuzz.SubsetFlags.NO_HINTING
        return woff2(subset(self.font, options))

    def _options(self) -> uharfbuzz.SubsetInput:
        options = uharfbuzz.SubsetInput()
        options.pin_all_axes_to_default(self.font)
        for axis in self.font.axis_infos:
            if axis.tag == "wght":
                options.pin_axis_location(self.font, "wght", min(max(self.weight, axis.min_value), axis.max_value))
        return options

    def slices(self, *, complete: bool = False) -> Iterator[tuple[int, ...]]:
        """Yield the code points of each web subset: those that the packaged fonts lack, or all if ``complete``.

        A browser downloads a subset if a page shows one of its characters. A script is not divided.
        """
        codes = sorted(set(self.font.unicodes) - (set() if complete else packaged_characters()))
        pages = [tuple(page) for _, page in groupby(codes, key=lambda code: code // _PAGE)]
        part: tuple[int, ...] = ()
        for page in pages if len(codes) > 2 * _SLICE else [tuple(codes)]:
            part += page
            if len(part) >= _SLICE:
                yield part
                part = ()
        if part:
            yield part


def publisher_faces(fonts: Sequence[dict[str, str | None]], folder: Path) -> tuple[PublisherFace, ...]:
    """Return the faces of the fonts in ``publisher.yaml``, as plain values; ``folder`` has their files.

    A variable font without a file for bold text also gives the bold face.
    """
    faces = []
    for number, font in enumerate(fonts, 1):
        common = (f"Publisher {number}", str(font["name"]), str(font["licence"]))
        regular = PublisherFace(*common, folder / str(font["regular"]))
        faces.append(regular)
        has_weights = any(axis.tag == "wght" for axis in regular.font.axis_infos)
        if bold := font["bold"] or (font["regular"] if has_weights else None):
            faces.append(PublisherFace(*common, folder / bold, _BOLD))
        if italic := font["italic"]:
            faces.append(PublisherFace(*common, folder / italic, style="italic"))
    return tuple(faces)


def print_rules(faces: Iterable[PublisherFace]) -> str:
    """Return the ``@font-face`` rules for print."""
    rules = (_rule(face, f'url("fonts/{face.file}")') for face in faces)
    return "".join(f"{rule} }}\n" for rule in rules)


def web_rule(face: PublisherFace, url: str, codes: Iterable[int]) -> str:
    """Return the ``@font-face`` rule of a web subset, with the licence of the font in a comment."""
    note = re.sub(r"[*/]", " ", f"{face.name}: {face.licence}")
    ranges = ", ".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in code_ranges(codes))
    source = f'url("{url}") format("woff2")'
    return f"/* {note} */ {_rule(face, source)} font-display: swap; unicode-range: {ranges}; }}"


def _rule(face: PublisherFace, source: str) -> str:
    return (
        f'@font-face {{ font-family: "{face.family}"; font-style: {face.style}; font-weight: {face.weight};'
        f" src: {source};"
    )


def families(faces: Iterable[PublisherFace]) -> list[str]:
    """Return the names of the families in style sheets, in order."""
    return list(dict.fromkeys(face.family for face in faces))


def family_names(faces: Iterable[PublisherFace]) -> dict[str, str]:
    """Return the names of the families in style sheets by their own names; of two equal names, the first counts."""
    return {face.name: face.family for face in reversed(list(faces))}


def with_families(tokens: str, names: Sequence[str]) -> str:
    """Return a style sheet whose ``--serif`` and ``--sans`` use more families before the last, generic one."""
    more = "".join(f', "{name}"' for name in names)
    return _LAST_GENERIC.sub(lambda match: f"{match[1]}{more}{match[2]}", tokens)


def code_ranges(codes: Iterable[int]) -> list[CodepointRange]:
    """Return sorted code points as ranges."""
    ranges = [
        [code for _, code in run] for _, run in groupby(enumerate(sorted(codes)), key=lambda pair: pair[1] - pair[0])
    ]
    return [(run[0], run[-1]) for run in ranges]


def font_problem(path: Path) -> str | None:
    """Return what is wrong with a font file, or ``None``."""
    if not path.is_file():
        return "the file is missing"
    try:
        face = uharfbuzz.Face(uharfbuzz.Blob(_sfnt(path)))
        table = TTFont(io.BytesIO(_sfnt(path)), lazy=True).get("OS/2")
    except (BriefwrightError, TTLibError):
        return "the file is no font that can be read"
    if not face.unicodes:
        return "the font has no characters"
    if table is not None and table.fsType & _EMBEDDING == _RESTRICTED:
        return "the licence in the font forbids embedding (fsType 2 in its OS/2 table)"
    return None


@lru_cache(maxsize=32)
def _sfnt(path: Path) -> bytes:
    """Return a font file without the compression of WOFF or WOFF2; raise ``BriefwrightError`` if it is no font."""
    data = path.read_bytes()
    if data[:4] in {b"\0\1\0\0", b"OTTO", b"true"}:
        return data
    try:
        font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    except TTLibError as error:
        raise BriefwrightError(f"{path.as_posix()}: {error}") from None
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
