"""What other systems read of a brief: the record, the Web Annotations, the essay as plain text.

Each is a function of the resolved brief and the name of a document.  ``contract`` and the types that it is made of say
what the record holds.
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
    """Return the text of each file, by its name in the brief's folder of the site.

    ``anchored`` is the document whose page has the anchors, which addresses here lead to.
    """
    said = record(resolved, anchored).model_dump(mode="json", by_alias=True)
    return {
        RECORD: as_json(said, sort_keys=True),
        ANNOTATIONS: as_json(annotation_collection(resolved, anchored), sort_keys=True),
        ESSAY: resolved.sources.essay.text,
    }
