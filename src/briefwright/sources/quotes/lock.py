"""The lock file of a brief, ``passages.lock.json``: the last confirmed place of each quote.

It distinguishes a passage that moved from other passages with the same words. No document depends on it.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, NonNegativeInt, PositiveInt, StringConstraints

from briefwright.model import Frozen, Passage
from briefwright.sources.quotes.matching import OMISSION, find_quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefwright.sources.quotes.folding import Folded
    from briefwright.sources.quotes.matching import QuoteMatch

LOCK_FILE = "passages.lock.json"
ABOUT = (
    "Where each quote was in the essay when an editor last confirmed it."
    " `briefwright check --fix` writes this file; keep it under version control and do not edit it."
)
_EDGES = re.compile(r"[ \t\n]*[\t\n][ \t\n]*")
"""Line breaks, and edges between the cells of a table row."""
CONTEXT = 32
"""Characters stored before and after a passage; fewer at the edges of its paragraph."""


class MatchCounts(Frozen):
    """The number of places with the same words: in total, with the same prefix, with the same suffix.

    A context that occurs once identifies its place.
    """

    words: PositiveInt = 1
    prefix: PositiveInt = 1
    suffix: PositiveInt = 1


class LockedQuote(Frozen, str_strip_whitespace=False):
    """A quote as written in the YAML, and its place in its paragraph (characters from 0)."""

    written: Passage
    start: NonNegativeInt
    end: PositiveInt
    omitted: tuple[tuple[NonNegativeInt, PositiveInt], ...] = ()
    exact: str
    prefix: str
    suffix: str
    places: MatchCounts = MatchCounts.model_construct()


class LockedParagraph(Frozen):
    """A paragraph of the essay: the digest and length of its text, and the passages in it."""

    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    characters: NonNegativeInt
    passages: tuple[LockedQuote, ...] = ()


class PassageLock(Frozen):
    """``passages.lock.json``: the essay's paragraphs in order."""

    about: str = Field(default=ABOUT, description="For people who open the file.")
    paragraphs: tuple[LockedParagraph, ...] = ()


def lock_quotes(
    texts: Mapping[int, str], folded: Mapping[int, Folded], matches: Mapping[Passage, QuoteMatch]
) -> PassageLock:
    """Return the lock file for the paragraphs of an essay, in order, and the match of every quote."""
    quotes: dict[int, list[LockedQuote]] = {number: [] for number in texts}
    for passage, match in sorted(matches.items(), key=lambda item: (item[1], _sort_key(item[0]))):
        quotes[match.paragraph].append(_locked_quote(texts, folded, passage, match))
    return PassageLock(
        paragraphs=tuple(
            LockedParagraph(sha256=digest(text), characters=len(text), passages=tuple(quotes[number]))
            for number, text in texts.items()
        )
    )


def dump(lock: PassageLock) -> dict[str, Any]:
    """Return the plain values of the file, without defaults."""
    return {"about": ABOUT, **lock.model_dump(mode="json", exclude={"about"}, exclude_defaults=True)}


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return sha256(text.encode()).hexdigest()


def text_around(text: str, match: QuoteMatch) -> tuple[str, str]:
    """Return up to 32 characters of a paragraph before a match, and up to 32 after it."""
    return text[max(0, match.start - CONTEXT) : match.start], text[match.end : match.end + CONTEXT]


def matched_text(text: str, match: QuoteMatch) -> str:
    """Return the words of a paragraph at a match on one line, with ``[…]`` for each omission."""
    return f" {OMISSION} ".join(_EDGES.sub(" ", text[start:end].strip()) for start, end in match.pieces)


def _sort_key(passage: Passage) -> tuple[str, int, str, str]:
    return passage.quote, passage.paragraph or 0, passage.prefix or "", passage.suffix or ""


def _locked_quote(
    texts: Mapping[int, str], folded: Mapping[int, Folded], passage: Passage, match: QuoteMatch
) -> LockedQuote:
    prefix, suffix = text_around(texts[match.paragraph], match)
    same_words = find_quote(folded, Passage(quote=passage.quote))
    contexts = [text_around(texts[other.paragraph], other) for other in same_words]
    return LockedQuote(
        written=passage,
        start=match.start,
        end=match.end,
        omitted=match.omitted,
        exact=matched_text(texts[match.paragraph], match),
        prefix=prefix,
        suffix=suffix,
        places=MatchCounts(
            words=len(contexts),
            prefix=sum(before == prefix for before, _ in contexts),
            suffix=sum(after == suffix for _, after in contexts),
        ),
    )
