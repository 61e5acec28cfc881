"""CSL JSON of cited works and of the brief itself, and RIS (Citation Style Language 1.0.2, schema ``csl-data``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.content.essay_work import essay_language
from briefwright.content.scope import dump
from briefwright.model import EARLIER_NAMES, UNDATED, UNTITLED, Reference, Work
from briefwright.model.identifiers import doi_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefwright.content.resolution import ResolvedBrief

_PUBLISHED = set(Work.model_fields)
_EARLIER = {name for name, info in Reference.model_fields.items() if (info.alias or name) in EARLIER_NAMES}


def csl_json(reference: Reference) -> dict[str, Any]:
    """Return a work as a CSL item with its published variables, without empty values."""
    # `abstract`, `keyword` and others are of the reference manager.
    fields = reference.model_dump(mode="json", by_alias=True, exclude_defaults=True, include=_PUBLISHED)
    earlier = reference.model_dump(mode="json", by_alias=True, exclude_none=True, include=_EARLIER)
    fields = {EARLIER_NAMES[name]: value for name, value in earlier.items()} | fields
    # Notes are for readers. CSL processors look for variables in `note`, but not in `annote`.
    if reference.note and not reference.annote:
        fields["annote"] = " ".join(reference.note.split())
    return fields


def address(reference: Reference) -> str | None:
    """Return the URL of a work, or that of its DOI."""
    return reference.url or (doi_address(reference.doi) if reference.doi else None)


def csl_item(resolved: ResolvedBrief) -> dict[str, Any]:
    """Return a brief's newest edition as a CSL item."""
    sources = resolved.sources
    brief, publisher = sources.brief, sources.publisher
    newest = brief.editions[0]
    item = {
        "id": sources.slug,
        "type": "report",
        "title": brief.title,
        "author": [{"literal": publisher.name}],
        "publisher": publisher.name,
        "number": brief.number,
        "version": newest.number,
        "issued": {"date-parts": [[newest.date.year, newest.date.month, newest.date.day]]},
        "URL": f"{publisher.base_url}/{sources.slug}/",
        "language": publisher.language,
        "keyword": ", ".join(brief.topics),
    }
    return {name: value for name, value in item.items() if value}


def essay_csl_item(resolved: ResolvedBrief) -> dict[str, Any]:
    """Return the essay, as a part of a brief's newest edition, as a CSL item; empty without author and title.

    An essay without a title has no ``title`` here. The publisher is the editor of the annotated edition.
    """
    sources, work = resolved.sources, resolved.sources.brief.essay
    if not work.is_citable:
        return {}
    whole = csl_item(resolved)
    known = {
        "author": [dump(author.name, exclude_none=True) for author in work.authors or ()],
        "title": None if work.title == UNTITLED else work.title,
        "translator": [dump(work.translator.name, exclude_none=True)] if work.translator else None,
        "original-date": _date(work.date) if work.date and work.date != UNDATED else None,
        "original-publisher": work.published_in,
    }
    return {
        "id": f"{sources.slug}-essay",
        "type": "chapter",
        **{name: value for name, value in known.items() if value},
        "container-title": whole["title"],
        "editor": whole["author"],
        **{name: whole[name] for name in ("publisher", "issued", "URL")},
        "language": essay_language(sources.brief, sources.publisher),
    }


def _date(text: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in text.split("-")]]}


def ris(item: Mapping[str, Any], topics: Iterable[str]) -> str:
    """Return a CSL item in the RIS format: a tag, two spaces, a hyphen and a space before each value.

    ``topics`` is separate from the item's ``keyword``, which joins topics with commas: a topic may contain a comma.
    """
    year, month, day = item["issued"]["date-parts"][0]
    is_part = "container-title" in item
    fields = [
        ("TY", "CHAP" if is_part else "RPRT"),
        *(("AU", _ris_name(name)) for name in item.get("author", ())),
        ("TI", item["title"]),
        *((("T2", item["container-title"]),) if is_part else ()),
        *(("A2", _ris_name(name)) for name in item.get("editor", ())),
        *(("A4", _ris_name(name)) for name in item.get("translator", ())),
        ("PY", f"{year}"),
        ("DA", f"{year}/{month:02}/{day:02}"),
        ("PB", item["publisher"]),
        *((("SN", item["number"]),) if "number" in item else ()),
        ("ET", item.get("edition") or item["version"]),
        ("UR", item["URL"]),
        ("LA", item["language"]),
        *(("KW", topic) for topic in topics),
        ("ER", ""),
    ]
    # A value's line break could start another field or end the record, so each value is on one line.
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields)


def _ris_name(name: Mapping[str, str]) -> str:
    """Return a CSL name as "Family, Given"; an organisation has no given name."""
    return f"{name.get('literal') or name['family']}, {name.get('given', '')}".rstrip(" ")
