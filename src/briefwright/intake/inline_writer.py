"""Write the inline elements of Pandoc's tree as Markdown of an essay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from briefwright.intake import escaping
from briefwright.intake.pandoc_tree import element, inlines_of, quotation_marks, text_of
from briefwright.prose import LINK_SCHEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from briefwright.intake.changes import Changes
    from briefwright.intake.pandoc_tree import Element, Elements

_MARKS = {"Emph": "*", "Underline": "*", "Strong": "**", "Strikeout": "~~"}
_SMALL = {"Superscript": "^", "Subscript": "~"}
_BREAK = "\n"
Place = Literal["paragraph", "heading", "cell"]


class InlineWriter:
    """Writes the inline elements of one block.

    ``notes`` and ``pictures`` collect footnotes and pictures, which are written elsewhere. ``everything`` escapes all
    punctuation; ``plain`` writes no formatting.
    """

    def __init__(
        self, changes: Changes, *, everything: bool = False, plain: bool = False, place: Place = "paragraph"
    ) -> None:
        """Start a block, which is at ``place``; a heading or a cell has one line, which begins no other block."""
        self.changes = changes
        self.everything, self.plain, self.place = everything, plain, place
        self.notes: list[Elements] = []
        self.pictures: list[Element] = []
        self.visible: list[str] = []
        self._next_note = 1
        self._open: set[str] = set()

    def write(self, items: Elements, first_note: int) -> str:
        """Return elements as Markdown; ``first_note`` is the number of the next footnote."""
        self._next_note = first_note
        text = self._join(list(self._flat(items)), in_link=False).strip(" \n")
        text = re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", text))
        if self.place != "paragraph":
            return text.replace(_BREAK, "<br>" if self.place == "cell" else " ")
        return text.replace(_BREAK, "\\\n")

    def _flat(self, items: Elements) -> Iterator[Element]:
        """Yield elements without wrappers; words next to each other are one element."""
        words: list[str] = []
        for item in self._unwrapped(items):
            match item["t"]:
                case "Str":
                    words.append(item["c"])
                case "Space":
                    words.append(" ")
                case "SoftBreak":
                    words.append("\r")
                case _:
                    if words:
                        yield element("Str", _folded(words))
                        words = []
                    yield item
        if words:
            yield element("Str", _folded(words))

    def _unwrapped(self, items: Elements) -> Iterator[Element]:
        for item in items:
            match item["t"]:
                case "Span" | "SmallCaps" | "Cite":
                    yield from self._unwrapped(inlines_of(item))
                case "Quoted":
                    marks = quotation_marks(item)
                    yield element("Str", marks[0])
                    yield from self._unwrapped(inlines_of(item))
                    yield element("Str", marks[1])
                case "RawInline":
                    yield from self._raw(item)
                case _:
                    yield item

    def _raw(self, item: Element) -> Iterator[Element]:
        kind, text = item["c"]
        if kind == "html" and text.startswith("<!--"):
            self.changes.add("comment left out", text)
        elif kind == "html" and re.match(r"<br\b", text, re.IGNORECASE):
            yield element("LineBreak")
        elif kind == "html":
            self.changes.add("HTML tag left out, its words kept", text)
        elif text.strip():
            self.changes.add("code that cannot be converted, kept as code", text)
            yield element("Code", [["", [], []], text.strip()])

    def _join(self, items: Elements, *, in_link: bool) -> str:
        parts: list[str] = []
        before: Element | None = None
        for item in items:
            part = self._one(item, "".join(parts[-2:]), in_link=in_link)
            # Before a link or a footnote, these would begin a picture or another kind of link.
            if part.startswith("[") and before and before["t"] == "Str" and re.search(r"(?<!\\)[!\]]$", parts[-1]):
                parts[-1] = f"{parts[-1][:-1]}\\{parts[-1][-1]}"
            parts.append(part)
            before = item
        return "".join(parts)

    def _one(self, item: Element, before: str, *, in_link: bool) -> str:
        name: str = item["t"]
        content: Any = item.get("c")
        at_start = not before.strip(" ") or before.rstrip(" ").endswith(_BREAK)
        if name == "Image":
            self.pictures.append(item)
            return ""
        if name == "Underline":
            self.changes.add("underlined words are now in italics", text_of(content))
        if name in _MARKS:
            return self._marked(content, _MARKS[name], in_link=in_link)
        if name in _SMALL:
            return self._small(content, _SMALL[name], in_link=in_link)
        writers: dict[str, Callable[[], str]] = {
            "Str": lambda: self._text(content, at_start=at_start),
            "LineBreak": lambda: _BREAK,
            "Code": lambda: self._code(content[1]),
            "Math": lambda: self._formula(content[1]),
            "Link": lambda: self._link(item, in_link=in_link),
            "Note": lambda: self._note(content),
        }
        return writers[name]()

    def _formula(self, text: str) -> str:
        self.changes.add("formula written as code", text)
        return self._code(text)

    def _text(self, text: str, *, at_start: bool) -> str:
        text = escaping.clean(text)
        self.visible.append(text)
        return escaping.escape(text, line_start=at_start and self.place == "paragraph", everything=self.everything)

    def _marked(self, items: Elements, mark: str, *, in_link: bool) -> str:
        nested = mark in self._open
        self._open.add(mark)
        inner = self._join(list(self._flat(items)), in_link=in_link)
        core = inner.strip(" \n\xa0")
        if not core or self.plain or nested:
            return inner
        self._open.discard(mark)
        start = inner.index(core)
        lines = [line.strip(" ") for line in core.split(_BREAK)]
        marked = _BREAK.join(f"{mark}{line}{mark}" if line else "" for line in lines)
        return f"{inner[:start]}{marked}{inner[start + len(core) :]}"

    def _small(self, items: Elements, mark: str, *, in_link: bool) -> str:
        # The parser reads only words between these marks.
        simple = all(item["t"] in {"Str", "Space", "SoftBreak"} for item in items)
        inner = self._join(list(self._flat(items)), in_link=in_link)
        if not simple or self.plain or not inner.strip():
            return inner
        return mark + re.sub(r"(?<!\\) ", r"\\ ", inner.strip(" ")) + mark

    def _code(self, text: str) -> str:
        text = escaping.clean(text).strip(" ")
        if not text or self.plain:
            return self._text(text, at_start=True)
        self.visible.append(text)
        if self.place == "cell":
            text = text.replace("|", "\\|")
        longest = max(map(len, re.findall(r"`+", text)), default=0)
        fence = "`" * (longest + 1)
        space = " " if text.startswith("`") or text.endswith("`") else ""
        return f"{fence}{space}{text}{space}{fence}"

    def _link(self, item: Element, *, in_link: bool) -> str:
        _, items, (url, _title) = item["c"]
        if not _is_web(url) or in_link or self.plain:
            if url.startswith("#"):
                self.changes.add("link within the document, now plain words", text_of(items))
            elif not in_link:
                self.changes.add("link without a web address, now plain words", url)
            return self._join(list(self._flat(items)), in_link=in_link)
        shown = text_of(items).strip()
        if not shown and not any(each["t"] == "Image" for each in items):
            return self._text(url, at_start=False)
        if shown in {url, url.removeprefix("mailto:")} and re.fullmatch(r"(?:https?://|mailto:)[^\s<>]+", url):
            self.visible.append(shown)
            return f"<{shown}>"
        inner = self._join(list(self._flat(items)), in_link=True)
        core = inner.strip(" \n")
        if not core:
            return inner
        start = inner.index(core)
        return f"{inner[:start]}[{core}]({escaping.address(url)}){inner[start + len(core) :]}"

    def _note(self, blocks: Elements) -> str:
        self.notes.append(blocks)
        return f"[^{self._next_note + len(self.notes) - 1}]"


def _folded(words: list[str]) -> str:
    """Return words as one text; a line break of the file is a space, or nothing in a script without spaces."""
    text = "".join(words)

    def space(match: re.Match[str]) -> str:
        before, after = text[: match.start()].rstrip(" ")[-1:], text[match.end() :].lstrip(" ")[:1]
        return "" if before and after and escaping.joins_without_space(before, after) else " "

    return re.sub("\r", space, text)


def _is_web(url: str) -> bool:
    scheme, colon, rest = url.partition(":")
    return bool(colon and rest.strip("/")) and scheme.lower() in LINK_SCHEMES and not re.search(r"[\s<>]", url)
