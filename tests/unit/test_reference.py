from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import typer

from briefwright.model import Frozen
from briefwright.process import VARIABLES
from briefwright.sources.suppressions import COMMENT_RULES
from docs import generate_reference as reference
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

PAGES = reference.pages()
SOURCE = sorted((briefs.ROOT / "src").rglob("*.py"))


@pytest.mark.parametrize("name", PAGES)
def test_page_is_current(name: str) -> None:
    assert (reference.REFERENCE / name).read_text("utf-8") == PAGES[name], "run `python docs/generate_reference.py`"


def test_there_are_no_other_pages() -> None:
    assert {path.name for path in reference.REFERENCE.iterdir()} == set(PAGES)


def test_rejects_a_field_without_description() -> None:
    class Note(Frozen):
        words: str

    with pytest.raises(reference.Undocumented, match=r"Note\.words"):
        list(reference.model(Note, set()))


def test_rejects_a_command_or_an_option_without_description() -> None:
    undocumented = typer.Typer()

    @undocumented.command()
    def burn() -> None: ...

    @undocumented.command()
    def shred(*, twice: bool = False) -> None:
        """Shred it."""

    group = typer.main.get_command(undocumented)
    for name, message in (("burn", "command burn"), ("shred", "--twice of the command shred")):
        with pytest.raises(reference.Undocumented, match=message):
            list(reference.command(name, group.commands[name]))  # type: ignore[attr-defined]


def test_lists_every_rule_for_comments() -> None:
    text = (briefs.ROOT / "src/briefwright/sources/suppressions.py").read_text("utf-8")
    assert set(re.findall(r'return "([a-z-]+)", ', text)) == COMMENT_RULES.keys()


@pytest.mark.parametrize("path", SOURCE, ids=lambda path: path.stem)
def test_lists_every_environment_variable(path: Path) -> None:
    used = set(re.findall(r"\bBRIEFWRIGHT_[A-Z0-9_]*[A-Z0-9]\b", path.read_text("utf-8")))
    assert used <= VARIABLES.keys()
