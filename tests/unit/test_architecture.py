"""What docs/architecture.md says of imports, and of what touches the outside."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.briefs import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SRC = ROOT / "src"
PACKAGE = SRC / "briefwright"

# Who may import whom, while the program runs or for types only.
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "prose": set(),
    "output": set(),
    "impose": set(),
    "fetch": set(),
    "assets": set(),
    "model": {"prose"},
    "language": {"errors"},
    "essay": {"prose"},
    "files": {"errors"},
    "explain": {"errors", "files"},
    "sources": {"errors", "essay", "explain", "files", "model", "prose"},
    "matching": {"essay", "model"},
    "misquotes": {"essay", "matching", "model"},
    "walk": {"files", "model"},
    "provenance": {"errors", "essay", "matching", "misquotes", "model", "sources", "walk"},
    "passages": {"essay", "model", "prose", "provenance"},
    "parts": {"model", "passages", "provenance"},
    "views": {"errors", "model", "parts", "prose", "provenance"},
    "templating": {"errors", "language"},
    "compose": {"language", "prose", "templating"},
    "page": {"language", "templating"},
    "convert": {"errors"},
    "figures": {"errors"},
    "typeset": {"errors", "fetch", "model"},
    "client": {"cli"},
    "warm": {
        "cli", "client", "compose", "convert", "fetch", "impose", "language", "page", "sources", "typeset", "views",
    },
    "cli": {
        "assets", "compose", "convert", "errors", "fetch", "figures", "impose", "language", "model", "output", "page",
        "provenance", "sources", "typeset", "views",
    },
}  # fmt: skip
PURE = ("model", "essay", "matching", "misquotes", "walk", "provenance", "passages", "parts", "views")
OUTSIDE = {
    "asyncio", "datetime", "glob", "importlib", "io", "locale", "logging", "os", "pathlib", "platform", "random",
    "secrets", "shutil", "signal", "socket", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
MODULES = sorted(PACKAGE.rglob("*.py"))


@dataclass(frozen=True)
class Import:
    """A module that is imported; ``typed`` where only for types, ``lazy`` where inside a function."""

    module: str
    typed: bool
    lazy: bool

    @property
    def part(self) -> str | None:
        """The part of our own package, if it is one."""
        first, _, rest = self.module.partition(".")
        return rest.partition(".")[0] if first == "briefwright" and rest else None


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[Import]:
    return set(_imports(ast.parse(path.read_text("utf-8")), typed=False, lazy=False))


def _imports(node: ast.AST, *, typed: bool, lazy: bool) -> Iterator[Import]:
    match node:
        case ast.Import(names=names):
            for name in names:
                yield Import(name.name, typed, lazy)
        case ast.ImportFrom(module=str(module), names=names, level=0):
            for name in names:
                yield Import(f"briefwright.{name.name}" if module == "briefwright" else module, typed, lazy)
        case ast.ImportFrom():
            message = "relative imports are not used here"
            raise AssertionError(message)
        case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=body, orelse=orelse):
            for statements, for_types in ((body, True), (orelse, typed)):
                for statement in statements:
                    yield from _imports(statement, typed=for_types, lazy=lazy)
        case _:
            inside = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            for child in ast.iter_child_nodes(node):
                yield from _imports(child, typed=typed, lazy=inside)


def imports_of(part: str) -> set[Import]:
    return {found for path in MODULES if part_of(path) == part for found in imports(path)}


def name_of(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


def test_every_module_has_its_place() -> None:
    assert {part_of(path) for path in MODULES} - {"__init__"} == set(ALLOWED)


@pytest.mark.parametrize("part", ALLOWED)
def test_imports_follow_the_arrows(part: str) -> None:
    found = {found.part for found in imports_of(part) if found.part} - {part}
    assert found <= ALLOWED[part], "draw a new arrow in docs/architecture.md first"


@pytest.mark.parametrize("part", ALLOWED)
def test_no_arrow_is_drawn_in_vain(part: str) -> None:
    assert ALLOWED[part] <= {found.part for found in imports_of(part)}


def test_arrows_never_lead_back() -> None:
    open_ends = {part: set(others) for part, others in ALLOWED.items()}
    while leaves := {part for part, others in open_ends.items() if not others}:
        open_ends = {part: others - leaves for part, others in open_ends.items() if part not in leaves}
    assert open_ends == {}


def test_only_the_command_line_sees_both_ends() -> None:
    load, make = {"sources", "provenance", "views"}, {"typeset", "convert", "compose", "page", "figures"}
    both = {part for part, others in ALLOWED.items() if others & load and others & make}
    assert both == {"cli", "warm"}


def test_the_guide_names_every_module() -> None:
    guide = (ROOT / "docs/architecture.md").read_text("utf-8")
    arrows = guide.partition("## Arrows")[2].partition("\n## ")[0]
    assert [part for part in ALLOWED if part not in arrows] == []


@pytest.mark.parametrize("part", PURE)
def test_meaning_neither_reads_nor_writes(part: str) -> None:
    used = {found.module for found in imports_of(part) if not found.typed}
    # A date that a source holds is no clock.
    refused = OUTSIDE - ({"datetime"} if part == "model" else set())
    assert not {module for module in used if module.partition(".")[0] in refused}
    assert not {module for module in used if module.startswith(("briefwright.files", "briefwright.sources"))}


@pytest.mark.parametrize("part", PURE)
def test_meaning_asks_for_nothing(part: str) -> None:
    names = {
        "open",
        "print",
        "input",
        "exec",
        "eval",
        "__import__",
        "today",
        "now",
        "utcnow",
        "read_text",
        "write_text",
    }
    for path in (path for path in MODULES if part_of(path) == part):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                assert called not in names, f"{path}:{node.lineno}"


def test_the_client_imports_next_to_nothing() -> None:
    found = imports_of("client")
    assert {one for one in found if one.part} == {Import("briefwright.cli", typed=False, lazy=True)}
    assert {one.module.partition(".")[0] for one in found if not one.part} <= sys.stdlib_module_names


def test_the_command_line_imports_stages_where_it_uses_them() -> None:
    at_once = {found.part for found in imports_of("cli") if found.part and not found.lazy and not found.typed}
    assert at_once == {"errors", "output"}


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=name_of)
def test_a_module_says_what_it_is_and_is_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) < 300
