"""Items in two columns, as print sets a glossary."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["SPREAD", "spreads"]

SPREAD = 4000
"""Characters of a spread of two columns, at most: about two thirds of a page."""


def spreads(items: Sequence[Mapping[str, Any]]) -> list[list[Sequence[Mapping[str, Any]]]]:
    """Group items into spreads of two columns, each of about the same number of characters.

    A spread stays on one page: columns that go on to the next page would be read in the wrong order.
    """
    weights = [sum(len(value) for value in item.values() if isinstance(value, str)) for item in items]
    count = max(1, -(-sum(weights) // SPREAD))
    ends = [_end(weights, part / count) for part in range(count + 1)]
    found = []
    for start, end in pairwise(ends):
        middle = start + _end(weights[start:end], 0.5)
        found.append([column for column in (items[start:middle], items[middle:end]) if column])
    return found


def _end(weights: Sequence[int], share: float) -> int:
    """Return how many items make up about a share of the weight of all."""
    sums = [0, *accumulate(weights)]
    return min(range(len(sums)), key=lambda end: abs(sums[end] - share * sums[-1]))
