"""Figures and QR codes as SVG. Figures are Vega-Lite specifications with inlined data, drawn without a browser."""

from __future__ import annotations

import base64
import io
import re
from typing import TYPE_CHECKING, Any

import segno
import vl_convert
from lxml import etree
from markupsafe import escape
from PIL import Image

from briefwright.errors import BriefwrightError, InvalidSources, Problem
from briefwright.fonts import SANS, figure_font
from briefwright.html.figure_checks import drawing_problems
from briefwright.html.figure_config import DEFAULTS, WITH_GAPS, with_defaults, with_theme
from briefwright.html.figure_layout import figure_size, size_problem
from briefwright.html.timeline_layout import timeline_drawing
from briefwright.html.vega import to_svg, to_svg_limited
from briefwright.model import TIMELINE
from briefwright.sources.figures.data import read_rows
from briefwright.sources.figures.values import has_missing_values, typed_rows
from briefwright.sources.files import load_yaml
from briefwright.sources.walk import mappings, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from briefwright.language import Catalogue
    from briefwright.model import Theme

FigureSpec = dict[str, Any]
"""A figure as ``content.views.figure_sources`` returns it."""
_SHORTER_TIMELINE = "give events of the timeline a short `label`, or leave out the `date` of some"
"""A hint. The timeline is the only figure of the templates that can be too large for a page."""
_BOLD = {"bold", "600", "700"}
_PNG_COLOURS = 256
"""Enough for the colours and their antialiased edges; a true-colour file is seven times as large."""
# A link, picture or external colour in a figure; `url(#…)` is the figure's own gradient.
_ADDRESS = re.compile(r"""<[^<>]*?\b(href="[^"]*"|url\((?!#)[^)]*\))""")
# Vega hides labels of continuous axes that overlap; in a PDF they would still be text. It also draws empty paths.
_HIDDEN = re.compile(r'<text\b[^>]*\sopacity="0"[^>]*>.*?</text>|<path [^>]*\sdisplay="none"/>', re.DOTALL)
# Clock and random functions, whose output differs each time; markup in font names, which stops vl-convert.
_UNSAFE = re.compile(r"\b(now|random|sample\w+)\s*\(|[<>]\s*/?\s*[a-z]+\s*>|\"\s*>")


def register_fonts(folder: Path) -> None:
    """Make the fonts of a folder available to figures."""
    vl_convert.register_font_directory(str(folder))


def complete_spec(spec: FigureSpec, catalogue: Catalogue, templates: Path, family: str = SANS) -> FigureSpec:
    """Return a figure with its specification and words; a figure of every brief gets them from the templates.

    ``family`` is the packaged font family of its texts.
    """
    if "template" not in spec:
        return spec
    path = templates / "figures" / spec["template"]
    specification, _ = load_yaml(path, numbers=True)
    if spec["data_name"] == f"{TIMELINE}.csv":
        return spec | {"specification": specification | timeline_drawing(spec["data"], catalogue, family)}
    values = spec["values"]
    return spec | {
        "path": path.as_posix(),
        "specification": specification,
        "title": catalogue.text(spec["title"], **values),
        "description": catalogue.text(spec["description"], **values),
        "note": catalogue.text(spec["note"], **values),
        "words": {name: catalogue.text(key) for name, key in spec["words"].items()},
    }


def draw_figure(spec: FigureSpec, theme: Theme) -> str:
    """Return a completed figure as SVG for light and dark pages; raise ``InvalidSources`` if it cannot be drawn."""
    try:
        svg = draw_svg(spec | {"specification": with_theme(spec["specification"], theme)}, to_svg_limited)
    except BriefwrightError as error:
        raise InvalidSources([Problem(spec["path"], 1, 1, str(error))]) from None
    problems = list(drawing_problems(svg, _texts(spec)))
    if too_large := size_problem(figure_size(svg)):
        problems.append((too_large[0], _SHORTER_TIMELINE) if "template" in spec else too_large)
    if problems:
        raise InvalidSources(Problem(spec["path"], 1, 1, message, hint) for message, hint in problems)
    return dark_mode_svg(svg, theme.dark_figures, theme.figure_family)


