"""A fragment in a shell: the web page, the print page, and the site's index."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

from briefwright import prose
from briefwright.errors import BriefwrightError
from briefwright.html.templating import environment, render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from briefwright.language import Catalogue
    from briefwright.prose import Run

_RTL_WORDS = re.compile(rf"[{prose.RTL_SCRIPTS}]+(?:[\s\d,.–-]+[{prose.RTL_SCRIPTS}]+)*")


def shell(  # noqa: PLR0913 - what a page is made of
    templates: Path,
    name: str,
    catalogue: Catalogue,
    fragment: str = "",
    *,
    root: str = "",
    assets: Mapping[str, str] | None = None,
    **values: object,
) -> str:
    """Return ``templates/<name>`` around a fragment that `convert` has sanitised.

    ``root`` leads from the page to the root of the site: nothing, or ``../`` for each folder between.  ``assets`` are
    the addresses of shared files from there; a template asks for one with ``asset("web.css")``.
    """

    def asset(file: str) -> str:
        if file not in (assets or {}):
            raise BriefwrightError(f"the site has no shared file “{file}”")
        return root + (assets or {})[file]

    # The fragment is sanitised by `convert`.
    given = {"fragment": Markup(fragment), "root": root, "asset": asset, **values}  # noqa: S704
    return render(_environment(templates, catalogue), templates, name, given)


@lru_cache(maxsize=4)
def _environment(templates: Path, catalogue: Catalogue) -> ImmutableSandboxedEnvironment:
    """Return an environment that compiles each template once."""
    made = environment(templates, catalogue)
    # Nothing in the JSON can end it: all that HTML or a script knows as a sign is written as an escape.
    made.filters.update(prose=inline, data_block=partial(htmlsafe_json_dumps, sort_keys=True))
    return made


def inline(text: str) -> Markup:
    """Return author Markdown as phrasing content, its paragraphs one after the other; raise ``ProseError``."""
    paragraphs = ("".join(map(_run, runs)) for runs in prose.parse(text))
    return Markup(" ".join(paragraphs))  # noqa: S704 - each run is escaped


def _run(run: Run) -> str:
    # Words that run from right to left move no number or sign beside them (UAX #9, 2.4).
    html = _RTL_WORDS.sub(r'<bdi dir="rtl">\g<0></bdi>', str(escape(run.text)))
    for wanted, name in ((run.code, "code"), (run.emphasis, "em"), (run.strong, "strong")):
        html = f"<{name}>{html}</{name}>" if wanted else html
    return f'<a href="{escape(run.href)}">{html}</a>' if run.href is not None else html
