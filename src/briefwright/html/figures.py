"""Figures and QR codes as SVG: Vega-Lite specifications with their data inside, drawn without a browser."""

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
"""What ``content.views.drawings`` gives of a figure."""
FAMILY = "IBM Plex Sans"
"""The typeface that figures are drawn in."""
_BOLD = {"bold", "600", "700"}
_COLOURS = 256
"""Enough for the inks with their edges; a file of all colours is seven times as large."""
# A link or a picture in a drawn figure, or a colour from elsewhere; a gradient of its own is url(#…).
_ADDRESS = re.compile(r"""<[^<>]*?\b(href="[^"]*"|url\((?!#)[^)]*\))""")


def register_fonts(folder: Path) -> None:
    """Let figures use the typefaces of a folder."""
    vl_convert.register_font_directory(str(folder))


def complete(drawing: FigureSpec, catalogue: Catalogue, templates: Path) -> FigureSpec:
    """Return a drawing with its specification and words; those of a figure that every brief has are in templates."""
    if "template" not in drawing:
        return drawing
    path = templates / "figures" / drawing["template"]
    specification, _ = load_yaml(path, numbers=True)
    values = drawing["values"]
    return drawing | {
        "path": path.as_posix(),
        "specification": specification,
        "title": catalogue.text(drawing["title"], **values),
        "description": catalogue.text(drawing["description"], **values),
        "words": {name: catalogue.text(key) for name, key in drawing["words"].items()},
    }


def drawn(drawing: FigureSpec, dark: Mapping[str, str]) -> str:
    """Return a completed drawing as SVG; raise ``InvalidSources`` where Vega-Lite refuses it.

    ``dark`` gives the colour that stands for each colour on a dark page.
    """
    for folder in font_folders():
        register_fonts(folder)
    try:
        svg = draw(drawing)
    except BriefwrightError as error:
        raise InvalidSources([Problem(drawing["path"], 1, 1, str(error))]) from None
    return dark_mode_svg(svg, dark)


def draw(drawing: FigureSpec) -> str:
    """Return the SVG of a completed drawing's Vega-Lite specification, with its title and its description.

    Where there are ``words``, its expressions find them by their keys in the parameter ``words``.
    The only data that it may name is ``data_name``, whose CSV text is given, and it may hold no address; raises
    ``BriefwrightError`` for any other, and where Vega-Lite cannot draw it.
    """
    inlined = _inline(drawing["specification"], drawing["data_name"], _rows(drawing["data"]))
    if not isinstance(inlined, dict):
        raise BriefwrightError("a figure is a Vega-Lite specification: a mapping with a mark and its encoding, say")
    if words := drawing.get("words"):
        inlined["params"] = [*inlined.get("params", ()), {"name": "words", "value": words}]
    try:
        svg = str(vl_convert.vegalite_to_svg(inlined, allowed_base_urls=[]))
    except ValueError as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        raise BriefwrightError(f"Vega-Lite: {' '.join(lines[:2])}") from None
    if found := _ADDRESS.search(svg):
        raise BriefwrightError(f"a figure is a picture and leads nowhere, but this one has {found[1]}")
    head = f"<title>{escape(drawing['title'])}</title><desc>{escape(drawing['description'])}</desc>"
    return re.sub(r"(<svg[^>]*>)", lambda match: match[1] + head, svg, count=1)


# The clock and chance give other bytes each time; these signs in a font's name end vl-convert.
_UNSAFE = re.compile(r"\b(now|random|sample\w+)\s*\(|[<>]\s*/?\s*[a-z]+\s*>|\"\s*>")


def _rows(data: str) -> list[dict[str, str | float]]:
    reader = csv.DictReader(io.StringIO(data), restkey="", restval="")
    rows = []
    for row in reader:
        if "" in row:
            raise BriefwrightError(f"line {reader.line_num} of the data has more values than its head has names")
        rows.append({key: _number(value) for key, value in row.items()})
    return rows


def _number(text: str) -> str | float:
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def _inline(value: Any, name: str, rows: list[dict[str, str | float]]) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        if "url" in value:
            if value["url"] != name:
                raise BriefwrightError(f"a figure reads its own data only ({name}), not {value['url']}")
            form = value.get("format")
            parse = form.get("parse") if isinstance(form, dict) else None
            rest = {key: item for key, item in value.items() if key not in {"url", "format"}}
            return {**rest, "values": rows} | ({"format": {"parse": parse}} if parse else {})
        if made := {"sequence", "graticule"} & value.keys():
            raise BriefwrightError(f"a figure draws its own data only, not a {made.pop()}")
        return {key: _inline(item, name, rows) for key, item in value.items()}
    if isinstance(value, list):
        return [_inline(item, name, rows) for item in value]
    if isinstance(value, str) and (found := _UNSAFE.search(value)):
        raise BriefwrightError(f"“{found[0]}” may not stand in a figure: it would not be drawn the same, or at all")
    return value


def dark_mode_svg(svg: str, dark: Mapping[str, str]) -> str:
    """Return a figure's SVG with a style sheet for a page of any colour.

    A picture in a page may use neither the page's typefaces nor its style sheet (SVG 2, 2.7, secure static mode), so it
    carries both: its own letters, and other colours where the page is dark.  All of it is for screens: in print, and
    for what knows no style sheets, the figure is as it was.  ``dark`` gives for each colour of the publisher (``#rrggbb``)
    the one that stands for it on a dark page; a figure with any other colour stays light, for nobody has said what it
    is to be.
    """
    root = etree.fromstring(svg.encode())
    rules = "".join([*_faces(root), *_dark(root, dark)])
    if not rules:
        return svg
    return re.sub(r"(?=<(?:rect|g|path)\b)", lambda _: f"<style>@media screen{{{rules}}}</style>", svg, count=1)


def _faces(root: etree._Element) -> Iterator[str]:
    letters: dict[int, set[str]] = {400: set(), 600: set()}
    for text in root.iter("{*}text"):
        if FAMILY in text.get("font-family", ""):
            weight = 600 if text.get("font-weight") in _BOLD else 400
            letters[weight] |= set("".join(str(part) for part in text.itertext()))
    for weight, signs in letters.items():
        if signs:
            data = base64.b64encode(figure_font("".join(sorted(signs)), weight)).decode()
            source = f'url("data:font/woff2;base64,{data}") format("woff2")'
            yield f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};src:{source}}}'


def _dark(root: etree._Element, dark: Mapping[str, str]) -> Iterator[str]:
    paints = {(name, element.get(name, "none")) for element in root.iter("*") for name in ("fill", "stroke")}
    used = sorted((name, colour) for name, colour in paints if colour not in {"none", "transparent", "currentColor"})
    if all(colour in dark for _, colour in used):
        rules = (f'[{name}="{colour}"]{{{name}:{dark[colour]}}}' for name, colour in used)
        yield f"@media (prefers-color-scheme:dark){{{''.join(rules)}}}"


def png_of(svg: str) -> bytes:
    """Return a drawing of few colours as PNG, a pixel for each of its units.

    Typefaces must be registered, and each text name the one that sets it.
    """
    drawn = Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=1.0, ppi=72)))
    out = io.BytesIO()
    drawn.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(out, "png", optimize=True)
    return out.getvalue()


def qr_code(address: str) -> str:
    """Return the QR code of an address as SVG (ISO/IEC 18004, error correction M or better)."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, title=address, xmldecl=False, nl=False)
    return out.getvalue().decode()
