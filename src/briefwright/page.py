"""A fragment in a shell: the web page, the print page, and the site's index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefwright.language import Catalogue

__all__ = ["shell"]


def shell(
    templates: Path, name: str, catalogue: Catalogue, fragment: str = "", **values: Mapping[str, Any] | object
) -> str:
    """Return ``templates/<name>`` around a fragment that `convert` has sanitised."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(t=catalogue.text)
    environment.filters.update(date=catalogue.date, listing=catalogue.listing)
    template = environment.get_template(name)
    return template.render(fragment=Markup(fragment), **values)  # noqa: S704 - sanitised by `convert`
