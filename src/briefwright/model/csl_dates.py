"""Dates of references: every form that reference managers export, as one structured form.

Forms: Extended Date/Time Format (EDTF, ISO 8601-2:2019, levels 0 and 1), date variables of CSL JSON (CSL 1.0.2, schema
``csl-data``), and the lists of ``year``, ``month`` and ``day`` of older CSL YAML.
"""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from briefwright.model.csl_date_words import EDTF_SEASONS, SEASONS, hint, in_edtf, is_undated
from briefwright.model.fields import Frozen, InvalidValue

if TYPE_CHECKING:
    from collections.abc import Sequence

_EDTF = re.compile(
    r"(?P<year>-?\d{4}|Y-?\d{5,}|\d{2}[\dX]X)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?:T[\d:.,Z+-]+)?)?)?(?P<about>[~?%]?)",
    re.ASCII,
)
_OLD_SEASONS = 12
"""Months 13 to 16 in older CSL JSON are seasons."""
_MAX_PARTS, _MAX_DATES = 3, 2
_PART_NAMES = ("year", "month", "day")
_KEYS = ("date-parts", "season", "circa", "literal", "raw", "edtf")
_FALSE = {"", "0", "false", "none"}
Parts = list[list[int]]
"""The dates of a range, or one date: year, month and day."""


def without_null(schema: dict[str, Any]) -> None:
    """Remove ``null`` from the JSON Schema of a CSL type: CSL omits empty variables."""
    for field in schema.get("properties", {}).values():
        choices = [choice for choice in field.get("anyOf", ()) if choice != {"type": "null"}]
        if field.get("default", "") in (None, []):
            del field["default"]
        if len(choices) == 1:
            del field["anyOf"]
            field.update(choices[0] | field)
        elif choices:
            field["anyOf"] = choices


class CslDate(Frozen):
    """A date or a range of dates, as exact as it is known; or a date in words."""

    model_config = ConfigDict(json_schema_extra=without_null)

    date_parts: tuple[tuple[int, ...], ...] = Field(
        default=(),
        alias="date-parts",
        description="Year, month and day of the date; for a range, of its first and last date. A last year 0 is open.",
    )
    season: int | None = Field(default=None, description="1 spring, 2 summer, 3 autumn, 4 winter.")
    circa: bool | None = Field(default=None, description="Whether the date is approximate.")
    literal: str | None = Field(default=None, description="A date in words, printed as it is.")


class CslDateInput(Frozen):
    """A date variable of CSL JSON."""

    model_config = ConfigDict(json_schema_extra=without_null)

    date_parts: tuple[tuple[int | str, ...], ...] = Field(
        default=(), alias="date-parts", description="[[year, month, day]]; for a range, two such lists."
    )
    season: int | str | None = Field(default=None, description="1 spring, 2 summer, 3 autumn, 4 winter.")
    circa: bool | int | str | None = Field(default=None, description="Whether the date is approximate.")
    literal: str | None = Field(default=None, description="A date in words, printed as it is.")
    raw: str | None = Field(default=None, description="A date as typed by a user.")
    edtf: str | None = Field(default=None, description="A date in EDTF.")


def read_date(value: object) -> object:
    """Return a date as the keys of ``CslDate``; ``None`` if it has no content. Raises ``InvalidValue``."""
    match value:
        case None | CslDate():
            return value
        case dict():
            return _structured(value)
        case list() | tuple():
            return _named_parts(value)
        case _:
            return _edtf(str(value).strip())


Date = Annotated[CslDate | None, BeforeValidator(read_date, json_schema_input_type=str | CslDateInput)]


def _edtf(text: str) -> dict[str, Any]:
    """Return a date or a range in EDTF. ``X`` is any digit; an end that is empty or ``..`` is open."""
    first, slash, last = text.partition("/")
    is_open = bool(slash) and last in {"", ".."}
    matches = [_EDTF.fullmatch(part) for part in ([first] if is_open or not slash else [first, last])]
    found = [match for match in matches if match]
    if len(found) < len(matches):
        raise InvalidValue(f"“{text}” is not a date", hint(text))
    parts = [_edtf_parts(match, text) for match in found]
    if "X" in found[0]["year"] and not slash:
        parts.append([int(found[0]["year"].replace("X", "9"))])
    return _date([*parts, [0]] if is_open else parts, text, circa=any(match["about"] for match in found))


def _edtf_parts(match: re.Match[str], text: str) -> list[int]:
    year = int(match["year"].removeprefix("Y").replace("X", "0"))
    parts = [year, *(int(part) for part in match.group("month", "day") if part)]
    # EDTF has a year 0, which is 1 BC; CSL writes it as -1.
    year, *rest = _checked(parts, text, EDTF_SEASONS)
    return [year if year > 0 else year - 1, *rest]


