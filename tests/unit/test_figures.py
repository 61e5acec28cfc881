from __future__ import annotations

import re
from typing import Any

import pytest
import segno
from lxml import etree

from briefwright.errors import BriefwrightError
from briefwright.html import figures

SVG = "{http://www.w3.org/2000/svg}"
DATA = "year,boats\n2001,1\n2002,-2.5\n2003,\n"
BARS = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "data": {"url": "boats.csv"},
    "mark": {"type": "bar", "fill": "#123456"},
    "encoding": {"x": {"field": "year", "type": "ordinal"}, "y": {"field": "boats", "type": "quantitative"}},
}
EVIL = "https://evil.example/a"


def draw(rows: str = DATA, title: str = "Boats", **changes: object) -> str:
    return drawn({**BARS, **changes}, rows, title)


def drawn(specification: object, rows: str, title: str) -> str:
    drawing = {"specification": specification, "data_name": "boats.csv", "data": rows, "title": title}
    return figures.draw_svg(drawing | {"description": "Boats by <year>."})


def encoding(**channels: object) -> dict[str, Any]:
    return {"encoding": {**BARS["encoding"], **channels}}  # type: ignore[dict-item]


def test_draws_a_figure_from_its_data() -> None:
    root = etree.fromstring(draw().encode())
    assert root.tag == f"{SVG}svg"
    # A missing value has no mark.
    assert len(root.findall(f".//{SVG}path[@fill='#123456']")) == 2
    assert {"2001", "2002", "2003"} <= {text.text for text in root.iter(f"{SVG}text")}


def test_escapes_the_title() -> None:
    title = 'A <b> & "c" \\1'
    root = etree.fromstring(draw(title=title).encode())
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == title
    assert (root[1].tag, root[1].text) == (f"{SVG}desc", "Boats by <year>.")


def test_parses_data_as_the_specification_says() -> None:
    # An empty value is not a number, so it is left out.
    svg = draw(data={"url": "boats.csv", "format": {"type": "csv", "parse": {"boats": "number"}}})
    assert svg.count("#123456") == 2
    assert draw(data={"url": "boats.csv", "format": "csv"}) == draw()


def test_figures_are_reproducible() -> None:
    assert draw() == draw()


@pytest.mark.parametrize(
    "changes",
    [
        {"data": {"url": f"{EVIL}.csv"}},
        {"data": {"url": "file:///etc/hostname"}},
        {"data": {"url": "../boats.csv"}},
        {"data": {"url": "BOATS.csv"}},
        {"data": {"url": ["boats.csv"]}},
        {"transform": [{"lookup": "year", "from": {"data": {"url": "b.csv"}, "key": "year", "fields": ["a"]}}]},
        {"layer": [{"mark": "bar", "data": {"url": f"{EVIL}.csv"}}]},
        {"mark": {"type": "image", "url": f"{EVIL}.png"}},
        {"mark": "image", **encoding(url={"value": f"{EVIL}.png"})},
        {"mark": "image", **encoding(url={"field": "year"})},
        {"config": {"image": {"url": f"{EVIL}.png"}}, "mark": "image"},
    ],
)
def test_rejects_other_data(changes: dict[str, Any]) -> None:
    with pytest.raises(BriefwrightError, match=r"^unknown data “.*“boats\.csv”$"):
        draw(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        encoding(href={"value": EVIL}),
        encoding(href={"field": "year"}),
        {"mark": {"type": "bar", "href": EVIL}},
        {"config": {"mark": {"href": EVIL}}},
        {"config": {"style": {"bar": {"href": EVIL}}}},
        {"mark": {"type": "bar", "fill": f"url({EVIL})"}},
        {"mark": "image"},
    ],
)
def test_rejects_links_and_external_resources(changes: dict[str, Any]) -> None:
    with pytest.raises(BriefwrightError):
        draw(**changes)


def test_accepts_gradients() -> None:
    gradient = {"gradient": "linear", "stops": [{"offset": 0, "color": "red"}, {"offset": 1, "color": "blue"}]}
    assert "url(#gradient" in draw(mark={"type": "bar", "color": gradient})


@pytest.mark.parametrize(
    "changes",
    [
        {"mark": "nosuch"},
        {"encoding": {"x": {"field": "year", "type": "nosuch"}}},
        {"params": [{"name": "a", "expr": "data('x"}]},
        {"layer": 3},
    ],
)
def test_reports_vega_lite_errors_on_one_line(changes: dict[str, Any]) -> None:
    with pytest.raises(BriefwrightError) as error:
        draw(**changes)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("specification", [None, [], "", "{}", '{"mark": "bar", "data": {"url": "boats.csv"}}', {}])
def test_rejects_a_specification_that_is_not_a_mapping(specification: Any) -> None:  # noqa: ANN401 - any YAML
    with pytest.raises(BriefwrightError):
        drawn(specification, DATA, "Boats")


def test_qr_code_contains_its_address() -> None:
    address = "https://briefs.example.org/sample/executive-brief.html?a=1&b=<c>"
    root = etree.fromstring(figures.qr_code(address).encode())
    title, path = root
    assert title.text == address
    expected = segno.make(address, error="m", micro=False)
    assert modules(path.get("d", "")) == {
        (row, column) for row, line in enumerate(expected.matrix) for column, dark in enumerate(line) if dark
    }
    assert root.get("width") == str(len(expected.matrix) + 4)


def modules(path: str) -> set[tuple[int, int]]:
    """Return the dark modules of a path of horizontal strokes, without the quiet zone of two modules."""
    found = set()
    x, y = 0.0, 0.0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?", path):
        if command == "h":
            found |= {(int(y) - 2, int(x) - 2 + step) for step in range(int(first))}
            x += float(first)
        else:
            x, y = (float(first), float(second)) if command == "M" else (x + float(first), y + float(second))
    return found


def test_qr_codes_are_reproducible() -> None:
    assert figures.qr_code("https://example.org") == figures.qr_code("https://example.org")


@pytest.mark.parametrize(
    "changes",
    [
        {"transform": [{"calculate": "now()", "as": "x"}]},
        {"transform": [{"calculate": "random() * 2", "as": "x"}]},
        {"data": {"sequence": {"start": 0, "stop": 1_000_000_000}}},
        {"mark": {"type": "text", "font": '"><script>alert(1)</script>'}},
    ],
)
def test_rejects_clocks_random_numbers_generators_and_markup(changes: dict[str, object]) -> None:
    with pytest.raises(BriefwrightError, match="is not allowed"):
        draw(**changes)  # type: ignore[arg-type]
