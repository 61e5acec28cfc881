"""Every page of the site is for everybody: by any keyboard, at any size, in any colours, with no script, on paper.

All checks are of whatever pages the site has.  Each is shown a page that is wrong, and finds it.
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
from tests.tools.probes import ask
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
    """The pages of a site, and where they are served."""

    folder: Path
    address: str

    @property
    def files(self) -> list[Path]:
        """Every page; what is embedded in others is none."""
        return sorted(path for path in self.folder.rglob("*.html") if path.parent.name != "fragments")

    def each(self, page: Page) -> Iterator[str]:
        """Show one page after the other, and yield its name.

        Of the documents in the newest edition's folder, which say the same as the current ones, one stands for all.
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


# --- what no browser is needed for ----------------------------------------------------------------------------------


@pytest.mark.conformance
def test_pages_style_and_drawings_are_valid(publication: Publication, site: Site, tmp_path: Path) -> None:
    bad = [tmp_path / name for name in ("bad.html", "bad.css", "bad.svg")]
    bad[0].write_text('<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><p id=a><b id=a></p>', "utf-8")
    bad[1].write_text("p { colour: red }", "utf-8")
    bad[2].write_text('<svg xmlns="http://www.w3.org/2000/svg"><p/></svg>', "utf-8")
    others = [path for ending in ("css", "svg") for path in publication.site.rglob(f"*.{ending}")]
    assert others
    messages = nu.check([*site.files, *others, *bad])
    assert [str(message) for message in messages if message.path.parent != tmp_path.resolve()] == []
    assert {message.path.name for message in messages} == {path.name for path in bad}


def of_levels(page: HtmlElement) -> list[str]:
    """Return what is wrong with a page's headings and with its frame."""
    levels = [int(str(element.tag)[1]) for element in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    steps = [f"h{one} is followed by h{other}" for one, other in pairwise(levels) if other > one + 1]
    frames = [f"there are {count} {name}" for name in ("h1", "main") if (count := len(list(page.iter(name)))) != 1]
    first = ["the first heading is no h1"] if levels[:1] != [1] else []
    body = page.find("body")
    outside = {element.tag for element in (body if body is not None else ())} >= {"header", "main", "footer"}
    return [*steps, *frames, *first, *([] if outside else ["it has no header, main and footer"])]


# Letters of scripts that are no language's of this publisher, and the subtags of those that use them.
SCRIPTS = {
    "ar": re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
    "he": re.compile("[\u0590-\u05ff]"),
}
TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-\d{3})?")


def of_languages(page: HtmlElement) -> list[str]:
    """Return what is wrong with the languages and directions that a page names."""
    found = [
        f"{name} is no language" for element in page.iter() if (name := element.get("lang")) and not TAG.fullmatch(name)
    ]
    if page.get("dir") not in {"ltr", "rtl"} or not page.get("lang"):
        found.append("the page names no language or no direction")
    for element in page.iter():
        for text, around in ((element.text, element), (element.tail, element.getparent())):
            for script, letters in SCRIPTS.items():
                if isinstance(element.tag, str) and around is not None and letters.search(text or ""):
                    found += _unsaid(around, script, str(text))
    return found


def _unsaid(element: HtmlElement, script: str, text: str) -> list[str]:
    chain = [element, *element.iterancestors()]
    language = next(filter(None, (one.get("lang") for one in chain)), "")
    direction = next(filter(None, (one.get("dir") for one in chain)), "")
    return [] if language.startswith(script) and direction == "rtl" else [f"“{text}” is not said to be {script}"]


def of_inlines(page: HtmlElement) -> list[str]:
    """Return what a strict content security policy would refuse of a page, or what is loaded with no checksum."""
    found = []
    for element in page.iter():
        names = [str(name) for name in element.attrib]
        found += [f"{element.tag!s} has {name}" for name in names if name == "style" or name.startswith("on")]
        if element.tag in {"style", "iframe", "object", "embed", "base"}:
            found.append(f"there is {element.tag}")
        elif element.tag == "script" and element.get("type") != "application/ld+json":
            if not element.get("src") or (element.text or "").strip():
                found.append("a script stands in the page")
            if not element.get("integrity"):
                found.append("a script has no checksum")
            if element.get("type") != "module" and element.get("defer") is None:
                found.append("a script holds up the page")
    return found


CHECKS = (of_levels, of_languages, of_inlines)
LAME_MARKUP = (
    (of_levels, "<header></header><main><h1>x</h1><h3>y</h3></main><footer></footer>", "h1 is followed by h3"),
    (of_levels, "<header></header><main><h1>x</h1><h1>y</h1></main><footer></footer>", "there are 2 h1"),
    (of_levels, "<header></header><main><h2>x</h2></main><footer></footer>", "the first heading is no h1"),
    (of_levels, "<main><h1>x</h1></main>", "it has no header, main and footer"),
    (of_languages, "<p>x <i>\u0633\u0644\u0627\u0645</i></p>", "“\u0633\u0644\u0627\u0645” is not said to be ar"),
    (of_languages, '<p lang="ar" dir="ltr">\u0633</p>', "“\u0633” is not said to be ar"),
    (of_languages, '<p lang="French">x</p>', "French is no language"),
    (of_inlines, '<p style="color: red">x</p>', "p has style"),
    (of_inlines, '<p onclick="x()">x</p>', "p has onclick"),
    (of_inlines, "<script>x()</script>", "a script stands in the page"),
    (of_inlines, '<script src="x.js"></script>', "a script holds up the page"),
    (of_inlines, '<script src="x.js" defer></script>', "a script has no checksum"),
)  # fmt: skip


