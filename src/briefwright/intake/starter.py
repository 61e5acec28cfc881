"""Write the sources of a brief around an essay: comments that teach, to-do marks, and passages that the essay has."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import TYPE_CHECKING

from briefwright.html.templating import plain_environment, render_template
from briefwright.sentences import sentences
from briefwright.sources.essay.blocks import read_blocks
from briefwright.sources.essay.paragraphs import essay_of
from briefwright.sources.quotes.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefwright.intake.original import Facts
    from briefwright.sources.essay.paragraphs import Essay, Paragraph

TEMPLATES = "new"
"""The folder of the templates of sources."""
SHARED = ("publisher.yaml", "scales.yaml")
"""Files that all briefs share."""
_FILES = ("brief.yaml", "annotations.yaml", "glossary.yaml", "references.yaml")
_DEMAND = re.compile(
    r"\b(?:should|must|ought|urge|recommend|let us|propose"
    r"|doit|doivent|devrait|devraient|il faut|muss|müssen|sollte|sollten"
    r"|debe|deben|debería|deve|devono|dovrebbe|moet|moeten)\b",
    re.IGNORECASE,
)
_MIN_WORDS, _MAX_WORDS = 4, 40
"""Words of a quote."""
_SENTENCE = re.compile(r"\w.*[.!?\u061f\u0964\u3002\uff01\uff1f]\W*$", re.DOTALL)
_OMISSION = re.compile(r"[\[…]|\.\.\.")
"""In a quote these would stand for left out words."""
_WIDTH = 110
_COMMON_WORDS = {
    "en": "the of and to in that is was for it with as be on by this are not which",
    "fr": "le la les des et est une dans que qui pour au sur pas ne du ce par plus",
    "de": "der die und das ist nicht ein eine zu den mit von für auf dem sich auch als",
    "es": "el la los las de que y en un una por con no para es se del al como más",
    "it": "il la di che e è per un una non con del della gli le dei nel si sono anche",
    "nl": "de het een en van is dat niet te op zijn voor met die aan er ook bij",
    "pt": "o a os as de que e em um uma não para com do da por se mais dos na",
}
"""Frequent words of languages, for a guess."""
_MIN_SHARE = 0.15
_PUBLISHER_LANGUAGE = "en"
"""It is not written: it is the default."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the essay as a quote; ``paragraph`` is its number if they occur more than once."""

    text: str
    paragraph: int | None


def brief_files(markdown: str, facts: Facts, slug: str, today: str, templates: Path) -> dict[str, str]:
    """Return the YAML files of a brief by name. ``today`` is its first date."""
    essay = essay_of(read_blocks(markdown))
    found = _quotes(essay)
    # A heading typed in bold, or a line of an address, is no sentence.
    quotes = [quote for quote in found if _SENTENCE.search(quote.text)] or found
    opening = quotes[0]
    demand = next((quote for quote in quotes[1:] if _DEMAND.search(quote.text)), quotes[-1])
    argument = next((quote for quote in quotes[1:] if quote != demand), opening)
    guess = guess_language(essay.text)
    language = facts.language or guess
    language = "" if language == _PUBLISHER_LANGUAGE else language
    values = {
        "slug": slug,
        "title": facts.title or "TODO: the title of the publication",
        "facts": replace(facts, language=language),
        "guessed": not facts.language,
        "today": today,
        "opening": opening,
        "argument": argument,
        "demand": demand,
        "passage": _passage,
    }
    env = plain_environment(templates)
    env.filters["yaml"] = _yaml
    return {name: render_template(env, templates, f"{TEMPLATES}/{name}.j2", values) for name in _FILES}


def shared_files(templates: Path) -> dict[str, str]:
    """Return the files that all briefs share, by name."""
    env = plain_environment(templates)
    return {name: render_template(env, templates, f"{TEMPLATES}/{name}.j2", {}) for name in SHARED}


def guess_language(text: str) -> str:
    """Return the language whose frequent words a text has most; empty if they are few."""
    found = re.findall(r"[^\W\d_]+", text.lower())[:2000]
    shares = {tag: sum(map(set(words.split()).__contains__, found)) for tag, words in _COMMON_WORDS.items()}
    best = max(shares, key=lambda tag: shares[tag])
    return best if found and shares[best] >= len(found) * _MIN_SHARE else ""


def _quotes(essay: Essay) -> Sequence[Quote]:
    """Return sentences of the essay as quotes, in order; at least one."""
    prose = {block.paragraph for top in essay.blocks for block in top.walk() if block.type == "paragraph"}
    paragraphs = [item for item in essay.paragraphs if item.number in prose] or list(essay.paragraphs)
    whole = fold("\n\n".join(item.text for item in essay.paragraphs)).text
    quotes = [quote for item in paragraphs for text in _sentences(item) if (quote := _quote(item, text, whole))]
    if quotes:
        return quotes
    first = max(paragraphs, key=lambda item: len(item.text))
    return [Quote(" ".join(first.text.split()[:_MAX_WORDS]), first.number)]


def _sentences(paragraph: Paragraph) -> Sequence[str]:
    # A line of verse, or a cell, is a sentence of its own.
    return [text for line in re.split(r"[\n\t]", paragraph.text) for text in _split(line)]


def _split(line: str) -> list[str]:
    return [line[start:end].strip() for start, end in sentences(line, "en")]


def _quote(paragraph: Paragraph, sentence: str, whole: str) -> Quote | None:
    """Return a sentence as a quote, cut to its first words; ``None`` if it is too short or not unique."""
    if _OMISSION.search(sentence):
        return None
    words = sentence.split(" ")
    text = " ".join(words[:_MAX_WORDS])
    if len(words) < _MIN_WORDS and len(text) < 20:  # noqa: PLR2004 - for scripts without spaces
        return None
    folded = fold(text).text
    if fold(paragraph.text).text.count(folded) != 1:
        return None
    return Quote(text, None if whole.count(folded) == 1 else paragraph.number)


def _passage(quote: Quote, indent: int) -> str:
    """Return the YAML of a passage, indented."""
    lines = wrap(quote.text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    text = [f"- quote: {_yaml(quote.text)}"] if len(lines) == 1 else ["- quote: >-", *(f"    {line}" for line in lines)]
    if quote.paragraph:
        text.append(f"  paragraph: {quote.paragraph}")
    return "\n".join(" " * indent + line for line in text)


def _yaml(text: str) -> str:
    """Return a text as a YAML scalar on one line: JSON strings are YAML."""
    return json.dumps(text, ensure_ascii=False)
