"""A pytest plugin: where all is set up, a test that is skipped has failed.

``make test`` loads it with ``-p tests.no_skips``.  It acts when ``CI`` is ``true`` or ``--no-skips`` is given, on
skipped tests and on files that skip themselves while they are collected.  Expected failures are left alone.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    AnyReport = TypeVar("AnyReport", pytest.TestReport, pytest.CollectReport)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--no-skips", action="store_true", default=os.environ.get("CI") == "true", help="fail skipped tests"
    )


def failed_if_skipped(report: AnyReport, config: pytest.Config) -> AnyReport:
    if report.outcome == "skipped" and config.getoption("--no-skips") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.longrepr = f"{reason}\nNothing may be skipped here."
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return failed_if_skipped((yield), item.config)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return failed_if_skipped((yield), collector.config)
