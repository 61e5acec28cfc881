"""Backlinks: from a reference or a glossary term to every place on the page that cites it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml.html import builder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

_CITABLE_CLASSES = ("csl-entry", "term")
_NAME_CLASSES = ("numeral", "term-name", "figure-title")
"""Classes of the parts that name an item, in order of preference."""


def add_backlinks(root: HtmlElement, text: Callable[..., str]) -> None:
    """Add to each reference and glossary term a list of links to the items that cite it.

    A term that links to the citing term gets no backlink, which would repeat its “See also”. The style sheet
    shows the link's name from ``data-name``, the words before the links from ``data-label``, and commas between them.
    """
    by_id = {name: element for element in root.iter() if isinstance(element.tag, str) and (name := element.get("id"))}
    citing: dict[str, dict[str, HtmlElement]] = {}
    for link in root.iter("a"):
        page, _, name = link.get("href", "").partition("#")
        target = None if page else by_id.get(name)
        if target is not None and any(class_name in target.classes for class_name in _CITABLE_CLASSES):
            item = next(_enclosing_items(link, by_id), None)
            if item is not None and item is not target and not _term_links_to(target, item):
                citing.setdefault(name, {})[item.get("id", "")] = item
    for name, items in citing.items():
        links = builder.SPAN({"class": "cited-in", "data-label": text("label.cited-in")})
        for item_id, item in items.items():
            item_name = item.get("aria-label") or _name(item)
            label = text("label.cited-in-item", item=item_name)
            if len(links):
                links.append(builder.SPAN({"class": "comma"}))
            attributes = {"class": "backlink", "href": f"#{item_id}", "data-name": item_name, "aria-label": label}
            links.append(builder.A(attributes))
        # At the end of the last paragraph, if the entry has paragraphs.
        (by_id[name].findall("p") or [by_id[name]])[-1].append(links)


def _term_links_to(entry: HtmlElement, other: HtmlElement) -> bool:
    return "term" in other.classes and any(link.get("href") == f"#{other.get('id')}" for link in entry.iter("a"))


def _enclosing_items(link: HtmlElement, by_id: dict[str, HtmlElement]) -> Iterator[HtmlElement]:
    """Yield the elements with an id around a link, innermost first; for a table row, also the elements in it."""
    for element in link.iterancestors():
        if element.tag == "tr":
            yield from (part for part in element.iter() if part.get("id") and part is not link)
        item = by_id.get(element.get("aria-labelledby", "")) if element.tag == "section" else element
        if item is not None and item.get("id"):
            yield item


def _name(item: HtmlElement) -> str:
    for class_name in _NAME_CLASSES:
        for part in item.find_class(class_name):
            if text := " ".join(str(part.text_content()).split()):
                return text
    return " ".join(str(item.text_content()).split())
