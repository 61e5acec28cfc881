from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from briefwright.content import exports, resolution
from briefwright.content.exports import brief_record
from briefwright.extras import search
from briefwright.site.fragment_record import schema
from briefwright.sources import loading
from tests import briefs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import MakeBrief

Json = dict[str, Any]
SCHEMA = schema(brief_record.SCHEMA)
SITE = "https://briefs.example.org/sample"


def record_of(resolved: resolution.ResolvedBrief) -> Json:
    value: Json = json.loads(exports.files(resolved, briefs.DOCUMENT_TYPES)[exports.RECORD])
    return value


def with_an_omission() -> resolution.ResolvedBrief:
    """Return the sample brief with the one thing that it lacks: words that nothing rests on, with the reason."""
    omission = "left_out:\n  - {quote: the clerk wrote, reason: Said in passing.}\n"
    with tempfile.TemporaryDirectory() as folder:
        return briefs.resolve(briefs.make(Path(folder), brief=("\nabout: |-", f"\n{omission}\nabout: |-")))


BRIEFS = {"sample": briefs.resolve(), "with an omission": with_an_omission()}
RECORDS = {name: record_of(resolved) for name, resolved in BRIEFS.items()}
SAMPLE = RECORDS["sample"]
VALIDATOR = Draft202012Validator(SCHEMA)


def schema_errors(value: Json) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(value)]


def objects(value: Any, path: str = "$") -> Iterator[tuple[str, Json]]:  # noqa: ANN401 - any JSON
    """Yield every object with its JSON path; of a list, only the first item."""
    if isinstance(value, dict):
        yield path, value
        for key, item in value.items():
            yield from objects(item, f"{path}.{key}")
    elif isinstance(value, list) and value:
        yield from objects(value[0], f"{path}[0]")


@pytest.mark.parametrize("name", RECORDS)
def test_brief_record_conforms_to_its_schema(name: str) -> None:
    assert schema_errors(RECORDS[name]) == []


OPTIONAL = re.compile(r"^\$\.(checksums|references\[0\])")
FIELDS = [
    (path, key)
    for path, value in objects(RECORDS["with an omission"])
    for key in value
    if not OPTIONAL.match(path) or key in {"id", "type", "title"}
]


@pytest.mark.parametrize(("path", "key"), FIELDS, ids=[f"{path}.{key}" for path, key in FIELDS])
def test_schema_rejects_missing_and_unknown_fields(path: str, key: str) -> None:
    dropped, renamed = (json.loads(json.dumps(RECORDS["with an omission"])) for _ in range(2))
    del dict(objects(dropped))[path][key]
    assert schema_errors(dropped)
    parent = dict(objects(renamed))[path]
    parent[f"{key}_"] = parent.pop(key)
    assert schema_errors(renamed)


def test_schema_rejects_unknown_fields_of_works() -> None:
    record = json.loads(json.dumps(SAMPLE))
    record["references"][0]["colour"] = "red"
    assert schema_errors(record)


def test_schema_allows_no_other_fields_and_describes_each() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for name, definition in {"Record": SCHEMA, **SCHEMA["$defs"]}.items():
        if definition["type"] == "object":
            assert definition["additionalProperties"] is False, name
            assert definition["description"], name
            for key, field in definition["properties"].items():
                referenced = SCHEMA["$defs"].get(field.get("$ref", "").rpartition("/")[2], {})
                assert field.get("description") or referenced.get("description"), f"{name}.{key}"


def test_schema_has_its_version_in_the_url() -> None:
    assert re.fullmatch(r"brief-record-\d+\.schema\.json", SCHEMA["$id"])
    assert SAMPLE["$schema"] == f"https://briefs.example.org/schemas/{SCHEMA['$id']}"


@pytest.mark.parametrize("name", RECORDS)
def test_positions_of_passages_match_essay_and_essay_txt(name: str) -> None:
    record = RECORDS[name]
    text = exports.files(BRIEFS[name], briefs.DOCUMENT_TYPES)[exports.ESSAY]
    for passage in record["passages"]:
        paragraph = record["essay"][passage["paragraph"] - 1]
        assert paragraph["text"][passage["start"] : passage["end"]] == passage["exact"]
        assert text[passage["position"]["start"] : passage["position"]["end"]] == passage["exact"]
        assert paragraph["text"][: passage["start"]].endswith(passage["prefix"])
        assert paragraph["text"][passage["end"] :].startswith(passage["suffix"])
    for paragraph in record["essay"]:
        assert text[paragraph["position"]["start"] : paragraph["position"]["end"]] == paragraph["text"]


def value_at(record: Json, pointer: str) -> Any:  # noqa: ANN401 - any JSON
    """Return the value at a JSON Pointer."""
    value: Any = record
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


@pytest.mark.parametrize("name", RECORDS)
def test_passages_and_statements_list_each_other(name: str) -> None:
    record = RECORDS[name]
    lists = {"findings": record["brief"]["findings"], "recommendations": record["brief"]["recommendations"]}
    by_statement = {
        (field, item["id"], passage) for field, items in lists.items() for item in items for passage in item["passages"]
    }
    by_statement |= {("annotations", note["id"], note["passage"]) for note in record["annotations"]}
    by_passage = {
        (field, use, passage["id"])
        for passage in record["passages"]
        for field, uses in passage["uses"].items()
        for use in uses
    }
    assert {use for use in by_passage if use[0] != "others"} == by_statement
    others = {(pointer, passage) for field, pointer, passage in by_passage if field == "others"}
    assert others
    for pointer, passage in others:
        assert passage in value_at(record, pointer)["passages"]
    pointers = {pointer for pointer, _ in others}
    assert pointers == {
        *("/brief/thesis", "/brief/summary"),
        *(
            f"/brief/{field}/{index}"
            for field in ("why", "key_figures", "events", "questions", "misses", "limits", "figures")
            for index, item in enumerate(record["brief"][field])
            if item["passages"]
        ),
        *(f"/brief/analysis/sections/{index}" for index in range(len(record["brief"]["analysis"]["sections"]))),
    }
    assert all(any(passage["uses"].values()) for passage in record["passages"])


