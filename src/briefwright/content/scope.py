"""Input of the view parts, and the links that they contain."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from briefwright import prose
from briefwright.model import anchored_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic import BaseModel

    from briefwright.content.resolution import PassageAnchor, ResolvedBrief
    from briefwright.content.uses import Use
    from briefwright.model import Brief, DocumentType, Passage, Reference
    from briefwright.sources.loading import Sources

View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """Input of a view part: the resolved brief, the document's name, all document types.

    ``fragments`` are the text fragments of passages for links from other documents, by the passage's identifier.
    """

    resolved: ResolvedBrief
    document: str
    document_types: Mapping[str, DocumentType]
    fragments: Mapping[str, str] = field(default_factory=dict)

    @property
    def brief(self) -> Brief:
        """The brief of the sources."""
        return self.resolved.sources.brief

    @property
    def anchored(self) -> str:
        """The name of the document whose page has the anchors."""
        return anchored_document(self.document_types)

    def href(self, identifier: str) -> str:
        """Return the relative URL of an anchor."""
        page = "" if self.document == self.anchored else f"{self.anchored}.html"
        return f"{page}#{identifier}"

    def _link(self, anchor: PassageAnchor) -> View:
        fragment = "" if self.document == self.anchored else self.fragments.get(anchor.id, "")
        return {"locator": anchor.locator, "href": self.href(anchor.id) + fragment}

    def passages(self, passages: Iterable[Passage]) -> list[View]:
        """Return passages in the order of the essay: locator, link and words."""
        return [self._link(anchor) | {"exact": anchor.exact} for anchor in self.resolved.anchors_of(passages)]

    def places(self, passages: Iterable[Passage]) -> list[View]:
        """Return each locator once, in the order of the essay, with a link to its first passage."""
        first: dict[str, View] = {}
        for anchor in self.resolved.anchors_of(passages):
            first.setdefault(anchor.locator, self._link(anchor))
        return list(first.values())

    def with_links(self, value: Any, *, each_passage: bool = False) -> View:  # noqa: ANN401 - any model with passages
        """Return a statement as JSON, with a link for each place that it rests on, or for ``each_passage``."""
        links = self.passages(value.passages) if each_passage else self.places(value.passages)
        return dump(value) | {"passages": links}

    def use_href(self, use: Use) -> str | None:
        """Return the relative URL of a use; ``None`` if no document shows it.

        The URL is in the document with the anchors if that shows the use, else in the first document that does.
        """
        part = "essay" if use.part == "annotations" else use.part
        showing = [name for name, document_type in self.document_types.items() if part in document_type.needs]
        if not showing:
            return None
        return self.href(use.target) if self.anchored in showing else f"{showing[0]}.html#{use.target}"


def dump(value: BaseModel, **options: Any) -> View:  # noqa: ANN401 - pydantic's own
    """Return a value as plain JSON, with the keys of its YAML file."""
    return value.model_dump(mode="json", by_alias=True, **options)


def objects(value: Any) -> Iterator[View]:  # noqa: ANN401 - any JSON
    """Yield every mapping in plain JSON, parents first."""
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from objects(item)


def cited(value: Any) -> set[str]:  # noqa: ANN401 - any JSON
    """Return the identifiers of all works that a value cites (``references``)."""
    lists = (item.get("references") for item in objects(value))
    return {name for names in lists if isinstance(names, list) for name in names if isinstance(name, str)}


def cited_works(sources: Sources) -> list[Reference]:
    """Return the works that the brief, its annotations or its glossary cite; a manager's file may have others."""
    names = cited([dump(sources.brief), dump(sources.annotations), dump(sources.glossary)])
    return [work for work in sources.references.references if work.id in names]


def plain(text: str) -> str:
    """Return author text as plain text on one line."""
    return " ".join(prose.plain_text(runs) for runs in prose.parse(text))
