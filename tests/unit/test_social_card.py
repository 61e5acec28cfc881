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
from briefwright.extras.card_lines import FontStack
from briefwright.extras.social_card import MARGIN, CardText, VerdictRow, card_layout, card_svg, social_card
from briefwright.fonts import PRINT_FONTS, print_font
from briefwright.html import figures
from briefwright.html.metadata.tags import CARD_SIZE
from briefwright.html.wrapping import wrap
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

    from briefwright.extras.card_lines import CardLine

CATALOGUE = language.load(briefs.TEMPLATES / "locales", "en-GB")
THEME = briefs.theme()
LONG = "Cooperation and recruitment among technology companies " * 8
WIDE = CARD_SIZE[0] - 2 * MARGIN
TEXT = CardText("Test House", "Bridges", "What an essay argues", "2026/1 · Edition 1.0")


def measured(text: str) -> float:
    return 0.55 * len(text)


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    for name in PRINT_FONTS:
        (folder / name).write_bytes(print_font(name))
    return folder


@pytest.fixture(scope="module")
def faces(fonts: Path) -> FontStack:
    return FontStack([fonts / "sans-regular.ttf", fonts / "arabic-regular.ttf"])


# --- lines ----------------------------------------------------------------------------------------------------------


def test_lines_have_even_lengths() -> None:
    assert wrap("one two three four five", len, 14) == ["one two three", "four five"]
    assert wrap("aaaa bb cc dd", len, 11) == ["aaaa bb", "cc dd"]


def test_splits_word_wider_than_a_line() -> None:
    assert wrap("abcdefgh", len, 3) == ["abc", "def", "gh"]


@given(st.text(alphabet="ab é", min_size=1, max_size=200).filter(str.strip), st.integers(min_value=2, max_value=40))
def test_lines_contain_all_words_and_fit_the_width(text: str, width: int) -> None:
    found = wrap(text, len, width)
    assert "".join(found).replace(" ", "") == "".join(text.split())
    assert all(len(line) <= width for line in found)


# --- layout ---------------------------------------------------------------------------------------------------------


@given(st.sampled_from(["A", "Bridges", LONG, "x" * 300, "Cyber Recruitment and Europe’s Security Cooperation"]),
       st.sampled_from(["A.", LONG, "y" * 300]), st.sampled_from(["", "TLP:AMBER+STRICT"]))  # fmt: skip
def test_lines_are_within_the_card_and_do_not_overlap(title: str, subtitle: str, marking: str) -> None:
    card = card_layout(CardText("The publisher", title, subtitle, "foot", marking), measured, measured)
    tops = [line.y - 0.75 * line.size for line in card.lines]
    ends = [line.y + 0.25 * line.size for line in card.lines]
    assert all(end <= top for end, top in zip(ends, tops[1:], strict=False))
    assert all(measured(line.text) * line.size <= WIDE + 0.01 for line in card.lines)
    assert tops[0] > 0
    assert ends[-1] < CARD_SIZE[1]
    # The line above the foot.
    assert ends[-2] < 520


def test_short_title_is_large_and_long_title_is_truncated() -> None:
    def titles(text: str) -> list[CardLine]:
        return [
            line
            for line in card_layout(CardText("h", text, "s", "f"), measured, measured).lines
            if line.role == "title"
        ]

    short, long = titles("Bridges"), titles(LONG)
    assert [line.text for line in short] == ["Bridges"]
    assert short[0].size > 1.5 * long[0].size
    assert long[-1].text.endswith("…")
    assert not short[-1].text.endswith("…")


ROWS = (
    VerdictRow("14 claims: 6 partly supported, 7 weakly supported and 1 untested", (("half",) * 6, ("quarter",) * 8)),
    VerdictRow("30 recommendations: all in place", (("full",) * 30,)),
)


@given(st.sampled_from(["A", LONG]), st.sampled_from(["A.", LONG]), st.sampled_from([ROWS[:1], ROWS[1:], ROWS]))
def test_verdict_is_between_subtitle_and_foot(title: str, subtitle: str, rows: tuple[VerdictRow, ...]) -> None:
    card = card_layout(CardText("The publisher", title, subtitle, "foot", verdict=rows), measured, measured)
    above = max(line.y + 0.25 * line.size for line in card.lines if line.role == "subtitle")
    assert all(line.y - line.size > above for line in card.words)
    assert all(box.y > above for box in card.boxes)
    assert all(line.x + measured(line.text) * line.size <= WIDE + 0.01 for line in card.words)
    assert all(box.x + box.size < line.x for box in card.boxes for line in card.words)
    assert len({(box.x, box.y) for box in card.boxes}) == len(card.boxes) == (14 if ROWS[0] in rows else 0)


# --- fonts ------------------------------------------------------------------------------------------------------


def test_chooses_font_that_has_all_characters(faces: FontStack) -> None:
    assert faces.index_for("Bridges") == 0
    assert faces.index_for("Arabic: التعاون") == 1
    assert faces.width("") == 0
    assert 0 < faces.width("i") < faces.width("m") < 1.2
    assert faces.width("mm") == pytest.approx(2 * faces.width("m"))


# --- the picture ----------------------------------------------------------------------------------------------------


def svg_of(faces: FontStack, words: CardText, marking: str = "TLP:CLEAR", tag: str = "en") -> str:
    catalogue = language.Catalogue(Locale.parse(tag), CATALOGUE.strings)
    card = card_layout(words, faces.width, faces.width)
    return card_svg(briefs.TEMPLATES, catalogue, card, marking, faces.index_for, THEME)


def test_picture_has_its_size_and_is_reproducible(fonts: Path, faces: FontStack) -> None:
    figures.register_fonts(fonts)
    svg = svg_of(faces, TEXT)
    first = figures.svg_to_png(svg)
    with Image.open(io.BytesIO(first)) as picture:
        assert (picture.format, picture.size) == ("PNG", CARD_SIZE)
        colours = picture.convert("RGB").getcolors()
    assert colours
    # Other tests register fonts in the same process, so the text may have another font; check only the background.
    assert (11, 79, 108) in {colour for _, colour in colours}
    assert figures.svg_to_png(svg) == first
    assert len(first) < 60_000


def test_svg_escapes_text_and_names_its_font(faces: FontStack) -> None:
    svg = svg_of(faces, CardText("<publisher>", "</text><script>x</script>&", "التعاون", "f"))
    texts = [element for element in etree.fromstring(svg).iter() if str(element.tag).endswith("}text")]
    assert [element.text for element in texts] == ["<publisher>", "</text><script>x</script>&", "التعاون", "f"]
    families = [element.get("font-family") for element in texts]
    assert families == ["IBM Plex Sans", "IBM Plex Sans", "IBM Plex Sans Arabic", "IBM Plex Sans"]


def test_shows_marking_unless_public(faces: FontStack) -> None:
    assert "TLP" not in svg_of(faces, TEXT)
    marked = svg_of(faces, CardText("h", "t", "s", "f", "TLP:AMBER"), "TLP:AMBER")
    assert ">TLP:AMBER<" in marked
    assert "#ffc000" in marked


@pytest.mark.parametrize(("tag", "anchor"), [("en", "start"), ("ar", "end")])
def test_mirrors_card_for_right_to_left_language(faces: FontStack, tag: str, anchor: str) -> None:
    svg = etree.fromstring(svg_of(faces, TEXT, tag=tag))
    assert {element.get("text-anchor") for element in svg.iter() if str(element.tag).endswith("}text")} == {anchor}


SITE = {"publisher": "Test House", "base_url": "https://briefs.example.org/all", "marking": "TLP:CLEAR"}
BRIEF = SITE | {
    "title": "Bridges",
    "subtitle": "What an essay argues",
    "number": "2026/1",
    "edition": {"number": "1.0", "date": "2026-01-31"},
    "verdict": {
        "findings": [
            {"phrase": "partly supported", "state": None, "mark": "half", "items": [{}, {}]},
            {"phrase": None, "state": None, "mark": "dashed", "items": [{}]},
        ],
        "recommendations": [{"phrase": None, "state": "in-place", "mark": "full", "items": [{}]}],
    },
}


@pytest.mark.parametrize("facts", [SITE, BRIEF], ids=["site", "brief"])
def test_brief_and_site_have_a_card(fonts: Path, facts: dict[str, object]) -> None:
    card = social_card(facts, CATALOGUE, briefs.TEMPLATES, fonts, THEME)
    with Image.open(io.BytesIO(card)) as picture:
        assert (picture.format, picture.size) == ("PNG", CARD_SIZE)
    assert social_card(facts, CATALOGUE, briefs.TEMPLATES, fonts, THEME) == card


@pytest.mark.parametrize(
    "change", [{"title": "Tunnels"}, {"edition": {"number": "1.1", "date": "2026-01-31"}}, {"marking": "TLP:AMBER"}]
)
def test_card_depends_on_title_edition_and_marking(fonts: Path, change: dict[str, object]) -> None:
    one, other = (social_card(facts, CATALOGUE, briefs.TEMPLATES, fonts, THEME) for facts in (BRIEF, BRIEF | change))
    assert one != other
