"""Write author text: runs as escaped Pandoc Markdown and as HTML.

Every character of a run is escaped, so author text cannot start a block, set an attribute or become other markup.
"""

from __future__ import annotations

import re
from html import escape as escape_html
from itertools import groupby
from typing import TYPE_CHECKING

from briefwright.prose import RTL_SCRIPTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefwright.prose import Run

# Characters with a meaning in CommonMark, or in the Pandoc extensions that `convert` enables. CommonMark allows a
# backslash before any ASCII punctuation.
_INLINE = re.compile(r"[\\`*_\[\]{}<>|~^$@&#!\"']")
# The position before a character that starts a block or a definition at the start of a line.
_LINE_START = re.compile(r"^\s*(?:\d+(?=[.)])|(?=[-+=:%.]))")
_SINGLE_QUOTES = str.maketrans("“”", "‘’")
_RTL_WORDS = re.compile(rf"[{RTL_SCRIPTS}]+(?:[\s\d,.–-]+[{RTL_SCRIPTS}]+)*")
# Of a right-to-left text: from the first to the last right-to-left letter without other letters between them, with the
# numbers and punctuation around them at the start and the end of the text.
_RTL_STRETCH = re.compile(
    rf"(?:^(?:[{RTL_SCRIPTS}]|[\W\d_])*)?[{RTL_SCRIPTS}](?:(?:[{RTL_SCRIPTS}]|[\W\d_])*[{RTL_SCRIPTS}])?(?:[\W\d_]*$)?"
)
_WHOLE_RTL = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\{dir=rtl\}")
_LETTER = re.compile(r"[^\W\d_]")
_SPANS = ("code", "subscript", "superscript", "strikeout", "emphasis", "strong")
"""Formatting of a run, innermost first. Pandoc's filter has an element for each."""
_TAGS = {"code": "code", "subscript": "sub", "superscript": "sup", "strikeout": "del", "emphasis": "em"} | {
    "strong": "strong"
}


def within_quotes(text: str) -> str:
    """Return text for use between double quotation marks: its own double quotation marks become single."""
    return text.translate(_SINGLE_QUOTES)


def escape(text: str, *, rtl: bool = False) -> str:
    """Return plain text as Pandoc Markdown that prints exactly its characters, with white space folded.

    The result is safe anywhere in a line. Right-to-left words are isolated, so they do not reorder numbers and
    punctuation next to them (UAX #9, 2.4). In a text that is ``rtl`` as a whole, such numbers and punctuation belong to
    the words.
    """
    folded = re.sub(r"[ \t\r\n\f\v\x00-\x1f]+", " ", text)
    escaped = _LINE_START.sub(r"\g<0>\\", _INLINE.sub(r"\\\g<0>", folded))
    return (_RTL_STRETCH if rtl else _RTL_WORDS).sub(r"[\g<0>]{dir=rtl}", escaped)


def with_direction(markdown: str, text: str) -> str:
    """Return the Markdown of a text, marked as right-to-left if its first letter is (UAX #9, P2 and P3)."""
    first = _LETTER.search(text)
    is_rtl = first is not None and re.match(f"[{RTL_SCRIPTS}]", first[0])
    return f"[{markdown}]{{dir=rtl}}" if is_rtl and not _RTL_WORDS.fullmatch(text) else markdown


def link_target(address: str) -> str:
    """Return an address as the target of a link in Pandoc Markdown."""
    encoded = re.sub(r"[<>\\\s]", lambda character: f"%{ord(character[0]):02X}", address).replace("&", "\\&")
    return f"<{encoded}>"


def to_pandoc(runs: Iterable[Run], *, rtl: bool = False) -> str:
    """Return runs as Pandoc Markdown on one line; ``rtl``: see `escape`.

    Runs next to each other with the same address are one link.
    """
    groups = groupby(runs, key=lambda run: run.href)
    return "".join(_link(address, "".join(_span(run, rtl=rtl) for run in group)) for address, group in groups)


def _link(address: str | None, markdown: str) -> str:
    core = markdown.strip(" ")
    if address is None or not core:
        return markdown
    start = markdown.index(core)
    # PDF/UA requires a link's text directly in the link, so its direction is an attribute of the link.
    whole = _WHOLE_RTL.fullmatch(core)
    words, direction = (whole[1], "{dir=rtl}") if whole else (core, "")
    return f"{markdown[:start]}[{words}]({link_target(address)}){direction}{markdown[start + len(core) :]}"


def _span(run: Run, *, rtl: bool) -> str:
    """Return a run as Markdown. A line break is a span, which the filter turns into one."""
    return "[]{.break}".join(_words(run, line, rtl=rtl) for line in run.text.split("\n"))


def _words(run: Run, text: str, *, rtl: bool) -> str:
    # Emphasis must not start or end with a space (CommonMark 6.2), so spaces are written outside.
    stripped = text.strip(" ")
    if not stripped:
        return " " if text else ""
    before, after = (" " * (text[:1] == " "), " " * (text[-1:] == " "))
    markdown = escape(stripped, rtl=rtl)
    for name in _SPANS:
        if getattr(run, name):
            markdown = f"[{markdown}]{{.{name}}}"
    return f"{before}{markdown}{after}"


def code_to_pandoc(text: str) -> str:
    """Return code as Pandoc Markdown on one line: spans stand for line breaks and for runs of spaces."""
    parts = re.split(r"(\n|[ \t]+)", text)
    return "".join(_code_part(part) for part in parts if part)


def _code_part(part: str) -> str:
    if part == "\n":
        return "[]{.break}"
    return f'[]{{.spaces count="{len(part.expandtabs(4))}"}}' if part.isspace() else escape(part)


def to_html(runs: Iterable[Run], *, isolate: bool = False) -> str:
    """Return runs as phrasing content; ``isolate`` right-to-left words from the punctuation beside them."""
    return "".join(_html_link(address, list(group), isolate) for address, group in groupby(runs, lambda run: run.href))


def _html_link(address: str | None, runs: list[Run], isolate: bool) -> str:  # noqa: FBT001 - passed on
    html = "".join(_html(run, isolate) for run in runs)
    return html if address is None else f'<a href="{escape_html(address)}">{html}</a>'


def _html(run: Run, isolate: bool) -> str:  # noqa: FBT001 - passed on
    html = escape_html(run.text).replace("\n", "<br>")
    if isolate:
        # Isolated, right-to-left words do not reorder the numbers and punctuation beside them (UAX #9, 2.4).
        html = _RTL_WORDS.sub(r'<bdi dir="rtl">\g<0></bdi>', html)
    for name in _SPANS:
        if getattr(run, name):
            html = f"<{_TAGS[name]}>{html}</{_TAGS[name]}>"
    return html
