"""Find the words of a text that are most similar to a quote, and show the differences."""

from __future__ import annotations

import re
import string
from collections import Counter
from functools import lru_cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq, Levenshtein

from briefwright.sentences import sentences
from briefwright.sources.quotes.folding import UNSPACED, fold, is_inside_word, is_unspaced, tokens
from briefwright.sources.quotes.matching import match_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefwright.prose import Span
    from briefwright.sources.quotes.folding import Folded
    from briefwright.sources.quotes.matching import QuoteMatch

# Similarity of letters and share of common words, 0 to 100. Unrelated sentences share half of their letters in order.
_ALIKE, _BARELY_ALIKE, _UNRELATED, _SHARED = 75, 60, 50, 33
_MARGIN = 30
_MAX_EDGES = 12
"""Edges of words that are tried around each end of similar words."""
_MAX_ALIGNED = 500
"""Characters at each end of a long quote. The time to align grows with the length of quote and text."""
_MAX_CANDIDATES = 8
"""Paragraphs that are aligned with a quote: those that have most of its letters in groups of three."""
_MAX_WORDS = 5000
"""Words in a diff. Its memory grows with the square of their number."""
_CONTEXT_WORDS = 8
_PUNCTUATION = string.punctuation + "“”‘’«»‹›„…–—،؛؟、。"
# A word; in scripts without spaces, a character.
_WORD = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]+")


def similarity(first: str, second: str) -> float:
    """Return the similarity of two texts, from 0 to 100 (equal)."""
    return fuzz.ratio(first, second)


def shared_words(first: str, second: str) -> float:
    """Return the percentage of the longer text's words that both texts have in the same order.

    Case and punctuation are ignored. This is stricter than `similarity`: any two sentences of one language share half
    of their letters.
    """
    return 100 * LCSseq.normalized_similarity(tokens(first), tokens(second))


def is_alike(first: str, second: str) -> bool:
    """Return whether two folded texts have most letters, or many letters and a third of their words, in common."""
    score = similarity(first, second)
    return score >= _ALIKE or (score >= _BARELY_ALIKE and shared_words(first, second) >= _SHARED)


def sentences_are_alike(first: str, second: str) -> bool:
    """Return whether each sentence of two folded texts is like words of the other text.

    A long sentence that both texts have could hide a short one that only one of them has.
    """
    return all(
        is_alike(sentence, other[slice(*whole_words(other, sentence, _align(other, sentence)[1]))])
        for text, other in ((first, second), (second, first))
        for sentence in (text[slice(*span)] for span in sentence_spans(text))
        if tokens(sentence)
    )


def sentence_spans(text: str) -> Iterator[Span]:
    """Yield the spans of the sentences of a text in any language (UAX #29, section 5), without spaces around them."""
    for start, end in sentences(text, "en"):
        if sentence := text[start:end].strip():
            first = text.index(sentence, start)
            yield first, first + len(sentence)


def most_similar(folded: Mapping[int, Folded], pieces: Sequence[str]) -> tuple[QuoteMatch, float] | None:
    """Return the whole words of a paragraph that are most similar to the pieces of a quote, and the similarity.

    ``None`` if no paragraph has words that are like each piece. The similarity is that of the least similar piece.
    """
    return next(iter(similar_places(folded, pieces)), None)


def similar_places(folded: Mapping[int, Folded], pieces: Sequence[str]) -> list[tuple[QuoteMatch, float]]:
    """Return the whole words of paragraphs that are like each piece of a quote, the most similar first.

    At most one place in each paragraph, with the similarity of its least similar piece.
    """
    found = []
    for number in _candidates(folded, pieces):
        text = folded[number].text
        aligned = _align_pieces(text, pieces)
        if not aligned or min(score for score, _ in aligned) < _UNRELATED:
            continue
        spans = [whole_words(text, piece, span) for piece, (_, span) in zip(pieces, aligned, strict=True)]
        words = [text[start:end] for start, end in spans]
        in_order = all(before[1] <= after[0] for before, after in pairwise(spans))
        if in_order and all(map(is_alike, pieces, words)):
            found.append((match_of(number, folded[number], tuple(spans)), min(map(similarity, pieces, words))))
    return sorted(found, key=lambda place: -place[1])


