"""Find the key or value that an editor means: renamed ones, those of other formats, and those with a typing error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from briefwright.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

RENAMED_KEYS: Mapping[str, tuple[str, ...]] = {
    "handling": ("marking",),
    "kind": ("type",),
    # BibTeX and BibLaTeX.
    "address": ("publisher-place",),
    "booktitle": ("container-title",),
    "date": ("issued",),
    "institution": ("publisher",),
    "journal": ("container-title",),
    "journaltitle": ("container-title",),
    "location": ("publisher-place",),
    "organization": ("publisher",),
    "pages": ("page",),
    "school": ("publisher",),
    "series": ("collection-title",),
    "shorttitle": ("title-short",),
    "urldate": ("accessed",),
    "year": ("issued",),
}
"""New names of keys; a file has one of them."""
_WORK_TYPES = {
    "blog": "post-weblog", "case": "legal_case", "conference": "paper-conference", "film": "motion_picture",
    "inbook": "chapter", "incollection": "chapter", "inproceedings": "paper-conference",
    "journal-article": "article-journal", "letter": "personal_communication", "mastersthesis": "thesis",
    "misc": "document", "newspaper": "article-newspaper", "online": "webpage", "phdthesis": "thesis",
    "techreport": "report", "unpublished": "manuscript", "video": "motion_picture", "website": "webpage",
}  # fmt: skip
"""CSL types by the names of other formats."""
_RENAMED_VALUES = {"WHITE": "TLP:CLEAR"}


def intended_key(key: str, fields: Iterable[str]) -> str | None:
    """Return the new name of a renamed key, or the known key that differs by a typing error."""
    known = list(fields)
    folded = key.casefold()
    for new_key in RENAMED_KEYS.get(folded, ()):
        if new_key in known:
            return new_key
    # One typing error in four letters: “titel” is “title”, but “authority” is not “author”.
    distance = {name: OSA.distance(folded, name.casefold()) for name in known}
    nearest = min(known, key=lambda name: distance[name], default=None)
    return nearest if nearest and distance[nearest] <= max(1, len(key) // 4) else None


def choice_hint(value: str, choices: Collection[str]) -> str | None:
    """Return a hint for a value that is none of the choices: the one that is probably meant."""
    if (work_type := _WORK_TYPES.get(value.lower())) in choices:
        return f"use {work_type}"
    if new_value := _RENAMED_VALUES.get(value.upper().removeprefix("TLP:")):
        return f"use {new_value}, its name since TLP 2.0"
    return did_you_mean(value, choices)
