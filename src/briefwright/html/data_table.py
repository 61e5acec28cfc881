"""The data behind a figure: a table of its CSV, and the way to the file."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from lxml.html import builder as make

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lxml.html import HtmlElement

_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
_NUMBER = re.compile(r"-?\d+([.,]\d+)*%?")


def add_data_tables(root: HtmlElement, data: Mapping[str, tuple[str, str]], say: Callable[..., str]) -> None:
    """Put behind each figure whose picture has data a closed table of them, and a link to the CSV beside the picture.

    ``data`` are the title and the CSV (RFC 4180) of a figure by its picture's address; rows are as long as the head.
    """
    for figure in list(root.iter("figure")):
        picture = figure.find(".//img")
        src = picture.get("src", "") if picture is not None else ""
        if src in data:
            details = _details(*data[src], f"{src.removesuffix('.svg')}.csv", say)
            details.tail, figure.tail = figure.tail, None
            figure.addnext(details)


def _details(title: str, data: str, address: str, say: Callable[..., str]) -> HtmlElement:
    E = make.E  # noqa: N806 - the name that lxml gives it
    head, *rows = (row for row in csv.reader(io.StringIO(data)) if row)
    kinds = [_kind([row[at] for row in rows]) for at in range(len(head))]
    names = [_named(name) for name in head]
    heads = [E.th(name, {"scope": "col", **kind}) for name, kind in zip(names, kinds, strict=True)]
    return E.details(
        {"class": "data"},
        E.summary(say("figure.data")),
        E.table(
            {"class": "rows"},
            E.caption(say("figure.data-of", title=title)),
            E.thead(E.tr(*heads)),
            E.tbody(*(_row(row, names, kinds) for row in rows)),
        ),
        E.p(E.a(say("figure.csv"), {"href": address, "download": "", "type": "text/csv"})),
    )


def _row(row: Sequence[str], names: Sequence[str], kinds: Sequence[Mapping[str, str]]) -> HtmlElement:
    E = make.E  # noqa: N806 - as above
    first = E.th(row[0], {"scope": "row", **kinds[0]})
    rest = zip(row[1:], names[1:], kinds[1:], strict=True)
    return E.tr(first, *(E.td(cell, {"data-label": name, **kind}) for cell, name, kind in rest))


def _kind(cells: Sequence[str]) -> Mapping[str, str]:
    """Return the class of a column of numbers or of dates (ISO 8601)."""
    if all(_DATE.fullmatch(cell) for cell in cells):
        return {"class": "date"}
    return {"class": "number"} if all(_NUMBER.fullmatch(cell) for cell in cells) else {}


def _named(name: str) -> str:
    """Return the name of a column as a heading."""
    words = name.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]