def test_pages_say_what_they_are_and_bring_nothing_inline(site: Site) -> None:
    assert [f"{file.name}: {said}" for file in site.files for check in CHECKS for said in check(tree(file))] == []


@pytest.mark.parametrize(
    ("check", "markup", "said"), LAME_MARKUP, ids=lambda value: getattr(value, "__name__", str(value)[:30])
)
def test_lame_markup_is_found(check: object, markup: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "lame.html"
    path.write_text(f'<!DOCTYPE html><html lang="en" dir="ltr"><body>{markup}</body></html>', "utf-8")
    assert callable(check)
    assert said in check(tree(path))


def test_a_link_that_leads_nowhere_stops_publishing(built: Project) -> None:
    before = built.stamps()
    built.edit("templates/web/base.html.j2", "</body>", '<p><a href="nowhere.html">x</a></p></body>')
    run = built.fail()
    assert re.search(r"index\.html: line \d+: broken link nowhere\.html: there is no file nowhere\.html", run.text)
    assert built.stamps() == before


# --- in a browser ---------------------------------------------------------------------------------------------------


# What a sheet says for one colour scheme other than values of its own.
SCHEMES = """[...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
  .filter(rule => rule.media && rule.media.mediaText.includes('prefers-color-scheme'))
  .flatMap(rule => [...rule.cssRules]).flatMap(rule => [...rule.style]).filter(name => !name.startsWith('--'))"""


@pytest.mark.browser
def test_no_barriers(chromium: Browser, site: Site) -> None:
    found: list[str] = []
    for width in (NARROW, WIDE):
        with browsers.page(chromium, width) as page:
            for name in site.each(page):
                probes.set_details(page, shown=True)
                found += [f"{name} at {width} px: {said}" for said in browsers.axe(page, strict=True)]
                # The schemes differ in colours alone, so nothing else is asked again.
                assert page.evaluate(SCHEMES) == []
                page.emulate_media(color_scheme="dark")
                found += [f"{name} at {width} px, dark: {said}" for said in browsers.axe(page, colours=True)]
                page.emulate_media(color_scheme="light")
    assert not found, "\n".join(found)


@pytest.mark.browser
def test_every_page_can_be_walked_by_keyboard(chromium: Browser, site: Site) -> None:
    found: list[str] = []
    shown: set[str] = set()
    for width, height in ((WIDE, 800), (NARROW, 480)):
        with browsers.page(chromium, width, height) as page:
            page.emulate_media(reduced_motion="reduce", forced_colors="active" if width == NARROW else "none")
            for name in site.each(page):
                found += [f"{name} at {width} px: {said}" for said in walk(page, shown)]
    assert not found, "\n".join(found)


@pytest.mark.browser
def test_the_skip_link_leads_to_what_the_page_is_about(chromium: Browser, site: Site) -> None:
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
def test_text_flows_anew_and_loses_nothing(chromium: Browser, site: Site) -> None:
    """At three widths, at 400 %, and with text set as wide as WCAG has it: all of it open."""
    found: list[str] = []
    for width, height, scale in ((ZOOMED, ZOOMED_HEIGHT, ZOOM), *((width, 800, 1) for width in WIDTHS)):
        with browsers.page(chromium, width, height, scale=scale) as page:
            for name in site.each(page):
                probes.set_details(page, shown=True)
                for spaced in (False, True):
                    if spaced:
                        probes.space(page)
                    faults = [said for probe in (probes.REFLOW, probes.LOSS) for said in ask(page, probe)]
                    # The lines of a reader's own are not ours to make large enough.
                    faults += [] if spaced else ask(page, probes.SMALL)
                    where = f"{name} at {width} px, {scale * 100} %{', spaced' if spaced else ''}"
                    found += [f"{where}: {said}" for said in faults]
    assert not found, "\n".join(found)


@pytest.mark.browser
def test_nothing_vanishes_in_forced_colours_or_on_paper(chromium: Browser, site: Site) -> None:
    found: list[str] = []
    with browsers.page(chromium) as page:
        for name in site.each(page):
            probes.set_details(page, shown=True)
            filled = ask(page, probes.FILLED)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, forced_colors="active")
                found += [f"{name}, forced, {scheme}: {said}" for said in ask(page, probes.FORCED, filled)]
            probes.set_details(page, shown=False)
            page.emulate_media(media="print", color_scheme="dark", forced_colors="none")
            found += [f"{name}, on paper: {said}" for said in ask(page, probes.PRINTED, filled)]
            page.emulate_media(media="screen", color_scheme="light")
    assert not found, "\n".join(found)


