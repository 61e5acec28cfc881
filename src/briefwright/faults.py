"""Faults of author text: what its Markdown has and the documents cannot show.

markdown-it takes the syntax of other Markdown dialects for text; it would be printed as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ESCAPED = "\ufffc"
"""Stands for an escaped character, which no pattern of `_UNSUPPORTED` matches."""
_HTML_HINTS = {
    "sub": "write ~2~ for a subscript",
    "sup": "write ^2^ for a superscript",
    "s": "write ~~words~~ for deleted words", "del": "write ~~words~~ for deleted words",
    "b": "write **words**", "strong": "write **words**",
    "i": "write *words*", "em": "write *words*",
    "a": "write [words](https://…)",
    "img": "write ![description](file.png) in a paragraph of its own",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """Author text that cannot be shown, or that is left out (a note).

    ``line`` is the first line of its block, from 0; ``text`` are its characters in the file.
    """

    line: int
    text: str
    message: str
    hint: str
    severity: Literal["error", "note"] = "error"


class _Unsupported:
    """Syntax of other Markdown dialects: a pattern, the message with the match for ``{}``, the hint."""

    def __init__(self, pattern: str, message: str, hint: str) -> None:
        self.pattern = re.compile(pattern, re.MULTILINE)
        self.message, self.hint = message, hint


_UNSUPPORTED = (
    _Unsupported(
        r"\[\^[^\]\s]+\]", "the footnote {} has no text", "in the essay, add a line `[^…]: text`; or delete it"
    ),
    _Unsupported(r"!?\[\[[^\]\n]+\]\]", "{} is a wiki link", "write [words](https://…)"),
    _Unsupported(
        r"(?:\[[^\[\]\n\ufffc]*)?(?<!\d)\]\[(?:(?=[^\]\n]*[^\W\d_])[^\]\n]{2,})?\]",
        "the link {} has no address",
        "add a line `[name]: https://…`, or write \\[ for a text",
    ),
    _Unsupported(r"\[@[\w:.-]+[^\]\n]*\]", "{} is a citation key", "name the work in words or in a footnote"),
    _Unsupported(r"\]\([^)\n]*\)?", "{} is not a valid link address", "write [words](<https://…>), or \\( for a text"),
    _Unsupported(
        r"\{[#.=:%{][^{}\n]*\}+", "the attribute or tag {} cannot be shown", "delete it, or write \\ before the {"
    ),
    _Unsupported(
        r"(?<!=)==(?=[^\s=])[^=\n]*[^\s=]==(?!=)",
        "{} is marked text of another Markdown dialect",
        "write **words** or *words*, or \\== for the characters",
    ),
    _Unsupported(r"\$\$|\\[a-zA-Z]+\{|\\(?:newpage|pagebreak)\b", "{} is TeX, which is not shown", "write the words"),
    _Unsupported(r"\*\*|~~|(?<!\w)__(?=\w)|(?<=\w)__(?!\w)", "{} has no partner", "close it, or write a \\ before it"),
    _Unsupported(r"<!--", "the comment is not closed", "close it with -->"),
    _Unsupported(r"(?<![\w:]):[a-z][a-z_]+:(?![\w:])", "{} is the name of an emoji", "write the character itself"),
    _Unsupported(r"^:::.*", "{} is a block of another Markdown dialect", "delete the line"),
    _Unsupported(r"(?<=\n):\s", "a definition list is not shown", "write the term in **bold** and the text after it"),
    _Unsupported(r"^\+[-=]{3}", "a grid table is not shown", "write a table with | and a line of dashes"),
    _Unsupported(
        r"\A\|?.*\|.*\n\|? *:?-[-:| ]*$",
        "the head of the table and its line of dashes have different numbers of cells",
        "add what is missing, or write \\| for a bar in a text",
    ),
    _Unsupported(
        r"\A\|.*\|(?!.*\n\|? *:?-[-:| ]*$)",
        "the table has no line of dashes under its head",
        "add a line such as |---|---|",
    ),
    _Unsupported(r"^[-=]{2,}(?: +[-=]{2,})+ *$", "a table of spaces is not shown", "write a table with | and dashes"),
    _Unsupported(r"\A\[[ xX]\] ", "a task list is not shown", "delete the box"),
    _Unsupported(r"\A\[![A-Za-z]+\]", "{} is an alert of another Markdown dialect", "delete it, or write the word"),
    _Unsupported(r"\A(?:\[TOC\]|\[\[_TOC_\]\])\Z", "{} is not shown", "delete it; the report has a table of contents"),
    _Unsupported(r"^#{2,6}\S", "{} is printed as it stands", "write a space after the #"),
    _Unsupported(r"^[•‣▪◦·]\s[^\n]*\n[•‣▪◦·]\s", "the lines of a list run together", "begin each item with `- `"),
)
_UNSUPPORTED_BLOCKS = (
    _Unsupported(r"^(?:[-*+]|#{1,6}|>)\s", "{} begins a block; this text has only paragraphs", "write a \\ before it"),
    _Unsupported(r"^\d+[.)]\s[^\n]*\n\d+[.)]\s", "the items of a list run together", "write them as sentences"),
)
"""Blocks, which only an essay has."""


def html_fault(html: str, line: int) -> Fault:
    """Return the fault of raw HTML; a comment is left out."""
    if _COMMENT.fullmatch(html.strip()):
        return Fault(line, html.strip(), "the comment is left out", "delete it if it should not be kept", "note")
    if html.lstrip().startswith("<!--"):
        return Fault(line, html.strip(), "the comment is not closed, or text follows it", "end it with --> and a line")
    tag = re.match(r"\s*</?\s*(\w+)", html)
    hint = _HTML_HINTS.get(tag[1].lower() if tag else "", "write it in Markdown")
    message = f"raw HTML is not shown: {' '.join(html.split())[:40]}"
    return Fault(line, html.strip(), message, f"{hint}, or \\< for the character")


def dialect_faults(tokens: Iterable[Token], line: int, *, blocks: bool) -> Iterator[Fault]:
    """Yield the syntax of other Markdown dialects, which markdown-it takes for text."""
    text = ""
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            text += "\n"
        # A backslash before a letter stays a backslash.
        elif token.type == "text" or (token.type == "text_special" and re.fullmatch(r"\\.", token.content)):
            text += token.content
        else:
            text += _ESCAPED
    for syntax in (*_UNSUPPORTED, *(() if blocks else _UNSUPPORTED_BLOCKS)):
        for match in syntax.pattern.finditer(text):
            found = match[0].strip()
            start = line + text.count("\n", 0, match.start())
            yield Fault(start, found, syntax.message.format(f"“{found}”"), syntax.hint)
