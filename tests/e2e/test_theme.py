"""A publisher's theme: after a change, no file of the site has an old colour, and each has the new ones."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image

from briefwright.sources.theme import load_theme
from tests import briefs
from tests.tools import browser as browsers
from tests.tools.project import BRIEF, DOCUMENTS, REPORT, SLUG, Project
from tests.tools.serving import served
from tests.tools.tiny_font import write_font

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from briefwright.model import Theme
    from tests.tools.project import Once

pytestmark = pytest.mark.slow

ACCENT = "#8a0f2b"
LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 20">
<path d="M0 0h20v20h-20z" fill="#00a651"/><path d="M25 5h50v10h-50z" fill="#333333"/></svg>"""
# Every colour of the theme of the templates is another one here, in all three schemes.
ALL = """
colours: {ink: "#221111", secondary: "#554040", paper: "#fffdf6", rule: "#d8c9c9", accent: "#8a0f2b",
  accent_2: "#c07a88", accent_3: "#dab8bf", tint: "#f8ecee", highlight: "#e0f0ff", highlight_2: "#cfe6fe",
  highlight_3: "#bfdcfd", correction: "#0b5f2c", caution: "#5c2d7a", context: "#113b8a", definition: "#3d4a10",
  gap: "#4c4242"}
dark: {ink: "#f3e8e8", secondary: "#cfbcbc", paper: "#1a1010", rule: "#4d3c3c", accent: "#ff9fae",
  accent_2: "#9d5c67", accent_3: "#6c454c", tint: "#2b1c1e", highlight: "#0c2b48", highlight_2: "#0f3354",
  highlight_3: "#123b60", correction: "#8fe0ab", caution: "#d5b0ee", context: "#a9c4ff", definition: "#d3e08a",
  gap: "#cdbaba"}
printed: {ink: "#110000", secondary: "#443333", rule: "#b0a0a0", tint: "#fefcfc"}
fonts: {serif: IBM Plex Sans, sans: IBM Plex Serif}
logo: {file: logo.svg, alt: The bridge office}
"""
# TLP 2.0 sets them for the marking; QR codes are black.
_FIXED = {"#000000", "#ffffff"}
_TEXTS = {".html", ".css", ".svg", ".js", ".json", ".jsonld", ".xml", ".webmanifest"}
_COLOUR = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b", re.IGNORECASE)


def values(theme: Theme) -> set[str]:
    return {*theme.light.values(), *theme.dark.values(), *theme.printed.values()}


def theme_of(project: Project) -> Theme:
    return load_theme(project.root / "sources", project.root / "templates").theme


def texts(site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob("*")):
        if path.suffix in _TEXTS and "pagefind" not in path.parts:
            yield path.relative_to(site).as_posix(), path.read_text("utf-8")


def colours_in(text: str) -> set[str]:
    """Return the colours of a style sheet, page or picture, as ``#rrggbb``."""
    found = (colour.lower() for colour in _COLOUR.findall(text))
    return {colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:]) for colour in found}


