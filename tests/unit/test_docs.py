from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import typer

from briefwright.cli import app
from tests.briefs import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# But not the changelog, which names what there was.
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
# What a reader types, in text as in blocks of commands.
COMMAND = re.compile(r"(?:^|`)(briefwright|make) +([^\s#`][^`\n#]*)", re.MULTILINE)
LINK = re.compile(r"\]\(([^):#]+)(?:#[^)]*)?\)")
CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_links_lead_to_files_of_the_project(path: Path) -> None:
    text = CODE.sub("", path.read_text("utf-8"))
    missing = [link for link in LINK.findall(text) if not (path.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_commands_exist(path: Path) -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for program, rest in COMMAND.findall(path.read_text("utf-8")):
        name, *arguments = rest.split()
        if program == "make":
            assert name in targets or "=" in name, rest
        elif name not in {"step", "--help"}:
            known = {option for parameter in commands[name].params for option in parameter.opts}
            assert {one for one in arguments if one.startswith("--")} <= known, rest


def test_architecture_names_every_package_and_module() -> None:
    table = (ROOT / "docs" / "architecture.md").read_text("utf-8").partition("## Packages")[2].partition("\n## ")[0]
    named = {name.rstrip("/") for name in re.findall(r"`([a-z_]+/?)`", table.partition("\n\n|")[2])}
    parts = (ROOT / "src" / "briefwright").iterdir()
    modules = {path.stem for path in parts if path.suffix == ".py" or (path / "__init__.py").exists()} - {"__init__"}
    assert modules <= named
