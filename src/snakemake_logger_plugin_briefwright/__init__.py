"""The progress display of a build: a line for each finished step, the problems that steps print, and nothing else.

A Snakemake logger plugin (snakemake-interface-logger-plugins 2), set in the default profile.
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

# Snakemake's messages about errors that `_job_error` has already printed.
_REPEATED = ("At least one job did not complete", "Exiting because", "Removing output files", "CalledProcessError")
# Snakemake's message about a command that ended by a keyboard interrupt; 130 is the exit code of shells.
_INTERRUPTED = re.compile(r"CalledProcessError.*(died with <Signals\.SIGINT|exit status 130\b)", re.DOTALL)
# The place in the workflow's code where an error was raised.
_CODE_PLACE = re.compile(r'^(WorkflowError in file ".*", line \d+:|  File ".*", line \d+, in .*)\n?', re.MULTILINE)


def _log_text(logs: Iterable[str]) -> str:
    """Return the text of the logs that exist."""
    return "\n".join(path.read_text("utf-8", "replace").rstrip() for path in map(Path, logs) if path.is_file())


class LogHandler(LogHandlerBase):
    """Prints progress to standard error."""

    def __post_init__(self) -> None:
        """Set up the display; it shows a progress bar only on a terminal."""
        self._stream = sys.stdout if self.common_settings.stdout else sys.stderr
        self._progress: Progress | None = None
        # The label and the logs of each job.
        self._jobs: dict[int, tuple[str, list[str]]] = {}
        self._failed = False
        self._interrupted = False
        self._site: Path | None = None
        self._drafts: list[Path] = []

    def emit(self, record: LogRecord) -> None:
        """Print a record if it concerns editors: a finished step, an error, or the end of the build."""
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
        except Exception:  # noqa: BLE001 - a log handler must not stop the build
            self.handleError(record)

    def close(self) -> None:
        """Remove the progress bar."""
        self._remove_bar()
        super().close()

    def _job_info(self, fields: dict[str, Any]) -> None:
        job, rule, outputs = fields["jobid"], fields["rule_name"], fields["output"]
        label = f"{rule:9} {outputs[0]}" if outputs else ""
        self._jobs[job] = label, list(fields.get("log") or ())
        if rule == "publish" and outputs:
            self._site = Path(outputs[0]).parents[1] / "site"
        if rule == "draft" and outputs:
            stamp = Path(outputs[0])
            self._drafts.append(stamp.parents[2] / "drafts" / stamp.parent.name)
        if self.common_settings.dryrun:
            if label:
                self._print(f"would {label}")
        elif self._stream.isatty():
            self._show_bar(label)

    def _show_bar(self, label: str) -> None:
        """Show a progress bar with the label of the job that started last."""
        if self._progress is None:
            from rich.console import Console  # noqa: PLC0415 - takes a tenth of the time of a build with nothing to do
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

            console = Console(file=self._stream, highlight=False, no_color=self.common_settings.nocolor)
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            self._progress = Progress(*columns, console=console, transient=True)
            self._progress.add_task("publishing", total=None)
            self._progress.start()
        self._progress.update(self._progress.task_ids[0], description=label)

    def _job_finished(self, job: int) -> None:
        label, logs = self._jobs.get(job, ("", []))
        text = _log_text(logs)
        if text != UNCHANGED:
            # The log of a finished step may contain warnings, or the errors of a brief.
            for line in filter(None, (label, text)):
                self._print(line)

    def _on_progress(self, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress.update(self._progress.task_ids[0], completed=done, total=total)
        if done == total and not self._failed:
            self._remove_bar()
            for draft in self._drafts:
                self._print(f"Draft in {draft.as_posix()}/.")
            if self._site:
                self._print(f"Published in {self._site.as_posix()}/.")

    def _job_error(self, fields: dict[str, Any]) -> None:
        self._failed = True
        self._remove_bar()
        text = _log_text(fields["log"])
        label = self._jobs.get(fields["jobid"], ("", []))[0] or fields["rule_name"]
        if text.endswith("KeyboardInterrupt") or (self._interrupted and not text):
            self._print(f"{label}: stopped")
            return
        self._print(f"{label}: failed")
        self._print(text or f"no error message; the command was: {fields.get('shellcmd')}")

    def _message(self, record: LogRecord) -> None:
        text = _CODE_PLACE.sub("", record.getMessage() if record.msg else "").strip()
        self._interrupted = self._interrupted or bool(_INTERRUPTED.search(text))
        is_repeated = not text or any(message in text for message in _REPEATED)
        if "Nothing to be done" in text:
            self._print("Nothing to do: everything is up to date.")
        elif record.levelname in {"WARNING", "ERROR", "CRITICAL"} and not is_repeated:
            self._print(text)

    def _remove_bar(self) -> None:
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
        """Yes, to standard error."""
        return True

    @property
    def writes_to_file(self) -> bool:
        """No; Snakemake writes the log file."""
        return False

    @property
    def has_filter(self) -> bool:
        """Yes; `emit` chooses what to print."""
        return True

    @property
    def has_formatter(self) -> bool:
        """Yes; `emit` writes all messages."""
        return True

    @property
    def needs_rulegraph(self) -> bool:
        """No."""
        return False
