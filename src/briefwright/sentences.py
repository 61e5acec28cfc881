"""Sentences of a text (Unicode Standard Annex #29, 5, as tailored by CLDR)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from icu4py.breakers import SentenceBreaker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefwright.prose import Span

_ABBREVIATIONS = "-u-ss-standard"
"""Asks CLDR not to end a sentence after its abbreviations, such as “Mr.” (UTS #35, 3.6.1)."""
_CLOSING_MARKS = re.compile(r"(?:\s*[»›”’\")\]])+\s*")


def sentences(text: str, language: str) -> Iterator[Span]:
    """Yield the sentences of a text, each with the white space after it; ``language`` is a BCP 47 tag.

    A closing quotation mark belongs to the sentence before it, also after a space, as in French.
    """
    start = 0
    for first, last in SentenceBreaker(text, f"{language}{_ABBREVIATIONS}").segments():
        marks = _CLOSING_MARKS.match(text, first, last)
        boundary = marks.end() if marks else first
        if start < boundary and not (marks and text[boundary : boundary + 1].islower()):
            yield start, boundary
            start = boundary
    if start < len(text):
        yield start, len(text)
