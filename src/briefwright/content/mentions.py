"""Mentions of glossary terms in paragraphs, findings, recommendations and annotations.

A text mentions a term if it contains the term or one of its forms as whole words. The style of quotation marks does
not matter, and case matters only in acronyms: “US” is not “us”. A plural counts only if the editors list it as a form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from briefwright.content.scope import plain
from briefwright.content.term_names import is_acronym, name_key
from briefwright.content.uses import numbered_notes
from briefwright.sources.quotes.folding import WORD_END, WORD_START, fold, is_inside_word

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from briefwright.content.resolution import ResolvedBrief


@dataclass(frozen=True, slots=True)
class Mention:
    """An item of the report that mentions a term: type, number and anchor."""

    type: Literal["paragraph", "finding", "recommendation", "note"]
    number: str
    target: str


def mentionable_items(resolved: ResolvedBrief) -> Iterator[tuple[Mention, tuple[str, ...]]]:
    """Yield each item of the report that may mention a term, with its plain texts, in the order of the report."""
    brief = resolved.sources.brief
    for paragraph in resolved.sources.essay.paragraphs:
        yield Mention("paragraph", str(paragraph.number), f"par-{paragraph.number}"), (paragraph.text,)
    for number, finding in brief.numbered_findings:
        texts = (finding.short, *map(plain, filter(None, (finding.statement, finding.basis))))
        yield Mention("finding", f"F{number}", f"finding-{finding.id}"), texts
    for number, item in brief.numbered_recommendations:
        markdown = (
            item.rationale,
            item.indicator,
            *((item.standing.in_place, item.standing.missing) if item.standing else ()),
            *(safeguard.text for safeguard in item.safeguards),
        )
        texts = (item.actor, item.action, *map(plain, filter(None, markdown)))
        yield Mention("recommendation", f"R{number}", f"recommendation-{item.id}"), texts
    for number, _, note in numbered_notes(resolved):
        yield Mention("note", str(number), f"note-{note.id}"), (plain(note.note),)


def mentions(names: Collection[str], among: Iterable[tuple[Mention, tuple[str, ...]]]) -> tuple[Mention, ...]:
    """Return the items of ``among`` whose texts mention a term by any of its names."""
    acronyms, words = _pattern(filter(is_acronym, names)), _pattern(name for name in names if not is_acronym(name))
    return tuple(
        item
        for item, texts in among
        if any(
            (words and _has_whole_words(words, _lower_case(text)))
            or (acronyms and _has_whole_words(acronyms, fold(text).text))
            for text in texts
        )
    )


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern for folded names, the longest first; ``None`` without names."""
    alternatives = "|".join(re.escape(name_key(name)) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"{WORD_START}(?:{alternatives}){WORD_END}") if alternatives else None


def _has_whole_words(pattern: re.Pattern[str], text: str) -> bool:
    """Return whether a match in a text is whole words; a combining vowel sign beside it continues the word."""
    return any(
        not (is_inside_word(text, match.start()) or is_inside_word(text, match.end()))
        for match in pattern.finditer(text)
    )


# Each text is searched for every term.
@lru_cache(maxsize=4096)
def _lower_case(text: str) -> str:
    return fold(text).text.casefold()
