"""Web pages in a browser: notes, contents, permalinks, backlinks, data tables, figures and print."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pypdfium2
import pytest
from PIL import Image

from briefwright.model import Marking
from tests.tools import browser as browsers
from tests.tools.project import BRIEF, REPORT, SHEET
from tests.tools.publication import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.tools.publication import Publication

pytestmark = [pytest.mark.slow, pytest.mark.browser]

WIDE, NARROW = 1280, 360
IN_VIEW = """name => {
  const box = document.getElementById(name).getBoundingClientRect();
  return box.height > 0 && box.top >= 0 && box.top < innerHeight;
}"""
CELLS = "rows => rows.map(row => [...row.cells].map(cell => cell.innerText))"


def opened(page: Page, publication: Publication, document: str = REPORT, target: str = "") -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("about:blank")
    page.goto(publication.path(document, "html").as_uri() + target)


def in_view(page: Page, name: str) -> bool:
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return bool(page.evaluate(IN_VIEW, name))


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_notes_are_near_their_reference(chromium: Browser, publication: Publication, width: int) -> None:
    with browsers.page(chromium, width) as page:
        opened(page, publication)
        notes = page.locator("#par-1 [role=note], #par-2 [role=note]")
        assert notes.count() > 1
        for note in notes.all():
            name = str(note.get_attribute("id"))
            box, call = note.bounding_box(), page.locator(f"[id={name.replace('note-', 'call-', 1)}]").bounding_box()
            assert box
            assert call
            # At most a few lines below it, and never above it.
            assert call["y"] - 10 <= box["y"] <= call["y"] + 400
            assert (box["x"] > call["x"]) == (width == WIDE) or width == NARROW
            note.locator(".backlink").press("Enter")
            assert in_view(page, name.replace("note-", "call-", 1))


def test_readers_can_hide_the_notes(chromium: Browser, publication: Publication) -> None:
    context = chromium.new_context(viewport={"width": NARROW, "height": 700}, java_script_enabled=False)
    try:
        page = context.new_page()
        opened(page, publication)
        notes, first = page.locator("[role=note]"), page.locator("#par-2 .note-ref a").last
        assert all(note.is_visible() for note in notes.all())
        page.get_by_role("checkbox", name="Show the editors’ notes").press("Space")
        assert not any(note.is_visible() for note in notes.all())
        # A link still shows its note.
        first.press("Enter")
        shown = [note.get_attribute("id") for note in notes.all() if note.is_visible()]
        assert [f"#{name}" for name in shown] == [first.get_attribute("href")]
    finally:
        context.close()


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_touch_screens_hide_permalink_characters(chromium: Browser, publication: Publication, width: int) -> None:
    """Nor does a permalink take room, such as a line of its own."""
    context = chromium.new_context(viewport={"width": width, "height": 700}, has_touch=True, is_mobile=True)
    try:
        page = context.new_page()
        for document in (BRIEF, REPORT):
            opened(page, publication, document)
            links = page.locator("main .permalink")
            assert links.count() > 0
            signs = """all => all.filter(each => !/^(none|.*\\/ "")$/.test(getComputedStyle(each, '::before').content)
              && getComputedStyle(each).opacity !== '0' && getComputedStyle(each, '::before').opacity !== '0').length"""
            assert links.evaluate_all(signs) == 0
            rows = """all => all.filter(each => {
              const [own, parent] = [each.getBoundingClientRect(), each.parentElement.getBoundingClientRect()];
              return own.bottom > parent.bottom + 24;
            }).length"""
            assert links.evaluate_all(rows) == 0
            height = page.evaluate("document.body.scrollHeight")
            page.evaluate("document.querySelectorAll('main .finding > .permalink').forEach(each => each.remove())")
            assert page.evaluate("document.body.scrollHeight") == height
    finally:
        context.close()


def in_order(node: dict[str, Any], named: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield a node of the accessibility tree and those in it, as they are read; ``named`` has all by their ids."""
    yield node
    for name in node.get("childIds", ()):
        if name in named:
            yield from in_order(named[name], named)


def test_screen_readers_announce_notes(chromium: Browser, publication: Publication) -> None:
    with browsers.page(chromium, WIDE) as page:
        opened(page, publication)
        session = page.context.new_cdp_session(page)
        nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
        named = {node["nodeId"]: node for node in nodes}
        notes = [node["name"]["value"] for node in in_order(nodes[0], named) if node["role"]["value"] == "note"]
        assert notes == [f"Note {number}" for number in range(1, len(notes) + 1)]
        assert notes


