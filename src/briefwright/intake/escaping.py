"""Write words as Markdown that the essay's parser reads back as the same words."""

from __future__ import annotations

import re
import unicodedata

_ASCII_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_SIMPLE_BRACKETS = re.compile(r"\[(?!(?:[xX]|TOC)\])([\w…“‘][^\[\]^@\\*_`<~|!]*)\](?![(\[:])")
_ALWAYS = re.compile(
    r"[\\`*~^|\[\]]"
    r"|_(?:(?<!\w_)|(?!\w)|(?<=__)|(?=_))"  # not within a word
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|!(?=\[)"
    r"|\$(?=\$)|(?<=\$)\$"
    r"|=(?==)"
    r"|\{(?=[#.=:%{])"
    r"|:(?=[a-z][a-z_]*:)"  # the name of an emoji
    r"|(?<!\w)(?:ftp|mailto)(?=:)|(?<![\w:])//"  # addresses that would become links
)
_LINE_START = re.compile(r"^(?:[#>+\-=:]|\d{1,9}(?=[.)]))")
_SPACES = re.compile(r"[ \t\r\n\f\v\x1c-\x1e\x85\u2028\u2029]+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return a text without control characters, its white space folded; other kinds of spaces stay."""
    return _UNPRINTABLE.sub("", _SPACES.sub(" ", text))


def printable(text: str) -> str:
    """Return a text without control characters, with its lines and spaces."""
    return _UNPRINTABLE.sub("", re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n", text))


def escape(text: str, *, line_start: bool, everything: bool = False) -> str:
    """Return words as Markdown.

    ``line_start``: they begin a line. ``everything`` escapes all punctuation, for words that are still read otherwise.
    """
    if everything:
        return _ASCII_PUNCTUATION.sub(r"\\\g<0>", text)
    pieces: list[str] = []
    end = 0
    for match in _SIMPLE_BRACKETS.finditer(text):
        pieces += [_ALWAYS.sub(_one, text[end : match.start()]), f"[{_ALWAYS.sub(_one, match[1])}]"]
        end = match.end()
    escaped = "".join([*pieces, _ALWAYS.sub(_one, text[end:])])
    return _LINE_START.sub(_at_line_start, escaped) if line_start else escaped


def _one(match: re.Match[str]) -> str:
    found = match[0]
    return f"{found}\\" if found[0].isalpha() else f"\\{found}"


def _at_line_start(match: re.Match[str]) -> str:
    found = match[0]
    if found.isdigit():
        return f"{found}\\"
    return f"\\{found}"


def joins_without_space(before: str, after: str) -> bool:
    """Return whether a line break between two characters is no space, as in Chinese and Japanese."""
    wide = all(unicodedata.east_asian_width(character) in {"W", "F"} for character in (before, after))
    return wide and not any("\uac00" <= character <= "\ud7ff" for character in (before, after))


def address(url: str) -> str:
    """Return the address of a link between angle brackets or, if it is simple, without them."""
    encoded = re.sub(r"[<>\\\s\x00-\x1f\x7f]", lambda character: f"%{ord(character[0]):02X}", url)
    return encoded if re.fullmatch(r"[\w\-.~:/?#@!$'*+,;=%]+", encoded) else f"<{encoded}>"
