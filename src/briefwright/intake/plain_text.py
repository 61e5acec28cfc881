"""Read plain text: paragraphs with a blank line between them, lists, and a title in the first line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefwright.intake.original import Facts, Original, no_pictures
from briefwright.intake.pandoc_tree import element, paragraph, words

if TYPE_CHECKING:
    from briefwright.intake.changes import Changes
    from briefwright.intake.pandoc_tree import Element, Elements

_MAX_TITLE = 100
"""Characters of a first line that can be a title."""
_LONG_LINE = 120
"""Characters of a line that no writer breaks by hand."""
_BULLET = re.compile(r"[-*•‣▪◦·–]\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_AUTHOR = re.compile(r"(?:by|von|par|por|di|door)\s+(.{3,60})", re.IGNORECASE)


def read(text: str, changes: Changes) -> Original:
    """Return a plain text; its first line is the title if it is short and no sentence."""
    blocks = _groups(text)
    title = ""
    authors: tuple[str, ...] = ()
    if len(blocks) > 1 and len(blocks[0]) == 1 and _is_title(blocks[0][0]):
        title = blocks.pop(0)[0].strip()
        changes.add("first line taken as the title", title)
        if len(blocks) > 1 and len(blocks[0]) == 1 and (match := _AUTHOR.fullmatch(blocks[0][0].strip())):
            authors = (match[1].strip(" ."),)
            changes.add("second line taken as the author", blocks.pop(0)[0])
    return Original([_block(lines) for lines in blocks], Facts(title, authors), no_pictures)


def _groups(text: str) -> list[list[str]]:
    """Return the lines of each paragraph. In a text without blank lines, each long line is a paragraph."""
    lines = [line.rstrip() for line in re.split(r"\r\n|[\r\n\f]", text.replace("\v", "\n"))]
    groups: list[list[str]] = [[]]
    separate = sum(len(line) > _LONG_LINE for line in lines) * 2 > sum(bool(line) for line in lines)
    for line in lines:
        # A list begins a block, also without a blank line before it.
        begins = bool(groups[-1]) and _is_item(line) and not _is_item(groups[-1][0])
        if not line or separate or begins:
            groups.append([])
        if line:
            groups[-1].append(line)
    return [group for group in groups if group]


def _is_item(line: str) -> bool:
    return bool(_BULLET.match(line.lstrip()) or _NUMBER.match(line.lstrip()))


def _is_title(line: str) -> bool:
    line = line.strip()
    return len(line) <= _MAX_TITLE and not re.search(r"[.,;:…]$", line) and not _is_item(line)


def _block(lines: list[str]) -> Element:
    stripped = [line.strip() for line in lines]
    if all(re.fullmatch(r"(?:[*\-_=~] ?){3,}", line) for line in stripped):
        return element("HorizontalRule")
    for pattern in (_BULLET, _NUMBER):
        if (first := pattern.match(stripped[0])) and (len(lines) > 1 or pattern is _BULLET):
            items = [element("Plain", words(text)) for text in _items(stripped, pattern)]
            if pattern is _BULLET:
                return element("BulletList", [[item] for item in items])
            start = [int(first[1]), element("Decimal"), element("Period")]
            return element("OrderedList", [start, [[item] for item in items]])
    return paragraph(*_joined(stripped))


def _items(lines: list[str], pattern: re.Pattern[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        if pattern.match(line) or not items:
            items.append(pattern.sub("", line, count=1))
        else:
            items[-1] += f" {line}"
    return items


def _joined(lines: list[str]) -> Elements:
    """Return lines as words; a line break of the file is a space, as in Markdown."""
    joined: Elements = []
    for line in lines:
        joined += [element("SoftBreak"), *words(line)] if joined else words(line)
    return joined
