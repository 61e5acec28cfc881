"""The expected texts of each part of a document.

``EXPECTED`` must have an entry for each of ``parts.PARTS``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.errors import BriefwrightError
from briefwright.model import without_rich_text
from briefwright.verify import expected_statements as statements
from briefwright.verify.expected import (
    DocumentRecord,
    ExpectedText,
    author_line,
    author_text,
    before_citation,
    expected_date,
    locators,
)
from briefwright.verify.expected_essay import essay_rights, essay_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


def expected_texts(document: DocumentRecord) -> tuple[ExpectedText, ...]:
    """Return all expected texts of a document; raise ``BriefwrightError`` if a part is not in ``EXPECTED``."""
    unknown = [part for part in document.needs if part not in EXPECTED]
    if unknown:
        raise BriefwrightError(
            f"no expected texts are defined for: {', '.join(unknown)}; add them to EXPECTED in verify/expected_parts.py"
        )
    return (
        *_identity(document),
        *essay_source(document),
        *(text for part in document.needs for text in EXPECTED[part](document)),
    )


def _identity(document: DocumentRecord) -> Iterator[ExpectedText]:
    publisher, edition = document.record["publisher"], document.edition
    yield ExpectedText("the title", "title", document.brief["title"])
    if number := document.brief["number"]:
        yield ExpectedText("the number", "number", number)
    yield ExpectedText("the edition", "edition", edition["number"])
    yield expected_date("the date", "date of the edition", edition["date"], document)
    yield ExpectedText("the publisher", "name", publisher["name"])
    yield ExpectedText("the contact", "contact", publisher["contact"]["email"])
    yield ExpectedText("the address", "address", document.address)


def _statement(document: DocumentRecord, name: str) -> Iterator[ExpectedText]:
    item, statement = f"the {name}", document.brief[name]
    yield from author_text(item, name, statement["text"])
    yield from locators(document, item, statement["passages"])


def _statements(document: DocumentRecord, key: str, name: str) -> Iterator[ExpectedText]:
    for number, statement in enumerate(document.brief[key], 1):
        item = f"{name} {number}"
        yield from author_text(item, "text", statement["text"], statement["references"])
        yield from locators(document, item, statement["passages"])


def _key_figures(document: DocumentRecord) -> Iterator[ExpectedText]:
    for figure in document.brief["key_figures"]:
        item = f"key figure “{figure['label']}”"
        yield ExpectedText(item, "label", figure["label"], references=tuple(figure["references"]))
        yield ExpectedText(item, "value", figure["value"])
        yield from locators(document, item, figure["passages"])


def _events(document: DocumentRecord) -> Iterator[ExpectedText]:
    events = document.brief["events"]
    mentioned = [event for event in events if event["essay"] or event["passages"]]
    with_references = any(event["checked"] or event["references"] for event in mentioned)
    for event in events:
        item = f"event “{', '.join(filter(None, [event['title'], event['place']]))}”"
        yield ExpectedText(item, "title", event["title"], references=tuple(event["references"]))
        yield from author_line(item, "place", event["place"])
        yield from author_line(item, "essay", event["essay"])
        yield from author_line(item, "checked", before_citation(event["checked"] or ""))
        if event in mentioned and with_references and not event["checked"] and not event["references"]:
            yield ExpectedText(item, "checked", document.word("word.not-checked"))
        if event["date"]:
            yield expected_date(item, "date", event["date"], document)
        else:
            yield ExpectedText(item, "date", document.word("word.undated"))
        yield from locators(document, item, event["passages"])


def _figures(document: DocumentRecord, names: Iterable[str]) -> Iterator[ExpectedText]:
    by_id = {figure["id"]: figure for figure in document.brief["figures"]}
    for name in names:
        item, figure = f"figure-{name}", by_id[name]
        yield ExpectedText(item, "title", figure["title"], references=tuple(figure["references"]))
        yield from (ExpectedText(item, "alt", alt.text, "alt") for alt in author_text(item, "alt", figure["alt"]))
        yield from author_text(item, "note", figure["note"] or "")
        yield from locators(document, item, figure["passages"])


def _essay(document: DocumentRecord) -> Iterator[ExpectedText]:
    yield from essay_rights(document)
    for paragraph in document.record["essay"]:
        yield ExpectedText(f"par-{paragraph['number']}", "paragraph", paragraph["text"], "whole")
        yield from (ExpectedText("essay", "head of a column", head) for head in filter(None, paragraph["columns"]))
    for heading in document.record["headings"]:
        yield ExpectedText(heading["address"].partition("#")[2], "heading", heading["text"], "whole")
    for picture in document.record["pictures"]:
        yield ExpectedText("essay", "alternative text", picture["alt"], "alt")
        yield from (ExpectedText("essay", "caption", caption) for caption in filter(None, [picture["caption"]]))
    for note in document.record["annotations"]:
        item = f"annotation “{note['id']}”"
        yield from author_text(item, "note", note["note"], note["references"])
        yield ExpectedText(item, "type", document.word(f"annotation.{note['type']}"))


def _annotation_types(document: DocumentRecord) -> Iterator[ExpectedText]:
    for name in dict.fromkeys(note["type"] for note in document.record["annotations"]):
        word, meaning = document.word(f"annotation.{name}"), document.word(f"annotation.{name}.meaning")
        yield ExpectedText(f"annotation type “{name}”", "type, meaning", f"{word} {meaning}")


def _likelihood_scale(document: DocumentRecord) -> Iterator[ExpectedText]:
    if not document.brief["states_likelihood"]:
        return
    for step in document.record["scales"]["likelihood"]["steps"]:
        low, high = step["percent"]
        item = f"likelihood “{step['words'][0]}”"
        yield ExpectedText(item, "words, per cent", f"{', '.join(step['words'])} {low}–{'<' * step['below']}{high}")


def _glossary(document: DocumentRecord) -> Iterator[ExpectedText]:
    names = {term["id"]: term["term"] for term in document.record["glossary"]}
    for term in document.record["glossary"]:
        item = f"term-{term['id']}"
        yield ExpectedText(item, "term", term["term"], references=tuple(term["references"]))
        yield from author_text(item, "definition", term["definition"], term["references"])
        yield from (ExpectedText(item, "see", names[other]) for other in term["see"])


def _references(document: DocumentRecord) -> Iterator[ExpectedText]:
    """Yield the works that the other parts of the document cite."""
    others = (part for part in document.needs if part != "references")
    cited = {name for part in others for text in EXPECTED[part](document) for name in text.references}
    for work in document.record["references"]:
        if work["id"] in cited:
            texts = [ExpectedText(f"ref-{work['id']}", "title", without_rich_text(work["title"]), "title")]
            if parts := work.get("issued", {}).get("date-parts"):
                # 44 BC is -44.
                texts.append(ExpectedText(f"ref-{work['id']}", "year", str(abs(parts[0][0]))))
            yield from (text for text in texts if (work["id"], text.field) not in document.unprinted)


def _support_scale(document: DocumentRecord) -> Iterator[ExpectedText]:
    if any(finding["support"] for finding in document.brief["findings"]):
        for step in document.record["scales"]["support"]:
            item = f"support “{step['level']}”"
            yield ExpectedText(item, "meaning", step["meaning"])
            yield ExpectedText(item, "level", step["word"])


def _editions(document: DocumentRecord) -> Iterator[ExpectedText]:
    for edition in document.brief["editions"]:
        item = f"edition {edition['number']}"
        yield ExpectedText(item, "number, date", f"{edition['number']} {document.catalogue.date(edition['date'])}")
        yield from author_text(item, "changes", edition["changes"] or "")


def _qr_code(document: DocumentRecord) -> Iterator[ExpectedText]:
    yield ExpectedText("the QR code", "alt", document.catalogue.text("qr-code.alt", address=document.address), "alt")


EXPECTED: Mapping[str, Callable[[DocumentRecord], Iterable[ExpectedText]]] = {
    "about": lambda document: author_text("about this publication", "text", document.brief["about"] or ""),
    "analysis": statements.analysis,
    "annotation_types": _annotation_types,
    "brief_figure": lambda document: _figures(document, filter(None, [document.brief["brief_figure"]])),
    "brief_findings": statements.brief_findings,
    "code": _qr_code,
    "claim_matrix": statements.claim_matrix,
    "decisions": statements.decisions,
    "editions": _editions,
    "editors_choice": lambda _document: (),  # with the recommendations
    "essay": _essay,
    "events": _events,
    "figures": lambda document: _figures(document, [figure["id"] for figure in document.brief["figures"]]),
    "finding_count": lambda _document: (),
    "findings": statements.findings,
    "glossary": _glossary,
    "has_safeguards": lambda _document: (),
    "key_figures": _key_figures,
    "limits": lambda document: _statements(document, "limits", "limit"),
    "likelihood_scale": _likelihood_scale,
    "logo": lambda _: (),  # of the theme, not of the brief
    "misses": lambda document: _statements(document, "misses", "omission"),
    "purpose": lambda document: author_line("the purpose", "purpose", document.brief["purpose"]),
    "questions": lambda document: _statements(document, "questions", "question"),
    "recommendation_lines": statements.recommendation_lines,
    "recommendations": statements.recommendations,
    "references": _references,
    "has_support": lambda _document: (),
    "support_scale": _support_scale,
    "safeguards": statements.safeguards,
    "summary": lambda document: _statement(document, "summary"),
    "thesis": lambda document: _statement(document, "thesis"),
    "verdict": statements.verdict,
    "why": lambda document: _statements(document, "why", "reason"),
}
"""The texts of each part."""
