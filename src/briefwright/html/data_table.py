"""The data of a figure as a table below it, with a link to the CSV file."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from lxml.html.builder import E

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lxml.html import HtmlElement

_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
_NUMBER = re.compile(r"[-+]?(\d+([.,]\d+)*|\.\d+)(e[-+]?\d+)?%?", re.IGNORECASE)


def add_data_tables(root: HtmlElement, data: Mapping[str, tuple[str, str]], text: Callable[..., str]) -> None:
    """Add a closed ``details`` with a data table and a link to the CSV file after each figure with data.

    ``data`` maps the address of a picture to the figure's title and CSV text (RFC 4180). All rows have the length of
    the header row. The CSV file is beside the picture.
    """
    for figure in list(root.iter("figure")):
        picture = figure.find(".//img")
        src = picture.get("src", "") if picture is not None else ""
        if src in data:
            details = _details(*data[src], f"{src.removesuffix('.svg')}.csv", text)
            details.tail, figure.tail = figure.tail, None
            figure.addnext(details)


def _details(title: str, data: str, csv_address: str, text: Callable[..., str]) -> HtmlElement:
    names, *rows = (row for row in csv.reader(io.StringIO(data)) if row)
    classes = [_column_class([row[column] for row in rows]) for column in range(len(names))]
    headings = [_heading(name) for name in names]
    header = [E.th(name, {"scope": "col", **class_}) for name, class_ in zip(headings, classes, strict=True)]
    return E.details(
        {"class": "data"},
        E.summary(text("figure.data")),
        E.table(
            {"class": "rows"},
            E.caption(text("figure.data-of", title=title)),
            E.thead(E.tr(*header)),
            E.tbody(*(_row(row, headings, classes, text("figure.no-value")) for row in rows)),
        ),
        E.p(E.a(text("figure.csv"), {"href": csv_address, "download": "", "type": "text/csv"})),
    )


def _row(
    row: Sequence[str], headings: Sequence[str], classes: Sequence[Mapping[str, str]], no_value: str
) -> HtmlElement:
    """Return a row; a missing number or date is ``no_value``, which differs from 0 and from an empty text."""
    cells = [no_value if class_ and not cell.strip() else cell for cell, class_ in zip(row, classes, strict=True)]
    first = E.th(cells[0], {"scope": "row", **classes[0]})
    rest = zip(cells[1:], headings[1:], classes[1:], strict=True)
    return E.tr(first, *(E.td(cell, {"data-label": heading, **class_}) for cell, heading, class_ in rest))


def _column_class(cells: Sequence[str]) -> Mapping[str, str]:
    """Return the class attribute of a column: ``date`` (ISO 8601), ``number``, or none; empty cells do not matter."""
    filled = [cell for cell in cells if cell.strip()]
    if filled and all(map(_DATE.fullmatch, filled)):
        return {"class": "date"}
    return {"class": "number"} if filled and all(map(_NUMBER.fullmatch, filled)) else {}


def _heading(name: str) -> str:
    """Return the heading of a CSV column: ``by_country`` becomes “By country”."""
    words = name.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]
