"""A pytest plugin: the programs that tests need, and what happens without them.

A marker such as ``@pytest.mark.pandoc`` names a program of ``TOOLS``.  Without the program, the test is skipped, and
the reason says how to install it.  With ``CI=true``, every skipped test fails.

A test that starts such a program without its marker fails.  So the tests that are marked ``fast`` here, those of
``make test-fast``, need none of them.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pypandoc
import pytest

from tests.examples import CI

if TYPE_CHECKING:
    from collections.abc import Generator

    AnyReport = TypeVar("AnyReport", pytest.TestReport, pytest.CollectReport)

NODE_MODULES = Path(__file__).with_name("tools") / "node_modules"
# Debian keeps servers where only root looks.
PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"])


@dataclass(frozen=True)
class Tool:
    """A program.

    One of its ``names`` is enough; ``apt`` are its packages for apt, ``npm`` is a package from npm that needs it, and
    ``driver`` is a program that starts it.
    """

    names: tuple[str, ...]
    apt: str = ""
    npm: str = ""
    driver: str = ""

    def is_installed(self) -> bool:
        """Return whether tests can use it."""
        found = any(shutil.which(name, path=PATH) for name in self.names)
        return found and (not self.npm or (NODE_MODULES / self.npm).is_dir())


TOOLS = {
    "browser": Tool(("chromium", "chromium-browser", "google-chrome"), "chromium", "axe-core", "node"),
    "conformance": Tool(("java",), "default-jdk-headless", "vnu-jar"),
    "lychee": Tool(("lychee",)),
    "nginx": Tool(("nginx",), "nginx-light"),
    "pandoc": Tool((str(Path(pypandoc.__file__).parent / "files/pandoc"), "pandoc")),
    "poppler": Tool(("pdftotext", "pdffonts", "pdfimages", "pdfsig"), "poppler-utils"),
    "softhsm": Tool(("softhsm2-util", "pkcs11-tool"), "softhsm2 opensc"),
}
"""The programs, by the markers that name them."""
_MARKERS = {Path(name).name: marker for marker, tool in TOOLS.items() for name in (*tool.names, tool.driver) if name}
# The test that runs now, if one does.
_running: list[pytest.Item] = []


def tools_of(item: pytest.Item) -> list[str]:
    """Return the markers of the programs that a test needs."""
    return [marker for marker in TOOLS if item.get_closest_marker(marker)]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not item.get_closest_marker("slow") and not tools_of(item):
            item.add_marker("fast")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in tools_of(item):
        tool = TOOLS[marker]
        if not tool.is_installed():
            install = f", or install {tool.apt}" if tool.apt else ""
            pytest.skip(f"{Path(tool.names[0]).name} is missing. Run `make set-up-tests`{install}.")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    _running.append(item)
    try:
        return (yield)
    finally:
        _running.remove(item)


def _refuse_unmarked(event: str, arguments: tuple[object, ...]) -> None:
    """Fail the test that starts a program of ``TOOLS`` without its marker."""
    if event == "subprocess.Popen" and _running:
        _, command, *_ = arguments
        program = command[0] if isinstance(command, list | tuple) and command else command
        marker = _MARKERS.get(Path(os.fsdecode(program)).name)  # type: ignore[arg-type]
        if marker and marker not in tools_of(_running[-1]):
            pytest.fail(f"Mark this test with @pytest.mark.{marker}: it starts {program}.", pytrace=False)


sys.addaudithook(_refuse_unmarked)


def failed_if_skipped(report: AnyReport) -> AnyReport:
    """Turn a skipped test into a failed one, where everything is installed; leave expected failures alone."""
    if CI and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.longrepr = f"{reason}\nNo test may be skipped with CI=true."
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return failed_if_skipped((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return failed_if_skipped((yield))
