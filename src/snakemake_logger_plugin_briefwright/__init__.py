"""What an editor sees of a build: a line a step, problems as the sources' compiler writes them, and no noise.

A Snakemake logger plugin (snakemake-interface-logger-plugins 2); the default profile chooses it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent

from briefwright.layout import UNCHANGED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from logging import LogRecord

    from rich.progress import Progress

__all__ = ["LogHandler"]

# Snakemake's own words on what `_job_error` has already said.
_ECHOES = ("At least one job did not complete", "Exiting because", "Removing output files", "CalledProcessError")
# How Snakemake words that the keyboard's interrupt ended a job's command; 130 is the shell's word for it.
_INTERRUPTED = re.compile(r"CalledProcessError.*(died with <Signals\.SIGINT|exit status 130\b)", re.DOTALL)
# Where in the workflow's own code an error was raised helps nobody who reads what it says.
_CODE = re.compile(r'^(WorkflowError in file ".*", line \d+:|  File ".*", line \d+, in .*)\n?', re.MULTILINE)


def _said(logs: Iterable[str]) -> str:
    """Return what jobs wrote into their logs."""
    return "\n".join(path.read_text("utf-8", "replace").rstrip() for path in map(Path, logs) if path.is_file())


class LogHandler(LogHandlerBase):
    """Prints progress to standard error."""

    def __post_init__(self) -> None:
        """Set up the display; it moves only on a terminal."""
        self._stream = sys.stdout if self.common_settings.stdout else sys.stderr
        self._progress: Progress | None = None
        # What each job makes, and its logs.
        self._jobs: dict[int, tuple[str, list[str]]] = {}
        self._failed = False
        self._interrupted = False
        self._site: Path | None = None

    def emit(self, record: LogRecord) -> None:
        """Say what a record means to an editor, if anything."""
        fields: dict[str, Any] = record.__dict__
        try:
            match fields.get("event"):
                case LogEvent.JOB_INFO:
                    self._job_info(fields)
                case LogEvent.JOB_FINISHED:
                    self._job_finished(fields["job_id"])
                case LogEvent.JOB_ERROR:
                    self._job_error(fields)
                case LogEvent.PROGRESS:
                    self._on_progress(fields["done"], fields["total"])
                case LogEvent.ERROR | None:
                    self._message(record)
        except Exception:  # noqa: BLE001 - a log handler must not stop what it reports on
            self.handleError(record)

    def close(self) -> None:
        """Leave the terminal as it was."""
        self._stop()
        super().close()

    def _job_info(self, fields: dict[str, Any]) -> None:
        job, rule, outputs = fields["jobid"], fields["rule_name"], fields["output"]
        what = f"{rule:9} {outputs[0]}" if outputs else ""
        self._jobs[job] = what, list(fields.get("log") or ())
        if rule == "publish" and outputs:
            self._site = Path(outputs[0]).parents[1] / "site"
        if self.common_settings.dryrun:
            if what:
                self._print(f"would {what}")
        elif self._stream.isatty():
            self._show(what)

    def _show(self, what: str) -> None:
        """Show a bar with the job that began last."""
        if self._progress is None:
            from rich.console import Console  # noqa: PLC0415 - a tenth of the time of a run with nothing to do
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

            console = Console(file=self._stream, highlight=False, no_color=self.common_settings.nocolor)
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            self._progress = Progress(*columns, console=console, transient=True)
            self._progress.add_task("publishing", total=None)
            self._progress.start()
        self._progress.update(self._progress.task_ids[0], description=what)

    def _job_finished(self, job: int) -> None:
        what, logs = self._jobs.get(job, ("", []))
        text = _said(logs)
        if text != UNCHANGED:
            # A step that did its work may still have warnings, or the errors of a brief.
            for said in filter(None, (what, text)):
                self._print(said)

    def _on_progress(self, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress.update(self._progress.task_ids[0], completed=done, total=total)
        if done == total and not self._failed:
            self._stop()
            if self._site:
                self._print(f"Published in {self._site.as_posix()}/.")

    def _job_error(self, fields: dict[str, Any]) -> None:
        self._failed = True
        self._stop()
        text = _said(fields["log"])
        what = self._jobs.get(fields["jobid"], ("", []))[0] or fields["rule_name"]
        if text.endswith("KeyboardInterrupt") or (self._interrupted and not text):
            self._print(f"{what}: stopped")
            return
        self._print(f"{what}: failed")
        self._print(text or f"no message; the command was: {fields.get('shellcmd')}")

    def _message(self, record: LogRecord) -> None:
        text = _CODE.sub("", record.getMessage() if record.msg else "").strip()
        self._interrupted = self._interrupted or bool(_INTERRUPTED.search(text))
        is_echo = not text or any(echo in text for echo in _ECHOES)
        if "Nothing to be done" in text:
            self._print("Nothing to do: all is up to date.")
        elif record.levelname in {"WARNING", "ERROR", "CRITICAL"} and not is_echo:
            self._print(text)

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def _print(self, text: str) -> None:
        if self._progress is not None:
            self._progress.console.print(text, markup=False, soft_wrap=True)
        else:
            print(text, file=self._stream, flush=True)

    @property
    def writes_to_stream(self) -> bool:
        """It writes to standard error."""
        return True

    @property
    def writes_to_file(self) -> bool:
        """It keeps no log; Snakemake does."""
        return False

    @property
    def has_filter(self) -> bool:
        """It chooses what to say by itself."""
        return True

    @property
    def has_formatter(self) -> bool:
        """It words everything by itself."""
        return True

    @property
    def needs_rulegraph(self) -> bool:
        """It does not draw the workflow."""
        return False
