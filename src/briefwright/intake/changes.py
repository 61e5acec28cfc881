"""What a conversion changed or left out, for the editor."""

from __future__ import annotations

from collections import Counter

_MAX_EXAMPLES = 3
_MAX_LENGTH = 50


class Changes:
    """Counts changes by their description, with the first examples."""

    def __init__(self) -> None:
        """Start without changes."""
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, list[str]] = {}

    def add(self, description: str, example: str = "") -> None:
        """Count a change; ``example`` is the words or the place in the file."""
        self._counts[description] += 1
        examples = self._examples.setdefault(description, [])
        short = " ".join(example.split())
        short = short if len(short) <= _MAX_LENGTH else f"{short[:_MAX_LENGTH]}…"
        if short and short not in examples and len(examples) < _MAX_EXAMPLES:
            examples.append(short)

    def copy(self) -> Changes:
        """Return a copy, for an attempt that may be given up."""
        other = Changes()
        other.take(self)
        return other

    def take(self, other: Changes) -> None:
        """Take the counts and examples of a copy."""
        self._counts = Counter(other._counts)
        self._examples = {description: list(examples) for description, examples in other._examples.items()}

    def lines(self) -> list[str]:
        """Return a line for each kind of change, in order of appearance."""
        return [
            f"{description}{f' ({count} times)' if count > 1 else ''}{self._quoted(description)}"
            for description, count in self._counts.items()
        ]

    def _quoted(self, description: str) -> str:
        examples = ", ".join(f"“{example}”" for example in self._examples[description])
        return f": {examples}" if examples else ""
