"""Accessibility of every page: keyboard, zoom, colours, without script, in print.

Each check is also tested on a page with an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.tools import browser as browsers
from tests.tools import nu, probes
from tests.tools.keyboard import walk
from tests.tools.probes import run_probe
from tests.tools.project import BRIEF
from tests.tools.publication import tree
from tests.tools.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.html import HtmlElement
    from playwright.sync_api import Browser, Page

    from tests.tools.project import Project
    from tests.tools.publication import Publication

pytestmark = pytest.mark.slow

NARROW, WIDE = 320, 1280
WIDTHS = (NARROW, 768, WIDE)
# 1280 by 1024 pixels at 400 %.
ZOOMED, ZOOMED_HEIGHT, ZOOM = 320, 256, 4


@dataclass(frozen=True)
class Site:
    """The pages of a site and its address."""

    folder: Path
    address: str

    @property
    def files(self) -> list[Path]:
        """All pages; fragments are not pages."""
        return sorted(path for path in self.folder.rglob("*.html") if path.parent.name != "fragments")

    def each(self, page: Page) -> Iterator[str]:
        """Open one page after the other and yield its name.

        Of the newest edition's folder, only the index and one document are opened: its documents are the current ones.
        """
        for file in self.files:
            if "editions" in file.parts and file.stem not in {"index", BRIEF}:
                continue
            name = file.relative_to(self.folder).as_posix()
            answer = page.goto(f"{self.address}{name}")
            assert answer
            assert answer.ok, name
            yield name


@pytest.fixture(scope="module")
def site(publication: Publication) -> Iterator[Site]:
    with served(publication.site) as address:
        yield Site(publication.site, address)


# --- without a browser ----------------------------------------------------------------------------------------------


@pytest.mark.conformance
def test_pages_style_sheets_and_figures_are_valid(publication: Publication, site: Site, tmp_path: Path) -> None:
    bad = [tmp_path / name for name in ("bad.html", "bad.css", "bad.svg")]
    bad[0].write_text('<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><p id=a><b id=a></p>', "utf-8")
    bad[1].write_text("p { colour: red }", "utf-8")
    bad[2].write_text('<svg xmlns="http://www.w3.org/2000/svg"><p/></svg>', "utf-8")
    others = [path for ending in ("css", "svg") for path in publication.site.rglob(f"*.{ending}")]
    assert others
    messages = nu.check([*site.files, *others, *bad])
    assert [str(message) for message in messages if message.path.parent != tmp_path.resolve()] == []
    assert {message.path.name for message in messages} == {path.name for path in bad}


def heading_problems(page: HtmlElement) -> list[str]:
    """Return the problems of a page's headings and landmarks."""
    levels = [int(str(element.tag)[1]) for element in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    steps = [f"h{one} is followed by h{other}" for one, other in pairwise(levels) if other > one + 1]
    frames = [f"there are {count} {name}" for name in ("h1", "main") if (count := len(list(page.iter(name)))) != 1]
    first = ["the first heading is not h1"] if levels[:1] != [1] else []
    body = page.find("body")
    outside = {element.tag for element in (body if body is not None else ())} >= {"header", "main", "footer"}
    return [*steps, *frames, *first, *([] if outside else ["it has no header, main and footer"])]


# Scripts that the publisher's language does not use, by a language that does.
SCRIPTS = {
    "ar": re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
    "he": re.compile("[\u0590-\u05ff]"),
}
TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-\d{3})?")


def language_problems(page: HtmlElement) -> list[str]:
    """Return the problems of a page's languages and directions."""
    found = [
        f"{name} is not a language"
        for element in page.iter()
        if (name := element.get("lang")) and not TAG.fullmatch(name)
    ]
    if page.get("dir") not in {"ltr", "rtl"} or not page.get("lang"):
        found.append("the page has no language or direction")
    for element in page.iter():
        for text, around in ((element.text, element), (element.tail, element.getparent())):
            for script, letters in SCRIPTS.items():
                if isinstance(element.tag, str) and around is not None and letters.search(text or ""):
                    found += _missing_language(around, script, str(text))
    return found


def _missing_language(element: HtmlElement, script: str, text: str) -> list[str]:
    chain = [element, *element.iterancestors()]
    language = next(filter(None, (one.get("lang") for one in chain)), "")
    direction = next(filter(None, (one.get("dir") for one in chain)), "")
    return [] if language.startswith(script) and direction == "rtl" else [f"“{text}” has no language {script}"]


