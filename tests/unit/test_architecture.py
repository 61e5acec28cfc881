"""What docs/architecture.md says of imports, and of what touches the outside."""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.briefs import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SRC = ROOT / "src"
PACKAGE = SRC / "briefwright"

# What lies in a room is named by itself; these four are one thing each.
WHOLE = {"cli", "exports", "metadata", "model"}
# Who may import whom, while the program runs or for types only.
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "prose": set(),
    "output": set(),
    "impose": set(),
    "backlinks": set(),
    "datatable": set(),
    "plate": set(),
    "screen": {"backlinks", "datatable", "prose"},
    "fetch": set(),
    "assets": set(),
    "model": {"prose"},
    "language": {"errors"},
    "essay": {"prose"},
    "scalars": set(),
    "damage": set(),
    "files": {"damage", "errors", "scalars"},
    "explain": {"errors", "files", "model"},
    "matching": {"essay", "model", "prose"},
    "held": {"essay", "matching", "model"},
    "tabular": {"errors", "files"},
    "plots": {"errors", "files"},
    "sources": {"damage", "plots", "tabular", "errors", "essay", "explain", "files", "held", "model", "prose"},
    "drift": {"essay", "held", "matching", "model"},
    "nearest": set(),
    "misquotes": {"drift", "essay", "held", "matching", "model", "nearest"},
    "notices": {"drift", "errors", "files", "held", "matching", "model"},
    "walk": {"files", "model"},
    "omissions": {"errors", "files", "held", "matching", "model", "sources", "walk"},
    "tracing": {"drift", "errors", "files", "held", "matching", "misquotes", "model", "notices", "sources", "walk"},
    "provenance": {"errors", "essay", "held", "matching", "model", "omissions", "sources", "tracing", "walk"},
    "wording": {"model"},
    "advice": {"model"},
    "silences": {"errors", "files", "scalars"},
    "lint": {
        "advice", "drift", "errors", "essay", "files", "matching", "misquotes", "model", "prose", "silences", "sources",
        "walk", "wording",
    },
    "mending": {"errors", "files"},
    "trace": {"model", "provenance"},
    "coverage": {"essay", "provenance", "trace"},
    "passages": {"essay", "model", "prose", "provenance", "trace"},
    "csl": {"model"},
    "links": {"essay", "prose", "provenance"},
    "scope": {"model", "provenance", "trace"},
    "trace_parts": {"coverage", "provenance", "scope", "trace"},
    "parts": {"csl", "model", "passages", "scope", "trace", "trace_parts"},
    "views": {"errors", "links", "model", "parts", "prose", "provenance", "scope", "trace_parts"},
    "mentions": {"essay", "matching", "prose", "provenance", "trace"},
    "citation": {"provenance"},
    "sitepages": {
        "citation", "mentions", "model", "parts", "provenance", "scope", "trace", "trace_parts", "views",
    },
    "citing": {"convert", "pandoc"},
    "fragments": set(),
    "exports": {"csl", "essay", "fragments", "model", "omissions", "output", "prose", "provenance", "scope"},
    "templating": {"errors", "language"},
    "columns": set(),
    "compose": {"columns", "language", "prose", "templating"},
    "inline": {"prose"},
    "card": set(),
    "measuring": set(),
    "metadata": {"card", "csl", "model", "prose", "provenance", "scope"},
    "feeds": set(),
    "page": {"card", "inline", "language", "templating"},
    "pandoc": {"errors"},
    "convert": {"pandoc"},
    "figures": {"errors"},
    "typeset": {"errors", "fetch", "linkwords", "model", "tags"},
    "drawn": set(),
    "readback": {"essay"},
    "readpdf": {"drawn", "errors", "readback"},
    "statements": {"language", "prose"},
    "holdings": {"errors", "statements"},
    "differences": {"errors"},
    "pairing": {"readback"},
    "parity": {"differences", "nearest", "pairing", "readback", "readpdf", "statements"},
    "inspection": {"differences", "readback", "readpdf"},
    "release": {"errors", "model", "provenance", "sources", "walk"},
    "leaks": set(),
    "keeping": {"errors", "model", "output"},
    "searching": {"prose"},
    "tagging": set(),
    "structure": {"tagging"},
    "cells": {"structure"},
    "treewriter": {"cells", "structure"},
    "tags": {"structure", "treewriter"},
    "linkwords": set(),
    "xmp": set(),
    "finish": {"xmp"},
    "tagged": {"prose"},
    "conformance": {"tagged", "xmp"},
    "order": {"tagged"},
    "mediatypes": set(),
    "manifest": {"mediatypes", "model"},
    "fingerprint": {"errors"},
    "webfaces": {"assets"},
    "headers": {"mediatypes"},
    "serverfiles": {"headers", "mediatypes"},
    "netlify": {"headers"},
    "serving": {"headers", "mediatypes"},
    "references": set(),
    "crawl": {"references"},
    "published": {"conformance", "crawl", "fragments", "manifest", "model", "order", "signature", "tagged"},
    "rebuild": {"errors"},
    "interruption": set(),
    "signer": {"errors"},
    "keytoken": {"errors", "signer"},
    "keys": {"errors", "keytoken", "signer"},
    "seal": {"assets", "errors"},
    "signing": {"errors", "keys", "seal"},
    "increment": {"errors"},
    "signature": {"errors", "increment", "keys"},
    "client": {"cli"},
    "warm": {
        "cli", "client", "compose", "conformance", "convert", "exports", "fetch", "holdings", "impose", "inspection",
        "language", "lint", "manifest", "page", "parity", "provenance", "readpdf", "release", "sources", "typeset",
        "published", "views",
    },
    "cli": {
        "assets", "card", "citation", "citing", "compose", "conformance", "convert", "coverage", "datatable",
        "differences", "errors", "essay", "exports", "feeds", "fetch", "figures", "files", "fingerprint", "finish",
        "fragments", "held", "holdings", "impose", "increment", "inspection", "keeping", "keys", "language", "leaks",
        "lint", "manifest", "measuring", "mending", "metadata", "model", "nearest", "netlify", "output", "page",
        "parity", "plate", "provenance", "readback", "readpdf", "rebuild", "release", "screen", "searching",
        "serverfiles", "serving", "signature", "signer", "signing", "sitepages", "sources", "statements", "tracing",
        "typeset",
        "published", "views", "webfaces", "xmp",
    },
}  # fmt: skip
PURE = (
    "model", "scalars", "essay", "matching", "held", "drift", "nearest", "misquotes", "notices", "walk",
    "omissions", "tracing", "provenance", "wording", "advice", "silences", "lint", "trace", "coverage",
    "passages", "csl", "links", "mentions", "citation", "sitepages", "scope", "trace_parts", "parts", "views",
    "exports", "statements", "holdings", "readback", "pairing", "parity", "inspection", "differences", "screen",
    "backlinks", "plate", "searching", "fragments", "references", "crawl", "fingerprint", "headers", "serverfiles",
    "netlify", "card", "metadata", "feeds", "keeping",
)  # fmt: skip
OUTSIDE = {
    "asyncio", "datetime", "glob", "importlib", "io", "locale", "logging", "os", "pathlib", "platform", "random",
    "secrets", "shutil", "signal", "socket", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
MODULES = sorted(PACKAGE.rglob("*.py"))
# A name that is imported from one of these is a module.
HOLDERS = {"briefwright"} | {f"briefwright.{path.name}" for path in PACKAGE.iterdir() if path.name not in WHOLE}


@dataclass(frozen=True)
class Import:
    """A module that is imported; ``typed`` where only for types, ``lazy`` where inside a function."""

    module: str
    typed: bool
    lazy: bool

    @property
    def part(self) -> str | None:
        """The part of our own package, if it is one."""
        first, *names = self.module.split(".")
        return part_named(*names) if first == "briefwright" and names else None


def part_named(*names: str) -> str:
    return names[0] if names[0] in WHOLE else names[-1]


def part_of(path: Path) -> str:
    return part_named(*path.relative_to(PACKAGE).with_suffix("").parts)


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


ROOMS = {part_of(path): room_of(path) for path in PACKAGE.rglob("*.py") if path.name != "__init__.py"}


def imports(path: Path) -> set[Import]:
    return set(_imports(ast.parse(path.read_text("utf-8")), typed=False, lazy=False))


def _imports(node: ast.AST, *, typed: bool, lazy: bool) -> Iterator[Import]:
    match node:
        case ast.Import(names=names):
            for name in names:
                yield Import(name.name, typed, lazy)
        case ast.ImportFrom(module=str(module), names=names, level=0):
            for name in names:
                yield Import(f"{module}.{name.name}" if module in HOLDERS else module, typed, lazy)
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
    assert circle(ALLOWED) == {}


def test_no_more_do_those_between_rooms() -> None:
    rooms: dict[str, set[str]] = {room: set() for room in ROOMS.values()}
    for part, others in ALLOWED.items():
        rooms[ROOMS[part]] |= {ROOMS[other] for other in others} - {ROOMS[part]}
    assert circle(rooms) == {}


def circle(arrows: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return those that lead back to where they come from."""
    open_ends = {part: set(others) for part, others in arrows.items()}
    while leaves := {part for part, others in open_ends.items() if not others}:
        open_ends = {part: others - leaves for part, others in open_ends.items() if part not in leaves}
    return open_ends


def test_only_the_command_line_sees_both_ends() -> None:
    load, make = {"sources", "provenance", "views", "exports"}, {"typeset", "convert", "compose", "page", "figures"}
    both = {part for part, others in ALLOWED.items() if others & load and others & make}
    assert both == {"cli", "warm"}


def test_the_guide_names_every_module() -> None:
    guide = (ROOT / "docs/architecture.md").read_text("utf-8")
    arrows = guide.partition("## Rooms and arrows")[2].partition("\n## ")[0]
    assert [part for part in ALLOWED if part not in arrows] == []


def test_the_guide_draws_no_arrow_that_is_not_there() -> None:
    guide = (ROOT / "docs/architecture.md").read_text("utf-8")
    drawn = guide.partition("## Rooms and arrows")[2].partition("```\n")[2].partition("```")[0]
    lines = [re.sub(r"^\w* {2,}", "", line) for line in drawn.splitlines()]
    chains = [chain.split(" <- ") for line in lines for chain in line.split("; ") if " <- " in chain]
    pairs = [
        (used.strip(), user.strip())
        for chain in chains
        for used_all, users in pairwise(chain)
        for used in used_all.split(",")
        for user in users.split(",")
    ]
    assert len(pairs) > 50
    assert [(used, user) for used, user in pairs if used not in ALLOWED[user]] == []


@pytest.mark.parametrize("part", PURE)
def test_meaning_neither_reads_nor_writes(part: str) -> None:
    # What splits and quotes addresses opens none.
    used = {found.module for found in imports_of(part) if not found.typed} - {"urllib.parse"}
    # A date that a source holds is no clock.
    refused = OUTSIDE - ({"datetime"} if part == "model" else set())
    assert not {module for module in used if module.partition(".")[0] in refused}
    assert not {module for module in used if module.startswith(("briefwright.load.files", "briefwright.load.sources"))}


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
    assert at_once == {"cli", "errors", "output"}


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=name_of)
def test_a_module_says_what_it_is_and_is_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) < 300
