from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from briefwright.sources.essay.paragraphs import parse
from briefwright.sources.essay.pictures import read_pictures
from briefwright.sources.files import SourceFile

if TYPE_CHECKING:
    from pathlib import Path

    from briefwright.errors import Problem
    from briefwright.sources.essay.pictures import PictureFile


def read(folder: Path, markdown: str) -> tuple[dict[str, PictureFile], list[Problem]]:
    return read_pictures(folder, parse(markdown).pictures, SourceFile("essay.md", markdown))


@pytest.mark.parametrize(
    ("name", "mode", "published", "image_format"),
    [
        ("a map.png", "RGB", "essay-a-map.png", "PNG"),
        ("Ünder.jpg", "RGB", "essay-under.jpg", "JPEG"),
        ("cmyk.jpeg", "CMYK", "essay-cmyk.jpg", "JPEG"),
        ("pal.gif", "P", "essay-pal.png", "PNG"),
        ("图.webp", "RGBA", "essay-picture.png", "PNG"),
    ],
)
def test_publishes_a_picture_as_png_or_jpeg(
    name: str, mode: str, published: str, image_format: str, tmp_path: Path
) -> None:
    Image.new(mode, (30, 20)).save(tmp_path / name)
    files, problems = read(tmp_path, f"![A map](<{name}>)\n")
    assert not problems
    (file,) = files.values()
    assert (file.name, file.width, file.height) == (published, 30, 20)
    assert Image.open(io.BytesIO(file.content)).format == image_format


def test_removes_metadata_and_turns_the_picture(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "taken at home"
    Image.new("RGB", (30, 20)).save(tmp_path / "a.jpg", exif=exif)
    files, _ = read(tmp_path, "![A](a.jpg)\n")
    assert b"home" not in files["a.jpg"].content
    assert (files["a.jpg"].width, files["a.jpg"].height) == (20, 30)


def test_reduces_a_large_picture(tmp_path: Path) -> None:
    Image.new("L", (5000, 100)).save(tmp_path / "a.png")
    files, _ = read(tmp_path, "![A](a.png)\n")
    assert (files["a.png"].width, files["a.png"].height) == (2000, 40)


def test_names_of_pictures_are_unique(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        Image.new("L", (2, 2)).save(tmp_path / folder / "a.png")
    files, _ = read(tmp_path, "![A](x/a.png)\n\n![A](y/a.png)\n")
    assert [file.name for file in files.values()] == ["essay-a.png", "essay-a-2.png"]


def test_refuses_what_is_no_picture_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "link.png").symlink_to("/etc/hostname")
    (tmp_path / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    names = ("text.png", "a.svg", "link.png", "cut.png", "none.png")
    files, problems = read(tmp_path, "".join(f"![A]({name})\n\n" for name in names))
    assert not files
    assert [problem.line for problem in problems] == [1, 3, 5, 7, 9]


def test_refuses_a_picture_that_unpacks_to_too_many_pixels(tmp_path: Path) -> None:
    Image.new("1", (10_000, 10_000)).save(tmp_path / "a.png")
    _, (problem,) = read(tmp_path, "![A](a.png)\n")
    assert "million pixels" in problem.message
