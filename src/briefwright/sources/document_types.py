"""Load the document types: the files ``document.yaml`` in the folders of ``templates/``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.errors import InvalidSources, Problem, collect_problems
from briefwright.model import DocumentType
from briefwright.sources.reader import load_yaml_model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from briefwright.sources.files import SourceFile


def load_document_types(templates: Path) -> dict[str, DocumentType]:
    """Load the document types in order; raise ``InvalidSources`` unless exactly one has the anchors."""
    loaded: dict[str, tuple[DocumentType, SourceFile]] = {}
    problems: list[Problem] = []
    for path in sorted(templates.glob("*/document.yaml")):
        with collect_problems(problems):
            loaded[path.parent.name] = load_yaml_model(path, DocumentType)
    if problems := problems or list(_anchor_problems(loaded)):
        raise InvalidSources(problems)
    in_order = sorted(loaded.items(), key=lambda item: item[1][0].order)
    return {name: document_type for name, (document_type, _) in in_order}


def _anchor_problems(loaded: Mapping[str, tuple[DocumentType, SourceFile]]) -> Iterator[Problem]:
    """Yield a problem if no document type has the anchors, and for each after the first that has them."""
    anchored = [name for name, (document_type, _) in loaded.items() if document_type.anchors]
    if loaded and not anchored:
        hint = "add it to the document type whose page has the anchors of passages, findings and terms"
        yield next(iter(loaded.values()))[1].problem((), "no document type has `anchors: true`", hint=hint)
    for name in anchored[1:]:
        message, hint = f"“{anchored[0]}” already has `anchors: true`", "delete the line in one of the two documents"
        yield loaded[name][1].problem(("anchors",), message, at_key=True, hint=hint)