def _checked(parts: list[int], text: str, *seasons: int) -> list[int]:
    """Return year, month and day; raise ``InvalidValue`` if they do not exist.

    ``seasons`` are the months after which four seasons are counted.
    """
    year, month, day = [*parts, 1, 1][:_MAX_PARTS]
    if any(month - first in SEASONS.values() for first in seasons):
        exists = len(parts) < _MAX_PARTS
    else:
        # The calendar repeats itself every 400 years, and the module does not know years before 1.
        exists = 1 <= month <= len(calendar.month_name) - 1
        exists = exists and 1 <= day <= calendar.monthrange(year % 400 + 2000, month)[1]
    if not exists:
        raise InvalidValue(f"the date “{text}” does not exist", _hint_of_missing(text))
    return parts


def _hint_of_missing(text: str) -> str:
    """Return what to write instead of a date that does not exist, which may be a range of years."""
    edtf = in_edtf(text)
    return f"write {edtf}" if edtf else "check its month and day; write YYYY-MM-DD"


def _date(parts: Parts, text: str, *, season: int | None = None, circa: bool = False) -> dict[str, Any]:
    """Return the keys of a date."""
    seasons = [part[1] for part in parts if len(part) > 1 and part[1] > _OLD_SEASONS]
    if seasons and len(parts) > 1:
        raise InvalidValue(
            f"“{text}” is a range of seasons, which CSL does not have", "write {literal: Spring to summer 2013}"
        )
    if seasons:
        season = seasons[0] - (EDTF_SEASONS if seasons[0] > EDTF_SEASONS else _OLD_SEASONS)
        parts = [parts[0][:1]]
    keys = {"date-parts": parts, "season": season, "circa": circa or None}
    return {key: value for key, value in keys.items() if value is not None}


def _structured(value: dict[str, Any]) -> dict[str, Any] | None:
    """Return a date variable of CSL JSON, or a mapping of ``year``, ``month`` and ``day``."""
    if any(key in value for key in _PART_NAMES):
        return _named_parts([value])
    if unknown := [key for key in value if key not in _KEYS]:
        raise InvalidValue(f"unknown key “{unknown[0]}” of a date", f"known keys: {', '.join(_KEYS)}")
    circa = _is_true(value.get("circa"))
    if parts := _date_parts(value.get("date-parts")):
        return _date(parts, _shown(parts), season=_season(value.get("season")), circa=circa)
    text = " ".join(str(value.get("edtf") or value.get("raw") or value.get("literal") or "").split())
    if not text or is_undated(text):
        return None
    for form in [] if "literal" in value else [text, in_edtf(text)]:
        if form and _EDTF.fullmatch(form.partition("/")[0]):
            date = _edtf(form)
            return date | {"circa": True} if circa else date
    return {"literal": text}


def _named_parts(value: Sequence[Any]) -> dict[str, Any] | None:
    """Return a list of one or two mappings of ``year``, ``month``, ``day`` and ``season``."""
    if not all(isinstance(item, dict) for item in value):
        raise InvalidValue("a list is not a date", "write {date-parts: [[2012, 5]]} or 2012-05")
    parts = _date_parts([[item[key] for key in _PART_NAMES if key in item] for item in value])
    if not parts:
        return None
    circa = any(_is_true(item.get("circa")) for item in value)
    return _date(parts, _shown(parts), season=_season(value[0].get("season")), circa=circa)


def _date_parts(value: object) -> Parts:
    """Return ``date-parts`` as numbers, without empty parts."""
    if value in (None, "", []):
        return []
    dates: list[Any] = [*value] if isinstance(value, list | tuple) else [value]
    if len(dates) > _MAX_DATES or not all(isinstance(date, list | tuple) for date in dates):
        raise InvalidValue(
            "`date-parts` is not a list of one or two dates", "write [[2012, 5]]; for a range, [[2012], [2013]]"
        )
    found: Parts = []
    for date in dates:
        texts = [str(part).strip() for part in date if part not in (None, "")]
        if len(texts) > _MAX_PARTS or not all(re.fullmatch(r"-?\d+", text, re.ASCII) for text in texts):
            raise InvalidValue(
                f"“{', '.join(texts)}” is not a date", "write numbers in `date-parts`, such as [[2012, 5]]"
            )
        numbers = [int(text) for text in texts]
        while len(numbers) > 1 and not numbers[-1]:
            numbers.pop()
        is_open_end = numbers == [0]
        if numbers and (found or not is_open_end):
            found.append(numbers if is_open_end else _checked(numbers, _shown([numbers]), _OLD_SEASONS, EDTF_SEASONS))
    return found


def _shown(parts: Parts) -> str:
    return "/".join("-".join(f"{part:02}" for part in date) for date in parts)


def _is_true(value: object) -> bool:
    return str(value).lower() not in _FALSE


def _season(value: object) -> int | None:
    text = str(value).strip().lower() if value is not None else ""
    if not text:
        return None
    number = int(text) if text.isdecimal() else SEASONS.get(text, 0)
    number -= EDTF_SEASONS if number > EDTF_SEASONS else 0
    if number not in SEASONS.values():
        raise InvalidValue(
            f"“{value}” is not a season", "write 1 for spring, 2 for summer, 3 for autumn or 4 for winter"
        )
    return number