def inline_problems(page: HtmlElement) -> list[str]:
    """Return what a strict content security policy would block, and scripts without a checksum."""
    found = []
    for element in page.iter():
        names = [str(name) for name in element.attrib]
        found += [f"{element.tag!s} has {name}" for name in names if name == "style" or name.startswith("on")]
        if element.tag in {"style", "iframe", "object", "embed", "base"}:
            found.append(f"{element.tag} element")
        elif element.tag == "script" and element.get("type") != "application/ld+json":
            if not element.get("src") or (element.text or "").strip():
                found.append("an inline script")
            if not element.get("integrity"):
                found.append("a script without a checksum")
            if element.get("type") != "module" and element.get("defer") is None:
                found.append("a blocking script")
    return found


CHECKS = (heading_problems, language_problems, inline_problems)
BAD_MARKUP = (
    (heading_problems, "<header></header><main><h1>x</h1><h3>y</h3></main><footer></footer>", "h1 is followed by h3"),
    (heading_problems, "<header></header><main><h1>x</h1><h1>y</h1></main><footer></footer>", "there are 2 h1"),
    (heading_problems, "<header></header><main><h2>x</h2></main><footer></footer>", "the first heading is not h1"),
    (heading_problems, "<main><h1>x</h1></main>", "it has no header, main and footer"),
    (language_problems, "<p>x <i>\u0633\u0644\u0627\u0645</i></p>", "“\u0633\u0644\u0627\u0645” has no language ar"),
    (language_problems, '<p lang="ar" dir="ltr">\u0633</p>', "“\u0633” has no language ar"),
    (language_problems, '<p lang="French">x</p>', "French is not a language"),
    (inline_problems, '<p style="color: red">x</p>', "p has style"),
    (inline_problems, '<p onclick="x()">x</p>', "p has onclick"),
    (inline_problems, "<script>x()</script>", "an inline script"),
    (inline_problems, '<script src="x.js"></script>', "a blocking script"),
    (inline_problems, '<script src="x.js" defer></script>', "a script without a checksum"),
)  # fmt: skip


def test_pages_have_valid_headings_languages_and_no_inline_code(site: Site) -> None:
    assert [f"{file.name}: {problem}" for file in site.files for check in CHECKS for problem in check(tree(file))] == []


