from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from briefwright import language
from briefwright.content import exports
from briefwright.content.parts import PARTS
from briefwright.errors import BriefwrightError
from briefwright.prose import parse, plain_text
from briefwright.verify.expected import DocumentRecord, quotes, running_texts, wrong_date_forms
from briefwright.verify.expected_parts import EXPECTED, expected_texts
from tests import briefs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Fields that no document prints.
NOT_PRINTED = {
    *("id", "file", "address", "picture", "data", "short_title", "support", "horizon", "level", "state", "by_editors"),
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
    "questions": "questions",
    "misses": "misses",
    "why": "why",
    "editions": "editions",
    "thesis": "thesis",
    "summary": "summary",
    "about": "about",
    "purpose": "purpose",
}


def document_record(*needs: str, document: str = "annotated-report") -> DocumentRecord:
    record = json.loads(exports.files(briefs.resolve(), briefs.DOCUMENT_TYPES)["brief.json"])
    return DocumentRecord(record, document, needs, language.load(briefs.TEMPLATES / "locales", "en-GB"))


def expected(*needs: str) -> list[tuple[str, str, str]]:
    return [(one.item, one.field, one.text) for one in expected_texts(document_record(*needs))]


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


def test_every_part_has_expected_texts() -> None:
    assert set(EXPECTED) == set(PARTS)


def test_rejects_unknown_part() -> None:
    with pytest.raises(BriefwrightError, match=r"songs; add them to EXPECTED in verify/expected_parts\.py"):
        expected_texts(document_record("about", "songs"))


@pytest.mark.parametrize("part", KEYS)
def test_expects_all_texts_of_the_sources(part: str) -> None:
    known = document_record()
    # The standing of a recommendation is in the decision table only.
    found = texts(expected(part, "decisions") if part == "recommendations" else expected(part))
    for key, text in leaves(known.brief[KEYS[part]]):
        if key in NOT_PRINTED or key in {"references", "findings"}:
            continue
        for runs in parse(text):
            words = known.catalogue.date(text) if key == "date" else plain_text(runs)
            # The full stop before a citation moves behind it.
            assert words.removesuffix(".") in found, key


def test_expects_words_of_scales() -> None:
    found = expected("findings", "recommendations", "decisions")
    assert ("finding-one-bridge", "support", "strong") in found
    assert ("recommendation-second-bridge", "horizon", "beyond 3 years") in found
    assert ("recommendation-second-bridge", "support", "weak") in found
    assert ("recommendation-second-bridge", "standing", "proposed only") in found


def test_expects_cross_references_and_passages() -> None:
    found = expected("findings", "recommendations")
    assert ("finding-no-price", "recommendation", "R1") in found
    assert ("recommendation-second-bridge", "finding", "F2") in found
    assert ("finding-no-price", "quoted words", "plan named no") in found
    assert [text for item, field, text in found if (item, field) == ("finding-one-bridge", "passage")] == ["¶1", "¶1"]


def test_changes_quotation_marks_within_quotes() -> None:
    def quote_texts(exact: str) -> list[str]:
        passages = [{"id": "p", "paragraph": 1, "sentence": None, "exact": exact}]
        document = DocumentRecord({"passages": passages}, "", (), language.load(briefs.TEMPLATES / "locales", "en-GB"))
        return [statement.text for statement in quotes(document, "x", ["p"])]

    assert quote_texts("the “combat zones” of Europe’s") == ["¶1", "the ‘combat zones’ of Europe’s"]


def test_expects_short_forms() -> None:
    assert ("recommendation-second-bridge", "number", "R1") in expected("decisions")
    assert ("recommendation-second-bridge", "action", "build a second bridge") in expected("recommendation_lines")
    assert {item for item, _, _ in expected("brief_findings") if item.startswith("finding")} == {"finding-one-bridge"}


def test_expects_whole_essay_with_annotations() -> None:
    found = expected_texts(document_record("essay"))
    paragraphs = [one for one in found if one.match == "whole"]
    assert [one.item for one in paragraphs] == [f"par-{number}" for number in range(1, len(paragraphs) + 1)]
    assert [one.text for one in paragraphs] == [paragraph["text"] for paragraph in document_record().record["essay"]]
    assert ("annotation “clerk”", "type", "Context") in expected("essay")
    assert "The clerk was not asked" in texts(expected("essay"))


def test_expects_cited_works() -> None:
    assert ("ref-ledger", "title", "The Town Ledger") in expected("questions", "references")
    assert ("ref-ledger", "year", "2001") in expected("questions", "references")
    assert not [one for one in expected("summary", "references") if one[0] == "ref-ledger"]


def test_expects_alternative_texts() -> None:
    alt = [one.text for one in expected_texts(document_record("brief_figure", "code")) if one.match == "alt"]
    assert alt == [
        "Bars for two years, 1 and 2 boats.",
        f"QR code for {document_record().address}",
    ]


def test_expects_edition() -> None:
    found = {field: text for _, field, text in expected()}
    assert found["title"] == "Bridges"
    assert found["date of the edition"] == "31 January 2026"
    assert found["edition"] == "1.10"


def test_lists_wrong_forms_of_dates() -> None:
    forms = wrong_date_forms(document_record())
    assert set(forms.values()) == {"31 January 2026"}
    assert {"2026-01-31", "31 Jan 2026", "January 31, 2026", "31/01/2026"} <= set(forms)
    assert "31 January 2026" not in forms


def test_lists_running_texts() -> None:
    assert running_texts(document_record(), "Annotated report") == (
        "Annotated report", "2026/1", "edition 1.10, 31 January 2026", document_record().marking,
    )  # fmt: skip
