"""Build the brief record (``brief.json``) of a resolved brief: passages by identifier, each with its uses."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from briefwright.content.csl import csl_json
from briefwright.content.essay_work import essay_work
from briefwright.content.exports import brief_record
from briefwright.content.exports.brief_record import ANNOTATIONS, ESSAY, RECORD, SCHEMA
from briefwright.content.exports.essay_record import essay_record
from briefwright.content.scope import cited_works, dump, objects
from briefwright.content.uses import passage_anchors
from briefwright.model import Passage
from briefwright.sources.estimates import uses_likelihood_scale

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefwright.content.left_out import LeftOutQuote
    from briefwright.content.resolution import PassageAnchor, ResolvedBrief
    from briefwright.output import JsonObject


def record(resolved: ResolvedBrief, anchored: str) -> brief_record.BriefRecord:
    """Return the brief record of a brief; ``anchored`` is the document whose page has the anchors."""
    sources = resolved.sources
    home = f"{sources.publisher.base_url}/{sources.slug}"
    page = f"{home}/{anchored}.html"
    brief = _brief(resolved, home, page)
    annotations = [
        dump(item) | {"passage": resolved.anchor_of(item).id, "address": f"{page}#note-{item.id}"}
        for item in sources.annotations.annotations
    ]
    uses = _uses(brief, annotations)
    # `extra="ignore"` drops all fields of the sources that the record does not define.
    return brief_record.BriefRecord.model_validate(
        {
            "$schema": f"{sources.publisher.base_url}/schemas/{SCHEMA}",
            "address": f"{home}/{RECORD}",
            "slug": sources.slug,
            "resources": {"report": page, "essay": f"{home}/{ESSAY}", "annotations": f"{home}/{ANNOTATIONS}"},
            "publisher": dump(sources.publisher, exclude={"fonts"}),
            "scales": {
                "likelihood": dump(sources.likelihood),
                "support": [dump(step) for step in sources.scales.support],
            },
            "edition": brief["editions"][0],
            "brief": brief,
            "annotations": annotations,
            "glossary": [dump(term) | {"address": f"{page}#term-{term.id}"} for term in sources.glossary.terms],
            "references": [csl_json(work) for work in cited_works(sources)],
            **essay_record(sources.essay, page),
            "pictures": [
                {
                    "alt": picture.alt,
                    "caption": picture.caption,
                    "picture": f"{home}/figures/{sources.pictures[picture.path].name}",
                }
                for picture in sources.essay.pictures
            ],
            "passages": [
                _passage(anchor, sources.essay.offset(anchor.match.paragraph), page) | {"uses": uses[anchor.id]}
                for anchor in passage_anchors(resolved)
            ],
            "left_out": left_out_records(resolved),
            "checksums": sources.checksums,
        },
        extra="ignore",
    )


def _brief(resolved: ResolvedBrief, home: str, page: str) -> JsonObject:
    """Return the brief as plain JSON, with the identifiers of passages instead of quotes."""
    sources = resolved.sources
    brief = dump(sources.brief) | {
        "marking": resolved.marking,
        "short_title": sources.brief.running_title,
        "essay": _essay_work(resolved),
        "in_brief": sources.brief.findings_in_brief,
        "states_likelihood": uses_likelihood_scale(sources),
    }
    for item in objects(brief):
        if "passages" in item:
            passages = map(Passage.model_validate, item["passages"])
            item["passages"] = list(dict.fromkeys(resolved.anchor_of(passage).id for passage in passages))
    for place, item in enumerate(brief["recommendations"], 1):
        item.update(number=f"R{item['number'] or place}", address=f"{page}#recommendation-{item['id']}")
        item["support"] = resolved.support[item["id"]]
        item["short"] = item["short"] or item["action"]
    for place, item in enumerate(brief["findings"], 1):
        recommendation_ids = [other["id"] for other in brief["recommendations"] if item["id"] in other["findings"]]
        item.update(address=f"{page}#finding-{item['id']}", recommendations=recommendation_ids)
        item["number"] = f"F{item['number'] or place}"
    for figure in brief["figures"]:
        identifier = figure["id"]
        figure.update(address=f"{page}#figure-{identifier}", picture=f"{home}/figures/{identifier}.svg")
        figure["data"] = sources.figure_sources[identifier].data
    if analysis := sources.brief.analysis:
        for item, section in zip(brief["analysis"]["sections"], analysis.sections, strict=True):
            item["address"] = f"{page}#{analysis.anchor(section)}"
    return brief


def _essay_work(resolved: ResolvedBrief) -> JsonObject:
    work = essay_work(resolved.sources.brief, resolved.sources.publisher)
    people = [person for person in (*work["authors"], work["translator"]) if person]
    for person in people:
        person["name"] = person["csl"]
    return work


def _uses(brief: JsonObject, annotations: Iterable[JsonObject]) -> Mapping[str, JsonObject]:
    """Return the uses of each passage by the passage's identifier, in the order of the brief."""
    uses = [(field, item["id"], item["passages"]) for field in ("findings", "recommendations") for item in brief[field]]
    uses += [("annotations", note["id"], [note["passage"]]) for note in annotations]
    uses += [("others", f"/brief/{name}", brief[name]["passages"]) for name in ("thesis", "summary")]
    lists = {
        "why": brief["why"],
        "key_figures": brief["key_figures"],
        "analysis/sections": brief["analysis"]["sections"] if brief["analysis"] else [],
        "events": brief["events"],
        "questions": brief["questions"],
        "misses": brief["misses"],
        "limits": brief["limits"],
        "figures": brief["figures"],
    }
    for name, items in lists.items():
        uses += [("others", f"/brief/{name}/{index}", item["passages"]) for index, item in enumerate(items)]
    by_passage: dict[str, JsonObject] = defaultdict(
        lambda: {field: [] for field in brief_record.UsesRecord.model_fields}
    )
    for field, user, passages in uses:
        for passage in passages:
            by_passage[passage][field].append(user)
    return by_passage


def _passage(anchor: PassageAnchor, offset: int, page: str) -> JsonObject:
    """Return a passage; ``offset`` is the start of its paragraph in essay.txt."""
    return _words(anchor) | {
        "id": anchor.id,
        "address": f"{page}#{anchor.id}",
        "sentence": anchor.sentence,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "omitted": [_span(0, *gap) for gap in anchor.match.omitted],
        "position": _span(offset, anchor.match.start, anchor.match.end),
    }


def left_out_records(resolved: ResolvedBrief) -> list[JsonObject]:
    """Return the words that the editors leave out on purpose, with their reasons."""
    return [_words(quote) | {"reason": quote.reason} for quote in resolved.left_out]


def _words(item: PassageAnchor | LeftOutQuote) -> JsonObject:
    match = item.match
    return {"paragraph": match.paragraph, "start": match.start, "end": match.end, "exact": item.exact}


def _span(offset: int, start: int, end: int) -> JsonObject:
    return {"start": offset + start, "end": offset + end}
