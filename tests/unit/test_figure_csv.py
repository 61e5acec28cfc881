from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.sources.figures.data import csv_problems, read_rows
from briefwright.sources.files import SourceFile


@given(st.text(alphabet='a,"\n\r é1 \u2028', max_size=16))
def test_reads_the_values_that_csv_reads(text: str) -> None:
    try:
        expected = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error:
        return
    assert [[cell.text for cell in row] for row in read_rows(text)] == expected


def test_knows_the_place_of_each_cell() -> None:
    rows = read_rows('a,b\r\n"x\ny",1\n\nc,"1,5"\n')
    assert [[(cell.line, cell.column, cell.width) for cell in row] for row in rows] == [
        [(0, 0, 1), (0, 2, 1)],
        [(1, 0, 5), (2, 3, 1)],
        [(4, 0, 1), (4, 2, 5)],
    ]


@pytest.mark.parametrize(
    ("header", "column", "message"),
    [
        ("town,boats,boats", 12, "columns 2 and 3 have the same name, “boats”"),
        ("town,boats,boats ", 12, "columns 2 and 3 have the same name, “boats”"),
        ("e\u0301,b,\u00e9", 6, "columns 1 and 3 have the same name, “\u00e9”"),
        ("town, boats,c", 6, "the name of column 2 begins or ends with a space"),
    ],
)
def test_rejects_columns_that_cannot_be_told_apart(header: str, column: int, message: str) -> None:
    problems = csv_problems(SourceFile("a.csv", f"{header}\n1,2,3\n"))
    assert [(one.line, one.column, one.message) for one in problems] == [(1, column, message)]


def test_rejects_quotation_marks_that_are_not_closed() -> None:
    (problem,) = csv_problems(SourceFile("a.csv", 'a,b\n1,"2\n'))
    assert problem.message.startswith("broken CSV: ")
