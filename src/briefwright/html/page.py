"""A fragment in a shell: the web page, the print page, and the site's index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from briefwright.html.inline import inline
from briefwright.html.templating import environment, render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefwright.language import Catalogue

__all__ = ["shell"]


def shell(
    templates: Path,
    name: str,
    catalogue: Catalogue,
    fragment: str = "",
    *,
    root: str = "",
    **values: Mapping[str, Any] | object,
) -> str:
    """Return ``templates/<name>`` around a fragment that `convert` has sanitised.

    ``root`` is what leads from the page to the root of the site: nothing, or ``../`` for each folder between.
    """
    made = environment(templates, catalogue)
    made.filters.update(prose=inline, data_block=_data_block)
    # The fragment is sanitised by `convert`.
    return render(made, templates, name, {"fragment": Markup(fragment), "root": root, **values})  # noqa: S704


def _data_block(value: object) -> Markup:
    """Return JSON that nothing in it can end: all that HTML or a script knows as a sign is written as an escape."""
    return htmlsafe_json_dumps(value, sort_keys=True)
