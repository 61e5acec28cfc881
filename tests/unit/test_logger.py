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
    """The handler, and what it printed of the records that it was given."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.settings = Settings()

    @cached_property
    def handler(self) -> LogHandler:
        """It chooses its stream when it is made, and pytest changes streams between fixture and test."""
        return LogHandler(self.settings, None)

    def tell(self, event: LogEvent | None, message: str = "", level: int = logging.INFO, **fields: object) -> list[str]:
        record = logging.LogRecord("snakemake", level, "", 0, message, None, None)
        record.__dict__.update(fields if event is None else {"event": event, **fields})
        self.handler.handle(record)
        out, err = self.capsys.readouterr()
        assert not out
        return err.splitlines()

    def job(self, number: int = 1, rule: str = "typeset", *outputs: str) -> list[str]:
        return self.tell(LogEvent.JOB_INFO, jobid=number, rule_name=rule, output=list(outputs))


@pytest.fixture
def display(capsys: pytest.CaptureFixture[str]) -> Iterator[Display]:
    shown = Display(capsys)
    yield shown
    shown.handler.close()
    assert capsys.readouterr() == ("", "")


def test_a_step_is_a_line_when_it_is_done(display: Display) -> None:
    assert display.job(7, "typeset", "build/work/a/pdf/sheet") == []
    assert display.tell(LogEvent.JOB_FINISHED, job_id=7) == ["typeset   build/work/a/pdf/sheet"]


def test_a_job_that_has_remarks_prints_them(display: Display, tmp_path: Path) -> None:
    log = tmp_path / "resolve.log"
    log.write_text("a.yaml:1:1: warning: doubtful\n\n")
    display.tell(LogEvent.JOB_INFO, jobid=1, rule_name="resolve", output=["brief.json"], log=[str(log)])
    said = display.tell(LogEvent.JOB_FINISHED, job_id=1)
    assert said == ["resolve   brief.json", "a.yaml:1:1: warning: doubtful"]


def test_a_job_that_made_nothing_new_prints_nothing(display: Display, tmp_path: Path) -> None:
    log = tmp_path / "typeset.log"
    log.write_text(f"{UNCHANGED}\n")
    what = ["build/work/a/pdf/sheet"]
    display.tell(LogEvent.JOB_INFO, jobid=1, rule_name="typeset", output=what, log=[str(log)])
    assert display.tell(LogEvent.JOB_FINISHED, job_id=1) == []


def test_a_rule_that_makes_nothing_is_no_step(display: Display) -> None:
    assert display.job(1, "all") == []
    assert display.tell(LogEvent.JOB_FINISHED, job_id=1) == []
    assert display.tell(LogEvent.JOB_FINISHED, job_id=2) == []


def test_an_end_without_publication_says_nothing(display: Display) -> None:
    assert display.tell(LogEvent.PROGRESS, done=1, total=2) == []
    assert display.tell(LogEvent.PROGRESS, done=2, total=2) == []


@pytest.mark.parametrize("layout", [Layout(), Layout("AMBER")])
def test_the_end_says_where_an_edition_is_published(display: Display, layout: Layout) -> None:
    display.job(3, "publish", layout.published.as_posix())
    assert display.tell(LogEvent.PROGRESS, done=2, total=2) == [f"Published in {layout.site.as_posix()}/."]


def test_a_job_that_failed_prints_its_log(display: Display, tmp_path: Path) -> None:
    log = tmp_path / "resolve.log"
    log.write_text("a.yaml:1:1: error: [bold]no[/bold]\n\n1 error; nothing was written.\n\n")
    display.job(1, "resolve", "brief.json")
    failed = display.tell(
        LogEvent.JOB_ERROR, jobid=1, rule_name="resolve", log=[str(log), "gone.log"], shellcmd="briefwright"
    )
    assert failed == [
        "resolve   brief.json: failed", "a.yaml:1:1: error: [bold]no[/bold]", "", "1 error; nothing was written.",
    ]  # fmt: skip
    assert display.tell(LogEvent.PROGRESS, done=2, total=2) == []


def test_a_job_that_failed_without_a_word_shows_its_command(display: Display) -> None:
    failed = display.tell(LogEvent.JOB_ERROR, jobid=1, rule_name="page", log=[], shellcmd="briefwright page")
    assert failed == ["page: failed", "no message; the command was: briefwright page"]


def test_a_job_that_was_stopped_shows_no_traceback(display: Display, tmp_path: Path) -> None:
    log = tmp_path / "page.log"
    log.write_text("Traceback (most recent call last):\nKeyboardInterrupt\n")
    display.job(1, "page", "a.html")
    stopped = display.tell(LogEvent.JOB_ERROR, jobid=1, rule_name="page", log=[str(log)], shellcmd="")
    assert stopped == ["page      a.html: stopped"]


@pytest.mark.parametrize("how", ["died with <Signals.SIGINT: 2>.", "returned non-zero exit status 130."])
def test_a_job_that_was_stopped_before_it_could_speak_did_not_fail(display: Display, how: str, tmp_path: Path) -> None:
    log = tmp_path / "page.log"
    log.write_text("")
    display.job(1, "page", "a.html")
    died = f"RuleException:\nCalledProcessError in file “Snakefile”, line 1:\nCommand 'briefwright page' {how}"
    assert display.tell(LogEvent.ERROR, died, logging.ERROR) == []

    def tell() -> list[str]:
        return display.tell(LogEvent.JOB_ERROR, jobid=1, rule_name="page", log=[str(log)], shellcmd="briefwright page")

    assert tell() == ["page      a.html: stopped"]
    # What had something to say failed by itself.
    log.write_text("a.yaml:1:1: error: no\n")
    assert tell() == ["page      a.html: failed", "a.yaml:1:1: error: no"]


@pytest.mark.parametrize("how", ["died with <Signals.SIGKILL: 9>.", "returned non-zero exit status 1."])
def test_a_job_that_ended_otherwise_without_a_word_failed(display: Display, how: str) -> None:
    display.tell(
        LogEvent.ERROR, f"RuleException:\nCalledProcessError in file “a”, line 1:\nCommand {how}", logging.ERROR
    )
    failed = display.tell(LogEvent.JOB_ERROR, jobid=1, rule_name="page", log=[], shellcmd="briefwright page")
    assert failed == ["page: failed", "no message; the command was: briefwright page"]


def test_nothing_to_do_is_said_in_our_words(display: Display) -> None:
    said = display.tell(None, "Nothing to be done (all requested files are present and up to date).")
    assert said == ["Nothing to do: all is up to date."]


def test_a_dry_run_says_what_would_be_done(display: Display) -> None:
    display.settings.dryrun = True
    assert display.job(1, "page", "a.html") == ["would page      a.html"]
    assert display.job(2, "all") == []


@pytest.mark.parametrize("level", [logging.WARNING, logging.ERROR, logging.CRITICAL])
def test_warnings_and_errors_are_passed_on_as_they_are(display: Display, level: int) -> None:
    assert display.tell(None, "another build is running [1]\n", level) == ["another build is running [1]"]
    assert display.tell(LogEvent.ERROR, "it fails", level) == ["it fails"]


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
def test_noise_is_dropped(display: Display, message: str, level: int) -> None:
    assert display.tell(None, message, level) == []


SPOKEN = {LogEvent.JOB_INFO, LogEvent.JOB_FINISHED, LogEvent.JOB_ERROR, LogEvent.PROGRESS, LogEvent.ERROR}


@pytest.mark.parametrize("event", sorted(set(LogEvent) - SPOKEN))
def test_other_events_are_dropped(display: Display, event: LogEvent) -> None:
    assert display.tell(event, "words", logging.ERROR) == []


def test_a_record_that_lacks_a_field_stops_nothing(display: Display, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", False)
    assert display.tell(LogEvent.JOB_INFO, jobid=1) == []


def test_it_may_write_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings()
    settings.stdout = True
    handler = LogHandler(settings, None)
    handler.handle(logging.LogRecord("snakemake", logging.ERROR, "", 0, "it fails", None, None))
    handler.close()
    assert capsys.readouterr() == ("it fails\n", "")


def test_snakemake_is_told_what_it_does() -> None:
    handler = LogHandler(Settings(), None)
    assert handler.writes_to_stream
    assert handler.has_filter
    assert handler.has_formatter
    assert not handler.writes_to_file
    assert not handler.needs_rulegraph
    handler.close()