@pytest.mark.parametrize(
    ("check", "markup", "problem"), BAD_MARKUP, ids=lambda value: getattr(value, "__name__", str(value)[:30])
)
def test_markup_checks_find_errors(check: object, markup: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text(f'<!DOCTYPE html><html lang="en" dir="ltr"><body>{markup}</body></html>', "utf-8")
    assert callable(check)
    assert problem in check(tree(path))


def test_a_broken_link_stops_publishing(built: Project) -> None:
    before = built.stamps()
    built.edit("templates/web/base.html.j2", "</body>", '<p><a href="nowhere.html">x</a></p></body>')
    run = built.fail()
    assert re.search(r"index\.html: line \d+: broken link nowhere\.html: there is no file nowhere\.html", run.text)
    assert built.stamps() == before


# --- in a browser ---------------------------------------------------------------------------------------------------


# Rules for a colour scheme that set other than custom properties.
SCHEMES = """[...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
  .filter(rule => rule.media && rule.media.mediaText.includes('prefers-color-scheme'))
  .flatMap(rule => [...rule.cssRules]).flatMap(rule => [...rule.style]).filter(name => !name.startsWith('--'))"""


@pytest.mark.browser
def test_pages_pass_axe(chromium: Browser, site: Site) -> None:
    found: list[str] = []
    for width in (NARROW, WIDE):
        with browsers.page(chromium, width) as page:
            for name in site.each(page):
                probes.set_details(page, shown=True)
                found += [f"{name} at {width} px: {problem}" for problem in browsers.axe(page, strict=True)]
                # The schemes differ only in colours, so only colours are checked again.
                assert page.evaluate(SCHEMES) == []
                page.emulate_media(color_scheme="dark")
                found += [f"{name} at {width} px, dark: {problem}" for problem in browsers.axe(page, colours=True)]
                page.emulate_media(color_scheme="light")
    assert not found, "\n".join(found)


@pytest.mark.browser
def test_pages_work_by_keyboard(chromium: Browser, site: Site) -> None:
    found: list[str] = []
    shown: set[str] = set()
    for width, height in ((WIDE, 800), (NARROW, 480)):
        with browsers.page(chromium, width, height) as page:
            page.emulate_media(reduced_motion="reduce", forced_colors="active" if width == NARROW else "none")
            for name in site.each(page):
                found += [f"{name} at {width} px: {problem}" for problem in walk(page, shown)]
    assert not found, "\n".join(found)


@pytest.mark.browser
def test_skip_link_leads_to_the_main_content(chromium: Browser, site: Site) -> None:
    with browsers.page(chromium) as page:
        for name in site.each(page):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.hash") == "#main", name
            assert page.locator(":focus").bounding_box(), name
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            assert page.evaluate("!!document.activeElement.closest('main, footer')"), name
            header = page.evaluate("document.querySelector('header').contains(document.activeElement)")
            assert not header, name


@pytest.mark.browser
def test_text_reflows_without_loss(chromium: Browser, site: Site) -> None:
    """At three widths, at 400 %, and with the text spacing of WCAG 1.4.12, with all details open."""
    found: list[str] = []
    for width, height, scale in ((ZOOMED, ZOOMED_HEIGHT, ZOOM), *((width, 800, 1) for width in WIDTHS)):
        with browsers.page(chromium, width, height, scale=scale) as page:
            for name in site.each(page):
                probes.set_details(page, shown=True)
                for spaced in (False, True):
                    if spaced:
                        probes.space(page)
                    faults = [problem for probe in (probes.REFLOW, probes.LOSS) for problem in run_probe(page, probe)]
                    # Target sizes are not required with the reader's own spacing.
                    faults += [] if spaced else run_probe(page, probes.SMALL)
                    where = f"{name} at {width} px, {scale * 100} %{', spaced' if spaced else ''}"
                    found += [f"{where}: {problem}" for problem in faults]
    assert not found, "\n".join(found)


@pytest.mark.browser
def test_nothing_disappears_in_forced_colours_or_print(chromium: Browser, site: Site) -> None:
    found: list[str] = []
    with browsers.page(chromium) as page:
        for name in site.each(page):
            probes.set_details(page, shown=True)
            filled = run_probe(page, probes.FILLED)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, forced_colors="active")
                found += [f"{name}, forced, {scheme}: {problem}" for problem in run_probe(page, probes.FORCED, filled)]
            probes.set_details(page, shown=False)
            page.emulate_media(media="print", color_scheme="dark", forced_colors="none")
            found += [f"{name}, on paper: {problem}" for problem in run_probe(page, probes.PRINTED, filled)]
            page.emulate_media(media="screen", color_scheme="light")
    assert not found, "\n".join(found)


@pytest.mark.browser
def test_nothing_moves_with_reduced_motion(chromium: Browser, site: Site) -> None:
    with browsers.page(chromium) as page:
        page.emulate_media(reduced_motion="reduce")
        assert [f"{name}: {problem}" for name in site.each(page) for problem in run_probe(page, probes.MOTION)] == []


@pytest.mark.browser
def test_pages_are_complete_without_script_and_load_their_fonts(chromium: Browser, site: Site) -> None:
    """With and without scripts, every page shows the same text; it loads all its files and its fonts."""
    with browsers.page(chromium, scripts=False) as page:
        plain = {name: page.locator("body").inner_text().splitlines() for name in site.each(page)}
    answers: dict[str, int] = {}
    with browsers.page(chromium) as page:
        page.on("response", lambda response: answers.update({response.url: response.status}))
        for name in site.each(page):
            assert page.evaluate("document.fonts.ready.then(all => [...all].some(each => each.status === 'loaded'))"), (
                name
            )
            assert page.evaluate("[...document.images].filter(each => !each.naturalWidth).map(each => each.src)") == []
            assert plain[name], name
            shown = page.locator("body").inner_text().splitlines()
            assert [line for line in plain[name] if line not in shown] == [], name
    assert {url: status for url, status in answers.items() if status >= 400} == {}


