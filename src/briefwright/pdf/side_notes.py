"""Put side notes beside their passages, after WeasyPrint has laid out the text without them.

A note stands level with the line on which its passage begins (the last one that begins before its reference), or below
the note before it, but never above its passage.
It is whole: a note that does not fit on a page stands at the top of the next one. Floats of WeasyPrint 70 do neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BESIDE = "data-beside"
"""The attribute of a note with the identifier of the words that it stands beside; `print_html` sets it."""
_SEPARATE = (boxes.LineBox, boxes.ReplacedBox, boxes.TableBox)
"""Boxes that notes must not cover."""


class Place(NamedTuple):
    """Where a note is: the page, counted from 0, and the top of its box in CSS pixels."""

    page: int
    top: float
    box: Any


class _Line(NamedTuple):
    page: int
    baseline: float


def place_notes(pages: Sequence[Any], texts: Sequence[Any], names: set[str]) -> list[Place]:
    """Move notes beside their passages, out of the boxes around them, and return their places.

    ``pages`` are the boxes of pages, ``texts`` those of the text on them; ``names`` are the values of `BESIDE`. Notes
    for which there is no room beside the text are on further pages.
    """
    text = _Text(pages, names)
    for number, box in enumerate(texts):
        text.read(box, number)
    places = list(text.places())
    for place in places:
        page, box = text.page(place.page), place.box
        x = page.content_box_x() + page.width - box.margin_width()
        box.translate(x - box.position_x, place.top - box.position_y)
    return places


class _Text:
    """The pages of a text: its notes, the lines that they belong to, and the boxes that they must not cover."""

    def __init__(self, pages: Sequence[Any], names: set[str]) -> None:
        self._pages = pages
        self._names = names
        self._notes: list[Any] = []
        self._lines: dict[str, _Line] = {}
        self._separate: list[list[Any]] = [[] for _ in pages]

    def page(self, number: int) -> Any:  # noqa: ANN401 - WeasyPrint's own
        """Return a page, or one like it after the last."""
        return self._pages[min(number, len(self._pages) - 1)]

    def read(self, box: Any, number: int, line: Any = None) -> None:  # noqa: ANN401 - WeasyPrint's own
        """Read a box on a page and on a line, and take the notes out of it."""
        if isinstance(box, _SEPARATE):
            self._separate[number].append(box)
        if isinstance(box, boxes.LineBox):
            line = box
        if line is not None and box.width and box.element is not None and box.element.get("id") in self._names:
            self._lines.setdefault(box.element.get("id"), _Line(number, line.position_y + line.baseline))
        children = getattr(box, "children", ())
        notes = [child for child in children if isinstance(child, AbsolutePlaceholder) and child.element.get(BESIDE)]
        if notes:
            self._notes += [note._box for note in notes]  # noqa: SLF001 - no public name for the box of a placeholder
            box.children = [child for child in children if child not in notes]
        for child in box.children if notes else children:
            self.read(child, number, line)

    def places(self) -> Iterator[Place]:
        """Yield the places of the notes, in the order of their lines."""
        number, free = 0, 0.0
        lines = ((self._lines[box.element.get(BESIDE)], box) for box in self._notes)
        for line, box in sorted(lines, key=lambda pair: pair[0]):
            level = line.baseline - _first_baseline(box)
            if line.page > number:
                number, free = line.page, level
            elif line.page == number:
                free = max(free, level)
            place = self._place(box, number, free)
            yield place
            number, free = place.page, place.top + box.margin_height()

    def _place(self, box: Any, number: int, free: float) -> Place:  # noqa: ANN401 - WeasyPrint's own
        """Return the first place for a note from a height on a page on."""
        page, height = self.page(number), box.border_height()
        start = page.content_box_y()
        left = page.content_box_x() + page.width - box.margin_width()
        top = max(free, start)
        for other in self._separate[number] if number < len(self._separate) else ():
            bottom = other.position_y + other.margin_height()
            if other.position_x + other.margin_width() > left and other.position_y < top + height and top < bottom:
                top = bottom
        if top > start and top + height > start + page.height:
            return self._place(box, number + 1, 0.0)
        return Place(number, top, box)


def _first_baseline(box: Any) -> float:  # noqa: ANN401 - WeasyPrint's own
    """Return the height of a box above its first baseline."""
    line = next(child for child in box.descendants() if isinstance(child, boxes.LineBox))
    return float(line.position_y + line.baseline - box.position_y)
