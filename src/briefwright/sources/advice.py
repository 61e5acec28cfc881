"""Whether a recommendation says who should do what: its actor and its action, judged by their words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefwright.model import EmptyActions, VagueActors

__all__ = ["names_nobody", "says_nothing"]

_WORD = re.compile(r"[^\W_](?:[\w’'-]*[^\W_])?")
_BETWEEN_ACTORS = re.compile(r"\s*[,;]\s*|\s+(?:and|or)\s+", re.IGNORECASE)
_FEWEST_WORDS = 2


def names_nobody(actor: str, vague: VagueActors) -> bool:
    """Return whether all that an actor names is vague: 'all stakeholders', but not 'the Commission and others'."""
    named = [part.casefold() for part in _BETWEEN_ACTORS.split(actor) if part.strip()]
    return all(_is_vague(_WORD.findall(part), vague) for part in named)


def _is_vague(words: list[str], vague: VagueActors) -> bool:
    for skipped in range(len(words) + 1):
        if " ".join(words[skipped:]) in vague.words:
            return True
        if words[skipped : skipped + 1] and words[skipped] not in vague.before:
            return False
    return True


def says_nothing(action: str, empty: EmptyActions) -> tuple[int, int, str] | None:
    """Return which of an action's first words leave open what to do: start, end, and why; nothing where none do."""
    words = list(_WORD.finditer(action))
    if len(words) < _FEWEST_WORDS:
        return 0, len(action), "is too short to say what should be done"
    spoken = [match[0].casefold() for match in words]
    # Longest first, so that the caret stands under all of it.
    for verb in sorted(empty.verbs, key=len, reverse=True):
        parts = verb.casefold().split()
        if spoken[: len(parts)] == parts:
            return words[0].start(), words[len(parts) - 1].end(), "leaves open what should be done"
    first = spoken[0]
    noun = first.endswith(empty.endings) and first not in empty.verbs_like_nouns if empty.endings else False
    if first in empty.openings or noun:
        return *words[0].span(), "is no verb that says what should be done"
    return None
