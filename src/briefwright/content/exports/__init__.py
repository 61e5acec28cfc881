"""Exports of a brief for other systems: the brief record, Web Annotations, the trace record, the essay as plain text.

The types in ``brief_record``, ``statements`` and ``works`` define the fields of the brief record, those in
``trace_record`` the fields of the trace record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.content.exports.brief_record import ANNOTATIONS, ESSAY, RECORD
from briefwright.content.exports.build_record import record
from briefwright.content.exports.build_trace import trace
from briefwright.content.exports.trace_record import TRACE
from briefwright.content.exports.web_annotations import annotation_collection
from briefwright.model import anchored_document
from briefwright.output import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.model import DocumentType

__all__ = ["ANNOTATIONS", "ESSAY", "FILES", "RECORD", "TRACE", "annotation_collection", "files", "record", "trace"]

FILES = (RECORD, ANNOTATIONS, TRACE, ESSAY)
"""The names of the exports."""


def files(resolved: ResolvedBrief, document_types: Mapping[str, DocumentType]) -> dict[str, str]:
    """Return the text of each export by its file name in the brief's folder of the site.

    ``document_types`` are those of the documents that the brief shows.
    """
    anchored = anchored_document(document_types)
    return {
        RECORD: as_json(record(resolved, anchored).model_dump(mode="json", by_alias=True), sort_keys=True),
        ANNOTATIONS: as_json(annotation_collection(resolved, anchored), sort_keys=True),
        TRACE: as_json(trace(resolved, document_types).model_dump(mode="json", by_alias=True), sort_keys=True),
        ESSAY: resolved.sources.essay.text,
    }
