"""The published exports: brief.json, annotations.jsonld and essay.txt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from tests.tools import web_annotation
from tests.tools.publication import tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.tools.publication import Publication

pytestmark = pytest.mark.slow


def load(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return value


def folder(publication: Publication) -> Path:
    return publication.site / publication.slug


def path_of(publication: Publication, address: str) -> Path:
    """Return the file of a URL of the site."""
    base = f"{publication.record['publisher']['base_url']}/"
    assert address.startswith(base)
    return publication.site / (address.removeprefix(base).partition("#")[0] or "index.html")


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(item)


def test_brief_record_conforms_to_its_schema(publication: Publication) -> None:
    record = load(folder(publication) / "brief.json")
    schema = load(path_of(publication, record["$schema"]))
    assert record["$schema"].endswith(f"/{schema['$id']}")
    assert [error.message for error in Draft202012Validator(schema).iter_errors(record)] == []
    del record["passages"][0]["exact"]
    assert list(Draft202012Validator(schema).iter_errors(record))


def test_annotations_are_valid_and_select_the_published_essay(publication: Publication) -> None:
    document = load(folder(publication) / "annotations.jsonld")
    record = publication.record
    count = len(record["annotations"]) + len(record["brief"]["findings"]) + len(record["brief"]["recommendations"])
    assert document["total"] == count > 4
    assert web_annotation.problems(document) == []
    sources = {target["source"] for item in document["first"]["items"] for target in item["target"]}
    # read_bytes keeps the line breaks.
    texts = {source: path_of(publication, source).read_bytes().decode() for source in sources}
    assert list(web_annotation.misplaced(document, texts)) == []
    assert {path_of(publication, source).name for source in sources} == {"essay.txt"}


@pytest.mark.parametrize("name", ["brief.json", "annotations.jsonld"])
def test_every_address_has_a_target(publication: Publication, name: str) -> None:
    texts = set(strings(load(folder(publication) / name)))
    addresses = {text for text in texts if text.startswith(f"{publication.record['publisher']['base_url']}/")}
    assert len(addresses) > 12
    for address in addresses:
        path = path_of(publication, address)
        assert path.is_file(), address
        anchor = address.partition("#")[2]
        if path.suffix == ".html" and anchor:
            assert tree(path).get_element_by_id(anchor) is not None, address
        elif anchor:
            assert f'"id": "{address}"' in path.read_text("utf-8"), address
