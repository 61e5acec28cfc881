"""What the incremental update of a signature adds to a file (ISO 32000-1, 7.5.6).

A signature proves who wrote the update, not that it is one of a signature alone.  So that a rebuilt file and a signed
one can be compared, all that the update may touch is named here.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pikepdf

from briefwright.errors import BriefwrightError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["strangers", "unsigned_prefix"]

_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF(?:\r\n|\n|\r)?")
_NUMBER = re.compile(rb"(?<![\w.#])-?\d*\.\d+")
# By type, what entries a signature gives to an object, and by how many items it makes their arrays longer; the tree of
# parents has no type.
_TOUCHED = {
    "/Catalog": {"/AcroForm": 0, "/Extensions": 0},
    "/Page": {"/Annots": 1},
    "/StructTreeRoot": {"/ParentTreeNextKey": 0},
    "/StructElem": {"/K": 1},
    "": {"/Nums": 2},
}
_HIGHEST = 20
"""Points; a seal that is higher could paint over the page."""


def unsigned_prefix(content: bytes) -> bytes:
    """Return the bytes before the last incremental update: of a signed file, the unsigned one.

    Raises ``BriefwrightError`` where there is no update.
    """
    ends = [found.end() for found in _END.finditer(content)]
    if len(ends) < 2:  # noqa: PLR2004 - the file's own end, and the update's
        message = "it has no incremental update"
        raise BriefwrightError(message)
    return content[: ends[-2]]


def strangers(content: bytes) -> Iterator[str]:
    """Yield what the last update does to a file besides signing it, in plain words."""
    with pikepdf.open(io.BytesIO(unsigned_prefix(content))) as old, pikepdf.open(io.BytesIO(content)) as new:
        if old.Root.objgen != new.Root.objgen or _parts(old.docinfo) != _parts(new.docinfo):
            yield "its signature came with another document in place of the unsigned one"
            return
        pairs = [(before, new.get_object(before.objgen)) for before in old.objects]
        changed = [(before, after) for before, after in pairs if _parts(before) != _parts(after)]
        kinds = [_kind(before) for before, _ in changed]
        if len(set(kinds)) < len(kinds) or not all(_only_signs(before, after) for before, after in changed):
            yield "its signature came with changes of the document itself"
        elif not _is_modest(new):
            yield "its signature came with a form that is more than a signature"


def _kind(item: Any) -> str:  # noqa: ANN401 - pikepdf's objects
    return str(item.get("/Type", "")) if isinstance(item, pikepdf.Dictionary) else "other"


def _parts(item: Any) -> dict[str, bytes]:  # noqa: ANN401 - pikepdf's objects
    """Return how an object is written, by entries and but for the form of numbers; what these refer to is left out."""
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return {"": _written(item, resolved=True)}
    entries = {key: _written(value) for key, value in item.items()}
    return entries | {"": item.read_raw_bytes()} if isinstance(item, pikepdf.Stream) else entries


def _written(item: Any, *, resolved: bool = False) -> bytes:  # noqa: ANN401 - pikepdf's objects, and Python's numbers
    text = item.unparse(resolved=resolved) if isinstance(item, pikepdf.Object) else repr(item).encode()
    return _NUMBER.sub(lambda number: repr(float(number[0])).encode(), text)


def _only_signs(before: Any, after: Any) -> bool:  # noqa: ANN401 - pikepdf's objects
    """Whether an object has grown only where, and as much as, a signature makes it grow."""
    if not isinstance(before, pikepdf.Dictionary) or not isinstance(after, pikepdf.Dictionary):
        return False
    touched = _TOUCHED.get(_kind(before), {})
    changed = {key for key, _ in _parts(before).items() ^ _parts(after).items()}
    return all(key in touched and _has_grown(before.get(key), after.get(key), touched[key]) for key in changed)


def _has_grown(before: Any, after: Any, items: int) -> bool:  # noqa: ANN401 - pikepdf's objects
    if not isinstance(before, pikepdf.Array):
        return before is None or (isinstance(before, int) and after == before + 1)
    kept = list(after)[: len(before)]
    return len(after) == len(before) + items and [*map(_written, kept)] == [*map(_written, before)]


def _is_modest(pdf: pikepdf.Pdf) -> bool:
    """Whether the form is one signature, too low to cover what the page says, and in the structure as what it is."""
    form = pdf.Root.AcroForm
    fields = form.Fields.as_list()
    if set(form.keys()) != {"/Fields", "/SigFlags"} or [field.get("/FT") for field in fields] != ["/Sig"]:
        return False
    _, bottom, _, top = (float(edge) for edge in fields[0].Rect.as_list())
    shown = [page.Annots[-1].objgen for page in pdf.pages if "/Annots" in page]
    last = pdf.Root.StructTreeRoot.K[0].K[-1]
    return 0 <= top - bottom <= _HIGHEST and fields[0].objgen in shown and last.S == "/Form"
