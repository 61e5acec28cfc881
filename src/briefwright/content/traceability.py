"""The traceability matrix, the coverage of the essay, and the coverage figure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from briefwright.content import coverage, coverage_bars
from briefwright.content.coverage import Usage
from briefwright.content.coverage_bars import MAX_BARS
from briefwright.content.uses import passage_anchors, uses_by_passage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefwright.content.coverage import Coverage, TextSize
    from briefwright.content.resolution import ResolvedBrief
    from briefwright.content.scope import Scope, View
    from briefwright.content.uses import Use

FIGURE = "coverage"
"""The name of the coverage figure; it is reserved."""
_PASSAGE_LENGTH = 62
_SENTENCE_LENGTH = 64
"""Approximate characters of an excerpt in a table, to fill one line of print."""
_COLUMNS = {"findings": "findings", "recommendations": "recommendations", "annotations": "notes"}


def matrix(scope: Scope) -> View:
    """Return the traceability matrix: a row for each passage with its uses, and the columns that are not empty."""
    uses = uses_by_passage(scope.resolved)
    anchors = passage_anchors(scope.resolved)
    excerpts = [(anchor.locator, excerpt(anchor.exact, _PASSAGE_LENGTH)) for anchor in anchors]
    counts = Counter(excerpts)
    rows = [
        {
            **scope.passage(anchor),
            "excerpt": short[1] if counts[short] == 1 else first_and_last_words(anchor.exact, _PASSAGE_LENGTH),
            **{
                column: [_link(scope, use) for use in uses[anchor.id] if use.part == part]
                for part, column in _COLUMNS.items()
            },
            "elsewhere": [_link(scope, use) for use in uses[anchor.id] if use.part not in _COLUMNS],
        }
        for anchor, short in zip(anchors, excerpts, strict=True)
    ]
    columns = [name for name in (*_COLUMNS.values(), "elsewhere") if any(row[name] for row in rows)]
    return {"columns": columns, "rows": rows}


def _link(scope: Scope, use: Use) -> View:
    return {"part": use.part, "item_name": use.item_name, "label": use.label, "href": scope.use_href(use)}


def excerpt(text: str, length: int) -> str:
    """Return the first words of a text, up to about ``length`` characters."""
    if len(text) <= length:
        return text
    first = text[: length + 1].rpartition(" ")[0] or text.partition(" ")[0]
    return text if first == text else f"{first}\N{NO-BREAK SPACE}…"


def first_and_last_words(text: str, length: int) -> str:
    """Return the first word and the last words of a text, up to about ``length`` characters.

    This distinguishes passages that start with the same words.
    """
    if len(text) <= length:
        return text
    first, _, rest = text.partition(" ")
    last = rest.split(" ")[1:] or [rest]
    while len(last) > 1 and len(" ".join(last)) > length - len(first):
        del last[0]
    return f"{first} … {' '.join(last)}"


def essay_coverage(scope: Scope) -> View:
    """Return the totals of the coverage in per cent of the essay's words, and whether the figure groups paragraphs.

    With `show_coverage`, also the usage of each paragraph, the left-out quotes and the unused sentences.
    """
    paragraphs = coverage.coverage(scope.resolved)
    listed = paragraphs if scope.brief.show_coverage else ()
    return {
        "src": f"figures/{FIGURE}.svg",
        "grouped": len(paragraphs) > MAX_BARS,
        "paragraphs": [
            {
                "number": item.paragraph.number,
                "href": scope.href(f"par-{item.paragraph.number}"),
                "words": item.size.words,
                **_percentages(item.shares),
                "unused_sentences": len(item.sentences_of(Usage.UNUSED)),
            }
            for item in listed
        ],
        "total": _totals(paragraphs),
        "left_out": [
            _row(scope, quote.match.paragraph, quote.exact) | {"reason": quote.reason}
            for quote in (scope.resolved.left_out if listed else ())
        ],
        "unused": [
            _row(scope, item.paragraph.number, sentence.text.strip())
            for item in listed
            for sentence in item.sentences_of(Usage.UNUSED)
        ],
    }


def _row(scope: Scope, paragraph: int, text: str) -> View:
    return {"paragraph": paragraph, "href": scope.href(f"par-{paragraph}"), "excerpt": excerpt(text, _SENTENCE_LENGTH)}


def _totals(paragraphs: Sequence[Coverage]) -> dict[str, int]:
    size, shares = coverage.total(paragraphs)
    return {
        "words": size.words,
        **_percentages(shares),
        "unused_sentences": sum(len(item.sentences_of(Usage.UNUSED)) for item in paragraphs),
    }


def _percentages(shares: Mapping[Usage, TextSize]) -> dict[str, int]:
    percentages = coverage.percentages([shares[usage].words for usage in Usage])
    return {usage.value.replace("-", "_"): share for usage, share in zip(Usage, percentages, strict=True)}


def coverage_figure(resolved: ResolvedBrief) -> View:
    """Return the input of the coverage figure: its template, the keys of its texts, and its data as CSV."""
    paragraphs = coverage.coverage(resolved)
    used = {span.usage for item in paragraphs for span in item.spans}
    return {
        "template": f"{FIGURE}.vl.yaml",
        "title": f"{FIGURE}.title",
        "description": f"{FIGURE}.alt-parts" if len(paragraphs) > MAX_BARS else f"{FIGURE}.alt",
        "values": _totals(paragraphs),
        "words": {usage.value: f"usage.{usage.value}" for usage in Usage if usage in used},
        "data_name": f"{FIGURE}.csv",
        "data": coverage_bars.figure_data(paragraphs, resolved.sources.essay.sections),
    }
