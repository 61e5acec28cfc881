from __future__ import annotations

from typing import Any

import pytest

from briefwright.content import traceability
from briefwright.content.parts import PARTS
from briefwright.content.scope import Scope
from briefwright.sources import loading
from tests import briefs
from tests.briefs import REPORT

DOCUMENT_TYPES = loading.load_document_types(briefs.TEMPLATES)


def part(name: str) -> Any:  # noqa: ANN401 - any JSON
    return PARTS[name](Scope(briefs.resolve(), REPORT, DOCUMENT_TYPES))


def test_matrix_has_a_row_for_each_passage_with_its_uses() -> None:
    rows = part("matrix")
    uses = {
        row["exact"]: [
            [use["label"] or use["part"] for use in row[column]]
            for column in ("findings", "recommendations", "notes", "elsewhere")
        ]
        for row in rows
    }
    assert uses["The town had one bridge."] == [["F1"], [], [], ["summary"]]
    assert uses["the council asked for a second bridge"] == [[], ["R1"], [], ["thesis"]]
    assert uses["It stood for three hundred years"] == [[], [], ["1"], []]
    assert uses["After the flood"] == [[], [], [], ["why", "The river"]]
    assert len(rows) == len(set(briefs.resolve().anchors.values()))
    assert [row["locator"] for row in rows] == sorted(row["locator"] for row in rows)


def test_matrix_links_to_the_first_document_that_shows_a_use() -> None:
    (row,) = [row for row in part("matrix") if row["exact"] == "After the flood"]
    assert [use["href"] for use in row["elsewhere"]] == ["executive-brief.html#why-it-matters", "#event-flood"]
    report_only = {REPORT: DOCUMENT_TYPES[REPORT]}
    (row,) = [
        row
        for row in traceability.matrix(Scope(briefs.resolve(), REPORT, report_only))
        if row["exact"] == "After the flood"
    ]
    assert [use["href"] for use in row["elsewhere"]] == [None, "#event-flood"]


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("a few words", "a few words"),
        ("one two three four", "one two …"),
        ("incomprehensibilities galore", "incomprehensibilities …"),
        ("incomprehensibilities", "incomprehensibilities"),
    ],
)
def test_excerpt_ends_with_a_whole_word(text: str, short: str) -> None:
    assert traceability.excerpt(text, 12).replace("\N{NO-BREAK SPACE}", " ") == short


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("create departments and messages", "create … messages"),
        ("create it now, do", "create … now, do"),
        ("create incomprehensibilities", "create … incomprehensibilities"),
        ("create it", "create it"),
    ],
)
def test_first_and_last_words(text: str, short: str) -> None:
    assert traceability.first_and_last_words(text, 15) == short


def test_coverage_adds_up() -> None:
    found = part("coverage")
    for row in [*found["paragraphs"], found["total"]]:
        assert sum(row[key] for key in ("stated", "noted", "elsewhere", "left_out", "unused")) == 100
    assert sum(row["words"] for row in found["paragraphs"]) == found["total"]["words"]
    assert sum(row["unused_sentences"] for row in found["paragraphs"]) == len(found["unused"])


def test_coverage_figure_data_cover_each_paragraph() -> None:
    figure = traceability.coverage_figure(briefs.resolve())
    head, *lines = figure["data"].splitlines()
    assert head == "paragraph,usage,start,end"
    rows = [line.split(",") for line in lines]
    assert {row[0] for row in rows} == {"¶1", "¶2", "¶3"}
    assert {row[1] for row in rows} <= set(figure["words"])
    for number in ("¶1", "¶2", "¶3"):
        spans = [(float(start), float(end)) for name, _, start, end in rows if name == number]
        assert spans[0][0] == 0
        assert spans[-1][1] == 1
        assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]
