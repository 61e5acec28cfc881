"""The coverage figure: a bar for each paragraph, section, or group of paragraphs of the essay."""

from __future__ import annotations

import csv
import io
import unicodedata
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from briefwright.content import coverage
from briefwright.content.coverage import Usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefwright.content.coverage import Coverage
    from briefwright.content.resolution import ResolvedBrief
    from briefwright.content.scope import View
    from briefwright.prose import Span
    from briefwright.sources.essay.paragraphs import Section

FIGURE = "coverage"
"""The name of the coverage figure; it is reserved."""
MAX_BARS = 20
"""The number of bars of the coverage figure, which fit on a page with its legend."""
_TITLE_LENGTH = 34
"""Characters of the title of a section beside its bar."""


def coverage_figure(resolved: ResolvedBrief) -> View:
    """Return the input of the coverage figure: its template, the keys of its texts, and its data as CSV."""
    paragraphs = coverage.coverage(resolved)
    size, shares = coverage.total(paragraphs)
    percentages = coverage.percentages([shares[usage].words for usage in Usage])
    used = {span.usage for item in paragraphs for span in item.spans}
    grouped = "-parts" if len(paragraphs) > MAX_BARS else ""
    return {
        "template": f"{FIGURE}.vl.yaml",
        "title": f"{FIGURE}.title",
        "description": f"{FIGURE}.alt{grouped}",
        "note": f"{FIGURE}.note{grouped}",
        "values": {"words": size.words}
        | {usage.value.replace("-", "_"): share for usage, share in zip(Usage, percentages, strict=True)},
        "words": {usage.value: f"usage.{usage.value}" for usage in Usage if usage in used},
        "data_name": f"{FIGURE}.csv",
        "data": figure_data(paragraphs, resolved.sources.essay.sections),
    }


def figure_data(paragraphs: Sequence[Coverage], sections: Sequence[Section]) -> str:
    """Return the data of the coverage figure as CSV.

    It has a row for each span of a bar: the paragraphs of the bar, its usage, and its start and end, from 0 to 1. The
    bar of a whole section also has its title, unless its letters join.
    """
    starts = [section.first - 1 for section in sections]
    if sections:
        # Footnotes are in no section.
        starts.append(sections[-1].last)
    titles = {(section.first, section.last): section.title for section in sections}
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("paragraph", "usage", "start", "end"))
    for start, end in bars([item.size.characters for item in paragraphs], starts):
        writer.writerows(_rows(paragraphs[start:end], titles))
    return file.getvalue()


def bars(sizes: Sequence[int], sections: Sequence[int] = (), most: int = MAX_BARS) -> list[Span]:
    """Return the bars of the coverage figure: groups of consecutive paragraphs, as indexes from 0, ``end`` excluded.

    ``sizes`` are the characters of the paragraphs, ``sections`` the indexes at which sections begin. Up to ``most``
    paragraphs have a bar each. More are grouped by section, and where these are too many or missing, in groups of about
    the same size.
    """
    count = len(sizes)
    if count <= most:
        return [(index, index + 1) for index in range(count)]
    units = sorted({0, *(index for index in sections if 0 < index < count)}) if sections else list(range(count))
    unit_sizes = [sum(sizes[start:end]) for start, end in pairwise([*units, count])]
    if len(units) > most:
        # The bar of a unit is the one in which its middle is.
        whole, ends = sum(unit_sizes) or 1, accumulate(unit_sizes)
        bar_of = [
            min(most - 1, (2 * end - size) * most // (2 * whole)) for size, end in zip(unit_sizes, ends, strict=True)
        ]
        units = [start for index, start in enumerate(units) if index == 0 or bar_of[index] != bar_of[index - 1]]
    return list(pairwise([*units, count]))


def _rows(paragraphs: Sequence[Coverage], titles: Mapping[Span, str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a bar; neighbouring spans with the same usage are one row."""
    starts = accumulate((item.size.characters for item in paragraphs), initial=0)
    spans = [
        (start + span.start, start + span.end, span.usage)
        for start, item in zip(starts, paragraphs, strict=False)
        for span in item.spans
    ]
    name = _name(paragraphs[0].paragraph.number, paragraphs[-1].paragraph.number, titles)
    whole = spans[-1][1] if spans else 0
    for usage, run in groupby(spans, key=itemgetter(2)):
        run_spans = list(run)
        yield name, usage.value, f"{run_spans[0][0] / whole:.5f}", f"{run_spans[-1][1] / whole:.5f}"


def _name(first: int, last: int, titles: Mapping[Span, str]) -> str:
    """Return the name of a bar, which is unique even if two sections have the same title."""
    numbers = f"¶{first}" if first == last else f"¶{first}–{last}"
    title = titles.get((first, last), "")
    if not all(map(_stands_alone, title)):
        return numbers
    if len(title) > _TITLE_LENGTH:
        cut = title[:_TITLE_LENGTH]
        # A title in a script without spaces is cut between two characters.
        title = f"{cut.rpartition(' ')[0] or cut}\N{NO-BREAK SPACE}…"
    return f"{numbers} {title}".rstrip()


def _stands_alone(character: str) -> bool:
    """Return whether a character has one form. WeasyPrint sets those of a picture one by one, from left to right."""
    return unicodedata.bidirectional(character) not in {"R", "AL"} and unicodedata.category(character)[0] != "M"
