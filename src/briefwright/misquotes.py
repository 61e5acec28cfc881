"""What to tell an editor whose quotation is not in the essay, or is in it more than once."""

from __future__ import annotations

import re
import string
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from briefwright.essay import Folded, fold
from briefwright.matching import Match, find
from briefwright.model import Passage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefwright.essay import Essay

__all__ = ["explain"]

Explanation = tuple[str, str, tuple[str, ...]]
"""A message, a hint, and lines of detail."""

_CONTEXT = 32
_SHOWN = 5
_MARGIN = 30
_MARKS = string.punctuation + "“”‘’«»‹›„…–—،؛؟"
_HINT_WORDS = 8


def explain(essay: Essay, folded: Mapping[int, Folded], passage: Passage, found: tuple[Match, ...]) -> Explanation:
    """Say why a quotation does not name one place, and how it would."""
    if found:
        shown = [_surroundings(essay, match) for match in found[:_SHOWN]]
        more = [f"… and in {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
        message = f"the quote stands in {len(found)} places of the essay"
        return message, _how_unique(essay, folded, passage, found), (*shown, *more)
    elsewhere = find(folded, Passage(quote=passage.quote))
    if elsewhere:
        numbers = ", ".join(f"¶{match.paragraph}" for match in elsewhere)
        message = f"the quote does not stand where `paragraph`, `prefix` and `suffix` say; it stands in {numbers}"
        return message, f"set `paragraph: {elsewhere[0].paragraph}`, and take out or correct prefix and suffix", ()
    number, nearest = _nearest(folded, fold(passage.quote).text)
    detail = (
        f"quoted:   {' '.join(passage.quote.split())}",
        f"essay ¶{number}: {nearest}",
        f"change:   {_diff(passage.quote, nearest)}",
    )
    return "the quote is not in the essay", f"if ¶{number} is meant, quote its words as they stand", detail


def _surroundings(essay: Essay, match: Match) -> str:
    text = essay.paragraphs[match.paragraph - 1].text
    before, after = text[max(0, match.start - _CONTEXT) : match.start], text[match.end : match.end + _CONTEXT]
    return f"¶{match.paragraph}: …{before}[{text[match.start : match.end]}]{after}…"


def _how_unique(essay: Essay, folded: Mapping[int, Folded], passage: Passage, found: tuple[Match, ...]) -> str:
    first = found[0]
    if len({match.paragraph for match in found}) == len(found):
        return f"add `paragraph: {first.paragraph}`, or the number of the other one that is meant"
    text = essay.paragraphs[first.paragraph - 1].text
    before, after = text[: first.start].split(), text[first.end :].split()
    for count in range(1, _HINT_WORDS + 1):
        around = {"prefix": " ".join(before[-count:]), "suffix": " ".join(after[:count])}
        for key, words in around.items():
            candidate = Passage(quote=passage.quote, paragraph=first.paragraph, **{key: words})
            if find(folded, candidate) == (first,):
                return f"for the first one, add `paragraph: {first.paragraph}` and `{key}: {words}`"
    return "quote more words, until they stand in one place only"


def _nearest(folded: Mapping[int, Folded], quote: str) -> tuple[int, str]:
    """Return the paragraph and the whole words in it that are most like a quotation."""
    aligned = [
        (found.score, -number, found.dest_start, found.dest_end)
        for number, paragraph in folded.items()
        if (found := fuzz.partial_ratio_alignment(quote, paragraph.text))
    ]
    if not aligned:
        return 1, ""
    _, number, start, end = max(aligned)
    return -number, _whole_words(folded[-number].text, quote, start, end)


def _whole_words(text: str, quote: str, start: int, end: int) -> str:
    """Return the words around a stretch of text that are most like a quotation: alignment finds its own length only."""
    words = [match for match in re.finditer(r"\S+", text) if match[0].strip(_MARKS)]
    starts = {edge for word in words for edge in (word.start(), word.end() - len(word[0].lstrip(_MARKS)))}
    ends = {edge for word in words for edge in (word.end(), word.start() + len(word[0].rstrip(_MARKS)))}
    candidates = [
        text[first:last]
        for first in sorted(edge for edge in starts if abs(edge - start) < _MARGIN)
        for last in sorted(edge for edge in ends if abs(edge - end) < _MARGIN)
        if first < last
    ]
    return max(candidates, key=lambda candidate: fuzz.ratio(quote, candidate), default="")


def _diff(old: str, new: str) -> str:
    """Return a word diff: [-taken out-] {+put in+}."""
    before, after = fold(old).text.split(), new.split()
    parts: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts += before[i1:i2]
        else:
            parts += [f"[-{' '.join(before[i1:i2])}-]"] * (i2 > i1) + [f"{{+{' '.join(after[j1:j2])}+}}"] * (j2 > j1)
    return " ".join(parts)
