"""`briefwright coverage`: show how much of the essay is used, and which sentences are not."""

from __future__ import annotations

import sys
import textwrap
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cli.common import Briefs, chosen_briefs, load_resolved, print_problems
from briefwright.output import as_json
from briefwright.process import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.table import Table

    from briefwright.content.coverage import Coverage, TextSize, Usage
    from briefwright.content.resolution import ResolvedBrief

_BAR_LENGTHS = (24, 40)
"""Characters of a paragraph's bar on a narrow and on a wide terminal."""
_WIDE = 100
"""Columns of a wide terminal, and of other output."""
_CHARACTERS = {"stated": "█#", "noted": "▓=", "elsewhere": "▒-", "left-out": "□x", "unused": "·."}
"""The character of each usage: on a terminal with colours, and elsewhere."""
_COLOURS = {"stated": "cyan", "noted": "blue", "elsewhere": "magenta", "left-out": "yellow", "unused": "dim"}
_HEADS = {"stated": "F, R", "noted": "notes", "elsewhere": "elsewhere", "left-out": "left out", "unused": "unused"}
_LEGEND = _HEADS | {
    "stated": "finding or recommendation (F, R)", "noted": "only a note", "elsewhere": "only elsewhere",
}  # fmt: skip


def coverage(
    folders: Briefs = None,
    json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    fail_under: Annotated[
        float,
        typer.Option(min=0, max=100, help="Fail if less than this % of the sentences are used or left out on purpose."),
    ] = 0,
) -> None:
    """Show how much of the essay is used.

    Shows for each paragraph what uses it, and lists the unused sentences.
    """
    from briefwright.content.coverage import coverage as measure
    from briefwright.content.coverage import percent_accounted_for

    measured = []
    for folder in chosen_briefs(folders):
        resolved = load_resolved(folder)
        print_problems(resolved.problems)
        measured.append((folder, resolved, measure(resolved)))
    if json:
        typer.echo(as_json([_json_values(*brief) for brief in measured]), nl=False)
    else:
        _show(measured)
    too_low = False
    for folder, _, paragraphs in measured:
        percent = percent_accounted_for(paragraphs)
        if percent < fail_under:
            too_low = True
            message = f"{percent:.1f}% of the sentences are used or left out on purpose, less than {fail_under:g}%"
            typer.echo(f"{folder.as_posix()}: {message}", err=True)
    if too_low:
        raise typer.Exit(ExitCode.ERRORS)


def _show(briefs: Sequence[tuple[Path, ResolvedBrief, tuple[Coverage, ...]]]) -> None:
    from rich.console import Console

    console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE)
    coloured = console.is_terminal and not console.no_color and not console.options.ascii_only
    characters = {usage: pair[0 if coloured else 1] for usage, pair in _CHARACTERS.items()}
    for folder, resolved, paragraphs in briefs:
        console.print(f"{folder.as_posix()}\n", soft_wrap=True, markup=False)
        console.print(_table(paragraphs, characters, _BAR_LENGTHS[console.width >= _WIDE]))
        legend = "   ".join(f"{characters[usage]} {words}" for usage, words in _LEGEND.items())
        console.print(f"\n{legend}", soft_wrap=True, markup=False)
        for line in _unused_sentences(folder, resolved, paragraphs):
            console.print(line, soft_wrap=True, markup=False)


def _table(paragraphs: Sequence[Coverage], characters: dict[str, str], bar_length: int) -> Table:
    from rich.table import Table
    from rich.text import Text

    from briefwright.content.coverage import Usage, percentages, total

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in ("", "", "words", *_HEADS.values()):
        table.add_column(head, justify="right" if head else "left", no_wrap=True)

    def add(name: str, bar: Text, size: TextSize, shares: Mapping[Usage, TextSize]) -> None:
        percents = percentages([shares[usage].words for usage in Usage])
        table.add_row(name, bar, str(size.words), *(f"{percent}%" for percent in percents))

    for item in paragraphs:
        runs = groupby(_bar(item, bar_length))
        bar = Text.assemble(*((characters[usage] * len(list(run)), _COLOURS[usage]) for usage, run in runs))
        add(f"¶{item.paragraph.number}", bar, item.size, item.shares)
    add("all", Text(), *total(paragraphs))
    return table


def _bar(item: Coverage, length: int) -> Iterator[str]:
    """Divide a paragraph into equal cells; yield the most frequent usage in each."""
    characters = item.size.characters
    for cell in range(length):
        start, end = cell * characters / length, (cell + 1) * characters / length
        within = dict.fromkeys(_HEADS, 0.0)
        for span in item.spans:
            within[span.usage] += max(0.0, min(end, span.end) - max(start, span.start))
        yield max(within, key=within.__getitem__)


def _unused_sentences(folder: Path, resolved: ResolvedBrief, paragraphs: Sequence[Coverage]) -> Iterator[str]:
    """Yield lines: the number of unused sentences, each sentence with its place, and how to leave one out."""
    from briefwright.content.coverage import Usage

    count = sum(bool(sentence.words) for item in paragraphs for sentence in item.sentences)
    left_out = sum(len(item.sentences_of(Usage.LEFT_OUT)) for item in paragraphs)
    unused = [(item, sentence) for item in paragraphs for sentence in item.sentences_of(Usage.UNUSED)]
    yield f"\n{count} sentences: {left_out} left out on purpose, {len(unused)} unused"
    for item, sentence in unused:
        place = f"{(folder / 'essay.md').as_posix()}:{item.paragraph.line_at(sentence.start)}"
        yield f"{place}: ¶{item.paragraph.number} {sentence.text.strip()}"
    if unused:
        yield f"\nTo leave a sentence out on purpose, add it with a reason to {(folder / 'brief.yaml').as_posix()}:\n"
        item, sentence = unused[0]
        has_list = bool(resolved.sources.brief.left_out)
        yield _left_out_entry(item.paragraph.number, sentence.text.strip(), has_list=has_list)


def _left_out_entry(paragraph: int, text: str, *, has_list: bool) -> str:
    """Return the YAML that leaves a sentence out; ``has_list``: brief.yaml already has ``left_out:``."""
    indent = " " * 6
    quote = textwrap.fill(
        text, 100, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    head = "# under left_out:" if has_list else "left_out:"
    return f"{head}\n  - quote: >-\n{quote}\n    paragraph: {paragraph}\n    reason: why nothing rests on it"


def _json_values(folder: Path, resolved: ResolvedBrief, paragraphs: Sequence[Coverage]) -> dict[str, Any]:
    """Return the coverage as the working papers publish it, with the folder of the brief and the lines of sentences."""
    from briefwright.content.exports.build_trace import coverage_record

    values = coverage_record(resolved, paragraphs).model_dump(mode="json")
    for item, paragraph in zip(paragraphs, values["paragraphs"], strict=True):
        for sentence in paragraph["sentences"]:
            sentence["line"] = item.paragraph.line_at(sentence["start"])
    return {"brief": folder.as_posix(), **values}
