"""Check that published files contain no redacted text."""

from __future__ import annotations

import contextlib
import gzip
import io
import re
import zlib
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_RUN = 4
"""Number of words in a row that identify a text."""
_MIN_WORD_LENGTH = 4
"""Characters of a word that can identify a text on its own."""
_WORD = re.compile(r"\w+")
_WITHOUT_TEXT = (".woff2", ".png", ".js", ".pagefind")
"""Endings of files that contain no text of a brief: fonts, pictures, the search script and its engine."""
_GZIP = b"\x1f\x8b"
"""First bytes of a gzip file (RFC 1952, 2.3.1), such as the parts of the search index."""


def leaked_words(redacted: Iterable[str], public: Iterable[str], files: Mapping[str, bytes]) -> list[str]:
    """Return a message for each word, and each sequence of four words, of redacted texts in files.

    Words and sequences that ``public`` (the redacted sources and the interface texts) also contains are not leaks.
    """
    public_parts = {part for text in public for part in _parts(text)}
    secret = {part for text in redacted for part in _parts(text) if len(part) > 1 or len(part[0]) >= _MIN_WORD_LENGTH}
    secret -= public_parts
    messages: dict[str, None] = {}
    for path, content in sorted(files.items()):
        for text in _texts(path, content):
            leaks = dict.fromkeys(" ".join(part) for part in _parts(text) if part in secret)
            messages |= dict.fromkeys(f"{path}: contains redacted words: “{leak}”" for leak in leaks)
    return list(messages)


def _parts(text: str) -> list[tuple[str, ...]]:
    """Return all words of a text, then all sequences of four words."""
    words = _WORD.findall(text.casefold())
    runs = zip(*(words[start:] for start in range(_RUN)), strict=False)
    return [*((word,) for word in words), *runs]


def _texts(path: str, content: bytes) -> Iterator[str]:
    """Yield all texts of a file, decompressed. A PDF has texts in its pages, metadata, attachments and strings."""
    if content.startswith(_GZIP):
        with contextlib.suppress(OSError, EOFError, zlib.error):
            content = gzip.decompress(content)
    if not path.endswith(".pdf"):
        yield path
        yield content.decode("utf-8", "replace") if not path.endswith(_WITHOUT_TEXT) else ""
        return
    with contextlib.closing(pypdfium2.PdfDocument(content)) as document:
        for page in document:
            with contextlib.closing(page), contextlib.closing(page.get_textpage()) as textpage:
                yield str(textpage.get_text_range())
    with pikepdf.open(io.BytesIO(content)) as pdf:
        yield pdf.Root.Metadata.read_bytes().decode("utf-8", "replace") if "/Metadata" in pdf.Root else ""
        for name, spec in pdf.attachments.items():
            yield name
            yield spec.get_file().read_bytes().decode("utf-8", "replace")
        for item in pdf.objects:
            yield from _strings(item)


def _strings(item: object) -> Iterator[str]:
    if isinstance(item, pikepdf.String):
        yield str(item)
    elif isinstance(item, pikepdf.Array | pikepdf.Dictionary):
        for value in item.as_list() if isinstance(item, pikepdf.Array) else item.as_dict().values():
            yield from _strings(value) if not getattr(value, "is_indirect", False) else ()
