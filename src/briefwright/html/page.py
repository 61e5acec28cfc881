"""A fragment in a shell: the web page, the print page, and the site's index."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from briefwright.errors import BriefwrightError
from briefwright.html.inline import inline
from briefwright.html.templating import environment, render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from briefwright.language import Catalogue

__all__ = ["shell"]


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
            message = f"the site has no shared file “{file}”"
            raise BriefwrightError(message)
        return root + (assets or {})[file]

    # The fragment is sanitised by `convert`.
    given = {"fragment": Markup(fragment), "root": root, "asset": asset, **values}  # noqa: S704
    return render(_environment(templates, catalogue), templates, name, given)


@lru_cache(maxsize=4)
def _environment(templates: Path, catalogue: Catalogue) -> ImmutableSandboxedEnvironment:
    """Return an environment that compiles each template once."""
    made = environment(templates, catalogue)
    made.filters.update(prose=inline, data_block=_data_block)
    return made


def _data_block(value: object) -> Markup:
    """Return JSON that nothing in it can end: all that HTML or a script knows as a sign is written as an escape."""
    return htmlsafe_json_dumps(value, sort_keys=True)
