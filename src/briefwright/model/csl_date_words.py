"""Dates in words, such as “c. 1899” or “May 2012”: the same in EDTF, or a hint."""

from __future__ import annotations

import calendar
import re

SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
"""Numbers of seasons in CSL; EDTF writes them as months 21 to 24."""
EDTF_SEASONS = 20
_FORMS = (
    "write YYYY, YYYY-MM or YYYY-MM-DD; for others, see “References” in docs/editor.md, such as 2013/2014, 1899~ or"
    " {literal: Whitsun 1899}"
)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_UNDATED = re.compile(
    r"\[?(?:n\.? ?d|s\.? ?[da]|no date|undated|without date|sine (?:dato|anno)|o\.? ?[jd])\.?\]?", re.IGNORECASE
)
_UNPUBLISHED = re.compile(r"in press|forthcoming|to appear|submitted|in preparation", re.IGNORECASE)
_CIRCA = re.compile(
    r"\[?(?:circa|ca|c|about|around|approx(?:imately)?|um|vers|env)\.?\s*(\d{3,4})\]?|\[?(\d{3,4})\s*\?\]?",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(\d{4})\s*(?:[-\N{EN DASH}\N{EM DASH}]+|to)\s*(\d{2}|\d{4})")
_DECADE = re.compile(r"(\d{3})0s")
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_WITH_MONTH = re.compile(rf"(?:{_DAY}\.?\s+)?([A-Za-z]+)\.?,?\s+(?:{_DAY},\s*)?(\d{{4}})")


def is_undated(text: str) -> bool:
    """Return whether a text says that a work has no date."""
    return bool(_UNDATED.fullmatch(text))


def in_edtf(text: str) -> str | None:
    """Return a date in words in EDTF, if it is clear."""
    if match := _CIRCA.fullmatch(text):
        return f"{int(match[1] or match[2]):04}~"
    if match := _YEARS.fullmatch(text):
        last = match[1][: 4 - len(match[2])] + match[2]
        return f"{match[1]}/{last}" if match[1] < last else None
    if match := _DECADE.fullmatch(text):
        return f"{match[1]}X"
    if match := _WITH_MONTH.fullmatch(text):
        word, day = match[2].lower(), match[1] or match[3]
        if word in SEASONS and not day:
            return f"{match[4]}-{EDTF_SEASONS + SEASONS[word]}"
        if word in _MONTHS:
            return f"{match[4]}-{_MONTHS[word]:02}" + (f"-{int(day):02}" if day else "")
    return None


def hint(text: str) -> str:
    """Return what to write instead of a text that is not a date."""
    if is_undated(text):
        return "leave the key out: the style prints that the work has no date"
    if _UNPUBLISHED.fullmatch(text):
        return f"leave the key out, and write `status: {text}`"
    edtf = in_edtf(text)
    return f"write {edtf}" if edtf else _FORMS
