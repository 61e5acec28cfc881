"""Whether all that a site refers to within itself is there, and whether its index leads to every page."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from briefwright.verify.references import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefwright.verify.references import Document, Reference

__all__ = ["INDEX", "MISSING", "crawled"]

INDEX = "index.html"
MISSING = "404.html"
"""What a server shows at any address that it does not know, so nothing links to it."""
_PART = re.compile(r"(?:^|/)fragments/[^/]+\.html")
"""Pages that are parts of other sites' pages."""
_DIRECTIVE = ":~:"
_ANCHORED = (".html", ".svg")
_TERMS = re.compile(r"(?:(?P<prefix>[^,]*)-,)?(?P<start>[^,]*)(?:,(?P<end>[^,-][^,]*))?(?:,-(?P<suffix>[^,]*))?")


def crawled(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Return what is wrong with the references of each file, by its path in the site; without an entry, nothing is.

    ``files`` are all files of the site.  Where the site will be, its index says as its canonical address (RFC 6596), so
    absolute addresses there are its own.
    """
    documents = {path: found for path in sorted(files) if (found := read(path, files[path]))}
    index = documents.get(INDEX)
    if index is None:
        return {INDEX: ["it is missing, so nothing leads to what is here"]}
    site = _Site(files, documents, index.canonical or "")
    wrong = {path: sorted(site.faults(path)) for path in documents}
    for path in site.orphans():
        wrong[path].append((0, f"no link leads here from {INDEX}, over whatever pages"))
    return {
        path: [f"line {line}: {fault}" if line else fault for line, fault in faults]
        for path, faults in wrong.items()
        if faults
    }


class _Site:
    """A site, read."""

    def __init__(self, files: Mapping[str, bytes], documents: Mapping[str, Document], canonical: str) -> None:
        self.files, self.documents = files, documents
        self.base = canonical.removesuffix(INDEX).rstrip("/")
        self.root = urlsplit(self.base).path
        self.words = {path: _folded(document.text) for path, document in documents.items()}

    def faults(self, path: str) -> Iterator[tuple[int, str]]:
        """Yield what is wrong with a file, each with its line."""
        yield from self.documents[path].faults
        told = set()
        for reference in self.documents[path].references:
            fault = self._fault(reference, path)
            if fault and fault not in told:
                told.add(fault)
                yield reference.line, fault

    def orphans(self) -> list[str]:
        """Return the pages that no way leads to from the index."""
        pages = {path for path in self.documents if path.endswith(".html")}
        seen, waiting = {INDEX}, [INDEX]
        while waiting:
            path = waiting.pop()
            for reference in self.documents[path].references:
                target = self._target(reference.address, path)
                if reference.leads and target in pages and target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return sorted(path for path in pages - seen if path != MISSING and not _PART.search(path))

    def _target(self, address: str, path: str) -> str | None:
        """Return the path in the site of what a file refers to; ``None`` where that is outside."""
        url = urlsplit(address)
        if self.base and (address == self.base or address.startswith((f"{self.base}/", f"{self.base}#"))):
            name = url.path.removeprefix(self.root).lstrip("/")
        elif url.scheme or url.netloc:
            return None
        elif url.path.startswith("/"):
            # Of a part, that is an address of the site that it becomes a part of.
            if _PART.search(path) or not url.path.startswith(f"{self.root}/"):
                return None
            name = url.path.removeprefix(f"{self.root}/")
        elif url.path:
            name = posixpath.join(posixpath.dirname(path), url.path)
        else:
            return path
        folder = name in {"", "."} or name.endswith(("/", "/.", "/.."))
        name = posixpath.normpath(unquote(name))
        return posixpath.normpath(f"{name}/{INDEX}") if folder else name

    def _fault(self, reference: Reference, path: str) -> str | None:
        address = reference.address.strip()
        target = self._target(address, path)
        lame = _lame(address, path)
        if lame or target is None:
            return lame
        if target not in self.files:
            folder = " (a folder: end it with /)" if f"{target}/{INDEX}" in self.files else ""
            return f"{address} leads to {target}, which is not there{folder}"
        return self._lost(reference, address, target)

    def _lost(self, reference: Reference, address: str, target: str) -> str | None:
        """Return what is wrong with the place in a file that an address leads to."""
        name, _, directive = urlsplit(address).fragment.partition(_DIRECTIVE)
        document = self.documents.get(target)
        if document is None or not target.endswith(_ANCHORED):
            return None
        if reference.exact and name not in {"", "top"} and not {name, unquote(name)} & document.anchors:
            return f"{address} leads to {target}, where nothing has the identifier {unquote(name)}"
        if all(self._says(target, term) for term in directive.split("&")):
            return None
        return f"{address} leads to words that {target} does not say"

    def _says(self, target: str, term: str) -> bool:
        """Whether a page says what a text directive names (WICG URL Fragment Text Directives, 3.3)."""
        key, _, value = term.partition("=")
        terms = _TERMS.fullmatch(value) if key == "text" else None
        if terms is None:
            return key != "text"
        prefix, start, end, suffix = (_folded(unquote(part or "")) for part in terms.groups())
        opening, closing = (prefix + start, end + suffix) if end else (prefix + start + suffix, "")
        place = self.words[target].find(opening)
        return place >= 0 and self.words[target].find(closing, place + len(opening)) >= 0


def _lame(address: str, path: str) -> str | None:
    """Return what is wrong with an address by itself."""
    url = urlsplit(address)
    if url.scheme == "javascript":
        return f"{address} is a script, not an address"
    if not url.scheme and url.netloc:
        return f"{address} does not say https:"
    if path == MISSING and not url.scheme and url.path and not url.path.startswith("/"):
        return f"{address} leads elsewhere from each address that this page is shown at; begin it with /"
    return None


def _folded(text: str) -> str:
    """Return text as a browser compares it: without case, accents and space."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if not sign.isspace() and not unicodedata.combining(sign))
