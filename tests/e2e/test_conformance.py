"""What was published is what its formats ask for, by their validators."""

from __future__ import annotations

import functools
import http.server
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import pikepdf
import pytest

from tests.tools import browser as browsers
from tests.tools import nu, verapdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.tools.publication import Publication

pytestmark = pytest.mark.slow

WIDTHS = (320, 768, 1280)
PAGES = (
    "index.html",
    "cyber-recruitment/executive-brief.html",
    "cyber-recruitment/annotated-report.html",
    "cyber-recruitment/recommendations-sheet.html",
)
# More than a word may stick out on a page that does not scroll sideways.
_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_CLIPPED = """
() => [...document.querySelectorAll('main *')]
  .filter(element => !element.closest('.scroll') && element.getClientRects().length)
  .filter(element => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && (box.right > document.documentElement.clientWidth + 1 || box.left < -1);
  })
  .map(element => `${element.tagName}.${element.className}`)
"""


def broken(path: Path, target: Path) -> Path:
    """Write a copy of a PDF that no reader can make sense of by ear: no language, no tags, and no title shown."""
    with pikepdf.open(path) as pdf:
        del pdf.Root.StructTreeRoot
        del pdf.Root.MarkInfo
        del pdf.Root.Lang
        del pdf.Root.ViewerPreferences
        pdf.save(target)
    return target


@pytest.mark.conformance
def test_pdfs_are_accessible(publication: Publication, tmp_path: Path) -> None:
    good = publication.pdfs
    assert len(good) == 3
    bad = broken(good[0], tmp_path / "broken.pdf")
    *reports, last = verapdf.validate([*good, bad])
    assert [str(report) for report in reports if not report.compliant] == []
    # The check can fail.
    assert not last.compliant
    assert len(last.failures) >= 3


@pytest.mark.conformance
def test_pages_and_style_are_valid(publication: Publication, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text('<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><p><p id=a><b id=a></p>', "utf-8")
    messages = nu.check([*publication.pages, publication.site / "assets/web.css", bad])
    assert len(publication.pages) == len(PAGES)
    assert [str(message) for message in messages if message.path != bad.resolve()] == []
    assert any(message.kind == "error" for message in messages), "the checker found nothing wrong with a wrong page"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder over loopback, as a web server would, and yield its address."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - its own signature
            """Keep quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def address(publication: Publication) -> Iterator[str]:
    with served(publication.site) as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsers.chromium() as browser:
        yield browser


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_no_barriers(chromium: Browser, address: str, name: str, scheme: Literal["light", "dark"]) -> None:
    found: list[str] = []
    for width in WIDTHS:
        with browsers.page(chromium, width=width, scheme=scheme) as page:
            page.goto(f"{address}/{name}")
            found += [f"at {width} px: {violation}" for violation in browsers.axe(page)]
    assert found == []


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 360])
def test_narrow_screens_do_not_scroll_sideways(chromium: Browser, address: str, name: str, width: int) -> None:
    with browsers.page(chromium, width=width) as page:
        page.goto(f"{address}/{name}")
        assert page.evaluate(_OVERFLOW) <= 0
        assert page.evaluate(_CLIPPED) == []


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_pages_run_nothing_and_find_all_their_files(chromium: Browser, address: str, name: str) -> None:
    with browsers.page(chromium) as page:
        answers: dict[str, int] = {}
        page.on("response", lambda response: answers.update({response.url: response.status}))
        page.goto(f"{address}/{name}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.scripts.length") == 0
        assert {url: status for url, status in answers.items() if status != 200} == {}
        loaded = page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').length")
        assert loaded > 0, "the page is not set in its own typefaces"
        broken_pictures = page.evaluate("[...document.images].filter(image => !image.naturalWidth).map(i => i.src)")
        assert broken_pictures == []


@pytest.mark.browser
def test_barriers_are_found(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text('<html><title>x</title><body><img src="x.svg"><p style="color: #aaa">grey', "utf-8")
    (tmp_path / "x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
    with browsers.page(chromium) as page:
        page.goto(path.as_uri())
        rules = {violation.rule for violation in browsers.axe(page)}
    assert rules >= {"image-alt", "html-has-lang", "color-contrast"}


@pytest.mark.browser
def test_wide_pages_are_found(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "wide.html"
    path.write_text('<html lang="en"><title>x</title><main><p style="width: 900px">wide</p></main>', "utf-8")
    with browsers.page(chromium, width=320) as page:
        page.goto(path.as_uri())
        assert page.evaluate(_OVERFLOW) > 0
        assert page.evaluate(_CLIPPED)
