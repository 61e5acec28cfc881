"""Pages in Chromium, without access to the network."""

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
# WCAG 2.2 A and AA, and axe's own best practices.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST_AAA = "color-contrast-enhanced"
# Rules that depend on colours.
COLOURS = ["color-contrast", CONTRAST_AAA, "link-in-text-block"]
_AXE = """([type, values, rules]) => axe.run(document, {
  // With preload, axe would fetch style sheets, which the content security policy forbids.
  preload: false, resultTypes: ['violations'], runOnly: {type, values}, rules,
})"""


@dataclass(frozen=True)
class Violation:
    """A violation of an axe rule, with the elements concerned."""

    rule: str
    impact: str
    help: str
    targets: tuple[str, ...]

    def __str__(self) -> str:
        """Format it on one line."""
        return f"{self.rule} ({self.impact}): {self.help}: {', '.join(self.targets)}"


def executable() -> str | None:
    """Return the path of the Chromium of ``$CHROMIUM`` or of the system; ``None`` if there is none."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, filter(None, names))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of ``$CHROMIUM``, of the system, or of Playwright, in this order."""
    # Chromium's own services look up hosts at every start; this blocks them.
    arguments = ["--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def page(  # noqa: PLR0913 - each is a setting of the reader
    browser: Browser,
    width: int = 1280,
    height: int = 800,
    scheme: Literal["light", "dark"] = "light",
    *,
    scale: float = 1,
    scripts: bool = True,
) -> Iterator[Page]:
    """Open a page in a new context; fail at the end if it requested anything external or logged an error.

    ``scale`` is the number of screen pixels per CSS pixel.
    """
    errors: list[str] = []

    def gate(route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.scheme in {"file", "data", "blob"} or url.hostname in LOOPBACK:
            route.continue_()
        else:
            errors.append(f"requested {route.request.url}")
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
        new.on("console", lambda message: errors.append(message.text) if _is_error(message) else None)
        new.on("pageerror", lambda error: errors.append(str(error)))
        yield new
    finally:
        context.close()
    assert not errors, "\n".join(errors)


def _is_error(message: ConsoleMessage) -> bool:
    """Return whether a message is an error; a page opened as a file cannot preload fonts, which is ignored."""
    preload = message.location["url"].startswith("file:") and (
        message.location["url"].endswith(".woff2") or message.text.startswith("Access to font at 'file:")
    )
    return message.type == "error" and not preload


def axe(page: Page, *, strict: bool = False, colours: bool = False) -> list[Violation]:
    """Return accessibility violations of the page in its current state.

    ``strict`` checks contrast at level AAA; ``colours`` does the same, and checks only colours.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = {CONTRAST_AAA: {"enabled": strict or colours}}
    result = page.evaluate(_AXE, [*(("rule", COLOURS) if colours else ("tag", RULES)), rules])
    assert result["passes"], "axe checked nothing"
    return [
        Violation(
            rule=found["id"],
            impact=found["impact"],
            help=found["help"],
            targets=tuple(str(part) for node in found["nodes"] for part in node["target"]),
        )
        for found in result["violations"]
    ]
