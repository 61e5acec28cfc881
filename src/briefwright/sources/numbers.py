"""Compare the numbers of all briefs, which citations use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.errors import InvalidSources, Problem
from briefwright.sources.files import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from briefwright.sources.files import SourceFile


def duplicate_numbers(chosen: Iterable[Path], folders: Iterable[Path]) -> Iterator[Problem]:
    """Yield a warning for each chosen brief whose number another brief has; ``folders`` are the folders of all briefs.

    Briefs without a readable number are skipped, because the check of their files reports them.
    """
    files: dict[Path, tuple[str, SourceFile]] = {}
    for folder in dict.fromkeys((*chosen, *folders)):
        try:
            data, source = load_yaml(folder / "brief.yaml")
        except InvalidSources:
            continue
        if number := _number(data):
            files[folder] = number, source
    for folder in files.keys() & set(chosen):
        number, source = files[folder]
        others = [other.as_posix() for other, (same, _) in files.items() if same == number and other != folder]
        if others:
            message = f"“{number}” is also the number of {' and '.join(others)}"
            hint = "give each brief its own number"
            yield source.problem(("number",), message, hint=hint, severity="warning")


def _number(data: Any) -> str:  # noqa: ANN401 - any YAML
    number = data.get("number") if isinstance(data, dict) else None
    return " ".join(number.split()) if isinstance(number, str) else ""
