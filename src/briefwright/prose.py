"""Author text: a small Markdown in, escaped Pandoc Markdown out.

What an author may write in a line is emphasis, strong text, code and links.  It is parsed into
runs, and only runs reach a document, so no author's text can open a block,
carry an attribute or become markup that this module does not write itself.
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
"""The first character of a stretch of text and the one after its last, in Unicode code points from 0."""

LINK_SCHEMES = frozenset({"http", "https", "mailto"})
LEFTWARD = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
"""Scripts that run from right to left, for a class of a regular expression: Hebrew, Arabic and what is encoded between
and behind them, with their presentation forms."""

# CommonMark lets a backslash stand before any ASCII punctuation; these are the signs
# that open something in CommonMark or in the Pandoc extensions that `convert` switches on.
_INLINE = re.compile(r"[\\`*_\[\]{}<>|~^$@&#!\"']")
# Before what opens a block, or a definition, when it starts a line.
_LINE_START = re.compile(r"^\s*(?:\d+(?=[.)])|(?=[-+=:%.]))")
_INNER = str.maketrans("“”", "‘’")
_LEFTWARD_RUN = re.compile(rf"[{LEFTWARD}]+(?:[\s\d,.–-]+[{LEFTWARD}]+)*")
_LETTER = re.compile(r"[^\W\d_]")


class ProseError(ValueError):
    """Author text that cannot be printed as it stands; ``line`` says where its paragraph begins, from 0."""

    line = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one kind."""

    text: str
    emphasis: bool = False
    strong: bool = False
    code: bool = False
    href: str | None = None


class _Parser(MarkdownIt):
    """Leaves no link as text: `_safe` says which are wrong, and why."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the name is markdown-it's
        return True


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False})
    blocks = ["code", "fence", "blockquote", "hr", "list", "reference", "html_block", "heading", "lheading"]
    return parser.disable([*blocks, "image", "html_inline"])


def parse(text: str) -> tuple[tuple[Run, ...], ...]:
    """Return author text as paragraphs of runs; raise ``ProseError`` for a link that leads nowhere safe."""
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
    """Return a text; raise ``ProseError`` for a link in it that leads nowhere safe."""
    # Parsing takes long, and no other text has a link (CommonMark 0.31.2, 6.3 and 6.5; references are off).
    if "](" in text or "<" in text:
        parse(text)
    return text


def breaks(text: str) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return for each paragraph of author text the line where it begins, from 0, and where its further lines do.

    These are counted in characters of the paragraph's words, white space left out, so that they hold however it is
    folded.
    """
    return tuple(
        (token.map[0] if token.map else 0, tuple(_breaks(token.children or ())))
        for token in _parser().parse(text)
        if token.type == "inline"
    )


def _breaks(tokens: Iterable[Token]) -> Iterable[int]:
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
                href = _safe(str(token.attrGet("href") or ""))
            case "link_close":
                href = None
            case "softbreak" | "hardbreak":
                yield Run(" ", bool(emphasis), bool(strong), href=href)
            case _:
                if token.content:
                    # PDF/UA wants a link's words directly in it, so code there is plain.
                    code = token.type == "code_inline" and href is None
                    yield Run(token.content, bool(emphasis), bool(strong), code, href)


def _safe(href: str) -> str:
    try:
        scheme = urlsplit(href).scheme
    except ValueError:
        scheme = ""
    if scheme not in LINK_SCHEMES:
        raise ProseError(f"a link may lead to https:, http: or mailto: only, not to “{href}”")
    return href


def plain_text(runs: Iterable[Run]) -> str:
    """Return the words of a paragraph without their dress."""
    return "".join(run.text for run in runs)


def within_quotes(text: str) -> str:
    """Return words as they stand between double quotation marks: their own double ones are single there."""
    return text.translate(_INNER)


def escape(text: str) -> str:
    """Return plain text so that Pandoc prints exactly its characters, white space folded.

    Holds anywhere in a line, at its start too.  Words that run from right to left are isolated, so that they move no
    number or sign beside them (UAX #9, 2.4).
    """
    folded = re.sub(r"[ \t\r\n\f\v\x00-\x1f]+", " ", text)
    escaped = _LINE_START.sub(r"\g<0>\\", _INLINE.sub(r"\\\g<0>", folded))
    return _LEFTWARD_RUN.sub(r"[\g<0>]{dir=rtl}", escaped)


def directed(markdown: str, text: str) -> str:
    """Return the Markdown of a whole text in the direction of its first letter (UAX #9, P2 and P3)."""
    first = _LETTER.search(text)
    leftward = first is not None and re.match(f"[{LEFTWARD}]", first[0])
    return f"[{markdown}]{{dir=rtl}}" if leftward and not _LEFTWARD_RUN.fullmatch(text) else markdown


def render(runs: Iterable[Run]) -> str:
    """Return runs as Pandoc Markdown on one line."""
    return "".join(_render_run(run) for run in runs)


def _render_run(run: Run) -> str:
    # Emphasis may not begin or end with a space (CommonMark 6.2), so spaces stay outside.
    core = run.text.strip(" ")
    if not core:
        return " " if run.text else ""
    before, after = (" " * (run.text[:1] == " "), " " * (run.text[-1:] == " "))
    marked = escape(core)
    if run.code:
        marked = f"[{marked}]{{.code}}"
    if run.href is not None:
        target = re.sub(r"[<>\\\s]", lambda sign: f"%{ord(sign[0]):02X}", run.href).replace("&", "\\&")
        marked = f"[{marked}](<{target}>)"
    # Around the link: PDF/UA wants a link's words directly in it.
    for wanted, mark in ((run.emphasis, "emphasis"), (run.strong, "strong")):
        if wanted:
            marked = f"[{marked}]{{.{mark}}}"
    return f"{before}{marked}{after}"
