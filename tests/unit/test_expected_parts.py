from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from briefwright import language
from briefwright.content import exports
from briefwright.content.parts import PARTS
from briefwright.errors import BriefwrightError
from briefwright.prose import parse, plain_text
from briefwright.verify.expected import DocumentRecord, other_dates, quoted, running
from briefwright.verify.expected_parts import EXPECTED, expected_texts
from tests import briefs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Fields that are no text of a document.
SILENT = {
    *("id", "file", "address", "picture", "data", "short_title", "confidence", "horizon", "evidence", "state"),
    *("passages", "see", "recommendations"),
}
KEYS = {
    "findings": "findings",
    "recommendations": "recommendations",
    "analysis": "analysis",
    "events": "events",
    "figures": "figures",
    "key_figures": "key_figures",
    "limits": "limits",
    "watch": "watch",
    "why": "why",
    "editions": "editions",
    "thesis": "thesis",
    "summary": "summary",
    "about": "about",
    "purpose": "purpose",
}


def held(*needs: str, document: str = "annotated-report") -> DocumentRecord:
    record = json.loads(exports.files(briefs.resolve(), briefs.REPORT)["brief.json"])
    return DocumentRecord(record, document, needs, language.load(briefs.TEMPLATES / "locales", "en-GB"))


def said(*needs: str) -> list[tuple[str, str, str]]:
    return [(one.item, one.field, one.text) for one in expected_texts(held(*needs))]


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, key)
    elif value is not None:
        yield key, str(value)


def texts(found: Iterable[tuple[str, str, str]]) -> str:
    return "\n".join(text for _, _, text in found)


def test_every_part_has_its_texts_here() -> None:
    assert set(EXPECTED) == set(PARTS)


def test_a_part_that_is_not_known_is_an_error() -> None:
    with pytest.raises(
        BriefwrightError, match=r"parity knows no texts of: songs; add them to STATEMENTS in holdings\.py"
    ):
        expected_texts(held("about", "songs"))


@pytest.mark.parametrize("part", KEYS)
def test_no_text_of_the_sources_is_forgotten(part: str) -> None:
    known = held()
    found = texts(said(part))
    for key, text in leaves(known.brief[KEYS[part]]):
        if key in SILENT or key in {"references", "findings"}:
            continue
        for runs in parse(text):
            words = known.catalogue.date(text) if key == "date" else plain_text(runs)
            assert words in found, key


def test_words_stand_for_what_is_chosen_from_a_scale() -> None:
    found = said("findings", "recommendations")
    assert ("finding-one-bridge", "confidence", "high") in found
    assert ("recommendation-second-bridge", "horizon", "over 3 years") in found
    assert ("recommendation-second-bridge", "evidence", "moderate") in found
    assert ("recommendation-second-bridge", "standing", "Proposed.") in found


def test_findings_and_recommendations_name_each_other_and_their_passages() -> None:
    found = said("findings", "recommendations")
    assert ("finding-no-price", "recommendation", "R1") in found
    assert ("recommendation-second-bridge", "finding", "F2") in found
    assert ("finding-no-price", "quoted words", "plan named no") in found
    assert [text for item, field, text in found if (item, field) == ("finding-one-bridge", "passage")] == ["¶1", "¶1"]


def test_quoted_words_stand_between_marks_of_another_kind() -> None:
    def said_of(exact: str) -> list[str]:
        passages = [{"id": "p", "paragraph": 1, "exact": exact}]
        held = DocumentRecord({"passages": passages}, "", (), language.load(briefs.TEMPLATES / "locales", "en-GB"))
        return [statement.text for statement in quoted(held, "x", ["p"])]

    assert said_of("the “combat zones” of Europe’s") == ["¶1", "the ‘combat zones’ of Europe’s"]


def test_short_forms() -> None:
    assert ("recommendation-second-bridge", "number", "1") in said("recommendation_table")
    assert ("recommendation-second-bridge", "action", "build a second bridge") in said("recommendation_lines")
    assert {item for item, _, _ in said("brief_findings") if item.startswith("finding")} == {"finding-one-bridge"}


def test_the_essay_stands_whole_with_its_annotations() -> None:
    found = expected_texts(held("essay"))
    paragraphs = [one for one in found if one.kind == "whole"]
    assert [one.item for one in paragraphs] == [f"par-{number}" for number in range(1, len(paragraphs) + 1)]
    assert [one.text for one in paragraphs] == [paragraph["text"] for paragraph in held().record["essay"]]
    assert ("annotation “clerk”", "type", "Context") in said("essay")
    assert "The clerk was not asked." in texts(said("essay"))


def test_works_that_are_cited_are_listed() -> None:
    assert ("ref-ledger", "title", "The Town Ledger") in said("watch", "references")
    assert ("ref-ledger", "year", "2001") in said("watch", "references")
    assert not [one for one in said("summary", "references") if one[0] == "ref-ledger"]


def test_pictures_say_their_alternative_texts() -> None:
    alt = [one.text for one in expected_texts(held("brief_figure", "code")) if one.kind == "alt"]
    assert alt == [
        "Bars for two years, 1 and 2 boats.",
        f"QR code for {held().address}",
    ]


def test_every_document_names_its_edition() -> None:
    found = {field: text for _, field, text in said()}
    assert found["title"] == "Bridges"
    assert found["date of the edition"] == "31 January 2026"
    assert found["edition"] == "1.10"


def test_dates_are_known_in_their_other_forms() -> None:
    forms = other_dates(held())
    assert set(forms.values()) == {"31 January 2026"}
    assert {"2026-01-31", "31 Jan 2026", "January 31, 2026", "31/01/2026"} <= set(forms)
    assert "31 January 2026" not in forms


def test_heads_and_feet() -> None:
    assert running(held(), "Annotated report") == (
        "Annotated report", "2026/1", "edition 1.10, 31 January 2026", held().marking,
    )  # fmt: skip
