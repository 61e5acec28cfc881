from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import ValidationError

from briefwright.model import (
    Annotation,
    Brief,
    DocumentType,
    Marking,
    Passage,
    Publisher,
    Reference,
    Statement,
    Summary,
)
from briefwright.model.content import Edition
from briefwright.model.settings import Fit
from tests import briefs


def says(model: Any, **values: object) -> str:  # noqa: ANN401 - any model
    with pytest.raises(ValidationError) as error:
        model.model_validate(values)
    return str(error.value)


def test_values_are_frozen_and_closed() -> None:
    passage = Passage(quote="a")
    with pytest.raises(ValidationError, match="frozen"):
        passage.quote = "b"  # type: ignore[misc]
    assert "Extra inputs" in says(Passage, quote="a", colour="red")
    assert "Extra inputs" in says(Reference, id="a", type="book", title="b", colour="red")


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


def test_equal_passages_are_one_key() -> None:
    assert {Passage(quote="a"): 1}[Passage(quote=" a ")] == 1


@pytest.mark.parametrize("identifier", ["a", "a-b", "a1-2"])
def test_identifiers(identifier: str) -> None:
    assert Reference(id=identifier, type="book", title="a").id == identifier


@pytest.mark.parametrize("identifier", ["", "A", "a_b", "-a", "a-", "1a", "a--b", "é", "a b", "a" * 61])
def test_what_is_no_identifier(identifier: str) -> None:
    assert "id" in says(Reference, id=identifier, type="book", title="a")


@pytest.mark.parametrize("date", ["2015", "2015-11", "2015-11-13", "2016-02-29"])
def test_dates_as_exact_as_they_are_known(date: str) -> None:
    assert Reference(id="a", type="book", title="a", issued=date).issued == date


@pytest.mark.parametrize(
    "date", ["15", "2015-13", "2015-02-29", "2015-1-1", "2015-11-", "13 November", "2015-11-13T00:00"]
)
def test_dates_that_no_calendar_has(date: str) -> None:
    assert "date" in says(Reference, id="a", type="book", title="a", issued=date)


@pytest.mark.parametrize("date", ["0", "1700006400", "20260131", "2026-02-30", "2026-01", "2026-01-31T00:00:00"])
def test_an_edition_has_a_day(date: str) -> None:
    assert "date" in says(Edition, number="1.0", date=date, changes="None.")


def test_editions_are_numbered_in_two_parts() -> None:
    assert Edition.model_validate({"number": "1.10", "date": "2026-01-31", "changes": "a"}).number == "1.10"
    assert "number" in says(Edition, number="1", date="2026-01-31", changes="None.")


def test_a_summary_has_60_to_90_words() -> None:
    passages = [{"quote": "a"}]
    for words in (60, 90):
        Summary.model_validate({"text": "word " * words, "passages": passages})
    for words in (59, 91):
        assert f"has {words} words; it needs 60 to 90" in says(Summary, text="word " * words, passages=passages)


def test_a_note_has_60_words_at_most() -> None:
    values = {"id": "a", "type": "gap", "quote": "a"}
    Annotation.model_validate(values | {"note": "word " * 60})
    assert "61 words" in says(Annotation, **values, note="word " * 61)


def test_a_statement_rests_on_something() -> None:
    Statement.model_validate({"text": "a", "references": ["b"]})
    assert "rests on nothing" in says(Statement, text="a")


def test_author_text_is_checked_where_it_is_read() -> None:
    assert "a link may lead to" in says(Statement, text="[a](javascript:b)", references=["c"])


def test_lines_and_texts_hold_something_and_not_too_much() -> None:
    assert "at least 1" in says(Reference, id="a", type="book", title="  ")
    assert "at most 300" in says(Reference, id="a", type="book", title="a" * 301)
    assert "at most 4000" in says(Statement, text="a" * 4001, references=["b"])


def test_figure_files_stay_in_their_folder() -> None:
    brief = briefs.resolve().sources.brief.model_dump(mode="json")
    for key, value in {"file": "../a.vl.yaml", "data": "/etc/passwd.csv"}.items():
        assert "pattern" in says(Brief, **brief | {"figures": [brief["figures"][0] | {key: value}]})


def test_addresses_of_the_publisher() -> None:
    publisher = briefs.resolve().sources.publisher.model_dump(mode="json")
    for wrong in ({"base_url": "http://a.b"}, {"base_url": "https://a.b/"}, {"contact": {"name": "a", "email": "b"}}):
        assert "pattern" in says(Publisher, **publisher | wrong)
    Publisher.model_validate(publisher | {"base_url": "https://a.b/c"})


@pytest.mark.parametrize(
    "wrong",
    [
        *(f"https://a.b/c{sign}d" for sign in "\"'`;{}?#<>*$|\\^%&+,:@!()[]= \n\u00fc"),
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
def test_an_address_of_the_publisher_has_no_sign_that_means_something_to_a_server(wrong: str) -> None:
    publisher = briefs.resolve().sources.publisher.model_dump(mode="json")
    assert "pattern" in says(Publisher, **publisher | {"base_url": wrong})


@pytest.mark.parametrize(
    "right", ["https://a-1.b:8443/c.d/~e_f-g", "https://localhost", "https://a.b:1", "https://A.b:65535/..c"]
)
def test_an_address_of_the_publisher_may_have_a_port_and_a_path(right: str) -> None:
    publisher = briefs.resolve().sources.publisher.model_dump(mode="json")
    assert Publisher.model_validate(publisher | {"base_url": right}).base_url == right
    assert "no port is above 65535" in says(Publisher, **publisher | {"base_url": "https://a.b:65536/c"})


def test_the_sizes_to_step_down_between() -> None:
    assert "8.5" in says(Fit, largest=9, smallest=8)
    assert "smallest is larger than largest" in says(Fit, largest=9, smallest=10)
    document_type = DocumentType.model_validate({"title": "a", "order": "1", "page_limit": ["1", "2"], "needs": []})
    assert (document_type.page_limit, document_type.fit) == ((1, 2), None)


def test_a_schema_uses_the_names_of_the_files() -> None:
    assert "container-title" in Reference.model_json_schema()["properties"]


LIMITED = {"title": "document.poster", "order": 1, "needs": []}


def test_a_page_limit_holds_on_every_page_size_unless_it_says_which() -> None:
    document_type = DocumentType.model_validate({**LIMITED, "page_limit": [1, 2]})
    assert document_type.pages == document_type.on("Letter").pages == (1, 2)
    document_type = DocumentType.model_validate({**LIMITED, "page_limit": {"A4": [1, 2], "Letter": [1, 3]}})
    assert (document_type.pages, document_type.on("A4").pages, document_type.on("Letter").pages) == (
        (1, 2),
        (1, 2),
        (1, 3),
    )
    own = DocumentType.model_validate({**LIMITED, "page_size": "A4", "page_limit": document_type.page_limit})
    assert own.on("Letter") == own


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ([2, 1], "the fewest pages are more than the most"),
        ({"A4": [1, 2], "Letter": [3, 2]}, "the fewest pages are more than the most"),
        ({"A4": [1, 2]}, "page_limit says nothing for Letter"),
        ([0, 1], "greater than or equal to 1"),
        ({"A5": [1, 1]}, "'A4' or 'Letter'"),
    ],
)
def test_what_is_no_page_limit(limit: object, said: str) -> None:
    assert said in says(DocumentType, **LIMITED, page_limit=limit)
