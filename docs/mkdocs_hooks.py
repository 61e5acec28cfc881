"""Hooks of MkDocs: the list of decisions, and links to files that are not part of the site."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

_LINK = re.compile(r"(?<!!)\[([^][]+)\]\(([^):]+)\)")


def on_config(config: MkDocsConfig) -> None:
    """Add each decision to the navigation."""
    names = sorted(path.name for path in Path(config.docs_dir, "decisions").glob("*.md"))
    nav: list[dict[str, Any]] = config.nav or []
    nav.append({"Decisions": [f"decisions/{name}" for name in names]})


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Keep the text of a link that leads out of `docs/`: a Git host can follow it, the site cannot."""
    folder = posixpath.dirname(page.file.src_uri)

    def text(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, link[2]))
        return link[1] if target.startswith("../") else link[0]

    return _LINK.sub(text, markdown)
