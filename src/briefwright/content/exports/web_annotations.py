"""``annotations.jsonld``: annotations, findings and recommendations as Web Annotations.

Numbers in parentheses are sections of the Web Annotation Data Model, W3C Recommendation of 23 February 2017.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright import markup, prose
from briefwright.content.csl import address
from briefwright.content.exports.brief_record import ANNOTATIONS, ESSAY
from briefwright.model import AnnotationType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.model import Passage, Reference
    from briefwright.output import JsonObject
    from briefwright.sources.essay.paragraphs import Essay

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MOTIVATIONS = {
    AnnotationType.CORRECTION: "editing",
    AnnotationType.CONTEXT: "commenting",
    AnnotationType.DEFINITION: "describing",
    AnnotationType.CAUTION: "assessing",
    AnnotationType.GAP: "questioning",
}
"""The motivation of each annotation type (3.3.5)."""
_CONTEXT_LENGTH = 32
"""Characters of ``prefix`` and ``suffix``, which distinguish a quote from the same words elsewhere (4.2.4)."""


def annotation_collection(resolved: ResolvedBrief, anchored: str) -> JsonObject:
    """Return one collection with one page (5.1, 5.2): the annotations, then the findings and recommendations.

    Findings and recommendations are included so that readers of the essay see the statements that rest on its words.
    ``anchored`` is the document whose page has the anchors.
    """
    sources = resolved.sources
    brief, publisher = sources.brief, sources.publisher
    home = f"{publisher.base_url}/{sources.slug}"
    report, collection = f"{home}/{anchored}.html", f"{home}/{ANNOTATIONS}"
    works = {work.id: _work(work, report) for work in sources.references.references}
    # Editions have dates in the sources; single annotations have none.
    lifecycle = {
        "creator": {
            "id": f"{publisher.base_url}/#publisher",
            "type": "Organization",
            "name": publisher.name,
            "homepage": f"{publisher.base_url}/",
        },
        "created": f"{brief.editions[-1].date.isoformat()}T00:00:00Z",
        "modified": f"{brief.editions[0].date.isoformat()}T00:00:00Z",
        "rights": publisher.licence.url,
    }

    def annotation(
        name: str, purpose: str, text: JsonObject, passages: Iterable[Passage], cited: Iterable[str] = ()
    ) -> JsonObject:
        """Return an annotation with its body, targets, creator, dates and licence (3.2.4, 3.3.1, 3.3.2, 3.3.6)."""
        # The report shows the text at this address.
        body = {"id": f"{report}#{name}", "type": "TextualBody", "language": publisher.language, "purpose": purpose}
        return {
            "id": f"{collection}#{name}",
            "type": "Annotation",
            "motivation": purpose,
            **lifecycle,
            "body": [body | text, *(works[work] for work in cited)],
            "target": list(_targets(resolved, passages, f"{home}/{ESSAY}")),
        }

    items = [
        annotation(
            f"note-{note.id}",
            MOTIVATIONS[note.type],
            {"value": _html(note.note), "format": "text/html"},
            [note],
            note.references,
        )
        for note in sources.annotations.annotations
    ]
    statements = [(f"finding-{item.id}", item.short, item.passages) for item in brief.findings]
    statements += [(f"recommendation-{item.id}", item.brief_action, item.passages) for item in brief.recommendations]
    items += [
        annotation(name, "linking", {"value": short, "format": "text/plain"}, passages)
        for name, short, passages in statements
    ]
    page = {"id": f"{collection}#page", "type": "AnnotationPage", "partOf": collection, "startIndex": 0, "items": items}
    return {
        "@context": CONTEXT,
        "id": collection,
        "type": "AnnotationCollection",
        "label": brief.title,
        "total": len(items),
        **lifecycle,
        "first": page,
        "last": page["id"],
    }


def _work(work: Reference, report: str) -> JsonObject:
    """Return a body that links to a work cited (4.1)."""
    source = address(work) or f"{report}#ref-{work.id}"
    return {"type": "SpecificResource", "source": source, "purpose": "linking"}


def _targets(resolved: ResolvedBrief, passages: Iterable[Passage], source: str) -> Iterator[JsonObject]:
    """Yield the targets of passages (4): one for each piece of a passage with omitted words."""
    essay = resolved.sources.essay
    for anchor in resolved.anchors_of(passages):
        offset = essay.offset(anchor.match.paragraph)
        for start, end in anchor.match.pieces:
            selector = selectors(essay, offset + start, offset + end)
            yield {"type": "SpecificResource", "source": source, "selector": selector}


def selectors(essay: Essay, start: int, end: int) -> list[JsonObject]:
    """Return selectors of a span of essay.txt: its words (4.2.4), and its position in code points from 0 (4.2.5)."""
    text = essay.text
    context = {"prefix": text[max(0, start - _CONTEXT_LENGTH) : start], "suffix": text[end : end + _CONTEXT_LENGTH]}
    return [
        {"type": "TextQuoteSelector", "exact": text[start:end]} | {key: part for key, part in context.items() if part},
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]


def _html(text: str) -> str:
    """Return author text as HTML with only phrasing elements."""
    return "".join(f"<p>{markup.to_html(runs)}</p>" for runs in prose.parse(text))
