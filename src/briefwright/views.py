"""What each document's template may know: parts of the resolved brief, counted, ordered and linked beforehand.

A view is plain JSON.  A document gets the parts that its ``document.yaml`` names and no more, so an
edit elsewhere leaves its view, and with it everything built from it, as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright import prose
from briefwright.errors import BriefwrightError
from briefwright.model import Passage
from briefwright.parts import PARTS, Scope, dump

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefwright.model import DocumentType
    from briefwright.provenance import Resolved

__all__ = ["drawings", "record", "site_view", "view"]

View = dict[str, Any]


def view(resolved: Resolved, document: str, kinds: Mapping[str, DocumentType]) -> View:
    """Return the view of one document; raise ``BriefwrightError`` where it needs a part that does not exist."""
    scope = Scope(resolved, document, kinds)
    unknown = [part for part in kinds[document].needs if part not in PARTS]
    if unknown:
        message = (
            f"templates/{document}/document.yaml needs unknown parts: {', '.join(unknown)}; known: {', '.join(PARTS)}"
        )
        raise BriefwrightError(message)
    parts = {part: PARTS[part](scope) for part in kinds[document].needs}
    return {"head": _head(scope), "kind": dump(kinds[document]), "pictures": sorted(_pictures(parts)), **parts}


def _pictures(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield the figures that a view shows, as paths within the brief's folder of the site."""
    if isinstance(value, dict):
        if "src" in value:
            yield value["src"]
        for item in value.values():
            yield from _pictures(item)
    elif isinstance(value, list):
        for item in value:
            yield from _pictures(item)


def drawings(resolved: Resolved) -> dict[str, View]:
    """Return what each figure of a brief is drawn from, by its id."""
    return {
        use.id: {
            "path": resolved.sources.drawings[use.id].path,
            "title": use.title,
            "specification": resolved.sources.drawings[use.id].specification,
            "data_name": use.data,
            "data": resolved.sources.drawings[use.id].data,
        }
        for use in resolved.sources.brief.figures
    }


def site_view(resolved: Resolved, kinds: Mapping[str, DocumentType]) -> View:
    """Return what the site's index says of a brief."""
    scope = Scope(resolved, "", kinds)
    base_url, slug = resolved.sources.house.base_url, resolved.sources.slug
    addresses = {document: _address(base_url, slug, document) for document in kinds}
    return {
        **_head(scope),
        "summary": " ".join(prose.plain_text(runs) for runs in prose.parse(scope.brief.summary.text)),
        "addresses": addresses,
    }


def _address(base_url: str, slug: str, document: str) -> str:
    return f"{base_url}/{slug}/{document}.html"


def _head(scope: Scope) -> View:
    """Return what every page of every document needs: identity, marking, edition, house."""
    brief, house = scope.brief, scope.resolved.sources.house
    newest = brief.editions[0]
    return {
        "slug": scope.resolved.sources.slug,
        "document": scope.document,
        "kind": scope.kinds[scope.document].title if scope.document else "",
        "title": brief.title,
        "subtitle": brief.subtitle,
        "short_title": brief.short_title,
        "title_note": brief.title_note,
        "number": brief.number,
        "topics": brief.topics,
        "marking": (brief.marking or house.marking).value,
        "language": house.language,
        "edition": {"number": newest.number, "date": newest.date.isoformat()},
        "house": dump(house, exclude={"confidence", "marking", "language"}),
        "address": _address(house.base_url, scope.resolved.sources.slug, scope.document) if scope.document else "",
        "documents": [
            {"name": name, "title": kind.title, "formats": kind.formats, "here": name == scope.document}
            for name, kind in scope.kinds.items()
        ],
    }


def record(resolved: Resolved) -> View:
    """Return the whole resolved brief: sources with every passage by its identifier, and the passages."""
    sources = resolved.sources
    anchors = sorted(set(resolved.anchors.values()), key=lambda anchor: anchor.match)
    return {
        "slug": sources.slug,
        "house": dump(sources.house, exclude_none=True),
        "brief": _tied(resolved, dump(sources.brief, exclude_none=True)),
        "annotations": _tied(resolved, dump(sources.annotations, exclude_none=True))["annotations"],
        "glossary": dump(sources.glossary, exclude_none=True)["terms"],
        "references": dump(sources.references, exclude_none=True)["references"],
        "essay": [{"number": paragraph.number, "text": paragraph.text} for paragraph in sources.essay.paragraphs],
        "passages": [
            {
                "id": anchor.id,
                "paragraph": anchor.match.paragraph,
                "start": anchor.match.start,
                "end": anchor.match.end,
                "exact": anchor.exact,
                "prefix": anchor.prefix,
                "suffix": anchor.suffix,
            }
            for anchor in anchors
        ],
        "checksums": dict(sorted(sources.checksums.items())),
    }


def _tied(resolved: Resolved, value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Put a passage's identifier where a quotation stands."""
    if isinstance(value, list):
        return [_tied(resolved, item) for item in value]
    if not isinstance(value, dict):
        return value
    if "quote" not in value:
        return {key: _tied(resolved, item) for key, item in value.items()}
    fields = set(Passage.model_fields)
    quoted = Passage(**{key: item for key, item in value.items() if key in fields})
    identifier = resolved.anchors[quoted].id
    others = {key: item for key, item in value.items() if key not in fields}
    return {**others, "passage": identifier} if others else identifier
