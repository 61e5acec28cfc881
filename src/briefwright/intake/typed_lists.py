"""Lists whose bullets the author typed: paragraphs or lines that begin with a bullet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefwright.intake.pandoc_tree import element, join, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefwright.intake.pandoc_tree import Element, Elements

_BULLET = re.compile(r"[•‣▪◦·●○■\uf0b7]\s+")


def with_lists(blocks: Iterable[Element]) -> Elements:
    """Return blocks with typed bullets as lists; such paragraphs next to each other are one list."""
    result: Elements = []
    is_typed = False
    for block in blocks:
        for part in _parts(block) if block["t"] in {"Para", "Plain"} else [block]:
            typed_list = part["t"] == "BulletList" and part is not block
            if typed_list and is_typed:
                result[-1] = element("BulletList", [*result[-1]["c"], *part["c"]])
            else:
                result.append(part)
            is_typed = typed_list
    return result


def _parts(paragraph: Element) -> Iterator[Element]:
    """Yield a paragraph, or its lines before the first bullet, and the list after them."""
    lines: list[Elements] = [[]]
    for inline in paragraph["c"]:
        if inline["t"] == "LineBreak":
            lines.append([])
        else:
            lines[-1].append(inline)
    marked = [bool(_BULLET.match(text_of(line).lstrip())) for line in lines]
    first = marked.index(True) if True in marked else len(lines)
    if not all(marked[first:]) or len(lines) - first < min(2, len(lines)):
        yield paragraph
        return
    if first:
        yield paragraph | {"c": join(lines[:first], element("LineBreak"))}
    yield element("BulletList", [[element("Plain", _without_bullet(line))] for line in lines[first:]])


def _without_bullet(line: Elements) -> Elements:
    """Return a line without its bullet, which is in its first words or is these."""
    rest = list(line)
    while rest and rest[0]["t"] in {"Space", "SoftBreak"}:
        rest.pop(0)
    if rest and rest[0]["t"] == "Str":
        rest[0] = element("Str", _BULLET.sub("", f"{rest[0]['c']} ", count=1).removesuffix(" "))
    return rest
