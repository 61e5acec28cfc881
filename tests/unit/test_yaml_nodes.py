from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml  # type: ignore[import-untyped]

from briefwright.sources.yaml_nodes import parse_with_libyaml, parse_with_ruamel
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(path for name in ("sources", "templates") for path in (briefs.ROOT / name).rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_libyaml_parses_all_yaml_of_the_repository(path: Path) -> None:
    text = path.read_text("utf-8")
    found = parse_with_libyaml(text)
    assert found
    assert found == parse_with_ruamel(text).root


@pytest.mark.parametrize(
    "text",
    [
        "a:\tb\n", "a: b", "a:\n", "---\na: b\n", "a: b\n...\n", "%YAML 1.1\n---\na: b\n", "a: b\N{NEXT LINE}\n",
        "a: &b c\n", "a: !b c\n", "a: *b\n", "a: [b:c]\n", 'a: {"b":c}\n', "a: [b?]\n", "a: |\n\n  b\n", "|\n a\n",
        "a\n", "# a\n", "a: [\n", "- " * 25 + "a\n", 'a: "\\ud800"\n', "a: \ud800\n",
    ],
)  # fmt: skip
def test_libyaml_skips_texts_that_parsers_may_read_differently(text: str) -> None:
    assert parse_with_libyaml(text) is None


def test_works_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parse_with_libyaml("a: b\n")
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert parse_with_libyaml("a: b\n") is None
