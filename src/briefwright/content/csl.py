"""Works cited as citation processors read them: CSL JSON (Citation Style Language 1.0.2, schema ``csl-data``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefwright.model import Reference

__all__ = ["csl_json"]


def csl_json(reference: Reference) -> dict[str, Any]:
    """Return a work as a CSL item: what is unknown is left out, dates are lists of numbers."""
    item = reference.model_dump(mode="json", by_alias=True, exclude_none=True)
    # CSL reads variables out of a note; ours is for readers.
    if "note" in item:
        item["annote"] = item.pop("note")
    dates = {name: item[name].split("-") for name in ("issued", "accessed") if name in item}
    return item | {name: {"date-parts": [[int(part) for part in parts]]} for name, parts in dates.items()}
