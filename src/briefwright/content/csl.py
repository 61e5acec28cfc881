"""CSL JSON of cited works and of the brief itself, and RIS (Citation Style Language 1.0.2, schema ``csl-data``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.model import Reference


def csl_json(reference: Reference) -> dict[str, Any]:
    """Return a work as a CSL item without empty values. A date is a list of numbers (CSL 1.0.2, date-parts)."""
    fields = reference.model_dump(mode="json", by_alias=True, exclude_none=True)
    # Our notes are for readers. CSL processors look for variables in `note`, but not in `annote`.
    if "note" in fields:
        fields["annote"] = fields.pop("note")
    dates = {name: fields[name].split("-") for name in ("issued", "accessed") if name in fields}
    return fields | {name: {"date-parts": [[int(part) for part in parts]]} for name, parts in dates.items()}


def csl_item(resolved: ResolvedBrief) -> dict[str, Any]:
    """Return a brief's newest edition as a CSL item."""
    sources = resolved.sources
    brief, publisher = sources.brief, sources.publisher
    newest = brief.editions[0]
    return {
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


def ris(item: Mapping[str, Any], topics: Iterable[str]) -> str:
    """Return the CSL item of a brief in the RIS format: a tag, two spaces, a hyphen and a space before each value.

    ``topics`` is separate from the item's ``keyword``, which joins topics with commas: a topic may contain a comma.
    """
    year, month, day = item["issued"]["date-parts"][0]
    fields = [
        ("TY", "RPRT"),
        # RIS expects "Family, Given"; an organisation has no given name.
        *(("AU", f"{author['literal']},") for author in item["author"]),
        ("TI", item["title"]),
        ("PY", f"{year}"),
        ("DA", f"{year}/{month:02}/{day:02}"),
        ("PB", item["publisher"]),
        ("SN", item["number"]),
        ("ET", item["version"]),
        ("UR", item["URL"]),
        ("LA", item["language"]),
        *(("KW", topic) for topic in topics),
        ("ER", ""),
    ]
    # A value's line break could start another field or end the record, so each value is on one line.
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields)
