from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.colours import contrast, mix, nearest
from briefwright.errors import InvalidSources, render_problem
from briefwright.html.figure_config import with_theme
from briefwright.html.theme_css import print_tokens, web_tokens
from briefwright.marking import Marking
from briefwright.model import ThemeFile
from briefwright.model.theme import PAIRS, Colours
from briefwright.sources.reader import load_yaml_model
from briefwright.sources.theme import load_theme
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

    from briefwright.model import Theme
    from tests.conftest import MakeBrief

COLOUR = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
NAMES = [name.replace("_", "-") for name in Colours.model_fields]
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h9z" fill="#123456"/></svg>'


def loaded(folder: Path, text: str) -> Theme:
    (folder / "theme.yaml").write_text(text, "utf-8")
    return load_theme(folder, briefs.TEMPLATES).theme


def errors(folder: Path, text: str) -> list[str]:
    with pytest.raises(InvalidSources) as error:
        loaded(folder, text)
    return [render_problem(problem) for problem in error.value.problems]


# --- colours ----------------------------------------------------------------------------------------------------------


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@given(COLOUR, COLOUR)
def test_mixtures_begin_and_end_with_their_colours(one: str, other: str) -> None:
    assert (mix(one, other, 0), mix(one, other, 1)) == (one, other)


@given(COLOUR, COLOUR)
def test_the_nearest_colour_has_enough_contrast(colour: str, background: str) -> None:
    found = nearest(colour, [(background, 4.5)])
    # Black or white has a contrast of 4.58 with any colour.
    assert found
    assert contrast(found, background) >= 4.5
    if contrast(colour, background) >= 4.5:
        assert found == colour


# --- the theme of the templates ---------------------------------------------------------------------------------------


def test_the_default_theme_has_enough_contrast() -> None:
    theme = briefs.theme()
    for name, colours in {"light": theme.light, "dark": theme.dark, "printed": theme.printed}.items():
        assert colours.keys() == set(NAMES)
        for text, background, ratio in PAIRS:
            assert contrast(colours[text], colours[background]) >= ratio, f"{name}: {text} on {background}"
        # Text for all readers (1.4.6).
        texts = ("ink", "secondary", "accent", "correction", "caution", "context", "definition", "gap")
        assert all(contrast(colours[text], colours["paper"]) >= 7 for text in texts), name


def test_style_sheets_and_pictures_have_no_colours_of_their_own() -> None:
    # TLP 2.0 sets the colours of the marking.
    allowed = {"#000000", *(marking.colour for marking in Marking)}
    for name in ("tokens.css", "web/web.css", "print/print.css", "web/icon.svg", "social_card.svg.j2"):
        text = (briefs.TEMPLATES / name).read_text("utf-8")
        assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[\s;,\"'])", text)) <= allowed, name
    for path in (briefs.TEMPLATES / "figures").glob("*.yaml"):
        assert not re.findall(r"#[0-9a-fA-F]{6}", path.read_text("utf-8")), path


# --- the publisher's theme --------------------------------------------------------------------------------------------


def test_a_publisher_needs_no_theme(tmp_path: Path) -> None:
    assert load_theme(tmp_path, briefs.TEMPLATES).theme == briefs.theme()


def test_colours_that_follow_the_accent_change_with_it(tmp_path: Path) -> None:
    theme, default = loaded(tmp_path, 'colours: {accent: "#8A0F2B"}'), briefs.theme()
    changed = {name for name in NAMES if theme.light[name] != default.light[name]}
    assert changed == {"accent", "accent-2", "accent-3", "tint", "context"}
    assert theme.light["context"] == theme.printed["accent"] == "#8a0f2b"
    assert {name for name in NAMES if theme.dark[name] != default.dark[name]} == changed - {"tint"}
    assert contrast(theme.dark["accent"], theme.dark["paper"]) >= 7


