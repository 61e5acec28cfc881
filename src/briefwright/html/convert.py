"""Convert Markdown to fragments: semantic HTML5 without shell or style.

Pandoc converts text that `prose` has escaped, under a time limit. An allow list then removes all unknown elements,
attributes and URL schemes.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nh3
import pypandoc

from briefwright.errors import BriefwrightError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_READER = "commonmark+attributes+bracketed_spans+fenced_divs+pipe_tables+definition_lists-raw_html"
TIME_LIMIT = 20
"""Maximum duration of a conversion, in seconds; the report takes 0.2."""

_ELEMENTS = {
    "address", "article", "aside", "blockquote", "caption", "col", "colgroup", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "nav", "ol", "p", "pre", "section",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    "a", "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "i", "img", "mark", "q", "small", "span", "strong",
    "sub", "sup", "time",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "role", "aria-label", "aria-labelledby", "aria-hidden", "title"},
    "a": {"href"},
    "div": {"tabindex"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan", "headers", "data-label"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "time": {"datetime"},
}


def convert(markdown: str, references: Sequence[Mapping[str, Any]], language: str, settings: Path) -> str:
    """Return the fragment of a document.

    ``references`` are CSL JSON items, ``language`` is a BCP 47 tag, ``settings`` the folder of Pandoc's filter and
    defaults. Raises ``BriefwrightError`` if Pandoc fails, warns or takes too long.
    """
    files = [f"--defaults={settings.resolve() / 'defaults.yaml'}", f"--lua-filter={settings.resolve() / 'filter.lua'}"]
    return sanitise(run_citeproc(markdown, references, language, f"--from={_READER}", *files))


def run_citeproc(text: str, references: Sequence[Mapping[str, Any]], language: str, *options: str) -> str:
    """Return the output of Pandoc for a text that cites references; see `convert` and `run_pandoc`."""
    with tempfile.TemporaryDirectory() as folder:
        bibliography = Path(folder) / "references.json"
        bibliography.write_text(json.dumps(list(references)), "utf-8")
        # An empty data folder keeps Pandoc from reading or running the user's own files.
        common = [f"--bibliography={bibliography}", f"--data-dir={folder}", f"--metadata=lang:{language}"]
        return run_pandoc(text, *common, *options)


def run_pandoc(text: str, *options: str) -> str:
    """Return the output of Pandoc for a text; raise ``BriefwrightError`` if it fails, warns or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; author text is its standard input
            # A large allocation area saves garbage collections: a fifth of the time of a long document.
            [pypandoc.get_pandoc_path(), "+RTS", "-A64m", "-RTS", *options],
            input=text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=TIME_LIMIT,
            # In other locales Pandoc cannot open files in folders with non-ASCII names.
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BriefwrightError(f"Pandoc took more than {TIME_LIMIT} seconds and was stopped") from None
    if done.returncode or done.stderr.strip():
        raise BriefwrightError(f"Pandoc: {done.stderr.strip() or f'exit code {done.returncode}'}")
    return done.stdout


def sanitise(html: str) -> str:
    """Return HTML reduced to the elements, attributes and URL schemes allowed in a fragment."""
    return nh3.clean(
        html,
        tags=_ELEMENTS,
        clean_content_tags={"script", "style", "template", "noscript"},
        attributes=_ATTRIBUTES,
        strip_comments=True,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )
