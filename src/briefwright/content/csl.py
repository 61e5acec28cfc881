"""Works as citation processors read them: those that a brief cites, and the brief itself, also as RIS.

CSL JSON is that of the Citation Style Language 1.0.2, schema ``csl-data``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.model import Reference


def csl_json(reference: Reference) -> dict[str, Any]:
    """Return a work as a CSL item, without unknown values; a date is a list of numbers (CSL 1.0.2, date-parts)."""
    said = reference.model_dump(mode="json", by_alias=True, exclude_none=True)
    # CSL reads variables out of a note; ours is for readers.
    if "note" in said:
        said["annote"] = said.pop("note")
    dates = {name: said[name].split("-") for name in ("issued", "accessed") if name in said}
    return said | {name: {"date-parts": [[int(part) for part in parts]]} for name, parts in dates.items()}


def item(resolved: ResolvedBrief) -> dict[str, Any]:
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


def ris(cited: Mapping[str, Any], topics: Iterable[str]) -> str:
    """Return the CSL item of a brief in the RIS format: a tag, two spaces, a hyphen and a space before each value.

    ``topics`` are given one by one: in the item they are one text, in which a comma may stand in a topic, too.
    """
    year, month, day = cited["issued"]["date-parts"][0]
    fields = [
        ("TY", "RPRT"),
        # Behind a comma stands a given name; a body has none.
        *(("AU", f"{author['literal']},") for author in cited["author"]),
        ("TI", cited["title"]),
        ("PY", f"{year}"),
        ("DA", f"{year}/{month:02}/{day:02}"),
        ("PB", cited["publisher"]),
        ("SN", cited["number"]),
        ("ET", cited["version"]),
        ("UR", cited["URL"]),
        ("LA", cited["language"]),
        *(("KW", topic) for topic in topics),
        ("ER", ""),
    ]
    # A line that begins like a tag would be a field, or end the record.
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields)
