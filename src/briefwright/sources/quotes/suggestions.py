"""Write quotes: the YAML of words of the essay, with the keys that make them unique."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from briefwright.model import Passage
from briefwright.sources.quotes.folding import fold, tokens
from briefwright.sources.quotes.matching import QuoteMatch, find_quote, split_at_omissions
from briefwright.sources.quotes.misquotes import find_across, pieces_apart, rewritten_quotes
from briefwright.sources.quotes.similarity import sentence_spans, similar_places
from briefwright.sources.yaml_edit import scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefwright.sources.quotes.relocation import EssayChanges

_MAX_CONTEXT_WORDS = 8


_CLEAR = 85
"""Similarity; if no words of the essay are as similar, a sentence with all the words is more likely meant."""


class Suggestion(NamedTuple):
    """A quote of the essay, the number of its paragraph, and how similar it is to the words sought (0 to 100).

    ``similarity`` is ``None`` for a sentence that contains the words.
    """

    quote: Passage
    paragraph: int
    similarity: float | None


def suggest_quotes(essay: EssayChanges, words: str) -> Iterator[Suggestion]:
    """Yield quotes for words that an editor remembers, the most similar first.

    Words of the essay give each of their places; words that run over the end of a paragraph, one quote for each
    paragraph. Other words give very similar words, or else the sentences that contain them all, or else similar words.
    """
    for match, similarity in _places(essay, words):
        yield Suggestion(unique_quote(essay, match), match.paragraph, similarity)


def _places(essay: EssayChanges, words: str) -> Sequence[tuple[QuoteMatch, float | None]]:
    if not fold(words).text:
        return []
    for form in (words, *(form for form, _ in rewritten_quotes(words))):
        if exact := find_quote(essay.folded, Passage(quote=form)):
            return [(match, 100) for match in exact]
    if divided := find_across(essay.folded, words) or pieces_apart(essay.folded, words):
        return [(match, 100) for match in divided]
    similar = similar_places(essay.folded, split_at_omissions(fold(words).text))
    is_clear = bool(similar) and similar[0][1] >= _CLEAR
    return similar if is_clear else _sentences_with(essay, words) or similar


def _sentences_with(essay: EssayChanges, words: str) -> list[tuple[QuoteMatch, None]]:
    """Return the sentences that contain all words, the shortest first."""
    wanted = set(tokens(fold(words).text))
    found: list[QuoteMatch] = []
    for number, text in essay.texts.items() if wanted else ():
        if wanted <= set(tokens(essay.folded[number].text)):
            found += [
                QuoteMatch(number, start, end)
                for start, end in sentence_spans(text)
                if wanted <= set(tokens(fold(text[start:end]).text))
            ]
    return [(match, None) for match in sorted(found, key=lambda match: match.end - match.start)]


def words_of(essay: EssayChanges, match: QuoteMatch) -> str:
    """Return the words of the essay at a match on one line."""
    return " ".join(essay.matched_text(match).split())


def unique_quote(essay: EssayChanges, match: QuoteMatch, quote: str | None = None) -> Passage:
    """Return a quote that matches only at one place, with the keys that it needs; by default in the essay's words."""
    text = essay.texts[match.paragraph]
    words = quote or words_of(essay, match)
    context = {"prefix": " ".join(text[: match.start].split()), "suffix": " ".join(text[match.end :].split())}
    return next(
        (
            candidate
            for candidate in quotes_with_context(essay, match, words)
            if find_quote(essay.folded, candidate) == (match,)
        ),
        # All words before and after it are at no other place of its paragraph.
        Passage.model_validate({"quote": words, "paragraph": match.paragraph, **context}),
    )


def quotes_with_context(
    essay: EssayChanges, match: QuoteMatch, quote: str, *, with_paragraph: bool = False
) -> Iterator[Passage]:
    """Yield a quote without keys, with its paragraph, and with more and more words before or after it.

    All have the paragraph ``with_paragraph``, or if other paragraphs have the words too.
    """
    if not with_paragraph:
        yield Passage(quote=quote)
        others = find_quote(essay.folded, Passage(quote=quote))
        with_paragraph = any(other.paragraph != match.paragraph for other in others)
    key = {"paragraph": match.paragraph} if with_paragraph else {}
    if key:
        yield Passage.model_validate({"quote": quote, **key})
    text = essay.texts[match.paragraph]
    before = text[: match.start].split()[-_MAX_CONTEXT_WORDS:]
    after = text[match.end :].split(None, _MAX_CONTEXT_WORDS)[:_MAX_CONTEXT_WORDS]
    for count in range(1, _MAX_CONTEXT_WORDS + 1):
        yield Passage.model_validate({"quote": quote, **key, "prefix": " ".join(before[-count:])})
        yield Passage.model_validate({"quote": quote, **key, "suffix": " ".join(after[:count])})


def yaml_lines(quote: Passage) -> list[str]:
    """Return the lines of an entry of `passages:` for a quote."""
    values = quote.model_dump(exclude_none=True)
    lines = [f"{key}: {scalar(value) if isinstance(value, str) else value}" for key, value in values.items()]
    return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]


def separate_quotes(essay: EssayChanges, pieces: Iterable[QuoteMatch]) -> tuple[str, ...]:
    """Return the lines of one entry for each piece of a quote."""
    return tuple(line for match in pieces for line in yaml_lines(unique_quote(essay, match)))
