from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefwright.config import read_config
from briefwright.errors import BriefwrightError
from briefwright.marking import Marking
from tests.briefs import ROOT
from tests.unit.test_schemas import load


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("bridges", "tunnels"):
        (tmp_path / "sources" / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)


def problems(values: dict[str, Any]) -> list[str]:
    with pytest.raises(BriefwrightError) as error:
        read_config(values)
    return str(error.value).splitlines()


def test_default_is_the_public_edition_of_all_briefs() -> None:
    config = read_config({})
    assert (config.marking, config.briefs) == (Marking.CLEAR, ())


def test_config_file_contains_the_defaults() -> None:
    assert read_config(load(ROOT / "config/config.yaml")) == read_config({})


@pytest.mark.parametrize("text", ["AMBER+STRICT", "amber+strict", "TLP:AMBER+STRICT", "tlp:amber+strict"])
def test_reads_a_marking_in_any_form(text: str) -> None:
    assert read_config({"marking": text}).marking is Marking.AMBER_STRICT


def test_reads_briefs_as_the_command_line_gives_them() -> None:
    assert read_config({"briefs": ["tunnels"]}).briefs == ("tunnels",)


def test_rejects_unknown_setting() -> None:
    assert problems({"brief": ["bridges"]}) == ["config: unknown setting “brief”; choose from marking, briefs"]


@pytest.mark.parametrize("value", ["BLUE", "", 3, None])
def test_rejects_unknown_marking(value: object) -> None:
    assert problems({"marking": value}) == [
        f"config: unknown marking “{value or ''}”; choose from CLEAR, GREEN, AMBER, AMBER+STRICT, RED"
    ]


def test_rejects_unknown_brief() -> None:
    assert problems({"briefs": ["bridges", "tunels"]}) == [
        "config: unknown brief “tunels”; choose from bridges, tunnels"
    ]


@pytest.mark.parametrize("value", ["bridges", 3, [3], None])
def test_rejects_briefs_that_are_no_list_of_names(value: object) -> None:
    (problem,) = problems({"briefs": value})
    assert problem.startswith("config: briefs: ")


def test_reports_all_errors_at_once() -> None:
    found = problems({"marking": "BLUE", "brief": [], "briefs": ["gone", "bridges"], "more": 1})
    assert [line.partition("; ")[0] for line in found] == [
        "config: unknown marking “BLUE”",
        "config: unknown setting “brief”",
        "config: unknown setting “more”",
        "config: unknown brief “gone”",
    ]


def test_rejects_invalid_name_of_a_brief() -> None:
    Path("sources/assets").mkdir()
    (problem,) = problems({})
    assert problem.startswith("sources/assets: invalid name for a brief; ")
