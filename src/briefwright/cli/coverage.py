"""The verb that shows an editor how much of the essay is used, and which sentences are not."""

from __future__ import annotations

import sys
import textwrap
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cli.common import app, chosen_briefs, print_problems
from briefwright.cli.common import load_resolved as resolved_brief
from briefwright.output import as_json
from briefwright.process import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rich.table import Table

    from briefwright.content.coverage import Coverage, Sentence, TextSize, Usage
    from briefwright.content.resolution import ResolvedBrief

_CELLS = (24, 40)
"""How long a strip is, on a narrow terminal and where there is room."""
_ROOM = 100
_SIGNS = {"stated": "█#", "noted": "▓=", "elsewhere": "▒-", "left-out": "□x", "unused": "·."}
"""The sign of each reach: on a terminal with colours, and elsewhere."""
_COLOURS = {"stated": "cyan", "noted": "blue", "elsewhere": "magenta", "left-out": "yellow", "unused": "dim"}
_HEADS = {"stated": "F, R", "noted": "notes", "elsewhere": "elsewhere", "left-out": "left out", "unused": "not used"}
_NAMES = _HEADS | {
    "stated": "finding or recommendation (F, R)", "noted": "note alone", "elsewhere": "elsewhere alone",
}  # fmt: skip


@app.command()
def coverage(
    folders: Annotated[
        list[Path] | None, typer.Argument(help="Briefs to look at; all of sources/ where left out.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Write all of it as JSON, for programs.")] = False,
    fail_under: Annotated[
        float,
        typer.Option(
            min=0, max=100, help="Fail where less than this per cent of the sentences is used or left out on purpose."
        ),
    ] = 0,
) -> None:
    """Show how much of the essay is used.

    Says by what, and which of its sentences are not used.
    """
    from briefwright.content.coverage import coverage as measure
    from briefwright.content.coverage import percent_accounted_for

    found = []
    for folder in chosen_briefs(folders):
        load_resolved = resolved_brief(folder)
        print_problems(load_resolved.problems)
        found.append((folder, load_resolved, measure(load_resolved)))
    if json:
        typer.echo(as_json([_values(*brief) for brief in found]), nl=False)
    else:
        _show(found)
    low = [
        (folder, percent_accounted_for(paragraphs))
        for folder, _, paragraphs in found
        if percent_accounted_for(paragraphs) < fail_under
    ]
    for folder, share in low:
        message = (
            f"{folder.as_posix()}: {share:.1f}% of the sentences are used or left out, which is under {fail_under:g}%"
        )
        typer.echo(message, err=True)
    if low:
        raise typer.Exit(ExitCode.ERRORS)


def _show(briefs: Sequence[tuple[Path, ResolvedBrief, tuple[Coverage, ...]]]) -> None:
    from rich.console import Console

    console = Console(highlight=False, width=None if sys.stdout.isatty() else _ROOM)
    drawn = console.is_terminal and not console.no_color and not console.options.ascii_only
    signs = {name: pair[not drawn] for name, pair in _SIGNS.items()}
    for folder, load_resolved, paragraphs in briefs:
        console.print(f"{folder.as_posix()}\n", soft_wrap=True, markup=False)
        console.print(_table(paragraphs, signs, _CELLS[console.width >= _ROOM]))
        key = "   ".join(f"{signs[name]} {words}" for name, words in _NAMES.items())
        console.print(f"\n{key}", soft_wrap=True, markup=False)
        for line in _sentences(folder, load_resolved, paragraphs):
            console.print(line, soft_wrap=True, markup=False)


