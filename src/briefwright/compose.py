"""A view and a template in, Markdown out.

Whatever a template prints is escaped unless a filter here has made Markdown of it, so author
text cannot break out of its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefwright import prose
from briefwright.errors import BriefwrightError
from briefwright.prose import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from briefwright.language import Catalogue

__all__ = ["compose"]


def compose(templates: Path, document: str, view: Mapping[str, Any], catalogue: Catalogue) -> str:
    """Return a document's Markdown; raise ``BriefwrightError`` with the template's file and line where it fails."""
    # With autoescape on, macros and blocks return Markup, which `_finalize` and Jinja's own
    # HTML escape both leave alone; everything else has become Markup by then.
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        autoescape=True,
        # Pandoc's own {#identifier} would open a comment.
        comment_start_string="{*",
        comment_end_string="*}",
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        prose=_prose, paragraphs=_paragraphs, runs=_runs, url=_url, date=catalogue.date, listing=catalogue.listing
    )
    environment.globals.update(t=catalogue.text)
    try:
        return environment.get_template(f"{document}/document.md.j2").render(**view)
    except TemplateError as error:
        raise BriefwrightError(_place(error, templates, document)) from error


def _place(error: TemplateError, templates: Path, document: str) -> str:
    """Return file, line and message; an undefined name has its line in the traceback only."""
    name, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace and not line:
        if trace.tb_frame.f_code.co_filename.endswith(".j2"):
            name, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return f"{name or (templates / document / 'document.md.j2').as_posix()}:{line or 1}:1: error: {error}"


def _finalize(value: object) -> object:
    return value if isinstance(value, Markup | StrictUndefined) else Markup(prose.escape(str(value)))  # noqa: S704 - escaped


def _prose(text: str) -> Markup:
    """Author Markdown on one line."""
    return Markup(" ".join(prose.render(paragraph) for paragraph in prose.parse(text)))  # noqa: S704 - `prose` escapes


def _paragraphs(text: str) -> Markup:
    """Author Markdown as paragraphs."""
    return Markup("\n\n".join(prose.render(paragraph) for paragraph in prose.parse(text)))  # noqa: S704 - `prose` escapes


def _runs(runs: Iterable[Mapping[str, Any]]) -> Markup:
    """Pieces of the essay; white space at either edge survives as a span that the filter turns back."""
    text = prose.render([Run(**run) for run in runs])
    core = text.strip(" ")
    space = "[]{.space}"
    return Markup(space * text.startswith(" ") + core + space * (text.endswith(" ") and bool(core)))  # noqa: S704 - `prose` escapes


def _url(address: str) -> Markup:
    """Return the target of a link, safe between parentheses."""
    return Markup(quote(address, safe="/:#?&=.,~%@+-_"))  # noqa: S704 - quoted