def test_brief_without_analysis_has_null(make_brief: MakeBrief) -> None:
    text = (briefs.DATA / "sample/brief.yaml").read_text("utf-8")
    before, _, rest = text.partition("analysis:\n")
    folder = make_brief(brief=before + rest[rest.index("events:\n") :])
    record = record_of(briefs.resolve(folder))
    assert record["brief"]["analysis"] is None
    assert schema_errors(record) == []
    assert "analysis" not in {found.type for found in search.search_records(record)}


@pytest.mark.parametrize("name", RECORDS)
def test_every_identifier_refers_to_an_item(name: str) -> None:
    record = RECORDS[name]
    brief = record["brief"]
    known = {
        "references": {work["id"] for work in record["references"]},
        "passages": {passage["id"] for passage in record["passages"]},
        "findings": {item["id"] for item in brief["findings"]},
        "recommendations": {item["id"] for item in brief["recommendations"]},
        "see": {term["id"] for term in record["glossary"]},
    }
    for value in all_objects(record):
        for key, names in known.items():
            used = value.get(key, [])
            if used and all(isinstance(item, str) for item in used):
                assert set(used) <= names, key
    assert set(brief["in_brief"]) <= known["findings"]


def all_objects(value: Any) -> Iterator[Json]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from all_objects(item)


def test_findings_and_recommendations_list_each_other() -> None:
    first, second = SAMPLE["brief"]["findings"]
    (recommendation,) = SAMPLE["brief"]["recommendations"]
    assert (first["number"], second["number"], recommendation["number"]) == ("F1", "F2", "R1")
    assert first["address"] == f"{SITE}/annotated-report.html#finding-one-bridge"
    assert recommendation["address"] == f"{SITE}/annotated-report.html#recommendation-second-bridge"
    assert first["recommendations"] == ["second-bridge"]
    assert recommendation["findings"] == ["one-bridge", "no-price"]
    assert first["passages"] == ["p1-the-town-had-one", "p1-one-bridge-it-stood"]


def test_annotations_refer_to_their_passage() -> None:
    note = SAMPLE["annotations"][1]
    assert note["passage"] == "p1-it-stood-for-three"
    assert note["address"] == f"{SITE}/annotated-report.html#note-years"
    assert "quote" not in note


def test_works_are_csl_json_without_null() -> None:
    assert SAMPLE["references"] == [
        {
            "id": "ledger",
            "type": "book",
            "title": "The Town Ledger",
            "author": [{"family": "Clerk", "given": "Ada"}],
            "publisher": "Town Press",
            "issued": {"date-parts": [[2001, 2]]},
            "URL": "https://example.org/ledger",
        }
    ]


def test_figures_contain_their_data() -> None:
    (figure,) = SAMPLE["brief"]["figures"]
    assert figure["data"] == "year,boats\n2001,1\n2002,2\n"
    assert figure["picture"] == f"{SITE}/figures/boats.svg"


def test_brief_record_has_edition_marking_and_addresses() -> None:
    assert SAMPLE["edition"] == {"number": "1.10", "date": "2026-01-31", "changes": "First edition."}
    assert SAMPLE["brief"]["marking"] == SAMPLE["publisher"]["marking"] == "TLP:CLEAR"
    assert SAMPLE["address"] == f"{SITE}/brief.json"
    assert SAMPLE["resources"]["essay"] == f"{SITE}/essay.txt"


def test_passage_lists_omitted_words(make_brief: MakeBrief) -> None:
    folder = make_brief(
        annotations=("quote: It stood for three hundred years", "quote: The town […] three hundred years")
    )
    record = record_of(briefs.resolve(folder))
    (passage,) = (item for item in record["passages"] if item["uses"]["annotations"] == ["years"])
    text = record["essay"][0]["text"]
    assert passage["exact"] == "The town […] three hundred years"
    ((omitted),) = passage["omitted"]
    assert text[omitted["start"] : omitted["end"]].strip() == "had one bridge. It stood for"
    assert schema_errors(record) == []


def test_files_are_sorted_indented_and_reproducible(make_brief: MakeBrief) -> None:
    files = exports.files(briefs.resolve(), briefs.DOCUMENT_TYPES)
    assert set(files) == set(exports.FILES)
    assert files == exports.files(resolution.resolve(loading.load(make_brief())), briefs.DOCUMENT_TYPES)
    for name in (exports.RECORD, exports.ANNOTATIONS, exports.TRACE):
        value = json.loads(files[name])
        assert files[name] == json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert "’" in files[exports.RECORD]


def test_essay_txt_is_plain_text() -> None:
    text = exports.files(briefs.resolve(), briefs.DOCUMENT_TYPES)[exports.ESSAY]
    assert text.startswith("The town had one bridge. It stood")
    assert text.endswith("named no price.\n")
    assert text.split("\n\n") == [
        *(paragraph["text"] for paragraph in SAMPLE["essay"][:-1]),
        SAMPLE["essay"][-1]["text"] + "\n",
    ]


def test_ignores_comments_of_the_sources(make_brief: MakeBrief) -> None:
    folder = make_brief(brief=("title: Bridges\nsub", "# A comment.\ntitle: Bridges\nsub"))
    assert record_of(briefs.resolve(folder)) == SAMPLE
