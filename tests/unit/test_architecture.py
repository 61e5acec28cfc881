"""Rules for modules that `lint-imports` cannot check."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.briefs import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SRC = ROOT / "src"
MODULES = sorted(SRC.rglob("*.py"))
HEAVY = ("jinja2", "lxml", "pikepdf", "pydantic", "pypdfium2", "ruamel", "vl_convert", "weasyprint")


def name_of(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_has_a_docstring_and_fewer_than_300_lines(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) < 300


def test_command_line_starts_without_heavy_libraries() -> None:
    code = "import sys, briefwright.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {name.partition(".")[0] for name in done.stdout.split()} & set(HEAVY)
