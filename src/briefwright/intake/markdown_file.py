"""A Markdown file that can be the essay as it is, so that Pandoc's dialect changes no character of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefwright import prose
from briefwright.intake.pictures import describes_nothing
from briefwright.sources.essay.blocks import read_blocks
from briefwright.sources.essay.pictures import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def unchanged(
    text: str, left_out: Sequence[str], read_picture: Callable[[str], bytes]
) -> tuple[str, dict[str, bytes]] | None:
    """Return a Markdown text without its front matter, and its pictures by their path; ``None`` if it has a fault.

    ``left_out`` are the words of the first blocks, which go to ``brief.yaml``. `Original` explains ``read_picture``.
    """
    tokens = prose.parser(blocks=True).parse(text)
    # Each outermost block with the token after it, which is its text if it has one.
    blocks = [
        (token, following)
        for token, following in zip(tokens, [*tokens[1:], tokens[-1]], strict=True)
        if token.level == 0 and token.nesting >= 0 and token.map and token.type != "front_matter"
    ]
    if [_words(following.content) for _, following in blocks[: len(left_out)]] != [*map(_words, left_out)]:
        return None
    body = blocks[len(left_out) :]
    if not body or not body[0][0].map:
        return None
    lines = re.split(r"\r\n|\r|\n", text)
    markdown = "\n".join(lines[body[0][0].map[0] :]).strip("\n") + "\n"
    tree = read_blocks(markdown)
    if not tree.leaves or tree.front_matter is not None or any(fault.severity == "error" for fault in tree.faults):
        return None
    pictures: dict[str, bytes] = {}
    for picture in (block.picture for top in tree.blocks for block in top.walk() if block.picture):
        try:
            pictures[picture.path] = read_picture(picture.path)
        except LookupError:
            return None
        if refusal(pictures[picture.path]) or describes_nothing(picture.alt):
            return None
    return markdown, pictures


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
