from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright.sources.figure_checks import columns, csv_problems, unknown_fields
from briefwright.sources.files import SourceFile, load_yaml, parse_yaml
from tests.briefs import ROOT

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("year", "deaths", "place.name")


def found(text: str) -> list[tuple[int, str, str | None]]:
    specification, source = parse_yaml(SourceFile("a.vl.yaml", f"data: {{url: a.csv}}\n{text}"), numbers=True)
    return [(one.line, one.message, one.hint) for one in unknown_fields(specification, source, COLUMNS)]


def test_a_field_is_a_column_of_the_data() -> None:
    assert found("encoding:\n  x: {field: year}\n  y:\n    field: deathz\n") == [
        (5, "the data have no column “deathz”", "did you mean “deaths”?")
    ]
    assert found("encoding: {x: {field: year}, y: {field: qqq}}") == [
        (2, "the data have no column “qqq”", "the columns are year, deaths, place.name")
    ]


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
    ],
)
def test_wherever_it_is_named(text: str) -> None:
    assert [message for _, message, _ in found(text)] == ["the data have no column “deathz”"]


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
def test_what_the_specification_makes_itself_is_none_of_the_datas(text: str) -> None:
    assert found(text) == []


def test_what_is_no_mapping_names_no_field() -> None:
    specification, source = parse_yaml(SourceFile("a.vl.yaml", "- field: a\n"), numbers=True)
    assert list(unknown_fields(specification, source, COLUMNS)) == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "sources").rglob("*.vl.yaml")) + sorted((ROOT / "tests/data").rglob("*.vl.yaml"))
)
def test_the_figures_that_there_are_name_their_columns(path: Path) -> None:
    data = path.with_name(path.name.replace(".vl.yaml", ".csv"))
    specification, source = load_yaml(path, numbers=True)
    names = columns(SourceFile(data.name, data.read_text("utf-8")))
    assert list(unknown_fields(specification, source, names)) == []
    assert list(unknown_fields(specification, source, ())), "its fields are looked at"


def test_the_figure_that_every_brief_has_names_its_columns() -> None:
    specification, source = load_yaml(ROOT / "templates/figures/coverage.vl.yaml", numbers=True)
    assert list(unknown_fields(specification, source, ("paragraph", "start", "end", "reach"))) == []


def faults_of(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in csv_problems(SourceFile("a.csv", text))]


def test_rows_are_as_long_as_the_head() -> None:
    assert faults_of('year,boats\n2001,"1,5"\n') == []
    assert faults_of("year,boats\n2001\n\n2002,1,5\n") == [
        (2, "a row of 1 where the head has 2"),
        (4, "a row of 3 where the head has 2"),
    ]


def test_a_head_alone_is_no_data() -> None:
    assert faults_of("\nyear,boats\n\n") == [(2, "a figure's data have a head and rows; this file has a head only")]


@pytest.mark.parametrize(("sign", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_commas_stand_between_values(sign: str, name: str) -> None:
    assert faults_of(f"year{sign}boats\n2001{sign}1,5\n") == [(1, f"{name} stand between the values")]
    assert faults_of(f'"year{sign}"\n2001\n') == []
    assert faults_of(f"year,a{sign}b\n2001,1\n") == []


def test_each_column_has_a_name() -> None:
    assert faults_of("year,boats,\n2001,1,\n") == [(1, "column 3 of the head has no name")]
    assert faults_of("year, ,boats\n2001,1,2\n") == [(1, "column 2 of the head has no name")]


def test_blank_lines_are_no_rows() -> None:
    assert faults_of("year,boats\n\n2001,1\n\n") == []
