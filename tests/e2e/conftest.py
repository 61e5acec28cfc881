"""Fixtures of the slow tests: one build of the sample brief, and copies of it."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

import pytest

from tests.tools import browser as browsers
from tests.tools.project import ROOT, Project
from tests.tools.publication import Publication

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.tools.project import Once

# One end of what the tests in test_same_bytes.py compare.
FIRST_ENVIRONMENT = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", default=False, help="write the golden files anew, and compare nothing"
    )


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Make a project of a name, in a folder to be made, once for all workers.  Leave it as it is."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def make_once(name: str, make: Callable[[Path], Project]) -> Project:
        target, done = shared / name, shared / f"{name}.made"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if done.exists():
                return Project(target)
            assert not target.exists(), f"the first build of {name} failed, in another test"
            project = make(target)
            done.touch()
        return project

    return make_once


@pytest.fixture(scope="session")
def original(once: Once) -> Project:
    """The project, built once for all workers.  Leave it as it is; ``built`` is a copy to play with."""

    def make(target: Path) -> Project:
        project = Project.of_sample(target)
        run = project.run("snakemake", env=FIRST_ENVIRONMENT)
        assert run.code == 0, run.text
        return project

    return once("original", make)


@pytest.fixture(scope="session")
def first(once: Once) -> Project:
    """The publication of ``sources/``, built once for all workers.  Leave it as it is."""

    def make(target: Path) -> Project:
        project = Project.copied(target)
        project.build()
        return project

    return once("first", make)


@pytest.fixture
def built(original: Project, tmp_path: Path) -> Project:
    """A copy of the built project."""
    return original.copy_to(tmp_path / "project")


@pytest.fixture
def bare(tmp_path: Path) -> Project:
    """A copy of the project where nothing was built."""
    return Project.of_sample(tmp_path / "project")


@pytest.fixture(scope="session")
def publication(original: Project) -> Publication:
    """What the sample brief became."""
    return Publication(original)


@pytest.fixture(scope="session", params=sorted(path.parent.name for path in ROOT.glob("sources/*/brief.yaml")))
def published(first: Project, request: pytest.FixtureRequest) -> Publication:
    """A brief of ``sources/``, published."""
    return Publication(first, request.param)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for the tests of a module."""
    with browsers.chromium() as found:
        yield found


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether to write golden files anew."""
    return bool(request.config.getoption("--update-golden"))
