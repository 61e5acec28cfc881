from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING

import pytest
from snakemake_interface_logger_plugins.common import LogEvent
from snakemake_interface_logger_plugins.settings import OutputSettingsLoggerInterface

from briefwright.layout import UNCHANGED, Layout
from snakemake_logger_plugin_briefwright import LogHandler

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Settings(OutputSettingsLoggerInterface):
    printshellcmds = False
    nocolor = True
    quiet = None
    debug_dag = False
    verbose = False
    show_failed_logs = False
    stdout = False
    dryrun = False


class Display:
    """The handler, and the lines that it prints for a record."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.settings = Settings()

    @cached_property
    def handler(self) -> LogHandler:
        """The handler keeps the stream of its creation, and pytest changes streams between fixture and test."""
        return LogHandler(self.settings, None)

    def emit(self, event: LogEvent | None, message: str = "", level: int = logging.INFO, **fields: object) -> list[str]:
        record = logging.LogRecord("snakemake", level, "", 0, message, None, None)
        record.__dict__.update(fields if event is None else {"event": event, **fields})
        self.handler.handle(record)
        out, err = self.capsys.readouterr()
        assert not out
        return err.splitlines()

    def job(self, number: int = 1, rule: str = "typeset", *outputs: str) -> list[str]:
        return self.emit(LogEvent.JOB_INFO, jobid=number, rule_name=rule, output=list(outputs))


@pytest.fixture
def display(capsys: pytest.CaptureFixture[str]) -> Iterator[Display]:
    shown = Display(capsys)
    yield shown
    shown.handler.close()
    assert capsys.readouterr() == ("", "")


def test_finished_step_is_a_line(display: Display) -> None:
    assert display.job(7, "typeset", "build/work/a/pdf/sheet") == []
    assert display.emit(LogEvent.JOB_FINISHED, job_id=7) == ["typeset   build/work/a/pdf/sheet"]


def test_prints_the_warnings_of_a_finished_job(display: Display, tmp_path: Path) -> None:
    log = tmp_path / "resolve.log"
    log.write_text("a.yaml:1:1: warning: doubtful\n\n")
    display.emit(LogEvent.JOB_INFO, jobid=1, rule_name="resolve", output=["brief.json"], log=[str(log)])
    lines = display.emit(LogEvent.JOB_FINISHED, job_id=1)
    assert lines == ["resolve   brief.json", "a.yaml:1:1: warning: doubtful"]


def test_job_without_new_output_prints_nothing(display: Display, tmp_path: Path) -> None:
    log = tmp_path / "typeset.log"
    log.write_text(f"{UNCHANGED}\n")
    output = ["build/work/a/pdf/sheet"]
    display.emit(LogEvent.JOB_INFO, jobid=1, rule_name="typeset", output=output, log=[str(log)])
    assert display.emit(LogEvent.JOB_FINISHED, job_id=1) == []


def test_rule_without_output_is_no_step(display: Display) -> None:
    assert display.job(1, "all") == []
    assert display.emit(LogEvent.JOB_FINISHED, job_id=1) == []
    assert display.emit(LogEvent.JOB_FINISHED, job_id=2) == []


def test_end_without_publication_prints_nothing(display: Display) -> None:
    assert display.emit(LogEvent.PROGRESS, done=1, total=2) == []
    assert display.emit(LogEvent.PROGRESS, done=2, total=2) == []


@pytest.mark.parametrize("layout", [Layout(), Layout("AMBER")])
def test_end_prints_where_the_site_is(display: Display, layout: Layout) -> None:
    display.job(3, "publish", layout.published.as_posix())
    assert display.emit(LogEvent.PROGRESS, done=2, total=2) == [f"Published in {layout.site.as_posix()}/."]


def test_failed_job_prints_its_log(display: Display, tmp_path: Path) -> None:
    log = tmp_path / "resolve.log"
    log.write_text("a.yaml:1:1: error: [bold]no[/bold]\n\n1 error; nothing was written.\n\n")
    display.job(1, "resolve", "brief.json")
    failed = display.emit(
        LogEvent.JOB_ERROR, jobid=1, rule_name="resolve", log=[str(log), "gone.log"], shellcmd="briefwright"
    )
    assert failed == [
        "resolve   brief.json: failed", "a.yaml:1:1: error: [bold]no[/bold]", "", "1 error; nothing was written.",
    ]  # fmt: skip
    assert display.emit(LogEvent.PROGRESS, done=2, total=2) == []


def test_failed_job_without_log_prints_its_command(display: Display) -> None:
    failed = display.emit(LogEvent.JOB_ERROR, jobid=1, rule_name="page", log=[], shellcmd="briefwright page")
    assert failed == ["page: failed", "no error message; the command was: briefwright page"]


def test_interrupted_job_prints_no_traceback(display: Display, tmp_path: Path) -> None:
    log = tmp_path / "page.log"
    log.write_text("Traceback (most recent call last):\nKeyboardInterrupt\n")
    display.job(1, "page", "a.html")
    stopped = display.emit(LogEvent.JOB_ERROR, jobid=1, rule_name="page", log=[str(log)], shellcmd="")
    assert stopped == ["page      a.html: stopped"]


@pytest.mark.parametrize("ending", ["died with <Signals.SIGINT: 2>.", "returned non-zero exit status 130."])
def test_interrupted_job_without_log_did_not_fail(display: Display, ending: str, tmp_path: Path) -> None:
    log = tmp_path / "page.log"
    log.write_text("")
    display.job(1, "page", "a.html")
    died = f"RuleException:\nCalledProcessError in file “Snakefile”, line 1:\nCommand 'briefwright page' {ending}"
    assert display.emit(LogEvent.ERROR, died, logging.ERROR) == []

    def fail() -> list[str]:
        return display.emit(LogEvent.JOB_ERROR, jobid=1, rule_name="page", log=[str(log)], shellcmd="briefwright page")

    assert fail() == ["page      a.html: stopped"]
    # A job with an error in its log failed by itself.
    log.write_text("a.yaml:1:1: error: no\n")
    assert fail() == ["page      a.html: failed", "a.yaml:1:1: error: no"]


@pytest.mark.parametrize("ending", ["died with <Signals.SIGKILL: 9>.", "returned non-zero exit status 1."])
def test_killed_job_without_log_failed(display: Display, ending: str) -> None:
    display.emit(
        LogEvent.ERROR, f"RuleException:\nCalledProcessError in file “a”, line 1:\nCommand {ending}", logging.ERROR
    )
    failed = display.emit(LogEvent.JOB_ERROR, jobid=1, rule_name="page", log=[], shellcmd="briefwright page")
    assert failed == ["page: failed", "no error message; the command was: briefwright page"]


def test_prints_that_there_is_nothing_to_do(display: Display) -> None:
    lines = display.emit(None, "Nothing to be done (all requested files are present and up to date).")
    assert lines == ["Nothing to do: everything is up to date."]


def test_dry_run_prints_the_jobs(display: Display) -> None:
    display.settings.dryrun = True
    assert display.job(1, "page", "a.html") == ["would page      a.html"]
    assert display.job(2, "all") == []


@pytest.mark.parametrize("level", [logging.WARNING, logging.ERROR, logging.CRITICAL])
def test_prints_other_warnings_and_errors_unchanged(display: Display, level: int) -> None:
    assert display.emit(None, "another build is running [1]\n", level) == ["another build is running [1]"]
    assert display.emit(LogEvent.ERROR, "it fails", level) == ["it fails"]


@pytest.mark.parametrize(
    ("message", "level"),
    [
        ("Building DAG of jobs...", logging.INFO),
        ("", logging.ERROR),
        (" \n", logging.ERROR),
        ("At least one job did not complete successfully.", logging.ERROR),
        ("Exiting because a job execution failed. Look below for error messages", logging.ERROR),
        ("Removing output files of failed job page since they might be corrupted:\na.html", logging.ERROR),
        ("RuleException:\nCalledProcessError in file …", logging.ERROR),
    ],
)
def test_drops_messages_of_no_use(display: Display, message: str, level: int) -> None:
    assert display.emit(None, message, level) == []


PRINTED = {LogEvent.JOB_INFO, LogEvent.JOB_FINISHED, LogEvent.JOB_ERROR, LogEvent.PROGRESS, LogEvent.ERROR}


@pytest.mark.parametrize("event", sorted(set(LogEvent) - PRINTED))
def test_drops_other_events(display: Display, event: LogEvent) -> None:
    assert display.emit(event, "words", logging.ERROR) == []


def test_incomplete_record_does_not_stop_the_build(display: Display, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", False)
    assert display.emit(LogEvent.JOB_INFO, jobid=1) == []


def test_may_print_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings()
    settings.stdout = True
    handler = LogHandler(settings, None)
    handler.handle(logging.LogRecord("snakemake", logging.ERROR, "", 0, "it fails", None, None))
    handler.close()
    assert capsys.readouterr() == ("it fails\n", "")


def test_declares_its_features_to_snakemake() -> None:
    handler = LogHandler(Settings(), None)
    assert handler.writes_to_stream
    assert handler.has_filter
    assert handler.has_formatter
    assert not handler.writes_to_file
    assert not handler.needs_rulegraph
    handler.close()
