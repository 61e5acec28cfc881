"""Read the pictures of an essay: PNG, JPEG, GIF or WebP files beside it.

A picture is written anew, so it has no metadata such as the place where it was taken, and a bounded size.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefwright.layout import slug

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from briefwright.errors import Problem
    from briefwright.sources.essay.tree import Picture
    from briefwright.sources.files import SourceFile

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_MAX_BYTES = 20_000_000
_MAX_PIXELS = 50_000_000
_MAX_SIDE = 2000
"""Pixels of the longer side: 300 per inch on the whole width of a page."""
_JPEG_QUALITY = 88


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture as published: its file name, its content, its size in pixels."""

    name: str
    content: bytes
    width: int
    height: int


class PictureRefused(Exception):  # noqa: N818 - not an error of the program
    """A picture that cannot be shown; the arguments are message and hint."""


def read_pictures(
    folder: Path, pictures: Iterable[Picture], source: SourceFile
) -> tuple[dict[str, PictureFile], list[Problem]]:
    """Return the pictures of an essay by their path in the brief's folder, and a problem for each that is not shown."""
    files: dict[str, PictureFile] = {}
    problems: list[Problem] = []
    for picture in pictures:
        if picture.path in files:
            continue
        try:
            files[picture.path] = _read(folder, picture.path, {file.name for file in files.values()})
        except PictureRefused as refused:
            message, hint = refused.args
            problems.append(source.problem_at(picture.line, 0, message, hint=hint))
    return files, problems


def _read(folder: Path, name: str, taken: set[str]) -> PictureFile:
    path = folder / name
    inside = not any(part.is_symlink() for part in (path, *path.parents) if part != folder and folder in part.parents)
    if not path.is_file() or not inside:
        hint = f"save it as {path.as_posix()}"
        raise PictureRefused(f"the picture {name} is missing" if inside else f"the picture {name} is a link", hint)
    if path.stat().st_size > _MAX_BYTES:
        raise PictureRefused(f"the picture {name} has more than {_MAX_BYTES // 1_000_000} MB", "save it smaller")
    content, ending, size = clean_picture(path.read_bytes(), f"the picture {name}")
    return PictureFile(_published_name(name, ending, taken), content, *size)


def refusal(content: bytes) -> str | None:
    """Return why a picture cannot be shown; ``None`` if it can."""
    if len(content) > _MAX_BYTES:
        return f"it has more than {_MAX_BYTES // 1_000_000} MB"
    try:
        clean_picture(content, "it")
    except PictureRefused as refused:
        return str(refused.args[0])
    return None


def clean_picture(content: bytes, subject: str) -> tuple[bytes, str, tuple[int, int]]:
    """Return a picture as PNG or JPEG without metadata, its ending and its size.

    Raise ``PictureRefused`` if it cannot be shown; ``subject`` is that of the message, such as “the logo a.png”.
    """
    # Pillow takes long to import, and few essays have pictures.
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=_FORMATS)
            if opened.width * opened.height > _MAX_PIXELS:
                raise PictureRefused(f"{subject} has more than {_MAX_PIXELS // 1_000_000} million pixels", "shrink it")
            image = ImageOps.exif_transpose(opened)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        raise PictureRefused(f"{subject} is not a PNG, JPEG, GIF or WebP file", "save it as PNG or JPEG") from None
    image.thumbnail((_MAX_SIDE, _MAX_SIDE))
    output = io.BytesIO()
    if opened.format == "JPEG":
        image.convert("L" if image.mode == "L" else "RGB").save(output, "JPEG", quality=_JPEG_QUALITY)
        return output.getvalue(), "jpg", image.size
    kept = image if image.mode in {"1", "L", "LA", "P", "RGB", "RGBA"} else image.convert("RGBA")
    kept.info = {key: value for key, value in kept.info.items() if key == "transparency"}
    kept.save(output, "PNG", optimize=True)
    return output.getvalue(), "png", image.size


def _published_name(path: str, ending: str, taken: set[str]) -> str:
    stem = slug(path.rpartition("/")[2].rpartition(".")[0]) or "picture"
    names = (f"essay-{stem}{'' if number == 1 else f'-{number}'}.{ending}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
