from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import ValidationError

from briefwright.model import (
    Annotation,
    Brief,
    DocumentType,
    Finding,
    Marking,
    Passage,
    Publisher,
    Reference,
    Statement,
)
from briefwright.model.brief import Edition
from briefwright.model.notes import Term
from briefwright.model.settings import Fit
from briefwright.model.statements import Event
from tests import briefs

EVENT = {"id": "a", "place": "b", "title": "c", "essay": "d", "passages": [{"quote": "e"}]}


def error_of(model: Any, **values: object) -> str:  # noqa: ANN401 - any model
    with pytest.raises(ValidationError) as error:
        model.model_validate(values)
    return str(error.value)


def test_models_are_frozen_and_reject_unknown_keys() -> None:
    passage = Passage(quote="a")
    with pytest.raises(ValidationError, match="frozen"):
        passage.quote = "b"  # type: ignore[misc]
    assert "Extra inputs" in error_of(Passage, quote="a", colour="red")
    assert "Extra inputs" in error_of(Reference, id="a", type="book", title="b", colour="red")


def test_orders_markings_from_public_to_strictest() -> None:
    clear, *limited = Marking
    assert clear.is_public
    assert not any(marking.is_public for marking in limited)
    for number, marking in enumerate(Marking):
        stricter = [other for other in Marking if other.is_stricter_than(marking)]
        assert stricter == list(Marking)[number + 1 :]


@pytest.mark.parametrize("style", ["web/web.css", "print/print.css"])
@pytest.mark.parametrize("marking", [marking for marking in Marking if not marking.is_public])
def test_style_sheets_set_each_label_in_its_colour(style: str, marking: Marking) -> None:
    text = (briefs.TEMPLATES / style).read_text("utf-8")
    label = re.escape(marking.value.lower().replace(":", "-").replace("+", "-"))
    assert re.findall(rf"\.{label} span[^{{]*{{ color: (\S+); }}", text) == [marking.colour]


def test_equal_passages_have_equal_hashes() -> None:
    assert {Passage(quote="a"): 1}[Passage(quote=" a ")] == 1


@pytest.mark.parametrize("identifier", ["a", "a-b", "a1-2"])
def test_accepts_identifiers(identifier: str) -> None:
    assert Term(id=identifier, term="a", definition="b").id == identifier


@pytest.mark.parametrize("identifier", ["", "A", "a_b", "-a", "a-", "1a", "a--b", "é", "a b", "a" * 61])
def test_rejects_invalid_identifiers(identifier: str) -> None:
    assert "id" in error_of(Term, id=identifier, term="a", definition="b")


@pytest.mark.parametrize("date", ["2015", "2015-11", "2015-11-13", "2016-02-29"])
def test_accepts_partial_dates(date: str) -> None:
    assert Event.model_validate(EVENT | {"date": date}).date == date


def test_events_rest_on_passages_or_references() -> None:
    without = {"id": "a", "title": "c"}
    event = Event.model_validate(without | {"references": ["b"]})
    assert (event.place, event.essay, event.passages) == (None, None, ())
    assert "neither `passages` nor `references`" in error_of(Event, **without)


def test_an_event_is_called_by_its_label_or_its_place_or_its_title() -> None:
    assert Event.model_validate(EVENT).short == "b"
    assert Event.model_validate(EVENT | {"label": "e"}).short == "e"
    assert Event.model_validate(EVENT | {"place": None}).short == "c"


@pytest.mark.parametrize(
    "date", ["15", "2015-13", "2015-02-29", "2015-1-1", "2015-11-", "13 November", "2015-11-13T00:00"]
)
def test_rejects_invalid_partial_dates(date: str) -> None:
    assert "date" in error_of(Event, **EVENT, date=date)


@pytest.mark.parametrize("date", ["0", "1700006400", "20260131", "2026-02-30", "2026-01", "2026-01-31T00:00:00"])
def test_rejects_invalid_dates_of_editions(date: str) -> None:
    assert "date" in error_of(Edition, number="1.0", date=date, changes="None.")


def test_numbers_of_editions_have_two_parts() -> None:
    assert Edition.model_validate({"number": "1.10", "date": "2026-01-31", "changes": "a"}).number == "1.10"
    assert "number" in error_of(Edition, number="1", date="2026-01-31", changes="None.")


def test_several_editions_need_numbers() -> None:
    passages = [{"quote": "a"}]
    values = {
        "title": "a",
        "thesis": {"text": "a", "passages": passages},
        "summary": {"text": "a", "passages": passages},
        "findings": [{"id": "a", "short": "a", "passages": passages}],
    }
    assert Brief.model_validate(values | {"editions": [{"date": "2026-01-31"}]}).editions[0].number == "1.0"
    editions = [{"date": "2026-01-31", "number": "1.1"}, {"date": "2026-01-30"}]
    assert "an edition has no number" in error_of(Brief, **values, editions=editions)


def test_support_and_basis_need_each_other() -> None:
    finding = {"id": "a", "short": "a", "passages": [{"quote": "a"}]}
    Finding.model_validate(finding | {"support": "weak", "basis": "a"})
    assert "“basis” is missing" in error_of(Finding, **finding, support="weak")
    assert "“support” is missing" in error_of(Finding, **finding, basis="a")


