"""A fragment in a shell: the web page, the print page, and the site's index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from briefwright.templating import environment, render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefwright.language import Catalogue

__all__ = ["shell"]


def shell(
    templates: Path, name: str, catalogue: Catalogue, fragment: str = "", **values: Mapping[str, Any] | object
) -> str:
    """Return ``templates/<name>`` around a fragment that `convert` has sanitised."""
    made = environment(templates, catalogue)
    # The fragment is sanitised by `convert`.
    return render(made, templates, name, {"fragment": Markup(fragment), **values})  # noqa: S704
