"""Words of likelihood and ratings of confidence in a text, the sentences that hold them, and what is quoted.

Words count whole, whatever their case, and longest first: “highly unlikely” is not “unlikely” as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from briefwright.model import ConfidenceScale, LikelihoodScale, LikelihoodStep, Scales
    from briefwright.prose import Span

# Emphasis may stand between two words of one term: very *likely*.
_GAP = r"[*_]*\s+[*_]*"
_SILENT = "\N{BULLET}"
# What a Markdown text holds besides words; an address is no word in a line of plain text either.
_NO_WORDS = re.compile(r"`[^`]*`|(?<=\])\([^()]*\)|<[a-z]+:[^>\s]*>|https?://\S+")
_ADDRESS = re.compile(r"https?://\S+")
_QUOTED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"")
_SENTENCE_END = re.compile(r"([\w.]*)[.!?…]+[”’\")\]*_]*\s+(?=[“‘\"(\[*_]*[^\W\d_a-z])|\n\s*\n")
# Behind which a full stop ends no sentence.
_SHORTENED = frozenset({
    "art", "cf", "dr", "e.g", "ed", "fig", "i.e", "mr", "mrs", "ms", "no", "p", "pp", "prof", "st", "vol", "vs",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A word of likelihood in a text, with the scale and the step that it is of; without, where no scale has it."""

    words: str
    start: int
    end: int
    scale: LikelihoodScale | None = None
    step: LikelihoodStep | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What to look for, in a publisher that uses certain scales."""

    scale: LikelihoodScale
    meanings: Mapping[str, tuple[LikelihoodScale, LikelihoodStep] | None]
    likelihood: re.Pattern[str]
    rated: re.Pattern[str]


def vocabulary(scales: Scales, likelihood: LikelihoodScale, confidence: ConfidenceScale) -> Vocabulary:
    """Return what to look for; a word that the publisher's scale shares with another is the publisher's."""
    meanings: dict[str, tuple[LikelihoodScale, LikelihoodStep] | None] = dict.fromkeys(map(_plain, scales.unscaled))
    others = [scale for scale in scales.likelihood if scale != likelihood]
    for scale in (*others, likelihood):
        meanings |= {_plain(words): (scale, step) for step in scale.steps for words in step.sought}
    rated = [form.replace("{level}", level.value) for form in scales.ratings for level in confidence.levels]
    return Vocabulary(likelihood, meanings, _any_of(meanings), _any_of(map(_plain, rated)))


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[*_]", "", words).split()).casefold()


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    forms = (_GAP.join(map(re.escape, phrase.split())) for phrase in longest_first)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(forms) or '(?!)'})(?![^\W_])", re.IGNORECASE)


def terms(words: Vocabulary, text: str) -> tuple[Term, ...]:
    """Return the words of likelihood in a text, in order."""
    found = []
    for match in words.likelihood.finditer(text):
        name = _plain(match[0])
        scale, step = words.meanings[name] or (None, None)
        found.append(Term(name, *match.span(), scale, step))
    return tuple(found)


def ratings(words: Vocabulary, text: str) -> tuple[Span, ...]:
    """Return where a text rates confidence."""
    return tuple(match.span() for match in words.rated.finditer(text))


def sentences(text: str) -> Iterator[Span]:
    """Yield the sentences of a text; a full stop behind a shortened word ends none."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        before = (match[1] or "").casefold()
        if before in _SHORTENED or (len(before) == 1 and before.isalpha() and before != "i"):
            continue
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def own_words(text: str, *, markdown: bool) -> str:
    """Return a text of the same length with nothing but its author's own words: no quotations, code, addresses."""
    heard = _heard(text, markdown=markdown)
    # The sign that ends a quotation may end the sentence too.
    return _without(heard, ((start, end - heard[start:end].endswith((".", "!", "?"))) for start, end in _quoted(heard)))


def quotations(text: str, *, markdown: bool) -> tuple[Span, ...]:
    """Return what stands in double quotation marks, without them."""
    return tuple(_quoted(_heard(text, markdown=markdown)))


def _heard(text: str, *, markdown: bool) -> str:
    """Return a text of the same length without code and addresses."""
    return _without(text, (match.span() for match in (_NO_WORDS if markdown else _ADDRESS).finditer(text)))


def _quoted(text: str) -> Iterator[Span]:
    for match in _QUOTED.finditer(text):
        yield match.span(match.lastindex or 0)


def _without(text: str, spans: Iterable[Span]) -> str:
    signs = list(text)
    for start, end in spans:
        signs[start:end] = [sign if sign == "\n" else _SILENT for sign in text[start:end]]
    return "".join(signs)