def test_accepts_notes_of_at_most_60_words() -> None:
    values = {"id": "a", "type": "gap", "quote": "a"}
    Annotation.model_validate(values | {"note": "word " * 60})
    assert "61 words" in error_of(Annotation, **values, note="word " * 61)


def test_rejects_a_statement_without_passages_and_references() -> None:
    Statement.model_validate({"text": "a", "references": ["b"]})
    assert "neither `passages` nor `references`" in error_of(Statement, text="a")


def test_rejects_forbidden_links_in_author_text() -> None:
    assert "the link “javascript:b” must start with" in error_of(Statement, text="[a](javascript:b)", references=["c"])


def test_limits_the_length_of_texts() -> None:
    assert "at least 1" in error_of(Term, id="a", term="  ", definition="b")
    assert "at most 300" in error_of(Term, id="a", term="a" * 301, definition="b")
    assert "at most 4000" in error_of(Statement, text="a" * 4001, references=["b"])


def test_rejects_figure_files_outside_their_folder() -> None:
    brief = briefs.resolve().sources.brief.model_dump(mode="json")
    for key, value in {"file": "../a.vl.yaml", "data": "/etc/passwd.csv"}.items():
        assert "pattern" in error_of(Brief, **brief | {"figures": [brief["figures"][0] | {key: value}]})


def test_checks_addresses_of_the_publisher() -> None:
    publisher = briefs.resolve().sources.publisher.model_dump(mode="json")
    for wrong in ({"base_url": "http://a.b"}, {"base_url": "https://a.b/"}, {"contact": {"name": "a", "email": "b"}}):
        assert "pattern" in error_of(Publisher, **publisher | wrong)
    Publisher.model_validate(publisher | {"base_url": "https://a.b/c"})


@pytest.mark.parametrize(
    "wrong",
    [
        *(f"https://a.b/c{character}d" for character in "\"'`;{}?#<>*$|\\^%&+,:@!()[]= \n\u00fc"),
        *(f"https://a.b{end}" for end in (";", "{", '"', "?q", "#f", ".", ":", ":a", ":0", ":080", ":123456")),
        *(f"https://a.b/{path}" for path in ("/c", "c//d", ".", "..", "c/../d", "c/")),
        "https://a@b.c",
        "https://-a.b",
        "https://a_b.c",
        "https://a..b",
        "https://[::1]",
        "https://",
    ],
)
def test_rejects_base_urls_with_special_characters(wrong: str) -> None:
    publisher = briefs.resolve().sources.publisher.model_dump(mode="json")
    assert "pattern" in error_of(Publisher, **publisher | {"base_url": wrong})


@pytest.mark.parametrize(
    "right", ["https://a-1.b:8443/c.d/~e_f-g", "https://localhost", "https://a.b:1", "https://A.b:65535/..c"]
)
def test_accepts_base_urls_with_port_and_path(right: str) -> None:
    publisher = briefs.resolve().sources.publisher.model_dump(mode="json")
    assert Publisher.model_validate(publisher | {"base_url": right}).base_url == right
    assert "the port is above 65535" in error_of(Publisher, **publisher | {"base_url": "https://a.b:65536/c"})


def test_checks_the_font_sizes_of_a_document_type() -> None:
    assert "8.5" in error_of(Fit, largest=9, smallest=8)
    assert "`smallest` (10.0) is above `largest` (9.0)" in error_of(Fit, largest=9, smallest=10)
    document_type = DocumentType.model_validate({"title": "a", "order": "1", "page_limit": ["1", "2"], "needs": []})
    assert (document_type.page_limit, document_type.fit) == ((1, 2), None)


def test_schema_uses_the_keys_of_the_files() -> None:
    assert "container-title" in Reference.model_json_schema()["properties"]


LIMITED = {"title": "document.poster", "order": 1, "needs": []}


def test_selects_the_page_limit_by_paper_size() -> None:
    document_type = DocumentType.model_validate({**LIMITED, "page_limit": [1, 2]})
    assert document_type.pages == document_type.for_page_size("Letter").pages == (1, 2)
    document_type = DocumentType.model_validate({**LIMITED, "page_limit": {"A4": [1, 2], "Letter": [1, 3]}})
    assert document_type.pages == document_type.for_page_size("A4").pages == (1, 2)
    assert document_type.for_page_size("Letter").pages == (1, 3)
    own = DocumentType.model_validate({**LIMITED, "page_size": "A4", "page_limit": document_type.page_limit})
    assert own.for_page_size("Letter") == own


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        ([2, 1], "the minimum of pages (2) is above the maximum (1)"),
        ({"A4": [1, 2], "Letter": [3, 2]}, "the minimum of pages (3) is above the maximum (2)"),
        ({"A4": [1, 2]}, "`page_limit` has no entry for Letter"),
        ([0, 1], "greater than or equal to 1"),
        ({"A5": [1, 1]}, "'A4' or 'Letter'"),
    ],
)
def test_rejects_invalid_page_limits(limit: object, message: str) -> None:
    assert message in error_of(DocumentType, **LIMITED, page_limit=limit)
