"""Exports of a brief for other systems: the brief record, Web Annotations, the essay as plain text.

The types in ``brief_record``, ``statements`` and ``works`` define the fields of the brief record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.content.exports.brief_record import ANNOTATIONS, ESSAY, RECORD
from briefwright.content.exports.build_record import record
from briefwright.content.exports.web_annotations import annotation_collection
from briefwright.output import as_json

if TYPE_CHECKING:
    from briefwright.content.resolution import ResolvedBrief

__all__ = ["ANNOTATIONS", "ESSAY", "RECORD", "annotation_collection", "files", "record"]


def files(resolved: ResolvedBrief, anchored: str) -> dict[str, str]:
    """Return the text of each export by its file name in the brief's folder of the site.

    ``anchored`` is the document whose page has the anchors.
    """
    return {
        RECORD: as_json(record(resolved, anchored).model_dump(mode="json", by_alias=True), sort_keys=True),
        ANNOTATIONS: as_json(annotation_collection(resolved, anchored), sort_keys=True),
        ESSAY: resolved.sources.essay.text,
    }
