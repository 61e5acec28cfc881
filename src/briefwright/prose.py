"""Read author text: Markdown to runs, with the faults of what cannot be shown.

`markup` writes runs. `sources.essay.blocks` reads the blocks of an essay.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from briefwright.faults import Fault, dialect_faults, html_fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linkify_it.main import Match
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

Span = tuple[int, int]
"""Start and end of a part of a text, in Unicode code points from 0; the end is exclusive."""

LINK_SCHEMES = frozenset({"http", "https", "mailto"})
RTL_SCRIPTS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
"""Characters of right-to-left scripts, for a character class of a regular expression: Hebrew, Arabic, the scripts
encoded between and after them, and their presentation forms."""
_BLOCK_RULES = (
    "code", "fence", "blockquote", "hr", "list", "reference", "html_block", "heading", "lheading", "table",
)  # fmt: skip
# Every text with a fault has one of these.
_SUSPICIOUS = re.compile(r"[\]<{$|\\]|==|--|//|\*\*|~~|__|:[a-z:]|^[ \t]*[-*+#>:•‣▪◦·\d]", re.MULTILINE | re.IGNORECASE)
_SYNTAX = re.compile(r"^-|[\\`*_\[\]{}<>|~^$&=:!#@+]|/(?=/)")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SOFT_BREAK, _NOTHING = "\r", "\x00"
_BREAKS = {"softbreak": _SOFT_BREAK, "hardbreak": "\n", "footnote_anchor": ""}
_STYLES = {"em": "emphasis", "strong": "strong", "s": "strikeout", "sub": "subscript", "sup": "superscript"}


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a text with the same formatting.

    A tab is the edge between two cells of a table row. ``footnote`` is the number of a footnote of the essay; such a
    run has no text and marks a place.
    """

    text: str
    emphasis: bool = False
    strong: bool = False
    code: bool = False
    href: str | None = None
    strikeout: bool = False
    subscript: bool = False
    superscript: bool = False
    footnote: int | None = None


class ProseError(ValueError):
    """Author text has faults."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Initialise the error with the message and the hint of the first fault."""
        self.faults, self.hint = tuple(faults), faults[0].hint
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        super().__init__(faults[0].message + more)


class _Addresses(LinkifyIt):  # type: ignore[misc]
    """Find bare addresses; one ends before a footnote mark."""

    def match(self, text: str) -> list[Match] | None:
        return [_before_footnote(found) for found in super().match(text) or ()] or None

    def match_at_start(self, text: str) -> Match | None:
        found = super().match_at_start(text)
        return _before_footnote(found) if found else None


def _before_footnote(found: Match) -> Match:
    end = found.text.find("[^")
    if end > 0:
        found.raw = found.text = found.raw[:end]
        found.url, found.last_index = found.url.partition("[^")[0], found.index + end
    return found


