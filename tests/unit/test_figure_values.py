from __future__ import annotations

from typing import Any

import pytest

from briefwright.sources.figures.values import has_missing_values, typed_rows, value_problems
from briefwright.sources.files import SourceFile

X = {"field": "town", "type": "nominal"}
Y = {"field": "boats", "type": "quantitative"}


def spec(x: object = X, y: object = Y, **keys: object) -> dict[str, Any]:
    return {"data": {"url": "a.csv"}, "mark": "bar", "encoding": {"x": x, "y": y}, **keys}


def found(text: str, specification: object = None) -> list[tuple[int, int, str]]:
    source = SourceFile("a.csv", text)
    return [(one.line, one.column, one.message) for one in value_problems(specification or spec(), source)]


def hint(cell: str) -> str | None:
    (problem,) = value_problems(spec(), SourceFile("a.csv", f'town,boats\na,"{cell}"\n'))
    return problem.hint


def test_accepts_numbers_and_missing_values() -> None:
    assert found("town,boats\na,1\nb,-2.5\nc,\nd,1e3\ne, 4 \nf,+.5\n") == []


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("1,5", "write a decimal point"),
        ("1,200", "without separators between thousands"),
        ("1.234,5", "without separators between thousands"),
        ("1 200", "without separators between thousands"),
        ("1’200", "without separators between thousands"),
        ("12%", "delete the per cent sign"),
        ("12 %", "delete the per cent sign"),
        ("−5", "minus sign as a hyphen"),
        ("€5", "write only the number"),
        ("5 boats", "write only the number"),
        ("n/a", "leave the cell empty"),
        ("–", "leave the cell empty"),
        ("NaN", "leave the cell empty"),
        ("many", "or leave the cell empty"),
        ("1e400", "in a larger unit"),
        ("9007199254740993", "in a larger unit"),
    ],
)
def test_rejects_a_text_in_a_column_of_numbers(cell: str, words: str) -> None:
    assert words in str(hint(cell))


def test_names_line_and_column_of_the_cell() -> None:
    assert found('town,boats\n\n"a\nb",3\nc,"1,5"\n') == [(5, 3, "“1,5” is not a number, so it would not be drawn")]


@pytest.mark.parametrize(
    "specification",
    [
        spec(y={"field": "boats", "aggregate": "mean"}),
        spec(y={"field": "boats", "bin": True}),
        spec(y={"field": "boats", "scale": {"type": "sqrt"}}),
        spec(x={"field": "town", "type": "quantitative"}, y=X) | {"encoding": {"x": Y, "x2": {"field": "boats"}}},
        spec(x=X, y={"value": 1}, transform=[{"aggregate": [{"op": "max", "field": "boats", "as": "m"}]}]),
        spec(x=X, y={"value": 1}, transform=[{"density": "boats"}]),
        spec(x=X, y={"field": "v", "type": "quantitative"}, transform=[{"fold": ["boats"], "as": ["k", "v"]}]),
        spec(x=X, y={"field": "value", "type": "quantitative"}, transform=[{"fold": ["boats"]}]),
        spec() | {"repeat": ["boats"], "spec": spec(y={"field": {"repeat": "repeat"}, "type": "quantitative"})},
        {"data": {"url": "a.csv"}, "layer": [{"mark": "bar", "encoding": {"x": X, "y": Y}}]},
        spec(y={"condition": {"test": "true", "field": "boats", "type": "quantitative"}, "value": 1}),
        spec(y={"value": 1}) | {"data": {"url": "a.csv", "format": {"parse": {"boats": "number"}}}},
    ],
)  # fmt: skip
def test_finds_each_use_as_a_number(specification: dict[str, Any]) -> None:
    assert [line for line, *_ in found("town,boats\na,n/a\nb,2\n", specification)] == [2]


def test_checks_no_column_that_a_transform_replaces() -> None:
    assert found("town,boats\na,1 boat\n", spec(transform=[{"calculate": "length(datum.boats)", "as": "boats"}])) == []


