"""Write an author's file as the Markdown of an essay, and check that it is read back with the same words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from briefwright.errors import BriefwrightError
from briefwright.intake.block_writer import BlockWriter, Style
from briefwright.intake.markdown_file import unchanged
from briefwright.intake.original import iso_date
from briefwright.intake.pandoc_tree import heading, text_of, walk
from briefwright.intake.pictures import Pictures
from briefwright.intake.typed_lists import with_lists
from briefwright.sources.essay.blocks import read_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from briefwright.intake.changes import Changes
    from briefwright.intake.original import Facts, Original
    from briefwright.intake.pandoc_tree import Element, Elements
    from briefwright.sources.essay.tree import Block, EssayTree

_STYLES = (
    Style(), Style(everything=True), Style(everything=True, plain=True), Style(everything=True, plain=True, flat=True),
)  # fmt: skip
"""Ways to write a block, tried in this order until it is read back with the same words."""
_MARKS = re.compile(r"\[\^\d+\]")
_MAX_BYLINES = 4
"""Blocks at the beginning that can repeat the title, the authors and the date."""


@dataclass(frozen=True, slots=True)
class WrittenEssay:
    """The Markdown of an essay, and its pictures by their path beside it."""

    markdown: str
    pictures: Mapping[str, bytes]
    facts: Facts


def write_essay(original: Original, changes: Changes) -> WrittenEssay:
    """Return an author's file as an essay; raise ``BriefwrightError`` if it has no text."""
    blocks, facts = _without_title([*_unwrapped(original.blocks)], original.facts, changes)
    if original.markdown and not original.abstract:
        left_out = [text_of(block["c"]) for block in original.blocks[: len(original.blocks) - len(blocks)]]
        if kept := unchanged(original.markdown, left_out, original.read_picture):
            return WrittenEssay(*kept, facts)
    if original.abstract:
        changes.add("abstract put before the text, under a heading")
        level = min((block["c"][0] for block in blocks if block["t"] == "Header"), default=1)
        blocks = [heading(level, "Abstract"), *original.abstract, *blocks]
    blocks = with_lists(blocks)
    writer = _EssayWriter(changes, Pictures(original.read_picture))
    parts = [*map(writer.block, blocks), *writer.footnotes()]
    markdown = "\n\n".join(filter(None, parts)) + "\n"
    if not re.search(r"\w", markdown):
        raise BriefwrightError("the file has no text")
    faults = [fault for fault in read_blocks(markdown).faults if fault.severity == "error"]
    if faults:
        raise BriefwrightError(f"the text cannot be converted: {faults[0].message}\n  hint: save it as plain text")
    return WrittenEssay(markdown, writer.pictures.files, facts)


class _EssayWriter:
    """Writes the blocks of an essay one by one, each in the first style that is read back with the same words."""

    def __init__(self, changes: Changes, pictures: Pictures) -> None:
        self.changes, self.pictures = changes, pictures
        self._notes: list[Elements] = []
        self._levels: tuple[int, ...] = ()
        self._last = ""

    def block(self, block: Element) -> str:
        """Return a block of the text as Markdown."""
        # Two lists next to each other with the same marks would be one list.
        alternate = block["t"] == self._last
        text = self._readable([block], nested=False, alternate=alternate)
        if text:
            self._last = "" if alternate else block["t"]
        return text

    def footnotes(self) -> Iterator[str]:
        """Yield the footnotes, also those within footnotes, as Markdown."""
        number = 0
        while number < len(self._notes):
            text = self._readable(self._notes[number], nested=True)
            number += 1
            # A footnote needs text beside the mark of another.
            yield _footnote(number, text if _MARKS.sub("", text).strip() else f"…{text}")

    def _readable(self, blocks: Elements, *, nested: bool, alternate: bool = False) -> str:
        for style in _STYLES:
            changes = self.changes.copy()
            writer = BlockWriter(changes, self.pictures, style, len(self._notes) + 1, self._levels)
            text = writer.blocks(blocks, nested=nested, alternate=alternate)
            if _is_read_back(text, writer):
                if style.plain:
                    changes.add("formatting left out, the words kept", text_of(blocks))
                self.changes.take(changes)
                self._levels = writer.levels
                self._notes += writer.notes
                return text
        raise BriefwrightError(f"a part of the text cannot be converted: “{text_of(blocks).strip()[:60]}”")


def _is_read_back(text: str, writer: BlockWriter) -> bool:
    count = len(writer.notes)
    marks = [f"[^{number}]: x" for number in range(writer.first_note, writer.first_note + count)]
    # Front matter is only in the first line.
    tree = read_blocks("\n\n".join(["", text, *marks]))
    if any(fault.severity == "error" for fault in tree.faults) or len(tree.footnotes) != count:
        return False
    return _folded(_visible(tree)) == _folded(writer.visible)


def _visible(tree: EssayTree) -> list[str]:
    """Return the words of the text of an essay, without footnotes."""
    texts = ["".join(run.text for run in leaf.runs) for leaf in tree.leaves]
    found: list[str] = []

    def collect(block: Block) -> None:
        if block.paragraph is not None:
            found.append(texts[block.paragraph - 1])
        elif block.picture is not None:
            found.extend([block.picture.alt, block.picture.caption])
        elif block.runs:
            found.append(block.text)
        for child in block.children:
            collect(child)

    for block in tree.blocks:
        collect(block)
    return found


def _folded(texts: Iterable[str]) -> str:
    """Return texts for comparison; the parser decodes an address that is its own text."""
    return "".join(unquote("".join(texts)).split())


def _footnote(number: int, text: str) -> str:
    lines = text.split("\n")
    return "\n".join([f"[^{number}]: {lines[0]}", *(f"    {line}" if line else "" for line in lines[1:])])


def _unwrapped(blocks: Elements) -> Iterable[Element]:
    """Yield blocks; those in a `Div` stand alone."""
    for block in blocks:
        if block["t"] == "Div":
            yield from _unwrapped(block["c"][1])
        else:
            yield block


def _without_title(blocks: Elements, facts: Facts, changes: Changes) -> tuple[Elements, Facts]:
    """Return the blocks without the title, authors and date before the text, which the documents print themselves.

    The only heading of the highest level is the title, if it comes first and the file gives no other.
    """
    headings = [block for block in blocks if block["t"] == "Header"]
    top = [block for block in headings if block["c"][0] == min(each["c"][0] for each in headings)]
    first = next((block for block in blocks if text_of(block).strip()), None)
    if first is not None and first["t"] == "Header" and top == [first] and len(headings) > 1:
        title = " ".join(text_of(first["c"][2]).split())
        facts = replace(facts, title=facts.title or title)
    known = {_key(text) for text in (facts.title, *facts.authors) if text}
    known |= {_key(f"by {author}") for author in facts.authors}
    rest = list(blocks)
    for block in blocks[:_MAX_BYLINES]:
        text = text_of(block.get("c")).strip() if block["t"] in {"Para", "Plain", "Header"} else ""
        if not text and block["t"] in {"Para", "Plain"} and not _has_picture(block):
            rest.remove(block)
        elif _key(text) in known or ((date := iso_date(text)) and facts.date in {"", date}):
            facts = replace(facts, date=facts.date or iso_date(text))
            rest.remove(block)
            changes.add("title, author or date taken from the text to brief.yaml", text)
        else:
            break
    return rest, facts


def _has_picture(block: Element) -> bool:
    return any(each["t"] == "Image" for each in walk(block))


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
