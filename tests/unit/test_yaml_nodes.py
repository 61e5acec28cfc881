from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml  # type: ignore[import-untyped]

from briefwright.sources.yaml_nodes import quick, thorough
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(path for name in ("sources", "templates") for path in (briefs.ROOT / name).rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_libyaml_reads_every_source_of_this_repository(path: Path) -> None:
    text = path.read_text("utf-8")
    found = quick(text)
    assert found
    assert found == thorough(text).root


@pytest.mark.parametrize(
    "text",
    [
        "a:\tb\n", "a: b", "a:\n", "---\na: b\n", "a: b\n...\n", "%YAML 1.1\n---\na: b\n", "a: b\N{NEXT LINE}\n",
        "a: &b c\n", "a: !b c\n", "a: *b\n", "a: [b:c]\n", 'a: {"b":c}\n', "a: [b?]\n", "a: |\n\n  b\n", "|\n a\n",
        "a\n", "# a\n", "a: [\n", "- " * 25 + "a\n", 'a: "\\ud800"\n', "a: \ud800\n",
    ],
)  # fmt: skip
def test_what_the_readers_may_treat_differently_is_left(text: str) -> None:
    assert quick(text) is None


def test_without_libyaml_everything_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    assert quick("a: b\n")
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert quick("a: b\n") is None
