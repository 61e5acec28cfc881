from __future__ import annotations

import json
from importlib.resources import files

import pytest
import vl_convert

from briefwright.html.vega import VERSION
from briefwright.sources.figures.schema import schema_problems
from briefwright.sources.files import SourceFile, load_yaml, parse_yaml
from tests.briefs import ROOT

BARS = "data: {url: a.csv}\nmark: bar\nencoding:\n  x: {field: year, type: ordinal}\n"


def found(text: str) -> list[tuple[int, int, str, str | None]]:
    specification, source = parse_yaml(SourceFile("a.vl.yaml", text), numbers=True)
    return [(one.line, one.column, one.message, one.hint) for one in schema_problems(specification, source)]


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "sources").rglob("*.vl.yaml"))
    + sorted((ROOT / "tests/data").rglob("*.vl.yaml"))
    + sorted((ROOT / "templates/figures").glob("*.vl.yaml")),
    ids=lambda path: path.name,
)
def test_accepts_all_figures_of_the_repository(path: object) -> None:
    assert list(schema_problems(*load_yaml(path, numbers=True))) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "place", "message", "hint"),
    [
        ("encoding", "encodng", (3, 1), "Vega-Lite has no key “encodng” here", "did you mean “encoding”?"),
        ("url", "URL", (1, 8), "Vega-Lite has no key “URL” here", "did you mean “url”?"),
        ("field", "feild", (4, 7), "Vega-Lite has no key “feild” here", "did you mean “field”?"),
        ("ordinal", "ordinl", (4, 26), "“ordinl” is not a value of “type”", "did you mean “ordinal”?"),
        ("mark: bar", "mark: bra", (2, 7), "“bra” is not a value of “mark”", "did you mean “bar”?"),
        ("mark: bar", "mrak: bar", (2, 1), "Vega-Lite has no key “mrak” here", "did you mean “mark”?"),
        ("data: {url: a.csv}\n", "", (1, 1), "the key “data” is missing", "add `data:`"),
        ("bar", "{type: bar, size: big}", (2, 25), "“big” is not valid for “size”", "write a number or a mapping"),
        ("type: ordinal", "axis: none", (4, 26), "“none” is not valid for “axis”", "write a mapping or null"),
        ("bar", "{type: bar, opacity: 2}", (2, 28), "the largest allowed value is 1", None),
    ],
)
def test_reports_each_difference_at_its_place(
    old: str, new: str, place: tuple[int, int], message: str, hint: str | None
) -> None:
    assert old in BARS
    assert found(BARS.replace(old, new, 1)) == [(*place, message, hint)]


def test_reports_only_the_branch_that_is_meant() -> None:
    text = "data: {url: a.csv}\nhconcat:\n  - mark: bar\n    encoding: {x: {field: a, aggregate: summ}}\n"
    assert found(text) == [(4, 41, "“summ” is not a value of “aggregate”", "did you mean “sum”?")]
    text = "data: {url: a.csv}\nlayer:\n  - {mark: bar}\n  - {mark: {type: text, algn: left}}\n"
    assert found(text) == [(4, 25, "Vega-Lite has no key “algn” here", "did you mean “align”?")]


def test_reports_all_errors_at_once() -> None:
    assert len(found(BARS.replace("bar", "{type: bar, colour: red}").replace("ordinal", "ordinl"))) == 2


@pytest.mark.parametrize("text", ["- mark: bar\n", "bar\n", "''\n"])
def test_rejects_a_specification_that_is_not_a_mapping(text: str) -> None:
    assert [message for _, _, message, _ in found(text)] == ["the specification is not a mapping"]


@pytest.mark.parametrize("version", ["vega-lite/v4", "vega/v5"])
def test_rejects_other_languages_and_versions(version: str) -> None:
    text = f"$schema: https://vega.github.io/schema/{version}.json\n{BARS}"
    assert [(line, message) for line, _, message, _ in found(text)] == [
        (1, "this is not the address of Vega-Lite 5 or 6")
    ]


def test_the_schema_is_of_the_version_that_draws() -> None:
    schema = json.loads(files("briefwright.sources").joinpath("vega_lite/schema.json").read_text("utf-8"))
    assert schema["$comment"].startswith(f"Vega-Lite {VERSION}.")
    assert vl_convert.get_vegalite_versions()[-1] == VERSION
