from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from briefwright import language
from briefwright.extras.social_card import MARGIN, CardText, Typefaces, card_svg, layout, lines, social_card
from briefwright.fonts import PRINT_FONTS, print_font
from briefwright.html import figures
from briefwright.html.metadata.tags import CARD_SIZE
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

    from briefwright.extras.social_card import CardLine

CATALOGUE = language.load(briefs.TEMPLATES / "locales", "en-GB")
LONG = "Cooperation and recruitment among technology companies " * 8
WIDE = CARD_SIZE[0] - 2 * MARGIN
WORDS = CardText("Test House", "Bridges", "What an essay argues", "2026/1 · Edition 1.0")


def measured(text: str) -> float:
    return 0.55 * len(text)


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    for name in PRINT_FONTS:
        (folder / name).write_bytes(print_font(name))
    return folder


@pytest.fixture(scope="module")
def faces(fonts: Path) -> Typefaces:
    return Typefaces([fonts / "sans-regular.ttf", fonts / "arabic-regular.ttf"])


# --- lines ----------------------------------------------------------------------------------------------------------


def test_lines_are_of_an_even_length() -> None:
    assert lines("one two three four five", len, 14) == ["one two three", "four five"]
    assert lines("aaaa bb cc dd", len, 11) == ["aaaa bb", "cc dd"]


def test_a_word_that_no_line_holds_is_divided() -> None:
    assert lines("abcdefgh", len, 3) == ["abc", "def", "gh"]


@given(st.text(alphabet="ab é", min_size=1, max_size=200).filter(str.strip), st.integers(min_value=2, max_value=40))
def test_lines_hold_all_words_and_are_never_too_long(text: str, width: int) -> None:
    found = lines(text, len, width)
    assert "".join(found).replace(" ", "") == "".join(text.split())
    assert all(len(line) <= width for line in found)


# --- layout ---------------------------------------------------------------------------------------------------------


@given(st.sampled_from(["A", "Bridges", LONG, "x" * 300, "Cyber Recruitment and Europe’s Security Cooperation"]),
       st.sampled_from(["A.", LONG, "y" * 300]), st.sampled_from(["", "TLP:AMBER+STRICT"]))  # fmt: skip
def test_all_stands_within_the_card_and_nothing_on_another(title: str, subtitle: str, marking: str) -> None:
    made = layout(CardText("The publisher", title, subtitle, "foot", marking), measured, measured)
    tops = [line.y - 0.75 * line.size for line in made.lines]
    ends = [line.y + 0.25 * line.size for line in made.lines]
    assert all(end <= top for end, top in zip(ends, tops[1:], strict=False))
    assert all(measured(line.text) * line.size <= WIDE + 0.01 for line in made.lines)
    assert tops[0] > 0
    assert ends[-1] < CARD_SIZE[1]
    # The rule above the foot.
    assert ends[-2] < 520


def test_a_short_title_is_large_and_a_long_one_is_cut() -> None:
    def titles(text: str) -> list[CardLine]:
        return [
            line for line in layout(CardText("h", text, "s", "f"), measured, measured).lines if line.kind == "title"
        ]

    short, long = titles("Bridges"), titles(LONG)
    assert [line.text for line in short] == ["Bridges"]
    assert short[0].size > 1.5 * long[0].size
    assert long[-1].text.endswith("…")
    assert not short[-1].text.endswith("…")


# --- typefaces ------------------------------------------------------------------------------------------------------


def test_a_line_is_set_in_the_typeface_that_has_its_letters(faces: Typefaces) -> None:
    assert faces.setting("Bridges") == 0
    assert faces.setting("Arabic: التعاون") == 1
    assert faces.width("") == 0
    assert 0 < faces.width("i") < faces.width("m") < 1.2
    assert faces.width("mm") == pytest.approx(2 * faces.width("m"))


# --- the picture ----------------------------------------------------------------------------------------------------


def drawn(faces: Typefaces, words: CardText, marking: str = "TLP:CLEAR", tag: str = "en") -> str:
    catalogue = language.Catalogue(Locale.parse(tag), CATALOGUE.strings)
    made = layout(words, faces.width, faces.width)
    return card_svg(briefs.TEMPLATES, catalogue, made, marking, faces.setting)


def test_a_picture_has_its_size_and_is_the_same_each_time(fonts: Path, faces: Typefaces) -> None:
    figures.register_fonts(fonts)
    svg = drawn(faces, WORDS)
    first = figures.svg_to_png(svg)
    with Image.open(io.BytesIO(first)) as picture:
        assert (picture.format, picture.size) == ("PNG", CARD_SIZE)
        colours = picture.convert("RGB").getcolors()
    assert colours
    # Which of the typefaces that other tests registered as well sets it, only a process of its own tells.
    assert (11, 79, 108) in {colour for _, colour in colours}
    assert figures.svg_to_png(svg) == first
    assert len(first) < 60_000


def test_words_on_a_card_are_text_and_name_their_typeface(faces: Typefaces) -> None:
    svg = drawn(faces, CardText("<publisher>", "</text><script>x</script>&", "التعاون", "f"))
    texts = [element for element in etree.fromstring(svg).iter() if str(element.tag).endswith("}text")]
    assert [element.text for element in texts] == ["<publisher>", "</text><script>x</script>&", "التعاون", "f"]
    families = [element.get("font-family") for element in texts]
    assert families == ["IBM Plex Sans", "IBM Plex Sans", "IBM Plex Sans Arabic", "IBM Plex Sans"]


def test_a_marking_is_shown_where_not_everybody_may_read_on(faces: Typefaces) -> None:
    assert "TLP" not in drawn(faces, WORDS)
    marked = drawn(faces, CardText("h", "t", "s", "f", "TLP:AMBER"), "TLP:AMBER")
    assert ">TLP:AMBER<" in marked
    assert "#ffc000" in marked


@pytest.mark.parametrize(("tag", "anchor"), [("en", "start"), ("ar", "end")])
def test_a_card_begins_where_its_language_does(faces: Typefaces, tag: str, anchor: str) -> None:
    svg = etree.fromstring(drawn(faces, WORDS, tag=tag))
    assert {element.get("text-anchor") for element in svg.iter() if str(element.tag).endswith("}text")} == {anchor}


SITE = {"publisher": "Test House", "base_url": "https://briefs.example.org/all", "marking": "TLP:CLEAR"}
BRIEF = SITE | {
    "title": "Bridges",
    "subtitle": "What an essay argues",
    "number": "2026/1",
    "edition": {"number": "1.0", "date": "2026-01-31"},
}


@pytest.mark.parametrize("said", [SITE, BRIEF], ids=["site", "brief"])
def test_a_brief_and_the_site_have_a_card(fonts: Path, said: dict[str, object]) -> None:
    made = social_card(said, CATALOGUE, briefs.TEMPLATES, fonts)
    with Image.open(io.BytesIO(made)) as picture:
        assert (picture.format, picture.size) == ("PNG", CARD_SIZE)
    assert social_card(said, CATALOGUE, briefs.TEMPLATES, fonts) == made


@pytest.mark.parametrize(
    "change", [{"title": "Tunnels"}, {"edition": {"number": "1.1", "date": "2026-01-31"}}, {"marking": "TLP:AMBER"}]
)
def test_a_card_shows_title_edition_and_marking(fonts: Path, change: dict[str, object]) -> None:
    one, other = (social_card(said, CATALOGUE, briefs.TEMPLATES, fonts) for said in (BRIEF, BRIEF | change))
    assert one != other
