"""What editors write: the types of every file under ``sources/`` and of ``document.yaml``.

Everything here is a frozen value that forbids unknown keys.  The JSON Schemas in ``schemas/`` are generated
from these types, so a field's ``description`` is what an editor reads while typing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.model.apparatus import (
    Annotation,
    Annotations,
    Glossary,
    Name,
    Reference,
    References,
    Term,
)
from briefwright.model.content import (
    Analysis,
    AnalysisSection,
    Brief,
    Edition,
    Event,
    FigureUse,
    Finding,
    KeyFigure,
    LeftOut,
    Recommendation,
    Safeguard,
    Standing,
    Statement,
    Summary,
    Thesis,
)
from briefwright.model.fields import (
    AnnotationKind,
    Authored,
    Frozen,
    Horizon,
    Identifier,
    Level,
    Line,
    Marking,
    Needed,
    PartialDate,
    Prose,
    Shaped,
    State,
    Unfit,
)
from briefwright.model.passages import Passage
from briefwright.model.scales import (
    ConfidenceScale,
    EmptyActions,
    LikelihoodScale,
    LikelihoodStep,
    Scales,
    VagueActors,
)
from briefwright.model.settings import (
    Contact,
    Dark,
    DocumentType,
    Fit,
    House,
    Licence,
    ScaleStep,
    anchored,
)

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = [
    "SOURCE_FILES",
    "Analysis",
    "AnalysisSection",
    "Annotation",
    "AnnotationKind",
    "Annotations",
    "Authored",
    "Brief",
    "ConfidenceScale",
    "Contact",
    "Dark",
    "DocumentType",
    "Edition",
    "EmptyActions",
    "Event",
    "FigureUse",
    "Finding",
    "Fit",
    "Frozen",
    "Glossary",
    "Horizon",
    "House",
    "Identifier",
    "KeyFigure",
    "LeftOut",
    "Level",
    "Licence",
    "LikelihoodScale",
    "LikelihoodStep",
    "Line",
    "Marking",
    "Name",
    "Needed",
    "PartialDate",
    "Passage",
    "Prose",
    "Recommendation",
    "Reference",
    "References",
    "Safeguard",
    "ScaleStep",
    "Scales",
    "Shaped",
    "Standing",
    "State",
    "Statement",
    "Summary",
    "Term",
    "Thesis",
    "Unfit",
    "VagueActors",
    "anchored",
    "schema_of",
]

SOURCE_FILES: dict[str, type[BaseModel]] = {
    "house": House,
    "scales": Scales,
    "brief": Brief,
    "annotations": Annotations,
    "glossary": Glossary,
    "references": References,
    "document": DocumentType,
    "dark": Dark,
}
"""The model of each kind of source file, by the file's name without ending."""


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a source file."""
    return SOURCE_FILES[name].model_json_schema(by_alias=True)
