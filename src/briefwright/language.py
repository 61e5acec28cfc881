"""Interface strings, dates and lists in the publisher's language, from one catalogue per language."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.pofile import read_po

from briefwright.errors import BriefwrightError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

ESSAY, NEUTRAL = "essay", "text"
"""The words for the essay: of a brief that sets no other, and of a page about briefs with different words."""
# Of ISO 15924, those that are written from right to left.
_RTL_SCRIPTS = {"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"}


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

    def count(self, key: str, number: int) -> str:
        """Return the string for a number of things: that of ``key`` and the plural form of CLDR (UTS #35, part 3)."""
        return self.text(f"{key}.{self.locale.plural_form(number)}", number=number)

    def date(self, text: str) -> str:
        """Return an ISO 8601 date, month or year in the language: 13 November 2015, November 2015, 2015.

        An interval of two with a slash between becomes 13–15 November 2015.
        """
        first, _, last = text.partition("/")
        if last and first != last:
            return self._interval(first, last)
        text = first
        day = dt.date.fromisoformat(f"{text}-01-01"[:10])
        return format_date(day, {4: "y", 7: "MMMM y"}.get(len(text), "d MMMM y"), locale=self.locale)

    def _interval(self, first: str, last: str) -> str:
        """Return an interval without repeating what both dates share (UTS #35, part 4, interval formats)."""
        if len(first) == len(last):
            skeleton = {4: "y", 7: "yMMMM", 10: "yMMMd"}[len(first)]
            field = "y" if first[:4] != last[:4] else "M" if first[:7] != last[:7] else "d"
            parts = self.locale.interval_formats.get(skeleton, {}).get(field, ())
            # The catalogues of CLDR have intervals of days with short months only.
            parts = [re.sub(r"\bMMM\b", "MMMM", part) for part in parts]
            if len(parts) == len((first, last)):
                days = [dt.date.fromisoformat(f"{date}-01-01"[:10]) for date in (first, last)]
                return "".join(
                    format_date(day, part, locale=self.locale) for day, part in zip(days, parts, strict=True)
                )
        pattern: str = self.locale.interval_formats[None]
        return pattern.format(self.date(first), self.date(last))

    def other_dates(self, text: str) -> tuple[str, ...]:
        """Return a full date in common formats that `date` does not use; the first has the weekday.

        Of an interval, only the notation of the sources.
        """
        if "/" in text:
            return (text,)
        if len(text) < len("2015-11-13"):
            return ()
        day = dt.date.fromisoformat(text)
        forms = ("full", "medium", "short", "MMMM d, y", "MMM d, y", "d MMM y", "dd.MM.y", "MM/dd/y")
        formatted = [*(format_date(day, form, locale=self.locale) for form in forms), text]
        return tuple(form for form in dict.fromkeys(formatted) if form != self.date(text))

    def language_name(self, tag: str) -> str:
        """Return the name of a language in this language, such as French for fr; the tag if it has none."""
        try:
            return Locale.parse(tag, sep="-").get_display_name(self.locale) or tag
        except (UnknownLocaleError, ValueError):
            return tag

    def listing(self, items: Sequence[str]) -> str:
        """Return a list as a phrase: a, b and c."""
        return format_list(list(items), locale=self.locale)


def direction(tag: str) -> str:
    """Return the text direction of a BCP 47 tag: that of its script, or of its language; ``ltr`` if unknown."""
    for part in tag.split("-")[1:]:
        if len(part) == len("Arab"):
            return "rtl" if part.title() in _RTL_SCRIPTS else "ltr"
    try:
        locale = Locale.parse(tag.partition("-")[0])
    except (UnknownLocaleError, ValueError):
        return "ltr"
    return "rtl" if locale.text_direction == "rtl" else "ltr"


def common_word(words: Iterable[str]) -> str:
    """Return the word for the essays of several briefs: theirs if all have the same, else the neutral one."""
    different = set(words)
    return different.pop() if len(different) == 1 else NEUTRAL


@lru_cache(maxsize=16)
def load(folder: Path, language: str, called: str = ESSAY) -> Catalogue:
    """Return the catalogue in ``<folder>/<language>.po``; its message ids are the keys.

    ``called`` is the word for the essay. The catalogue has its forms as ``called.<word>`` and ``called.<word>.plural``;
    other strings name it as ``{essay}``, ``{essays}``, and at the start of a text as ``{Essay}``, ``{Essays}``.
    """
    locale = Locale.parse(language, sep="-")
    with (folder / f"{language}.po").open("rb") as file:
        messages = read_po(file, locale=locale)
    strings = {str(message.id): str(message.string) for message in messages if message.id}
    for name, key in (("essay", f"called.{called}"), ("essays", f"called.{called}.plural")):
        word = strings.get(key, called)
        capital = word[:1].upper() + word[1:]
        strings = {
            other: text.replace(f"{{{name}}}", word).replace(f"{{{name.capitalize()}}}", capital)
            for other, text in strings.items()
        }
    return Catalogue(locale, strings)
