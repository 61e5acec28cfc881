"""An author's file as read: Pandoc's tree of its text, the facts about it, and its pictures."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from briefwright.intake.pandoc_tree import text_of
from briefwright.model import identifiers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from briefwright.intake.pandoc_tree import Elements

_MONTHS = {name: number for number, names in enumerate(
    ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
     "september sept sep", "october oct", "november nov", "december dec"), 1) for name in names.split()}  # fmt: skip
_YEAR = r"(1\d{3}|20\d{2})"
_ISO = re.compile(rf"{_YEAR}(?:-(\d\d)(?:-(\d\d))?)?(?:[T ].*)?")
_DAY_FIRST = re.compile(rf"(?:[a-z]+,? )?(?:(\d{{1,2}})(?:st|nd|rd|th)? )?([a-z]+)\.?,? {_YEAR}", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"(?:[a-z]+, )?([a-z]+)\.? (\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}", re.IGNORECASE)


KEYS = frozenset({"title", "subtitle", "author", "authors", "date", "lang", "language", "rights", "abstract"})
"""The front matter that is used."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts that an author's file gives about its text; empty if it does not."""

    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    language: str = ""
    published_in: str = ""
    url: str = ""
    rights: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """An author's file.

    ``read_picture`` returns the content of a picture by its address in the file, and raises ``LookupError`` with the
    reason if it is not to be read. ``abstract`` is a summary that the file keeps apart from its text. ``markdown`` is
    the text of a Markdown file.
    """

    blocks: Elements
    facts: Facts
    read_picture: Callable[[str], bytes]
    abstract: Elements = field(default_factory=list)
    markdown: str = ""


def no_pictures(_address: str) -> bytes:
    """Refuse a picture."""
    raise LookupError("the file contains no pictures")


def facts_of(meta: Mapping[str, Any]) -> Facts:
    """Return the facts in the metadata of Pandoc's tree."""
    title, subtitle = (_line(meta.get(key)) for key in ("title", "subtitle"))
    authors = tuple(name for value in _items(meta.get("author") or meta.get("authors")) if (name := _author(value)))
    dates = (_line(meta.get(key)) for key in ("date", "dcterms.date", "DC.date", "dc.date"))
    languages = (_line(meta.get(key)) for key in ("lang", "language"))
    return Facts(
        f"{title}: {subtitle}" if title and subtitle else title,
        authors,
        next((date for text in dates if (date := iso_date(text))), ""),
        language_tag(next(filter(None, languages), "")),
        rights=_line(meta.get("rights")),
    )


def language_tag(text: str) -> str:
    """Return a BCP 47 tag; empty if a text is none."""
    try:
        return identifiers.language(text.strip().replace("_", "-"))
    except ValueError:
        return ""


def iso_date(text: str) -> str:
    """Return a date as YYYY-MM-DD, YYYY-MM or YYYY; empty if it has another form or does not exist."""
    text = " ".join(text.split())
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif (match := _DAY_FIRST.fullmatch(text)) and match[2].lower() in _MONTHS:
        year, month, day = match[3], str(_MONTHS[match[2].lower()]), match[1]
    elif (match := _MONTH_FIRST.fullmatch(text)) and match[1].lower() in _MONTHS:
        year, month, day = match[3], str(_MONTHS[match[1].lower()]), match[2]
    else:
        return ""
    date = "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
    try:
        dt.date.fromisoformat(f"{date}-01-01"[:10])
    except ValueError:
        return ""
    return date


def _items(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    if value is None:
        return []
    return list(value["c"]) if value["t"] == "MetaList" else [value]


def _author(value: Any) -> str:  # noqa: ANN401 - any JSON
    """Return the name of an author, which may be a mapping."""
    if value["t"] == "MetaMap":
        name = value["c"].get("name") or value["c"].get("literal")
        given, family = (_line(value["c"].get(key)) for key in ("given", "family"))
        return _line(name) or f"{given} {family}".strip()
    return _line(value)


def _line(value: Any) -> str:  # noqa: ANN401 - any JSON
    if not value:
        return ""
    text = value["c"] if value["t"] == "MetaString" else text_of(value)
    return " ".join(str(text).split())
