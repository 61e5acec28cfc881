"""Read the publisher's logo: an SVG without scripts, links, text and style sheets, or a PNG without metadata."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from briefwright.sources.essay.pictures import PictureFile, PictureRefused, clean_picture

if TYPE_CHECKING:
    from pathlib import Path

NAME = "publisher_logo"
"""The published name without ending; an underscore occurs in no name of a figure."""
_MAX_BYTES = 500_000
_HEIGHT = 160
"""Pixels of a published SVG, whose own size may be in any unit."""
_SVG = "http://www.w3.org/2000/svg"
_ALLOWED = frozenset({
    *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc", "defs", "use"),
    *("symbol", "clipPath", "mask", "linearGradient", "radialGradient", "stop"),
})  # fmt: skip
_FOREIGN_URL = re.compile(r"url\(\s*['\"]?(?!#)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*([0-9]*\.?[0-9]+)(px|pt|mm|cm|in|pc|Q)?\s*")


def read_logo(path: Path) -> PictureFile:
    """Return a logo as published; raise ``PictureRefused`` if it cannot be shown."""
    if path.is_symlink() or not path.is_file():
        raise PictureRefused(f"the logo {path.name} is missing", f"save it as {path.as_posix()}")
    if path.stat().st_size > _MAX_BYTES:
        raise PictureRefused(f"the logo {path.name} has more than {_MAX_BYTES // 1000} kB", "save it smaller")
    content = path.read_bytes()
    if path.suffix == ".svg":
        return _svg(content, path.name)
    data, ending, size = clean_picture(content, f"the logo {path.name}")
    if ending != "png":
        raise PictureRefused(f"the logo {path.name} is not a PNG file", "save it as PNG")
    return PictureFile(f"{NAME}.png", data, *size)


def _svg(content: bytes, name: str) -> PictureFile:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise PictureRefused(f"the logo {name} is not SVG: {error.msg}", "export it again as SVG") from None
    if root.tag != f"{{{_SVG}}}svg" or root.getroottree().docinfo.internalDTD is not None:
        raise PictureRefused(f"the logo {name} is not plain SVG", "export it as plain SVG, without a DOCTYPE")
    for element in list(root.iter("*")):
        tag = etree.QName(element)
        if tag.namespace != _SVG or tag.localname == "metadata":  # data of a drawing program
            _remove(element)
        elif tag.localname not in _ALLOWED:
            hint = "convert text to paths" if tag.localname in {"text", "tspan"} else "export it as plain SVG paths"
            raise PictureRefused(f"the logo {name} contains <{tag.localname}>, which is not allowed", hint)
        else:
            _check_attributes(element, name)
    width, height = _size(root, name)
    root.set("width", str(round(_HEIGHT * width / height)))
    root.set("height", str(_HEIGHT))
    etree.cleanup_namespaces(root)
    return PictureFile(f"{NAME}.svg", etree.tostring(root), round(_HEIGHT * width / height), _HEIGHT)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _check_attributes(element: etree._Element, name: str) -> None:
    """Refuse event handlers and references to other files; remove attributes of drawing programs."""
    for key, value in list(element.attrib.items()):
        attribute = etree.QName(key)
        is_link = attribute.localname == "href"
        if attribute.localname.lower().startswith("on") or (is_link and not str(value).startswith("#")):
            hint = "export it as plain SVG, without scripts and links"
            raise PictureRefused(f"the logo {name} has the attribute “{attribute.localname}”", hint)
        if _FOREIGN_URL.search(str(value)) or "@import" in str(value):
            raise PictureRefused(f"the logo {name} refers to another file", "export it as one plain SVG file")
        if attribute.namespace and not is_link:
            del element.attrib[key]


def _size(root: etree._Element, name: str) -> tuple[float, float]:
    """Return width and height in units of the drawing; set the view box if it is missing."""
    box = str(root.get("viewBox", "")).replace(",", " ").split()
    sides = [_NUMBER.fullmatch(str(root.get(side, ""))) for side in ("width", "height")]
    try:
        if box:
            width, height = float(box[2]), float(box[3])
        else:
            width, height = (float(side[1]) if side else 0.0 for side in sides)
            root.set("viewBox", f"0 0 {width:g} {height:g}")
    except (ValueError, IndexError):
        width = height = 0.0
    if not (width > 0 and height > 0):
        raise PictureRefused(f"the logo {name} has no size", "give its <svg> element a viewBox")
    return width, height
