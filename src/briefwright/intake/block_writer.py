"""Write the blocks of Pandoc's tree as Markdown of an essay: only what the essay's parser accepts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefwright.intake import escaping
from briefwright.intake.inline_writer import InlineWriter
from briefwright.intake.numbered_lists import items_of, numbered
from briefwright.intake.pandoc_tree import blocks_in, element, join, text_of
from briefwright.intake.tables import grid
from briefwright.intake.typed_lists import with_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from briefwright.intake.changes import Changes
    from briefwright.intake.inline_writer import Place
    from briefwright.intake.pandoc_tree import Element, Elements
    from briefwright.intake.pictures import Pictures

_MAX_HEADINGS = 4
"""Levels of headings within each other that the report shows."""
_RULE = re.compile(r"(?:[*⁂]\s*){3,}|[-—–_]{3,}|⁂")
_ALIGNMENTS = {"AlignLeft": ":--", "AlignRight": "--:", "AlignCenter": ":-:"}


@dataclass(frozen=True, slots=True)
class Style:
    """How a block is written: see `InlineWriter`. ``flat`` writes its words as paragraphs."""

    everything: bool = False
    plain: bool = False
    flat: bool = False


@dataclass
class BlockWriter:
    """Writes one block of the essay with the blocks in it.

    ``visible`` are the words that a reader will see, ``notes`` the footnotes, of which the first has the number
    ``first_note``. ``levels`` are the levels of the headings above the block.
    """

    changes: Changes
    pictures: Pictures
    style: Style
    first_note: int
    levels: tuple[int, ...] = ()
    visible: list[str] = field(default_factory=list)
    notes: list[Elements] = field(default_factory=list)

    def blocks(self, items: Iterable[Element], *, nested: bool = True, alternate: bool = False) -> str:
        """Return blocks as Markdown, with a blank line between them.

        ``nested``: in a list, a quotation or a footnote. ``alternate``: the first has the other marks of lists.
        """
        written: list[str] = []
        last = ""
        for item in with_lists(items):
            for block in _split(item, self.changes):
                # Two lists next to each other with the same marks would be one list.
                other = alternate or block["t"] == last
                text = self.block(block, nested=nested, alternate=other)
                alternate = False
                if text.strip():
                    last = "" if other else block["t"]
                    written.append(text)
        return "\n\n".join(written)

    def block(self, item: Element, *, nested: bool, alternate: bool = False) -> str:
        """Return a block as Markdown; empty if it has no text."""
        name: str = item["t"]
        content: Any = item.get("c")
        if self.style.flat and name in {"BlockQuote", "BulletList", "OrderedList", "Table"}:
            caption = content[1][1] if name == "Table" else []
            return self.blocks([*caption, *(block for blocks in blocks_in(item) for block in blocks)])
        writers: dict[str, Callable[[], str]] = {
            "Para": lambda: self._paragraph(content),
            "Plain": lambda: self._paragraph(content),
            "LineBlock": lambda: self._paragraph(join(content, element("LineBreak"))),
            "Header": lambda: self._heading(content, nested=nested),
            "BulletList": lambda: self._list(content, "* " if alternate else "- "),
            "OrderedList": lambda: self._numbered(content, alternate=alternate),
            "BlockQuote": lambda: _prefixed(self.blocks(content), "> ", ">"),
            "CodeBlock": lambda: self._code(content[1]),
            "HorizontalRule": lambda: "" if nested else "* * *",
            "DefinitionList": lambda: self._definitions(content),
            "Table": lambda: self._table(item),
            "Figure": lambda: self._figure(content),
            "Div": lambda: self.blocks(content[1], nested=nested),
        }
        return writers[name]()

    def _inlines(self, items: Elements, *, place: Place = "paragraph") -> tuple[str, list[Element]]:
        """Return Markdown, and the pictures that were between the words."""
        style = self.style
        writer = InlineWriter(self.changes, everything=style.everything, plain=style.plain, place=place)
        text = writer.write(items, self.first_note + len(self.notes))
        self.notes += writer.notes
        self.visible += writer.visible
        return text, writer.pictures

    def _paragraph(self, items: Elements) -> str:
        if _RULE.fullmatch(text_of(items).strip()):
            return "* * *"
        text, pictures = self._inlines(items)
        if text and pictures:
            for picture in pictures:
                self.changes.add("picture moved below its paragraph", picture["c"][2][0])
        return "\n\n".join(filter(None, [text, *(self._picture(each, []) for each in pictures)]))

    def _heading(self, content: list[Any], *, nested: bool) -> str:
        level, _, items = content
        self.levels = (*(above for above in self.levels if above < level), level)
        if nested or len(self.levels) > _MAX_HEADINGS or self.style.flat:
            self.changes.add("heading now in bold: in a list or quotation, or too deep", text_of(items))
            self.levels = self.levels[:_MAX_HEADINGS]
            return self._paragraph([element("Strong", items)])
        text, pictures = self._inlines(items, place="heading")
        below = [self._picture(each, []) for each in pictures]
        return "\n\n".join(filter(None, [f"{'#' * min(level, 6)} {text}" if text else "", *below]))

    def _list(self, items: list[Elements], mark: str, start: int | None = None) -> str:
        tight = all(block["t"] in {"Plain", "BulletList", "OrderedList"} for item in items for block in item)
        texts = [self.blocks(item) for item in items]
        if start is None:
            marked = [(mark, text) for text in texts if text]
        else:
            marked = [(f"{number}{mark}", text) for number, text in numbered(start, texts, self.changes)]
        written = []
        for first, text in marked:
            lines = re.sub(r"\n\n(?= *(?:[-*]|\d+[.)]) )", "\n", text) if tight else text
            written.append(_prefixed(lines, first, "", " " * len(first)))
        return ("\n" if tight else "\n\n").join(written)

    def _numbered(self, content: list[Any], *, alternate: bool) -> str:
        start, items = items_of(content, self.changes)
        return self._list(items, (")" if alternate else ".") + " ", start)

    def _code(self, text: str) -> str:
        text = escaping.printable(text).strip("\n")
        if not text.strip():
            return ""
        self.visible.append(text)
        fence = "`" * max(3, max(map(len, re.findall(r"`+", text)), default=0) + 1)
        return f"{fence}\n{text}\n{fence}"

    def _definitions(self, content: list[Any]) -> str:
        self.changes.add("definition list, now bold terms with paragraphs", text_of(content[0][0]))
        blocks: Elements = []
        for term, definitions in content:
            blocks += [element("Para", [element("Strong", term)]), *(block for each in definitions for block in each)]
        return self.blocks(blocks)

    def _figure(self, content: list[Any]) -> str:
        _, (_, caption), blocks = content
        items = [item for block in blocks if block["t"] in {"Para", "Plain"} for item in block["c"]]
        pictures = [item for item in items if item["t"] == "Image"]
        if len(pictures) != 1 or len(blocks) > 1 or text_of(items).strip():
            return self.blocks([*blocks, *caption])
        words = join((block["c"] for block in caption if block["t"] in {"Para", "Plain"}), element("Space"))
        return self._picture(pictures[0], words)

    def _picture(self, image: Element, caption: Elements) -> str:
        _, alternative, (source, title) = image["c"]
        alt, legend = text_of(alternative).strip(), text_of(caption).strip()
        # Word processors repeat the caption as alternative text, or the other way round.
        legend = legend if legend != alt else ""
        legend = legend or ("" if title in {alt, "fig:"} else title)
        text, visible = self.pictures.markdown(source, alt, legend, self.changes)
        self.visible += visible
        notes = [item for item in caption if item["t"] == "Note"]
        more = self._inlines(notes)[0] if notes else ""
        return "\n\n".join(filter(None, [text, more]))

    def _table(self, table: Element) -> str:
        rows, alignments, blocks = grid(table, self.changes)
        caption = self.blocks(table["c"][1][1])
        if not rows:
            return "\n\n".join(filter(None, [caption, self.blocks(blocks)]))
        pictures: list[Element] = []
        lines: list[str] = []
        for row in rows:
            cells = []
            for cell in row:
                text, found = self._inlines(cell, place="cell")
                pictures += found
                cells.append(text)
            if any(cells) or not lines:
                lines.append(f"| {' | '.join(cells)} |")
        for picture in pictures:
            self.changes.add("picture moved below its table", picture["c"][2][0])
        lines.insert(1, f"|{'|'.join(_ALIGNMENTS.get(each, '---') for each in alignments)}|")
        return "\n\n".join(filter(None, [caption, "\n".join(lines), *(self._picture(each, []) for each in pictures)]))


def _split(item: Element, changes: Changes) -> Iterator[Element]:
    """Yield a block, if it is no comment; other raw code is shown as code."""
    match item["t"]:
        case "RawBlock":
            kind, text = item["c"]
            if kind == "html" and text.lstrip().startswith("<!--"):
                changes.add("comment left out", text)
            elif text.strip():
                changes.add("code that cannot be converted, kept as code", text)
                yield element("CodeBlock", [["", [], []], text])
        case _:
            yield item


def _prefixed(text: str, first: str, blank: str, further: str | None = None) -> str:
    """Return lines with a prefix; ``blank`` is that of empty lines."""
    if not text:
        return ""
    lines = text.split("\n")
    after = first if further is None else further
    return "\n".join(f"{first if index == 0 else after}{line}" if line else blank for index, line in enumerate(lines))
