"""The next build repairs a stopped one, and two builds at once do no harm."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.tools.project import REPORT, SLUG

if TYPE_CHECKING:
    from tests.tools.project import Project

pytestmark = pytest.mark.slow

LOGS = "build/work/logs"
# A job's log exists from the start of its program.
RESOLVING = f"{LOGS}/{SLUG}/resolve.log"
RENDERING = f"{LOGS}/{SLUG}/render.log"
TYPESETTING = f"{LOGS}/{SLUG}/{REPORT}.typeset.log"
PUBLISHING = f"{LOGS}/publish.log"


def assert_repaired(project: Project, original: Project) -> None:
    """Build with plain ``snakemake``; assert that the site is that of a build that was not stopped."""
    project.build()
    assert project.digests() == original.digests()
    assert "Nothing to do" in project.build().text


def assert_files_complete(project: Project, original: Project) -> None:
    """Assert that each published file is complete, except hidden temporary ones."""
    complete = original.digests()
    for name, digest in project.digests().items():
        if not name.rpartition("/")[2].startswith("."):
            assert digest == complete[name], f"{name} is not complete"


def test_keyboard_interrupt(bare: Project, original: Project) -> None:
    for moment in (RENDERING, TYPESETTING):
        with bare.started() as build:
            build.until(moment)
            build.signal_group(signal.SIGINT)
            run = build.end()
        assert run.code != 0
        assert "Traceback" not in run.text, run.text
        assert "failed" not in run.text, run.text
        assert_files_complete(bare, original)
    assert_repaired(bare, original)


def test_build_killed_with_all_its_jobs(bare: Project, original: Project) -> None:
    # Each build begins where the one before was killed.
    for moment in (RESOLVING, TYPESETTING, PUBLISHING):
        with bare.started() as build:
            build.until(moment)
            build.signal_group(signal.SIGKILL)
            build.end()
        assert_files_complete(bare, original)
    assert_repaired(bare, original)


def test_build_killed_without_its_jobs(bare: Project, original: Project) -> None:
    with bare.started() as first:
        first.until(RESOLVING)
        first.signal_parent(signal.SIGKILL)
        first.end()
        # The jobs of the killed build still write while the next builds run.
        with bare.started() as second:
            second.until(TYPESETTING)
            second.signal_parent(signal.SIGKILL)
            second.end()
            assert_repaired(bare, original)


def test_rebuild_killed_at_its_end(built: Project, original: Project) -> None:
    built.append("templates/print/print.css", ".running-edition { color: #101010; }")
    log = built.root / PUBLISHING
    log.unlink()
    with built.started() as build:
        build.until(PUBLISHING)
        build.signal_group(signal.SIGKILL)
        build.end()
    built.build()
    assert set(built.digests()) == set(original.digests())
    assert "Nothing to do" in built.build().text


def test_two_builds_at_once(bare: Project, original: Project) -> None:
    with bare.started() as build:
        build.until(RESOLVING)
        second = bare.run("snakemake")
        build.until(TYPESETTING)
        third = bare.run("snakemake")
        first = build.end()
    for run in (second, third):
        assert run.code == 1, run.text
        assert "another build is running" in run.text
        assert "Traceback" not in run.text
        assert not run.jobs
    assert first.code == 0, first.text
    assert bare.digests() == original.digests()
    assert "Nothing to do" in bare.build().text
