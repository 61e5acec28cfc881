"""Text variables of references: rich text of CSL, DOIs and identifiers."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from briefwright.model import identifiers
from briefwright.model.fields import InvalidValue, PatternHint

SMALL_CAPS = '<span style="font-variant:small-caps;">'
"""The only form of small capitals that Pandoc reads."""
_SMALL_CAPS = re.compile(r"""<span\s+style\s*=\s*["']\s*font-variant\s*:\s*small-caps\s*;?\s*["']\s*>""")
_TAG = re.compile(r"""<(?P<end>/?)(?P<name>i|b|sub|sup|sc|span)(?P<rest>\s[^<>]*)?>""")
_SPAN = re.compile(
    r"""\s+(?:class\s*=\s*["']nocase["']|style\s*=\s*["']\s*font-variant\s*:\s*small-caps\s*;?\s*["'])\s*"""
)
_HTML = {"em": "<i>", "strong": "<b>", "cite": "<i>", "small": "", "u": "<i>", "p": "", "br": "", "div": "", "a": ""}
_HTML_TAG = re.compile(rf"</?({'|'.join(_HTML)})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_KNOWN_TAGS = '<i>, <b>, <sub>, <sup>, <sc> and <span class="nocase">, each with its end'
_IDENTIFIER = re.compile(r"[^\W_][\w.:/+-]*")
_MAX_IDENTIFIER = 100


def fold_spaces(value: object) -> object:
    """Return text with single spaces; managers export line breaks in titles."""
    return " ".join(value.split()) if isinstance(value, str) else value


def check_rich_text(text: str) -> str:
    """Return text with small capitals in the form that Pandoc reads.

    Raises ``InvalidValue`` for a tag without its end, and for HTML that CSL does not have: it would be printed.
    """
    if "<" not in text:
        return text
    if match := _HTML_TAG.search(text):
        intended = _HTML[match[1].lower()]
        hint = f"write {intended}…</{intended[1:]} instead" if intended else "delete the tag"
        raise InvalidValue(f"{match[0]} is not rich text of CSL", f"{hint}; CSL has {_KNOWN_TAGS}")
    opened: list[str] = []
    for match in _TAG.finditer(text):
        name = match["name"]
        if (name == "span") != bool(match["rest"]) and not match["end"]:
            _refuse_tag(match[0])
        if name == "span" and not match["end"] and not _SPAN.fullmatch(match["rest"]):
            _refuse_tag(match[0])
        if not match["end"]:
            opened.append(name)
        elif not opened or opened.pop() != name:
            raise InvalidValue(f"{match[0]} ends no tag", "delete it, or add the tag that it ends")
    if opened:
        raise InvalidValue(f"<{opened[-1]}> has no end", f"add </{opened[-1]}> after the words")
    return _SMALL_CAPS.sub(SMALL_CAPS, text).replace("<sc>", SMALL_CAPS).replace("</sc>", "</span>")


def _refuse_tag(tag: str) -> None:
    raise InvalidValue(f"{tag} is not rich text of CSL", f"delete the tag; CSL has {_KNOWN_TAGS}")


def without_rich_text(text: str) -> str:
    """Return a text variable without the tags of its rich text."""
    return _TAG.sub("", text)


def is_identifier(value: object) -> bool:
    """Return whether a value can be the identifier of a work."""
    return isinstance(value, str) and bool(_IDENTIFIER.fullmatch(value)) and len(value) <= _MAX_IDENTIFIER


def check_identifier(text: str) -> str:
    """Raise ``InvalidValue`` unless a text can be a part of addresses and of Pandoc's citations."""
    if not _IDENTIFIER.fullmatch(text):
        message = f"“{text}” cannot be an identifier" if text else "the identifier is empty"
        raise InvalidValue(
            message,
            "use letters, digits and - _ . : / +, such as clerk-2001 or Clerk2001; begin with a letter or digit",
        )
    if len(text) > _MAX_IDENTIFIER:
        raise InvalidValue(f"the identifier has {len(text)} characters; the maximum is {_MAX_IDENTIFIER}", "shorten it")
    return text


PlainText = Annotated[
    str,
    BeforeValidator(fold_spaces),
    StringConstraints(min_length=1, max_length=4000),
    Field(description="Text on one line."),
]
Text = Annotated[PlainText, AfterValidator(check_rich_text), Field(description="Text, with rich text of CSL.")]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=50_000), Field(description="Text.")]
Doi = Annotated[PlainText, AfterValidator(identifiers.doi)]
Url = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s<>\"]+$", strip_whitespace=True),
    PatternHint("a URL that begins with https:// or http://, without spaces, quotation marks, < and >"),
]
WorkIdentifier = Annotated[
    str,
    AfterValidator(check_identifier),
    Field(description="Identifier, such as `clerk-2001` or a citation key. Part of URLs, so keep it once published."),
]
