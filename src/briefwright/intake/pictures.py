"""The pictures of an author's file, written beside the essay."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes

from briefwright.intake import escaping
from briefwright.layout import slug
from briefwright.sources.essay.pictures import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefwright.intake.changes import Changes

FOLDER = "pictures"
"""The folder of pictures beside the essay."""
_NO_DESCRIPTION = re.compile(
    r"(?:image|picture|img|figure|graphic|bild|grafik|photo)?[\s_-]*\d*(?:\.\w{2,4})?", re.IGNORECASE
)
_DATA = re.compile(r"data:[\w/+.-]*(?:;[\w=.-]+)*?(;base64)?,(.*)", re.DOTALL)
_TODO = "TODO:"
_TODO_ALT = f"{_TODO} describe this picture for readers who cannot see it"


class Pictures:
    """Collects the pictures of an essay: ``files`` by their path beside it.

    ``read`` returns the content of a picture of the author's file by its address in it, and raises ``LookupError``
    with the reason if it must not or cannot be read.
    """

    def __init__(self, read: Callable[[str], bytes]) -> None:
        """Start without pictures."""
        self._read = read
        self._paths: dict[str, str] = {}
        self.files: dict[str, bytes] = {}

    def markdown(self, source: str, alt: str, caption: str, changes: Changes) -> tuple[str, list[str]]:
        """Return a picture as Markdown, and its visible words; a to-do mark if it cannot be shown."""
        alt, caption = (escaping.clean(text).strip() for text in (alt, caption))
        try:
            path = self._paths.get(source) or self._add(source)
        except LookupError as error:
            name = "inside the file" if source.startswith("data:") else source
            changes.add(f"picture left out, and replaced by a to-do mark ({error.args[0]})", name)
            about = " ".join(filter(None, [f"the picture {name} is missing here.", alt, caption]))
            # Its address is no link.
            text = escaping.escape(escaping.clean(about), line_start=False).replace("://", "\\://")
            return f"{_TODO} {text}", [_TODO, about]
        if describes_nothing(alt):
            changes.add("picture without a description, marked TODO", path)
            alt = _TODO_ALT
        first, rest = (_TODO, alt.removeprefix(_TODO)) if alt.startswith(_TODO) else ("", alt)
        legend = ' "' + re.sub(r'["\\]', r"\\\g<0>", caption) + '"' if caption else ""
        return f"![{first}{escaping.escape(rest, line_start=False, everything=True)}]({path}{legend})", [alt, caption]

    def _add(self, source: str) -> str:
        content = _data(source) if source.startswith("data:") else self._read(unquote(source))
        if reason := refusal(content):
            raise LookupError(reason)
        path = self._name(source, content)
        self.files[path] = content
        self._paths[source] = path
        return path

    def _name(self, source: str, content: bytes) -> str:
        ending = {b"\x89P": "png", b"\xff\xd8": "jpg", b"GI": "gif"}.get(content[:2], "webp")
        stem = "" if source.startswith("data:") else unquote(source).rpartition("/")[2].rpartition(".")[0]
        name = slug(stem) or "picture"
        names = (
            f"{FOLDER}/{name}{f'-{number}' if number > 1 else ''}.{ending}" for number in range(1, len(self.files) + 2)
        )
        return next(each for each in names if each not in self.files)


def describes_nothing(alt: str) -> bool:
    """Return whether an alternative text is empty, or only the word or file name that programs insert."""
    return bool(_NO_DESCRIPTION.fullmatch(alt))


def _data(source: str) -> bytes:
    """Return the content of a ``data:`` address (RFC 2397)."""
    match = _DATA.fullmatch(source)
    try:
        if match:
            return base64.b64decode(match[2]) if match[1] else unquote_to_bytes(match[2])
    except (binascii.Error, ValueError):
        pass
    raise LookupError("its data are damaged")
