"""The front matter of ``essay.md`` as values for ``essay:`` in ``brief.yaml``.

Writers use the keys of Pandoc, Quarto, Jekyll and Hugo. This module only renames and reshapes their values; the model
of ``essay:`` checks them.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SAME_NAME = {
    "date": "date",
    "doi": "doi",
    "DOI": "doi",
    "lang": "language",
    "language": "language",
    "rights": "rights",
    "url": "url",
    "URL": "url",
}
"""The field of ``essay:`` for each key whose value is one text."""
_LICENCES = ("licence", "license")
_AUTHORS = ("authors", "author")
_NAME_KEYS = ("family", "given", "literal")
_AFFILIATIONS = ("affiliation", "affiliations", "institution", "institute")
KEYS = ("title", "subtitle", "author", "authors", "translator", "licence", "license", "date", "doi", "DOI", "lang",
        "language", "rights", "url", "URL")  # fmt: skip
"""All keys that are understood."""
_CREATIVE_COMMONS = re.compile(
    r"https?://creativecommons\.org/(?:licenses/([a-z-]+)/(\d\.\d)|publicdomain/(zero)/(\d\.\d))"
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values of front matter: ``essay`` has those for ``essay:`` in ``brief.yaml``, which are not checked yet.

    ``keys`` has the key of the front matter that gave each value, and ``unknown`` the keys that are not understood,
    such as a subtitle without a title.
    """

    essay: Mapping[str, Any]
    keys: Mapping[str, str]
    unknown: tuple[str, ...]


def read_front_matter(values: Mapping[str, Any]) -> FrontMatter:
    """Return the values of front matter for ``essay:``; an empty value counts as left out."""
    essay: dict[str, Any] = {}
    keys: dict[str, str] = {}
    for key, field, value in _fields(values):
        essay.setdefault(field, value)
        keys.setdefault(field, key)
    known = [key for key in KEYS if key != "subtitle" or "title" in values]
    return FrontMatter(essay, keys, tuple(str(key) for key in values if key not in known))


def with_defaults(essay: Mapping[str, Any], front_matter: FrontMatter) -> dict[str, Any]:
    """Return ``essay:`` of ``brief.yaml``, with the front matter's value for each key that it leaves out.

    A licence or a rights statement in ``brief.yaml`` replaces both, so that no old statement stays beside a new one.
    """
    rights = {"licence", "rights"}
    replaced = rights if rights & essay.keys() else set()
    return {name: value for name, value in front_matter.essay.items() if name not in replaced} | dict(essay)


def _fields(values: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Yield the key in the front matter, the field of ``essay:``, and its value."""
    given = {key: value for key, value in values.items() if value not in (None, "", [], {})}
    if "title" in given:
        parts = [given["title"], *([given["subtitle"]] if "subtitle" in given else [])]
        # The model refuses a title that is no text.
        yield "title", "title", ": ".join(parts) if all(isinstance(part, str) for part in parts) else parts[0]
    for key in _AUTHORS:
        if key in given:
            yield key, "authors", [_person(item) for item in _items(given[key])]
    if "translator" in given:
        yield "translator", "translator", _person(_items(given["translator"])[0])
    for key in _LICENCES:
        if key in given:
            yield (key, *_licence(given[key]))
    for key, field in _SAME_NAME.items():
        if key in given:
            yield key, field, _text(given[key])


def _text(value: object) -> object:
    """Return a date or a number as text. The time of day of a date is left out."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        return re.sub(r"^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*", r"\1", value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _person(value: object) -> object:
    """Return an author: a name, or a mapping whose keys follow Pandoc's templates, Quarto or CSL."""
    if not isinstance(value, dict):
        return {"name": value}
    name = {key: value[key] for key in _NAME_KEYS if value.get(key)} or value.get("name")
    person = {"name": name} if name else {}
    if affiliations := [text for key in _AFFILIATIONS for text in map(_name, _items(value.get(key))) if text]:
        person["affiliation"] = "; ".join(affiliations)
    if value.get("orcid"):
        person["orcid"] = value["orcid"]
    # The model names the keys that it does not know; contact data are left out, since a publication shows none.
    known = {*_NAME_KEYS, "name", "orcid", *_AFFILIATIONS, "email", "url", "corresponding"}
    return person | {str(key): item for key, item in value.items() if key not in known}


def _name(value: object) -> str:
    """Return the name of an affiliation, which may be a mapping with ``name``."""
    return str((value.get("name") if isinstance(value, dict) else value) or "")


def _licence(value: object) -> tuple[str, Any]:
    """Return the field and its value: a licence with a URL, else a rights statement."""
    if isinstance(value, dict):
        name = value.get("name") or value.get("text") or value.get("type")
        url = value.get("url") or value.get("link")
        return ("licence", {"name": name or _licence_name(str(url)), "url": url}) if url else ("rights", name)
    if isinstance(value, str) and value.startswith(("https://", "http://")):
        return "licence", {"name": _licence_name(value), "url": value}
    return "rights", value


def _licence_name(url: str) -> str:
    """Return the short name of a Creative Commons licence by its URL, else the URL."""
    match = _CREATIVE_COMMONS.match(url)
    if not match:
        return url
    return f"CC {match[1].upper()} {match[2]}" if match[1] else f"CC0 {match[4]}"
