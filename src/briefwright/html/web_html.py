"""Web HTML: the fragment of a document, shaped for the web page.

It places the notes, and adds a contents popover, permalinks, backlinks and data tables. It adds no text: names are in
``aria-label`` and symbols in the style sheet, so the page and its PDF have the same text.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lxml import html
from lxml.html import builder

from briefwright import markup
from briefwright.html.addresses import mark_links
from briefwright.html.backlinks import add_backlinks
from briefwright.html.data_table import add_data_tables
from briefwright.html.figure_layout import group_with_data, scroll_wide_figures
from briefwright.html.web_notes import place_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml.html import HtmlElement

    from briefwright.html.figure_layout import FigureSize

Picture = tuple[str, tuple[int, int] | None]
"""The address under which a page loads a picture; its width and height in pixels, if known."""
_CONTENTS_ID = "contents-list"
_HEADINGS = ("h2", "h3", "h4")
_LABEL_WORDS = 6
"""Words of a passage in the label of its permalink."""


def web_html(  # noqa: PLR0913 - what a page is made of
    fragment: str,
    text: Callable[..., str],
    data: Mapping[str, tuple[str, str]],
    pictures: Mapping[str, Picture],
    sizes: Mapping[str, FigureSize] = MappingProxyType({}),
    *,
    language: str,
) -> str:
    """Return a fragment shaped for the web page.

    ``text`` returns the interface string of a key. ``data`` (titles and CSV of figures), ``pictures`` and ``sizes``
    are by the address that the fragment has in ``src``. ``language`` is the BCP 47 tag of the page.

    - A note follows the sentence with its reference, and links back to it.
    - The contents become a ``nav`` popover with an opening button before it and a closing button inside.
    - Headings, findings, paragraphs and passages get permalinks.
    - References and terms get backlinks, figures get data tables.
    - Figures with letters too small for a phone scroll sideways there.
    - Links that show their address get the class ``address``.
    """
    root = html.fragment_fromstring(fragment, create_parent="div")
    add_backlinks(root, text)
    place_notes(root, text, language)
    for nav in list(root.iter("nav")):
        # A column beside the text has room for them.
        if "contents" in nav.classes and not any("side" in element.classes for element in nav.iterancestors()):
            _make_popover(nav, text)
    _add_permalinks(root, text)
    add_data_tables(root, data, text)
    scroll_wide_figures(root, sizes)
    group_with_data(root)
    mark_links(root)
    for image in root.iter("img"):
        address, size = pictures.get(image.get("src", ""), (None, None))
        if address and image.get("src") in sizes:
            size = sizes[image.get("src", "")].on_screen
        if address:
            image.set("src", address)
        # The browser reserves the space before the picture loads.
        if size and not image.get("width"):
            image.set("width", str(size[0]))
            image.set("height", str(size[1]))
    return "".join(html.tostring(child, encoding="unicode") for child in root)


def _make_popover(nav: HtmlElement, text: Callable[..., str]) -> None:
    """Make the contents a popover, which needs no script (HTML, 6.12, the popover attribute).

    The closing button is for touch screens: choosing an entry does not close the popover.
    """
    nav.set("id", _CONTENTS_ID)
    nav.set("popover", "")
    button = _button("contents-open", {"aria-label": text("heading.contents")})
    nav.addprevious(builder.DIV({"class": "contents-bar"}, button))
    close = _button("contents-close", {"popovertargetaction": "hide", "aria-label": text("label.close")})
    close.tail, nav.text = nav.text, None
    nav.insert(0, close)


def _button(class_name: str, attributes: Mapping[str, str]) -> HtmlElement:
    return builder.BUTTON({"type": "button", "class": class_name, "popovertarget": _CONTENTS_ID, **attributes})


def _add_permalinks(root: HtmlElement, text: Callable[..., str]) -> None:
    for element in list(root.iter(*_HEADINGS, "mark", "div", "span")):
        name = element.get("id")
        if element.tag == "mark":
            _add_passage_permalinks(element, text)
        elif name and element.tag in _HEADINGS and not any(True for _ in element.iterancestors("nav")):
            _add_heading_permalink(element, name, text)
        # A row of a table has its identifier at its number.
        elif name and not {"paragraph", "paragraph-number"}.isdisjoint(element.classes):
            number = _text_of(element, "paragraph-number")
            _link_number(element, "paragraph-number", name, text("label.paragraph", number=number))
        elif name and "finding" in element.classes:
            element.append(_permalink(name, _text_of(element, "short"), text))


def _add_heading_permalink(heading: HtmlElement, name: str, text: Callable[..., str]) -> None:
    """Link the numeral of a heading, or add a permalink beside the heading; inside, it would change its name."""
    if _link_number(heading, "numeral", name):
        return
    row = builder.DIV({"class": "heading-row"})
    row.tail, heading.tail = heading.tail, None
    heading.addprevious(row)
    row.append(heading)
    row.append(_permalink(name, " ".join(str(heading.text_content()).split()), text))


def _link_number(element: HtmlElement, class_name: str, name: str, label: str = "") -> bool:
    """Make an element's number a permalink; return ``False`` if it has no number, or if that is already a link."""
    number = _part(element, class_name, "span")
    if number is None or number.find("a") is not None:
        return False
    link = builder.A(number.text or "", {"href": f"#{name}"})
    if label:
        link.set("aria-label", label)
    number.text = None
    number.append(link)
    return True


def _add_passage_permalinks(mark: HtmlElement, text: Callable[..., str]) -> None:
    """Insert permalinks to all passages that begin at a mark; before the link that the mark begins in, if any."""
    words = " ".join(str(mark.text_content()).split()[:_LABEL_WORDS])
    names = [name for part in mark.iter("mark", "span") if (name := part.get("id"))]
    around = next(mark.iterancestors("a"), None)
    for name in reversed(names):
        link = _permalink(name, words, text)
        if around is not None:
            around.addprevious(link)
        else:
            link.tail, mark.text = mark.text, None
            mark.insert(0, link)


def _permalink(name: str, target: str, text: Callable[..., str]) -> HtmlElement:
    label = text("label.link-to", target=markup.within_quotes(target))
    return builder.A({"class": "permalink", "href": f"#{name}", "aria-label": label})


def _text_of(element: HtmlElement, class_name: str) -> str:
    part = _part(element, class_name, "span", "a")
    return str(part.text_content()).strip() if part is not None else ""


def _part(element: HtmlElement, class_name: str, *tags: str) -> HtmlElement | None:
    return next((part for part in element.iter(*tags) if class_name in part.classes), None)
