from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from briefwright.site.embedding import FRAGMENTS_SCHEMA, Made, Settings, fragments_schema, list_fragments
from briefwright.site.fragments import Embedded, Heading

SITE: dict[str, Any] = {
    "slug": "river",
    "title": "Floods",
    "summary": "A summary.",
    "number": "2026/1",
    "edition": {"number": "1.0", "date": "2026-01-31"},
    "language": "en-GB",
    "marking": "TLP:CLEAR",
    "house": {
        "name": "The house",
        "base_url": "https://house.example",
        "licence": {"id": "CC0-1.0", "name": "CC0", "url": "https://creativecommons.org/publicdomain/zero/1.0/"},
    },
    "addresses": {"sheet": "https://house.example/river/sheet.html"},
}
HEADINGS = (
    Heading(2, "Floods", "top"),
    Heading(4, "Unnamed", None),
    Heading(4, "Deep", "deep"),
    Heading(3, "Findings", "findings"),
    Heading(4, "One", "one"),
    Heading(2, "Annex", "annex"),
)
PICTURES = {"figures/boats.svg": b"<svg/>", "figures/photo.png": b"png"}


def listed(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of the sample
    embedded = Embedded(
        "<article>é</article>\n", HEADINGS, (("figures/boats.svg", "Boats"), ("figures/photo.png", "A photo"))
    )
    made = Made("sheet", "Recommendations sheet", Settings(prefix="a-", heading_shift=1, base=""))
    value: dict[str, Any] = list_fragments({**SITE, **changes}, [(made, embedded)], PICTURES).model_dump(
        mode="json", by_alias=True
    )
    return value


def test_it_is_what_its_schema_says() -> None:
    schema = fragments_schema()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert list(validator.iter_errors(listed())) == []
    assert list(validator.iter_errors({**listed(), "more": 1}))


def test_addresses_are_where_it_is_published() -> None:
    said = listed()
    assert said["$schema"] == f"https://house.example/schemas/{FRAGMENTS_SCHEMA}"
    assert said["address"] == "https://house.example/river/fragments/fragment.json"
    assert said["fragments"][0]["metadata"]["canonical"] == SITE["addresses"]["sheet"]


def test_the_checksum_is_of_the_bytes() -> None:
    (fragment,) = listed()["fragments"]
    content = "<article>é</article>\n".encode()
    assert (fragment["size"], fragment["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_contents_are_a_tree_of_what_can_be_linked() -> None:
    def shape(entries: list[dict[str, Any]]) -> list[Any]:
        return [[entry["id"], shape(entry["entries"])] for entry in entries]

    (fragment,) = listed()["fragments"]
    assert shape(fragment["contents"]) == [["top", [["deep", []], ["findings", [["one", []]]]]], ["annex", []]]


def test_assets_are_the_pictures_that_it_shows() -> None:
    (fragment,) = listed()["fragments"]
    assert [(asset["path"], asset["media_type"], asset["alt"]) for asset in fragment["assets"]] == [
        ("../figures/boats.svg", "image/svg+xml", "Boats"), ("../figures/photo.png", "image/png", "A photo"),
    ]  # fmt: skip
    assert fragment["assets"][0]["sha256"] == hashlib.sha256(b"<svg/>").hexdigest()


@pytest.mark.parametrize("field", ["number", "edition", "language", "marking"])
def test_what_a_page_has_to_say_is_there(field: str) -> None:
    assert json.dumps(listed()["fragments"][0]["metadata"][field]) == json.dumps(SITE[field])
