from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from briefwright.config import Config
from briefwright.marking import Marking
from briefwright.model import SOURCE_FILES
from briefwright.output import as_json
from briefwright.site import fragment_record as published
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

ROOT = briefs.ROOT
SCHEMAS = ROOT / "schemas"
LEAD = "# yaml-language-server: $schema="
# Settings of Pandoc, which have no schema.
PANDOC = briefs.TEMPLATES / "pandoc/defaults.yaml"
FILES = sorted(
    path
    for folder in (ROOT / "sources", ROOT / "config", briefs.TEMPLATES, briefs.DATA)
    for path in folder.rglob("*.y*ml")
    if path != PANDOC
)
MODELLED = [path for path in FILES if not path.name.endswith(".vl.yaml")]
GENERATED = {
    **{name: model.model_json_schema() for name, model in SOURCE_FILES.items()},
    "config": Config.model_json_schema(),
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


class TextDates(SafeConstructor):
    """Reads dates as text, as in JSON."""


TextDates.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def load(path: Path) -> Any:  # noqa: ANN401 - any YAML
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = TextDates
    return yaml.load(path.read_text("utf-8"))


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8")))


def test_has_exactly_one_schema_for_each_type_of_file() -> None:
    # Earlier publications refer to earlier versions.
    earlier = {f"brief-record-{version}.schema.json" for version in (1, 2, 3, 4)}
    earlier |= {f"fragment-{version}.schema.json" for version in (1, 2)}
    expected = {f"{name}.schema.json" for name in GENERATED} | set(published.SCHEMAS) | earlier
    assert {path.name for path in SCHEMAS.iterdir()} == expected


@pytest.mark.parametrize("name", published.SCHEMAS)
def test_schemas_of_published_files_are_current(name: str) -> None:
    assert (SCHEMAS / name).read_text("utf-8") == as_json(published.schema(name)), "run `briefwright schemas`"


@pytest.mark.parametrize("name", GENERATED)
def test_schemas_of_source_files_are_current(name: str) -> None:
    written = (SCHEMAS / f"{name}.schema.json").read_text("utf-8")
    assert written == as_json(GENERATED[name]), "run `briefwright schemas`"


@pytest.mark.parametrize("name", GENERATED)
def test_schemas_are_valid_and_forbid_unknown_keys(name: str) -> None:
    schema = GENERATED[name]
    Draft202012Validator.check_schema(schema)
    objects = [schema, *schema.get("$defs", {}).values()]
    assert all(item["additionalProperties"] is False for item in objects if item.get("type") == "object")


def test_repository_has_every_type_of_file() -> None:
    assert {path.stem for path in MODELLED} == set(GENERATED)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_each_file_begins_with_its_schema(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    assert first.startswith(LEAD)
    address = first.removeprefix(LEAD)
    if path.name.endswith(".vl.yaml"):
        assert address == load(path)["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json"
    elif path.is_relative_to(ROOT / "tests"):
        # The tests copy these files to another depth.
        assert address.endswith(f"/schemas/{path.stem}.schema.json")
    else:
        assert (path.parent / address).resolve() == SCHEMAS / f"{path.stem}.schema.json"


@pytest.mark.parametrize("path", MODELLED, ids=name_of)
def test_each_file_matches_its_schema(path: Path) -> None:
    problems = [f"{error.json_path}: {error.message}" for error in validator(path.stem).iter_errors(load(path))]
    assert problems == []


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("brief", "topic", "Floods"),
        ("config", "brief", "sample"),
        ("config", "marking", "BLUE"),
        ("glossary", "terms", 3),
        ("publisher", "marking", "TLP:BLUE"),
    ],
)
def test_schemas_reject_invalid_values(name: str, key: str, value: object) -> None:
    data = load(next(path for path in MODELLED if path.stem == name))
    assert list(validator(name).iter_errors({**data, key: value}))


def test_schema_of_the_settings_lists_short_labels_of_markings() -> None:
    marking = GENERATED["config"]["properties"]["marking"]
    assert marking["enum"] == [*(one.plain for one in Marking), *Marking]
    assert marking["default"] == "CLEAR"


@pytest.mark.parametrize(("label", "fits"), [("AMBER", True), ("TLP:AMBER", True), ("AMBRE", False)])
def test_schema_accepts_both_labels_of_a_marking(label: str, *, fits: bool) -> None:
    notes = load(briefs.DATA / "sample/annotations.yaml")
    notes["annotations"][0]["marking"] = label
    assert validator("annotations").is_valid(notes) is fits
