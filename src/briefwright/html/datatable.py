"""The data behind a figure: a table of its CSV, and the way to the file."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml.html import builder as make

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lxml.html import HtmlElement

__all__ = ["Table", "add_data", "table"]

_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
_NUMBER = re.compile(r"-?\d+([.,]\d+)*%?")


@dataclass(frozen=True, slots=True)
class Table:
    """A figure's data: its title, and the head and the rows of its CSV (RFC 4180) as text."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table(title: str, data: str) -> Table:
    """Return the table of a CSV text, whose rows are as long as its head; blank lines are none."""
    head, *rows = (row for row in csv.reader(io.StringIO(data)) if row)
    return Table(title, tuple(head), tuple(map(tuple, rows)))


def add_data(root: HtmlElement, tables: Mapping[str, Table], say: Callable[..., str]) -> None:
    """Put behind each figure whose picture has a table that table, closed, and a link to the CSV beside the picture."""
    for figure in list(root.iter("figure")):
        picture = figure.find(".//img")
        src = picture.get("src", "") if picture is not None else ""
        if src in tables:
            details = _details(tables[src], f"{src.removesuffix('.svg')}.csv", say)
            details.tail, figure.tail = figure.tail, None
            figure.addnext(details)


def _details(data: Table, address: str, say: Callable[..., str]) -> HtmlElement:
    E = make.E  # noqa: N806 - the name that lxml gives it
    kinds = [_kind([row[at] for row in data.rows]) for at in range(len(data.head))]
    names = [_named(name) for name in data.head]
    heads = [E.th(name, {"scope": "col", **kind}) for name, kind in zip(names, kinds, strict=True)]
    return E.details(
        {"class": "data"},
        E.summary(say("figure.data")),
        E.table(
            {"class": "rows"},
            E.caption(say("figure.data-of", title=data.title)),
            E.thead(E.tr(*heads)),
            E.tbody(*(_row(row, names, kinds) for row in data.rows)),
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