def test_contents_stay_in_view_beside_the_text(chromium: Browser, publication: Publication) -> None:
    with browsers.page(chromium, WIDE) as page:
        opened(page, publication, target="#references")
        contents = page.get_by_role("navigation", name="Contents")
        box = contents.bounding_box()
        assert box
        assert 0 <= box["y"] < 40
        assert page.get_by_role("button").count() == 0
        contents.get_by_role("link", name="Glossary").click()
        assert in_view(page, "glossary")


def test_contents_open_without_script(chromium: Browser, publication: Publication) -> None:
    context = chromium.new_context(viewport={"width": NARROW, "height": 700}, java_script_enabled=False)
    try:
        page = context.new_page()
        page.emulate_media(reduced_motion="reduce")
        page.goto(publication.path(REPORT, "html").as_uri() + "#glossary")
        bar, contents = page.get_by_role("button", name="Contents"), page.locator("nav.contents")
        box = bar.bounding_box()
        assert box
        assert 0 <= box["y"] < 5
        assert not contents.is_visible()
        bar.press("Enter")
        assert contents.is_visible()
        panel = contents.bounding_box()
        contents.get_by_role("link", name="Claims").press("Enter")
        heading = page.locator("#findings").bounding_box()
        assert panel
        assert heading
        # The heading is below the list, which is still open.
        assert panel["y"] + panel["height"] <= heading["y"] < 700
        page.keyboard.press("Escape")
        assert not contents.is_visible()
    finally:
        context.close()


