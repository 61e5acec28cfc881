"""Find the words of a text that are most similar to a quote, and show the differences."""

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
_MAX_ALIGNED = 500
"""Characters at each end of a long quote. The time to align grows with the length of quote and text."""
_MAX_WORDS = 5000
"""Words in a diff. Its memory grows with the square of their number."""
_CONTEXT_WORDS = 8
_PUNCTUATION = string.punctuation + "“”‘’«»‹›„…–—،؛؟"


def similarity(first: str, second: str) -> float:
    """Return the similarity of two texts, from 0 to 100 (equal)."""
    return fuzz.ratio(first, second)


def shared_words(first: str, second: str) -> float:
    """Return the percentage of the longer text's words that both texts have in the same order.

    Case and punctuation are ignored. This is stricter than `similarity`: any two sentences of one language share half
    of their letters.
    """
    words, others = (re.findall(r"\w+", text.casefold()) for text in (first, second))
    return 100 * LCSseq.normalized_similarity(words, others)


def most_similar(folded: Mapping[int, Folded], pieces: Sequence[str]) -> tuple[QuoteMatch, float] | None:
    """Return the whole words of a paragraph that are most similar to the pieces of a quote, and the similarity."""
    if not pieces:
        return None
    aligned = {number: _align_pieces(paragraph.text, pieces) for number, paragraph in folded.items()}
    scores = {number: sum(score for score, _ in places) for number, places in aligned.items() if places}
    if not scores:
        return None
    number = max(scores, key=scores.__getitem__)
    text = folded[number].text
    spans = tuple(whole_words(text, piece, span) for piece, (_, span) in zip(pieces, aligned[number], strict=True))
    if any(start >= end for start, end in spans):
        return None
    words = " ".join(text[start:end] for start, end in spans)
    return match_of(number, folded[number], spans), similarity(" ".join(pieces), words)


def _align_pieces(text: str, pieces: Sequence[str]) -> list[tuple[float, Span]]:
    """Return similarity and span of the words most similar to each piece, in order; [] if a piece has no match."""
    aligned: list[tuple[float, Span]] = []
    after = 0
    for piece in pieces:
        score, (start, end) = _align(text[after:], piece)
        if start >= end:
            return []
        aligned.append((score, (after + start, after + end)))
        after += end
    return aligned


def _align(text: str, piece: str) -> tuple[float, Span]:
    """Return similarity and span of the text, of about the length of a piece, that is most similar to it."""
    if len(piece) > 2 * _MAX_ALIGNED:
        (first, (start, _)), (last, (_, end)) = _align(text, piece[:_MAX_ALIGNED]), _align(text, piece[-_MAX_ALIGNED:])
        return (first + last) / 2, (start, end)
    alignment = fuzz.partial_ratio_alignment(piece, text)
    return (alignment.score, (alignment.dest_start, alignment.dest_end)) if alignment else (0, (0, 0))


def whole_words(text: str, piece: str, span: Span) -> Span:
    """Extend or shrink a span to the whole words that are most similar to a piece."""
    if len(piece) > 2 * _MAX_ALIGNED:
        start, _ = whole_words(text, piece[:_MAX_ALIGNED], (span[0], min(span[1], span[0] + _MAX_ALIGNED)))
        _, end = whole_words(text, piece[-_MAX_ALIGNED:], (max(span[0], span[1] - _MAX_ALIGNED), span[1]))
        return start, end
    starts, ends = _edges(text, span[0])[0], _edges(text, span[1])[1]
    around = [(start, end) for start in starts for end in ends if start < end]
    return max(around, key=lambda edges: similarity(piece, text[edges[0] : edges[1]]), default=(0, 0))


def _edges(text: str, near: int) -> tuple[list[int], list[int]]:
    """Return the starts and ends of words near a place, with and without the punctuation beside them."""
    first, last = max(0, near - 3 * _MARGIN), near + 3 * _MARGIN
    words = [word for word in re.finditer(r"\S+", text[first:last]) if word[0].strip(_PUNCTUATION)]
    starts = {edge for word in words for edge in (word.start(), word.end() - len(word[0].lstrip(_PUNCTUATION)))}
    ends = {edge for word in words for edge in (word.end(), word.start() + len(word[0].rstrip(_PUNCTUATION)))}
    # The window may cut its first and last word.
    starts -= {0} if first else set()
    ends -= {last - first} if last < len(text) else set()
    close = [sorted(first + edge for edge in edges if abs(first + edge - near) < _MARGIN) for edges in (starts, ends)]
    return close[0], close[1]


def word_diff(old: str, new: str) -> str:
    """Return a word diff: [-deleted-] {+inserted+}."""
    before, after = old.split(), new.split()
    if max(len(before), len(after)) > _MAX_WORDS:
        return f"{len(before)} words before, {len(after)} words after"
    parts: list[str] = []
    for equal, group in groupby(Levenshtein.opcodes(before, after), lambda step: step.tag == "equal"):
        steps = list(group)
        deleted = " ".join(before[steps[0].src_start : steps[-1].src_end])
        inserted = " ".join(after[steps[0].dest_start : steps[-1].dest_end])
        if equal:
            parts.append(_shorten(deleted))
        else:
            parts += [f"[-{deleted}-]"] * bool(deleted) + [f"{{+{inserted}+}}"] * bool(inserted)
    return " ".join(parts)


def _shorten(unchanged: str) -> str:
    """Return unchanged words; shorten many words to the first and last few."""
    words = unchanged.split()
    if len(words) <= 2 * _CONTEXT_WORDS:
        return unchanged
    return " ".join([*words[:_CONTEXT_WORDS], "…", *words[-_CONTEXT_WORDS:]])
