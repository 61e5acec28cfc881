"""The checks of drawn figures: marks, labels that are cut or overlap, and missing values."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from briefwright.errors import BriefwrightError, InvalidSources
from briefwright.html import vega
from briefwright.html.figure_checks import drawing_problems, drawn_texts
from briefwright.html.figures import draw_figure, draw_svg
from tests import briefs

LONG = "Strengthen the exchange of information between the river police of all the"
NAMES = f"m,v\n{LONG} towns,4\n{LONG} ports,2\n"
NAMED: dict[str, dict[str, Any]] = {"y": {"field": "m", "type": "nominal"}, "x": {"field": "v", "type": "quantitative"}}
UPRIGHT: dict[str, dict[str, Any]] = {
    "x": {"field": "m", "type": "nominal", "axis": {"labelAngle": 0}},
    "y": NAMED["x"],
}


def figure(data: str, **changes: object) -> dict[str, Any]:
    specification = {
        "data": {"url": "a.csv"}, "mark": "bar", "width": 400, "height": 140, "encoding": NAMED, **changes,
    }  # fmt: skip
    return {
        "specification": specification, "data": data, "data_name": "a.csv", "title": "t", "description": "d",
        "path": "a.vl.yaml",
    }  # fmt: skip


def found(data: str, texts: frozenset[str] = frozenset(), **changes: object) -> list[str]:
    return [message for message, _ in drawing_problems(draw_svg(figure(data, **changes)), texts)]


def labels(svg: str) -> set[str]:
    return {text.text for text in drawn_texts(etree.fromstring(svg.encode()))}


def test_labels_are_complete() -> None:
    assert found(NAMES) == []
    assert {f"{LONG} towns", f"{LONG} ports"} <= labels(draw_svg(figure(NAMES)))


def test_reports_a_label_that_is_cut() -> None:
    short = {"axis": {"labelLimit": 100}}
    assert found(f"m,v\n{LONG},4\nb,2\n", config=short) == ["the label “Strengthen the e…” is cut"]
    assert found("m,v\nAnd so on …,1\n", frozenset({"And so on …"})) == []


def test_reports_labels_that_overlap() -> None:
    (message,) = found(NAMES, encoding=UPRIGHT)
    assert message == f"the labels “{LONG[:60]} …” and “{LONG[:60]} …” overlap"
    assert found("m,v\nA,4\nB,2\n", encoding=UPRIGHT) == []
    slanted = {"x": {**UPRIGHT["x"], "axis": {"labelAngle": -45}}, "y": UPRIGHT["y"]}
    assert found(NAMES, encoding=slanted) == []


def test_no_name_of_an_ordinal_axis_is_left_out() -> None:
    years = "m,v\n" + "".join(f"{year},1\n" for year in range(1950, 2010))
    (message,) = found(years, encoding={"x": {"field": "m", "type": "ordinal"}, "y": NAMED["x"]})
    assert message == "the labels “1950” and “1951” overlap, and 58 other pairs"


def test_reports_a_label_outside_the_figure() -> None:
    text = {"type": "text", "text": "words", "dx": 300}
    (message,) = found("m,v\nA,4\n", mark=text, autosize={"type": "none"}, padding=0, encoding={})
    assert message.startswith("the label “words” is cut at the edge of the figure, by ")


def test_reports_a_figure_without_marks() -> None:
    assert found("m,v\nA,4\n", transform=[{"filter": "datum.v > 5"}]) == ["the figure has no marks"]


def test_reports_a_logarithmic_scale_with_zeros() -> None:
    log = {**NAMED, "x": {**NAMED["x"], "field": "w", "scale": {"type": "log"}}}
    steps = [{"calculate": "datum.v - 1", "as": "w"}]
    assert found("m,v\nA,1\nB,9\n", encoding=log, transform=steps) == [
        "values of 0 or less are on a logarithmic scale, which has only values above 0"
    ]


def test_a_missing_value_has_no_mark_and_keeps_its_name() -> None:
    svg = draw_svg(figure("m,v\nA,1\nB,\nC,2\n"))
    assert svg.count('aria-roledescription="bar"') == 2
    assert {"A", "B", "C"} <= labels(svg)


def test_a_missing_value_is_not_zero_in_an_expression() -> None:
    more = {**NAMED, "x": {**NAMED["x"], "field": "w"}}
    svg = draw_svg(figure("m,v\nA,1\nB,\n", encoding=more, transform=[{"calculate": "datum.v + 1", "as": "w"}]))
    assert svg.count('aria-roledescription="bar"') == 1


def test_a_value_between_missing_ones_is_drawn_on_a_line() -> None:
    by_year = {"x": {"field": "m", "type": "ordinal"}, "y": NAMED["x"]}
    svg = draw_svg(figure("m,v\n2001,1\n2002,\n2003,2\n2004,\n2005,1\n", mark="line", encoding=by_year))
    assert svg.count('aria-roledescription="point"') == 3


def test_reports_a_missing_value_that_is_drawn_as_text() -> None:
    table = {"y": NAMED["y"], "text": NAMED["x"]}
    assert found("m,v\nA,1\nB,\n", mark="text", encoding=table) == ["the figure shows the text “NaN”"]


def test_hidden_labels_are_removed() -> None:
    days = "m,v\n" + "".join(f"2004-01-{day:02},1\n" for day in range(1, 29))
    by_day = {"x": {"field": "m", "type": "temporal", "axis": {"tickCount": 28}}, "y": NAMED["x"]}
    assert ' opacity="0"' not in draw_svg(figure(days, encoding=by_day))


def error(**changes: object) -> str:
    with pytest.raises(InvalidSources) as caught:
        draw_figure(figure("m,v\nA,1\n", **changes), briefs.theme())
    assert caught.value.problems[0].path == "a.vl.yaml"
    return caught.value.problems[0].message


def test_reports_errors_that_vega_only_prints() -> None:
    message = error(transform=[{"calculate": "datum.q.text", "as": "z"}])
    assert message == "Vega-Lite: TypeError: Cannot read properties of undefined (reading 'text')"


def test_reports_a_figure_that_is_too_high() -> None:
    assert error(height=2000).startswith("the figure is 937 px too tall for a page: its letters would be ")


def test_stops_an_endless_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vega, "TIME_LIMIT", 0.01)
    assert error() == "Vega-Lite took more than 0.01 seconds and was stopped; simplify the expressions"


def test_reports_what_vega_lite_refuses_without_drawing() -> None:
    with pytest.raises(ValueError, match="failed"):
        vega.to_svg_limited({"data": {"values": []}, "mark": "nosuch"})
    with pytest.raises(BriefwrightError, match=r"^Vega-Lite: "):
        draw_svg(figure("m,v\nA,1\n", mark="nosuch"))
