"""The expected texts of findings, recommendations and the analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.model import without_rich_text
from briefwright.verify.expected import DocumentRecord, ExpectedText, author_text, locators, quotes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def _word(document: DocumentRecord, item: str, field: str, group: str, value: str | None) -> Iterator[ExpectedText]:
    """Yield the interface word of a value, such as that of a level; none if the value is ``None``."""
    if value is not None:
        yield ExpectedText(item, field, document.word(f"{group}.{value}"))


def brief_findings(document: DocumentRecord) -> Iterator[ExpectedText]:
    """Yield the texts of the findings in the executive brief."""
    numbers = document.numbers("findings", "F")
    by_id = {finding["id"]: finding for finding in document.brief["findings"]}
    for name in document.brief["in_brief"]:
        item, finding = f"finding-{name}", by_id[name]
        yield ExpectedText(item, "short", finding["short"])
        yield ExpectedText(item, "number", numbers[name])
        yield from _word(document, item, "confidence", "level", finding["confidence"])
        yield from locators(document, item, finding["passages"])


def findings(document: DocumentRecord) -> Iterator[ExpectedText]:
    """Yield the texts of all findings."""
    numbers, recommendation_numbers = document.numbers("findings", "F"), document.numbers("recommendations", "R")
    for finding in document.brief["findings"]:
        item = f"finding-{finding['id']}"
        yield ExpectedText(item, "short", finding["short"], references=tuple(finding["references"]))
        yield ExpectedText(item, "number", numbers[finding["id"]])
        for field in ("statement", "evidence", "basis"):
            yield from author_text(item, field, finding[field] or "")
        yield from _word(document, item, "confidence", "level", finding["confidence"])
        yield from quotes(document, item, finding["passages"])
        for recommendation in document.brief["recommendations"]:
            if finding["id"] in recommendation["findings"]:
                yield ExpectedText(item, "recommendation", recommendation_numbers[recommendation["id"]])


def recommendation_table(
    document: DocumentRecord, fields: Iterable[str] = ("short", "actor")
) -> Iterator[ExpectedText]:
    """Yield the texts of a table of recommendations; ``fields`` are those that it shows as they are."""
    for number, recommendation in enumerate(document.brief["recommendations"], 1):
        item = f"recommendation-{recommendation['id']}"
        for field in fields:
            yield ExpectedText(item, field, recommendation[field])
        yield ExpectedText(item, "number", str(number))
        yield from _word(document, item, "horizon", "horizon", recommendation["horizon"])
        yield from locators(document, item, recommendation["passages"])


def recommendation_lines(document: DocumentRecord) -> Iterator[ExpectedText]:
    """Yield the texts of the recommendations on the sheet."""
    yield from recommendation_table(document, ("action", "actor"))
    for recommendation in document.brief["recommendations"]:
        item = f"recommendation-{recommendation['id']}"
        yield from _word(document, item, "evidence", "level", recommendation["evidence"])


def recommendations(document: DocumentRecord) -> Iterator[ExpectedText]:
    """Yield the texts of all recommendations."""
    numbers, finding_numbers = document.numbers("recommendations", "R"), document.numbers("findings", "F")
    for recommendation in document.brief["recommendations"]:
        item, standing = f"recommendation-{recommendation['id']}", recommendation["standing"]
        yield ExpectedText(item, "action", recommendation["action"])
        yield ExpectedText(item, "actor", recommendation["actor"])
        yield ExpectedText(item, "number", numbers[recommendation["id"]])
        yield from author_text(item, "rationale", recommendation["rationale"] or "")
        for safeguard in recommendation["safeguards"]:
            yield from author_text(item, "safeguard", safeguard["text"], safeguard["references"])
        yield from author_text(item, "indicator", recommendation["indicator"] or "")
        if standing:
            yield from _word(document, item, "standing", "standing", standing["state"])
            yield from author_text(item, "standing", standing["note"], standing["references"])
        yield from _word(document, item, "horizon", "horizon", recommendation["horizon"])
        yield from _word(document, item, "evidence", "level", recommendation["evidence"])
        yield from (ExpectedText(item, "finding", finding_numbers[name]) for name in recommendation["findings"])
        yield from quotes(document, item, recommendation["passages"])


def analysis(document: DocumentRecord) -> Iterator[ExpectedText]:
    """Yield the texts of the analysis."""
    analysis = document.brief["analysis"]
    if not analysis:
        return
    yield ExpectedText("the analysis", "title", analysis["title"])
    for section in analysis["sections"]:
        item = section["address"].partition("#")[2]
        yield ExpectedText(item, "title", section["title"])
        yield from author_text(item, "text", section["text"])
        if section["caution"]:
            yield from author_text(item, "caution", section["caution"], section["references"])
        yield from quotes(document, item, section["passages"])


def safeguards(document: DocumentRecord) -> Iterator[ExpectedText]:
    """Yield the texts of the safeguards of all recommendations."""
    works = {
        work["id"]: without_rich_text(work.get("title-short") or work["title"])
        for work in document.record["references"]
    }
    safeguards = document.brief["safeguards"]
    if safeguards is None:
        return
    yield from author_text("the safeguards", "text", safeguards["text"])
    yield from (ExpectedText("the safeguards", "reference", works[name]) for name in safeguards["references"])
