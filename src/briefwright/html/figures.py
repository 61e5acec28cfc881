"""Figures and QR codes as SVG. Figures are Vega-Lite specifications with inlined data, drawn without a browser."""

from __future__ import annotations

import base64
import csv
import io
import re
from typing import TYPE_CHECKING, Any

import segno
import vl_convert
from lxml import etree
from markupsafe import escape
from PIL import Image

from briefwright.errors import BriefwrightError, InvalidSources, Problem
from briefwright.fonts import figure_font, font_folders
from briefwright.sources.files import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from briefwright.language import Catalogue

FigureSpec = dict[str, Any]
"""A figure as ``content.views.figure_sources`` returns it."""
FAMILY = "IBM Plex Sans"
"""The font family of figures."""
_BOLD = {"bold", "600", "700"}
_PNG_COLOURS = 256
"""Enough for the colours and their antialiased edges; a true-colour file is seven times as large."""
# A link, picture or external colour in a figure; `url(#…)` is the figure's own gradient.
_ADDRESS = re.compile(r"""<[^<>]*?\b(href="[^"]*"|url\((?!#)[^)]*\))""")
# Clock and random functions, whose output differs each time; markup in font names, which stops vl-convert.
_UNSAFE = re.compile(r"\b(now|random|sample\w+)\s*\(|[<>]\s*/?\s*[a-z]+\s*>|\"\s*>")


def register_fonts(folder: Path) -> None:
    """Make the fonts of a folder available to figures."""
    vl_convert.register_font_directory(str(folder))


def complete_spec(spec: FigureSpec, catalogue: Catalogue, templates: Path) -> FigureSpec:
    """Return a figure with its specification and words; a figure of every brief gets them from the templates."""
    if "template" not in spec:
        return spec
    path = templates / "figures" / spec["template"]
    specification, _ = load_yaml(path, numbers=True)
    values = spec["values"]
    return spec | {
        "path": path.as_posix(),
        "specification": specification,
        "title": catalogue.text(spec["title"], **values),
        "description": catalogue.text(spec["description"], **values),
        "words": {name: catalogue.text(key) for name, key in spec["words"].items()},
    }


def draw_figure(spec: FigureSpec, dark: Mapping[str, str]) -> str:
    """Return a completed figure as SVG for light and dark pages; raise ``InvalidSources`` if it cannot be drawn.

    ``dark`` maps each colour to its colour on a dark page.
    """
    for folder in font_folders():
        register_fonts(folder)
    try:
        svg = draw_svg(spec)
    except BriefwrightError as error:
        raise InvalidSources([Problem(spec["path"], 1, 1, str(error))]) from None
    return dark_mode_svg(svg, dark)


def draw_svg(spec: FigureSpec) -> str:
    """Return a completed figure as SVG with its title and description.

    Its expressions read ``words`` by key from the parameter ``words``. It may load only ``data_name``, whose CSV text
    is ``data``. Raises ``BriefwrightError`` for any other address, and if Vega-Lite cannot draw the figure.
    """
    inlined = _inline_data(spec["specification"], spec["data_name"], _rows(spec["data"]))
    if not isinstance(inlined, dict):
        raise BriefwrightError("the specification is not a mapping; write a Vega-Lite specification, with a mark")
    if words := spec.get("words"):
        inlined["params"] = [*inlined.get("params", ()), {"name": "words", "value": words}]
    try:
        svg = str(vl_convert.vegalite_to_svg(inlined, allowed_base_urls=[]))
    except ValueError as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        raise BriefwrightError(f"Vega-Lite: {' '.join(lines[:2])}") from None
    if resource := _ADDRESS.search(svg):
        raise BriefwrightError(f"the figure has a link or an external resource, {resource[1]}; remove it")
    head = f"<title>{escape(spec['title'])}</title><desc>{escape(spec['description'])}</desc>"
    return re.sub(r"(<svg[^>]*>)", lambda match: match[1] + head, svg, count=1)


