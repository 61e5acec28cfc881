"""``annotations.jsonld``: what the editors say at each passage, as Web Annotations.

The numbers here are sections of the Web Annotation Data Model, W3C Recommendation of 23 February 2017.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from briefwright import prose
from briefwright.content.exports.contract import ANNOTATIONS, ESSAY
from briefwright.model import AnnotationKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefwright.content.provenance import Resolved
    from briefwright.model import Finding, Passage, Recommendation
    from briefwright.prose import Run
    from briefwright.sources.essay import Essay

__all__ = ["CONTEXT", "MOTIVATIONS", "annotation_collection", "selectors"]

Node = dict[str, Any]
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MOTIVATIONS = {
    AnnotationKind.CORRECTION: "editing",
    AnnotationKind.CONTEXT: "commenting",
    AnnotationKind.DEFINITION: "describing",
    AnnotationKind.CAUTION: "assessing",
    AnnotationKind.GAP: "questioning",
}
"""Why the editors annotate (3.3.5): to ask for a change of the words, to comment on them, to describe what they mean,
to say how far they can be relied on, to ask what they leave open."""
_QUOTED = 32
"""Characters before and after a quotation that tell it from the same words elsewhere (4.2.4)."""


def annotation_collection(resolved: Resolved, anchored: str) -> Node:
    """Return the annotations as one collection with one page (5.1, 5.2): the notes, then what rests on the essay.

    A finding or a recommendation is an annotation too, so that a reader of the essay meets what rests on its words.
    ``anchored`` is the document whose page has the anchors.
    """
    made = _Maker(resolved, anchored)
    items = [*made.notes(), *made.resting("finding", resolved.sources.brief.findings)]
    items += made.resting("recommendation", resolved.sources.brief.recommendations)
    collection = f"{made.home}/{ANNOTATIONS}"
    page = {"id": f"{collection}#page", "type": "AnnotationPage", "partOf": collection, "startIndex": 0, "items": items}
    return {
        "@context": CONTEXT,
        "id": collection,
        "type": "AnnotationCollection",
        "label": resolved.sources.brief.title,
        "total": len(items),
        **made.lifecycle,
        "first": page,
        "last": page["id"],
    }


class _Maker:
    """Makes annotations of one brief."""

    def __init__(self, resolved: Resolved, anchored: str) -> None:
        self.resolved = resolved
        self.home = f"{resolved.sources.house.base_url}/{resolved.sources.slug}"
        self.page = f"{self.home}/{anchored}.html"
        self.works = {work.id: work for work in resolved.sources.references.references}

    @property
    def lifecycle(self) -> Node:
        """Who says so, since when, on what terms (3.3.1, 3.3.2, 3.3.6).

        The sources date editions, not single notes.
        """
        house, editions = self.resolved.sources.house, self.resolved.sources.brief.editions
        home = f"{house.base_url}/"
        return {
            "creator": {"id": f"{home}#house", "type": "Organization", "name": house.name, "homepage": home},
            "created": f"{editions[-1].date.isoformat()}T00:00:00Z",
            "modified": f"{editions[0].date.isoformat()}T00:00:00Z",
            "rights": house.licence.url,
        }

    def notes(self) -> Iterator[Node]:
        """Yield what the editors add, in the order of their file."""
        for note in self.resolved.sources.annotations.annotations:
            motivation = MOTIVATIONS[note.kind]
            body = self._text(f"note-{note.id}", _html(note.note), "text/html", motivation)
            works = [self._work(name) for name in note.references]
            yield self._annotation(f"note-{note.id}", motivation, [body, *works], [note])

    def resting(self, kind: str, items: Iterable[Finding] | Iterable[Recommendation]) -> Iterator[Node]:
        """Yield findings or recommendations, each linked to the words that it rests on."""
        for item in items:
            name = f"{kind}-{item.id}"
            body = self._text(name, item.short, "text/plain", "linking")
            yield self._annotation(name, "linking", [body], item.passages)

    def _annotation(self, name: str, motivation: str, bodies: list[Node], quoted: Iterable[Passage]) -> Node:
        return {
            "id": f"{self.home}/{ANNOTATIONS}#{name}",
            "type": "Annotation",
            "motivation": motivation,
            **self.lifecycle,
            "body": bodies,
            "target": list(self._targets(quoted)),
        }

    def _text(self, name: str, value: str, media_type: str, purpose: str) -> Node:
        """Return a body that is text (3.2.4); its address is where a page shows it."""
        return {
            "id": f"{self.page}#{name}",
            "type": "TextualBody",
            "value": value,
            "format": media_type,
            "language": self.resolved.sources.house.language,
            "purpose": purpose,
        }

    def _work(self, name: str) -> Node:
        """Return a body that leads to a work cited (4.1)."""
        work = self.works[name]
        address = work.url or (f"https://doi.org/{work.doi}" if work.doi else f"{self.page}#ref-{name}")
        return {"type": "SpecificResource", "source": address, "purpose": "linking"}

    def _targets(self, quoted: Iterable[Passage]) -> Iterator[Node]:
        """Yield the words that are meant (4), those between which words are left out one by one."""
        essay = self.resolved.sources.essay
        for anchor in self.resolved.anchors_of(quoted):
            offset = essay.offset(anchor.match.paragraph)
            for start, end in anchor.match.pieces:
                chosen = selectors(essay, offset + start, offset + end)
                yield {"type": "SpecificResource", "source": f"{self.home}/{ESSAY}", "selector": chosen}


def selectors(essay: Essay, start: int, end: int) -> list[Node]:
    """Return a stretch of essay.txt by its words (4.2.4) and by its place, in Unicode code points from 0 (4.2.5)."""
    text = essay.text
    around = {"prefix": text[max(0, start - _QUOTED) : start], "suffix": text[end : end + _QUOTED]}
    return [
        {"type": "TextQuoteSelector", "exact": text[start:end]} | {key: said for key, said in around.items() if said},
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]


def _html(text: str) -> str:
    """Return author Markdown as HTML with nothing but emphasis, code and links."""
    return "".join(f"<p>{''.join(map(_html_run, runs))}</p>" for runs in prose.parse(text))


def _html_run(run: Run) -> str:
    words = escape(run.text)
    for wanted, element in ((run.code, "code"), (run.strong, "strong"), (run.emphasis, "em")):
        words = f"<{element}>{words}</{element}>" if wanted else words
    return words if run.href is None else f'<a href="{escape(run.href)}">{words}</a>'
