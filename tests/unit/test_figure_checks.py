from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright.sources.figures.data import column_names, csv_problems
from briefwright.sources.figures.fields import figure_problems, unknown_fields
from briefwright.sources.files import SourceFile, load_yaml, parse_yaml
from tests.briefs import ROOT

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("year", "deaths", "place.name")


def found(text: str) -> list[tuple[int, str, str | None]]:
    specification, source = parse_yaml(SourceFile("a.vl.yaml", f"data: {{url: a.csv}}\n{text}"), numbers=True)
    return [(one.line, one.message, one.hint) for one in unknown_fields(specification, source, COLUMNS)]


def test_rejects_a_field_that_is_not_a_column() -> None:
    assert found("encoding:\n  x: {field: year}\n  y:\n    field: deathz\n") == [
        (5, "the data has no column “deathz”", "did you mean “deaths”?")
    ]
    assert found("encoding: {x: {field: year}, y: {field: qqq}}") == [
        (2, "the data has no column “qqq”", "use one of the columns year, deaths, place.name")
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("encoding: {href: {value: x}}", "href"),
        ("layer: [{encoding: {url: {field: year}}}]", "url"),
        ("mark: {type: bar, href: x}", "href"),
        ("hconcat: [{mark: {type: image, url: x.png}}]", "url"),
    ],
)
def test_rejects_links_and_pictures(text: str, key: str) -> None:
    specification, source = parse_yaml(SourceFile("a.vl.yaml", f"data: {{url: a.csv}}\n{text}"), numbers=True)
    problems = figure_problems(specification, source, SourceFile("a.csv", "year,deaths\n2001,3\n"), "a.csv")
    message = f"“{key}” is a link or a picture, which a figure cannot have"
    assert [(one.line, one.column) for one in problems if one.message == message] == [(2, text.index(key) + 1)]


@pytest.mark.parametrize(
    "text",
    [
        "layer: [{encoding: {x: {field: deathz}}}]",
        "hconcat: [{vconcat: [{spec: {encoding: {x: {field: deathz}}}}]}]",
        "encoding: {x: {field: year, sort: {field: deathz}}}",
        "encoding: {x: {condition: {test: a, field: deathz}}}",
        "transform: [{aggregate: [{op: sum, field: deathz, as: total}], groupby: [year]}]",
        "transform: [{filter: {field: deathz, equal: 1}}]",
        "transform: [{calculate: datum.deaths * 2, as: twice}]\nencoding: {x: {field: deathz}}",
        "facet: {field: deathz}\nspec: {mark: bar}",
        "facet: {row: {field: deathz}}\nspec: {mark: bar}",
        "repeat: {column: [deathz]}\nspec: {mark: bar}",
    ],
)
def test_checks_fields_everywhere(text: str) -> None:
    assert [message for _, message, _ in found(text)] == ["the data has no column “deathz”"]


@pytest.mark.parametrize(
    "text", ["repeat:\n  - year\n  - deathz\nspec: {mark: bar}", "repeat:\n  row:\n    [deathz]\nspec: {mark: bar}"]
)
def test_unknown_field_of_repeat_is_at_its_place(text: str) -> None:
    ((line, _, _),) = found(text)
    assert line == 4


