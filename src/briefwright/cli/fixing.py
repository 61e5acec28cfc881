"""What `check --fix` does: it shows each proposal, asks, and writes; then it holds what stands in the essay."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from briefwright.errors import BriefwrightError, InvalidSources
from briefwright.output import as_json, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefwright.sources.loading import Reading
    from briefwright.sources.quotes import QuoteFix
    from briefwright.sources.yaml_nodes import Location

_SHOWN = 5
_Change = tuple[tuple[str, str, str], ...]
"""Keys of a quotation, each with what it says and what it should say."""


def fix(folder: Path, *, yes: bool) -> None:
    """Mend a brief's quotations as far as an editor agrees, and hold those that stand in the essay.

    Raises ``BriefwrightError`` where there is something to ask and nobody to answer; then nothing was written.
    """
    from briefwright.sources import loading
    from briefwright.sources.quotes import locate_quotes

    reading = loading.load(folder)
    proposals: dict[_Change, list[QuoteFix]] = {}
    for repair in locate_quotes(reading).fixes:
        proposals.setdefault(_change(repair), []).append(repair)
    somebody = sys.stdin.isatty()
    agreed: list[QuoteFix] = []
    for change, repairs in proposals.items():
        _show(reading, change, repairs)
        if yes or (somebody and typer.confirm("  write this?", default=False)):
            agreed += repairs
    if proposals and not (yes or somebody):
        raise BriefwrightError(
            "standard input is no terminal, so nobody can be asked, and nothing was changed;"
            " `briefwright check --fix --yes` writes every proposal above"
        )
    _write(reading, agreed)
    _hold(folder)


def _change(repair: QuoteFix) -> _Change:
    old, new = repair.old.model_dump(exclude_none=True), repair.new.model_dump(exclude_none=True)
    return tuple((key, str(old[key]), str(value)) for key, value in new.items() if value != old[key])


def _show(reading: Reading, change: _Change, repairs: Sequence[QuoteFix]) -> None:
    """Show a change, and all the places where it would be made."""
    from briefwright.sources.similarity import word_diff

    for repair in repairs[:_SHOWN]:
        source = reading.files[repair.file]
        start = source.values[*repair.location, change[0][0]].start
        typer.echo(f"{source.path}:{start.line + 1}:{start.column + 1}: proposal")
    if (more := len(repairs) - _SHOWN) > 0:
        typer.echo(f"… and the same in {more} more place{'s' if more > 1 else ''}")
    for key, old, new in change:
        if key == "paragraph":
            typer.echo(f"      paragraph: {old} -> {new}")
        else:
            typer.echo(f"      {key}, old: {' '.join(old.split())}\n      {key}, new: {new}")
            typer.echo(f"      change:     {word_diff(old, new)}")
    typer.echo()


def _write(reading: Reading, repairs: Iterable[QuoteFix]) -> None:
    """Write what was agreed into the YAML files: all of it, or nothing."""
    from briefwright.sources.yaml_edit import replace_scalars

    values: dict[str, dict[Location, str]] = {}
    for repair in repairs:
        for key, _, new in _change(repair):
            values.setdefault(repair.file, {})[*repair.location, key] = new
    mended: dict[Path, str] = {}
    for name, wanted in values.items():
        source = reading.files[name]
        path = Path(source.path)
        mark = "\ufeff" if (text := path.read_bytes().decode()).startswith("\ufeff") else ""
        if text.removeprefix("\ufeff") != source.text:
            raise BriefwrightError(f"{source.path} was changed in the meantime; nothing was written")
        mended[path] = mark + replace_scalars(source, wanted)
    for path, text in mended.items():
        write(path, text)
        typer.echo(f"{path.as_posix()}: written")


def _hold(folder: Path) -> None:
    """Hold where every quotation of a brief stands; a brief with an error stays as it is held."""
    from briefwright.content import resolution
    from briefwright.sources import loading
    from briefwright.sources.lock import FILE, dump
    from briefwright.sources.quotes import locate_quotes

    reading = loading.load(folder)
    try:
        resolution.resolve(reading)
    except InvalidSources:
        return
    path, text = folder / FILE, as_json(dump(locate_quotes(reading).lock))
    if not path.exists() or path.read_text("utf-8") != text:
        write(path, text)
        typer.echo(f"{path.as_posix()}: written")