@pytest.mark.parametrize("height", [500, 700])
def test_contents_close_and_never_cover_the_bar(chromium: Browser, publication: Publication, height: int) -> None:
    context = chromium.new_context(viewport={"width": NARROW, "height": height}, java_script_enabled=False)
    try:
        page = context.new_page()
        page.emulate_media(reduced_motion="reduce")
        page.goto(publication.path(REPORT, "html").as_uri())
        bar, contents = page.get_by_role("button", name="Contents"), page.locator("nav.contents")
        first = bar.bounding_box()
        assert first
        close = page.get_by_role("button", name="Close")
        # The bar is at the bottom of the window, in its middle, near its top, and stuck to its top.
        for above in (height - 50, height // 2, 60, -900):
            page.evaluate("place => window.scrollTo(0, place)", first["y"] - above)
            before = page.locator("#about").bounding_box()
            bar.press("Enter")
            assert page.locator("#about").bounding_box() == before, above
            assert close.is_visible()
            edge, panel = bar.bounding_box(), contents.bounding_box()
            assert edge
            assert panel
            assert 0 <= edge["y"] < edge["y"] + edge["height"] <= panel["y"] + 1, above
            assert panel["y"] + panel["height"] <= height, above
            page.keyboard.press("Enter")
            assert not contents.is_visible()
        bar.click()
        contents.get_by_role("link", name="Claims").click()
        box, heading = close.bounding_box(), page.locator("#findings").bounding_box()
        panel = contents.bounding_box()
        assert box
        assert heading
        assert panel
        assert panel["y"] + panel["height"] <= heading["y"]
        assert min(box["width"], box["height"]) >= 24
        close.click()
        assert not contents.is_visible()
        assert page.locator("#findings").bounding_box() == heading
    finally:
        context.close()


def test_every_statement_has_a_permalink(chromium: Browser, publication: Publication) -> None:
    record = publication.record
    wanted = {f"finding-{item['id']}" for item in record["brief"]["findings"]}
    wanted |= {f"recommendation-{item['id']}" for item in record["brief"]["recommendations"]}
    wanted |= {f"par-{item['number']}" for item in record["essay"]}
    # Only highlighted passages have one.
    highlighted = ("findings", "recommendations", "annotations")
    wanted |= {item["id"] for item in record["passages"] if any(item["uses"][name] for name in highlighted)}
    with browsers.page(chromium, WIDE) as page:
        opened(page, publication)
        wanted |= set(page.evaluate("[...document.querySelectorAll('main :is(h2, h3)[id]')].map(each => each.id)"))
        wanted -= {"contents"}
        own: list[list[str]] = page.evaluate(
            """[...document.querySelectorAll('main a[href^="#"]')].filter(link => {
              const target = document.getElementById(link.hash.slice(1));
              return target && (target.contains(link) || target.nextElementSibling === link
                || link.closest('mark') && link.closest('mark').contains(target)
                // Before the link that the passage begins in.
                || link.nextElementSibling?.matches('a') && link.nextElementSibling.contains(target));
            }).map(link => [link.hash.slice(1), link.getAttribute('aria-label') || link.textContent])"""
        )
        assert wanted <= {name for name, _ in own}
        assert all(label.strip() for _, label in own)
        assert [name for name in wanted if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []
        link = page.locator("#findings + .permalink")
        assert link.evaluate("each => getComputedStyle(each).opacity") == "0"
        link.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        assert link.evaluate("each => getComputedStyle(each).opacity") == "1"


@pytest.mark.parametrize("width", [NARROW, 768, WIDE])
def test_skip_link_covers_nothing(chromium: Browser, publication: Publication, width: int) -> None:
    with browsers.page(chromium, width) as page:
        opened(page, publication)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip-link"
        link, header = page.locator(".skip-link").bounding_box(), page.locator(".site-header").bounding_box()
        assert link
        assert header
        assert link["height"] >= 24
        assert link["y"] + link["height"] <= header["y"]


def test_backlinks_lead_to_citing_items(chromium: Browser, publication: Publication) -> None:
    with browsers.page(chromium, WIDE) as page:
        opened(page, publication)
        # Most terms have links only from the “See also” of terms that they link to, which get no backlink.
        for class_name, least in (("csl-entry", 1), ("term", 1)):
            broken: list[str] = page.evaluate(
                """class_name => [...document.querySelectorAll(`main .${class_name} .backlink`)].filter(link => {
                  const place = document.getElementById(link.hash.slice(1));
                  const entry = link.closest(`.${class_name}`);
                  const around = place && (place.closest('section, tr, details, figure') || place);
                  return !around || !around.querySelector(`a[href="#${entry.id}"]`);
                }).map(link => link.outerHTML)""",
                class_name,
            )
            assert broken == []
            assert page.locator(f".{class_name} .backlink").count() >= least
        # Names contain spaces, so commas separate them.
        commas = page.locator(".cited-in a:not(:last-child) + .comma")
        assert commas.count() == page.locator(".cited-in a:not(:last-child)").count() > 0
        # Each comma follows its link on the same line.
        misplaced = """all => all.filter(each => {
          const [own, link] = [each.getClientRects()[0], [...each.previousElementSibling.getClientRects()].at(-1)];
          return !own || own.width < 2 || Math.abs(own.left - link.right) > 1 || Math.abs(own.top - link.top) > 3;
        }).length"""
        assert commas.evaluate_all(misplaced) == 0
        uncited = page.evaluate(
            "[...document.querySelectorAll('.csl-entry')].filter(each => !each.querySelector('.backlink')).length"
        )
        assert uncited == 0


@pytest.mark.parametrize("forced", [False, True])
def test_targets_are_outlined(chromium: Browser, publication: Publication, forced: bool) -> None:  # noqa: FBT001 - a case
    context = chromium.new_context(forced_colors="active" if forced else "none")
    try:
        page = context.new_page()
        for name in (
            "finding-one-bridge",
            "par-3",
            "p2-after-the-flood",
            "ref-ledger",
            "term-bridge",
            "figure-boats",
            "note-years",
        ):
            opened(page, publication, target=f"#{name}")
            style = page.locator(f"[id={name}]").evaluate(
                "each => [getComputedStyle(each).outlineStyle, getComputedStyle(each).outlineWidth]"
            )
            assert style == ["solid", "3px"], name
    finally:
        context.close()


@pytest.mark.parametrize("document", [BRIEF, REPORT])
def test_data_table_has_the_data_of_the_figure(chromium: Browser, publication: Publication, document: str) -> None:
    with browsers.page(chromium, WIDE) as page:
        opened(page, publication, document)
        # A picture of the essay has no data.
        figures = page.locator("main figure:not(.essay-picture)")
        assert figures.count() == page.locator("main figure + details.data").count() > 0
        for number in range(figures.count()):
            src = str(figures.nth(number).locator("img").get_attribute("src"))
            data = page.locator("figure + details.data").nth(number)
            assert not data.locator("table").is_visible()
            data.locator("summary").press("Enter")
            assert data.locator("table").is_visible()
            # The figure is assets/a-brief/deaths.….svg; the data file has no checksum in its name.
            name = Path(src).name.partition(".")[0]
            source = publication.site / publication.slug / f"figures/{name}.csv"
            _, *rows = csv.reader(io.StringIO(source.read_text("utf-8")))
            shown = data.locator("tbody tr").evaluate_all(CELLS)
            assert shown == rows
            title = figures.nth(number).locator(".figure-title").inner_text()
            assert title in data.locator("caption").inner_text()
            assert data.locator("thead th[scope=col]").count() == len(rows[0])
        assert browsers.axe(page) == []


def test_csv_is_the_source_of_the_figure(publication: Publication) -> None:
    sources = sorted((publication.project.root / "sources" / publication.slug / "figures").glob("*.csv"))
    assert sources
    for path in sources:
        assert (publication.site / publication.slug / "figures" / path.name).read_bytes() == path.read_bytes()


def test_figures_turn_dark_with_the_page(chromium: Browser, publication: Publication) -> None:
    corners = {}
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        with browsers.page(chromium, WIDE, scheme=scheme) as page:
            opened(page, publication, BRIEF)
            picture = page.locator("figure img").first
            image = Image.open(io.BytesIO(picture.screenshot())).convert("RGB")
            paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
            corners[scheme] = image.getpixel((2, 2))
            assert f"rgb({', '.join(map(str, corners[scheme]))})" == paper  # type: ignore[arg-type]
    assert corners["light"] != corners["dark"]


def printed(page: Page) -> list[str]:
    """Print from the browser; return the text of each page without spaces."""
    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    return [squeezed(sheet.get_textpage().get_text_range()) for sheet in paper]


def test_print_has_all_notes_and_no_controls(chromium: Browser, publication: Publication) -> None:
    with browsers.page(chromium, WIDE) as page:
        opened(page, publication)
        page.get_by_role("checkbox", name="Show the editors’ notes").press("Space")
        notes = page.locator("[role=note]").evaluate_all("all => all.map(each => each.textContent)")
        text = "".join(printed(page))
    lost = [note for note in notes if squeezed(note.partition("(")[0]) not in text]
    assert notes
    assert lost == []
    assert squeezed("Data of this figure") not in text
    assert squeezed("Cited in") not in text
    assert squeezed("Download as PDF") not in text


@pytest.mark.parametrize("document", [BRIEF, REPORT])
def test_each_printed_page_has_the_marking_at_top_and_bottom(
    chromium: Browser, publication: Publication, document: str
) -> None:
    with browsers.page(chromium, WIDE) as page:
        opened(page, publication, document)
        label = squeezed(page.locator("header .marking").inner_text())
        sheets = printed(page)
    assert len(sheets) > 2
    assert [sheet.count(label) >= 2 for sheet in sheets] == [True] * len(sheets)


def test_every_marking_is_printed(chromium: Browser, publication: Publication) -> None:
    with browsers.page(chromium, WIDE) as page:
        opened(page, publication, SHEET)
        for marking in Marking:
            name = re.sub("[:+]", "-", marking.value).lower()
            page.evaluate(
                """([name, label]) => document.querySelectorAll('.marking').forEach(each => {
                  each.className = `marking ${name}`;
                  each.firstElementChild.textContent = label;
                })""",
                [name, "none"],
            )
            for sheet in printed(page):
                # A colon follows the marking that the sheet explains.
                found = re.findall(r"TLP:(?:CLEAR|GREEN|AMBER\+STRICT|AMBER|RED)(?!:)", sheet)
                assert found == [marking.value] * 2


@pytest.mark.parametrize("document", [BRIEF, REPORT])
def test_printed_headings_stay_whole_and_with_their_text(
    chromium: Browser, publication: Publication, document: str
) -> None:
    with browsers.page(chromium, WIDE) as page:
        page.emulate_media(media="print")
        opened(page, publication, document)
        heads = page.locator("main :is(h2, h3, h4)").filter(visible=True).all_inner_texts()
        label = squeezed(page.locator("header .marking").inner_text())
        sheets = [sheet.replace(label, "") for sheet in printed(page)]
    assert heads
    assert [head for head in heads if not any(squeezed(head) in sheet for sheet in sheets)] == []
    assert [head for head in heads if any(sheet.endswith(squeezed(head)) for sheet in sheets)] == []
