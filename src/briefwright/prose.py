"""Author text: parse a subset of Markdown into runs, and write runs as escaped Pandoc Markdown.

Author text has emphasis, strong, code and links. Documents contain only its runs, so author text cannot start a block,
set an attribute or become any other markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token

Span = tuple[int, int]
"""Start and end of a part of a text, in Unicode code points from 0; the end is exclusive."""

LINK_SCHEMES = frozenset({"http", "https", "mailto"})
RTL_SCRIPTS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
"""Characters of right-to-left scripts, for a character class of a regular expression: Hebrew, Arabic, the scripts
encoded between and after them, and their presentation forms."""

# Characters with a meaning in CommonMark, or in the Pandoc extensions that `convert` enables. CommonMark allows a
# backslash before any ASCII punctuation.
_INLINE = re.compile(r"[\\`*_\[\]{}<>|~^$@&#!\"']")
# The position before a character that starts a block or a definition at the start of a line.
_LINE_START = re.compile(r"^\s*(?:\d+(?=[.)])|(?=[-+=:%.]))")
_SINGLE_QUOTES = str.maketrans("“”", "‘’")
_RTL_WORDS = re.compile(rf"[{RTL_SCRIPTS}]+(?:[\s\d,.–-]+[{RTL_SCRIPTS}]+)*")
_LETTER = re.compile(r"[^\W\d_]")


class ProseError(ValueError):
    """An error in author text; ``line`` is the first line of its paragraph, from 0."""

    line = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a text with the same formatting."""

    text: str
    emphasis: bool = False
    strong: bool = False
    code: bool = False
    href: str | None = None


class _Parser(MarkdownIt):
    """Parse all links, also those that markdown-it rejects, so that `_checked_href` can report them."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the name is markdown-it's
        return True


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False})
    blocks = ["code", "fence", "blockquote", "hr", "list", "reference", "html_block", "heading", "lheading"]
    return parser.disable([*blocks, "image", "html_inline"])


def parse(text: str) -> tuple[tuple[Run, ...], ...]:
    """Return author text as paragraphs of runs; raise ``ProseError`` for a link with a forbidden scheme."""
    paragraphs: list[tuple[Run, ...]] = []
    for token in _parser().parse(text):
        if token.type == "inline":
            try:
                paragraphs.append(tuple(_runs(token.children or ())))
            except ProseError as error:
                error.line = token.map[0] if token.map else 0
                raise
    return tuple(paragraphs)


def check_links(text: str) -> str:
    """Return the text unchanged; raise ``ProseError`` if it has a link with a forbidden scheme."""
    # Parsing is slow, and no other text has a link (CommonMark 0.31.2, 6.3 and 6.5; reference links are disabled).
    if "](" in text or "<" in text:
        parse(text)
    return text


def line_breaks(text: str) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return the first line of each paragraph of author text, from 0, and the positions of its line breaks.

    Positions count the characters of the paragraph's plain text without white space, which folding may change.
    """
    return tuple(
        (token.map[0] if token.map else 0, tuple(_line_breaks(token.children or ())))
        for token in _parser().parse(text)
        if token.type == "inline"
    )


def _line_breaks(tokens: Iterable[Token]) -> Iterable[int]:
    count = 0
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            yield count
        count += len("".join(token.content.split()))


def _runs(tokens: Iterable[Token]) -> Iterable[Run]:
    emphasis = strong = 0
    href: str | None = None
    for token in tokens:
        match token.type:
            case "em_open" | "em_close":
                emphasis += token.nesting
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "link_open":
                href = _checked_href(str(token.attrGet("href") or ""))
            case "link_close":
                href = None
            case "softbreak" | "hardbreak":
                yield Run(" ", bool(emphasis), bool(strong), href=href)
            case _:
                if token.content:
                    # PDF/UA requires a link's text directly in the link, so code in a link is plain text.
                    code = token.type == "code_inline" and href is None
                    yield Run(token.content, bool(emphasis), bool(strong), code, href)


def _checked_href(href: str) -> str:
    try:
        scheme = urlsplit(href).scheme
    except ValueError:
        scheme = ""
    if scheme not in LINK_SCHEMES:
        raise ProseError(f"the link “{href}” must start with https:, http: or mailto:")
    return href


def plain_text(runs: Iterable[Run]) -> str:
    """Return the text of a paragraph without formatting."""
    return "".join(run.text for run in runs)


def within_quotes(text: str) -> str:
    """Return text for use between double quotation marks: its own double quotation marks become single."""
    return text.translate(_SINGLE_QUOTES)


def escape(text: str) -> str:
    """Return plain text as Pandoc Markdown that prints exactly its characters, with white space folded.

    The result is safe anywhere in a line. Right-to-left words are isolated, so they do not reorder numbers and
    punctuation next to them (UAX #9, 2.4).
    """
    folded = re.sub(r"[ \t\r\n\f\v\x00-\x1f]+", " ", text)
    escaped = _LINE_START.sub(r"\g<0>\\", _INLINE.sub(r"\\\g<0>", folded))
    return _RTL_WORDS.sub(r"[\g<0>]{dir=rtl}", escaped)


def with_direction(markdown: str, text: str) -> str:
    """Return the Markdown of a text, marked as right-to-left if its first letter is (UAX #9, P2 and P3)."""
    first = _LETTER.search(text)
    is_rtl = first is not None and re.match(f"[{RTL_SCRIPTS}]", first[0])
    return f"[{markdown}]{{dir=rtl}}" if is_rtl and not _RTL_WORDS.fullmatch(text) else markdown


def to_pandoc(runs: Iterable[Run]) -> str:
    """Return runs as Pandoc Markdown on one line."""
    return "".join(_render_run(run) for run in runs)


def _render_run(run: Run) -> str:
    # Emphasis must not start or end with a space (CommonMark 6.2), so spaces are written outside.
    stripped = run.text.strip(" ")
    if not stripped:
        return " " if run.text else ""
    before, after = (" " * (run.text[:1] == " "), " " * (run.text[-1:] == " "))
    markdown = escape(stripped)
    if run.code:
        markdown = f"[{markdown}]{{.code}}"
    if run.href is not None:
        href = re.sub(r"[<>\\\s]", lambda character: f"%{ord(character[0]):02X}", run.href).replace("&", "\\&")
        markdown = f"[{markdown}](<{href}>)"
    # Around the link, because PDF/UA requires a link's text directly in the link.
    for applies, name in ((run.emphasis, "emphasis"), (run.strong, "strong")):
        if applies:
            markdown = f"[{markdown}]{{.{name}}}"
    return f"{before}{markdown}{after}"
