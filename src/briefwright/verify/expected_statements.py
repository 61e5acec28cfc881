"""The expected texts of findings, recommendations and the analysis."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from briefwright.content.claims import MAX_COLUMNS
from briefwright.verify.expected import DocumentRecord, ExpectedText, author_line, author_text, locators, quotes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefwright.output import JsonObject


def _word(document: DocumentRecord, item: str, field: str, group: str, value: str | None) -> Iterator[ExpectedText]:
    """Yield the interface word of a value, such as that of a level; none if the value is ``None``."""
    if value is not None:
        yield ExpectedText(item, field, document.word(f"{group}.{value}"))


def _support(document: DocumentRecord, item: str, value: str | None) -> Iterator[ExpectedText]:
    if value is not None:
        yield ExpectedText(item, "support", document.support_word(value))


def brief_findings(document: DocumentRecord) -> Iterator[ExpectedText]:
    """Yield the texts of the findings in the executive brief."""
    by_id = {finding["id"]: finding for finding in document.brief["findings"]}
    for name in document.brief["in_brief"]:
        item, finding = f"finding-{name}", by_id[name]
        yield from _headline(document, item, finding)
        yield from locators(document, item, finding["passages"])


def _headline(document: DocumentRecord, item: str, finding: JsonObject) -> Iterator[ExpectedText]:
    yield ExpectedText(item, "short", finding["short"])
    yield ExpectedText(item, "number", finding["number"])
    yield from author_line(item, "verdict", finding["verdict"])
    yield from _support(document, item, finding["support"])


def findings(document: DocumentRecord) -> Iterator[ExpectedText]:
    """Yield the texts of all findings."""
    recommendation_numbers = document.numbers("recommendations")
    for finding in document.brief["findings"]:
        item, references = f"finding-{finding['id']}", tuple(finding["references"])
        yield from _headline(document, item, finding)
        yield from author_text(item, "statement", finding["statement"] or "", () if finding["basis"] else references)
        yield from author_text(item, "basis", finding["basis"] or "", references)
        if not (finding["statement"] or finding["basis"]):
            yield ExpectedText(item, "short", finding["short"], references=references)
        yield from quotes(document, item, finding["passages"])
        for recommendation in document.brief["recommendations"]:
            if finding["id"] in recommendation["findings"]:
                yield ExpectedText(item, "recommendation", recommendation_numbers[recommendation["id"]])


def _rows(document: DocumentRecord, action: str) -> Iterator[ExpectedText]:
    """Yield what each row of recommendations shows; ``action`` is the field with the action."""
    for recommendation in document.brief["recommendations"]:
        item = f"recommendation-{recommendation['id']}"
        yield ExpectedText(item, "actor", recommendation["actor"])
        yield ExpectedText(item, action, recommendation[action])
        yield ExpectedText(item, "number", recommendation["number"])
        yield from locators(document, item, recommendation["passages"])
        yield from _support(document, item, recommendation["support"])
        yield from _choices(document, item, recommendation)
        yield from first_safeguard(item, recommendation)
        if standing := recommendation["standing"]:
            yield from _word(document, item, "standing", "standing", standing["state"])


def first_safeguard(item: str, recommendation: JsonObject) -> Iterator[ExpectedText]:
    """Yield the first safeguard of a recommendation, in few words if it has them."""
    for safeguard in recommendation["safeguards"][:1]:
        if safeguard["short"]:
            yield ExpectedText(item, "safeguard", safeguard["short"])
        else:
            yield from author_text(item, "safeguard", safeguard["text"])


def _choices(document: DocumentRecord, item: str, recommendation: JsonObject) -> Iterator[ExpectedText]:
    """Yield that the editors chose the actor or the horizon: once if they did for all, else at each."""
    chosen = [set(other["by_editors"]) for other in document.brief["recommendations"]]
    common = set.intersection(*chosen)
    if common:
        key = "-and-".join(sorted(common))
        yield ExpectedText("the recommendations", "choice of the editors", document.word(f"editors-choice.{key}"))
    for _ in set(recommendation["by_editors"]) - common:
        yield ExpectedText(item, "choice of the editors", document.word("label.editors-choice"))


def decisions(document: DocumentRecord) -> Iterator[ExpectedText]:
    """Yield the texts of the recommendations in a decision table."""
    yield from _rows(document, "short")
    for recommendation in document.brief["recommendations"]:
        item = f"recommendation-{recommendation['id']}"
        if standing := recommendation["standing"]:
            for field in ("in_place", "missing"):
                yield from author_text(item, field, standing[field] or "")
        if risk := recommendation["risk"]:
            yield from _word(document, item, "risk", "risk", risk["level"])
            yield from author_line(item, "rights", risk["rights"])
        yield from _word(document, item, "horizon", "horizon", recommendation["horizon"])


def recommendation_lines(document: DocumentRecord) -> Iterator[ExpectedText]:
    """Yield the texts of the recommendations on the sheet."""
    yield from _rows(document, "action")
    for recommendation in document.brief["recommendations"]:
        group = f"the horizon “{recommendation['horizon']}”"
        yield from _word(document, group, "horizon", "heading.horizon", recommendation["horizon"])


def recommendations(document: DocumentRecord) -> Iterator[ExpectedText]:
    """Yield the texts of all recommendations."""
    finding_numbers = document.numbers("findings")
    for recommendation in document.brief["recommendations"]:
        item, standing = f"recommendation-{recommendation['id']}", recommendation["standing"]
        sources = tuple(standing["references"]) if standing else ()
        yield ExpectedText(item, "action", recommendation["action"], references=sources)
        yield ExpectedText(item, "actor", recommendation["actor"])
        yield ExpectedText(item, "number", recommendation["number"])
        yield from author_text(item, "rationale", recommendation["rationale"] or "")
        for safeguard in recommendation["safeguards"]:
            yield from author_text(item, "safeguard", safeguard["text"], safeguard["references"])
        yield from author_text(item, "indicator", recommendation["indicator"] or "")
        yield from (ExpectedText(item, "finding", finding_numbers[name]) for name in recommendation["findings"])
        yield from quotes(document, item, recommendation["passages"])


def claim_matrix(document: DocumentRecord) -> Iterator[ExpectedText]:
    """Yield the row of each finding in the matrix: its number, headline, and the recommendations that rest on it."""
    recommendations = document.brief["recommendations"]
    # More recommendations have no columns.
    for item in recommendations if len(recommendations) <= MAX_COLUMNS else ():
        yield ExpectedText(f"column {item['number']}", "label", item["label"] or item["short"])
    for finding in document.brief["findings"] if recommendations else ():
        resting = [item["number"] for item in recommendations if finding["id"] in item["findings"]]
        row = " ".join([finding["number"], finding["short"], *resting])
        yield ExpectedText(f"row of {finding['number']} in the matrix", "text", row)


def verdict(document: DocumentRecord) -> Iterator[ExpectedText]:
    """Yield how many findings have which support, and how many recommendations which standing."""
    brief, item = document.brief, "the verdict"
    phrases = {step["level"]: step["phrase"] for step in document.record["scales"]["support"]}
    support = Counter(finding["support"] for finding in brief["findings"])
    states = Counter(item["standing"] and item["standing"]["state"] for item in brief["recommendations"])
    for counts, words, key in (
        (support, phrases, "count.claims"),
        (states, {state: document.word(f"standing.{state}") for state in states if state}, "count.recommendations"),
    ):
        if any(counts):
            total = sum(counts.values())
            yield ExpectedText(item, "total", document.catalogue.count(key, total))
            for value, count in counts.items():
                phrase = words[value] if value else document.word("word.not-rated")
                yield ExpectedText(item, "count", f"{count} {phrase}")


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
    if safeguards := document.brief["safeguards"]:
        yield from author_text("the safeguards", "text", safeguards["text"], safeguards["references"])
