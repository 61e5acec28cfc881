"""Draw Vega-Lite specifications as SVG.

`to_svg_limited` uses a process of its own. There, an endless expression can be stopped, lack of memory ends nothing
else, and the errors that Vega prints can be read: Vega draws an empty figure after an error in an expression.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

import vl_convert

from briefwright.errors import BriefwrightError
from briefwright.fonts import font_folders

VERSION = "6.4"
"""The version of Vega-Lite that draws; its schema is in ``sources/vega_lite``."""
TIME_LIMIT = 30
"""Maximum duration of a drawing, in seconds; most figures take half a second."""
_MESSAGE = re.compile(r"^(?:ERROR|WARN) (.*(?:Error|[Dd]ropp(?:ed|ing)).*)$", re.MULTILINE)
"""A message about parts that Vega leaves out; other warnings change nothing in the picture."""


def to_svg(specification: dict[str, Any], *, show_warnings: bool = False) -> str:
    """Return a specification with inlined data as SVG; raise ``ValueError`` if Vega-Lite cannot draw it."""
    for folder in font_folders():
        vl_convert.register_font_directory(str(folder))
    return str(
        vl_convert.vegalite_to_svg(specification, vl_version=VERSION, allowed_base_urls=[], show_warnings=show_warnings)
    )


def to_svg_limited(specification: dict[str, Any]) -> str:
    """Return the same as `to_svg`, and raise the same error.

    Raises ``BriefwrightError`` for errors that Vega only prints, and after the limit.
    """
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; the specification is its standard input
            [sys.executable, "-m", __spec__.name],
            input=json.dumps(specification),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = f"Vega-Lite took more than {TIME_LIMIT} seconds and was stopped; simplify the expressions"
        raise BriefwrightError(message) from None
    if done.returncode < 0:
        raise BriefwrightError("Vega-Lite ended, usually for lack of memory; make the figure smaller or simpler")
    if done.returncode:
        raise ValueError(done.stderr)
    if printed := _MESSAGE.search(done.stderr):
        raise BriefwrightError(f"Vega-Lite: {printed[1]}")
    return done.stdout


def _main() -> None:
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        sys.stdout.write(to_svg(json.load(sys.stdin), show_warnings=True))
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    _main()
