"""``annotations.jsonld``: what the editors say at each passage, as Web Annotations.

The numbers here are sections of the Web Annotation Data Model, W3C Recommendation of 23 February 2017.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from briefwright import prose
from briefwright.content.exports.brief_record import ANNOTATIONS, ESSAY
from briefwright.model import AnnotationType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.model import Passage, Reference
    from briefwright.output import JsonObject
    from briefwright.prose import Run
    from briefwright.sources.essay import Essay

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MOTIVATIONS = {
    AnnotationType.CORRECTION: "editing",
    AnnotationType.CONTEXT: "commenting",
    AnnotationType.DEFINITION: "describing",
    AnnotationType.CAUTION: "assessing",
    AnnotationType.GAP: "questioning",
}
"""Why the editors annotate (3.3.5): to ask for a change of the words, to comment on them, to describe what they mean,
to say how far they can be relied on, to ask what they leave open."""
_QUOTED = 32
"""Characters before and after a quotation that tell it from the same words elsewhere (4.2.4)."""


def annotation_collection(resolved: ResolvedBrief, anchored: str) -> JsonObject:
    """Return the annotations as one collection with one page (5.1, 5.2): the notes, then what rests on the essay.

    A finding or a recommendation is an annotation too, so that a reader of the essay meets what rests on its words.
    ``anchored`` is the document whose page has the anchors.
    """
    sources = resolved.sources
    brief, publisher = sources.brief, sources.publisher
    home = f"{publisher.base_url}/{sources.slug}"
    shown, collection = f"{home}/{anchored}.html", f"{home}/{ANNOTATIONS}"
    works = {work.id: _work(work, shown) for work in sources.references.references}
    # The sources date editions, not single notes.
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
        name: str, purpose: str, text: JsonObject, quoted: Iterable[Passage], cited: Iterable[str] = ()
    ) -> JsonObject:
        """Return who says what of which words, since when, on what terms (3.2.4, 3.3.1, 3.3.2, 3.3.6)."""
        # A text's address is where a page shows it.
        body = {"id": f"{shown}#{name}", "type": "TextualBody", "language": publisher.language, "purpose": purpose}
        return {
            "id": f"{collection}#{name}",
            "type": "Annotation",
            "motivation": purpose,
            **lifecycle,
            "body": [body | text, *(works[name] for name in cited)],
            "target": list(_targets(resolved, quoted, f"{home}/{ESSAY}")),
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
    resting = [(f"finding-{item.id}", item.short, item.passages) for item in brief.findings]
    resting += [(f"recommendation-{item.id}", item.short, item.passages) for item in brief.recommendations]
    items += [
        annotation(name, "linking", {"value": short, "format": "text/plain"}, quoted) for name, short, quoted in resting
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


def _work(work: Reference, shown: str) -> JsonObject:
    """Return a body that leads to a work cited (4.1)."""
    address = work.url or (f"https://doi.org/{work.doi}" if work.doi else f"{shown}#ref-{work.id}")
    return {"type": "SpecificResource", "source": address, "purpose": "linking"}


def _targets(resolved: ResolvedBrief, quoted: Iterable[Passage], source: str) -> Iterator[JsonObject]:
    """Yield the words that are meant (4), those between which words are left out one by one."""
    essay = resolved.sources.essay
    for anchor in resolved.anchors_of(quoted):
        offset = essay.offset(anchor.match.paragraph)
        for start, end in anchor.match.pieces:
            chosen = selectors(essay, offset + start, offset + end)
            yield {"type": "SpecificResource", "source": source, "selector": chosen}


def selectors(essay: Essay, start: int, end: int) -> list[JsonObject]:
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
