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

    from playwright.sync_api import Browser, ConsoleMessage, Page, Route

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
# WCAG 2.2 A and AA, and what axe itself thinks good.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Contrast by level AAA.
MORE = "color-contrast-enhanced"
# What depends on the colours of a page.
COLOURS = ["color-contrast", MORE, "link-in-text-block"]
_AXE = """([type, values, rules]) => axe.run(document, {
  // Without preload axe does not fetch the style sheets again, which a strict content security policy forbids.
  preload: false, resultTypes: ['violations'], runOnly: {type, values}, rules,
})"""


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
def page(  # noqa: PLR0913 - each is one thing that readers have differently
    browser: Browser,
    width: int = 1280,
    height: int = 800,
    scheme: Literal["light", "dark"] = "light",
    *,
    scale: float = 1,
    scripts: bool = True,
) -> Iterator[Page]:
    """Open a page in a fresh context; fail, once done with it, if it asked for anything outside or had an error.

    ``scale`` is how many pixels of the screen a CSS pixel takes, on a side.
    """
    trouble: list[str] = []

    def gate(route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.scheme in {"file", "data", "blob"} or url.hostname in LOOPBACK:
            route.continue_()
        else:
            trouble.append(f"asked for {route.request.url}")
            route.abort()

    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        device_scale_factor=scale,
        java_script_enabled=scripts,
    )
    try:
        context.route("**/*", gate)
        new = context.new_page()
        new.on("console", lambda message: trouble.append(message.text) if _is_error(message) else None)
        new.on("pageerror", lambda error: trouble.append(str(error)))
        yield new
    finally:
        context.close()
    assert not trouble, "\n".join(trouble)


def _is_error(message: ConsoleMessage) -> bool:
    """Whether a message tells of an error, other than that a page opened as a file may preload no typeface."""
    preload = message.location["url"].startswith("file:") and (
        message.location["url"].endswith(".woff2") or message.text.startswith("Access to font at 'file:")
    )
    return message.type == "error" and not preload


def axe(page: Page, *, strict: bool = False, colours: bool = False) -> list[Violation]:
    """Look for barriers on the page as it is shown now.

    With ``strict``, contrast is held to level AAA; with ``colours``, so, and nothing but colours is looked at.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    more = {MORE: {"enabled": strict or colours}}
    result = page.evaluate(_AXE, [*(("rule", COLOURS) if colours else ("tag", RULES)), more])
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
