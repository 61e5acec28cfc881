"""Author text as HTML, for the pages of the site that are made without Pandoc."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from briefwright import prose

if TYPE_CHECKING:
    from briefwright.prose import Run

__all__ = ["inline"]

_LEFTWARD = re.compile(rf"[{prose.LEFTWARD}]+(?:[\s\d,.–-]+[{prose.LEFTWARD}]+)*")


def inline(text: str) -> Markup:
    """Return author Markdown as phrasing content, its paragraphs one after the other; raise ``ProseError``."""
    paragraphs = ("".join(map(_run, runs)) for runs in prose.parse(text))
    return Markup(" ".join(paragraphs))  # noqa: S704 - each run is escaped


def _run(run: Run) -> str:
    # Words that run from right to left move no number or sign beside them (UAX #9, 2.4).
    html = _LEFTWARD.sub(r'<bdi dir="rtl">\g<0></bdi>', str(escape(run.text)))
    for wanted, name in ((run.code, "code"), (run.emphasis, "em"), (run.strong, "strong")):
        html = f"<{name}>{html}</{name}>" if wanted else html
    return f'<a href="{escape(run.href)}">{html}</a>' if run.href is not None else html
