"""`briefwright check --fix`: show each quote fix, ask, write the accepted ones, then write the lock file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from briefwright.errors import BriefwrightError, InvalidSources
from briefwright.output import as_json, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefwright.sources.brief_quotes import QuoteFix
    from briefwright.sources.loading import LoadedBrief
    from briefwright.sources.yaml_nodes import Location

_MAX_SHOWN = 5
"""The number of places that are listed for one change."""
_BOM = "\ufeff"
_Change = tuple[tuple[str, str, str], ...]
"""Keys of a passage (``quote``, ``paragraph`` …), each with its old and its new value."""


def fix_quotes(folder: Path, *, accept_all: bool) -> None:
    """Write the quote fixes that the editor accepts, then lock all quotes that have a match.

    Raises ``BriefwrightError`` and writes nothing if there is a fix to ask about, but standard input is not a terminal.
    """
    from briefwright.sources import loading
    from briefwright.sources.brief_quotes import locate_quotes

    loaded = loading.load(folder)
    proposals: dict[_Change, list[QuoteFix]] = {}
    for fix in locate_quotes(loaded).fixes:
        proposals.setdefault(_change(fix), []).append(fix)
    can_ask = sys.stdin.isatty()
    accepted: list[QuoteFix] = []
    for change, fixes in proposals.items():
        _show(loaded, change, fixes)
        if accept_all or (can_ask and typer.confirm("  write this fix?", default=False)):
            accepted += fixes
    if proposals and not (accept_all or can_ask):
        raise BriefwrightError(
            "cannot ask, because standard input is not a terminal; nothing was written\n"
            "  hint: `briefwright check --fix --yes` writes all fixes shown above"
        )
    _write_fixes(loaded, accepted)
    _write_lock_file(folder)


def _change(fix: QuoteFix) -> _Change:
    old, new = fix.old.model_dump(exclude_none=True), fix.new.model_dump(exclude_none=True)
    return tuple((key, str(old[key]), str(value)) for key, value in new.items() if value != old[key])


def _show(loaded: LoadedBrief, change: _Change, fixes: Sequence[QuoteFix]) -> None:
    """Print a change and the places that it applies to."""
    from briefwright.sources.quotes.similarity import word_diff

    for fix in fixes[:_MAX_SHOWN]:
        source = loaded.files[fix.file]
        start = source.values[*fix.location, change[0][0]].start
        typer.echo(f"{source.path}:{start.line + 1}:{start.column + 1}: proposed fix")
    if (more := len(fixes) - _MAX_SHOWN) > 0:
        typer.echo(f"… and the same in {more} more place{'s' if more > 1 else ''}")
    for key, old, new in change:
        if key == "paragraph":
            typer.echo(f"      paragraph: {old} -> {new}")
        else:
            typer.echo(f"      {key}, old: {' '.join(old.split())}\n      {key}, new: {new}")
            typer.echo(f"      change:     {word_diff(old, new)}")
    typer.echo()


def _write_fixes(loaded: LoadedBrief, fixes: Iterable[QuoteFix]) -> None:
    """Write fixes into the YAML files; write none if a file changed since it was read."""
    from briefwright.sources.yaml_edit import replace_scalars

    values: dict[str, dict[Location, str]] = {}
    for fix in fixes:
        for key, _, new in _change(fix):
            values.setdefault(fix.file, {})[*fix.location, key] = new
    fixed: dict[Path, str] = {}
    for name, replacements in values.items():
        source = loaded.files[name]
        path = Path(source.path)
        text = path.read_bytes().decode()
        bom = _BOM if text.startswith(_BOM) else ""
        if text.removeprefix(_BOM) != source.text:
            raise BriefwrightError(
                f"{source.path} was edited during this command; nothing was written. Run the command again."
            )
        fixed[path] = bom + replace_scalars(source, replacements)
    for path, text in fixed.items():
        _write(path, text)


def _write_lock_file(folder: Path) -> None:
    """Lock all quotes of a brief; leave the lock file as it is if the brief has an error."""
    from briefwright.content import resolution
    from briefwright.sources import loading
    from briefwright.sources.brief_quotes import locate_quotes
    from briefwright.sources.quotes.lock import LOCK_FILE, dump

    loaded = loading.load(folder)
    try:
        resolution.resolve(loaded)
    except InvalidSources:
        return
    path, text = folder / LOCK_FILE, as_json(dump(locate_quotes(loaded).lock))
    if not path.exists() or path.read_text("utf-8") != text:
        _write(path, text)


def _write(path: Path, text: str) -> None:
    write(path, text)
    typer.echo(f"{path.as_posix()}: written")
