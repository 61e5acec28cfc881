"""DOCX, ODT and EPUB files: their parts, pictures and metadata. They are ZIP files of XML."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from briefwright.errors import BriefwrightError
from briefwright.intake.original import Facts, language_tag

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefwright.intake.changes import Changes

_MAX_SIZE = 200_000_000
"""Bytes of all parts together, unpacked."""
_MAX_PARTS = 5000
_OLE = b"\xd0\xcf\x11\xe0"
"""The first bytes of an old Word file, and of a DOCX file with a password."""
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_INITIAL_CREATOR = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}initial-creator"
_TEXT = re.compile(rb"<w:t[ >]")
_COMMENT, _TRACKED = re.compile(rb"<w:comment "), re.compile(rb"<w:(?:ins|del|moveFrom) ")
_OWN_NUMBERS = re.compile(rb"<ol\b[^>]*\sreversed\b|<li\b[^>]*\svalue\s*=")


def open_archive(path: Path, content: bytes) -> zipfile.ZipFile:
    """Return the ZIP file of a document; raise ``BriefwrightError`` if it is encrypted, damaged or too large."""
    if content.startswith(_OLE):
        hint = "open it in a word processor, and save it as .docx without a password"
        raise BriefwrightError(f"the file has a password, or is in the old Word format\n  hint: {hint}")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise _damaged(f"not a {path.suffix} file") from None
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_SIZE:
        raise BriefwrightError(f"the file unpacks to more than {_MAX_SIZE // 1_000_000} MB")
    if any(part.flag_bits & 1 for part in parts) or _is_encrypted(archive):
        hint = "save it without a password or copy protection"
        raise BriefwrightError(f"the file is encrypted\n  hint: {hint}")
    return archive


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    """Return whether parts of an ODT or EPUB file are encrypted. Fonts of an EPUB may be: its text needs none."""
    names = [str(name) for name in _find(archive, "META-INF/encryption.xml", "CipherReference", "URI")]
    texts = any(not re.search(r"\.(?:otf|ttf|woff2?)$", name, re.IGNORECASE) for name in names)
    return texts or b"encryption-data" in _part(archive, "META-INF/manifest.xml")


def report_left_out(archive: zipfile.ZipFile, changes: Changes) -> None:
    """Report what Pandoc leaves out: parts of a DOCX file, and numbers of lists in an EPUB file."""
    if comments := len(_COMMENT.findall(_part(archive, "word/comments.xml"))):
        changes.add(f"comments left out: {comments}")
    if _TRACKED.search(_part(archive, "word/document.xml")):
        changes.add("tracked changes accepted: insertions are kept, deletions left out")
    for name in archive.namelist():
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name) and _TEXT.search(_part(archive, name)):
            changes.add("header or footer of the pages left out", name)
        if re.search(r"\.x?html?$", name, re.IGNORECASE) and _OWN_NUMBERS.search(_part(archive, name)):
            changes.add("list with numbers of its own, now 1, 2, 3 …", name)


def facts(archive: zipfile.ZipFile) -> Facts:
    """Return the facts in the properties of a DOCX or ODT file. Its dates are those of the file, not of the text."""
    names = ("docProps/core.xml", "meta.xml")
    tree = next((tree for name in names if (tree := _xml(archive, name)) is not None), None)
    if tree is None:
        return Facts()

    def first(*tags: str) -> str:
        texts = (" ".join((found.text or "").split()) for tag in tags for found in tree.iter(tag))
        return next(filter(None, texts), "")

    authors = re.split(r"\s*;\s*", first(_INITIAL_CREATOR, f"{_DUBLIN_CORE}creator"))
    language = language_tag(first(f"{_DUBLIN_CORE}language"))
    return Facts(first(f"{_DUBLIN_CORE}title"), tuple(filter(None, authors)), language=language)


def picture_reader(archive: zipfile.ZipFile, root: str) -> Callable[[str], bytes]:
    """Return a function that reads a picture of a document; its addresses belong to the folder ``root``."""
    names = {name.lower(): name for name in archive.namelist()}

    def read(address: str) -> bytes:
        if re.match(r"[a-zA-Z][\w+.-]*:|//", address):
            raise LookupError("it is not in the file; nothing is fetched from the web")
        wanted = posixpath.normpath(f"{root}{address}").lower()
        # An EPUB file may have its content in a folder that the address does not name.
        found = names.get(wanted) or next((name for key, name in names.items() if key.endswith(f"/{wanted}")), None)
        if found is None:
            raise LookupError("it is not in the file")
        return _part(archive, found)

    return read


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a part of the archive, empty if there is none; raise ``BriefwrightError`` if it is damaged."""
    try:
        return archive.read(name)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        raise _damaged("packed in an unusual way") from None


def _damaged(otherwise: str) -> BriefwrightError:
    hint = "open it in its program, and save it again"
    return BriefwrightError(f"the file is damaged, or {otherwise}\n  hint: {hint}")


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    content = _part(archive, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(content, parser) if content else None
    except etree.XMLSyntaxError:
        return None


def _find(archive: zipfile.ZipFile, part: str, tag: str, attribute: str) -> list[str]:
    tree = _xml(archive, part)
    return [] if tree is None else [str(each.get(attribute) or "") for each in tree.iter(f"{{*}}{tag}")]
