"""The site as it is published: what pages load has an address that says its content, so it may be kept for ever.

Leaves first: typefaces, pictures and scripts, then the style sheet that names typefaces, then the pages.  A page whose
own references keep their bytes keeps its own.
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefwright.errors import BriefwrightError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["FOLDER", "fingerprinted"]

FOLDER = "assets"
"""Where all that has a hash in its name stands, so that a server needs one rule for it."""
_HASHED = 10
"""Hexadecimal digits of a SHA-256 in a name: 40 bits tell the few versions of one file apart."""
_FIGURE = re.compile(r"(?P<folder>.+)/figures/(?P<name>[^/]+\.(?:svg|png))")
_FRAGMENT = re.compile(r"(?:^|/)fragments/")
# A start tag; what stands between the quotation marks of an attribute may hold anything else.
_TAG = re.compile(r"<(link|img|script|source)\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(\s)(href|src|srcset)=(\"|')([^\"']*)\3")
_LOADED = re.compile(r"\srel=[\"']?(?:stylesheet|preload|modulepreload|icon)\b")
_SIZE = re.compile(rb"<svg\b[^>]*?\swidth=\"([0-9]+)(?:px)?\"[^>]*?\sheight=\"([0-9]+)(?:px)?\"")
_URL = re.compile(r"url\((['\"]?)([^'\")]+)\1\)")


@dataclass(frozen=True, slots=True)
class _Copy:
    """Where the copy with a hash stands, and the file's integrity as HTML writes it (W3C SRI 3.1)."""

    path: str
    integrity: str


@dataclass(slots=True)
class _Copies:
    """What was given a name so far, by its plain one; ``base`` is where the site will be."""

    base: str
    by_name: dict[str, _Copy] = field(default_factory=dict)
    made: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, content: bytes) -> None:
        stem, ending = posixpath.splitext(_place(name))
        path = f"{stem}.{hashlib.sha256(content).hexdigest()[:_HASHED]}{ending}"
        digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
        self.by_name[name] = _Copy(path, f"sha384-{digest}")
        self.made[path] = content

    def named(self, reference: str, by: str) -> str | None:
        """Return the plain name, in the site, of what a file refers to; ``None`` where that is outside."""
        url = urlsplit(reference)
        root = urlsplit(self.base).path
        if reference.startswith(f"{self.base}/"):
            return reference.removeprefix(f"{self.base}/").partition("?")[0]
        if url.scheme or url.netloc or not url.path:
            return None
        if url.path.startswith("/"):
            return url.path.removeprefix(f"{root}/") if url.path.startswith(f"{root}/") else None
        return posixpath.normpath(posixpath.join(posixpath.dirname(by), url.path))

    def rewritten(self, reference: str, name: str, by: str) -> str:
        """Return a reference to the copy instead, relative or absolute as it was."""
        path = self.by_name[name].path
        if reference.startswith(f"{self.base}/"):
            return f"{self.base}/{path}"
        if reference.startswith("/"):
            return f"{urlsplit(self.base).path}/{path}"
        return posixpath.relpath(path, posixpath.dirname(by) or ".")


def fingerprinted(files: Mapping[str, bytes], base: str) -> dict[str, bytes]:
    """Return the files of a release by their path, from those that were made.

    ``base`` is the address of the site, without a slash at its end.  A figure keeps its plain address beside the one
    with a hash, since others may link to it; so does all that no page loads.  Fragments are for other sites and stay
    as they are.  Raises ``BriefwrightError`` where a page loads what is not there.
    """
    copies = _Copies(base)
    for name in sorted(files):
        if _is_leaf(name):
            copies.add(name, files[name])
    for name in sorted(files):
        if name.startswith(f"{FOLDER}/") and name.endswith(".css"):
            copies.add(name, _styled(name, files[name], copies))
    kept = {name: content for name, content in files.items() if not name.startswith(f"{FOLDER}/")}
    pages = {
        name: _page(name, content, copies)
        for name, content in kept.items()
        if name.endswith(".html") and not _FRAGMENT.search(name)
    }
    return dict(sorted({**kept, **pages, **copies.made}.items()))


def _is_leaf(name: str) -> bool:
    return bool(_FIGURE.fullmatch(name)) or (name.startswith(f"{FOLDER}/") and not name.endswith(".css"))


def _place(name: str) -> str:
    """Return where the copy of a file stands, but for the hash."""
    figure = _FIGURE.fullmatch(name)
    return f"{FOLDER}/{figure['folder']}/{figure['name']}" if figure else name


def _styled(name: str, content: bytes, copies: _Copies) -> bytes:
    def replace(found: re.Match[str]) -> str:
        target = copies.named(found[2], name)
        if target is None:
            return found[0]
        _expect(target, name, copies)
        return f"url({found[1]}{copies.rewritten(found[2], target, _place(name))}{found[1]})"

    return _URL.sub(replace, content.decode()).encode()


def _page(name: str, content: bytes, copies: _Copies) -> bytes:
    def replace(found: re.Match[str]) -> str:
        element, attributes = found[1].lower(), found[2]
        if element == "link" and not _LOADED.search(attributes):
            return found[0]
        added = ""

        def point(attribute: re.Match[str]) -> str:
            nonlocal added
            space, kind, quote, value = attribute.groups()
            if kind == "srcset":
                return f"{space}{kind}={quote}{', '.join(_candidates(value, name, copies))}{quote}"
            target = copies.named(value, name)
            if target is None:
                return attribute[0]
            _expect(target, name, copies)
            # Of a style sheet, browsers refuse to check it where the page was opened as a file.
            if element == "script":
                added = f' integrity="{copies.by_name[target].integrity}"'
            if element == "img" and " width=" not in attributes:
                added = _size(copies.made[copies.by_name[target].path])
            return f"{space}{kind}={quote}{copies.rewritten(value, target, name)}{quote}"

        pointed = _ATTRIBUTE.sub(point, attributes)
        closing = pointed[len(pointed.rstrip(" /")) :]
        return f"<{found[1]}{pointed.removesuffix(closing)}{added}{closing}>"

    return _TAG.sub(replace, content.decode()).encode()


def _size(picture: bytes) -> str:
    """Return the attributes that keep the room of a picture until it is there, where it says how large it is."""
    found = _SIZE.match(picture)
    return f' width="{int(found[1])}" height="{int(found[2])}"' if found else ""


def _candidates(value: str, name: str, copies: _Copies) -> Iterator[str]:
    """Yield the candidates of a ``srcset``, each pointed at its copy."""
    for candidate in value.split(","):
        address, _, size = candidate.strip().partition(" ")
        target = copies.named(address, name)
        if target is not None:
            _expect(target, name, copies)
            address = copies.rewritten(address, target, name)
        yield f"{address} {size}".strip()


def _expect(target: str, name: str, copies: _Copies) -> None:
    if target not in copies.by_name:
        message = f"{name}: it loads {target}, which is not made"
        raise BriefwrightError(message)
