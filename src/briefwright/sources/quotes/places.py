"""Show places of quotes in messages to editors, and the keys that tell one place from others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefwright.sources.quotes.matching import find_quote
from briefwright.sources.quotes.similarity import word_diff
from briefwright.sources.quotes.suggestions import quotes_with_context, yaml_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefwright.model import Passage
    from briefwright.sources.quotes.matching import QuoteMatch
    from briefwright.sources.quotes.relocation import EssayChanges

_MAX_PLACES = 5
_MAX_LINE = 600
_MAX_MATCHES_TO_DISTINGUISH = 50
_MORE_WORDS = "quote more words until the quote is unique"
# Line breaks, and the tab between the cells of a table row.
_BREAK = re.compile(r"[\n\t]")


def diff_lines(old: str, number: int, new: str) -> tuple[str, ...]:
    """Return lines with the words of a quote, those of the essay in its place, and their differences."""
    diff = word_diff(old, new)
    return f"quoted:   {one_line(old)}", f"essay ¶{number}: {one_line(new)}", f"change:   {one_line(diff)}"


def one_line(text: str) -> str:
    """Return a text on one line; shorten a long text to its beginning and end."""
    line = " ".join(text.split())
    return line if len(line) <= _MAX_LINE else f"{line[: _MAX_LINE // 2]} … {line[-_MAX_LINE // 2 :]}"


def describe_gap(prefix: str, suffix: str) -> str:
    """Return where words were deleted: between the words around them, or at an edge of the paragraph."""
    before, after = (_BREAK.sub(" ", context.strip()) for context in (prefix, suffix))
    if not re.search(r"\w", before):
        return f"at its start, before “{after}…”"
    if not re.search(r"\w", after):
        return f"at its end, after “…{before}”"
    return f"between “…{before}” and “{after}…”"


def places_in_context(changes: EssayChanges, matches: Sequence[QuoteMatch]) -> tuple[str, ...]:
    """Return lines that show the first matches in their context."""
    lines = [
        place_in_context(match.paragraph, *changes.text_around(match), changes.matched_text(match))
        for match in matches[:_MAX_PLACES]
    ]
    return (*lines, *([f"… and {len(matches) - _MAX_PLACES} more"] if len(matches) > _MAX_PLACES else []))


def place_in_context(number: int, prefix: str, suffix: str, words: str) -> str:
    """Return a line with words of a paragraph in brackets, and the words around them."""
    before, after = (_BREAK.sub(" ", context) for context in (prefix, suffix))
    return f"¶{number}: …{before}[{one_line(words)}]{after}…"


def hint_to_distinguish(changes: EssayChanges, passage: Passage, matches: Sequence[QuoteMatch]) -> str:
    """Return a hint: the keys that select only the first match, or the advice to quote more words."""
    if len(matches) > _MAX_MATCHES_TO_DISTINGUISH:
        return _MORE_WORDS
    first = matches[0]
    for candidate in quotes_with_context(changes, first, passage.quote, with_paragraph=passage.paragraph is not None):
        if candidate != passage and find_quote(changes.folded, candidate) == (first,):
            return _instruction(passage, candidate, several=len(matches) > 1)
    return _MORE_WORDS


def _instruction(passage: Passage, candidate: Passage, *, several: bool) -> str:
    new = candidate.model_dump(exclude={"quote"}, exclude_none=True)
    old = passage.model_dump(exclude={"quote"}, exclude_none=True)
    keys = " and ".join(f"`{line.strip()}`" for line in yaml_lines(candidate)[1:])
    instruction = f"{'write' if old else 'add'} {keys}"
    if extra := [f"`{key}`" for key in old if key not in new]:
        instruction += f" and delete {' and '.join(extra)}"
    if several and list(new) == ["paragraph"]:
        return f"{instruction}, or the number of the paragraph that you mean"
    return f"for the first place, {instruction}" if several else instruction
