"""Convert Markdown to fragments: semantic HTML5 without shell or style.

Pandoc converts text that `prose` has escaped, under a time limit. An allow list then removes all unknown elements,
attributes and URL schemes.
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nh3

from briefwright.pandoc import PandocError, run_pandoc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_READER = "commonmark+attributes+bracketed_spans+fenced_divs+pipe_tables+definition_lists-raw_html"

_UNLISTED = re.compile(r"Bibliography entry with no printed form: (\S+)")
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


def convert(  # noqa: PLR0913, PLR0917 - what a fragment is made of
    markdown: str,
    references: Sequence[Mapping[str, Any]],
    language: str,
    settings: Path,
    style: str = "",
    references_page: str = "",
) -> str:
    """Return the fragment of a document.

    ``references`` are CSL JSON items, ``language`` is a BCP 47 tag, ``settings`` the folder of Pandoc's filter and
    defaults. ``style`` is the text of a CSL file; without it, Pandoc uses Chicago author-date. The list of references
    has all of them; the citations of a document without a list link to that of ``references_page``. Raises
    ``BriefwrightError`` if Pandoc fails, warns or takes too long.
    """
    files = [f"--defaults={settings.resolve() / 'defaults.yaml'}", f"--lua-filter={settings.resolve() / 'filter.lua'}"]
    options = (f"--from={_READER}", f"--metadata=references-page:{references_page}", *files)
    return sanitise(run_citeproc(markdown, references, language, *options, style=style))


def run_citeproc(
    text: str, references: Sequence[Mapping[str, Any]], language: str, *options: str, style: str = ""
) -> str:
    """Return the output of Pandoc for a text that cites references; see `convert` and `run_pandoc`.

    Some styles do not list works of some types, such as letters, which they cite in the text only. All citations of a
    fragment link to a list, so it has such a work as a document.
    """
    try:
        return _run_citeproc(text, references, language, style, *options)
    except PandocError as error:
        unlisted = set(_UNLISTED.findall(str(error)))
        if not unlisted:
            raise
        listed = [{**work, "type": "document"} if work["id"] in unlisted else work for work in references]
        return _run_citeproc(text, listed, language, style, *options)


def _run_citeproc(text: str, references: Sequence[Mapping[str, Any]], language: str, style: str, *options: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        bibliography = Path(folder) / "references.json"
        bibliography.write_text(json.dumps(list(references)), "utf-8")
        if style:
            (Path(folder) / "style.csl").write_text(style, "utf-8")
            options = (*options, f"--csl={folder}/style.csl")
        # An empty data folder keeps Pandoc from reading or running the user's own files.
        common = [f"--bibliography={bibliography}", f"--data-dir={folder}", f"--metadata=lang:{language}"]
        return run_pandoc(text, *common, *options)


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
