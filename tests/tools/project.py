"""A copy of the project in a folder of its own, built with the real Snakemake, edited, and built again."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from briefwright.layout import BUILD_INPUTS
from tests.tools import sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).parents[2]
SLUG = "sample"
BRIEF, REPORT, SHEET = "executive-brief", "annotated-report", "recommendations-sheet"
DOCUMENTS = (BRIEF, REPORT, SHEET)
SITE = Path("build/site")
_TIMEOUT = 240
# What the progress display prints of a job that is done: its rule and its first output.
_JOB = re.compile(r"^(?:would )?([a-z]+) +(build/\S+)(?: and \d+ more)?$", re.MULTILINE)
# Set anew for each run, so that a test's surroundings do not decide what it sees.
_CLEARED = (
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONHASHSEED",
    "PYTHONDONTWRITEBYTECODE",
    "TZ",
    "LC_ALL",
    "LANG",
    "FORCE_COLOR",
    "BRIEFWRIGHT_DEBUG",
    "BRIEFWRIGHT_PKCS11_MODULE",
    "BRIEFWRIGHT_PKCS12",
    "SOURCE_DATE_EPOCH",
)

Stamp = tuple[str, int]
"""A file's digest and its time of modification in nanoseconds."""


@dataclass(frozen=True)
class Run:
    """What a command did: its exit code, what it printed, and the jobs that Snakemake ran, as in ``page a-report``."""

    code: int
    text: str

    @property
    def jobs(self) -> set[str]:
        """The jobs, each as its rule and what it made."""
        return {_job(rule, Path(output)) for rule, output in _JOB.findall(self.text)}

    def rules(self) -> set[str]:
        """The rules, without what they made."""
        return {job.partition(" ")[0] for job in self.jobs}


def _job(rule: str, output: Path) -> str:
    """Name a job by its rule and its document; one of a whole brief or site by its rule and the brief, if any."""
    if rule in {"typeset", "verify"}:
        return f"{rule} {output.name}"
    return rule if rule in {"assets", "site", "publish"} else f"{rule} {output.parent.name}"


@dataclass(frozen=True)
class Project:
    """A folder that holds a project."""

    root: Path

    @classmethod
    def copied(cls, target: Path, source: Path = ROOT) -> Project:
        """Copy what a build reads; of a project that was built, all that it made as well."""
        target.mkdir(parents=True)
        for name in (*BUILD_INPUTS, *(("build", ".snakemake") if source != ROOT else ())):
            part = source / name
            if part.is_dir():
                # Scripts of jobs that are done, and links to them, are of no use to the next build.  What Python
                # compiled is, but not what another process compiles just now.
                ignored = shutil.ignore_patterns("*.pyc.*", *(() if source == ROOT else ("log",)))
                shutil.copytree(part, target / name, ignore=ignored, symlinks=True)
            else:
                shutil.copy2(part, target / name)
        return cls(target)

    @classmethod
    def of_sample(cls, target: Path) -> Project:
        """Copy the project with the tests' small brief for its sources, on as many pages as that takes."""
        project = cls.copied(target)
        shutil.rmtree(target / "sources")
        shutil.copytree(ROOT / "tests/data/sources", target / "sources")
        sample.complete(target / "sources")
        for document in DOCUMENTS:
            path = target / f"templates/{document}/document.yaml"
            text = re.sub(r"(?m)^page_limit: .*$", "page_limit: [1, 99]", path.read_text("utf-8"))
            path.write_text(text, "utf-8")
        return project

    def copy_to(self, target: Path) -> Project:
        """Copy the project with all that it made, times included."""
        return Project.copied(target, self.root)

    @property
    def site(self) -> Path:
        """Where it publishes."""
        return self.root / SITE

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the environment of a command: this Python's programs, and the copy's own engine."""
        kept = {name: value for name, value in os.environ.items() if name not in _CLEARED}
        path = os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", os.defpath)])
        return {**kept, "PATH": path, "PYTHONPATH": str(self.root / "src"), "LC_ALL": "C.UTF-8", **(extra or {})}

    def run(self, *command: str, env: Mapping[str, str] | None = None, umask: int = 0o022) -> Run:
        """Run a command in the project."""
        done = subprocess.run(
            command,
            cwd=self.root,
            env=self.environment(env),
            umask=umask,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=_TIMEOUT,
            check=False,
        )
        return Run(done.returncode, done.stdout)

    def build(self, *arguments: str) -> Run:
        """Run ``snakemake``, which must succeed."""
        run = self.run("snakemake", *arguments)
        assert run.code == 0, run.text
        return run

    def fail(self) -> Run:
        """Run ``snakemake``, which must fail as a user may expect: exit code 1, and no traceback."""
        run = self.run("snakemake")
        assert run.code == 1, f"exit code {run.code}\n{run.text}"
        assert "Traceback" not in run.text, run.text
        assert "internal error" not in run.text, run.text
        return run

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace words of a file, which must be there."""
        text = (self.root / name).read_text("utf-8")
        assert old in text, f"{name} does not hold “{old}”"
        self._write(name, text.replace(old, new))

    def append(self, name: str, text: str) -> None:
        """Add a line to a file."""
        self._write(name, f"{(self.root / name).read_text('utf-8').rstrip()}\n{text}\n")

    def _write(self, name: str, text: str) -> None:
        """Write a file with an old time, as `cp -p` and `rsync -a` may: no edit is missed for that."""
        path = self.root / name
        path.write_text(text, "utf-8")
        os.utime(path, (1e9, 1e9))

    def stamps(self, folder: Path = SITE) -> dict[str, Stamp]:
        """Return the stamp of every file in a folder, by its path within it."""
        top = self.root / folder
        return {
            path.relative_to(top).as_posix(): (
                hashlib.sha256(path.read_bytes()).hexdigest(),
                path.stat().st_mtime_ns,
            )
            for path in sorted(top.rglob("*"))
            if path.is_file()
        }

    def digests(self, folder: Path = SITE) -> dict[str, str]:
        """Return the digest of every file in a folder, by its path within it."""
        return {name: digest for name, (digest, _) in self.stamps(folder).items()}

    @contextmanager
    def started(self, *arguments: str) -> Iterator[Started]:
        """Start ``snakemake`` in a process group of its own; whatever of it still runs at the end is killed."""
        with (self.root / "started.log").open("w+", encoding="utf-8") as log:
            process = subprocess.Popen(
                # A background job of a shell inherits that SIGINT is ignored.
                ["env", "--default-signal=INT", "snakemake", *arguments],
                cwd=self.root,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                yield Started(process, self.root)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait(_TIMEOUT)


class Once(Protocol):
    """Makes a project of a name, once for all workers; the fixture ``once``."""

    def __call__(self, name: str, make: Callable[[Path], Project]) -> Project:
        """Return the project that ``make`` put into the folder that it was given."""


@dataclass(frozen=True)
class Started:
    """A build that runs."""

    process: subprocess.Popen[bytes]
    root: Path

    def until(self, name: str) -> None:
        """Wait until a file is there, which must be before the build ends."""
        end = time.monotonic() + _TIMEOUT
        while not (self.root / name).exists():
            assert self.process.poll() is None, f"the build ended before {name} was there\n{self.text()}"
            assert time.monotonic() < end, f"{name} never came\n{self.text()}"
            time.sleep(0.005)

    def signal_group(self, number: signal.Signals) -> None:
        """Signal all processes of the build, as a terminal does."""
        os.killpg(self.process.pid, number)

    def signal_parent(self, number: signal.Signals) -> None:
        """Signal Snakemake alone."""
        os.kill(self.process.pid, number)

    def end(self) -> Run:
        """Wait for Snakemake to end."""
        return Run(self.process.wait(_TIMEOUT), self.text())

    def text(self) -> str:
        """Return what it printed so far."""
        return (self.root / "started.log").read_text("utf-8", "replace")
