"""Compose the Markdown of a document from its view and its template.

Jinja2 escapes every printed value, except values that a filter here has turned into Markdown. Author text therefore
cannot become other markup.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import StrictUndefined
from markupsafe import Markup

from briefwright import markup, prose
from briefwright.content.reading_time import texts
from briefwright.html.templating import environment, render_template
from briefwright.prose import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from briefwright.language import Catalogue

PAIRED = 2000
"""Maximum number of characters of an item beside another, which fill most of the height of a page."""


def compose(templates: Path, document: str, view: Mapping[str, Any], catalogue: Catalogue) -> str:
    """Return the Markdown of a document; raise ``InvalidSources`` with file and line of a template error."""
    # With autoescape on, macros and blocks return Markup, which neither `_finalize` nor Jinja2 escapes again.
    env = environment(
        templates,
        catalogue,
        # Jinja2's default `{#` starts an identifier in Pandoc Markdown.
        comment_start_string="{*",
        comment_end_string="*}",
        finalize=_finalize,
        keep_trailing_newline=True,
    )
    env.filters.update(prose=_prose, paragraphs=_paragraphs, runs=_runs, code=_code)
    env.filters.update(url=_url, target=_target, heading=_heading)
    env.filters.update(attribute=_attribute, identifier=_identifier, pairs=pairs)
    return render_template(env, templates, f"{document}/document.md.j2", view)


def _finalize(value: object) -> object:
    """Escape a printed value as Markdown."""
    if isinstance(value, Markup | StrictUndefined):
        return value
    text = str(value)
    return Markup(markup.with_direction(markup.escape(text), text))  # noqa: S704 - escaped


def _prose(text: str) -> Markup:
    """Return author text as Markdown on one line."""
    return Markup(" ".join(map(_paragraph, prose.parse(text))))  # noqa: S704 - `prose` escapes


def _paragraphs(text: str) -> Markup:
    """Return author text as Markdown paragraphs."""
    return Markup("\n\n".join(map(_paragraph, prose.parse(text))))  # noqa: S704 - `prose` escapes


def _paragraph(runs: tuple[Run, ...]) -> str:
    return markup.with_direction(markup.to_pandoc(runs), prose.plain_text(runs))


def _runs(runs: Iterable[Mapping[str, Any]], marked: Mapping[str, str] | None = None) -> Markup:
    """Return runs of the essay as Markdown; ``marked`` has the direction of its language, if that is not the page's.

    A space at either end is a span, which the filter turns into a space.
    """
    rtl = marked is not None and marked["dir"] == "rtl"
    text = markup.to_pandoc([Run(**run) for run in runs], rtl=rtl)
    core = text.strip(" ")
    space = "[]{.space}"
    return Markup(space * text.startswith(" ") + core + space * (text.endswith(" ") and bool(core)))  # noqa: S704 - `markup` escapes


def _code(runs: Iterable[Mapping[str, Any]]) -> Markup:
    """Return code of the essay as Markdown, with all its spaces."""
    return Markup(markup.code_to_pandoc("".join(run["text"] for run in runs)))  # noqa: S704 - `markup` escapes


def _heading(level: int) -> Markup:
    """Return the start of a heading of the essay, whose first level is below that of the essay's section."""
    return Markup("#" * (level + 2))  # noqa: S704 - a number


def _target(address: str) -> Markup:
    """Return the address of a link of the essay as a link target."""
    return Markup(markup.link_target(address))  # noqa: S704 - encoded


def _attribute(text: str) -> Markup:
    """Return plain text with folded white space, for an attribute value between double quotation marks.

    All ASCII punctuation becomes entities, so the text can end neither the value nor a table cell.
    """
    escaped = re.sub(r"[!-/:-@\[-`{-~]", lambda match: f"&#{ord(match[0])};", " ".join(text.split()))
    return Markup(escaped)  # noqa: S704 - escaped


def _identifier(anchor: str) -> Markup:
    """Return an anchor of letters, digits and hyphens, also right-to-left letters, as an identifier."""
    return Markup(re.sub(r"[^\w-]", "", anchor))  # noqa: S704 - no markup remains


def _url(address: str) -> Markup:
    """Return a link target, percent-encoded for Markdown's parentheses."""
    return Markup(quote(address, safe="/:#?&=.,~%@+-_"))  # noqa: S704 - quoted


def pairs(items: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Group neighbouring items in pairs, to print them side by side.

    A long item is alone: in half of the width it might be higher than a page.
    """
    grouped: list[list[Mapping[str, Any]]] = []
    for item in items:
        is_short = sum(map(len, texts(item))) <= PAIRED
        if is_short and grouped and len(grouped[-1]) == 1 and sum(map(len, texts(grouped[-1][0]))) <= PAIRED:
            grouped[-1].append(item)
        else:
            grouped.append([item])
    return grouped
