from __future__ import annotations

import pytest

from briefwright.html.datatable import table
from briefwright.sources.files import SourceFile
from briefwright.sources.plots import faults


def found(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in faults(SourceFile("a.csv", text))]


def test_rows_are_as_long_as_the_head() -> None:
    assert found('year,boats\n2001,"1,5"\n') == []
    assert found("year,boats\n2001\n\n2002,1,5\n") == [
        (2, "a row of 1 where the head has 2"),
        (4, "a row of 3 where the head has 2"),
    ]


def test_a_head_alone_is_no_data() -> None:
    assert found("\nyear,boats\n\n") == [(2, "a figure's data have a head and rows; this file has a head only")]


@pytest.mark.parametrize(("sign", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_commas_stand_between_values(sign: str, name: str) -> None:
    assert found(f"year{sign}boats\n2001{sign}1,5\n") == [(1, f"{name} stand between the values")]
    assert found(f'"year{sign}"\n2001\n') == []
    assert found(f"year,a{sign}b\n2001,1\n") == []


def test_blank_lines_are_no_rows() -> None:
    text = "year,boats\n\n2001,1\n\n"
    assert found(text) == []
    assert table("Boats", text).rows == (("2001", "1"),)
