from __future__ import annotations

from typing import Any

import pytest

from briefwright.content import traceability
from briefwright.content.parts import PARTS
from briefwright.content.scope import Scope
from briefwright.sources import loading
from tests import briefs
from tests.briefs import REPORT

KINDS = loading.load_document_types(briefs.TEMPLATES)


def part(name: str) -> Any:  # noqa: ANN401 - any JSON
    return PARTS[name](Scope(briefs.resolve(), REPORT, KINDS))


def test_the_matrix_has_a_row_for_every_passage_and_all_that_rests_on_it() -> None:
    rows = part("matrix")
    resting = {
        row["exact"]: [
            [use["label"] or use["part"] for use in row[column]]
            for column in ("findings", "recommendations", "notes", "elsewhere")
        ]
        for row in rows
    }
    assert resting["The town had one bridge."] == [["F1"], [], [], ["summary"]]
    assert resting["the council asked for a second bridge"] == [[], ["R1"], [], ["thesis"]]
    assert resting["It stood for three hundred years"] == [[], [], ["1"], []]
    assert resting["After the flood"] == [[], [], [], ["why", "The river"]]
    assert len(rows) == len(set(briefs.resolve().anchors.values()))
    assert [row["paragraph"] for row in rows] == sorted(row["paragraph"] for row in rows)


def test_what_the_report_does_not_show_is_linked_where_it_is_shown() -> None:
    (row,) = [row for row in part("matrix") if row["exact"] == "After the flood"]
    assert [use["href"] for use in row["elsewhere"]] == ["executive-brief.html#why-it-matters", "#event-flood"]
    kinds = {REPORT: KINDS[REPORT]}
    (row,) = [
        row for row in traceability.matrix(Scope(briefs.resolve(), REPORT, kinds)) if row["exact"] == "After the flood"
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
def test_an_excerpt_ends_with_a_word(text: str, short: str) -> None:
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
def test_passages_that_begin_alike_are_told_by_their_ends(text: str, short: str) -> None:
    assert traceability.ends(text, 15) == short


def test_coverage_of_each_paragraph_adds_up() -> None:
    found = part("coverage")
    for row in [*found["paragraphs"], found["total"]]:
        assert sum(row[key] for key in ("stated", "noted", "elsewhere", "left_out", "unused")) == 100
    assert sum(row["words"] for row in found["paragraphs"]) == found["total"]["words"]
    assert sum(row["unused_sentences"] for row in found["paragraphs"]) == len(found["unused"])


def test_the_figure_draws_what_the_coverage_says() -> None:
    drawing = traceability.coverage_figure(briefs.resolve())
    head, *lines = drawing["data"].splitlines()
    assert head == "paragraph,reach,start,end"
    rows = [line.split(",") for line in lines]
    assert {row[0] for row in rows} == {"¶1", "¶2", "¶3"}
    assert {row[1] for row in rows} <= set(drawing["words"])
    for number in ("¶1", "¶2", "¶3"):
        own = [(float(start), float(end)) for name, _, start, end in rows if name == number]
        assert own[0][0] == 0
        assert own[-1][1] == 1
        assert [end for _, end in own[:-1]] == [start for start, _ in own[1:]]
