"""Whether anything that an edition leaves out can be read in what is published of it."""

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
"""Words in a row that are taken for a text's own."""
_LEAST = 4
"""Letters of a word that may give something away by itself."""
_WORD = re.compile(r"\w+")
_WORDLESS = (".woff2", ".png", ".js", ".pagefind")
"""Endings of files that hold no word of a brief: typefaces, pictures, the search script and its engine."""
_GZIP = b"\x1f\x8b"
"""What every gzip file begins with (RFC 1952, 2.3.1): the parts of the search index among them."""


def leaked_words(withheld: Iterable[str], known: Iterable[str], files: Mapping[str, bytes]) -> list[str]:
    """Return which words of texts that were left out stand in files, in plain words.

    ``known`` are the texts that may be read: the sources as released, and the interface's.  What stands in them gives
    nothing away: neither a word, nor four in a row.
    """
    known_parts = {part for text in known for part in _parts(text)}
    tell_tale = {part for text in withheld for part in _parts(text) if len(part) > 1 or len(part[0]) >= _LEAST}
    tell_tale -= known_parts
    found: dict[str, None] = {}
    for path, content in sorted(files.items()):
        for text in _texts(path, content):
            hits = dict.fromkeys(" ".join(part) for part in _parts(text) if part in tell_tale)
            found |= dict.fromkeys(f"{path}: “{hit}” is of what this edition leaves out" for hit in hits)
    return list(found)


def _parts(text: str) -> list[tuple[str, ...]]:
    """Return each word of a text, then all that stand in a row."""
    words = _WORD.findall(text.casefold())
    runs = zip(*(words[start:] for start in range(_RUN)), strict=False)
    return [*((word,) for word in words), *runs]


def _texts(path: str, content: bytes) -> Iterator[str]:
    """Yield all that can be read in a file: of a PDF its words, every string in it, and what it carries.

    What is packed is unpacked first.
    """
    if content.startswith(_GZIP):
        with contextlib.suppress(OSError, EOFError, zlib.error):
            content = gzip.decompress(content)
    if not path.endswith(".pdf"):
        yield path
        yield content.decode("utf-8", "replace") if not path.endswith(_WORDLESS) else ""
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
        for one in item.as_list() if isinstance(item, pikepdf.Array) else item.as_dict().values():
            yield from _strings(one) if not getattr(one, "is_indirect", False) else ()
