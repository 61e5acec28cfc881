"""The search page in a browser, served with the site's headers."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from briefwright.errors import BriefwrightError
from briefwright.extras.search import build_index
from tests.tools import browser as browsers
from tests.tools.project import ROOT, SLUG
from tests.tools.publication import Publication
from tests.tools.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

    from tests.tools.project import Once, Project

pytestmark = [pytest.mark.slow, pytest.mark.browser]

GLOSSARY = f"sources/{SLUG}/glossary.yaml"
RESULTS = ".results:not([hidden]) > li"


@pytest.fixture(scope="module")
def publication(original: Project, once: Once) -> Publication:
    """The sample brief with more terms than are shown at a time."""

    def make(target: Path) -> Project:
        project = original.copy_to(target)
        words = ["lighthouse"] * 2 + ["ferry"] * 4 + ["harbour"] * 20
        for number, word in enumerate(words, 1):
            project.append(GLOSSARY, f"  - {{id: t{number}, term: word {number}, definition: The {word} of the town.}}")
        project.build()
        return project

    return Publication(once("searched", make))


@pytest.fixture(scope="module")
def address(publication: Publication) -> Iterator[str]:
    with served(publication.site) as found:
        yield f"{found}search.html"


def search_for(page: Page, query: str) -> list[str]:
    """Type a query, wait for the number of results, and return their titles."""
    before = page.locator(".search-status").text_content()
    page.locator("#query").fill(query)
    page.locator("#query").press("Enter")
    page.wait_for_function("before => document.querySelector('.search-status').textContent !== before", arg=before)
    return page.locator(f"{RESULTS} .result-title").all_text_contents()


def test_finds_a_statement_and_links_to_it(chromium: Browser, address: str, publication: Publication) -> None:
    finding = publication.record["brief"]["findings"][0]
    with browsers.page(chromium) as page:
        page.goto(address)
        titles = search_for(page, finding["short"])
        assert f"{finding['number']} {finding['short']}" in titles
        assert not page.locator(".statements").is_visible()
        page.get_by_role("link", name=finding["short"]).first.click()
        page.wait_for_url(f"**/annotated-report.html#{finding['address'].partition('#')[2]}")
        assert page.evaluate("document.querySelector(':target') !== null")


def test_results_of_every_type_have_a_target(chromium: Browser, address: str) -> None:
    with browsers.page(chromium) as page:
        page.goto(address)
        assert search_for(page, "the")
        while page.locator(".more").is_visible():
            before = page.locator(RESULTS).count()
            page.locator(".more").click()
            page.wait_for_function(
                "([path, before]) => document.querySelectorAll(path).length > before", arg=[RESULTS, before]
            )
        targets = page.eval_on_selector_all(f"{RESULTS} a", "links => links.map(link => link.href)")
        kinds = page.locator(f"{RESULTS} .byline").all_text_contents()
        assert len({kind.partition(" ·")[0] for kind in kinds}) >= 6
        for target in {one.partition("#")[0] for one in targets}:
            page.goto(target)
            names = [one.partition("#")[2] for one in targets if one.startswith(f"{target}#")]
            assert page.evaluate("names => names.filter(name => !document.getElementById(name))", names) == []


def test_unknown_words_give_no_results(chromium: Browser, address: str) -> None:
    with browsers.page(chromium) as page:
        page.goto(address)
        assert not page.locator(".statements li").first.is_visible()
        assert search_for(page, "xylophone quartets") == []
        assert page.locator(".search-status").text_content()
        # The message refers to the list.
        assert page.locator(".statements li").first.is_visible()


def test_query_is_in_the_url(chromium: Browser, address: str) -> None:
    with browsers.page(chromium) as page:
        page.goto(f"{address}?q={quote('second bridge')}")
        page.wait_for_selector(RESULTS)
        assert page.locator("#query").input_value() == "second bridge"
        titles = page.locator(f"{RESULTS} .result-title").all_text_contents()
        assert any("second bridge" in title for title in titles)
        search_for(page, "ferry")
        assert page.url.endswith("?q=ferry")


def wait_for(page: Page, waiting: list[Route]) -> None:
    """Wait up to ten seconds until a request is held back."""
    for _ in range(200):
        if waiting:
            break
        page.wait_for_timeout(50)
    assert waiting


def test_slow_results_of_an_old_query_are_not_shown(chromium: Browser, address: str) -> None:
    texts: set[str] = set()
    waiting: list[Route] = []
    with browsers.page(chromium) as page:
        page.on("request", lambda request: texts.add(request.url))
        page.goto(address)
        expected = search_for(page, "lighthouse")
    with browsers.page(chromium) as page:
        page.goto(address)
        page.route(
            "**/pagefind/fragment/*",
            lambda route: waiting.append(route) if route.request.url not in texts else route.continue_(),
        )
        page.locator("#query").fill("ferry")
        # The page loads the first text to see whether the query is still current, then the others to show them.
        wait_for(page, waiting)
        assert len(waiting) == 1
        waiting.pop().continue_()
        wait_for(page, waiting)
        page.locator("#query").fill("lighthouse")
        page.wait_for_selector(RESULTS)
        for route in waiting:
            route.continue_()
        page.wait_for_timeout(400)
        assert page.locator(f"{RESULTS} .result-title").all_text_contents() == expected
        match = re.search(r"\d+", page.locator(".search-status").inner_text())
        assert match
        assert int(match.group()) == len(expected)


def test_more_results_are_shown_once_and_only_for_their_query(chromium: Browser, address: str) -> None:
    with browsers.page(chromium) as page:
        page.goto(address)
        expected = search_for(page, "lighthouse")
        search_for(page, "the")
        shown = page.locator(RESULTS).count()
        page.evaluate("for (const time of [1, 2]) document.querySelector('.more').click()")
        page.wait_for_function(
            "([path, before]) => document.querySelectorAll(path).length > before", arg=[RESULTS, shown]
        )
        page.wait_for_timeout(300)
        assert page.locator(RESULTS).count() <= 2 * shown
        titles = page.eval_on_selector_all(f"{RESULTS} a", "links => links.map(link => link.href)")
        assert len(titles) == len(set(titles))
        page.evaluate("document.querySelector('.more').click()")
        assert search_for(page, "lighthouse") == expected


def test_history_restores_the_query_of_the_url(chromium: Browser, address: str) -> None:
    with browsers.page(chromium) as page:
        page.goto(address)
        page.locator(".skip-link").press("Enter")
        assert search_for(page, "flood")
        assert page.url.endswith("?q=flood#main")
        page.go_back()
        page.wait_for_selector(".statements", state="visible")
        assert (page.url, page.locator("#query").input_value()) == (address, "")
        assert page.locator(RESULTS).count() == 0
        assert page.locator(".search-status").text_content() == ""
        page.go_forward()
        page.wait_for_selector(RESULTS)
        assert page.locator("#query").input_value() == "flood"


def test_without_scripts_the_page_lists_all_statements(chromium: Browser, address: str) -> None:
    with browsers.page(chromium, scripts=False) as page:
        page.goto(address)
        assert not page.locator("form.search").is_visible()
        statements = page.locator(".statements li")
        assert not any(one.is_visible() for one in statements.all())
        page.get_by_text("List all statements").press("Enter")
        assert all(one.is_visible() for one in statements.all())
        assert statements.count() > 0


def test_reports_incomplete_index(publication: Publication) -> None:
    # Pagefind tries to read a folder whose name ends in .html as a page.
    text = json.dumps(publication.record).replace("annotated-report.html#", "annotated-report.html/sub.html#")
    with pytest.raises(BriefwrightError, match="Pagefind did not index all statements"):
        build_index([json.loads(text)], ROOT / "templates")
