"""Pages in a real Chromium that reaches nothing but files and this machine."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
# WCAG 2.2 A and AA, and what axe itself thinks good.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Violation:
    """A rule of axe that a page breaks, and where."""

    rule: str
    impact: str
    help: str
    targets: tuple[str, ...]

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.rule} ({self.impact}): {self.help}: {', '.join(self.targets)}"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium that ``$CHROMIUM`` names, or the system's; without one, the one that Playwright installed."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    executable = next(filter(None, map(shutil.which, filter(None, names))), None)
    # Chromium's own services look for their hosts at every start; this tells them that there are none.
    arguments = ["--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def page(
    browser: Browser,
    width: int = 1280,
    height: int = 800,
    scheme: Literal["light", "dark"] = "light",
) -> Iterator[Page]:
    """Open a page in a fresh context; fail, once done with it, if it asked for anything outside or had an error."""
    trouble: list[str] = []

    def gate(route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.scheme in {"file", "data", "blob"} or url.hostname in LOOPBACK:
            route.continue_()
        else:
            trouble.append(f"asked for {route.request.url}")
            route.abort()

    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    try:
        context.route("**/*", gate)
        new = context.new_page()
        new.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
        new.on("pageerror", lambda error: trouble.append(str(error)))
        yield new
    finally:
        context.close()
    assert not trouble, "\n".join(trouble)


def axe(page: Page) -> list[Violation]:
    """Look for barriers on the page as it is shown now."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    # Without preload axe does not fetch the style sheets again, which a strict content security policy forbids.
    result = page.evaluate("rules => axe.run(document, {preload: false, runOnly: {type: 'tag', values: rules}})", RULES)
    assert result["passes"], "axe looked at nothing"
    return [
        Violation(
            rule=found["id"],
            impact=found["impact"],
            help=found["help"],
            targets=tuple(str(part) for node in found["nodes"] for part in node["target"]),
        )
        for found in result["violations"]
    ]
