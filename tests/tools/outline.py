"""The elements of an HTML text, read with Python's own parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Element:
    """An element: its name, attributes, text, and the names of its descendants."""

    name: str
    attributes: dict[str, str | None]
    words: str = ""
    inside: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for element in self.open:
            element.inside.append(tag)
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        if tag not in {"br", "col", "hr", "img", "link", "meta"}:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop().name != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.words += data


def elements(html: str) -> list[Element]:
    """Return all elements in document order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.elements


def by_id(html: str) -> dict[str, Element]:
    """Return the elements with an id, by id."""
    return {str(element.attributes["id"]): element for element in elements(html) if "id" in element.attributes}


def characters(html: str, tags: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    """Return all characters except white space, each with the ancestors among some tags."""

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__(convert_charrefs=True)
            self.open: list[str] = []
            self.found: list[tuple[str, frozenset[str]]] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            del attrs
            if tag in tags:
                self.open.append(tag)

        def handle_endtag(self, tag: str) -> None:
            if tag in tags:
                self.open.remove(tag)

        def handle_data(self, data: str) -> None:
            self.found += [(character, frozenset(self.open)) for character in data if not character.isspace()]

    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.found
