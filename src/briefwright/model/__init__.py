"""The models of all files under ``sources/``, of ``document.yaml`` and of ``templates/theme.yaml``.

All models are frozen and forbid unknown keys. The JSON Schemas in ``schemas/`` are generated from them. Text editors
show the ``description`` of a field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.marking import Marking
from briefwright.model.brief import TIMELINE, TIMELINE_EVENTS, Brief, FigureUse, Status
from briefwright.model.csl import EARLIER_NAMES, Reference, Work
from briefwright.model.csl_dates import CslDate
from briefwright.model.csl_text import without_rich_text
from briefwright.model.essay_work import UNDATED, UNTITLED, EssayAuthor, EssayWork
from briefwright.model.fields import (
    AnnotationType,
    AuthorText,
    Frozen,
    Horizon,
    InvalidValue,
    Mark,
    Passage,
    PatternHint,
    RequiredHint,
    Risk,
    Sha256,
    StandingState,
)
from briefwright.model.notes import Annotation, Annotations, Glossary, References
from briefwright.model.scales import EmptyActions, LikelihoodScale, LikelihoodStep, Scales, SupportStep, VagueActors
from briefwright.model.settings import DocumentType, Publisher, anchored_document
from briefwright.model.statements import (
    Analysis,
    Event,
    Finding,
    KeyFigure,
    Recommendation,
    Statement,
    Summary,
    Thesis,
    Timeline,
)
from briefwright.model.theme import Theme, ThemeFile

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = [
    "EARLIER_NAMES",
    "SOURCE_FILES",
    "TIMELINE",
    "TIMELINE_EVENTS",
    "UNDATED",
    "UNTITLED",
    "Analysis",
    "Annotation",
    "AnnotationType",
    "Annotations",
    "AuthorText",
    "Brief",
    "CslDate",
    "DocumentType",
    "EmptyActions",
    "EssayAuthor",
    "EssayWork",
    "Event",
    "FigureUse",
    "Finding",
    "Frozen",
    "Glossary",
    "Horizon",
    "InvalidValue",
    "KeyFigure",
    "LikelihoodScale",
    "LikelihoodStep",
    "Mark",
    "Marking",
    "Passage",
    "PatternHint",
    "Publisher",
    "Recommendation",
    "Reference",
    "References",
    "RequiredHint",
    "Risk",
    "Scales",
    "Sha256",
    "StandingState",
    "Statement",
    "Status",
    "Summary",
    "SupportStep",
    "Theme",
    "ThemeFile",
    "Thesis",
    "Timeline",
    "VagueActors",
    "Work",
    "anchored_document",
    "without_rich_text",
]  # fmt: skip

SOURCE_FILES: dict[str, type[BaseModel]] = {
    "publisher": Publisher,
    "scales": Scales,
    "theme": ThemeFile,
    "brief": Brief,
    "annotations": Annotations,
    "glossary": Glossary,
    "references": References,
    "document": DocumentType,
}
"""The model of each source file, by file name without extension."""
