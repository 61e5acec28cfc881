"""The words of a text that are most like a quotation, and what is different in them."""

from __future__ import annotations

import re
import string
from itertools import groupby
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq, Levenshtein

from briefwright.sources.matching import match_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefwright.prose import Span
    from briefwright.sources.essay import Folded
    from briefwright.sources.matching import QuoteMatch

_MARGIN = 30
_EDGE = 500
_COMPARED = 5000
"""Words; comparing takes memory that grows with the square of their number."""
_UNCHANGED = 8
_MARKS = string.punctuation + "“”‘’«»‹›„…–—،؛؟"


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 100 for the same."""
    return fuzz.ratio(one, other)


def shared(one: str, other: str) -> float:
    """Return how much of the longer text's words both have in the same order, from 0 to 100; case and marks are none.

    Letters alone make any two sentences of a language half alike.
    """
    words, others = (re.findall(r"\w+", text.casefold()) for text in (one, other))
    return 100 * LCSseq.normalized_similarity(words, others)


def nearest(folded: Mapping[int, Folded], pieces: Sequence[str]) -> tuple[QuoteMatch, float] | None:
    """Return the whole words of a paragraph that are most like a quotation's pieces in their order.

    With them comes how like they are, from 0 to 100.
    """
    if not pieces:
        return None
    aligned = {number: _aligned(paragraph.text, pieces) for number, paragraph in folded.items()}
    scores = {number: sum(score for score, _ in found) for number, found in aligned.items() if found}
    if not scores:
        return None
    number = max(scores, key=scores.__getitem__)
    text = folded[number].text
    spans = tuple(whole_words(text, piece, span) for piece, (_, span) in zip(pieces, aligned[number], strict=True))
    if any(start >= end for start, end in spans):
        return None
    found = " ".join(text[start:end] for start, end in spans)
    return match_of(number, folded[number], spans), likeness(" ".join(pieces), found)


def _aligned(text: str, pieces: Sequence[str]) -> list[tuple[float, Span]]:
    """Return the stretch that is most like each piece, behind the one before, and how like it is; [] for none."""
    found: list[tuple[float, Span]] = []
    after = 0
    for piece in pieces:
        score, (start, end) = _align(text[after:], piece)
        if start >= end:
            return []
        found.append((score, (after + start, after + end)))
        after += end
    return found


def _align(text: str, piece: str) -> tuple[float, Span]:
    """Return the stretch of about the length of a piece that is most like it."""
    if len(piece) > 2 * _EDGE:
        # The time grows with both lengths: of a very long quotation, the two ends are sought.
        (first, (start, _)), (last, (_, end)) = _align(text, piece[:_EDGE]), _align(text, piece[-_EDGE:])
        return (first + last) / 2, (start, end)
    found = fuzz.partial_ratio_alignment(piece, text)
    return (found.score, (found.dest_start, found.dest_end)) if found else (0, (0, 0))


def whole_words(text: str, piece: str, span: Span) -> Span:
    """Return the words around a stretch of text that are most like a piece: alignment finds its own length only."""
    if len(piece) > 2 * _EDGE:
        start, _ = whole_words(text, piece[:_EDGE], (span[0], min(span[1], span[0] + _EDGE)))
        _, end = whole_words(text, piece[-_EDGE:], (max(span[0], span[1] - _EDGE), span[1]))
        return start, end
    starts, ends = _edges(text, span[0])[0], _edges(text, span[1])[1]
    around = [(start, end) for start in starts for end in ends if start < end]
    return max(around, key=lambda edges: likeness(piece, text[edges[0] : edges[1]]), default=(0, 0))


def _edges(text: str, near: int) -> tuple[list[int], list[int]]:
    """Return where words begin and where they end near a place, with and without the marks beside them."""
    first, last = max(0, near - 3 * _MARGIN), near + 3 * _MARGIN
    words = [word for word in re.finditer(r"\S+", text[first:last]) if word[0].strip(_MARKS)]
    starts = {edge for word in words for edge in (word.start(), word.end() - len(word[0].lstrip(_MARKS)))}
    ends = {edge for word in words for edge in (word.end(), word.start() + len(word[0].rstrip(_MARKS)))}
    # A word that the window cuts is no whole one.
    starts -= {0} if first else set()
    ends -= {last - first} if last < len(text) else set()
    close = [sorted(first + edge for edge in edges if abs(first + edge - near) < _MARGIN) for edges in (starts, ends)]
    return close[0], close[1]


def changes(old: str, new: str) -> str:
    """Return a word diff: [-taken out-] {+put in+}."""
    before, after = old.split(), new.split()
    if max(len(before), len(after)) > _COMPARED:
        return f"{len(before)} words there, {len(after)} words here"
    parts: list[str] = []
    for equal, group in groupby(Levenshtein.opcodes(before, after), lambda step: step.tag == "equal"):
        steps = list(group)
        taken_out = " ".join(before[steps[0].src_start : steps[-1].src_end])
        put_in = " ".join(after[steps[0].dest_start : steps[-1].dest_end])
        if equal:
            parts.append(_cut(taken_out))
        else:
            parts += [f"[-{taken_out}-]"] * bool(taken_out) + [f"{{+{put_in}+}}"] * bool(put_in)
    return " ".join(parts)


def _cut(unchanged: str) -> str:
    """Return words that did not change, of many the first and last few."""
    words = unchanged.split()
    if len(words) <= 2 * _UNCHANGED:
        return unchanged
    return " ".join([*words[:_UNCHANGED], "…", *words[-_UNCHANGED:]])