def test_colours_that_are_set_stay(tmp_path: Path) -> None:
    text = (
        'colours: {accent: "#8a0f2b", tint: "#ffffff", context: "#123"}\ndark: {accent: "#ffffff", accent_2: "#777777"}'
    )
    theme = loaded(tmp_path, text)
    assert (theme.light["tint"], theme.light["context"]) == ("#ffffff", "#112233")
    assert (theme.dark["accent"], theme.dark["accent-2"]) == ("#ffffff", "#777777")


def test_a_light_colour_is_also_printed_unless_another_one_is_set(tmp_path: Path) -> None:
    text = 'colours: {ink: "#101112", secondary: "#303132"}\nprinted: {ink: "#010203"}'
    printed = loaded(tmp_path, text).printed
    assert (printed["ink"], printed["secondary"], printed["gap"]) == ("#010203", "#303132", "#303132")


@pytest.mark.parametrize(
    ("text", "place", "words", "hint"),
    [
        ('colours: {accent: "#ffcc00"}', "1:19", "“accent” (#ffcc00) and “", "use"),
        ('colours:\n  ink: "#999"', "2:8", "“ink” (#999999) and “", "use"),
        ('dark: {paper: "#ffffff"}', "1:15", "“paper” (#ffffff) and “", "use"),
        ('printed: {secondary: "#eeeeee"}', "1:22", "on printed web pages; text needs 4.5:1 (WCAG 2.2, 1.4.3)", "use"),
        ('colours: {highlight_3: "#0b4f6c"}', "1:24", "“highlight_3” (#0b4f6c) and “", "use"),
        ('colours: {definition: "#c3b4ec"}', "1:23", "on light pages and in PDFs; text needs 4.5:1", "use"),
    ],
)
def test_reports_too_little_contrast_with_the_nearest_colour(
    tmp_path: Path, text: str, place: str, words: str, hint: str
) -> None:
    (error,) = errors(tmp_path, text)
    assert f"theme.yaml:{place}: error: " in error
    assert words in error
    found = re.search(rf'hint: {hint} "(#[0-9a-f]{{6}})", the nearest colour with enough contrast', error)
    assert found
    wrong = re.findall(r'"(#[0-9a-f]+)"', text)[-1]
    loaded(tmp_path, text.replace(wrong, found[1]))


@given(st.sampled_from(["accent", "ink", "secondary", "correction", "caution", "context", "definition", "gap"]), COLOUR)
def test_any_text_colour_is_accepted_or_gets_a_proposal_that_is(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: str
) -> None:
    folder = tmp_path_factory.mktemp("theme")
    text = f'colours: {{{name}: "{value}"}}'
    try:
        loaded(folder, text)
        proposal = value
    except InvalidSources as error:
        proposal = str(error).partition('use "')[2][:7]
    loaded(folder, text.replace(value, proposal))


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("colours:\n  accent: #0b4f6c", "2:11: error: YAML reads “#0b4f6c” as a comment", "quotation marks"),
        ("colours: {accent: blue}", "1:19: error: “blue” is not a colour", 'as in "#0b4f6c"'),
        ("colours: {acent: '#0b4f6c'}", "1:11: error: unknown key “acent”", "did you mean “accent”?"),
        ("colour: {accent: '#0b4f6c'}", "1:1: error: unknown key “colour”", "did you mean “colours”?"),
        ("logo: {file: logo.svg, alt: A}", "1:14: error: the logo logo.svg is missing", "save it as"),
        ("logo: {file: ../logo.svg, alt: A}", "1:14: error: “../logo.svg” is not a valid file", "beside theme.yaml"),
        ("logo: {file: logo.svg}", "1:1: error: “alt” is missing", "add `alt:`"),
    ],
)
def test_rejects_what_is_no_theme(tmp_path: Path, text: str, message: str, hint: str) -> None:
    (error,) = errors(tmp_path, text)
    assert f"theme.yaml:{message}" in error
    assert hint in error


def test_check_reports_the_theme_with_all_other_errors(make_brief: MakeBrief) -> None:
    folder = make_brief(theme='colours: {accent: "#ffcc00"}', brief=("short_title: ", "short_titel: "))
    found = briefs.errors(folder)
    assert any("sources/theme.yaml:1:19" in error for error in found)
    assert any("unknown key “short_titel”" in error for error in found)