PAGE = """<!DOCTYPE html><html lang="en" dir="ltr"><head><title>x</title><style>{style}</style></head>
<body><a href="#main">Skip</a><main id="main"><h1>A page</h1>{body}</main></body></html>"""
BAD_PAGES = {
    "too wide": (probes.REFLOW, "", '<p style="width: 900px">wide</p>', "px too wide"),
    "outside": (probes.REFLOW, "html { overflow: hidden }", '<p style="margin-left: -40px">x</p>', "beyond the edge"),
    "scrolls": (probes.REFLOW, "div { overflow-x: auto }", "<div><table><tr><td>x</table></div>", "scrolls in a box"),
    "empty": (probes.REFLOW, "td { display: block }", '<table><tr><td data-label="x"></table>', "is empty"),
    "cut": (probes.LOSS, "p { height: 1em; overflow: hidden }", "<p>x<br>y</p>", "is cut off"),
    "overlaid": (probes.LOSS, "p { height: 1em; margin: 0 }", "<p>one<br>two</p><p>three</p>", "overlaps"),
    "small": (probes.SMALL, "a { display: block; height: 9px }", '<p><a href="x">x</a></p>', "is small"),
    "moves": (probes.MOTION, "p { transition: color 1s }", "<p>x</p>", "moves"),
    "smooth": (probes.MOTION, "html { scroll-behavior: smooth }", "<p>x</p>", "moves"),
    "vanishes": (probes.FORCED, "mark { text-decoration: none }", "<p>a <b>b</b></p>", "shows no edge"),
    "unreadable": (probes.FORCED, "p { forced-color-adjust: none; color: #fff }", "<p>x</p>", "cannot be read"),
    "control": (probes.PRINTED, "", "<nav>x</nav>", "is useless on paper"),
    "folded": (probes.PRINTED, "", "<details><p role=note>x</p></details>", "is not printed"),
    "dark": (probes.PRINTED, "html { background: #000; color: #fff }", "<p>x</p>", "the paper is not white"),
    "pale": (probes.PRINTED, "p { color: #bbb }", "<p>x</p>", "cannot be read"),
    "background": (probes.PRINTED, "", "<p>a <b>b</b></p>", "shows no edge"),
}  # fmt: skip
BAD_KEYBOARD_PAGES = {
    "no outline": ("a:focus { outline: 0 }", '<a href="x">x</a>', "shows no focus"),
    "pale": ("a:focus { outline: 2px solid #eee }", '<a href="x">x</a>', "shows no focus"),
    "cut": ("a:focus { outline: 2px solid #00f; clip-path: inset(0) }", '<a href="x">x</a>', "looks the same"),
    "covered": ("i { position: absolute; inset: 0 }", '<a href="x">x</a><i></i>', "is covered"),
    "hidden": ("a { opacity: 0 }", '<a href="x">x</a>', "cannot be seen"),
    "out of order": ("", '<a href="x">x</a><a href="y" tabindex="1">y</a>', "comes too late"),
    "trap": ("", '<button onkeydown="event.preventDefault()">x</button><a href="x">x</a>', "is not reached"),
}  # fmt: skip
WITH_BACKGROUND = "b { background: #ff0 }"


@pytest.mark.browser
@pytest.mark.parametrize("case", BAD_PAGES)
def test_probes_find_errors(chromium: Browser, tmp_path: Path, case: str) -> None:
    probe, style, body, problem = BAD_PAGES[case]
    path = tmp_path / "bad.html"
    path.write_text(PAGE.format(style=style + WITH_BACKGROUND, body=body), "utf-8")
    with browsers.page(chromium, NARROW) as page:
        page.goto(path.as_uri())
        filled = run_probe(page, probes.FILLED)
        page.emulate_media(
            forced_colors="active" if probe == probes.FORCED else "none",
            media="print" if probe == probes.PRINTED else "screen",
        )
        found = run_probe(page, probe, filled)
    assert any(problem in fault for fault in found), found


@pytest.mark.browser
@pytest.mark.parametrize("case", BAD_KEYBOARD_PAGES)
def test_keyboard_checks_find_errors(chromium: Browser, tmp_path: Path, case: str) -> None:
    style, body, problem = BAD_KEYBOARD_PAGES[case]
    path = tmp_path / "bad.html"
    path.write_text(PAGE.format(style=f"p {{ position: relative }} {style}", body=f"<p>{body}</p>"), "utf-8")
    with browsers.page(chromium) as page:
        page.goto(path.as_uri())
        found = walk(page, set())
    assert any(problem in fault for fault in found), found


@pytest.mark.browser
def test_axe_finds_errors(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text('<html><title>x</title><body><img src="x.svg"><p style="color: #777">grey', "utf-8")
    (tmp_path / "x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
    with browsers.page(chromium) as page:
        page.goto(path.as_uri())
        assert {found.rule for found in browsers.axe(page)} >= {"image-alt", "html-has-lang", "color-contrast"}
        assert {found.rule for found in browsers.axe(page, colours=True)} == {"color-contrast"}
        page.evaluate("document.querySelector('p').style.color = '#666'")
        strict = {found.rule for found in browsers.axe(page, strict=True)}
        assert "color-contrast-enhanced" in strict & {found.rule for found in browsers.axe(page, colours=True)}
        assert "color-contrast-enhanced" not in {found.rule for found in browsers.axe(page)}
