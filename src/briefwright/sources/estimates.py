"""Find likelihood terms, confidence ratings, sentences and quotations in a text.

Terms match whole words in any case, the longest first: “highly unlikely” does not count as “unlikely”.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefwright.sources import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from briefwright.model import LikelihoodScale, LikelihoodStep, Scales
    from briefwright.prose import Span
    from briefwright.sources.loading import Sources

# Emphasis marks may be between two words of a term: very *likely*.
_GAP = r"[*_]*\s+[*_]*"
_MASK = "\N{BULLET}"
_CODE_AND_ADDRESSES = re.compile(r"`[^`]*`|(?<=\])\([^()]*\)|<[a-z]+:[^>\s]*>|https?://\S+")
_ADDRESS = re.compile(r"https?://\S+")
_QUOTED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"")
_SENTENCE_END = re.compile(r"([\w.]*)[.!?…]+[”’\")\]*_]*\s+(?=[“‘\"(\[*_]*[^\W\d_a-z])|\n\s*\n")
# A full stop after these abbreviations does not end a sentence.
_ABBREVIATIONS = frozenset({
    "art", "cf", "dr", "e.g", "ed", "fig", "i.e", "mr", "mrs", "ms", "no", "p", "pp", "prof", "st", "vol", "vs",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class LikelihoodTerm:
    """A likelihood term in a text, with its scale and step; ``None`` if no scale has it."""

    words: str
    start: int
    end: int
    scale: LikelihoodScale | None = None
    step: LikelihoodStep | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms and ratings to find, and the publisher's scale."""

    scale: LikelihoodScale
    meanings: Mapping[str, tuple[LikelihoodScale, LikelihoodStep] | None]
    likelihood: re.Pattern[str]
    confidence: re.Pattern[str]


def vocabulary(scales: Scales, likelihood: LikelihoodScale) -> Vocabulary:
    """Return the vocabulary of a publisher. A term in several scales belongs to the publisher's scale."""
    meanings: dict[str, tuple[LikelihoodScale, LikelihoodStep] | None] = dict.fromkeys(map(_normalise, scales.unscaled))
    others = [scale for scale in scales.likelihood if scale != likelihood]
    for scale in (*others, likelihood):
        meanings |= {_normalise(words): (scale, step) for step in scale.steps for words in step.checked_words}
    confidence = scales.confidence
    ratings = [form.replace("{level}", level) for form in confidence.wordings for level in confidence.levels]
    return Vocabulary(likelihood, meanings, _any_phrase(meanings), _any_phrase(map(_normalise, ratings)))


def _normalise(words: str) -> str:
    return " ".join(re.sub(r"[*_]", "", words).split()).casefold()


def _any_phrase(phrases: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    forms = (_GAP.join(map(re.escape, phrase.split())) for phrase in longest_first)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(forms) or '(?!)'})(?![^\W_])", re.IGNORECASE)


def likelihood_terms(vocabulary: Vocabulary, text: str) -> tuple[LikelihoodTerm, ...]:
    """Return the likelihood terms in a text, in order."""
    terms = []
    for match in vocabulary.likelihood.finditer(text):
        words = _normalise(match[0])
        scale, step = vocabulary.meanings[words] or (None, None)
        terms.append(LikelihoodTerm(words, *match.span(), scale, step))
    return tuple(terms)


def confidence_ratings(vocabulary: Vocabulary, text: str) -> tuple[Span, ...]:
    """Return the spans of the confidence ratings in a text."""
    return tuple(match.span() for match in vocabulary.confidence.finditer(text))


def sentences(text: str) -> Iterator[Span]:
    """Yield the spans of the sentences of a text. A full stop after an abbreviation does not end a sentence."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        before = (match[1] or "").casefold()
        if before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha() and before != "i"):
            continue
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def mask_quotations(text: str, *, markdown: bool) -> str:
    """Return a text of the same length with quotations, code and addresses masked."""
    masked = _mask_code_and_addresses(text, markdown=markdown)
    # The last character of a quotation may also end the sentence.
    return _mask(masked, ((start, end - masked[start:end].endswith((".", "!", "?"))) for start, end in _quoted(masked)))


def quotations(text: str, *, markdown: bool) -> tuple[Span, ...]:
    """Return the spans between double quotation marks, without the marks."""
    return tuple(_quoted(_mask_code_and_addresses(text, markdown=markdown)))


def _mask_code_and_addresses(text: str, *, markdown: bool) -> str:
    return _mask(text, (match.span() for match in (_CODE_AND_ADDRESSES if markdown else _ADDRESS).finditer(text)))


def _quoted(text: str) -> Iterator[Span]:
    for match in _QUOTED.finditer(text):
        yield match.span(match.lastindex or 0)


def _mask(text: str, spans: Iterable[Span]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = [character if character == "\n" else _MASK for character in text[start:end]]
    return "".join(characters)


def uses_likelihood_scale(sources: Sources) -> bool:
    """Return whether a statement of the editors uses a term of the publisher's likelihood scale, outside quotations.

    Definitions of the glossary explain words and estimate nothing.
    """
    words = vocabulary(sources.scales, sources.likelihood)
    data = {
        "brief": sources.brief.model_dump(mode="json"),
        "annotations": sources.annotations.model_dump(mode="json"),
        "glossary": {},
    }
    return any(
        term.scale == words.scale
        for _, _, text, markdown in walk.author_texts(data)
        for term in likelihood_terms(words, mask_quotations(text, markdown=markdown))
    )
