"""Page weight, layout shifts and Lighthouse scores."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tools import browser, lighthouse
from tests.tools.project import BRIEF, REPORT
from tests.tools.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Route

    from tests.tools.publication import Publication

pytestmark = [pytest.mark.slow, pytest.mark.browser]

LIMITS = {BRIEF: 60_000, REPORT: 120_000}
"""Compressed bytes of the page with all its resources."""
CATEGORIES = ("accessibility", "best-practices", "seo")
# The performance score depends on the machine (see benchmarks/lighthouse.py); these audits of it do not.
AUDITS = (
    "cumulative-layout-shift",
    "font-display",
    "modern-image-formats",
    "redirects",
    "total-byte-weight",
    "unminified-css",
    "unsized-images",
    "unused-css-rules",
    "unused-javascript",
    "uses-long-cache-ttl",
    "uses-text-compression",
)
_SIZES = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].map(
  (entry) => [new URL(entry.name).pathname, entry.encodedBodySize])"""
_SHIFT = """() => new Promise((done) => {
  let moved = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) moved += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(moved), 300);
})"""


@pytest.fixture(scope="module")
def address(published: Publication) -> Iterator[str]:
    with served(published.site) as found:
        yield f"{found}{published.slug}/"


@pytest.mark.parametrize("document", [BRIEF, REPORT])
def test_page_with_resources_is_small(address: str, chromium: Browser, document: str) -> None:
    with browser.page(chromium) as page:
        page.goto(f"{address}{document}.html")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.evaluate("document.fonts.ready.then(() => null)")
        page.wait_for_load_state("networkidle")
        sizes = dict(page.evaluate(_SIZES))
    assert {Path(name).suffix for name in sizes} >= {".html", ".css", ".woff2", ".svg"}
    assert all(sizes.values())
    assert sum(sizes.values()) <= LIMITS[document], sizes


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("document", [BRIEF, REPORT])
def test_late_fonts_and_pictures_cause_no_layout_shift(
    address: str, chromium: Browser, document: str, width: int
) -> None:
    def late(route: Route) -> None:
        time.sleep(0.3)
        route.continue_()

    with browser.page(chromium, width=width) as page:
        page.route("**/*.woff2", late)
        page.route("**/*.svg", late)
        page.goto(f"{address}{document}.html")
        page.evaluate("document.fonts.ready.then(() => null)")
        assert page.evaluate("[...document.fonts].filter((face) => face.status === 'loaded').length") >= 2
        assert page.evaluate(_SHIFT) < 0.005


def test_layout_shifts_are_measured(address: str, chromium: Browser) -> None:
    with browser.page(chromium) as page:
        page.goto(f"{address}{BRIEF}.html")
        page.wait_for_timeout(600)  # shifts right after input do not count
        page.evaluate("document.querySelector('main').style.marginTop = '200px'")
        assert page.evaluate(_SHIFT) > 0.01


@pytest.mark.parametrize("document", [BRIEF, REPORT])
def test_lighthouse_finds_nothing_to_improve(address: str, tmp_path: Path, document: str) -> None:
    report = lighthouse.measure(f"{address}{document}.html", tmp_path / "report.json", ["performance", *CATEGORIES])
    assert not lighthouse.failed_audits(report, CATEGORIES, AUDITS)
    assert [report["categories"][name]["score"] for name in CATEGORIES] == [1, 1, 1]
    assert report["audits"]["cumulative-layout-shift"]["numericValue"] == 0