def _texts(spec: FigureSpec) -> set[str]:
    """Return the texts of a figure's data, specification and words."""
    strings = (
        value for _, part in mappings(spec["specification"]) for item in part.values() for _, value in texts(item)
    )
    cells = (cell.text for row in read_rows(spec["data"]) for cell in row)
    return {*strings, *cells, *spec.get("words", {}).values()}


def draw_svg(spec: FigureSpec, convert: Callable[[FigureSpec], str] = to_svg) -> str:
    """Return a completed figure as SVG with its title and description; ``convert`` is one of `vega`.

    Its expressions read ``words`` by key from the parameter ``words``. It may load only ``data_name``, whose CSV text
    is ``data``. Raises ``BriefwrightError`` for any other address, and if Vega-Lite cannot draw the figure.
    """
    specification = spec["specification"]
    if not isinstance(specification, dict):
        raise BriefwrightError("the specification is not a mapping; write a Vega-Lite specification, with a mark")
    inlined = _inline_data(specification, spec["data_name"], typed_rows(spec["data"], specification))
    defaults = WITH_GAPS if has_missing_values(spec["data"], specification) else DEFAULTS
    inlined["config"] = with_defaults(inlined.get("config") or {}, defaults)
    if words := spec.get("words"):
        inlined["params"] = [*inlined.get("params", ()), {"name": "words", "value": words}]
    try:
        svg = _HIDDEN.sub("", convert(inlined))
    except ValueError as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        raise BriefwrightError(f"Vega-Lite: {' '.join(lines[:2])}") from None
    if resource := _ADDRESS.search(svg):
        raise BriefwrightError(f"the figure has a link or an external resource, {resource[1]}; remove it")
    head = f"<title>{escape(spec['title'])}</title><desc>{escape(spec['description'])}</desc>"
    return re.sub(r"(<svg[^>]*>)", lambda match: match[1] + head, svg, count=1)


def _inline_data(value: Any, name: str, rows: list[dict[str, str | float]]) -> Any:  # noqa: ANN401 - any JSON
    """Return a specification with its data in place of the name of the data."""
    if isinstance(value, dict):
        if "url" in value:
            if value["url"] != name:
                raise BriefwrightError(f"unknown data “{value['url']}”; use the figure’s own file, “{name}”")
            format_ = value.get("format")
            parse = format_.get("parse") if isinstance(format_, dict) else None
            # The rows have numbers already; Vega would parse a missing one as null.
            parse = parse and {field: how for field, how in parse.items() if how != "number"}
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


def dark_mode_svg(svg: str, dark: Mapping[str, str], family: str = SANS) -> str:
    """Return a figure's SVG with a style sheet and fonts for light and dark pages.

    A picture in a page can use neither the page's fonts nor its style sheet (SVG 2, 2.7, secure static mode), so the
    SVG contains both. The rules apply on screens only: print and viewers without CSS show the original figure.
    ``dark`` maps each colour (``#rrggbb``) to its colour on a dark page. A figure with any other colour stays light.
    ``family`` is the packaged font family of its texts.
    """
    root = etree.fromstring(svg.encode())
    rules = "".join([*_font_faces(root, family), *_dark_rules(root, dark)])
    if not rules:
        return svg
    return re.sub(r"(?=<(?:rect|g|path)\b)", lambda _: f"<style>@media screen{{{rules}}}</style>", svg, count=1)


def _font_faces(root: etree._Element, family: str) -> Iterator[str]:
    characters: dict[int, set[str]] = {400: set(), 600: set()}
    for text in root.iter("{*}text"):
        if family in text.get("font-family", ""):
            weight = 600 if text.get("font-weight") in _BOLD else 400
            characters[weight] |= set("".join(str(part) for part in text.itertext()))
    for weight, used in characters.items():
        if used:
            data = base64.b64encode(figure_font("".join(sorted(used)), weight, family)).decode()
            source = f'url("data:font/woff2;base64,{data}") format("woff2")'
            yield f'@font-face{{font-family:"{family}";font-weight:{weight};src:{source}}}'


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