def test_finds_broken_numbers_that_an_expression_reads() -> None:
    twice = spec(y={"field": "c", "type": "quantitative"}, transform=[{"calculate": "datum.boats * 2", "as": "c"}])
    assert found('town,boats\na,1\nb,"1,5"\nc,n/a\nd,\n', twice) == [
        (3, 3, "“1,5” is not a number"),
        (4, 3, "“n/a” is not a number"),
    ]
    assert found("town,boats\na,left\nb,none\n", twice) == []


def test_rejects_a_missing_value_in_a_sum() -> None:
    assert found("town,boats\na,1\na,\n", spec(y={"field": "boats", "aggregate": "sum"})) == [
        (3, 3, "the cell is empty, and a sum would count it as 0")
    ]


def test_rejects_values_that_a_logarithmic_scale_lacks() -> None:
    log = spec(y={**Y, "scale": {"type": "log"}})
    assert [line for line, *_ in found("town,boats\na,1\nb,0\nc,-1\n", log)] == [3, 4]


def test_rejects_numbers_that_would_be_drawn_as_one_name() -> None:
    both = spec(x={"field": "boats", "type": "ordinal"})
    assert found("town,boats\na,1\nb,01\nc,1.0\n", both) == [
        (3, 3, "“01” and “1” would be drawn as one"),
        (4, 3, "“1.0” and “1” would be drawn as one"),
    ]
    assert found("town,boats\na,1\nb,1\n", both) == []


def test_rejects_empty_names_and_names_that_look_alike() -> None:
    assert found("town,boats\nA,1\n,2\nA ,3\ne\u0301,4\n\u00e9,5\n") == [
        (3, 1, "the cell is empty, so its mark would have no name"),
        (4, 1, "“A ” and “A” look alike but are two names"),
        (6, 1, "“\u00e9” and “e\u0301” look alike but are two names"),
    ]


DATES = spec(x={"field": "town", "type": "temporal"})


@pytest.mark.parametrize("date", ["2004", "2004-03", "2004-03-11", "2004-03-11T10:20", "2004-03-11T10:20:30Z", ""])
def test_accepts_dates_of_iso_8601(date: str) -> None:
    assert found(f"town,boats\n{date},1\n", DATES) == []


@pytest.mark.parametrize("date", ["2004-02-30", "2004-13", "05/06/2004", "1 May 2004", "20040311", "1078963200000"])
def test_rejects_other_dates(date: str) -> None:
    assert found(f"town,boats\n{date},1\n", DATES) == [(2, 1, f"“{date}” is not a date")]


def test_accepts_dates_in_the_format_of_the_specification() -> None:
    parsed = DATES | {"data": {"url": "a.csv", "format": {"parse": {"town": "utc:'%d.%m.%Y'"}}}}
    assert found("town,boats\n1.5.2004,1\n31.12.2004,1\n", parsed) == []
    assert [line for line, *_ in found("town,boats\n2004-05-01,1\n31.2.2004,1\n", parsed)] == [2, 3]


def test_rejects_an_empty_date_that_an_expression_reads() -> None:
    reading = DATES | {"transform": [{"calculate": "time(datum.town)", "as": "t"}]}
    assert [line for line, *_ in found("town,boats\n,1\n", reading)] == [2]


def test_missing_numbers_are_left_out_of_the_rows() -> None:
    assert typed_rows("town,boats\na,1\nb,\nc,2.5\n", spec()) == [
        {"town": "a", "boats": 1},
        {"town": "b"},
        {"town": "c", "boats": 2.5},
    ]
    assert has_missing_values("town,boats\na,1\nb,\n", spec())
    assert not has_missing_values("town,boats\na,1\n", spec())


def test_codes_and_dates_stay_text() -> None:
    assert typed_rows("town,boats\n01,1\n1,1\n", spec())[0] == {"town": "01", "boats": 1}
    assert typed_rows("town,boats\n1.50,1\n1.5,1\n", spec())[0] == {"town": "1.50", "boats": 1}
    assert typed_rows("town,boats\n2001,1\n", DATES) == [{"town": "2001", "boats": 1}]
    # Years are sorted as numbers.
    assert typed_rows("town,boats\n999,1\n2001,1\n", spec())[0] == {"town": 999, "boats": 1}
