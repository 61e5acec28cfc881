"""A fragment as the web page wants it: notes that fold, contents that stay in view, an address beside each statement.

What it adds has no words of its own in the text: signs come from the style sheet and names from ``aria-label``, so
that the page still says what its PDF says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import html
from lxml.html import builder as make

from briefwright import prose
from briefwright.html.backlinks import add_backlinks
from briefwright.html.data_table import add_data_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml.html import HtmlElement

Picture = tuple[str, tuple[int, int] | None]
"""The address under which a page loads a picture; its width and height in pixels, if they are known."""
_CONTENTS = "contents-list"
_HEADINGS = ("h2", "h3", "h4")
_WORDS = 6
"""How many words of a passage name it."""


def web_html(
    fragment: str,
    say: Callable[..., str],
    data: Mapping[str, tuple[str, str]],
    pictures: Mapping[str, Picture],
) -> str:
    """Return a fragment shaped for the screen.

    ``say`` gives an interface string for its key; ``data`` are the titles and the CSV of figures, ``pictures`` the
    addresses and sizes under which the page loads these; both by the pictures' plain addresses.

    - A note is a ``details``, open at first; what ``#note-…`` leads to is inside, so that a browser opens a closed one
      (HTML, 6.12.4, ancestor revealing algorithm), and a link leads back to where it is called.
    - The contents are a ``nav`` that is a popover where the style sheet makes it one, with a button before it, and one
      in it that closes it.
    - Headings, statements, paragraphs and passages link to themselves.
    - References and terms link back to what cites them; figures have their data behind them.
    """
    root = html.fragment_fromstring(fragment, create_parent="div")
    add_backlinks(root, say)
    for note in list(root.iter("aside")):
        if "note" in note.classes:
            _fold(note, say)
    for nav in root.findall("nav"):
        if "contents" in nav.classes:
            _open(nav, say)
    _address(root, say)
    add_data_tables(root, data, say)
    for image in root.iter("img"):
        address, size = pictures.get(image.get("src", ""), (None, None))
        if address:
            image.set("src", address)
        # The browser keeps the room until the picture is there.
        if size and not image.get("width"):
            image.set("width", str(size[0]))
            image.set("height", str(size[1]))
    return "".join(html.tostring(child, encoding="unicode") for child in root)


def _fold(note: HtmlElement, say: Callable[..., str]) -> None:
    """Make a note a ``details``: number and kind are its summary, all else is behind it."""
    head = _part(note, "note-head", "span")
    link = next(head.iter("a"), None) if head is not None else None
    paragraph = head.getparent() if head is not None else None
    if head is None or link is None or paragraph is None:
        return
    name = note.attrib.pop("aria-label", "")
    target = link.get("href", "")
    back = make.A({"class": "back", "href": target, "aria-label": say("label.back-to-call", number=link.text or "")})
    link.tag, link.attrib["class"] = "span", "number"
    del link.attrib["href"]
    # The paragraph goes on behind its head; spaces at its start would stand alone.
    paragraph.text, head.tail = (head.tail or "").lstrip(), None
    paragraph.remove(head)
    body = make.DIV({"class": "note-body", "id": note.attrib.pop("id"), "role": "note", "aria-label": name})
    paragraph.insert(0, back)
    back.tail, paragraph.text = paragraph.text, None
    body.extend(list(note))
    note.text = None
    note.tag = "details"
    note.set("open", "")
    note.append(make.E.summary(head))
    note.append(body)


def _open(nav: HtmlElement, say: Callable[..., str]) -> None:
    """Let the contents be opened from a bar, without script (HTML, 6.12, the popover attribute).

    Nothing but a button closes them on a screen that is touched where they do not hide: choosing an entry does not.
    """
    nav.set("id", _CONTENTS)
    nav.set("popover", "")
    button = _button("contents-open", {"aria-label": say("heading.contents")})
    nav.addprevious(make.DIV({"class": "contents-bar"}, button))
    close = _button("contents-close", {"popovertargetaction": "hide", "aria-label": say("label.close")})
    close.tail, nav.text = nav.text, None
    nav.insert(0, close)


def _button(kind: str, more: Mapping[str, str]) -> HtmlElement:
    return make.BUTTON({"type": "button", "class": kind, "popovertarget": _CONTENTS, **more})


def _address(root: HtmlElement, say: Callable[..., str]) -> None:
    """Give everything that may be cited a link to itself."""
    for element in list(root.iter(*_HEADINGS, "mark", "div")):
        name = element.get("id")
        if element.tag == "mark":
            _address_passage(element, say)
        elif name and element.tag in _HEADINGS and not any(True for _ in element.iterancestors("nav")):
            _address_heading(element, name, say)
        elif name and "paragraph" in element.classes:
            _address_number(
                element, "paragraph-number", name, say("label.paragraph", number=_text_of(element, "paragraph-number"))
            )
        elif name and "finding" in element.classes:
            element.append(_self(name, _text_of(element, "numeral"), say))


def _address_heading(heading: HtmlElement, name: str, say: Callable[..., str]) -> None:
    """Make a heading's numeral its address, or set one beside it: within, it would be part of the heading's name."""
    if _address_number(heading, "numeral", name):
        return
    beside = make.DIV({"class": "headed"})
    beside.tail, heading.tail = heading.tail, None
    heading.addprevious(beside)
    beside.append(heading)
    beside.append(_self(name, " ".join(str(heading.text_content()).split()), say))


def _address_number(element: HtmlElement, kind: str, name: str, label: str = "") -> bool:
    """Make the number that an element stands under a link to it, and say whether it has one that is not yet a link."""
    number = _part(element, kind, "span")
    if number is None or number.find("a") is not None:
        return False
    link = make.A(number.text or "", {"href": f"#{name}"})
    if label:
        link.set("aria-label", label)
    number.text = None
    number.append(link)
    return True


def _address_passage(mark: HtmlElement, say: Callable[..., str]) -> None:
    """Set the addresses of the passages that begin with a mark before its words."""
    words = " ".join(str(mark.text_content()).split()[:_WORDS])
    names = [part.get("id") for part in mark.iter("mark", "span") if part.get("id")]
    for name in reversed([name for name in names if name is not None]):
        link = _self(name, words, say)
        link.tail, mark.text = mark.text, None
        mark.insert(0, link)


def _self(name: str, what: str, say: Callable[..., str]) -> HtmlElement:
    label = say("label.link-to", what=prose.within_quotes(what))
    return make.A({"class": "self", "href": f"#{name}", "aria-label": label})


def _text_of(element: HtmlElement, kind: str) -> str:
    part = _part(element, kind, "span", "a")
    return str(part.text_content()).strip() if part is not None else ""


def _part(element: HtmlElement, kind: str, *tags: str) -> HtmlElement | None:
    return next((part for part in element.iter(*tags) if kind in part.classes), None)
