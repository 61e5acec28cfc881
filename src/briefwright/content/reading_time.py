"""The time that a document takes to read."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS_A_MINUTE = 238
"""Silent reading of English non-fiction by adults (Brysbaert 2019, Journal of Memory and Language 109, 104047)."""
_NOT_READ = {
    "alt",
    "by_editors",
    "href",
    "id",
    "ids",
    "level",
    "mark",
    "meaning",
    "phrase",
    "references",
    "src",
    "state",
}


def reading_minutes(parts: object) -> int:
    """Return the minutes to read the texts of a document's parts, rounded up for its headings and labels."""
    words = sum(len(text.split()) for text in texts(parts))
    return max(1, ceil(words / _WORDS_A_MINUTE))


def texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield the texts of a view that a reader sees."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _NOT_READ:
                yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
