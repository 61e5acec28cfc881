"""What the sources hold for each part that a document may need: the texts that must then stand in it.

``EXPECTED`` has an entry for each of ``parts.PARTS``; a part without one is an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.errors import BriefwrightError
from briefwright.verify.expected import DocumentRecord, ExpectedText, dated, markdown, paragraphs, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


def expected_texts(held: DocumentRecord) -> tuple[ExpectedText, ...]:
    """Return all texts of a document; raise ``BriefwrightError`` where it needs a part that is not known here."""
    unknown = [part for part in held.needs if part not in EXPECTED]
    if unknown:
        raise BriefwrightError(f"parity knows no texts of: {', '.join(unknown)}; add them to STATEMENTS in holdings.py")
    return (*_head(held), *(said for part in held.needs for said in EXPECTED[part](held)))


def _head(held: DocumentRecord) -> Iterator[ExpectedText]:
    publisher, edition = held.record["publisher"], held.edition
    yield ExpectedText("the title", "title", held.brief["title"])
    yield ExpectedText("the number", "number", held.brief["number"])
    yield ExpectedText("the edition", "edition", edition["number"])
    yield dated("the date", "date of the edition", edition["date"], held)
    yield ExpectedText("the publisher", "name", publisher["name"])
    yield ExpectedText("the contact", "contact", publisher["contact"]["email"])
    yield ExpectedText("the address", "address", held.address)


def _resting(held: DocumentRecord, name: str) -> Iterator[ExpectedText]:
    item, said = f"the {name}", held.brief[name]
    yield from markdown(item, name, said["text"])
    yield from paragraphs(held, item, said["passages"])


def _listed(held: DocumentRecord, key: str, name: str) -> Iterator[ExpectedText]:
    for number, said in enumerate(held.brief[key], 1):
        item = f"{name} {number}"
        yield from markdown(item, "text", said["text"], said["references"])
        yield from paragraphs(held, item, said["passages"])


def _key_figures(held: DocumentRecord) -> Iterator[ExpectedText]:
    for figure in held.brief["key_figures"]:
        item = f"key figure “{figure['label']}”"
        yield ExpectedText(item, "label", figure["label"], references=tuple(figure["references"]))
        yield ExpectedText(item, "value", figure["value"])
        yield from paragraphs(held, item, figure["passages"])


def _brief_findings(held: DocumentRecord) -> Iterator[ExpectedText]:
    numbers = held.numbers("findings", "F")
    by_id = {finding["id"]: finding for finding in held.brief["findings"]}
    for name in held.brief["in_brief"]:
        item, finding = f"finding-{name}", by_id[name]
        yield ExpectedText(item, "short", finding["short"])
        yield ExpectedText(item, "number", numbers[name])
        yield ExpectedText(item, "confidence", held.word(f"level.{finding['confidence']}"))
        yield from paragraphs(held, item, finding["passages"])


def _findings(held: DocumentRecord) -> Iterator[ExpectedText]:
    numbers, carried = held.numbers("findings", "F"), held.numbers("recommendations", "R")
    for finding in held.brief["findings"]:
        item = f"finding-{finding['id']}"
        yield ExpectedText(item, "short", finding["short"], references=tuple(finding["references"]))
        yield ExpectedText(item, "number", numbers[finding["id"]])
        for field in ("statement", "evidence", "basis"):
            yield from markdown(item, field, finding[field])
        yield ExpectedText(item, "confidence", held.word(f"level.{finding['confidence']}"))
        yield from quoted(held, item, finding["passages"])
        for recommendation in held.brief["recommendations"]:
            if finding["id"] in recommendation["findings"]:
                yield ExpectedText(item, "recommendation", carried[recommendation["id"]])


def _recommendation(held: DocumentRecord, fields: Iterable[str]) -> Iterator[ExpectedText]:
    """Yield the recommendations in short forms."""
    for number, said in enumerate(held.brief["recommendations"], 1):
        item = f"recommendation-{said['id']}"
        for field in fields:
            yield ExpectedText(item, field, said[field])
        yield ExpectedText(item, "number", str(number))
        yield ExpectedText(item, "horizon", held.word(f"horizon.{said['horizon']}"))
        yield from paragraphs(held, item, said["passages"])


def _recommendation_lines(held: DocumentRecord) -> Iterator[ExpectedText]:
    yield from _recommendation(held, ("action", "actor"))
    for said in held.brief["recommendations"]:
        yield ExpectedText(f"recommendation-{said['id']}", "evidence", held.word(f"level.{said['evidence']}"))


def _recommendations(held: DocumentRecord) -> Iterator[ExpectedText]:
    numbers, findings = held.numbers("recommendations", "R"), held.numbers("findings", "F")
    for said in held.brief["recommendations"]:
        item, standing = f"recommendation-{said['id']}", said["standing"]
        yield ExpectedText(item, "action", said["action"])
        yield ExpectedText(item, "actor", said["actor"])
        yield ExpectedText(item, "number", numbers[said["id"]])
        yield from markdown(item, "rationale", said["rationale"])
        for safeguard in said["safeguards"]:
            yield from markdown(item, "safeguard", safeguard["text"], safeguard["references"])
        yield from markdown(item, "indicator", said["indicator"])
        yield ExpectedText(item, "standing", held.word(f"standing.{standing['state']}"))
        yield from markdown(item, "standing", standing["note"], standing["references"])
        yield ExpectedText(item, "horizon", held.word(f"horizon.{said['horizon']}"))
        yield ExpectedText(item, "evidence", held.word(f"level.{said['evidence']}"))
        yield from (ExpectedText(item, "finding", findings[name]) for name in said["findings"])
        yield from quoted(held, item, said["passages"])


def _analysis(held: DocumentRecord) -> Iterator[ExpectedText]:
    analysis = held.brief["analysis"]
    if not analysis:
        return
    yield ExpectedText("the analysis", "title", analysis["title"])
    for said in analysis["sections"]:
        item = said["address"].partition("#")[2]
        yield ExpectedText(item, "title", said["title"])
        yield from markdown(item, "text", said["text"])
        if said["caution"]:
            yield from markdown(item, "caution", said["caution"], said["references"])
        yield from quoted(held, item, said["passages"])


def _events(held: DocumentRecord) -> Iterator[ExpectedText]:
    for event in held.brief["events"]:
        item = f"event “{event['title']}, {event['place']}”"
        cited = tuple(event["references"]) if event["checked"] else ()
        yield ExpectedText(item, "title", event["title"], references=cited)
        yield ExpectedText(item, "place", event["place"])
        yield ExpectedText(item, "essay", event["essay"])
        yield ExpectedText(item, "checked", event["checked"] or held.word("word.not-checked"))
        if event["date"]:
            yield dated(item, "date", event["date"], held)
        else:
            yield ExpectedText(item, "date", held.word("word.undated"))
        yield from paragraphs(held, item, event["passages"])


def _figures(held: DocumentRecord, names: Iterable[str]) -> Iterator[ExpectedText]:
    by_id = {figure["id"]: figure for figure in held.brief["figures"]}
    for name in names:
        item, figure = f"figure-{name}", by_id[name]
        yield ExpectedText(item, "title", figure["title"], references=tuple(figure["references"]))
        yield from (ExpectedText(item, "alt", said.text, "alt") for said in markdown(item, "alt", figure["alt"]))
        yield from markdown(item, "note", figure["note"] or "")
        yield from paragraphs(held, item, figure["passages"])


def _essay(held: DocumentRecord) -> Iterator[ExpectedText]:
    for paragraph in held.record["essay"]:
        yield ExpectedText(f"par-{paragraph['number']}", "paragraph", paragraph["text"], "whole")
    for note in held.record["annotations"]:
        item = f"annotation “{note['id']}”"
        yield from markdown(item, "note", note["note"], note["references"])
        yield ExpectedText(item, "type", held.word(f"annotation.{note['type']}"))


def _matrix(held: DocumentRecord) -> Iterator[ExpectedText]:
    numbers = [*held.numbers("findings", "F").values(), *held.numbers("recommendations", "R").values()]
    yield from (ExpectedText("trace", "number", number) for number in numbers)
    for passage in held.record["passages"]:
        row = f"¶{passage['paragraph']} {passage['exact'].split()[0]}"
        yield ExpectedText(f"passage {passage['id']}", "row of the matrix", row)


def _coverage(held: DocumentRecord) -> Iterator[ExpectedText]:
    for omission in held.record["left_out"]:
        item = f"words left out of ¶{omission['paragraph']}"
        yield ExpectedText(item, "reason", omission["reason"])
        yield ExpectedText(item, "words", f"¶{omission['paragraph']} {omission['exact'].split()[0]}")


def _likelihood_scale(held: DocumentRecord) -> Iterator[ExpectedText]:
    for step in held.record["scales"]["likelihood"]["steps"]:
        low, high = step["percent"]
        item = f"likelihood “{step['words'][0]}”"
        yield ExpectedText(item, "words, per cent", f"{', '.join(step['words'])} {low}–{'<' * step['below']}{high}")


def _glossary(held: DocumentRecord) -> Iterator[ExpectedText]:
    names = {term["id"]: term["term"] for term in held.record["glossary"]}
    for term in held.record["glossary"]:
        item = f"term-{term['id']}"
        yield ExpectedText(item, "term", term["term"], references=tuple(term["references"]))
        yield from markdown(item, "definition", term["definition"])
        yield from (ExpectedText(item, "see", names[other]) for other in term["see"])


def _references(held: DocumentRecord) -> Iterator[ExpectedText]:
    """Yield the works that the document cites."""
    others = (part for part in held.needs if part != "references")
    cited = {name for part in others for said in EXPECTED[part](held) for name in said.references}
    for work in held.record["references"]:
        if work["id"] in cited:
            yield ExpectedText(f"ref-{work['id']}", "title", work["title"])
            if "issued" in work:
                yield ExpectedText(f"ref-{work['id']}", "year", str(work["issued"]["date-parts"][0][0]))


def _safeguards(held: DocumentRecord) -> Iterator[ExpectedText]:
    works = {work["id"]: work.get("title-short") or work["title"] for work in held.record["references"]}
    said = held.brief["safeguards"]
    yield from markdown("the safeguards", "text", said["text"])
    yield from (ExpectedText("the safeguards", "reference", works[name]) for name in said["references"])


def _confidence_scale(held: DocumentRecord) -> Iterator[ExpectedText]:
    for step in held.record["publisher"]["confidence"]:
        item = f"confidence “{step['level']}”"
        yield ExpectedText(item, "meaning", step["meaning"])
        yield ExpectedText(item, "level", held.word(f"level.{step['level']}"))


def _editions(held: DocumentRecord) -> Iterator[ExpectedText]:
    for edition in held.brief["editions"]:
        item = f"edition {edition['number']}"
        yield ExpectedText(item, "number, date", f"{edition['number']} {held.catalogue.date(edition['date'])}")
        yield from markdown(item, "changes", edition["changes"])


def _code(held: DocumentRecord) -> Iterator[ExpectedText]:
    yield ExpectedText("the QR code", "alt", held.catalogue.text("qr-code.alt", address=held.address), "alt")


EXPECTED: Mapping[str, Callable[[DocumentRecord], Iterable[ExpectedText]]] = {
    "about": lambda held: markdown("about this publication", "text", held.brief["about"]),
    "analysis": _analysis,
    "brief_figure": lambda held: _figures(held, [held.brief["brief_figure"]] if held.brief["brief_figure"] else ()),
    "brief_findings": _brief_findings,
    "code": _code,
    "confidence_scale": _confidence_scale,
    "coverage": _coverage,
    "editions": _editions,
    "essay": _essay,
    "events": _events,
    "figures": lambda held: _figures(held, [figure["id"] for figure in held.brief["figures"]]),
    "findings": _findings,
    "glossary": _glossary,
    "key_figures": _key_figures,
    "limits": lambda held: _listed(held, "limits", "limit"),
    "likelihood_scale": _likelihood_scale,
    "matrix": _matrix,
    "purpose": lambda held: [ExpectedText("the purpose", "purpose", held.brief["purpose"])],
    "recommendation_lines": _recommendation_lines,
    "recommendation_table": lambda held: _recommendation(held, ("short", "actor")),
    "recommendations": _recommendations,
    "references": _references,
    "safeguards": _safeguards,
    "summary": lambda held: _resting(held, "summary"),
    "thesis": lambda held: _resting(held, "thesis"),
    "watch": lambda held: _listed(held, "watch", "point to watch"),
    "why": lambda held: _listed(held, "why", "reason"),
}
"""The texts of each part."""
