"""The search page in a real browser, over a real server with the headers that the site is published with."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from briefwright.errors import BriefwrightError
from briefwright.extras.search import build_index
from tests.tools import browser as browsers
from tests.tools.project import ROOT
from tests.tools.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

    from tests.tools.publication import Publication

pytestmark = [pytest.mark.slow, pytest.mark.browser]

RESULTS = ".results:not([hidden]) > li"


@pytest.fixture(scope="module")
def address(publication: Publication) -> Iterator[str]:
    with served(publication.site) as found:
        yield f"{found}search.html"


def ask(page: Page, query: str) -> list[str]:
    """Type a query, and return the titles of what is found, once the page says how much it is."""
    before = page.locator(".search-status").text_content()
    page.locator("#query").fill(query)
    page.locator("#query").press("Enter")
    page.wait_for_function("before => document.querySelector('.search-status').textContent !== before", arg=before)
    return page.locator(f"{RESULTS} .result-title").all_text_contents()


def test_a_statement_is_found_and_leads_to_its_place(chromium: Browser, address: str, publication: Publication) -> None:
    finding = publication.record["brief"]["findings"][0]
    with browsers.page(chromium) as page:
        page.goto(address)
        titles = ask(page, finding["short"])
        assert f"{finding['number']} {finding['short']}" in titles
        assert not page.locator(".statements").is_visible()
        page.get_by_role("link", name=finding["short"]).first.click()
        page.wait_for_url(f"**/annotated-report.html#{finding['address'].partition('#')[2]}")
        assert page.evaluate("document.querySelector(':target') !== null")


def test_every_kind_of_record_leads_to_what_is_there(chromium: Browser, address: str) -> None:
    with browsers.page(chromium) as page:
        page.goto(address)
        assert ask(page, "the")
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


def test_what_nobody_said_is_not_found(chromium: Browser, address: str) -> None:
    with browsers.page(chromium) as page:
        page.goto(address)
        assert ask(page, "xylophone quartets") == []
        assert page.locator(".search-status").text_content()
        assert page.locator(".statements").is_visible()


def test_a_query_stands_in_the_address(chromium: Browser, address: str) -> None:
    with browsers.page(chromium) as page:
        page.goto(f"{address}?q={quote('coded signals')}")
        page.wait_for_selector(RESULTS)
        assert page.locator("#query").input_value() == "coded signals"
        titles = page.locator(f"{RESULTS} .result-title").all_text_contents()
        assert any("coded" in title for title in titles)
        ask(page, "encryption")
        assert page.url.endswith("?q=encryption")


def wait_for(page: Page, held: list[Route]) -> None:
    """Wait for a request that is held, for ten seconds at most."""
    for _ in range(200):
        if held:
            break
        page.wait_for_timeout(50)
    assert held


def test_what_is_shown_is_of_one_query_however_slow_its_texts_come(chromium: Browser, address: str) -> None:
    texts: set[str] = set()
    held: list[Route] = []
    with browsers.page(chromium) as page:
        page.on("request", lambda request: texts.add(request.url))
        page.goto(address)
        wanted = ask(page, "Abdeslam")
    with browsers.page(chromium) as page:
        page.goto(address)
        page.route(
            "**/pagefind/fragment/*",
            lambda route: held.append(route) if route.request.url not in texts else route.continue_(),
        )
        page.locator("#query").fill("encryption")
        # The first text tells whether the query is meant; the others are to be shown.
        wait_for(page, held)
        assert len(held) == 1
        held.pop().continue_()
        wait_for(page, held)
        page.locator("#query").fill("Abdeslam")
        page.wait_for_selector(RESULTS)
        for route in held:
            route.continue_()
        page.wait_for_timeout(400)
        assert page.locator(f"{RESULTS} .result-title").all_text_contents() == wanted
        said = re.search(r"\d+", page.locator(".search-status").inner_text())
        assert said
        assert int(said.group()) == len(wanted)


def test_more_results_come_once_and_only_for_the_query_they_are_of(chromium: Browser, address: str) -> None:
    with browsers.page(chromium) as page:
        page.goto(address)
        wanted = ask(page, "Abdeslam")
        ask(page, "the")
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
        assert ask(page, "Abdeslam") == wanted


def test_going_back_shows_what_the_address_asks(chromium: Browser, address: str) -> None:
    with browsers.page(chromium) as page:
        page.goto(address)
        page.locator(".skip-link").press("Enter")
        assert ask(page, "prison")
        assert page.url.endswith("?q=prison#main")
        page.go_back()
        page.wait_for_selector(".statements", state="visible")
        assert (page.url, page.locator("#query").input_value()) == (address, "")
        assert page.locator(RESULTS).count() == 0
        assert page.locator(".search-status").text_content() == ""
        page.go_forward()
        page.wait_for_selector(RESULTS)
        assert page.locator("#query").input_value() == "prison"


def test_without_a_script_there_is_a_list_and_no_box(chromium: Browser, address: str) -> None:
    with browsers.page(chromium, scripts=False) as page:
        page.goto(address)
        assert not page.locator("form.search").is_visible()
        assert page.locator(".statements").is_visible()


def test_what_could_not_be_indexed_is_an_error(publication: Publication) -> None:
    # A file where the other statements have a folder.
    text = json.dumps(publication.record).replace("annotated-report.html#", "annotated-report.html/sub.html#")
    with pytest.raises(BriefwrightError, match="Pagefind could not index everything"):
        build_index([json.loads(text)], ROOT / "templates")