def _rows(data: str) -> list[dict[str, str | float]]:
    reader = csv.DictReader(io.StringIO(data), restkey="", restval="")
    rows = []
    for row in reader:
        if "" in row:
            raise BriefwrightError(f"line {reader.line_num} of the data has more values than the header has names")
        rows.append({key: _number(value) for key, value in row.items()})
    return rows


def _number(text: str) -> str | float:
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def _inline_data(value: Any, name: str, rows: list[dict[str, str | float]]) -> Any:  # noqa: ANN401 - any JSON
    """Return a specification with its data in place of the name of the data."""
    if isinstance(value, dict):
        if "url" in value:
            if value["url"] != name:
                raise BriefwrightError(f"unknown data “{value['url']}”; use the figure’s own file, “{name}”")
            format_ = value.get("format")
            parse = format_.get("parse") if isinstance(format_, dict) else None
            rest = {key: item for key, item in value.items() if key not in {"url", "format"}}
            return {**rest, "values": rows} | ({"format": {"parse": parse}} if parse else {})
        if generators := {"sequence", "graticule"} & value.keys():
            raise BriefwrightError(f"generated data “{generators.pop()}” is not allowed; use the file “{name}”")
        return {key: _inline_data(item, name, rows) for key, item in value.items()}
    if isinstance(value, list):
        return [_inline_data(item, name, rows) for item in value]
    if isinstance(value, str) and (unsafe := _UNSAFE.search(value)):
        raise BriefwrightError(
            f"“{unsafe[0]}” is not allowed in a figure: its result differs in each build or fails; remove it"
        )
    return value


def dark_mode_svg(svg: str, dark: Mapping[str, str]) -> str:
    """Return a figure's SVG with a style sheet and fonts for light and dark pages.

    A picture in a page can use neither the page's fonts nor its style sheet (SVG 2, 2.7, secure static mode), so the
    SVG contains both. The rules apply on screens only: print and viewers without CSS show the original figure.
    ``dark`` maps each colour (``#rrggbb``) to its colour on a dark page. A figure with any other colour stays light.
    """
    root = etree.fromstring(svg.encode())
    rules = "".join([*_font_faces(root), *_dark_rules(root, dark)])
    if not rules:
        return svg
    return re.sub(r"(?=<(?:rect|g|path)\b)", lambda _: f"<style>@media screen{{{rules}}}</style>", svg, count=1)


def _font_faces(root: etree._Element) -> Iterator[str]:
    characters: dict[int, set[str]] = {400: set(), 600: set()}
    for text in root.iter("{*}text"):
        if FAMILY in text.get("font-family", ""):
            weight = 600 if text.get("font-weight") in _BOLD else 400
            characters[weight] |= set("".join(str(part) for part in text.itertext()))
    for weight, used in characters.items():
        if used:
            data = base64.b64encode(figure_font("".join(sorted(used)), weight)).decode()
            source = f'url("data:font/woff2;base64,{data}") format("woff2")'
            yield f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};src:{source}}}'


def _dark_rules(root: etree._Element, dark: Mapping[str, str]) -> Iterator[str]:
    paints = {(name, element.get(name, "none")) for element in root.iter("*") for name in ("fill", "stroke")}
    used = sorted((name, colour) for name, colour in paints if colour not in {"none", "transparent", "currentColor"})
    if all(colour in dark for _, colour in used):
        rules = (f'[{name}="{colour}"]{{{name}:{dark[colour]}}}' for name, colour in used)
        yield f"@media (prefers-color-scheme:dark){{{''.join(rules)}}}"


def svg_to_png(svg: str) -> bytes:
    """Return an SVG with few colours as PNG, one pixel for each user unit.

    The fonts must be registered, and each text must name the font that has its characters.
    """
    image = Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=1.0, ppi=72)))
    out = io.BytesIO()
    image.convert("RGB").quantize(_PNG_COLOURS, dither=Image.Dither.NONE).save(out, "png", optimize=True)
    return out.getvalue()


def qr_code(address: str) -> str:
    """Return the QR code of an address as SVG (ISO/IEC 18004, error correction level M or better)."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, title=address, xmldecl=False, nl=False)
    return out.getvalue().decode()
