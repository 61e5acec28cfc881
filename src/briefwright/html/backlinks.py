"""Links back: from a reference or a term to all that cites it on the same page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml.html import builder as make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

_CITED = ("csl-entry", "term")
_NAMES = ("numeral", "term-name", "figure-title")
"""Where an item has its short name, the first of them that there is."""


def add_backlinks(root: HtmlElement, say: Callable[..., str]) -> None:
    """Add to each entry of the references and the glossary links to what cites it, each named by a sign of its own.

    An entry that itself leads to another which cites it has no link back there: it would only repeat its “See also”.
    The sign is in ``data-sign`` and the words before the links in ``data-label``, for the style sheet to show.
    Commas, which it shows too, stand between the links and in none of them.
    """
    by_id = {name: element for element in root.iter() if isinstance(element.tag, str) and (name := element.get("id"))}
    cited: dict[str, dict[str, HtmlElement]] = {}
    for link in root.iter("a"):
        page, _, name = link.get("href", "").partition("#")
        target = None if page else by_id.get(name)
        if target is not None and any(kind in target.classes for kind in _CITED):
            place = next(_places(link, by_id), None)
            if place is not None and place is not target and not _leads_to(target, place):
                cited.setdefault(name, {})[place.get("id", "")] = place
    for name, places in cited.items():
        links = make.SPAN({"class": "cited-in", "data-label": say("label.cited-in")})
        for address, place in places.items():
            sign = place.get("aria-label") or _name(place)
            label = say("label.cited-in-item", item=sign)
            if len(links):
                links.append(make.SPAN({"class": "comma"}))
            links.append(make.A({"class": "back-to", "href": f"#{address}", "data-sign": sign, "aria-label": label}))
        # At the end of the entry's last paragraph, if it has some.
        (by_id[name].findall("p") or [by_id[name]])[-1].append(links)


def _leads_to(entry: HtmlElement, other: HtmlElement) -> bool:
    return "term" in other.classes and any(link.get("href") == f"#{other.get('id')}" for link in entry.iter("a"))


def _places(link: HtmlElement, by_id: dict[str, HtmlElement]) -> Iterator[HtmlElement]:
    """Yield what a link stands in and may be led to, from the inside."""
    for element in link.iterancestors():
        if element.tag == "tr":
            yield from (part for part in element.iter() if part.get("id") and part is not link)
        own = by_id.get(element.get("aria-labelledby", "")) if element.tag == "section" else element
        if own is not None and own.get("id"):
            yield own


def _name(place: HtmlElement) -> str:
    for kind in _NAMES:
        for part in place.find_class(kind):
            if text := " ".join(str(part.text_content()).split()):
                return text
    return " ".join(str(place.text_content()).split())
