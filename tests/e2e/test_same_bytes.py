"""The same sources give the same bytes, whatever the folder, the hash seed, the time zone, the locale, the umask."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.tools.project import Project

pytestmark = pytest.mark.slow

SECOND_ENVIRONMENT = {"PYTHONHASHSEED": "4294967295", "TZ": "Pacific/Marquesas", "LC_ALL": "C"}


def test_second_build_gives_the_same_bytes(original: Project, bare: Project) -> None:
    # As if it had been cloned years ago.
    for path in (bare.root / "sources").rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    run = bare.run("snakemake", env=SECOND_ENVIRONMENT, umask=0o077)
    assert run.code == 0, run.text
    first, second = original.digests(), bare.digests()
    assert first
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []
    for name in second:
        mode = stat.S_IMODE((bare.site / name).stat().st_mode)
        assert mode == 0o644, f"{name} has the mode {mode:o}: whoever serves the site could not read it"


def test_what_was_made_on_the_way_is_the_same(original: Project, built: Project) -> None:
    # A rebuild of everything, in a third folder and with seeds chosen by chance, goes through the same steps.
    run = built.run("snakemake", "--forceall")
    assert run.code == 0, run.text
    mine, others = (
        {name: digest for name, digest in project.digests().items() if not name.startswith("logs/")}
        for project in (built, original)
    )
    assert mine == others
