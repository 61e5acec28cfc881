"""Render pages for web and print: a shell template with a fragment or with values of the page."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from briefwright import markup, prose
from briefwright.errors import BriefwrightError
from briefwright.html.templating import environment, render_template

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from briefwright.language import Catalogue


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
    """Return the page of a shell template around a fragment that `convert` has sanitised.

    ``root`` is the relative path from the page to the site's root: empty, or ``../`` for each folder. ``assets`` are
    the addresses of shared files relative to the root; a template calls ``asset("web.css")``.
    """
    addresses = assets or {}

    def asset(file: str) -> str:
        if file not in addresses:
            raise BriefwrightError(f"unknown shared file “{file}”; choose one of {', '.join(sorted(addresses))}")
        return root + addresses[file]

    all_values = {"fragment": Markup(fragment), "root": root, "asset": asset, **values}  # noqa: S704 - sanitised
    return render_template(_environment(templates, catalogue), templates, name, all_values)


@lru_cache(maxsize=4)
def _environment(templates: Path, catalogue: Catalogue) -> ImmutableSandboxedEnvironment:
    """Return an environment that compiles each template once."""
    env = environment(templates, catalogue)
    # `data_block` escapes `<`, `>`, `&` and `'` in JSON, so no value can end the script element.
    env.filters.update(prose=inline, data_block=partial(htmlsafe_json_dumps, sort_keys=True))
    return env


def inline(text: str) -> Markup:
    """Return author text as phrasing content, its paragraphs joined by spaces; raise ``ProseError``."""
    paragraphs = (markup.to_html(runs, isolate=True) for runs in prose.parse(text))
    return Markup(" ".join(paragraphs))  # noqa: S704 - each run is escaped
