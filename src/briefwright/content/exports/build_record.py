"""``brief.json``: a resolved brief for other systems, with passages by their identifiers and what rests on each."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from briefwright.content import usage
from briefwright.content.csl import csl_json
from briefwright.content.exports import brief_record
from briefwright.content.exports.brief_record import ANNOTATIONS, ESSAY, RECORD, SCHEMA
from briefwright.content.scope import dump, objects
from briefwright.model import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefwright.content.left_out import LeftOutQuote
    from briefwright.content.resolution import PassageAnchor, ResolvedBrief
    from briefwright.output import JsonObject
    from briefwright.sources.essay import Essay


def record(resolved: ResolvedBrief, anchored: str) -> brief_record.BriefRecord:
    """Return all that the documents say of a brief; ``anchored`` is the document whose page has the anchors."""
    sources = resolved.sources
    home = f"{sources.publisher.base_url}/{sources.slug}"
    page = f"{home}/{anchored}.html"
    brief = _brief(resolved, home, page)
    annotations = [
        dump(item) | {"passage": resolved.anchor_of(item).id, "address": f"{page}#note-{item.id}"}
        for item in sources.annotations.annotations
    ]
    uses = _uses(brief, annotations)
    # The contract takes from the sources what is published, and nothing else.
    return brief_record.BriefRecord.model_validate(
        {
            "$schema": f"{sources.publisher.base_url}/schemas/{SCHEMA}",
            "address": f"{home}/{RECORD}",
            "slug": sources.slug,
            "resources": {"report": page, "essay": f"{home}/{ESSAY}", "annotations": f"{home}/{ANNOTATIONS}"},
            "publisher": dump(sources.publisher),
            "scales": {"likelihood": dump(sources.likelihood), "confidence": dump(sources.confidence)},
            "edition": brief["editions"][0],
            "brief": brief,
            "annotations": annotations,
            "glossary": [dump(term) | {"address": f"{page}#term-{term.id}"} for term in sources.glossary.terms],
            "references": [csl_json(work) for work in sources.references.references],
            "essay": _paragraphs(sources.essay, page),
            "passages": [
                _passage(anchor, sources.essay.offset(anchor.match.paragraph), page) | {"uses": uses[anchor.id]}
                for anchor in usage.anchors(resolved)
            ],
            "left_out": [_words(omission) | {"reason": omission.reason} for omission in resolved.left_out],
            "checksums": sources.checksums,
        },
        extra="ignore",
    )


def _brief(resolved: ResolvedBrief, home: str, page: str) -> JsonObject:
    """Return the brief as plain JSON, with the identifiers of passages, as the editors list them, for quotations."""
    sources = resolved.sources
    brief = dump(sources.brief) | {"marking": resolved.marking}
    for item in objects(brief):
        if "passages" in item:
            quoted = map(Passage.model_validate, item["passages"])
            item["passages"] = list(dict.fromkeys(resolved.anchor_of(passage).id for passage in quoted))
    for number, item in enumerate(brief["recommendations"], 1):
        item.update(number=f"R{number}", address=f"{page}#recommendation-{item['id']}")
    for number, item in enumerate(brief["findings"], 1):
        carried = [other["id"] for other in brief["recommendations"] if item["id"] in other["findings"]]
        item.update(number=f"F{number}", address=f"{page}#finding-{item['id']}", recommendations=carried)
    for figure in brief["figures"]:
        name = figure["id"]
        figure.update(address=f"{page}#figure-{name}", picture=f"{home}/figures/{name}.svg")
        figure["data"] = sources.figure_sources[name].data
    if analysis := sources.brief.analysis:
        for item, section in zip(brief["analysis"]["sections"], analysis.sections, strict=True):
            item["address"] = f"{page}#{analysis.anchor(section)}"
    return brief


def _uses(brief: JsonObject, annotations: Iterable[JsonObject]) -> Mapping[str, JsonObject]:
    """Return what rests on each passage, by the passage's identifier, in the order of the brief."""
    uses = [(kind, item["id"], item["passages"]) for kind in ("findings", "recommendations") for item in brief[kind]]
    uses += [("annotations", note["id"], [note["passage"]]) for note in annotations]
    uses += [("others", f"/brief/{name}", brief[name]["passages"]) for name in ("thesis", "summary")]
    lists = {
        "why": brief["why"],
        "key_figures": brief["key_figures"],
        "analysis/sections": brief["analysis"]["sections"] if brief["analysis"] else [],
        "events": brief["events"],
        "watch": brief["watch"],
        "limits": brief["limits"],
        "figures": brief["figures"],
    }
    for name, items in lists.items():
        uses += [("others", f"/brief/{name}/{index}", item["passages"]) for index, item in enumerate(items)]
    found: dict[str, JsonObject] = defaultdict(lambda: {name: [] for name in brief_record.UsesRecord.model_fields})
    for kind, name, passages in uses:
        for passage in passages:
            found[passage][kind].append(name)
    return found


def _paragraphs(essay: Essay, page: str) -> list[JsonObject]:
    return [
        {
            "number": paragraph.number,
            "address": f"{page}#par-{paragraph.number}",
            "text": paragraph.text,
            "position": _span(essay.offset(paragraph.number), 0, len(paragraph.text)),
        }
        for paragraph in essay.paragraphs
    ]


def _passage(anchor: PassageAnchor, offset: int, page: str) -> JsonObject:
    """Return a passage; ``offset`` is where its paragraph begins in essay.txt."""
    return _words(anchor) | {
        "id": anchor.id,
        "address": f"{page}#{anchor.id}",
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "omitted": [_span(0, *gap) for gap in anchor.match.omitted],
        "position": _span(offset, anchor.match.start, anchor.match.end),
    }


def _words(found: PassageAnchor | LeftOutQuote) -> JsonObject:
    match = found.match
    return {"paragraph": match.paragraph, "start": match.start, "end": match.end, "exact": found.exact}


def _span(offset: int, start: int, end: int) -> JsonObject:
    return {"start": offset + start, "end": offset + end}
