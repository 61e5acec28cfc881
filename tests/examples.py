"""How many examples a property is tried with: all in CI, and few while one develops."""

from __future__ import annotations

import os

CI = os.environ.get("CI") == "true"
# Examples in CI for one that a developer's machine tries.
_SHARE = 5


def examples(number: int) -> int:
    """Return how many examples to try where CI tries a number of them."""
    return number if CI else max(number // _SHARE, 1)