def _candidates(folded: Mapping[int, Folded], pieces: Sequence[str]) -> Iterable[int]:
    """Return the numbers of the paragraphs that share most groups of letters with the pieces of a quote."""
    if len(folded) <= _MAX_CANDIDATES:
        return folded
    by_group = _texts_by_group(tuple(paragraph.text for paragraph in folded.values()))
    shared: Counter[int] = Counter()
    for group in frozenset().union(*map(_groups, pieces)):
        shared.update(by_group.get(group, ()))
    numbers = list(folded)
    return [numbers[index] for index in sorted(shared, key=lambda index: (-shared[index], index))[:_MAX_CANDIDATES]]


# An essay is compared with many quotes.
@lru_cache(8)
def _texts_by_group(texts: tuple[str, ...]) -> dict[str, list[int]]:
    """Return the indexes of the texts that contain each group of letters."""
    by_group: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        for group in _groups(text):
            by_group.setdefault(group, []).append(index)
    return by_group


def _groups(text: str) -> frozenset[str]:
    """Return all groups of three letters of a text, and its words, without case."""
    lower = text.casefold()
    return frozenset([*(lower[index : index + 3] for index in range(len(lower) - 2)), *tokens(lower)])


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
    # Between the short words of scripts without spaces, a letter that differs must not count as deleted and inserted.
    closeness = Levenshtein.normalized_similarity if any(map(is_unspaced, piece)) else similarity
    return max(around, key=lambda edges: (closeness(piece, text[slice(*edges)]), edges[1] - edges[0]), default=(0, 0))


def _edges(text: str, near: int) -> tuple[list[int], list[int]]:
    """Return the starts and ends of words near a place, with and without the punctuation beside them."""
    first, last = max(0, near - 3 * _MARGIN), near + 3 * _MARGIN
    words = [word for word in _WORD.finditer(text[first:last]) if word[0].strip(_PUNCTUATION)]
    starts, ends = set[int](), set[int]()
    for word in words:
        start, end = word.span()
        starts.update(range(start, end - len(word[0].lstrip(_PUNCTUATION)) + 1))
        ends.update(range(start + len(word[0].rstrip(_PUNCTUATION)), end + 1))
    # The window may cut its first and last word.
    starts -= {0} if first else set()
    ends -= {last - first} if last < len(text) else set()
    starts, ends = ({first + edge for edge in edges} for edges in (starts, ends))
    return _nearest(text, near, starts), _nearest(text, near, ends)


def _nearest(text: str, near: int, edges: set[int]) -> list[int]:
    """Return, in order, the nearest edges of words."""
    close = [edge for edge in edges if abs(edge - near) < _MARGIN and not is_inside_word(text, edge)]
    return sorted(sorted(close, key=lambda edge: abs(edge - near))[:_MAX_EDGES])


def word_diff(old: str, new: str) -> str:
    """Return a word diff: [-deleted-] {+inserted+}. Differences that matching ignores are no changes."""
    before, after = _Words(old), _Words(new)
    if max(len(before.keys), len(after.keys)) > _MAX_WORDS:
        return f"{len(before.keys)} words before, {len(after.keys)} words after"
    parts: list[str] = []
    for equal, group in groupby(Levenshtein.opcodes(before.keys, after.keys), lambda step: step.tag == "equal"):
        steps = list(group)
        deleted = before.text(steps[0].src_start, steps[-1].src_end)
        first, last = steps[0].dest_start, steps[-1].dest_end
        inserted = after.text(first, last)
        if not equal:
            parts += [f"[-{deleted}-]"] * bool(deleted) + [f"{{+{inserted}+}}"] * bool(inserted)
        elif last - first <= 2 * _CONTEXT_WORDS:
            parts.append(inserted)
        else:
            parts.append(f"{after.text(first, first + _CONTEXT_WORDS)} … {after.text(last - _CONTEXT_WORDS, last)}")
    return " ".join(parts)


class _Words:
    """The words of a text: folded for comparison, and as written."""

    def __init__(self, text: str) -> None:
        self._written, self._folded = text, fold(text)
        self._spans = [match.span() for match in _WORD.finditer(self._folded.text)]
        self.keys = [self._folded.text[slice(*span)] for span in self._spans]

    def text(self, first: int, last: int) -> str:
        """Return a range of words as written, on one line."""
        if first >= last:
            return ""
        start, end = self._folded.starts[self._spans[first][0]], self._folded.ends[self._spans[last - 1][1] - 1]
        return " ".join(self._written[start:end].split())
