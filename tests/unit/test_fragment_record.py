from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from briefwright import language
from briefwright.site.fragment_record import FRAGMENTS_SCHEMA, fragment_files, schema
from tests.briefs import TEMPLATES

SITE: dict[str, Any] = {
    "slug": "river",
    "title": "Floods",
    "summary": "A summary.",
    "number": "2026/1",
    "edition": {"number": "1.0", "date": "2026-01-31"},
    "language": "en-GB",
    "marking": "TLP:CLEAR",
    "publisher": {
        "name": "The publisher",
        "base_url": "https://publisher.example",
        "licence": {"id": "CC0-1.0", "name": "CC0", "url": "https://creativecommons.org/publicdomain/zero/1.0/"},
    },
    "essay": {"licence": None, "rights": None},
    "documents": [{"name": "sheet", "title": "document.recommendations-sheet"}],
    "addresses": {"sheet": "https://publisher.example/river/sheet.html"},
}
SETTINGS = {"prefix": "{document}-", "heading_shift": 1, "base": ""}
FRAGMENT = """<h1 id="top">Floods é</h1><h3>Unnamed</h3><h3 id="deep">Deep</h3><h2 id="findings">Findings</h2>
<h3 id="one">One</h3><h1 id="annex">Annex</h1>
<img src="figures/boats.svg" alt="Boats"><img src="figures/photo.png" alt="A photo">"""
PICTURES = {"figures/boats.svg": b"<svg/>", "figures/photo.png": b"png", "figures/unused.svg": b""}
CATALOGUE = language.load(TEMPLATES / "locales", "en-GB")
FILES = fragment_files(SITE, SETTINGS, {"sheet": FRAGMENT}, PICTURES, CATALOGUE)


def record() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(FILES["fragment.json"])
    return value


def test_record_matches_its_schema() -> None:
    made = schema(FRAGMENTS_SCHEMA)
    Draft202012Validator.check_schema(made)
    validator = Draft202012Validator(made)
    assert list(validator.iter_errors(record())) == []
    assert list(validator.iter_errors({**record(), "more": 1}))


def test_record_has_the_published_addresses() -> None:
    found = record()
    assert found["$schema"] == f"https://publisher.example/schemas/{FRAGMENTS_SCHEMA}"
    assert found["address"] == "https://publisher.example/river/fragments/fragment.json"
    assert found["fragments"][0]["metadata"]["canonical"] == SITE["addresses"]["sheet"]


def test_record_has_size_and_checksum() -> None:
    (fragment,) = record()["fragments"]
    content = FILES["sheet.html"].encode()
    assert (fragment["size"], fragment["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_contents_are_a_tree_of_headings_with_ids() -> None:
    def shape(entries: list[dict[str, Any]]) -> list[Any]:
        return [[entry["id"], shape(entry["entries"])] for entry in entries]

    (fragment,) = record()["fragments"]
    assert shape(fragment["contents"]) == [
        ["sheet-top", [["sheet-deep", []], ["sheet-findings", [["sheet-one", []]]]]],
        ["sheet-annex", []],
    ]


def test_assets_are_the_pictures_of_the_fragment() -> None:
    (fragment,) = record()["fragments"]
    assert [(asset["path"], asset["media_type"], asset["alt"]) for asset in fragment["assets"]] == [
        ("../figures/boats.svg", "image/svg+xml", "Boats"), ("../figures/photo.png", "image/png", "A photo"),
    ]  # fmt: skip
    assert fragment["assets"][0]["sha256"] == hashlib.sha256(b"<svg/>").hexdigest()


@pytest.mark.parametrize("field", ["number", "edition", "language", "marking"])
def test_record_has_metadata(field: str) -> None:
    assert json.dumps(record()["fragments"][0]["metadata"][field]) == json.dumps(SITE[field])
