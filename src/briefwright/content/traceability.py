"""The parts that show what is used: the trace matrix, the coverage of the essay, and the figure of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from briefwright.content import coverage, usage
from briefwright.content.coverage import Usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefwright.content.coverage import Coverage
    from briefwright.content.resolution import ResolvedBrief
    from briefwright.content.scope import PartView, Scope
    from briefwright.content.usage import Use

FIGURE = "coverage"
"""The name of the figure, which no figure of a brief may have."""
_EXCERPT = 62
_SENTENCE = 64
"""About how many characters stand for a passage and for a sentence in a table: a line of print."""
_COLUMNS = {"findings": "findings", "recommendations": "recommendations", "annotations": "notes"}


def matrix(scope: Scope) -> list[PartView]:
    """Return the trace matrix: a row for every passage, with all that rests on it."""
    uses = usage.uses(scope.resolved)
    anchors = usage.anchors(scope.resolved)
    excerpts = [(anchor.match.paragraph, excerpt(anchor.exact, _EXCERPT)) for anchor in anchors]
    shown = Counter(excerpts)
    return [
        {
            **scope.passage(anchor),
            "excerpt": short[1] if shown[short] == 1 else ends(anchor.exact, _EXCERPT),
            **{
                column: [_link(scope, use) for use in uses[anchor.id] if use.part == part]
                for part, column in _COLUMNS.items()
            },
            "elsewhere": [_link(scope, use) for use in uses[anchor.id] if use.part not in _COLUMNS],
        }
        for anchor, short in zip(anchors, excerpts, strict=True)
    ]


def _link(scope: Scope, use: Use) -> PartView:
    return {"part": use.part, "called": use.called, "label": use.label, "href": scope.address(use)}


def excerpt(text: str, length: int) -> str:
    """Return the first words of a text, whole, of about a length in characters, which stand for it in a table."""
    if len(text) <= length:
        return text
    first = text[: length + 1].rpartition(" ")[0] or text.partition(" ")[0]
    return text if first == text else f"{first}\N{NO-BREAK SPACE}…"


def ends(text: str, length: int) -> str:
    """Return a text's first word and its last ones, of about a length: for passages that begin alike."""
    if len(text) <= length:
        return text
    first, _, rest = text.partition(" ")
    last = rest.split(" ")[1:] or [rest]
    while len(last) > 1 and len(" ".join(last)) > length - len(first):
        del last[0]
    return f"{first} … {' '.join(last)}"


def essay_coverage(scope: Scope) -> PartView:
    """Return how much of each paragraph is used, in per cent of its words, and which sentences are not."""
    paragraphs = coverage.coverage(scope.resolved)
    return {
        "src": f"figures/{FIGURE}.svg",
        "paragraphs": [
            {
                "number": item.paragraph.number,
                "href": scope.href(f"par-{item.paragraph.number}"),
                "words": item.size.words,
                **_per_cent([item.shares[reach].words for reach in Usage]),
                "unused_sentences": len(item.sentences_of(Usage.UNUSED)),
            }
            for item in paragraphs
        ],
        "total": _totals(paragraphs),
        "left_out": [
            _row(scope, omission.match.paragraph, omission.exact) | {"reason": omission.reason}
            for omission in scope.resolved.left_out
        ],
        "unused": [
            _row(scope, item.paragraph.number, sentence.text.strip())
            for item in paragraphs
            for sentence in item.sentences_of(Usage.UNUSED)
        ],
    }


def _row(scope: Scope, paragraph: int, text: str) -> PartView:
    return {"paragraph": paragraph, "href": scope.href(f"par-{paragraph}"), "excerpt": excerpt(text, _SENTENCE)}


def _totals(paragraphs: Sequence[Coverage]) -> dict[str, int]:
    size, shares = coverage.total(paragraphs)
    return {
        "words": size.words,
        **_per_cent([shares[reach].words for reach in Usage]),
        "unused_sentences": sum(len(item.sentences_of(Usage.UNUSED)) for item in paragraphs),
    }


def _per_cent(counts: Sequence[int]) -> dict[str, int]:
    return {
        reach.value.replace("-", "_"): share for reach, share in zip(Usage, coverage.percentages(counts), strict=True)
    }


def coverage_figure(resolved: ResolvedBrief) -> PartView:
    """Return what the figure is drawn from: the name of its template, the keys of its words, and its data.

    The data has a line for each stretch: its paragraph, what becomes of it, and where it begins and ends, from 0 to 1.
    """
    paragraphs = coverage.coverage(resolved)
    lines = [
        f"¶{item.paragraph.number},{stretch.reach.value},"
        f"{stretch.start / item.size.characters:.5f},{stretch.end / item.size.characters:.5f}\n"
        for item in paragraphs
        for stretch in item.stretches
    ]
    return {
        "template": f"{FIGURE}.vl.yaml",
        "title": f"{FIGURE}.title",
        "description": f"{FIGURE}.alt",
        "values": _totals(paragraphs),
        "words": {reach.value: f"usage.{reach.value}" for reach in Usage},
        "data_name": f"{FIGURE}.csv",
        "data": "".join(["paragraph,reach,start,end\n", *lines]),
    }
