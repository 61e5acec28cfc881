"""Markdown in, a fragment out: semantic HTML5 without shell or style, with nothing in it that we do not know.

Pandoc runs with a time limit on text that `prose` has escaped; what it returns is cut down to an allow list.
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
"""Seconds that a conversion may take; the report needs a fifth of one."""

_ELEMENTS = {
    "address", "article", "aside", "blockquote", "caption", "col", "colgroup", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "nav", "ol", "p", "section", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    "a", "abbr", "b", "br", "cite", "code", "dfn", "em", "i", "img", "mark", "q", "small", "span", "strong", "sub",
    "sup", "time",
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
    defaults.  Raises ``BriefwrightError`` where Pandoc fails, warns or takes too long.
    """
    files = [f"--defaults={settings.resolve() / 'defaults.yaml'}", f"--lua-filter={settings.resolve() / 'filter.lua'}"]
    return sanitise(run_citeproc(markdown, references, language, f"--from={_READER}", *files))


def run_citeproc(text: str, references: Sequence[Mapping[str, Any]], language: str, *options: str) -> str:
    """Return what Pandoc makes of a text that cites references; see `convert` and `run_pandoc`."""
    with tempfile.TemporaryDirectory() as folder:
        bibliography = Path(folder) / "references.json"
        bibliography.write_text(json.dumps(list(references)), "utf-8")
        # The folder has no other files: what a user keeps for Pandoc is not ours to read or run.
        own = [f"--bibliography={bibliography}", f"--data-dir={folder}", f"--metadata=lang:{language}"]
        return run_pandoc(text, *own, *options)


def run_pandoc(text: str, *options: str) -> str:
    """Return what Pandoc makes of a text; raise ``BriefwrightError`` where it fails, warns or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603 - the command is ours, the author's text is its standard input
            # With room for new values, its collector has little to do: a fifth of the time of a long document.
            [pypandoc.get_pandoc_path(), "+RTS", "-A64m", "-RTS", *options],
            input=text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=TIME_LIMIT,
            # In another locale it cannot name files in a folder whose name has other letters than ASCII.
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BriefwrightError(f"Pandoc took more than {TIME_LIMIT} seconds and was stopped") from None
    if done.returncode or done.stderr.strip():
        raise BriefwrightError(f"Pandoc: {done.stderr.strip() or f'exit code {done.returncode}'}")
    return done.stdout


def sanitise(html: str) -> str:
    """Return HTML with only the elements, attributes and address schemes that a fragment may hold."""
    return nh3.clean(
        html,
        tags=_ELEMENTS,
        clean_content_tags={"script", "style", "template", "noscript"},
        attributes=_ATTRIBUTES,
        strip_comments=True,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )
