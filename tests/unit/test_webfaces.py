"""Typefaces in CSS: ours, and what takes their room until they are there."""

from __future__ import annotations

import re

import pytest

from briefwright.fonts import WEB_FONTS, Measures, measures
from briefwright.site.webfaces import Local, face_rules, letters, stand_in


def test_letters_are_what_pages_and_style_sheets_show_each_once_and_in_order() -> None:
    pages = ["<p>b&eacute;a &nbsp;\n</p>", "<p title='\u201ca'>c</p>"]
    found = letters(pages, [r'a::after { content: "\2191" / ""; }'])
    assert list(found) == sorted(set(found))
    assert set(found) >= set("abcé\u201c\u2191\u00a0")
    assert "\n" not in found
    assert found == letters(reversed(pages), [r'a::after { content: "\2191" / ""; }'])


def test_every_face_has_a_rule_and_no_other() -> None:
    for made in (set(WEB_FONTS), {name for name in WEB_FONTS if "arabic" not in name}):
        named = re.findall(r'url\("fonts/([^"]+)"\)', face_rules(made, measures))
        assert len(named) == len(set(named))
        assert set(named) == made


@pytest.mark.parametrize("kind", ["serif", "sans"])
def test_every_family_of_a_list_is_there_and_a_stand_in_follows_its_face(kind: str) -> None:
    rules = face_rules(list(WEB_FONTS), measures)
    defined = set(re.findall(r'font-family: "([^"]+)"', rules))
    found = re.search(rf"--{kind}: ([^;]+);", rules)
    assert found
    families = [name.strip('"') for name in found[1].split(", ")]
    assert set(families[:-1]) <= defined
    assert families[0] == f"Plex {kind.title()}"
    assert families[1].startswith("Plex by ")


def test_a_stand_in_takes_the_room_of_the_face() -> None:
    local = Local("Any", ("Any One", "Any Two"), 0.4, "any.woff2", 600, "italic")
    rule = stand_in(local, Measures(width=0.5, ascent=1.0, descent=0.25, gap=0.1))
    assert 'font-family: "Any"; font-style: italic; font-weight: 600; src: local("Any One"), local("Any Two");' in rule
    # The local face is scaled by 0.5 / 0.4; its heights are parts of that size.
    for name, value in {
        "size-adjust": "125.00%",
        "ascent-override": "80.00%",
        "descent-override": "20.00%",
        "line-gap-override": "8.00%",
    }.items():
        assert f"{name}: {value};" in rule
