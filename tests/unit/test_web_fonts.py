from __future__ import annotations

import re

import pytest

from briefwright.fonts import SANS, WEB_FONTS, FontMetrics
from briefwright.site.web_fonts import LocalFont, WebFontSubset, fallback_rule, font_face_rules
from tests import briefs

THEME = briefs.theme()
ALL = [WebFontSubset(file, f"fonts/{file}", ((0x20, 0x7E),)) for file in WEB_FONTS]


def test_each_subset_has_one_rule() -> None:
    for made in (ALL, [subset for subset in ALL if "arabic" not in subset.file]):
        named = re.findall(r'url\("([^"]+)"\)', font_face_rules(made, THEME, {}))
        assert sorted(named) == sorted(subset.url for subset in made)


def test_subsets_of_a_font_share_a_family_and_differ_in_characters() -> None:
    parts = [
        WebFontSubset("plex-sans.woff2", "fonts/a.woff2", ((0x20, 0x7E), (0xA0, 0xA0))),
        WebFontSubset("plex-sans.woff2", "fonts/b.woff2", ((0x1E00, 0x1EFF),)),
    ]
    rules = [rule for rule in font_face_rules(parts, THEME, {}).splitlines() if "url(" in rule]
    assert ["unicode-range: U+20-7E, U+A0; }" in rules[0], "unicode-range: U+1E00-1EFF; }" in rules[1]] == [True, True]
    assert len({re.sub(r"url.*", "", rule) for rule in rules}) == 1
    assert all("font-weight: 400 700" in rule for rule in rules)


@pytest.mark.parametrize("generic", ["serif", "sans"])
def test_font_lists_name_defined_families_with_fallbacks(generic: str) -> None:
    rules = font_face_rules(ALL, THEME, {})
    defined = set(re.findall(r'font-family: "([^"]+)"', rules))
    found = re.search(rf"--{generic}: ([^;]+);", rules)
    assert found
    families = [name.strip('"') for name in found[1].split(", ")]
    assert set(families[:-1]) <= defined
    assert families[0] == f"Plex {generic.title()}"
    assert families[1].startswith("Plex by ")


def test_a_font_without_subsets_has_no_fallback() -> None:
    rules = font_face_rules([subset for subset in ALL if "serif" not in subset.file], THEME, {})
    assert "Plex by Georgia" not in rules
    assert "Plex by Arial" in rules


def test_fallback_has_the_measures_of_the_font() -> None:
    local = LocalFont("Any", ("Any One", "Any Two"), 0.4, "any.woff2", 600, "italic")
    rule = fallback_rule(local, FontMetrics(width=0.5, ascent=1.0, descent=0.25, gap=0.1))
    assert 'font-family: "Any"; font-style: italic; font-weight: 600; src: local("Any One"), local("Any Two");' in rule
    # The local font is scaled by 0.5 / 0.4; the overrides are relative to the scaled size.
    for name, value in {
        "size-adjust": "125.00%",
        "ascent-override": "80.00%",
        "descent-override": "20.00%",
        "line-gap-override": "8.00%",
    }.items():
        assert f"{name}: {value};" in rule


def test_a_theme_may_use_one_family_for_all() -> None:
    rules = font_face_rules(ALL, THEME.model_copy(update={"serif": SANS}), {})
    assert len(set(re.findall(r"--(?:serif|sans): ([^;]+);", rules))) == 1


def test_a_font_of_the_publisher_comes_before_the_packaged_ones() -> None:
    rules = font_face_rules(ALL, THEME.model_copy(update={"sans": "House Sans"}), {"House Sans": "Publisher 1"})
    assert '--sans: "Publisher 1", "Plex Sans", ' in rules
    assert '--serif: "Plex Serif", ' in rules