def pdf_colours(path: Path) -> set[str]:
    """Return the colours of the content streams of a PDF, as ``#rrggbb``."""
    found = set()
    with pikepdf.open(path) as pdf:
        forms = [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form"]
        for content in (*pdf.pages, *forms):
            for item in pikepdf.parse_content_stream(content):
                if str(item.operator) in {"rg", "RG", "sc", "SC", "scn", "SCN"} and len(item.operands) == 3:
                    parts = [float(str(part)) for part in item.operands]
                    found.add("#" + "".join(f"{round(part * 255):02x}" for part in parts))
    return found


def card_colours(path: Path) -> set[str]:
    """Return the colours that cover at least 100 pixels of a card; others are edges between two colours."""
    with Image.open(io.BytesIO(path.read_bytes())) as picture:
        counted = picture.convert("RGB").getcolors(2**20) or []
    return {"#" + bytes(colour).hex() for count, colour in counted if count >= 100}  # type: ignore[arg-type]


def cards(site: Path) -> list[Path]:
    return [site / "card.png", site / SLUG / "card.png"]


def pdfs(site: Path) -> list[Path]:
    return [site / SLUG / f"{document}.pdf" for document in DOCUMENTS]


@pytest.fixture(scope="module")
def themed(once: Once, original: Project) -> Project:
    """The sample brief, built again after its publisher added a theme."""

    def make(target: Path) -> Project:
        project = original.copy_to(target)
        (project.root / "sources/theme.yaml").write_text(ALL, "utf-8")
        (project.root / "sources/logo.svg").write_text(LOGO, "utf-8")
        project.build()
        return project

    return once("themed", make)


def test_no_file_has_an_old_colour(themed: Project) -> None:
    old = values(briefs.theme()) - values(theme_of(themed)) - _FIXED
    assert len(old) > 25
    for name, text in texts(themed.site):
        assert not colours_in(text) & old, name
    for path in pdfs(themed.site):
        assert not pdf_colours(path) & old, path
    for path in cards(themed.site):
        assert not card_colours(path) & old, path


def test_style_sheet_has_every_new_colour(themed: Project) -> None:
    (style,) = (themed.site / "assets").glob("web.*.css")
    assert values(theme_of(themed)) <= colours_in(style.read_text("utf-8"))


def test_pdfs_cards_icon_and_figures_have_the_new_colours(themed: Project) -> None:
    light, dark = theme_of(themed).light, theme_of(themed).dark
    for path in pdfs(themed.site):
        assert {light[name] for name in ("accent", "ink", "secondary", "paper", "rule", "tint")} <= pdf_colours(path)
    report = pdf_colours(themed.site / SLUG / f"{REPORT}.pdf")
    assert {light[name] for name in ("accent-2", "caution", "context")} <= report
    for path in cards(themed.site):
        assert {light["accent"], light["paper"]} <= card_colours(path)
    (icon,) = (themed.site / "assets").glob("icon.*.svg")
    assert colours_in(icon.read_text("utf-8")) == {light["accent"], light["paper"], light["highlight-3"]}
    for name in ("boats", "floods", "coverage"):
        figure = colours_in((themed.site / SLUG / f"figures/{name}.svg").read_text("utf-8"))
        assert {light["accent"], light["paper"], dark["accent"], dark["paper"]} <= figure


def test_browsers_get_the_colours_of_the_paper(themed: Project) -> None:
    theme = theme_of(themed)
    for name in ("index.html", f"{SLUG}/index.html", f"{SLUG}/{BRIEF}.html"):
        found = re.findall(r'<meta name="theme-color" content="(#\w+)" media="\(prefers-color-scheme: (\w+)\)">', (
            themed.site / name
        ).read_text("utf-8"))  # fmt: skip
        assert found == [(theme.light["paper"], "light"), (theme.dark["paper"], "dark")]


def test_fonts_change_in_documents_pages_figures_and_cards(themed: Project) -> None:
    (style,) = (themed.site / "assets").glob("web.*.css")
    rules = style.read_text("utf-8")
    assert re.findall(r'--serif: "([^"]+)"', rules)[-1] == "Plex Sans"
    assert re.findall(r'--sans: "([^"]+)"', rules)[-1] == "Plex Serif"
    figure = (themed.site / SLUG / "figures/boats.svg").read_text("utf-8")
    assert 'font-family:"IBM Plex Serif"' in figure
    assert "IBM Plex Sans" not in figure


def test_logo_is_on_pages_cover_and_cards(themed: Project) -> None:
    for name in ("index.html", f"{SLUG}/index.html", f"{SLUG}/{BRIEF}.html"):
        page = (themed.site / name).read_text("utf-8")
        assert re.search(r'<img src="[^"]*assets/publisher_logo\.\w+\.svg" alt="The bridge office" width="640"', page)
    assert re.search(r'<img[^>]*alt="The bridge office"', (themed.site / SLUG / f"{REPORT}.html").read_text("utf-8"))
    assert "#00a651" in pdf_colours(themed.site / SLUG / f"{REPORT}.pdf")
    for path in cards(themed.site):
        assert "#00a651" in card_colours(path)


def test_a_font_of_the_publisher_comes_first(built: Project) -> None:
    write_font(built.root / "sources/fonts/tiny.ttf", "Bridges ")
    built.append("sources/publisher.yaml", "fonts:\n  - {name: Tiny, licence: OFL-1.1, regular: tiny.ttf}")
    (built.root / "sources/theme.yaml").write_text("fonts: {serif: Tiny}", "utf-8")
    built.build()
    (style,) = (built.site / "assets").glob("web.*.css")
    assert '--serif: "Publisher 1", "Plex Serif"' in style.read_text("utf-8")
    with pikepdf.open(built.site / SLUG / f"{REPORT}.pdf") as pdf:
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontName" in item]
        names = {str(font.FontName).partition("+")[2] for font in fonts}
    assert any(name.startswith("Publisher-1") for name in names), names


def test_accent_alone_changes_all_that_follows_it(built: Project) -> None:
    (built.root / "sources/theme.yaml").write_text(f'colours: {{accent: "{ACCENT}"}}', "utf-8")
    before = built.digests()
    built.build()
    default = briefs.theme()
    old = {default.light["accent"], default.dark["accent"]}
    for name, text in texts(built.site):
        assert not colours_in(text) & old, name
    for path in pdfs(built.site):
        assert default.light["accent"] not in pdf_colours(path)
        assert ACCENT in pdf_colours(path)
    for path in cards(built.site):
        assert default.light["accent"] not in card_colours(path)
        assert ACCENT in card_colours(path)
    (built.root / "sources/theme.yaml").unlink()
    built.build()
    assert built.digests() == before


@pytest.mark.browser
def test_contrast_that_check_accepts_passes_axe(built: Project, chromium: Browser) -> None:
    # Each of these colours has hardly more contrast than it needs.
    text = 'colours: {accent: "#865600", ink: "#6b5048", secondary: "#685860", correction: "#767676", paper: "#fffefa"}'
    (built.root / "sources/theme.yaml").write_text(text, "utf-8")
    built.build()
    found = []
    for name in ("index", "search", f"{SLUG}/index", *(f"{SLUG}/{document}" for document in DOCUMENTS)):
        for scheme, media in (("light", "screen"), ("dark", "screen"), ("light", "print")):
            with served(built.site) as address, browsers.page(chromium, 1280, scheme=scheme) as page:  # type: ignore[arg-type]
                page.goto(f"{address}{name}.html")
                page.emulate_media(media=media)  # type: ignore[arg-type]
                found += [f"{name}, {scheme}, {media}: {problem}" for problem in browsers.axe(page)]
    assert not found, "\n".join(found)


def test_a_theme_with_too_little_contrast_publishes_nothing(built: Project) -> None:
    (built.root / "sources/theme.yaml").write_text('colours: {accent: "#ffcc00"}', "utf-8")
    before = built.digests()
    run = built.fail()
    assert "sources/theme.yaml:1:19: error: “accent” (#ffcc00)" in run.text
    assert built.digests() == before
