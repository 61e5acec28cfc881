"""A view and a template in, Markdown out.

Whatever a template prints is escaped unless a filter here has made Markdown of it, so author
text cannot break out of its place.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import StrictUndefined
from markupsafe import Markup

from briefwright import prose
from briefwright.html.templating import environment, render
from briefwright.prose import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from briefwright.language import Catalogue

SPREAD = 4000
"""Characters of a spread of two columns, at most: about two thirds of a page."""


def compose(templates: Path, document: str, view: Mapping[str, Any], catalogue: Catalogue) -> str:
    """Return a document's Markdown; raise ``InvalidSources`` with the template's file and line where it fails."""
    # With autoescape on, macros and blocks return Markup, which `_finalize` and Jinja's own
    # HTML escape both leave alone; everything else has become Markup by then.
    made = environment(
        templates,
        catalogue,
        # Pandoc's own {#identifier} would open a comment.
        comment_start_string="{*",
        comment_end_string="*}",
        finalize=_finalize,
        keep_trailing_newline=True,
    )
    made.filters.update(prose=_prose, paragraphs=_paragraphs, runs=_runs, url=_url)
    made.filters.update(attribute=_attribute, within_quotes=prose.within_quotes, spreads=spreads)
    return render(made, templates, f"{document}/document.md.j2", view)


def _finalize(value: object) -> object:
    if isinstance(value, Markup | StrictUndefined):
        return value
    text = str(value)
    return Markup(prose.with_direction(prose.escape(text), text))  # noqa: S704 - escaped


def _prose(text: str) -> Markup:
    """Author Markdown on one line."""
    return Markup(" ".join(map(_paragraph, prose.parse(text))))  # noqa: S704 - `prose` escapes


def _paragraphs(text: str) -> Markup:
    """Author Markdown as paragraphs."""
    return Markup("\n\n".join(map(_paragraph, prose.parse(text))))  # noqa: S704 - `prose` escapes


def _paragraph(runs: tuple[Run, ...]) -> str:
    return prose.with_direction(prose.render(runs), prose.plain_text(runs))


def _runs(runs: Iterable[Mapping[str, Any]]) -> Markup:
    """Pieces of the essay; white space at either edge survives as a span that the filter turns back."""
    text = prose.render([Run(**run) for run in runs])
    core = text.strip(" ")
    space = "[]{.space}"
    return Markup(space * text.startswith(" ") + core + space * (text.endswith(" ") and bool(core)))  # noqa: S704 - `prose` escapes


def _attribute(text: str) -> Markup:
    """Return plain text, white space folded, as the value of an attribute between double quotation marks.

    Entities stand for all signs: they end neither the value nor a cell of a table that it stands in.
    """
    signs = re.sub(r"[!-/:-@\[-`{-~]", lambda sign: f"&#{ord(sign[0])};", " ".join(text.split()))
    return Markup(signs)  # noqa: S704 - escaped


def _url(address: str) -> Markup:
    """Return the target of a link, safe between parentheses."""
    return Markup(quote(address, safe="/:#?&=.,~%@+-_"))  # noqa: S704 - quoted


def spreads(items: Sequence[Mapping[str, Any]]) -> list[list[Sequence[Mapping[str, Any]]]]:
    """Group items into spreads of two columns, each of about the same number of characters.

    A spread stays on one page: columns that go on to the next page would be read in the wrong order.
    """
    weights = [sum(len(value) for value in item.values() if isinstance(value, str)) for item in items]
    count = max(1, -(-sum(weights) // SPREAD))
    ends = [_end(weights, part / count) for part in range(count + 1)]
    found = []
    for start, end in pairwise(ends):
        middle = start + _end(weights[start:end], 0.5)
        found.append([column for column in (items[start:middle], items[middle:end]) if column])
    return found


def _end(weights: Sequence[int], share: float) -> int:
    """Return how many items make up about a share of the weight of all."""
    sums = [0, *accumulate(weights)]
    return min(range(len(sums)), key=lambda end: abs(sums[end] - share * sums[-1]))
