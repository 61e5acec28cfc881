from __future__ import annotations

import io
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from fontTools.ttLib import TTFont

from briefwright.fonts import missing_characters, write_print_fonts
from briefwright.publisher_fonts import (
    PublisherFace,
    code_ranges,
    families,
    font_problem,
    print_rules,
    publisher_faces,
    web_rule,
    with_families,
)
from tests.tools.tiny_font import write_font

if TYPE_CHECKING:
    from pathlib import Path

HEBREW = "אבג"


def font(**changes: str) -> dict[str, Any]:
    """Return an entry of `fonts:` as plain values."""
    return {"name": "Tiny", "licence": "OFL-1.1", "regular": "tiny.ttf", "bold": None, "italic": None} | changes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("tiny.ttf", "tiny.woff2", "bold.ttf"):
        write_font(tmp_path / name, f"a{HEBREW}")
    return tmp_path


def test_each_font_of_the_publisher_is_a_family_in_order(folder: Path) -> None:
    faces = publisher_faces([font(bold="bold.ttf"), font(italic="bold.ttf")], folder)
    assert [(face.family, face.weight, face.style, face.file) for face in faces] == [
        ("Publisher 1", 400, "normal", "publisher-1-regular.ttf"),
        ("Publisher 1", 600, "normal", "publisher-1-bold.ttf"),
        ("Publisher 2", 400, "normal", "publisher-2-regular.ttf"),
        ("Publisher 2", 400, "italic", "publisher-2-italic.ttf"),
    ]
    assert families(faces) == ["Publisher 1", "Publisher 2"]


@pytest.mark.parametrize("name", ["tiny.ttf", "tiny.woff2"])
def test_print_font_has_all_characters(folder: Path, name: str) -> None:
    (face,) = publisher_faces([font(regular=name)], folder)
    assert face.file == "publisher-1-regular.ttf"
    assert set(TTFont(io.BytesIO(face.static())).getBestCmap()) == set(map(ord, f"a{HEBREW}"))
    fonts = write_print_fonts(folder / "print", {face.file: face.static})
    assert not missing_characters(HEBREW, fonts)


def test_web_subset_has_only_characters_that_the_packaged_fonts_lack(folder: Path) -> None:
    (face,) = publisher_faces([font()], folder)
    assert list(face.slices()) == [tuple(map(ord, HEBREW))]
    data = face.web_subset(map(ord, HEBREW))
    assert data[:4] == b"wOF2"
    assert set(TTFont(io.BytesIO(data)).getBestCmap()) == set(map(ord, HEBREW))


def test_large_font_is_divided_between_scripts(tmp_path: Path) -> None:
    codes = [*range(0x590, 0x5F0), *range(0x4E00, 0x5800)]
    path = write_font(tmp_path / "large.ttf", "".join(map(chr, codes)))
    slices = list(PublisherFace("Publisher 1", "Large", "OFL-1.1", path).slices())
    assert [code for part in slices for code in part] == codes
    assert all(len(part) <= 1024 for part in slices)
    assert all(first[-1] // 256 < second[0] // 256 for first, second in pairwise(slices))


def test_rules_name_file_licence_and_characters(folder: Path) -> None:
    faces = publisher_faces([font(name="Tiny */ x")], folder)
    assert print_rules(faces) == (
        '@font-face { font-family: "Publisher 1"; font-style: normal; font-weight: 400;'
        ' src: url("fonts/publisher-1-regular.ttf"); }\n'
    )
    rule = web_rule(faces[0], "fonts/a.woff2", map(ord, HEBREW))
    assert re.match(r"/\* Tiny +x: OFL-1.1 \*/ @font-face", rule)
    assert rule.endswith(' src: url("fonts/a.woff2") format("woff2"); font-display: swap; unicode-range: U+5D0-5D2; }')


def test_families_come_before_the_generic_one() -> None:
    tokens = ':root {\n  --serif: "A", Georgia, serif;\n  --sans: "B", sans-serif;\n  --size: 1rem;\n}\n'
    assert with_families(tokens, ["Publisher 1"]) == (
        ':root {\n  --serif: "A", Georgia, "Publisher 1", serif;\n  --sans: "B", "Publisher 1", sans-serif;\n'
        "  --size: 1rem;\n}\n"
    )
    assert with_families(tokens, []) == tokens


def test_code_ranges() -> None:
    assert code_ranges([5, 1, 2, 9]) == [(1, 2), (5, 5), (9, 9)]


def test_accepts_a_font_and_explains_what_is_none(tmp_path: Path) -> None:
    assert font_problem(write_font(tmp_path / "a.ttf", HEBREW)) is None
    assert font_problem(write_font(tmp_path / "editable.ttf", HEBREW, fs_type=8)) is None
    assert "forbids embedding" in str(font_problem(write_font(tmp_path / "restricted.ttf", HEBREW, fs_type=2)))
    assert font_problem(tmp_path / "gone.ttf") == "the file is missing"
    (tmp_path / "words.ttf").write_text("words", "utf-8")
    (tmp_path / "broken.ttf").write_bytes((tmp_path / "a.ttf").read_bytes()[:100])
    assert font_problem(tmp_path / "words.ttf") == "the file is no font that can be read"
    assert font_problem(tmp_path / "broken.ttf")
