"""Interface strings, dates and lists in the publisher's language, from one catalogue per language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.pofile import read_po

from briefwright.errors import BriefwrightError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """The interface strings of one language by key, and its formats of dates and lists."""

    locale: Locale
    strings: Mapping[str, str]

    @property
    def tag(self) -> str:
        """The BCP 47 tag of the language, such as en-GB."""
        return str(self.locale).replace("_", "-")

    @property
    def direction(self) -> str:
        """The text direction: ``ltr`` or ``rtl``."""
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"

    def text(self, key: str, **values: object) -> str:
        """Return the string of a key with values in place of ``{name}``.

        Raises ``BriefwrightError`` if the string or a value is missing.
        """
        try:
            return self.strings[key].format(**values)
        except KeyError as error:
            raise BriefwrightError(
                f"{self.tag}.po: missing {error} for “{key}”; add the string, or pass the value in the template"
            ) from None

    def date(self, text: str) -> str:
        """Return an ISO 8601 date, month or year in the language: 13 November 2015, November 2015, 2015."""
        day = dt.date.fromisoformat(f"{text}-01-01"[:10])
        return format_date(day, {4: "y", 7: "MMMM y"}.get(len(text), "d MMMM y"), locale=self.locale)

    def other_dates(self, text: str) -> tuple[str, ...]:
        """Return a full date in common formats that `date` does not use; the first has the weekday."""
        if len(text) < len("2015-11-13"):
            return ()
        day = dt.date.fromisoformat(text)
        forms = ("full", "medium", "short", "MMMM d, y", "MMM d, y", "d MMM y", "dd.MM.y", "MM/dd/y")
        formatted = [*(format_date(day, form, locale=self.locale) for form in forms), text]
        return tuple(form for form in dict.fromkeys(formatted) if form != self.date(text))

    def listing(self, items: Sequence[str]) -> str:
        """Return a list as a phrase: a, b and c."""
        return format_list(list(items), locale=self.locale)


@lru_cache(maxsize=16)
def load(folder: Path, language: str) -> Catalogue:
    """Return the catalogue in ``<folder>/<language>.po``; its message ids are the keys."""
    locale = Locale.parse(language, sep="-")
    with (folder / f"{language}.po").open("rb") as file:
        messages = read_po(file, locale=locale)
    return Catalogue(locale, {str(message.id): str(message.string) for message in messages if message.id})
