"""What happens to tests that need a program; see tests/needs.py."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.briefs import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TESTS = """
import subprocess
import pytest

def test_quick(request):
    assert request.node.get_closest_marker("fast")

@pytest.mark.slow
def test_slow(request):
    assert not request.node.get_closest_marker("fast")

def test_starts_a_program():
    subprocess.run(["/nowhere/softhsm2-util", "--version"])

@pytest.mark.softhsm
def test_lacks_a_program():
    pass
"""


def outcome(folder: Path, ci: str) -> str:
    """Return what pytest prints about these tests where no program is installed."""
    path = folder / "test_some.py"
    path.write_text(TESTS, "utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.needs", "-p", "no:cacheprovider", "-rA", path.name],
        cwd=folder,
        env={**os.environ, "CI": ci, "PATH": str(folder), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    ).stdout


@pytest.mark.parametrize(("ci", "counts"), [("", "1 failed, 2 passed, 1 skipped"), ("true", "1 failed, 2 passed")])
def test_a_missing_program_skips_its_tests_and_fails_them_in_ci(tmp_path: Path, ci: str, counts: str) -> None:
    said = outcome(tmp_path, ci)
    assert counts in said
    assert "softhsm2-util is missing. Run `make set-up-tests`, or install softhsm2 opensc." in said
    assert ("ERROR test_some.py::test_lacks_a_program" in said) == bool(ci)
    assert "Mark this test with @pytest.mark.softhsm: it starts /nowhere/softhsm2-util." in said