@pytest.mark.browser
def test_nothing_moves_for_those_who_want_that(chromium: Browser, site: Site) -> None:
    with browsers.page(chromium) as page:
        page.emulate_media(reduced_motion="reduce")
        assert [f"{name}: {said}" for name in site.each(page) for said in ask(page, probes.MOTION)] == []


@pytest.mark.browser
def test_all_is_there_without_script_and_set_in_its_own_type(chromium: Browser, site: Site) -> None:
    """With scripts and without, every page shows the same words; it finds its files, and is in our typefaces."""
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
LAME = {
    "too wide": (probes.REFLOW, "", '<p style="width: 900px">wide</p>', "px too wide"),
    "outside": (probes.REFLOW, "html { overflow: hidden }", '<p style="margin-left: -40px">x</p>', "beyond the edge"),
    "scrolls": (probes.REFLOW, "div { overflow-x: auto }", "<div><table><tr><td>x</table></div>", "scrolls in a box"),
    "empty": (probes.REFLOW, "td { display: block }", '<table><tr><td data-label="x"></table>', "is empty"),
    "cut": (probes.LOSS, "p { height: 1em; overflow: hidden }", "<p>x<br>y</p>", "is cut off"),
    "overlaid": (probes.LOSS, "p { height: 1em; margin: 0 }", "<p>one<br>two</p><p>three</p>", "lies on"),
    "small": (probes.SMALL, "a { display: block; height: 9px }", '<p><a href="x">x</a></p>', "is small"),
    "moves": (probes.MOTION, "p { transition: color 1s }", "<p>x</p>", "moves"),
    "smooth": (probes.MOTION, "html { scroll-behavior: smooth }", "<p>x</p>", "moves"),
    "vanishes": (probes.FORCED, "mark { text-decoration: none }", "<p>a <b>b</b></p>", "shows no edge"),
    "unreadable": (probes.FORCED, "p { forced-color-adjust: none; color: #fff }", "<p>x</p>", "cannot be read"),
    "for the hand": (probes.PRINTED, "", "<nav>x</nav>", "is of no use on paper"),
    "folded": (probes.PRINTED, "", "<details><p role=note>x</p></details>", "is not printed"),
    "dark": (probes.PRINTED, "html { background: #000; color: #fff }", "<p>x</p>", "the paper is not white"),
    "pale": (probes.PRINTED, "p { color: #bbb }", "<p>x</p>", "cannot be read"),
    "background": (probes.PRINTED, "", "<p>a <b>b</b></p>", "shows no edge"),
}  # fmt: skip
LAME_KEYS = {
    "unseen": ("a:focus { outline: 0 }", '<a href="x">x</a>', "shows no focus"),
    "pale": ("a:focus { outline: 2px solid #eee }", '<a href="x">x</a>', "shows no focus"),
    "cut": ("a:focus { outline: 2px solid #00f; clip-path: inset(0) }", '<a href="x">x</a>', "looks the same"),
    "covered": ("i { position: absolute; inset: 0 }", '<a href="x">x</a><i></i>', "is covered"),
    "hidden": ("a { opacity: 0 }", '<a href="x">x</a>', "cannot be seen"),
    "out of order": ("", '<a href="x">x</a><a href="y" tabindex="1">y</a>', "comes too late"),
    "trap": ("", '<button onkeydown="event.preventDefault()">x</button><a href="x">x</a>', "is not reached"),
}  # fmt: skip
COLOURED = "b { background: #ff0 }"


@pytest.mark.browser
@pytest.mark.parametrize("kind", LAME)
def test_lame_pages_are_found(chromium: Browser, tmp_path: Path, kind: str) -> None:
    probe, style, body, said = LAME[kind]
    path = tmp_path / "lame.html"
    path.write_text(PAGE.format(style=style + COLOURED, body=body), "utf-8")
    with browsers.page(chromium, NARROW) as page:
        page.goto(path.as_uri())
        filled = ask(page, probes.FILLED)
        page.emulate_media(
            forced_colors="active" if probe == probes.FORCED else "none",
            media="print" if probe == probes.PRINTED else "screen",
        )
        found = ask(page, probe, filled)
    assert any(said in fault for fault in found), found


@pytest.mark.browser
@pytest.mark.parametrize("kind", LAME_KEYS)
def test_what_no_keyboard_reaches_is_found(chromium: Browser, tmp_path: Path, kind: str) -> None:
    style, body, said = LAME_KEYS[kind]
    path = tmp_path / "lame.html"
    path.write_text(PAGE.format(style=f"p {{ position: relative }} {style}", body=f"<p>{body}</p>"), "utf-8")
    with browsers.page(chromium) as page:
        page.goto(path.as_uri())
        found = walk(page, set())
    assert any(said in fault for fault in found), found


@pytest.mark.browser
def test_barriers_are_found(chromium: Browser, tmp_path: Path) -> None:
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