def _table(paragraphs: Sequence[Coverage], signs: dict[str, str], cells: int) -> Table:
    from rich.table import Table
    from rich.text import Text

    from briefwright.content.coverage import Usage, percentages, total

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in ("", "", "words", *_HEADS.values()):
        table.add_column(head, justify="right" if head else "left", no_wrap=True)

    def add(name: str, strip: Text, whole: TextSize, shares: Mapping[Usage, TextSize]) -> None:
        shown = percentages([shares[reach].words for reach in Usage])
        table.add_row(name, strip, str(whole.words), *(f"{share}%" for share in shown))

    for item in paragraphs:
        runs = groupby(_cells(item, cells))
        strip = Text.assemble(*((signs[name] * len(list(run)), _COLOURS[name]) for name, run in runs))
        add(f"¶{item.paragraph.number}", strip, item.size, item.shares)
    add("all", Text(), *total(paragraphs))
    return table


def _cells(item: Coverage, count: int) -> Iterator[str]:
    """Yield what becomes of most characters of each of so many equal parts of a paragraph."""
    length = item.size.characters
    for cell in range(count):
        first, last = cell * length / count, (cell + 1) * length / count
        within = dict.fromkeys(_HEADS, 0.0)
        for stretch in item.spans:
            within[stretch.usage] += max(0.0, min(last, stretch.end) - max(first, stretch.start))
        yield max(within, key=within.__getitem__)


def _sentences(folder: Path, load_resolved: ResolvedBrief, paragraphs: Sequence[Coverage]) -> Iterator[str]:
    from briefwright.content.coverage import Usage

    count = sum(bool(sentence.words) for item in paragraphs for sentence in item.sentences)
    left_out = sum(len(item.sentences_of(Usage.LEFT_OUT)) for item in paragraphs)
    unused = [(item, sentence) for item in paragraphs for sentence in item.sentences_of(Usage.UNUSED)]
    yield f"\n{count} sentences: {left_out} left out on purpose, {len(unused)} not used"
    line_of = _lines(folder)
    for item, sentence in unused:
        place = f"{(folder / 'essay.md').as_posix()}:{line_of(item, sentence)}"
        yield f"{place}: ¶{item.paragraph.number} {sentence.text.strip()}"
    if unused:
        yield f"\nTo leave one out on purpose, say why in {(folder / 'brief.yaml').as_posix()}:\n"
        item, sentence = unused[0]
        known = bool(load_resolved.sources.brief.left_out)
        yield _snippet(item.paragraph.number, sentence.text.strip(), known=known)


def _snippet(number: int, text: str, *, known: bool) -> str:
    """Return the entry that leaves a sentence out, ready to be pasted; ``known`` where the list is there already."""
    indent = " " * 6
    quote = textwrap.fill(
        text, 100, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    head = "# under left_out:" if known else "left_out:"
    return f"{head}\n  - quote: >-\n{quote}\n    paragraph: {number}\n    reason: why nothing rests on it"


def _lines(folder: Path) -> Callable[[Coverage, Sentence], int]:
    """Return what finds the line of ``essay.md`` where a sentence begins, from 1."""
    from briefwright.sources import essay
    from briefwright.sources.files import read_text

    line = essay.line_of(read_text(folder / "essay.md").text)
    return lambda item, sentence: line(item.paragraph, sentence.start)


def _values(folder: Path, load_resolved: ResolvedBrief, paragraphs: Sequence[Coverage]) -> dict[str, Any]:
    from briefwright.content.coverage import percent_accounted_for

    line_of = _lines(folder)
    return {
        "brief": folder.as_posix(),
        "settled": round(percent_accounted_for(paragraphs), 2),
        "paragraphs": [
            {
                "number": item.paragraph.number,
                **asdict(item.size),
                "covered": {reach: asdict(size) for reach, size in item.covered.items()},
                "shares": {reach: asdict(size) for reach, size in item.shares.items()},
                "sentences": [
                    {
                        "start": sentence.start,
                        "end": sentence.end,
                        "line": line_of(item, sentence),
                        "text": sentence.text.strip(),
                        "reach": sentence.usage,
                    }
                    for sentence in item.sentences
                ],
            }
            for item in paragraphs
        ],
        "left_out": [
            {"paragraph": omission.match.paragraph, "exact": omission.exact, "reason": omission.reason}
            for omission in load_resolved.left_out
        ],
    }