class _Parser(MarkdownIt):
    """Parse all links, also those that markdown-it rejects, so that the address can be reported."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the name is markdown-it's
        return True


def _store_footnote_lines(state: StateCore) -> None:
    """Store the names of all footnotes that are defined, each with its line, as ``footnote_lines``."""
    opened = (token for token in state.tokens if token.type == "footnote_reference_open")
    state.env["footnote_lines"] = [(token.meta["label"], token.map[0] if token.map else 0) for token in opened]


@cache
def parser(*, blocks: bool = False) -> MarkdownIt:
    """Return a parser of CommonMark 0.31 with strikethrough, subscript, superscript and bare addresses as links.

    ``blocks``: also with all blocks, tables, footnotes and front matter; otherwise with paragraphs only.
    """
    parser = (
        _Parser("commonmark", {"html": True, "linkify": True, "store_labels": True})
        .use(sub_plugin)
        .use(superscript_plugin)
    )
    parser.enable(["strikethrough", "linkify"])
    # Without it, escaped characters stay separate tokens, so that they are not taken for syntax.
    parser.disable("text_join")
    parser.linkify = _Addresses(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    if blocks:
        parser.enable("table").use(footnote_plugin).use(front_matter_plugin)
        # `footnote_tail` keeps only the last definition of a name, and only those with a mark.
        parser.core.ruler.before("footnote_tail", "footnote_lines", _store_footnote_lines)
        return parser
    return parser.disable(list(_BLOCK_RULES))


def parse(text: str) -> tuple[tuple[Run, ...], ...]:
    """Return author text as paragraphs of runs; raise ``ProseError`` with everything that cannot be shown."""
    paragraphs: list[tuple[Run, ...]] = []
    faults: list[Fault] = []
    for token in parser().parse(text):
        if token.type == "inline":
            runs, found = read_inline(token, blocks=False)
            paragraphs.append(tuple(replace(run, text=run.text.replace("\n", " ")) for run in runs))
            faults += found
    if faults:
        raise ProseError(faults)
    return tuple(paragraphs)


def check(text: str) -> str:
    """Return the text unchanged; raise ``ProseError`` with everything that cannot be shown."""
    # Parsing is slow, and no other text can have a fault.
    if _SUSPICIOUS.search(text):
        parse(text)
    return text


def escape(text: str) -> str:
    """Return a plain text on one line as author text, which `parse` reads as the same characters."""
    return _SYNTAX.sub(r"\\\g<0>", text)


def plain_text(runs: Iterable[Run]) -> str:
    """Return the text of a paragraph without formatting."""
    return "".join(run.text for run in runs)


def read_inline(token: Token, *, blocks: bool = True) -> tuple[tuple[Run, ...], tuple[Fault, ...]]:
    """Return the runs and the faults of an inline token; ``blocks``: its text may be in any block.

    A line break of the file is a space, or nothing between characters of a script without spaces. White space is
    folded.
    """
    line = token.map[0] if token.map else 0
    children = token.children or []
    faults = [*dialect_faults(children, line, blocks=blocks)]
    runs = fold_spaces(_runs(children, line, faults))
    return runs, tuple(faults)


def _runs(tokens: Sequence[Token], line: int, faults: list[Fault]) -> Iterator[Run]:
    depths: Counter[str] = Counter()
    href: str | None = None
    for token in tokens:
        name = token.type.rpartition("_")[0]
        if name in _STYLES:
            depths[_STYLES[name]] += token.nesting
        elif token.type == "link_open":
            href = str(token.attrGet("href") or "")
            faults += _address_faults(href, line)
            if title := token.attrGet("title"):
                message = f"the title of a link is left out: “{title}”"
                faults.append(Fault(line, str(title), message, "write it into the text, or delete it", "note"))
        elif token.type == "link_close":
            href = None
        elif fault := _inline_fault(token, line):
            faults.append(fault)
        else:
            text = _BREAKS.get(token.type, "\n" if token.type == "html_inline" else token.content)
            code = token.type == "code_inline"
            footnote = token.meta["id"] + 1 if token.type == "footnote_ref" else None
            styles = {style: depths[style] > 0 for style in _STYLES.values()}
            if text or footnote is not None:
                yield Run(text, code=code, href=href, footnote=footnote, **styles)


def _inline_fault(token: Token, line: int) -> Fault | None:
    if token.type == "html_inline" and not _BREAK_TAG.fullmatch(token.content):
        return html_fault(token.content, line)
    if token.type == "image":
        hint = "put the picture into a paragraph of its own"
        return Fault(line, f"![{token.content}", "a picture inside a text is not shown", hint)
    return None


def fold_spaces(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return runs with single spaces, none beside a line break or at an end; merge runs with the same formatting."""
    merged: list[Run] = []
    for run in runs:
        if merged and run.footnote is None and replace(merged[-1], text="") == replace(run, text=""):
            merged[-1] = replace(run, text=merged[-1].text + run.text)
        else:
            merged.append(run)
    text = _between_wide("".join(run.text for run in merged))
    folded: list[Run] = []
    position, before = 0, "\n"
    for run in merged:
        characters: list[str] = []
        for character in text[position : position + len(run.text)]:
            if character == "\n" and before == " ":
                _remove_last_space(characters, folded)
            if not (character == " " and before in " \n") and character != _NOTHING:
                characters.append(character)
                before = character
        position += len(run.text)
        if characters or run.footnote is not None:
            folded.append(replace(run, text="".join(characters)))
    return tuple(run for run in folded if run.text or run.footnote is not None)


def _remove_last_space(characters: list[str], folded: list[Run]) -> None:
    if characters:
        characters.pop()
        return
    index = next(index for index in reversed(range(len(folded))) if folded[index].text)
    folded[index] = replace(folded[index], text=folded[index].text[:-1])


def _between_wide(text: str) -> str:
    """Replace line breaks of the file by spaces, or by ``_NOTHING`` within a script without spaces."""
    text = re.sub(r"[ \t]", " ", text)

    def space(match: re.Match[str]) -> str:
        before, after = text[: match.start()].rstrip(" ")[-1:], text[match.end() :].lstrip(" ")[:1]
        return _NOTHING if before and after and _joins_without_space(before, after) else " "

    return re.sub(_SOFT_BREAK, space, text)


def _address_faults(href: str, line: int) -> Iterator[Fault]:
    try:
        scheme = urlsplit(href).scheme
    except ValueError:
        scheme = ""
    if scheme not in LINK_SCHEMES:
        message = f"the link “{href}” must start with https:, http: or mailto:"
        yield Fault(line, href, message, "give the full address, or delete the link")


def _joins_without_space(before: str, after: str) -> bool:
    """Return whether a line break between two characters is no space: both are of a script without spaces."""
    wide = all(unicodedata.east_asian_width(character) in {"W", "F"} for character in (before, after))
    return wide and not any("\uac00" <= character <= "\ud7ff" for character in (before, after))
