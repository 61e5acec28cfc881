"""What an editor last confirmed: where each quotation stood in the essay, and what stood around it.

A brief keeps it in ``passages.lock.json``.  It states no content, so no document depends on it; it is what tells a
passage that moved from a lookalike.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, NonNegativeInt, PositiveInt, StringConstraints

from briefwright.model import Frozen, Passage
from briefwright.sources.matching import OMISSION, find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefwright.sources.essay import Folded
    from briefwright.sources.matching import QuoteMatch

FILE = "passages.lock.json"
ABOUT = (
    "Where each quotation stood in the essay when an editor last confirmed it."
    " `briefwright check --fix` writes this file; keep it under version control and do not edit it."
)
CONTEXT = 32
"""Characters before and after a passage that are kept, fewer at the edges of its paragraph."""


class MatchCounts(Frozen):
    """In how many places of the essay the words stood: all, those with the same prefix, those with the same suffix.

    A context that stood in one place only tells that place from all others.
    """

    words: PositiveInt = 1
    prefix: PositiveInt = 1
    suffix: PositiveInt = 1


class LockedQuote(Frozen, str_strip_whitespace=False):
    """A quotation as the YAML writes it, and where it stood in its paragraph (characters from 0)."""

    written: Passage
    start: NonNegativeInt
    end: PositiveInt
    omitted: tuple[tuple[NonNegativeInt, PositiveInt], ...] = ()
    exact: str
    prefix: str
    suffix: str
    places: MatchCounts = MatchCounts.model_construct()


class LockedParagraph(Frozen):
    """A paragraph of the essay as it was: a digest of its text, its length, and the passages in it."""

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
    """Return what is to be held of an essay (its paragraphs in order) in which every quotation was found."""
    there: dict[int, list[LockedQuote]] = {number: [] for number in texts}
    for written, match in sorted(matches.items(), key=lambda item: (item[1], _order(item[0]))):
        there[match.paragraph].append(_passage(texts, folded, written, match))
    return PassageLock(
        paragraphs=tuple(
            LockedParagraph(sha256=digest(text), characters=len(text), passages=tuple(there[number]))
            for number, text in texts.items()
        )
    )


def dump(held: PassageLock) -> dict[str, Any]:
    """Return plain values for the file; what is as usual is left out."""
    return {"about": ABOUT, **held.model_dump(mode="json", exclude={"about"}, exclude_defaults=True)}


def digest(text: str) -> str:
    """Return the SHA-256 of a paragraph's text in UTF-8."""
    return sha256(text.encode()).hexdigest()


def around(text: str, match: QuoteMatch) -> tuple[str, str]:
    """Return the characters of a paragraph before and after a place in it, up to 32 each."""
    return text[max(0, match.start - CONTEXT) : match.start], text[match.end : match.end + CONTEXT]


def exact(text: str, match: QuoteMatch) -> str:
    """Return a paragraph's own words at a place in it, what is left out marked by ``[…]``."""
    return f" {OMISSION} ".join(text[start:end].strip() for start, end in match.pieces)


def _order(written: Passage) -> tuple[str, int, str, str]:
    return written.quote, written.paragraph or 0, written.prefix or "", written.suffix or ""


def _passage(
    texts: Mapping[int, str], folded: Mapping[int, Folded], written: Passage, match: QuoteMatch
) -> LockedQuote:
    prefix, suffix = around(texts[match.paragraph], match)
    everywhere = [around(texts[other.paragraph], other) for other in find(folded, Passage(quote=written.quote))]
    return LockedQuote(
        written=written,
        start=match.start,
        end=match.end,
        omitted=match.omitted,
        exact=exact(texts[match.paragraph], match),
        prefix=prefix,
        suffix=suffix,
        places=MatchCounts(
            words=len(everywhere),
            prefix=sum(before == prefix for before, _ in everywhere),
            suffix=sum(after == suffix for _, after in everywhere),
        ),
    )