@pytest.mark.parametrize(
    "text",
    [
        "encoding: {x: {field: made}}\ntransform: [{calculate: datum.deaths, as: made}]",
        "encoding: {x: {field: made}}\nlayer: [{transform: [{calculate: datum.deaths, as: made}]}]",
        "encoding: {x: {field: from}, x2: {field: to}}\ntransform: [{bin: true, field: deaths, as: [from, to]}]",
        "encoding: {x: {field: b}, x2: {field: b_end}}\ntransform: [{bin: true, field: deaths, as: b}]",
        "encoding: {x: {field: key}, y: {field: value}}\ntransform: [{fold: [year, deaths]}]",
        "encoding: {x: {field: k}, y: {field: v}}\ntransform: [{fold: [year, deaths], as: [k, v]}]",
        "encoding: {y: {field: total}}\ntransform: [{aggregate: [{op: sum, field: deaths, as: total}]}]",
        "encoding: {y: {field: rank}}\ntransform: [{window: [{op: rank, as: rank}], sort: [{field: rank}]}]",
        "encoding: {y: {field: anything}}\ntransform: [{pivot: year, value: deaths}]",
        "encoding: {y: {field: prob}}\ntransform: [{quantile: deaths}]",
        "encoding: {y: {field: anything}}\ntransform: [{lookup: year, from: {data: {url: a.csv}, key: year}}]",
        "encoding: {y: {field: sum_deaths, sort: {field: deaths}}, x: {aggregate: sum, field: deaths}}",
        "encoding: {x: {field: deaths_end}, y: {field: deaths, stack: zero}}",
        "encoding: {x: {field: yearmonth_year}, y: {field: year, timeUnit: yearmonth}}",
        "encoding: {x: {aggregate: count, field: '*'}}",
        "encoding: {x: {field: {repeat: column}}}\nrepeat: {column: [year, deaths]}",
        "encoding: {x: {field: 'place\\.name'}}",
        "encoding: {x: {field: '[place.name]'}}",
        "layer: [{data: {values: [{a: 1}]}, encoding: {x: {field: a}}}]",
        "layer: [{data: {name: other}, encoding: {x: {field: anything}}}]",
        "encoding: {x: {field: a}}\nlayer: [{data: {values: [{a: 1}]}}, {mark: bar}]",
        "encoding: {x: {field: anything}}\nlayer: [{data: {name: other}}, {mark: bar}]",
        "params: [{name: a, value: {field: anything}}]",
        "config: {field: anything}",
    ],
)
def test_accepts_fields_that_the_specification_computes(text: str) -> None:
    assert found(text) == []


def test_ignores_a_specification_that_is_not_a_mapping() -> None:
    specification, source = parse_yaml(SourceFile("a.vl.yaml", "- field: a\n"), numbers=True)
    assert list(unknown_fields(specification, source, COLUMNS)) == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "sources").rglob("*.vl.yaml")) + sorted((ROOT / "tests/data").rglob("*.vl.yaml"))
)
def test_accepts_all_figures_of_the_repository(path: Path) -> None:
    data = path.with_name(path.name.replace(".vl.yaml", ".csv"))
    specification, source = load_yaml(path, numbers=True)
    names = column_names(SourceFile(data.name, data.read_text("utf-8")))
    assert list(unknown_fields(specification, source, names)) == []
    assert list(unknown_fields(specification, source, ())), "its fields are checked"


def test_accepts_the_coverage_figure() -> None:
    specification, source = load_yaml(ROOT / "templates/figures/coverage.vl.yaml", numbers=True)
    assert list(unknown_fields(specification, source, ("paragraph", "start", "end", "usage"))) == []


def csv_errors(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in csv_problems(SourceFile("a.csv", text))]


def test_rejects_rows_with_a_wrong_number_of_values() -> None:
    assert csv_errors('year,boats\n2001,"1,5"\n') == []
    assert csv_errors("year,boats\n2001\n\n2002,1,5\n") == [
        (2, "the number of values in this row (1) differs from the header (2)"),
        (4, "the number of values in this row (3) differs from the header (2)"),
    ]


def test_hint_fits_too_few_or_too_many_values() -> None:
    few, many = csv_problems(SourceFile("a.csv", "year,boats\n2001;1\n2002,1,5\n"))
    assert few.hint == "separate the values with commas; an empty value also needs its comma"
    assert many.hint == "put quotation marks around a value with a comma"


def test_rejects_data_without_rows() -> None:
    assert csv_errors("\nyear,boats\n\n") == [(2, "the file has a header but no rows")]


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_rejects_other_separators(separator: str, name: str) -> None:
    assert csv_errors(f"year{separator}boats\n2001{separator}1,5\n") == [(1, f"{name} separate the values")]
    assert csv_errors(f'"year{separator}s"\n2001\n') == []
    assert csv_errors(f"year,a{separator}b\n2001,1\n") == []


def test_rejects_columns_without_name() -> None:
    assert csv_errors("year,boats,\n2001,1,\n") == [(1, "column 3 has no name in the header")]
    assert csv_errors("year, ,boats\n2001,1,2\n") == [(1, "column 2 has no name in the header")]


def test_ignores_blank_lines() -> None:
    assert csv_errors("year,boats\n\n2001,1\n\n") == []
