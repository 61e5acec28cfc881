"""Screenshots of every page of a site: `python -m tests.tools.pictures build/site OUT`.

Each full page is taken at three widths, in light, dark and forced colours.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from tests.tools import browser as browsers
from tests.tools.serving import served

WIDTHS = (360, 768, 1280)
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}


def take(site: Path, target: Path, pattern: str) -> int:
    """Write screenshots of the pages that match a pattern; return their number."""
    target.mkdir(parents=True, exist_ok=True)
    count = 0
    with served(site) as address, browsers.chromium() as chromium:
        for width in WIDTHS:
            with browsers.page(chromium, width) as page:
                for file in sorted(site.rglob(pattern)):
                    name = file.relative_to(site).as_posix()
                    page.goto(f"{address}{name}")
                    for look, media in LOOKS.items():
                        page.emulate_media(reduced_motion="reduce", **media)
                        path = target / f"{name.removesuffix('.html').replace('/', '-')}-{width}-{look}.png"
                        page.screenshot(path=path, full_page=True)
                        count += 1
    return count


def main() -> None:
    """Take the screenshots of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--pages", default="*.html", help="a pattern of file names")
    arguments = parser.parse_args()
    print(f"{take(arguments.site, arguments.target, arguments.pages)} pictures are in {arguments.target}")  # noqa: T201 - the result


if __name__ == "__main__":
    main()
