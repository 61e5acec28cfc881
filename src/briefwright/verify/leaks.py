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

__all__ = ["leaks"]

_RUN = 4
"""Words in a row that are taken for a text's own."""
_LEAST = 4
"""Letters of a word that may give something away by itself."""
_WORD = re.compile(r"\w+")
_WORDLESS = (".woff2", ".png", ".js", ".pagefind")
"""Endings of files that hold no word of a brief: typefaces, pictures, the search script and its engine."""
_GZIP = b"\x1f\x8b"
"""What every gzip file begins with (RFC 1952, 2.3.1): the parts of the search index among them."""


def leaks(withheld: Iterable[str], known: Iterable[str], files: Mapping[str, bytes]) -> list[str]:
    """Return which words of texts that were left out stand in files, in plain words.

    ``known`` are the texts that may be read: the sources as released, and the interface's.  What stands in them gives
    nothing away: neither a word, nor four in a row.
    """
    words, runs = _tell_tale(withheld, known)
    found = []
    for path, content in sorted(files.items()):
        for text in _texts(path, content):
            tokens = _tokens(text)
            hits = dict.fromkeys(word for word in tokens if word in words)
            hits |= dict.fromkeys(" ".join(run) for run in _runs(tokens) if run in runs)
            found += [f"{path}: “{hit}” is of what this edition leaves out" for hit in hits]
    return list(dict.fromkeys(found))


def _tell_tale(withheld: Iterable[str], known: Iterable[str]) -> tuple[set[str], set[tuple[str, ...]]]:
    known_words: set[str] = set()
    known_runs: set[tuple[str, ...]] = set()
    for text in known:
        tokens = _tokens(text)
        known_words.update(tokens)
        known_runs.update(_runs(tokens))
    words: set[str] = set()
    runs: set[tuple[str, ...]] = set()
    for text in withheld:
        tokens = _tokens(text)
        words.update(word for word in tokens if len(word) >= _LEAST)
        runs.update(_runs(tokens))
    return words - known_words, runs - known_runs


def _tokens(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(tokens: list[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(tokens[start : start + _RUN]) for start in range(len(tokens) - _RUN + 1))


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
    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            textpage = page.get_textpage()
            yield str(textpage.get_text_range())
            textpage.close()
            page.close()
    finally:
        document.close()
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
    elif isinstance(item, pikepdf.Array):
        for one in item.as_list():
            yield from _strings(one) if not getattr(one, "is_indirect", False) else ()
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for one in item.as_dict().values() if isinstance(item, pikepdf.Dictionary) else ():
            yield from _strings(one) if not getattr(one, "is_indirect", False) else ()
