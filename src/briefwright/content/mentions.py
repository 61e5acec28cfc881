"""Where a term of the glossary stands in a brief: paragraphs, findings, recommendations and annotations.

A term stands where its words do, whole, whatever their case and the style of their quotation marks, or those of one
of its forms; a plural is another word, and a form where the editors say so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from briefwright.content.scope import plain
from briefwright.content.usage import numbered_notes
from briefwright.sources.essay import fold
from briefwright.sources.matching import is_word_character

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefwright.content.resolution import ResolvedBrief

_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Mention:
    """Something of the report that a reader may go back to: its kind, number and identifier there."""

    kind: Literal["paragraph", "finding", "recommendation", "note"]
    number: str
    target: str


def names(term: str, *forms: str) -> tuple[str, ...]:
    """Return the ways in which a text may name a term: its forms, and of ``a, b (c)`` the words a, b and c."""
    inside = _IN_BRACKETS.findall(term)
    named = [*_IN_BRACKETS.sub("", term).split(","), *inside, *forms]
    return tuple(dict.fromkeys(name.strip() for name in named if name.strip()))


def mentionable(resolved: ResolvedBrief) -> Iterator[tuple[Mention, tuple[str, ...]]]:
    """Yield what may mention a term, with its plain texts, in the order of the report."""
    brief = resolved.sources.brief
    for paragraph in resolved.sources.essay.paragraphs:
        yield Mention("paragraph", str(paragraph.number), f"par-{paragraph.number}"), (paragraph.text,)
    for number, finding in enumerate(brief.findings, 1):
        texts = (finding.short, *map(plain, (finding.statement, finding.evidence, finding.basis)))
        yield Mention("finding", f"F{number}", f"finding-{finding.id}"), texts
    for number, item in enumerate(brief.recommendations, 1):
        authored = (item.rationale, item.indicator, item.standing.note, *(one.text for one in item.safeguards))
        texts = (item.actor, item.action, *map(plain, authored))
        yield Mention("recommendation", f"R{number}", f"recommendation-{item.id}"), texts
    for number, _, note in numbered_notes(resolved):
        yield Mention("note", str(number), f"note-{note.id}"), (plain(note.note),)


def mentions(named: Iterable[str], among: Iterable[tuple[Mention, tuple[str, ...]]]) -> tuple[Mention, ...]:
    """Return the places where a term stands, under any of its names."""
    wanted = "|".join(re.escape(_folded(name)) for name in sorted(named, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{wanted})(?!\w)")
    return tuple(place for place, texts in among if any(_stands(pattern, _folded(text)) for text in texts))


def _stands(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a text has whole words that match: vowel signs beside them are of the word."""
    around = (
        text[max(found.start() - 1, 0) : found.start()] + text[found.end() :][:1] for found in pattern.finditer(text)
    )
    return any(not any(map(is_word_character, signs)) for signs in around)


# Each text is asked for every term.
@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return fold(text).text.casefold()
