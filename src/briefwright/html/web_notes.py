"""Notes of the web page: each follows the sentence with its reference, inside the paragraph.

There it is near its passage on a narrow screen, and level with it in the margin of a wide one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml.html import builder

from briefwright.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

_ADDED = frozenset({"note-ref", "statement-refs", "footnote-ref", "paragraph-number"})
"""Classes of what the report adds to the text of a paragraph."""


def place_notes(root: HtmlElement, text: Callable[..., str], language: str) -> None:
    """Move each note of a paragraph to the end of the sentence with its reference.

    It becomes a ``span`` with the role ``note``, since a paragraph contains only phrasing content (HTML, 4.4.1). It
    never divides a passage or a link. The notes of tables and code stay after them. ``language`` is that of the page.
    """
    for note in list(root.iter("aside")):
        if "note" in note.classes:
            _label(note, text)
            note.tag = "div"
    for block in root.find_class("paragraph"):
        paragraph = block.find("p")
        holder = next(iter(block.find_class("notes")), None)
        if paragraph is not None and holder is not None:
            around = [block, *block.iterancestors()]
            tag = next((name for element in around if (name := element.get("lang"))), language)
            _move(list(holder), paragraph, tag)
            holder.drop_tree()
    for essay in root.find_class("essay"):
        # Below the heading and what the editors say about the essay.
        first = next((part for part in essay if part.tag not in {"h2", "p"}), None)
        if first is not None and essay.xpath(".//*[@role='note']"):
            first.addprevious(_switch(text("label.show-notes")))


def _switch(name: str) -> HtmlElement:
    """Return a control that hides all notes, for reading the essay alone; the style sheet does it without a script."""
    box = builder.INPUT({"type": "checkbox", "checked": "", "aria-label": name})
    return builder.LABEL({"class": "notes-switch", "data-label": name}, box)


def _label(note: HtmlElement, text: Callable[..., str]) -> None:
    """Give a note its role, and its link back to the text a name."""
    note.set("role", "note")
    back = next((link for link in note.iter("a") if "backlink" in link.classes), None)
    if back is not None:
        back.set("aria-label", text("label.back-to-text", number=back.text or ""))


def _move(notes: list[HtmlElement], paragraph: HtmlElement, language: str) -> None:
    pieces = list(_pieces(paragraph, top=True))
    # A new line of HTML is a space, and to Unicode the end of a sentence.
    words = "".join(words for _, _, words, _ in pieces).replace("\n", " ")
    ends = [len(words[:end].rstrip()) for _, end in sentences(words, language)]
    calls = _calls(paragraph)
    places = [_place(calls.get(note.get("id", ""), len(words)), ends, pieces) for note in notes]
    # From the last, so that the earlier places stay.
    for note, (holder, offset) in reversed(list(zip(notes, places, strict=True))):
        _insert(_phrasing(note), holder, offset, paragraph)


Piece = tuple["HtmlElement", bool, str, bool]
"""A text in a paragraph: element, whether it is the tail, words, and whether it is directly in the paragraph."""


def _pieces(element: HtmlElement, *, top: bool) -> Iterator[Piece]:
    """Yield the texts of the essay in a paragraph, in order."""
    yield element, False, element.text or "", top
    for child in element:
        if not _is_added(child):
            yield from _pieces(child, top=False)
        yield child, True, child.tail or "", top


def _is_added(element: HtmlElement) -> bool:
    return any(not _ADDED.isdisjoint(part.classes) for part in (element, *(element if element.tag == "sup" else ())))


def _calls(paragraph: HtmlElement) -> dict[str, int]:
    """Return the position of the reference to each note, in characters of the essay's words."""
    positions: dict[str, int] = {}
    position = 0
    for element, is_tail, words, _ in _pieces(paragraph, top=True):
        if is_tail and _is_added(element):
            for link in element.iter("a"):
                positions.setdefault(link.get("href", "").removeprefix("#"), position)
        position += len(words)
    return positions


def _place(call: int, ends: list[int], pieces: list[Piece]) -> tuple[HtmlElement, int]:
    """Return the place of a note: an element directly in the paragraph, and the offset in the text after it.

    The element is the paragraph itself for its text before the first element.
    """
    for end in (end for end in ends if end >= call):
        start, found = 0, None
        for element, _, words, is_top in pieces:
            if is_top and start <= end <= start + len(words):
                found = element, end - start
            start += len(words)
        if found:
            return found
    element, _, words, _ = pieces[-1]
    return element, len(words)


def _insert(note: HtmlElement, holder: HtmlElement, offset: int, paragraph: HtmlElement) -> None:
    if holder is paragraph:
        note.tail, paragraph.text = (paragraph.text or "")[offset:], (paragraph.text or "")[:offset]
        paragraph.insert(0, note)
    else:
        note.tail, holder.tail = (holder.tail or "")[offset:], (holder.tail or "")[:offset]
        paragraph.insert(paragraph.index(holder) + 1, note)


def _phrasing(note: HtmlElement) -> HtmlElement:
    """Return a note as a ``span``. Each paragraph begins with a space, for readers without the style sheet."""
    span = builder.SPAN(dict(note.attrib))
    for part in note.findall("p"):
        words = f" {part.text or ''}"
        if len(span):
            span[-1].tail = f"{span[-1].tail or ''}{words}"
        else:
            span.text = f"{span.text or ''}{words}"
        span.extend(list(part))
    return span