def test_fonts_are_packaged_or_the_publisher_s(make_brief: MakeBrief) -> None:
    (error,) = briefs.errors(make_brief(theme="fonts: {sans: Plex Sans}"))
    assert "sources/theme.yaml:1:15: error: unknown font family “Plex Sans”" in error
    assert "did you mean “IBM Plex Sans”?" in error


# --- logo -------------------------------------------------------------------------------------------------------------


def test_publishes_a_logo_with_its_proportions(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(f"<?xml version='1.0'?><!-- by hand -->{LOGO}", "utf-8")
    theme = loaded(tmp_path, "logo: {file: logo.svg, alt: The bridge office}")
    assert theme.logo
    assert (theme.logo.alt, theme.logo.width / theme.logo.height) == ("The bridge office", 2)
    picture = load_theme(tmp_path, briefs.TEMPLATES).logo
    assert picture
    assert b"by hand" not in picture.content


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<path", "<script>x</script><path", "contains <script>"),
        ("<path", "<text>x</text><path", "contains <text>"),
        ("<path", "<image href='https://evil.example/a'/><path", "contains <image>"),
        ("<path", "<path onload='x()'", "has the attribute “onload”"),
        ("<path", "<use href='https://evil.example/a#b'/><path", "has the attribute “href”"),
        ('"#123456"', '"url(https://evil.example/a)"', "refers to another file"),
        ("<svg ", "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg ", "is not plain SVG"),
        ('viewBox="0 0 40 20"', "", "has no size"),
        ("<svg", "<html", "is not"),
    ],
)
def test_rejects_a_logo_that_does_more_than_draw(tmp_path: Path, old: str, new: str, message: str) -> None:
    (tmp_path / "logo.svg").write_text(LOGO.replace(old, new, 1), "utf-8")
    (error,) = errors(tmp_path, "logo: {file: logo.svg, alt: A}")
    assert "theme.yaml:1:14: error: the logo logo.svg" in error
    assert message in error


# --- its uses ---------------------------------------------------------------------------------------------------------


def test_style_sheets_get_every_colour(tmp_path: Path) -> None:
    theme = loaded(tmp_path, 'colours: {paper: "#fffdf8"}')
    light, dark, printed = re.findall(r":root \{\n(  --mono.*?|  --accent.*?)\}", web_tokens("", theme), re.DOTALL)
    for text, colours in ((light, theme.light), (dark, theme.dark), (printed, theme.printed)):
        assert colours.items() <= dict(re.findall(r"--([\w-]+): ([^;]+);", text)).items()
    assert "@page { background: #fffdf8 }" in print_tokens("", theme)
    assert "@page" not in print_tokens("", briefs.theme())


def test_figures_use_the_theme_unless_they_set_something_else() -> None:
    theme = briefs.theme()
    specification: dict[str, Any] = {
        "mark": {"type": "bar", "color": "var(--accent-2)"},
        "config": {"axis": {"labelColor": "#123456"}},
    }
    made = with_theme(specification, theme)
    assert made["mark"]["color"] == theme.light["accent-2"]
    assert made["config"]["axis"]["labelColor"] == "#123456"
    assert made["config"]["axis"]["titleColor"] == theme.light["secondary"]
    assert made["config"]["mark"]["color"] == theme.light["accent"]
    assert made["config"]["font"] == "IBM Plex Sans, Arial, sans-serif"


def test_rejects_an_unknown_colour_in_a_figure(make_brief: MakeBrief) -> None:
    folder = make_brief(figure=("mark: bar", "mark: {type: bar, color: var(--acent)}"))
    (error,) = briefs.errors(folder)
    assert "boats.vl.yaml:5:26: error: the theme has no colour “acent”" in error
    assert "did you mean “accent”?" in error


def test_the_default_theme_file_sets_every_colour_that_follows_no_other() -> None:
    default = load_yaml_model(briefs.TEMPLATES / "theme.yaml", ThemeFile)[0]
    assert default.colours.given.keys() == default.dark.given.keys() == set(NAMES) - {"context", "gap"}
