"""Recognise quotes that are correct except for a mark of the editor, or that do not fit into one paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import add
from typing import TYPE_CHECKING

from briefwright.model import Passage
from briefwright.sources.quotes.folding import fold, is_unspaced
from briefwright.sources.quotes.matching import (
    DOTS,
    OMISSION,
    find_quote,
    match_of,
    occurrences,
    omissions_in_brackets,
    split_at_omissions,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefwright.prose import Span
    from briefwright.sources.quotes.folding import Folded
    from briefwright.sources.quotes.matching import QuoteMatch

_DOTS = re.compile(rf"\s*(?:\(\s*({DOTS})\s*\)|(?<![\[.…])({DOTS})(?![\].…]))\s*")
_INSERTION = re.compile(r"\s*\[(?!…\]|[^\W\d_]\]\w)([^\[\]]+)\](?!\()\s*")
_BRACKETED_LETTER = re.compile(r"\[([^\W\d_])\](?=\w)")
_MAX_LENGTH = 5000
"""Characters; longer quotes are not rewritten."""


def rewritten_quotes(quote: str) -> Iterator[tuple[str, str]]:
    """Yield a quote in forms that matching accepts, each with the hint that asks for it.

    Omissions without brackets become ``[…]``. An insertion by the editor, such as “[the council]”, is left out, or
    becomes an omission if it replaces words. A bracketed letter loses its brackets.
    """
    if len(quote) <= _MAX_LENGTH:
        yield from (form for form in _rewritten(quote) if re.search(r"\w", form[0]))


def _rewritten(quote: str) -> Iterator[tuple[str, str]]:
    quote = omissions_in_brackets(quote)
    hints = []
    if dots := _DOTS.search(quote):
        quote = _DOTS.sub(f" {OMISSION} ", quote).strip()
        hints.append(f"write `{OMISSION}` instead of “{dots[0].strip()}” where you leave out words of the essay")
        yield quote, hints[0]
    if letter := _BRACKETED_LETTER.search(quote):
        hint = f"write “{letter[1]}” without brackets, because the essay has the same letter"
        yield _BRACKETED_LETTER.sub(r"\1", quote), "; ".join([*hints, hint])
    if insertion := _INSERTION.search(quote):
        shown, reason = f"“[{insertion[1].strip()}]”", "a quote has only words of the essay"
        for instead, hint in ((" ", f"delete {shown}"), (f" {OMISSION} ", f"write `{OMISSION}` instead of {shown}")):
            yield _INSERTION.sub(instead, quote).strip(), "; ".join([*hints, f"{hint}, because {reason}"])


def loose_pieces(quote: str) -> list[str]:
    """Return the folded pieces of a quote between omissions, also those without brackets."""
    return split_at_omissions(fold(_DOTS.sub(f" {OMISSION} ", omissions_in_brackets(quote))).text)


def find_across(folded: Mapping[int, Folded], quote: str) -> tuple[QuoteMatch, ...]:
    """Return the parts of a quote that runs over the end of a paragraph, or () if no such words are in the essay."""
    words = fold(quote).text
    text, starts = _joined(tuple(paragraph.text for paragraph in folded.values()))
    for start in occurrences(text, words):
        end = start + len(words)
        if bisect_right(starts, start) < bisect_left(starts, end):
            return tuple(_parts(folded, starts, (start, end)))
    return ()


# An essay is searched for many quotes.
@lru_cache(4)
def _joined(texts: tuple[str, ...]) -> tuple[str, Sequence[int]]:
    """Return folded texts as one folded text, and where each starts; folding leaves no space beside some scripts."""
    spaces = ["" if is_unspaced(before[-1:]) or is_unspaced(after[:1]) else " " for before, after in pairwise(texts)]
    parts = list(map(add, texts, [*spaces, ""]))
    return "".join(parts), list(accumulate(map(len, parts), initial=0))


def _parts(folded: Mapping[int, Folded], starts: Sequence[int], span: Span) -> Iterator[QuoteMatch]:
    """Yield the part of a span of joined paragraphs that is in each paragraph."""
    for number, offset in zip(folded, starts, strict=False):
        first, last = max(span[0] - offset, 0), min(span[1] - offset, len(folded[number].text))
        if first < last:
            yield match_of(number, folded[number], ((first, last),))


def pieces_apart(folded: Mapping[int, Folded], quote: str) -> tuple[QuoteMatch, ...]:
    """Return the first place of each piece of a quote with omissions, or () if a piece is not in the essay."""
    pieces = loose_pieces(quote)
    places = [find_quote(folded, Passage(quote=piece))[:1] for piece in pieces]
    return tuple(place for found in places for place in found) if len(pieces) > 1 and all(places) else ()
